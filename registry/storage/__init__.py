"""Where rows live: the declarative base, the session, engines, transactions and the facets of columns."""

from registry.storage import ids  # noqa: F401 - listens to sessions
from registry.storage.base import Base, Id, Tracked, UtcDateTime, db
from registry.storage.facets import Codes, Facet, facet_of, field
from registry.storage.periods import OPEN, Dated, ends_after, valid_through

__all__ = [
    "OPEN",
    "Base",
    "Codes",
    "Dated",
    "Facet",
    "Id",
    "Tracked",
    "UtcDateTime",
    "db",
    "ends_after",
    "facet_of",
    "field",
    "valid_through",
]
