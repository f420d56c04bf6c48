"""Very many lines taken a step on by one job, part by part: one change, what cannot go is told, one undo."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from registry.commands.entries import move_entry
from registry.commands.undo import undo_change
from registry.jobs.undo import queue_undo
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import EVERYTHING, set_scope
from registry.queries.accounts import actor_for, find_user
from registry.queries.history import rows_of
from registry.queries.jobs import outcome_of, problem_of
from registry.storage.transaction import transaction
from tests.commands.test_undo import dump
from tests.jobs.desk import state, work
from tests.jobs.drafts import approvals, draft, line_of, queue_approval, small_parts, states, steps
from tests.rules.verify import verify
from tests.storage.writers import assert_log_is_whole
from tests.world import DAY

__all__ = ["small_parts"]
pytestmark = pytest.mark.usefixtures("small_parts")


@pytest.fixture
def codes(app: Flask) -> list[str]:
    """Twelve drafts, and a worker that has nothing else to do."""
    work(app)
    return draft(app, 12)


def live(app: Flask) -> dict[str, list[object]]:
    with app.app_context():
        return dump()


def taken(app: Flask, code: str, move: str, **given: object) -> None:
    """Somebody else takes the line a step on meanwhile."""
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        line = line_of(code)
        move_entry(CONSOLE, line, line.version, move=move, on_date=DAY, **given)


def told(app: Flask, job_id: int) -> str:
    job = state(app, job_id)
    assert job.state == "done", problem_of(job)
    return str(outcome_of(job))


def test_all_lines_go_as_one_change_and_come_back_with_one_undo(app: Flask, codes: list[str]) -> None:
    before = live(app)
    job_id = queue_approval(app)
    work(app)
    assert told(app, job_id) == "12 dòng đã chuyển sang “Xã đã duyệt”, 0 dòng không chuyển."
    job = state(app, job_id)
    assert (job.total, job.size) == (1 + 3, None), "looked over, then 5 + 5 + 2 lines; nothing stayed"
    assert approvals(app) == sorted(codes)
    with app.app_context():
        change = str(job.change)
        assert [rows_of(change, table) for table in ("insurance", "entry_step", "")] == [12, 12, 24]
        verify()
        with transaction():
            undo_change(CONSOLE, change)
    assert live(app) == before
    assert_log_is_whole(app)


def test_lines_that_cannot_go_stay_and_are_told_with_the_reason(app: Flask, codes: list[str], visit: Callable) -> None:
    job_id = queue_approval(app)
    taken(app, codes[3], "cancel", reason_code="no_id")
    work(app)
    assert told(app, job_id) == "11 dòng đã chuyển sang “Xã đã duyệt”, 1 dòng không chuyển."
    assert states(app)[codes[3]] == "HUY" and len(approvals(app)) == 11
    page = visit("clerk", f"/jobs/{state(app, job_id).code}").sees("Xong", "1 dòng không chuyển", "Tải danh sách (CSV)")
    page.sees("Hoàn tác cả việc này")
    with visit("clerk").get(f"/jobs/{state(app, job_id).code}/file") as answer:
        file = answer.get_data().decode("utf-8-sig").splitlines()
    assert file[0] == "Mã dòng,Vì sao không chuyển" and len(file) == 2
    assert file[1].startswith(f"{codes[3]},Dòng này đã ở trạng thái khác.")


def test_every_line_is_looked_at_before_the_first_goes(app: Flask, codes: list[str]) -> None:
    job_id = queue_approval(app)
    taken(app, codes[11], "cancel", reason_code="no_id")
    doing = steps(app, job_id)
    next(doing), next(doing)
    assert str(outcome_of(state(app, job_id))) == "Đã xem trước: 11 dòng chuyển được, 1 dòng không."
    assert approvals(app) == []


def test_a_line_somebody_moves_before_its_part_s_turn_stays_as_they_left_it(app: Flask, codes: list[str]) -> None:
    job_id = queue_approval(app)
    doing = steps(app, job_id)
    next(doing), next(doing), next(doing)
    assert len(approvals(app)) == 5
    taken(app, codes[7], "cancel", reason_code="no_id")
    for _ in doing:
        pass
    assert told(app, job_id) == "11 dòng đã chuyển sang “Xã đã duyệt”, 1 dòng không chuyển."
    assert states(app)[codes[7]] == "HUY"


def test_a_step_that_no_line_can_take_changes_nothing(app: Flask, codes: list[str]) -> None:
    before = live(app)
    job_id = queue_approval(app, on_date=DAY + timedelta(days=1))
    work(app)
    job = state(app, job_id)
    assert job.state == "failed" and "ở sau ngày làm việc" in str(problem_of(job))
    assert live(app) == before


def test_a_job_stopped_half_way_says_what_went_and_takes_it_back(app: Flask, codes: list[str], visit: Callable) -> None:
    before = live(app)
    job_id = queue_approval(app)
    doing = steps(app, job_id)
    next(doing), next(doing), next(doing)
    page = f"/jobs/{state(app, job_id).code}"
    visit("clerk", page).sees("Đang chạy", "Xong 2/4 phần", "5 dòng đã chuyển")
    visit("clerk").post(f"{page}/cancel", {}, form=page)
    for _ in doing:
        pass
    shown = visit("clerk", page).sees("Đã dừng", "5 dòng đã chuyển sang “Xã đã duyệt”", "Hoàn tác cả việc này")
    assert len(approvals(app)) == 5
    undo = next(f.get("action") for f in shown.tree.iter("form") if "/undo" in (f.get("action") or ""))
    visit("clerk").post(undo, {"next": page}, form=page)
    assert live(app) == before


def test_a_line_somebody_moved_on_since_keeps_the_whole_from_being_undone(app: Flask, codes: list[str]) -> None:
    job_id = queue_approval(app)
    work(app)
    taken(app, codes[4], "send")
    after, change = live(app), str(state(app, job_id).change)
    with app.app_context(), transaction():
        user = find_user("clerk")
        assert user is not None
        undo = queue_undo(actor_for(user, DAY), change).id
    work(app)
    job = state(app, undo)
    assert job.state == "failed" and "“Chuyển bước”" in str(problem_of(job))
    assert live(app) == after
