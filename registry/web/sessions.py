"""Sessions live on the server: the browser holds a random token, the activity store its hash (security.md P5)."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Request, Response
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from registry.storage.session_store import SessionStore

TOUCH_EVERY = timedelta(seconds=60)
NAME, SECURE_NAME = "sid", "__Host-sid"
BEFORE = "before"
"""Whose session ended in this browser: it stays a known one, though its sign-in page begins a session of its own."""


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
        self.quiet = False
        """The request came by itself, not by its user's hand: it does not count as having been seen."""

    def renew(self) -> None:
        """A new token from now on; the old one dies."""
        self.old_token, self.token = self.old_token or self.token, ""
        self.modified = True

    def end(self) -> None:
        """Forget everything and kill the token."""
        self.clear()
        self.renew()


class ServerSessions(SessionInterface):
    """Opens and saves ServerSession."""

    serializer = TaggedJSONSerializer()

    def __init__(self, store: SessionStore, secure: bool) -> None:
        self.store = store
        self.secure = secure
        self.cookie = SECURE_NAME if secure else NAME

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        token = request.cookies.get(self.cookie, "")
        kept = self.store.find(token) if token else None
        if kept:
            return ServerSession(self.serializer.loads(kept.data), token, kept.seen_at)
        before = self.store.owner(token) if token else None
        return ServerSession({BEFORE: before} if before else {})

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, ServerSession)  # noqa: S101 - opened above
        if session.old_token:
            self.store.change(session.old_token, ended=True, data="{}")
        if session.modified and session and not session.token:
            session.token = secrets.token_urlsafe(32)
            self.store.begin(session.token, **self._content(session))
            self._set_cookie(response, session.token)
        elif session.modified and session.token:
            self.store.change(session.token, **self._content(session))
        elif session.seen_at and not session.quiet and datetime.now(UTC) - session.seen_at > TOUCH_EVERY:
            self.store.change(session.token)

    def _content(self, session: ServerSession) -> dict[str, Any]:
        user_id = session.get("_user_id") or session.get(BEFORE)
        return {
            "data": self.serializer.dumps(dict(session)),
            "user_id": int(user_id) if user_id else None,
            "auth_epoch": session.get("epoch"),
        }

    def _set_cookie(self, response: Response, token: str) -> None:
        response.set_cookie(self.cookie, token, httponly=True, secure=self.secure, samesite="Lax", path="/")


def init(app: Flask) -> None:
    app.session_interface = ServerSessions(SessionStore(app.extensions["activity"]), app.config["REGISTRY"].https)
