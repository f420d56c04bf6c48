"""Alembic's environment: the caller gives the connection, registry.storage.migrate the folder and version table.

What writes a new migration (scripts/migration.py) also gives the models it is made from.
"""

from typing import Any

from alembic import context

config = context.config


def anywhere(item: Any, _name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Whether SQLite, on which new migrations are made, can hold it: it has no index of PostgreSQL's own kinds, nor
    one with columns beside its keys."""
    own = item.dialect_options["postgresql"] if kind == "index" else {}
    return not own or not (own["using"] or own["include"])


context.configure(
    connection=config.attributes["connection"],
    version_table=config.attributes["version_table"],
    target_metadata=config.attributes.get("metadata"),
    include_object=anywhere,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
