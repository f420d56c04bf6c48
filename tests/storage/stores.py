"""Registries with something in every kind of column, and plain looks at what is in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import MetaData, insert, select

from registry import create_app
from registry.commands.setup import FirstUser, first_run
from registry.kernel.actor import CONSOLE
from registry.models import Household, HouseholdClass, HouseholdHead, NumberFlaw, Person, Residence, ReviewRound
from registry.storage import OPEN
from registry.storage.activity import view_table
from registry.storage.attach import engines
from registry.storage.engine import write_intent
from registry.storage.migrate import upgrade_stores
from registry.storage.transaction import transaction
from tests.conftest import close, empty_database, settings_for

PASSWORD = "con trâu đi trước"
NOON = datetime(2021, 12, 15, 12, 30, 0, 123456, tzinfo=UTC)
HOUSEHOLD = {"id": 7, "code": "HH-000007", "starts": date(2021, 1, 1), "ends": OPEN, "causes": frozenset({"1", "4"})}
ROUND = {
    "id": 3, "code": "R2020", "kind": "periodic", "year": 2020, "standard_id": 1,
    "opens": date(2020, 9, 1), "closes": date(2020, 12, 14), "fictional": False,
}  # fmt: skip
CLASS = {
    "household_id": 7, "round_id": 3, "standard_id": 1, "class_": "poor", "decision_no": "12/QĐ-UBND",
    "decision_date": date(2020, 12, 10), "area_type": "rural",
}  # fmt: skip
PERSON = {"id": 9, "code": "K7QM3X", "name": "Thạch Thị Sô Phi", "sex": "female", "birth_year": 1954}


def fill(app: Flask) -> None:
    """First run, one household with a head and a class, one view."""
    with app.app_context(), transaction():
        first_run(
            CONSOLE,
            administrator=FirstUser("quan.tri", "Trần Quản Trị", PASSWORD),
            coordinator=FirstUser("dieu.phoi", "Lâm Điều Phối", PASSWORD),
            agency="Sở Y tế",
        )
    registry, activity = engines(app)
    with write_intent(), registry.begin() as connection:
        period = {"starts": date(2021, 1, 1), "ends": OPEN, "household_id": 7}
        for model, row in (
            (Household, HOUSEHOLD),
            (Person, person_row()),
            (NumberFlaw, {"kind": "missing", "person_id": 9, "born": 19541231}),
            (HouseholdHead, {**period, "person_id": 9}),
            (Residence, {**period, "unit_id": 20}),
            (ReviewRound, ROUND),
            (HouseholdClass, CLASS),
        ):
            connection.execute(insert(model.__table__), row)
    with activity.begin() as connection:
        connection.execute(
            insert(view_table), {"at": NOON, "user_id": 1, "user_name": "x", "kind": "page", "subject": "HH-000007"}
        )


def person_row() -> dict[str, Any]:
    """The person, with a value for whatever the table requires."""
    row = dict(PERSON)
    for column in Person.__table__.columns:
        if column.name not in row and not column.nullable and column.default is None and not column.primary_key:
            row[column.name] = {str: "01", int: 1, bool: False}[column.type.python_type]
    return row


@contextmanager
def opened(kind: str, folder: Path, filled: bool = True) -> Iterator[Flask]:
    """An application on a new registry of this kind in the folder."""
    folder.mkdir(exist_ok=True)
    url = empty_database(kind, folder)
    app = create_app(settings_for(url, folder))
    upgrade_stores(app)
    if filled:
        fill(app)
    yield app
    close(app)


def contents(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of both stores but sessions, throttles and revisions, with Python's values."""
    found = {}
    for engine in engines(app):
        tables = MetaData()
        tables.reflect(engine)
        with engine.connect() as connection:
            for table in tables.sorted_tables:
                if table.name not in {"session", "throttle", "alembic_version", "alembic_version_activity"}:
                    rows = connection.execute(select(table).order_by(*table.primary_key))
                    found[table.name] = [tuple(map(comparable, row)) for row in rows]
    return found


def comparable(value: Any) -> Any:
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value
