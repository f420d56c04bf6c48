"""The same step for many lines: looked at before, one change, one undo; without JavaScript."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import postgresql_in_check
from tests.jobs.desk import work
from tests.pages.forms import again
from tests.pages.lines import INSURANCE, begin, take
from tests.pages.test_jobs import take_grants
from tests.world import World

pytestmark = postgresql_in_check


def test_many_lines_go_one_step_on_and_come_back_with_one_undo(visit: Callable, line: str, codes: World) -> None:
    clerk = visit("clerk")
    other, sent = begin(clerk, codes.ours[1], "Thạch Sô Phan"), begin(clerk, codes.ours[0], "Đặng Thị Út")
    take(clerk, sent, "approve")
    path = f"{INSURANCE}/bulk?key=approve&all=1"
    page = visit("clerk", path).sees("Sẽ chuyển: 2 dòng", "1 dòng: đang ở bước “Xã đã duyệt”", "Đặng Thị Út", sent)
    assert page.statements <= 12
    assert again(clerk, f"{INSURANCE}/bulk", page, on_date="15/12/2021").status == 303
    page = visit("clerk", INSURANCE).sees("2 dòng: Xã đã duyệt").sees_not("Dự thảo")
    undo = next(f.get("action") for f in page.tree.iter("form") if "/undo" in (f.get("action") or ""))
    clerk.client.post(undo, data={"csrf_token": page.token(), "form_key": page.form_key(), "next": INSURANCE})
    visit("clerk", f"{INSURANCE}?state=DU_THAO").sees("2 dòng", line, other).sees_not(sent)


def test_one_line_that_cannot_go_keeps_all_where_they_are(visit: Callable, line: str) -> None:
    page = visit("clerk", f"{INSURANCE}/bulk?key=approve&line={line}")
    answer = again(visit("clerk"), f"{INSURANCE}/bulk", page, on_date="16/12/2021")
    assert answer.status == 422
    answer.sees(f"Dòng {line}: Ngày 16/12/2021 ở sau ngày làm việc")
    visit("clerk", f"{INSURANCE}/{line}").sees("Dự thảo")


def test_a_stranger_moves_none_of_them(visit: Callable, line: str) -> None:
    visit("stranger", f"{INSURANCE}/bulk?key=approve&line={line}").sees("Không có dòng nào chuyển được").sees_not(
        "1 dòng"
    )


def test_the_list_keeps_its_choices_through_a_step_of_many_lines(visit: Callable, line: str) -> None:
    listed = visit("clerk").get(f"{INSURANCE}?state=DU_THAO").get_data(as_text=True)
    assert '<input type="hidden" name="state" value="DU_THAO">' in listed
    page = visit("clerk", f"{INSURANCE}/bulk?state=DU_THAO&line={line}&key=approve")
    answer = again(visit("clerk"), f"{INSURANCE}/bulk", page, on_date="15/12/2021")
    assert (answer.status, answer.response.headers["Location"]) == (303, f"{INSURANCE}?state=DU_THAO")


def test_a_step_that_wants_a_reason_wants_it_of_many_lines_too(visit: Callable, line: str) -> None:
    page = visit("clerk", f"{INSURANCE}/bulk?key=cancel&line={line}").sees("Lý do")
    answer = again(visit("clerk"), f"{INSURANCE}/bulk", page, on_date="15/12/2021")
    assert answer.status == 422
    assert again(visit("clerk"), f"{INSURANCE}/bulk", page, on_date="15/12/2021", reason_code="no_id").status == 303
    visit("clerk", f"{INSURANCE}/{line}").sees("Đã huỷ", "Thiếu số định danh")


@pytest.fixture
def many(visit: Callable, line: str, codes: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two drafts, which are more than go while the reader waits."""
    monkeypatch.setattr("registry.blueprints.register_bulk.AT_ONCE", 1)
    return [line, begin(visit("clerk"), codes.ours[1], "Thạch Sô Phan")]


def queue(visit: Callable, **given: str) -> str:
    """Approve every draft of the list; the address of the job that does."""
    path = f"{INSURANCE}/bulk?key=approve&all=1"
    page = visit("clerk", path).sees("Sẽ chuyển: 2 dòng", "Hơn 1 dòng thì máy chuyển ở nền")
    answer = again(visit("clerk"), f"{INSURANCE}/bulk", page, on_date="15/12/2021", **given)
    assert answer.status == 303
    return str(answer.response.headers["Location"])


def drafts(visit: Callable) -> str:
    return str(visit("clerk", f"{INSURANCE}?state=DU_THAO").text)


def test_very_many_lines_go_by_a_job_and_come_back_with_one_undo(app: Flask, visit: Callable, many: list[str]) -> None:
    job = queue(visit)
    visit("clerk", job).sees("Chuyển bước nhiều dòng", "Thẻ BHYT · Xã duyệt danh sách · 2 dòng", "Đang chờ")
    assert all(code in drafts(visit) for code in many)
    work(app)
    page = visit("clerk", job).sees("Xong", "2 dòng: Xã đã duyệt", "Hoàn tác cả việc này")
    assert not any(code in drafts(visit) for code in many)
    undo = next(f.get("action") for f in page.tree.iter("form") if "/undo" in (f.get("action") or ""))
    visit("clerk").post(undo, {"next": job}, form=job)
    assert all(code in drafts(visit) for code in many)


def test_of_very_many_lines_one_that_cannot_go_keeps_all(app: Flask, visit: Callable, many: list[str]) -> None:
    job = queue(visit)
    take(visit("clerk"), many[1], "cancel", reason_code="no_id")
    work(app)
    visit("clerk", job).sees("Không làm được", f"Dòng {many[1]}: Dòng này đã ở trạng thái khác")
    visit("administrator", "/jobs").sees("Chuyển bước nhiều dòng", "Không làm được").sees_not(many[1])
    assert many[0] in drafts(visit)


def test_p31_very_many_lines_go_only_with_the_grants_of_that_moment(
    app: Flask, visit: Callable, many: list[str]
) -> None:
    job = queue(visit)
    take_grants(app, "clerk")
    work(app)
    visit("administrator", "/jobs").sees("Không làm được", "không còn quyền")
    visit("stranger", job, 404)
    visit("health", INSURANCE + f"/{many[0]}").sees("Dự thảo")


@pytest.fixture
def very_many(many: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The same two, which are more than a job takes as a whole, and more than a form names one by one."""
    for name in ("register_bulk.WHOLE", "register_bulk.LISTED"):
        monkeypatch.setattr(f"registry.blueprints.{name}", 1)
    monkeypatch.setattr("registry.jobs.parts.PART", 1)
    return many


def test_more_lines_than_that_go_part_by_part_those_that_the_list_held(
    app: Flask, visit: Callable, very_many: list[str]
) -> None:
    path = f"{INSURANCE}/bulk?key=approve&all=1&state=DU_THAO&day=15/12/2021"
    page = visit("clerk", path).sees("Sẽ chuyển: 2 dòng", "Hơn 1 dòng thì máy chuyển ở nền, từng phần một")
    assert not any(code in page.field("lines") for code in very_many)
    answer = again(visit("clerk"), f"{INSURANCE}/bulk", page, on_date="15/12/2021")
    assert answer.status == 303
    job = str(answer.response.headers["Location"])
    work(app)
    visit("clerk", job).sees("Xong 3/3 phần", "2 dòng đã chuyển sang “Xã đã duyệt”, 0 dòng không chuyển.").sees_not(
        "Tệp"
    )
    assert not any(code in drafts(visit) for code in very_many)


def test_a_list_that_has_changed_since_it_was_looked_at_is_shown_again(
    visit: Callable, very_many: list[str], codes: World
) -> None:
    page = visit("clerk", f"{INSURANCE}/bulk?key=approve&all=1")
    begin(visit("clerk"), codes.ours[0], "Đặng Thị Út")
    answer = again(visit("clerk"), f"{INSURANCE}/bulk", page, on_date="15/12/2021")
    assert answer.status == 422
    answer.sees("Danh sách đã đổi từ lúc bạn xem", "Sẽ chuyển: 3 dòng")
    assert again(visit("clerk"), f"{INSURANCE}/bulk", answer, on_date="15/12/2021").status == 303


def test_of_many_lines_that_cannot_go_only_some_are_named(
    visit: Callable, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.blueprints.register_bulk.NAMED", 1)
    page = visit("clerk", f"{INSURANCE}/bulk?key=send&all=1").sees("2 dòng: đang ở bước “Dự thảo”", "… và 1 dòng nữa")
    assert sum(code in page.text for code in many) == 1
