"""P21: migrations make what the models say, up and down with data, on both databases; the log stays append-only."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DBAPIError

from registry.cli.output import Refusal
from registry.cli.stores import prepare_stores
from registry.models import AuditEvent, NumberFlaw
from registry.registers import registers
from registry.storage import Base, migrate
from registry.storage.activity import metadata as activity_metadata
from registry.storage.archive import backup, read_manifest, restore
from registry.storage.attach import engines
from registry.storage.engine import open_engine, write_intent
from registry.storage.migrate import (
    ACTIVITY,
    REGISTRY,
    downgrade,
    newest_revision,
    revision_of,
    revisions,
    upgrade,
    version_table,
)
from tests import postgres
from tests.storage.stores import contents, opened

registers()  # their tables are part of the models
METADATA = {REGISTRY: Base.metadata, ACTIVITY: activity_metadata}
STORES = [REGISTRY, ACTIVITY]


@pytest.fixture
def engine(kind: str, tmp_path: Path) -> Iterator[Engine]:
    """An engine on an empty database."""
    url = f"sqlite:///{tmp_path / 'x.sqlite3'}" if kind == "sqlite" else postgres.create_database()
    engine = open_engine(url)
    yield engine
    engine.dispose()
    if kind == "postgresql":
        postgres.drop_database(url)


def shape(engine: Engine) -> dict[str, Any]:
    """Tables, columns, keys, indexes and constraints, as the database tells them."""
    inspector = inspect(engine)
    versions = {version_table(store) for store in STORES}
    return {table: _table_shape(inspector, table) for table in inspector.get_table_names() if table not in versions}


def _table_shape(inspector: Any, table: str) -> dict[str, Any]:
    columns = [(one["name"], str(one["type"]), one["nullable"]) for one in inspector.get_columns(table)]
    return {
        "columns": sorted(columns),
        "key": inspector.get_pk_constraint(table)["constrained_columns"],
        "indexes": sorted(
            (one["name"], one["column_names"], one.get("include_columns"), one["unique"])
            for one in inspector.get_indexes(table)
        ),
        "unique": sorted((one["name"], one["column_names"]) for one in inspector.get_unique_constraints(table)),
        "foreign": sorted(
            (one["name"], one["constrained_columns"], one["referred_table"], one["referred_columns"])
            for one in inspector.get_foreign_keys(table)
        ),
        "checks": sorted(one["name"] or "" for one in inspector.get_check_constraints(table)),
    }


@pytest.mark.parametrize("store", STORES)
def test_migrations_make_what_the_models_say(engine: Engine, store: str) -> None:
    upgrade(engine, store)
    migrated = shape(engine)
    downgrade(engine, store)
    assert shape(engine) == {}
    with engine.begin() as connection:
        METADATA[store].create_all(connection)
    assert shape(engine) == migrated


def test_both_stores_may_share_a_database(engine: Engine) -> None:
    for store in STORES:
        upgrade(engine, store)
    assert [revision_of(engine, store) for store in STORES] == [newest_revision(store) for store in STORES]


@pytest.mark.parametrize("store", STORES)
def test_revisions_are_numbered_in_one_line(store: str) -> None:
    assert revisions(store) == [f"{number:04}" for number in range(1, len(revisions(store)) + 1)]


def test_every_revision_goes_up_and_down_with_data(kind: str, tmp_path: Path) -> None:
    with opened(kind, tmp_path / "filled") as app:
        registry, activity = engines(app)
        before = contents(app)
        for revision in reversed(revisions()):
            downgrade(registry, REGISTRY, revision)
            assert revision_of(registry) == revision
            assert append_only(registry)
        made_later = before.keys() - inspect(registry).get_table_names() - activity_metadata.tables.keys()
        for revision in revisions():
            upgrade(registry, REGISTRY, revision)
            assert append_only(registry)
        emptied = made_later - {NumberFlaw.__tablename__}  # its revision works it out from the people it finds
        assert contents(app) == {**before, **dict.fromkeys(emptied, [])}, "tables made later go with their revision"
        for engine, store in ((registry, REGISTRY), (activity, ACTIVITY)):
            downgrade(engine, store)
            assert revision_of(engine, store) is None
            upgrade(engine, store)


def append_only(engine: Engine) -> bool:
    """Whether the database itself refuses to change or remove an event."""
    return all(_refused(engine, act) for act in ("UPDATE audit_event SET seq = seq", "DELETE FROM audit_event"))


def _refused(engine: Engine, statement: str) -> bool:
    try:
        with write_intent(), engine.begin() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM audit_event").scalar_one() > 0
            connection.exec_driver_sql(statement)
    except DBAPIError as error:
        return "append-only" in str(error)
    return False


def test_rebuilding_the_log_s_table_keeps_it_append_only(kind: str, tmp_path: Path, monkeypatch: Any) -> None:
    """A batch migration on SQLite copies the table and drops its triggers: the next revision must call them back."""
    with opened(kind, tmp_path / "filled") as app:
        add_revision(tmp_path, monkeypatch)
        registry, _ = engines(app)
        upgrade(registry)
        assert revision_of(registry) == "9999"
        assert "note" in {column["name"] for column in inspect(registry).get_columns(AuditEvent.__tablename__)}
        assert append_only(registry)
        downgrade(registry, REGISTRY, revisions()[-2])
        assert append_only(registry)


def test_an_upgrade_keeps_a_copy_of_what_was_there(kind: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("registry.cli.stores.ROOT", tmp_path)
    (tmp_path / "instance").mkdir()
    with opened(kind, tmp_path / "filled") as app:
        make_files_private(tmp_path / "filled")
        before = contents(app)
        add_revision(tmp_path, monkeypatch)
        prepare_stores(app)
        assert revision_of(engines(app)[0]) == "9999"
        (copy,) = tmp_path.glob("*/before-9999-*.zip")
        manifest = read_manifest(copy)
        assert manifest.revisions["registry"] == revisions()[-2]
        assert manifest.counts["registry"] == {table: len(before[table]) for table in manifest.counts["registry"]}
        prepare_stores(app)
        assert len(list(tmp_path.glob("*/before-9999-*.zip"))) == 1


def test_an_older_backup_is_restored_by_a_newer_program(kind: str, tmp_path: Path, monkeypatch: Any) -> None:
    with opened(kind, tmp_path / "filled") as app:
        settings = app.config["REGISTRY"]
        backup(tmp_path / "old.zip", settings.database_url, settings.activity_url)
    add_revision(tmp_path, monkeypatch)
    with opened(kind, tmp_path / "new", filled=False) as new:
        manifest = restore(tmp_path / "old.zip", *engines(new))
        assert revision_of(engines(new)[0]) == "9999"
        assert len(contents(new)["audit_event"]) == manifest.log_count


def test_a_database_newer_than_the_program_is_left_alone(kind: str, tmp_path: Path) -> None:
    with opened(kind, tmp_path / "filled", filled=False) as app:
        make_files_private(tmp_path / "filled")
        registry, _ = engines(app)
        with write_intent(), registry.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(Refusal, match="mới hơn chương trình"):
            prepare_stores(app)


def make_files_private(folder: Path) -> None:
    for file in folder.glob("*.sqlite3*"):
        file.chmod(0o600)


NEXT = '''
"""Rebuild the log's table, as a later revision might."""

import sqlalchemy as sa
from alembic import op

from registry.storage.triggers import create_triggers, drop_triggers

revision = "9999"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    drop_triggers(dialect, op.execute)
    with op.batch_alter_table("audit_event", recreate="always" if dialect == "sqlite" else "never") as batch:
        batch.add_column(sa.Column("note", sa.Text()))
    create_triggers(dialect, op.execute)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    drop_triggers(dialect, op.execute)
    with op.batch_alter_table("audit_event") as batch:
        batch.drop_column("note")
    create_triggers(dialect, op.execute)
'''


def add_revision(folder: Path, monkeypatch: Any) -> None:
    """Let the program know one revision more."""
    copytree(migrate.MIGRATIONS, folder / "migrations", ignore=ignore_patterns("__pycache__"))
    (folder / "migrations" / REGISTRY / "9999_next.py").write_text(NEXT.format(before=newest_revision()))
    monkeypatch.setattr(migrate, "MIGRATIONS", folder / "migrations")
