"""Is the database there, and at which revision."""

from registry.storage import db
from registry.storage.migrate import revision_of


def database_revision() -> str | None:
    """The registry's revision; raises when the database does not answer."""
    return revision_of(db.session.connection())
