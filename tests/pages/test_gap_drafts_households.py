"""A list of households without what they need becomes lines of its register: what all of them say is asked once."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from registry.commands.classes import correct_class
from registry.commands.parts import refresh_all
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Entry, Household, HouseholdClass
from registry.registers.housing.house import House
from registry.storage import OPEN, db
from registry.storage.transaction import transaction
from tests.conftest import postgresql_in_check
from tests.jobs.desk import work
from tests.pages.forms import send
from tests.pages.test_gap_work import count, notice, press, seen
from tests.world import World

pytestmark = postgresql_in_check
DRAFTS = "/gaps/E05/drafts?whole=y"
HOUSES = {"starts": "15/12/2021", "programme": "QD33", "work": "new"}


@pytest.fixture
def weak(app: Flask, codes: World) -> World:
    """The poor family in our commune lives in a house whose walls and roof are not durable."""
    with app.app_context():
        with transaction():
            set_scope(EVERYTHING)
            home = db.session.query(Household).filter_by(code=codes.ours[0]).one()
            for row in db.session.query(HouseholdClass).filter_by(household_id=home.id):
                correct_class(CONSOLE, row, row.version, weak_parts=frozenset({"wall", "roof"}))
            refresh_all("test")
        db.session.remove()
    return codes


def houses(app: Flask) -> list[tuple[str, str, str, date, date, int | None]]:
    with app.app_context():
        set_scope(EVERYTHING)
        found = [
            (one.status, one.programme, one.work, one.starts, one.ends, one.person_id)
            for one in db.session.query(House).order_by(House.id)
        ]
        db.session.remove()
    return found


def test_a_list_of_weak_houses_becomes_lines_of_the_register_and_comes_back(
    weak: World, app: Flask, visit: Callable
) -> None:
    clerk, before = visit("clerk"), houses(app)
    clerk.open("/gaps/E05").sees("Lập danh sách đề nghị", "1 hộ")
    page = clerk.open(DRAFTS)
    page.sees("Hỗ trợ nhà ở", "1 dòng dự thảo", "Chương trình", "Hình thức", "ở bước Đã rà soát và tính là đang chờ")
    page.sees_not("Đến hết ngày")
    answer = clerk.post(DRAFTS, {**HOUSES, **seen(clerk, DRAFTS)})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert houses(app) == [*before, ("RA_SOAT", "QD33", "new", date(2021, 12, 15), OPEN, None)]
    undo = notice(clerk, answer)
    clerk.open("/gaps/E05").sees("0 hộ")
    press(clerk, undo)
    assert houses(app) == before
    clerk.open("/gaps/E05").sees("1 hộ")


def test_what_a_house_cannot_be_without_is_asked_and_what_was_typed_is_kept(
    weak: World, app: Flask, visit: Callable
) -> None:
    clerk, before = visit("clerk"), count(app, Entry)
    page = clerk.post(DRAFTS, {**HOUSES, **seen(clerk, DRAFTS), "programme": "", "work": "castle"})
    assert page.status_code == 422
    text = page.get_data(as_text=True)
    assert text.count("invalid") >= 2 and "15/12/2021" in text
    assert count(app, Entry) == before


def test_a_long_list_of_houses_goes_by_a_job(
    weak: World, app: Flask, visit: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.blueprints.gap_work.AT_ONCE", 0)
    clerk, before = visit("clerk"), houses(app)
    answer = clerk.post(DRAFTS, {**HOUSES, **seen(clerk, DRAFTS)})
    assert answer.status_code == 303 and houses(app) == before
    work(app)
    clerk.open(str(answer.headers["Location"])).sees("Xong", "Đã lập 1 dòng dự thảo")
    assert len(houses(app)) == len(before) + 1


def asked(visit: Callable, code: str, programme: str) -> None:
    need = {"programme": programme, "answer": "asked", "on_date": "01/03/2021", "source": "survey"}
    assert send(visit("clerk"), f"/households/{code}/needs/new", need).status == 303


def test_households_that_asked_for_help_to_produce_are_put_into_one_project(codes: World, visit: Callable) -> None:
    asked(visit, codes.ours[0], "production")
    drafts = "/gaps/NEED-production/drafts?whole=y"
    visit("clerk", "/gaps/NEED-production").sees("1 hộ", "Lập danh sách đề nghị")
    visit("clerk", drafts).sees("Dự án", "Nội dung hỗ trợ")


def test_a_list_that_cannot_be_drafted_together_says_why(codes: World, visit: Callable) -> None:
    asked(visit, codes.ours[0], "credit")
    page = visit("clerk", "/gaps/NEED-credit")
    page.sees("1 hộ", "Tín dụng chính sách ghi một nội dung riêng nên không lập hàng loạt")
    page.sees_not("Lập danh sách đề nghị")
    visit("clerk", "/gaps/NEED-credit/drafts?whole=y", 404)
