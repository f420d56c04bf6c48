"""A long gap list becomes drafts by a job: all of them, taken back with one undo, and only with the grants of then."""

from collections.abc import Callable

import pytest
from flask import Flask

from registry.models import Entry
from tests.jobs.desk import work
from tests.pages.test_board import gaps
from tests.pages.test_gap_work import DRAFTS, count, press, seen
from tests.pages.test_jobs import take_grants
from tests.world import World

__all__ = ["gaps"]
DAYS = {"starts": "15/12/2021", "ends": "31/12/2021"}


@pytest.fixture(autouse=True)
def every_list_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.blueprints.gap_work.AT_ONCE", 1)


def queue(visit: Callable) -> str:
    clerk = visit("clerk")
    clerk.open(DRAFTS).sees("Hơn 1 dòng thì máy lập ở nền")
    answer = clerk.post(DRAFTS, {**DAYS, **seen(clerk, DRAFTS)})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_a_long_list_is_drafted_by_a_job_and_comes_back_with_one_undo(gaps: World, app: Flask, visit: Callable) -> None:
    clerk, before = visit("clerk"), count(app, Entry)
    listed = len(clerk.open("/gaps/E01?per_page=100").rows())
    job = queue(visit)
    clerk.open(job).sees("Lập danh sách đề nghị", f"Thẻ BHYT · {listed} dòng", "Đang chờ")
    assert count(app, Entry) == before
    work(app)
    page = clerk.open(job).sees("Xong", f"Đã lập {listed - 1} dòng dự thảo", "Hoàn tác cả việc này")
    assert count(app, Entry) == before + listed - 1
    press(clerk, next(f.get("action") for f in page.tree.iter("form") if "/undo" in (f.get("action") or "")))
    assert count(app, Entry) == before


def test_whoever_was_drafted_meanwhile_gets_no_second_line(gaps: World, app: Flask, visit: Callable) -> None:
    clerk, job, before = visit("clerk"), queue(visit), count(app, Entry)
    ticks = [box.get("value") for box in clerk.open("/gaps/E01").tree.iter("input") if box.get("name") == "finding"]
    one = DRAFTS.replace("whole=y", f"finding={ticks[-1]}")
    assert clerk.post(one, {**DAYS, **seen(clerk, one)}).status_code == 303
    work(app)
    clerk.open(job).sees("Không làm được", "mọi người trong danh sách đều đã có dòng đang chờ")
    assert count(app, Entry) == before + 1


def test_p31_a_long_list_is_drafted_only_with_the_grants_of_that_moment(
    gaps: World, app: Flask, visit: Callable
) -> None:
    before, job = count(app, Entry), queue(visit)
    take_grants(app, "clerk")
    work(app)
    visit("administrator", "/jobs").sees("Lập danh sách đề nghị", "Không làm được", "không còn quyền")
    visit("stranger", job, 404)
    assert count(app, Entry) == before
