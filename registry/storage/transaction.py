"""One place where work begins, is committed and is rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager

from registry.storage.base import db
from registry.storage.engine import write_intent


def finish(succeeded: bool) -> None:
    """Commit what the session holds, or give all of it up."""
    if succeeded:
        db.session.commit()
    else:
        db.session.rollback()


@contextmanager
def transaction() -> Iterator[None]:
    """One whole piece of writing work outside a web request: all of it, or nothing."""
    db.session.rollback()
    with write_intent():
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
