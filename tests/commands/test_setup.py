"""The first run: once, whole, and with words at the field that is wrong."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.commands.setup import FirstUser, first_run
from registry.kernel.actor import CONSOLE, MANAGE, WRITE
from registry.kernel.settings import is_installed, today
from registry.messages import Problems
from registry.models import Agency, Unit, User
from registry.queries.accounts import actor_for, check_sign_in, demo_cast, find_user
from registry.storage import db
from registry.storage.transaction import transaction
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

PASSWORD = "con trâu đi trước"
ADMINISTRATOR = FirstUser("quan.tri", "Trần Quản Trị", PASSWORD)
COORDINATOR = FirstUser("dieu.phoi", "Lâm Điều Phối", PASSWORD)


def set_up(**other: object) -> None:
    values = {"administrator": ADMINISTRATOR, "coordinator": COORDINATOR, "agency": "Sở Y tế"}
    with transaction():
        first_run(CONSOLE, **{**values, **other})  # type: ignore[arg-type]


def test_an_empty_registry_becomes_somebody_s(empty_app: Flask) -> None:
    with empty_app.app_context():
        assert not is_installed()
        set_up()
        assert is_installed()
        assert db.session.scalar(select(func.count()).select_from(Unit)) > 100
        for username, action in (("quan.tri", MANAGE), ("dieu.phoi", WRITE)):
            user = check_sign_in(username, PASSWORD, datetime.now(UTC))
            assert user is not None and not user.must_change
            assert actor_for(user, today()).may(action)
        assert not actor_for(find_user("quan.tri"), today()).may(WRITE)  # type: ignore[arg-type]
        assert demo_cast(today()) == []


def test_it_happens_once(empty_app: Flask) -> None:
    with empty_app.app_context():
        set_up()
        with pytest.raises(Problems, match="đã được thiết lập"):
            set_up()


def test_an_agency_the_reference_data_lack_is_made(empty_app: Flask) -> None:
    with empty_app.app_context():
        set_up(agency="Ban Chỉ đạo giảm nghèo")
        user = find_user("dieu.phoi")
        assert user is not None and db.session.get_one(Agency, user.agency_id).name == "Ban Chỉ đạo giảm nghèo"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"administrator": FirstUser("a", "Trần Quản Trị", PASSWORD)}, "administrator_username"),
        ({"administrator": FirstUser("quan.tri", "", PASSWORD)}, "administrator_name"),
        ({"administrator": FirstUser("quan.tri", "Trần Quản Trị", "ngắn")}, "administrator_password"),
        ({"coordinator": FirstUser("quan.tri", "Lâm Điều Phối", PASSWORD)}, "coordinator_username"),
        ({"coordinator": FirstUser("dieu.phoi", "Lâm Điều Phối", "matkhau123456")}, "coordinator_password"),
        ({"agency": " "}, "agency"),
        ({"units": b"not;a;units;file"}, "units"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    empty_app: Flask, values: dict[str, object], field: str
) -> None:
    with empty_app.app_context():
        with pytest.raises(Problems) as wrong:
            set_up(**values)
        assert wrong.value.problems[0].field == field
        assert not is_installed()
        assert db.session.scalar(select(func.count()).select_from(User)) == 0
        assert db.session.scalar(select(func.count()).select_from(Unit)) == 0
