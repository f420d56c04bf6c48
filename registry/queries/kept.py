"""Answers kept by a process until the log's head moves: while nothing was changed, nothing can differ."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import select

from registry.models import AuditHead
from registry.models.audit import HEAD_ASKED
from registry.storage import db

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """The answers asked for last, at most `limit` of them. A key names all an answer depends on but the registry."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._known: dict[Hashable, Answer] = {}
        self._lock = Lock()

    def get(self, key: Hashable, read: Callable[[], Answer]) -> Answer:
        """What is kept under the key since the registry's last change; else `read`, and keep it."""
        dated = (_head(), key)
        with self._lock:
            found = self._known.pop(dated, None)
        if found is None:
            found = read()
        with self._lock:
            self._known[dated] = found
            while len(self._known) > self._limit:
                del self._known[next(iter(self._known))]
        return found

    def forget(self) -> None:
        """Keep no answer: the next one is read as after a change."""
        with self._lock:
            self._known.clear()


def _head() -> bytes | None:
    """The log's head, asked once in a transaction; who moves it there forgets what was asked."""
    session = db.session()
    asked = session.info.get(HEAD_ASKED)
    if asked is None or asked[0] is not session.get_transaction():
        head = session.scalar(select(AuditHead.hash))
        asked = session.info[HEAD_ASKED] = (session.get_transaction(), head)
    found: bytes | None = asked[1]
    return found
