"""Sessions live on the server: the browser holds a random token, the activity store its hash (security.md P5)."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Request, Response
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import Engine, insert, select, update
from werkzeug.datastructures import CallbackDict

from registry.storage.activity import session_table

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = timedelta(seconds=60)
NAME, SECURE_NAME = "sid", "__Host-sid"


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """The session of one browser; `renew` gives it a new token (at sign-in), `end` kills it on the server."""

    def __init__(self, data: dict[str, Any] | None = None, token: str = "", seen_at: datetime | None = None) -> None:
        def changed(session: "ServerSession") -> None:
            session.modified = True

        super().__init__(data or {}, changed)
        self.token = token
        self.seen_at = seen_at
        self.old_token = ""
        self.modified = False
        self.touches = True

    def renew(self) -> None:
        """A new token from now on; the old one dies."""
        self.old_token, self.token = self.old_token or self.token, ""
        self.modified = True

    def end(self) -> None:
        """Forget everything and kill the token."""
        self.clear()
        self.renew()


class ServerSessions(SessionInterface):
    """Opens and saves ServerSession rows."""

    serializer = TaggedJSONSerializer()

    def __init__(self, engine: Engine, secure: bool) -> None:
        self.engine = engine
        self.secure = secure
        self.cookie = SECURE_NAME if secure else NAME

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        token = request.cookies.get(self.cookie, "")
        row = self._find(token) if token else None
        if row is None:
            return ServerSession()
        return ServerSession(self.serializer.loads(row.data), token, row.seen_at)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, ServerSession)  # noqa: S101 - opened above
        if session.old_token:
            self._write(session.old_token, ended=True)
        if session.modified and not session.token and session:
            session.token = secrets.token_urlsafe(32)
            self._insert(session)
            self._set_cookie(response, session.token)
        elif session.modified and session.token:
            self._write(session.token, **self._content(session))
        elif session.touches and session.seen_at and _now() - session.seen_at > TOUCH_EVERY:
            self._write(session.token, seen_at=_now())

    def _find(self, token: str) -> Any:
        now = _now()
        live = select(session_table.c.data, session_table.c.seen_at).where(
            session_table.c.token_hash == token_hash(token),
            session_table.c.ended.is_(False),
            session_table.c.seen_at > now - IDLE,
            session_table.c.created_at > now - ABSOLUTE,
        )
        with self.engine.connect() as connection:
            return connection.execute(live).first()

    def _insert(self, session: ServerSession) -> None:
        row = {"token_hash": token_hash(session.token), "created_at": _now(), "ended": False, **self._content(session)}
        with self.engine.begin() as connection:
            connection.execute(insert(session_table), row)

    def _write(self, token: str, **values: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(
                update(session_table).where(session_table.c.token_hash == token_hash(token)).values(**values)
            )

    def _content(self, session: ServerSession) -> dict[str, Any]:
        return {
            "data": self.serializer.dumps(dict(session)),
            "seen_at": _now(),
            "user_id": int(session["_user_id"]) if "_user_id" in session else None,
            "auth_epoch": session.get("epoch"),
        }

    def _set_cookie(self, response: Response, token: str) -> None:
        response.set_cookie(self.cookie, token, httponly=True, secure=self.secure, samesite="Lax", path="/")


def token_hash(token: str) -> bytes:
    """What the store keeps of a token: who reads the store cannot use it."""
    return hashlib.sha256(token.encode()).digest()


def was_here_before(engine: Engine, token: str, user_id: int) -> bool:
    """Whether this browser's token, living or ended, was the user's: a known device while an account is attacked."""
    known = select(session_table.c.user_id).where(session_table.c.token_hash == token_hash(token))
    with engine.connect() as connection:
        return connection.execute(known).scalar() == user_id


def _now() -> datetime:
    return datetime.now(UTC)


def init(app: Flask) -> None:
    app.session_interface = ServerSessions(app.extensions["activity"], app.config["REGISTRY"].https)
