"""Long lists printed in the background: ordered by a form, followed, stopped, taken away by their owner only."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from registry.commands.accounts import add_grant, end_grant
from registry.jobs.files import folder_of_jobs
from registry.kernel.actor import CONSOLE
from registry.kernel.places import places
from registry.models import Grant, Job, User
from registry.storage import db
from registry.storage.activity import view_table
from registry.storage.transaction import transaction
from tests.conftest import Visitor, postgresql_in_check
from tests.jobs.desk import work
from tests.pages.test_language import leftovers, reader
from tests.print.lists import pages
from tests.world import CANARY, DAY, OURS, World

pytestmark = postgresql_in_check

HTMX = {"HX-Request": "true"}
CHOSEN = {"variant": "office", "signer": "1", "side": "portrait"}


def order(visit: Callable[..., Any], user: str, query: str = "", **choices: str) -> str:
    """Order a list in the background; the address of its job."""
    visitor = visit(user)
    answer = visitor.post(f"/households/print?{query}", CHOSEN | choices, form="/account/password")
    assert answer.status_code == 303, answer.get_data(as_text=True)[:400]
    return str(answer.headers["Location"])


def taken(visit: Callable[..., Any], user: str, job: str) -> str:
    """The text of all pages of a job's file."""
    with visit(user).get(f"{job}/file") as answer:
        assert answer.mimetype == "application/pdf", answer.get_data(as_text=True)[:400]
        assert "danh-sach-ho-" in answer.headers["Content-Disposition"]
        return " ".join(pages(answer.get_data()))


def files(app: Flask) -> list[Path]:
    return [path for path in folder_of_jobs(app).rglob("*") if path.is_file()]


def test_a_long_list_offers_to_be_made_in_the_background_and_looking_queues_nothing(
    app: Flask, visit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.blueprints.papers.AT_ONCE", 2)
    page = visit("clerk", "/households?format=pdf&class=poor&class=near_poor&class=average&class=not_poor", 202)
    page.sees("có 3 dòng", "Lập ở nền")
    action = next(form.get("action") for form in page.tree.iter("form") if "/print?" in form.get("action", ""))
    assert action == "/households/print?class=poor&class=near_poor&class=average&class=not_poor"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Job)) == 0


def test_the_file_holds_what_the_list_shows_one_paper_a_commune(visit: Callable[..., Any], app: Flask) -> None:
    job = order(visit, "coordinator")
    visit("coordinator", job).sees("In danh sách hộ", "15/12/2021", "Đang chờ", "Máy sắp bắt đầu")
    work(app)
    visit("coordinator", job).sees("Xong", "Đã vẽ 2/2 xã", "danh-sach-ho-2021-12-15.pdf", "Tải PDF")
    text = taken(visit, "coordinator", job)
    assert text.count("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == 2
    assert re.findall(r"\d+ HH-\d{6} (Đặng Văn Đức|Thạch Thị Sa Rinh|Lý Hòa Thuận)", text) == [
        "Đặng Văn Đức",
        "Thạch Thị Sa Rinh",
        "Lý Hòa Thuận",
    ]


def test_filters_choices_and_the_day_go_along(visit: Callable[..., Any], app: Flask) -> None:
    job = order(visit, "clerk", "class=poor&day=2021-06-01", attached="Kèm theo Quyết định số 12", draft="y")
    work(app)
    text = taken(visit, "clerk", job)
    assert "DANH SÁCH HỘ NGHÈO" in text.upper() and "Tính đến ngày 01/06/2021" in text
    assert "BẢN NHÁP" in text and "Kèm theo Quyết định số 12" in text
    assert "Đặng Văn Đức" in text and "Sa Rinh" not in text


def test_p24_a_job_reads_as_its_owner_does_and_tells_nobody_else(
    visit: Callable[..., Any], app: Flask, codes: World
) -> None:
    job = order(visit, "clerk", f"q={CANARY}&state=closed")
    mine = order(visit, "clerk", "q=Đặng")
    work(app)
    visit("clerk", job).sees("Không làm được", "Không có hộ nào để in")
    body = taken(visit, "clerk", mine)
    assert CANARY not in body and not any(code in body for code in codes.theirs)
    for other in ("district", "coordinator", "administrator", "stranger"):
        for path in (mine, f"{mine}/file"):
            visit(other, path, 404).sees_not("Đặng")
        assert visit(other).post(f"{mine}/cancel", form="/account/password").status_code == 404
        visit(other, "/jobs").sees_not("Danh sách hộ gia đình", mine)
    visit("administrator", "/jobs").sees("In danh sách hộ", "Người clerk", "Xong", "Không làm được")
    visit("clerk", "/jobs").sees("Danh sách hộ gia đình · 15/12/2021").sees_not("Đặng", "Người lập")


def test_p18_files_are_their_owner_s_only_and_go_with_the_job(visit: Callable[..., Any], app: Flask) -> None:
    job = order(visit, "clerk")
    work(app)
    assert [S_IMODE(path.stat().st_mode) for path in files(app)] == [0o600]
    assert {S_IMODE(path.stat().st_mode) for path in (folder_of_jobs(app), files(app)[0].parent)} == {0o700}
    with time_machine.travel(datetime.now(UTC) + timedelta(days=6), tick=False):
        work(app)
    assert files(app)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=8), tick=False):
        work(app)
    assert not files(app)
    visit("clerk", job, 404)


def test_a_file_that_is_gone_is_said(visit: Callable[..., Any], app: Flask) -> None:
    job = order(visit, "clerk")
    work(app)
    files(app)[0].unlink()
    visit("clerk", job).sees("Tệp kết quả không còn").sees_not("Tải PDF")
    visit("clerk", f"{job}/file", 404)


def take_grants(app: Flask, username: str) -> None:
    with app.app_context(), transaction():
        user = db.session.scalars(select(User).where(User.username == username)).one()
        for grant in db.session.scalars(select(Grant).where(Grant.user_id == user.id)).all():
            end_grant(CONSOLE, grant, ends=DAY, version=grant.version)


def test_p31_a_grant_that_ended_before_the_run_ends_the_job(visit: Callable[..., Any], app: Flask) -> None:
    order(visit, "clerk")
    take_grants(app, "clerk")
    work(app)
    assert not files(app)
    visit("administrator", "/jobs").sees("Không làm được", "không còn quyền")


@pytest.mark.parametrize(("role", "code", "status"), [("commune", OURS, 403), ("coordinator", None, 200)])
def test_the_file_is_given_only_while_the_grants_cover_all_its_communes(
    visit: Callable[..., Any], app: Flask, role: str, code: str | None, status: int
) -> None:
    job = order(visit, "coordinator")
    work(app)
    take_grants(app, "coordinator")
    with app.app_context(), transaction():
        user = db.session.scalars(select(User).where(User.username == "coordinator")).one()
        place = places().by_code(code, DAY) if code else None
        add_grant(CONSOLE, user, role=role, unit_id=place.id if place else None, starts=DAY)
    with Visitor(app, "coordinator").get(f"{job}/file") as answer:
        assert answer.status_code == status


def test_a_waiting_job_is_stopped_at_once(visit: Callable[..., Any], app: Flask) -> None:
    job = order(visit, "clerk")
    visit("clerk").post(f"{job}/cancel", form=job)
    visit("clerk", job).sees("Đã nhận lệnh dừng", "Đã dừng").sees_not("Dừng việc này")
    work(app)
    assert not files(app)
    visit("clerk").post(f"{job}/cancel", form="/account/password")
    visit("clerk", job).sees("đã kết thúc trước khi dừng")


@pytest.mark.parametrize("user", ["leader", "stranger"])
def test_who_may_not_take_lists_out_orders_none(visit: Callable[..., Any], user: str) -> None:
    answer = visit(user).post("/households/print?day=hôm+nay", CHOSEN, form="/account/password")
    assert answer.status_code == (403 if user == "leader" else 400)


def test_p23_taking_the_file_is_logged_like_an_export(visit: Callable[..., Any], app: Flask) -> None:
    job = order(visit, "clerk", "class=poor")
    work(app)
    taken(visit, "clerk", job)
    with app.extensions["activity"].connect() as connection:
        newest = select(view_table.c.kind, view_table.c.detail).order_by(view_table.c.id.desc()).limit(1)
        assert tuple(connection.execute(newest).one()) == ("export", "household_list class=poor")


def test_p5_a_page_that_asks_again_by_itself_keeps_no_session_alive(visit: Callable[..., Any], app: Flask) -> None:
    job = order(visit, "clerk")
    page = visit("clerk").get(job, headers=HTMX)
    assert b"<html" not in page.data and b'hx-trigger="load' in page.data
    began = datetime.now(UTC)
    for minutes in (10, 20, 29):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            assert visit("clerk").get(job, headers=HTMX).status_code == 200
    with time_machine.travel(began + timedelta(minutes=31), tick=False):
        assert visit("clerk").get(job, headers=HTMX).status_code == 401


def test_p5_opening_the_page_by_hand_does(visit: Callable[..., Any], app: Flask) -> None:
    job = order(visit, "clerk")
    began = datetime.now(UTC)
    for minutes in (25, 50):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            assert visit("clerk").get(job).status_code == 200


def test_job_pages_speak_english(visit: Callable[..., Any], app: Flask) -> None:
    visitor = reader(visit, "clerk")
    job = order(visit, "clerk", "class=poor")
    pages_of = [visitor.open(job)]
    work(app)
    pages_of += [visitor.open(job), visitor.open("/jobs")]
    assert [leftovers(page) for page in pages_of] == [[], [], []]
    pages_of[2].sees("List of households · Poor", "Done")
