"""Numbered migrations of the two stores, run by program: no configuration file, the same on both databases."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from registry.storage.attach import engines
from registry.storage.engine import write_intent

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
REGISTRY, ACTIVITY = "versions", "activity"


def upgrade(engine: Engine, store: str = REGISTRY, revision: str = "head") -> None:
    """Bring a store up to a revision, in one transaction."""
    with write_intent(), engine.begin() as connection:
        command.upgrade(config_of(store, connection), revision)


def upgrade_stores(app: Any) -> None:
    """Bring both stores of an application up to the newest revision."""
    registry, activity = engines(app)
    upgrade(registry, REGISTRY)
    upgrade(activity, ACTIVITY)


def downgrade(engine: Engine, store: str = REGISTRY, revision: str = "base") -> None:
    """Take a store down to a revision, in one transaction."""
    with write_intent(), engine.begin() as connection:
        command.downgrade(config_of(store, connection), revision)


def revision_of(bind: Engine | Connection, store: str = REGISTRY) -> str | None:
    """The revision a store stands at; None when it is empty."""
    if isinstance(bind, Engine):
        with bind.connect() as connection:
            return revision_of(connection, store)
    options = {"version_table": version_table(store)}
    return MigrationContext.configure(bind, opts=options).get_current_revision()


def newest_revision(store: str = REGISTRY) -> str | None:
    """The newest revision this program knows."""
    return ScriptDirectory.from_config(config_of(store)).get_current_head()


def revisions(store: str = REGISTRY) -> list[str]:
    """Every revision, oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(config_of(store)).walk_revisions()][::-1]


def version_table(store: str) -> str:
    """Each store counts its own revisions, also where both share one database."""
    return "alembic_version" if store == REGISTRY else "alembic_version_activity"


def config_of(store: str, connection: object = None) -> Config:
    """Alembic's settings for a store; what runs migrations needs a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("version_locations", str(MIGRATIONS / store))
    config.set_main_option("path_separator", "os")
    config.attributes.update(connection=connection, version_table=version_table(store))
    return config
