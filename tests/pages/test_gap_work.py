"""Work on a gap: one finding and its history, a list at once, drafts from the list, and why somebody is in it."""

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask

from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Entry, Finding, FindingWork, Household, Person
from registry.storage import db
from tests.conftest import postgresql_in_check
from tests.pages.forms import send
from tests.pages.test_board import gaps, numbers, rows_of
from tests.world import World

pytestmark = postgresql_in_check

__all__ = ["gaps"]
NO_ID = {"reason": "no_id", "owner_id": "clerk", "due": "31/12/2021", "note": "Chờ làm căn cước"}
WHOLE = "/gaps/E01/work?whole=y"
DRAFTS = "/gaps/E01/drafts?whole=y"


def first_gap(app: Flask, household: str) -> str:
    with app.app_context():
        set_scope(EVERYTHING)
        wanted = db.session.query(Finding.code).join(Household, Household.id == Finding.household_id)
        code = (
            wanted.filter(Household.code == household, Finding.rule == "E01", Finding.closed_on.is_(None))
            .order_by(Finding.id)
            .first()[0]
        )
        db.session.remove()
    return str(code)


def count(app: Flask, model: type) -> int:
    with app.app_context():
        set_scope(EVERYTHING)
        found = db.session.query(model).count()
        db.session.remove()
    return int(found)


def seen(visitor: Callable, path: str) -> dict[str, str]:
    return {"seen": visitor.open(path).field("seen")}


def notice(visitor: Callable, answer: object) -> str:
    """The page after a save; returns where its notice's undo is sent."""
    page = visitor.open(answer.headers["Location"])
    return next(f.get("action", "") for f in page.tree.iter("form") if f.get("action", "").startswith("/changes/"))


def press(visitor: Callable, undo: str) -> None:
    assert visitor.post(undo, form="/account/password").status_code == 303


def test_work_on_a_gap_is_written_and_shown_with_its_history(gaps: World, app: Flask, visit: Callable) -> None:
    page = f"/findings/{first_gap(app, gaps.ours[0])}"
    clerk = visit("clerk")
    clerk.open(page).sees("Người thuộc hộ nghèo chưa có thẻ BHYT", "Chưa ai ghi gì", "Căn cứ", "Đúng")
    assert clerk.post(f"{page}/work", NO_ID).headers["Location"] == page
    clerk.open(page).sees("Chưa có giấy tờ tuỳ thân", "Người clerk", "31/12/2021", "Chờ làm căn cước", "Lịch sử sửa")
    listed = clerk.open("/gaps/E01?reason=no_id&owner=clerk&late=in_time")
    assert len(listed.rows()) == 1
    listed.sees("Chưa có giấy tờ tuỳ thân", "Người clerk")
    lines = list(csv.DictReader(io.StringIO(clerk.get("/gaps/E01?reason=no_id&format=csv").get_data(as_text=True))))
    assert [(one["owner"], one["due"], one["note"]) for one in lines] == [
        ("Người clerk", "2021-12-31", "Chờ làm căn cước")
    ]


def test_wrong_work_is_refused_at_its_field(gaps: World, app: Flask, visit: Callable) -> None:
    page = f"/findings/{first_gap(app, gaps.ours[0])}/work"
    clerk = visit("clerk")
    for wrong, sentence in (
        ({"reason": "other", "note": ""}, "Lý do khác thì hãy ghi rõ"),
        ({"due": "14/12/2021"}, "Hạn xử lý phải từ ngày 15/12/2021 trở đi"),
        ({"owner_id": "stranger"}, "Giá trị này không có trong danh sách"),
        ({"reason": "bịa"}, "Giá trị này không có trong danh sách"),
    ):
        answer = clerk.post(page, NO_ID | wrong)
        assert answer.status_code == 422
        assert sentence in answer.get_data(as_text=True)
    assert count(app, FindingWork) == 0


def test_who_writes_second_sees_both(gaps: World, app: Flask, visit: Callable) -> None:
    page = f"/findings/{first_gap(app, gaps.ours[0])}/work"
    clerk = visit("clerk")
    assert clerk.post(page, NO_ID).status_code == 303
    answer = visit("health").post(page, {"reason": "refused", "version": "0"})
    assert answer.status_code == 409
    assert "Chưa có giấy tờ tuỳ thân" in answer.get_data(as_text=True)


def test_closing_keeps_the_work_as_history_and_undo_opens_it_again(gaps: World, app: Flask, visit: Callable) -> None:
    code = first_gap(app, gaps.ours[0])
    clerk = visit("clerk")
    clerk.post(f"/findings/{code}/work", NO_ID)
    with app.app_context():
        set_scope(EVERYTHING)
        found = db.session.query(Finding).filter_by(code=code).one()
        person = db.session.get_one(Person, found.person_id).code
        db.session.remove()
    answer = send(clerk, f"/households/{gaps.ours[0]}/people/{person}/died", died_on="10/12/2021").response
    undo = notice(clerk, answer)
    clerk.open(f"/findings/{code}").sees("Phát hiện này đã đóng", "Chờ làm căn cước").sees_not("Ghi việc xử lý</a>")
    visit("clerk", f"/findings/{code}/work", 404)
    press(clerk, undo)
    clerk.open(f"/findings/{code}").sees("Chờ làm căn cước").sees_not("Phát hiện này đã đóng")


@pytest.mark.parametrize("user", ["stranger", "administrator"])
def test_another_area_s_finding_is_not_there(gaps: World, app: Flask, visit: Callable, user: str) -> None:
    code = first_gap(app, gaps.ours[0])
    status = 403 if user == "administrator" else 404
    for path in (f"/findings/{code}", f"/findings/{code}/work", f"/households/{gaps.ours[0]}/explain"):
        visit(user, path, status)
    visit("housing", f"/findings/{code}", 404)
    visit("housing", f"/households/{gaps.ours[0]}/explain?rule=E01", 404)


def test_readers_see_the_work_and_cannot_write_it(gaps: World, app: Flask, visit: Callable) -> None:
    code = first_gap(app, gaps.ours[0])
    for user in ("district", "auditor", "leader"):
        visit(user, f"/findings/{code}").sees_not("/work")
        visit(user, f"/findings/{code}/work", 404)
        visit(user, "/gaps/E01").sees_not('name="finding"', "Lập danh sách đề nghị")


def test_a_whole_list_is_assigned_at_once_and_taken_back_at_once(gaps: World, app: Flask, visit: Callable) -> None:
    clerk = visit("clerk")
    listed = len(clerk.open("/gaps/E01?per_page=100").rows())
    answer = clerk.post(WHOLE, {"reason": "refused", "owner_id": "clerk", **seen(clerk, WHOLE)})
    undo = notice(clerk, answer)
    assert len(clerk.open("/gaps/E01?reason=refused&owner=clerk&per_page=100").rows()) == listed
    assert count(app, FindingWork) == listed
    press(clerk, undo)
    assert count(app, FindingWork) == 0
    again = clerk.post(WHOLE, {"reason": "expired", **seen(clerk, WHOLE)})
    assert again.status_code == 303
    assert len(clerk.open("/gaps/E01?reason=expired&owner=none&per_page=100").rows()) == listed


def test_ticked_rows_only(gaps: World, app: Flask, visit: Callable) -> None:
    path = f"/gaps/E01/work?finding={first_gap(app, gaps.ours[0])}"
    clerk = visit("clerk")
    clerk.open(path).sees("1 trường hợp", "các dòng đã đánh dấu")
    assert clerk.post(path, {"due": "31/12/2021", **seen(clerk, path)}).status_code == 303
    assert count(app, FindingWork) == 1
    clerk.open("/gaps/E01/work").sees("Chưa chọn dòng nào")
    visit("stranger", path).sees("Chưa chọn dòng nào")
    refused = clerk.post(path, seen(clerk, path))
    assert refused.status_code == 422
    assert "Chưa nhập gì" in refused.get_data(as_text=True)


def test_a_list_that_changed_meanwhile_is_shown_again(gaps: World, app: Flask, visit: Callable) -> None:
    clerk = visit("clerk")
    for path in (WHOLE, DRAFTS):
        answer = clerk.post(path, {"reason": "refused", "seen": "1.1"})
        assert answer.status_code == 422
        assert "Danh sách đã đổi" in answer.get_data(as_text=True)
    assert count(app, FindingWork) == 0


def test_the_gap_list_becomes_drafts_and_the_numbers_follow(gaps: World, app: Flask, visit: Callable) -> None:
    clerk, coordinator = visit("clerk"), visit("coordinator")
    before, lines = dict(numbers(coordinator.open("/"))), count(app, Entry)
    listed = len(clerk.open("/gaps/E01?per_page=100").rows())
    preview = clerk.open(DRAFTS).sees("Xem trước", "Đã có dòng đang chờ trong sổ")
    preview.sees(f"{listed - 1} dòng dự thảo")
    answer = clerk.post(DRAFTS, {"starts": "15/12/2021", "ends": "31/12/2021", **seen(clerk, DRAFTS)})
    undo = notice(clerk, answer)
    landing = clerk.open(answer.headers["Location"])
    landing.sees("Danh sách đề nghị", "Dự thảo", "In D03-TS")
    assert len(landing.rows()) == rows_of(clerk, answer.headers["Location"]) == listed - 1
    assert count(app, Entry) == lines + listed - 1
    after = dict(numbers(coordinator.open("/")))
    waiting = "/coverage/insurance?class=poor&state=waiting"
    assert after[waiting] == before[waiting] + listed - 1
    for href, number in after.items():
        assert rows_of(coordinator, href) == number, href
    assert clerk.open(DRAFTS).sees("0 dòng dự thảo").field("seen") == "", "nobody is left to draft for"
    press(clerk, undo)
    assert count(app, Entry) == lines
    assert dict(numbers(coordinator.open("/"))) == before


def test_the_preview_tells_of_lines_that_end_earlier(gaps: World, visit: Callable) -> None:
    """A child born in 2015 is under six at the end of 2020, and may be so no longer than to September."""
    days = {"starts": "31/12/2020", "ends": "31/12/2021", "seen": "another list"}
    answer = visit("clerk").post(DRAFTS, days)
    assert answer.status_code == 422
    assert "1 dòng hết hạn sớm hơn" in answer.get_data(as_text=True)


def test_who_may_not_write_the_register_sees_the_preview_only(gaps: World, app: Flask, visit: Callable) -> None:
    coordinator, lines = visit("coordinator"), count(app, Entry)
    coordinator.open(DRAFTS).sees("không ghi được sổ này")
    form = {"starts": "15/12/2021", "ends": "31/12/2021", **seen(visit("clerk"), DRAFTS)}
    assert coordinator.post(DRAFTS, form, form="/account/password").status_code in (403, 422)
    assert count(app, Entry) == lines


def test_anybody_is_explained_under_any_rule(gaps: World, app: Flask, visit: Callable) -> None:
    clerk, path = visit("clerk"), f"/households/{gaps.ours[0]}/explain"
    clerk.open(path).sees("Vì sao?", "Quy tắc")
    for rule in ("E01", "E02", "E03", "MISCLASSIFIED", "D01", "I01", "T01", "V01", "Q01", "Q05"):
        clerk.open(f"{path}?rule={rule}").sees("danh sách", "Căn cứ")
    clerk.open(f"{path}?rule=E01&day=2021-06-30").sees("Tính đến ngày 30/06/2021")
    visit("clerk", f"{path}?rule=E99", 404)
