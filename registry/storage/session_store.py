"""Session rows in the activity store: the token's hash, whose it is, when it was seen, whether it was ended."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Engine, delete, insert, select, update

from registry.storage.activity import session_table

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
REMEMBERED = timedelta(days=90)


class Kept(NamedTuple):
    """What a living session keeps."""

    data: str
    seen_at: datetime


class SessionStore:
    """Sessions that live on the server and die there (security.md P5)."""

    def __init__(self, activity: Engine) -> None:
        self._activity = activity

    def find(self, token: str) -> Kept | None:
        """The session of a token while it lives: not ended, seen within IDLE, begun within ABSOLUTE."""
        now, row = datetime.now(UTC), session_table.c
        living = (row.ended.is_(False), row.seen_at > now - IDLE, row.created_at > now - ABSOLUTE)
        wanted = select(row.data, row.seen_at).where(row.token_hash == token_hash(token), *living)
        with self._activity.connect() as connection:
            found = connection.execute(wanted).first()
        return Kept(*found) if found else None

    def begin(self, token: str, **values: Any) -> None:
        """A new session under this token."""
        now = datetime.now(UTC)
        row = {"token_hash": token_hash(token), "created_at": now, "seen_at": now, "ended": False, **values}
        with self._activity.begin() as connection:
            connection.execute(insert(session_table), row)

    def change(self, token: str, **values: Any) -> None:
        """Write these columns, and that the session was seen now."""
        mine = session_table.c.token_hash == token_hash(token)
        with self._activity.begin() as connection:
            connection.execute(update(session_table).where(mine).values(seen_at=datetime.now(UTC), **values))

    def forget_dead(self) -> None:
        """Drop sessions begun more than REMEMBERED ago: until then they tell a device the user has signed in with.

        What a session kept goes as soon as it can live no more.
        """
        now = datetime.now(UTC)
        with self._activity.begin() as connection:
            connection.execute(delete(session_table).where(session_table.c.created_at < now - REMEMBERED))
            connection.execute(update(session_table).where(session_table.c.seen_at < now - IDLE).values(data="{}"))

    def owner(self, token: str) -> int | None:
        """Whose session this token, living or ended, is: a browser that a user was seen at."""
        mine = session_table.c.token_hash == token_hash(token)
        with self._activity.connect() as connection:
            return connection.execute(select(session_table.c.user_id).where(mine)).scalar()


def token_hash(token: str) -> bytes:
    """What the store keeps of a token: who reads the store cannot use it."""
    return hashlib.sha256(token.encode()).digest()
