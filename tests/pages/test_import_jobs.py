"""A long list is brought in by a job: whole or not at all, as its owner confirmed it, seen by nobody else."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from registry.commands.jobs import cancel_job
from registry.jobs import import_list
from registry.jobs.files import folder_of_jobs
from registry.models import Job
from registry.storage import db
from registry.storage.transaction import transaction
from registry.vn.fold import fold
from registry.web.uploads import sweep
from tests.commands.test_undo import dump
from tests.conftest import postgresql_in_check
from tests.jobs.desk import work
from tests.pages.test_imports import HEADER, checked, confirm, people
from tests.pages.test_jobs import files, take_grants
from tests.pages.test_language import leftovers, reader
from tests.world import CANARY, World

pytestmark = postgresql_in_check

WHOLE = "Đã nhập danh sách.xlsx: 2 dòng mới"


@pytest.fixture(autouse=True)
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every list is a long one."""
    monkeypatch.setattr("registry.web.import_steps.AT_ONCE", 1)


@pytest.fixture
def job(app: Flask, visit: Callable[..., Any]) -> str:
    """The address of the job that is to bring the clerk's list in."""
    address = checked(visit)
    visit("clerk", address).sees("2 dòng mới", "Hơn 1 dòng thì máy ghi ở nền", "Ghi tất cả vào sổ")
    answer = confirm(visit, address)
    assert answer.status_code == 303 and "/jobs/" in answer.headers["Location"]
    return str(answer.headers["Location"])


def uploads(app: Flask) -> list[Path]:
    return list(folder_of_jobs(app).with_name("uploads").iterdir())


def nothing_written(app: Flask, before: int) -> None:
    assert people(app) == before and files(app) == []


def test_a_long_list_is_brought_in_later_and_taken_back(app: Flask, visit: Callable[..., Any], job: str) -> None:
    with app.app_context():
        before = dump()
    count = people(app)
    visit("clerk", job).sees("Nhập danh sách từ tệp", "danh sách.xlsx", "Đang chờ", "Máy làm việc này ở nền")
    assert uploads(app) == [] and len(files(app)) == 1 and files(app)[0].stat().st_mode & 0o077 == 0
    work(app)
    page = visit("clerk", job).sees("Xong", WHOLE, "Các lần nhập từ tệp").sees_not("Dừng việc này")
    assert people(app) == count + 2 and files(app) == []
    visit("clerk", "/imports").sees("danh sách.xlsx", "Hoàn tác lần nhập này")
    undo = re.search("/changes/[0-9a-f]+/undo", page.html)
    assert undo
    assert visit("clerk").post(undo[0], {"next": job}, form=job).headers["Location"] == job
    visit("clerk", job).sees(WHOLE, "Đã hoàn tác").sees_not("Hoàn tác cả việc này")
    with app.app_context():
        assert dump() == before


def test_a_large_undo_is_done_later_too_and_undone(
    app: Flask, visit: Callable[..., Any], job: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.blueprints.changes.AT_ONCE", 2)
    before = people(app)
    work(app)
    for count, told in [(before, "Đã hoàn tác: Nhập danh sách hộ từ tệp."), (before + 2, "Đã hoàn tác: Nhập")]:
        undo = re.search("/changes/[0-9a-f]+/undo", visit("clerk", job).html)
        assert undo
        job = visit("clerk").post(undo[0], form=job).headers["Location"]
        work(app)
        visit("clerk", job).sees("Hoàn tác", "Xong", told)
        assert people(app) == count
    undo = re.search("/changes/[0-9a-f]+/undo", visit("clerk", job).html)
    assert undo
    stranger = visit("stranger").post(undo[0], form="/account/password").headers["Location"]
    work(app)
    visit("stranger", stranger).sees("Không làm được", "không còn quyền").sees_not("Nhập danh sách")
    assert people(app) == before + 2


def test_it_waits_longer_than_files_are_kept_between_steps(app: Flask, visit: Callable[..., Any], job: str) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3), tick=False), app.test_request_context():
        sweep()
        work(app)
    visit("clerk", job).sees(WHOLE)


def test_what_was_changed_after_it_was_confirmed_keeps_it_out(
    app: Flask, visit: Callable[..., Any], job: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.web.import_steps.AT_ONCE", 2_000)
    confirm(visit, checked(visit))
    before = people(app)
    work(app)
    visit("clerk", job).sees("Không làm được", "Sổ đã thay đổi từ lúc kiểm tra tệp", "Hãy gửi lại tệp")
    nothing_written(app, before)


def test_what_was_changed_before_it_was_confirmed_is_shown_again(app: Flask, visit: Callable[..., Any]) -> None:
    address = checked(visit)
    answer = visit("clerk").post(address.replace("/check", "/apply"), {"expected": "x" * 32}, form=address)
    assert answer.headers["Location"] == address
    visit("clerk", address).sees("Sổ đã thay đổi từ lúc kiểm tra tệp", "Ghi tất cả vào sổ")
    assert files(app) == []


def test_p31_a_grant_that_ended_meanwhile_keeps_it_out(app: Flask, visit: Callable[..., Any], job: str) -> None:
    before = people(app)
    take_grants(app, "clerk")
    work(app)
    visit("administrator", "/jobs").sees("Nhập danh sách từ tệp", "Không làm được", "không còn quyền")
    nothing_written(app, before)


def test_a_list_that_waits_is_stopped_and_its_file_removed_at_once(
    app: Flask, visit: Callable[..., Any], job: str
) -> None:
    before = people(app)
    visit("clerk").post(f"{job}/cancel", form=job)
    visit("clerk", job).sees("Đã dừng")
    nothing_written(app, before)
    work(app)
    nothing_written(app, before)


@pytest.mark.usefixtures("job")
def test_a_list_stopped_while_it_is_read_is_not_written(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before, read = people(app), import_list._read

    def read_and_be_stopped(*given: Any) -> Any:
        found = read(*given)
        with transaction():
            assert cancel_job(db.session.scalars(select(Job.id)).one(), datetime.now(UTC))
        return found

    monkeypatch.setattr(import_list, "_read", read_and_be_stopped)
    work(app)
    with app.app_context():
        assert db.session.scalars(select(Job.state).where(Job.kind == "import")).one() == "cancelled"
    nothing_written(app, before)


def test_a_list_stopped_while_it_is_written_is_done_and_said_so(
    app: Flask, visit: Callable[..., Any], job: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = import_list.told

    def told_and_stopped(*given: Any) -> Any:
        cancel_job(db.session.scalars(select(Job.id).where(Job.kind == "import")).one(), datetime.now(UTC))
        return told(*given)

    monkeypatch.setattr(import_list, "told", told_and_stopped)
    work(app)
    visit("clerk", job).sees("Xong", WHOLE, "Hoàn tác cả việc này")


def test_a_file_that_is_gone_is_said(app: Flask, visit: Callable[..., Any], job: str) -> None:
    before = people(app)
    files(app)[0].unlink()
    work(app)
    visit("clerk", job).sees("Tệp đã gửi không còn trên máy", "Hãy gửi lại tệp")
    nothing_written(app, before)


def test_p24_nobody_else_sees_whose_list_it_is(app: Flask, visit: Callable[..., Any], job: str) -> None:
    work(app)
    for other in ("district", "coordinator", "administrator", "stranger"):
        visit(other, job, 404).sees_not("danh sách.xlsx")
        visit(other, f"{job}/file", 404)
        assert visit(other).post(f"{job}/cancel", form="/account/password").status_code == 404
        visit(other, "/jobs").sees_not("danh sách.xlsx", job)
    visit("administrator", "/jobs").sees("Nhập danh sách từ tệp", "Người clerk")


def test_p24_a_list_brought_in_tells_nothing_of_another_commune(
    app: Flask, visit: Callable[..., Any], codes: World, job: str
) -> None:
    rows = [
        [*HEADER, "Mã hộ", "Xã"],
        [1, "Kim Một", "Chủ hộ", 1950, "Nam", "Kinh", "Đại Nôn", "366999111", None, None],
        [2, "Kim Hai", "Chủ hộ", 1950, "Nam", "Kinh", "Đại Nôn", None, codes.theirs[0], None],
        [3, "Kim Ba", "Chủ hộ", 1950, "Nam", "Kinh", None, None, None, "Hồ Đắc Kiện"],
    ]
    address = checked(visit, rows)
    work(app)
    for path in (address.removesuffix("/check"), address, "/imports", job, "/jobs"):
        text = fold(visit("clerk", path).text)
        assert fold(CANARY) not in text, path
        assert not [code for code in codes.theirs[1:] if code.lower() in text], path
    answer = visit("clerk").get(address.replace("/check", "/faults"))
    cells = [str(cell.value) for row in openpyxl.load_workbook(io.BytesIO(answer.data)).active for cell in row]
    assert "366999111" in cells, "the file is the sender's own"
    assert fold(CANARY) not in fold(" ".join(cells))


def test_its_pages_speak_english(app: Flask, visit: Callable[..., Any]) -> None:
    visitor, check = reader(visit, "clerk"), checked(visit)
    pages = [visitor.open(check)]
    job = confirm(visit, check).headers["Location"]
    pages.append(visitor.open(job))
    work(app)
    pages += [visitor.open(job), visitor.open("/jobs")]
    assert [leftovers(page) for page in pages] == [[], [], [], []]
