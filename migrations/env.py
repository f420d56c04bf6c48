"""Alembic's environment: the caller gives the connection, registry.storage.migrate the folder and version table."""

from alembic import context

config = context.config

context.configure(
    connection=config.attributes["connection"],
    version_table=config.attributes["version_table"],
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
