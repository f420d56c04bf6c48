"""What is made of the register meets no canary either: papers, jobs, files brought in, and the pages that refuse."""

import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from registry.vn.fold import fold
from tests.conftest import postgresql_in_check
from tests.inputs.lists import saved
from tests.jobs.desk import work
from tests.pages.forms import again, person_code, send
from tests.pages.lines import INSURANCE, PUPILS, begin, begin_student
from tests.pages.loans import CREDIT, begin_loan
from tests.pages.test_gap_work import first_gap
from tests.pages.test_imports import HEADER, checked
from tests.pages.test_imports import send as sent
from tests.pages.test_jobs import CHOSEN
from tests.scope.canaries import NUMBER, assert_clean
from tests.scope.routes import arguments, line_of, routes
from tests.world import CANARY, OURS, THEIRS, World

pytestmark = postgresql_in_check

LISTS = {
    "/households": "Đặng Văn Đức",
    "/gaps/E01": "Đặng Văn Đức",
    "/gaps/E03": "Đặng Văn Đức",
    "/coverage/insurance": "Đặng Văn Đức",
    INSURANCE: "Trần Thị Hoà",
    f"{INSURANCE}?paper=d03-ts": "Trần Thị Hoà",
    PUPILS: "Đặng Thị Út",
    f"{PUPILS}?paper=school": "Đặng Thị Út",
    "/coverage/students": "Đặng Thị Út",
    CREDIT: "Trần Thị Hoà",
    f"{CREDIT}?paper=03-td": "Trần Thị Hoà",
}
"""Every list on paper, and somebody of ours on it."""
ASKED = ("", f"unit={THEIRS}", "q=qua+kin", "variant=posting")
"""Ways to ask for it, with their commune and their name among them."""


@pytest.fixture
def lines(visit: Callable[..., Any], codes: World) -> World:
    """Somebody in our family has a line in a register, and one of theirs."""
    begin(visit("clerk"), codes.ours[0])
    begin(visit("stranger"), codes.theirs[0], f"{CANARY} Hai")
    begin_student(visit("clerk"), codes.ours[0])
    begin_student(visit("stranger"), codes.theirs[0], f"{CANARY} Hai", school="TH-31570")
    begin_loan(visit("clerk"), codes.ours[0], group_code=f"TO-{OURS}-01")
    begin_loan(visit("stranger"), codes.theirs[0], f"{CANARY} Hai", group_code=f"TO-{THEIRS}-01")
    return codes


def joined(path: str, *queries: str) -> str:
    """The address with these queries."""
    asked = "&".join(filter(None, queries))
    return f"{path}{'&' if '?' in path else '?'}{asked}" if asked else path


def queued(visit: Callable[..., Any], user: str, path: str, query: str) -> str:
    """The address of the job that draws the list."""
    here, _, own = path.partition("?")
    answer = visit(user).post(joined(f"{here}/print", own, query), CHOSEN, form="/account/password")
    assert answer.status_code == 303, answer.get_data(as_text=True)[:400]
    return str(answer.headers["Location"])


def tries(visitor: Any, path: str, *more: str) -> Iterator[Any]:
    """The answers to looking at the address and those below it, and to sending a form to each."""
    for where in (path, *(f"{path}{one}" for one in more)):
        yield visitor.get(where)
        yield visitor.post(where, form="/account/password")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("user", ["clerk", "district"])
def test_p24_papers_meet_no_canary(visit: Callable[..., Any], lines: World, user: str, path: str) -> None:
    for query in ASKED if user == "clerk" else ASKED[:1]:
        where = joined(path, query, "format=print")
        text = assert_clean(visit(user).get(where), lines, where)
        assert query or fold(LISTS[path]) in text
    assert_clean(visit(user).get(joined(path, "format=pdf")), lines, path)


@pytest.mark.check
def test_p24_jobs_and_their_files_meet_no_canary(app: Flask, visit: Callable[..., Any], lines: World) -> None:
    jobs = {queued(visit, "clerk", path, query): joined(path, query) for path in LISTS for query in ASKED[:3]}
    work(app)
    for job, where in jobs.items():
        told = assert_clean(visit("clerk").get(job), lines, "")
        file = visit("clerk").get(f"{job}/file")
        assert (file.status_code == 200) == ("tai pdf" in told) == (where in LISTS), where
        assert_clean(file, lines, "")
    assert_clean(visit("clerk").get("/jobs"), lines, "")


@pytest.mark.check
def test_p24_others_jobs_tell_nothing(app: Flask, visit: Callable[..., Any], lines: World) -> None:
    jobs = [queued(visit, "stranger", path, "q=qua+kin") for path in LISTS]
    work(app)
    visit("stranger", jobs[0]).sees("Tải PDF")
    for job in jobs:
        for answer in tries(visit("clerk"), job, "/file", "/cancel"):
            assert answer.status_code in (404, 405)
            assert_clean(answer, lines, "")
    for user in ("clerk", "administrator"):
        assert_clean(visit(user).get("/jobs"), lines, "")


def test_p24_their_steps_of_many_lines_and_undos_tell_nothing(
    app: Flask, visit: Callable[..., Any], lines: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One job that goes through, one that cannot and names their line to its owner, and a large undo."""
    monkeypatch.setattr("registry.blueprints.register_bulk.AT_ONCE", 0)
    monkeypatch.setattr("registry.blueprints.changes.AT_ONCE", 0)
    path = f"{INSURANCE}/bulk"
    moves = [sent_on(visit, f"{path}?key=approve&all=1", path, on_date="15/12/2021") for _ in range(2)]
    work(app)
    undo = re.search("/changes/[0-9a-f]+/undo", visit("stranger", moves[0]).sees("Xong").html)
    visit("stranger", moves[1]).sees("Không làm được", line_of(app, lines.theirs[0]))
    assert undo
    undone = visit("stranger").post(undo[0], form=moves[0]).headers["Location"]
    work(app)
    visit("stranger", undone).sees("Đã hoàn tác")
    for job in (*moves, undone):
        for answer in tries(visit("clerk"), job, "/file", "/cancel"):
            assert answer.status_code in (404, 405)
            assert_clean(answer, lines, "")
    for user in ("clerk", "administrator"):
        assert_clean(visit(user).get("/jobs"), lines, "")


def sent_on(visit: Callable[..., Any], shown: str, path: str, **given: str) -> str:
    """Their lines sent on by a job, as its form is filled in: its address."""
    answer = again(visit("stranger"), path, visit("stranger", shown), **given)
    assert answer.status == 303, answer.text[:400]
    return str(answer.response.headers["Location"])


def test_p24_a_file_that_names_theirs_learns_nothing_of_them(visit: Callable[..., Any], codes: World) -> None:
    """A number of theirs, and a household of theirs, in a clerk's list: the check and its faults give no name away."""
    number = [HEADER, [1, "Kim Dò Tìm", "Chủ hộ", 1950, "Nam", "Kinh", "Đại Nôn", NUMBER]]
    coded = [["Mã hộ", *HEADER[1:]], [codes.theirs[0], "Kim Dò Mã", "Chủ hộ", 1950, "Nam", "Kinh", "Đại Nôn", None]]
    for rows, typed in ((number, ""), (coded, codes.theirs[0])):
        check = checked(visit, rows)
        faults = visit("clerk").get(check.replace("/check", "/faults"))
        told = assert_clean(visit("clerk").get(check), codes, typed) + assert_clean(faults, codes, typed)
        assert "kim do" in told
        answer = visit("clerk").post(check.replace("/check", "/apply"), {"expected": "x" * 32}, form=check)
        assert_clean(answer, codes, typed)
    assert_clean(visit("clerk").get("/imports"), codes, "")
    assert_clean(visit("clerk").get("/imports/template/households"), codes, "")


def test_p24_a_namesake_of_theirs_in_a_file_is_only_a_commune(visit: Callable[..., Any], codes: World) -> None:
    rows = [HEADER, [1, f"{CANARY} Một", "Chủ hộ", 1950, "Nam", "Kinh", "Đại Nôn", None]]
    text = visit("clerk", checked(visit, rows)).text
    assert not [code for code in codes.theirs if code in text] and f"{CANARY} Hai" not in text


def test_p24_a_stranger_s_file_tells_nothing(visit: Callable[..., Any], codes: World) -> None:
    rows = [HEADER, [1, f"{CANARY} Mới", "Chủ hộ", 1950, "Nam", "Kinh", "Đắc Lực", None]]
    token = str(sent(visit, saved(rows), who="stranger").headers["Location"])
    visit("stranger", token).sees(f"{CANARY} Mới")
    for answer in tries(visit("clerk"), token, "/check", "/faults", "/apply"):
        assert answer.status_code in (404, 405)
        assert_clean(answer, codes, "")
    assert_clean(visit("clerk").get("/imports"), codes, "")


@pytest.mark.parametrize("user", ["clerk", "district"])
def test_p24_no_route_asked_about_theirs_names_them(
    app: Flask, visit: Callable[..., Any], lines: World, user: str
) -> None:
    """Every page and form there is, with their household, person, line, finding: what is refused tells nothing."""
    visitor, seen = visit(user), set()
    token = {"csrf_token": visit(user, "/account/password").token()}
    for route in routes(app):
        if not route.rule.arguments:
            continue
        with app.test_request_context():
            where = app.url_for(route.endpoint, **arguments(app, route, lines.theirs[0]))
        form = {**token, "form_key": secrets.token_hex(16)} if route.method == "POST" else None
        answer = visitor.client.open(where, method=route.method, data=form)
        seen.add(answer.status_code)
        assert_clean(answer, lines, f"{where} {lines.theirs[0]}")
    assert {404, 403} <= seen


def test_p24_forms_of_ours_that_name_theirs_are_refused_without_a_name(
    app: Flask, visit: Callable[..., Any], lines: World
) -> None:
    clerk, ours, theirs = visit("clerk"), f"/households/{lines.ours[0]}", lines.theirs[0]
    person = person_code(visit("stranger"), theirs, f"{CANARY} Hai")
    finding, line = first_gap(app, theirs), line_of(app, theirs)
    for path, given, status in (
        (f"{ours}/members/admit", {"person_code": person, "relationship": "11", "joined_reason": "moved_in"}, 422),
        (f"{ours}/merge", {"into_code": theirs}, 422),
        (f"{ours}/edit", {"version": "0"}, 409),
        (f"{INSURANCE}/{line_of(app, lines.ours[0])}/edit", {"version": "0"}, 409),
        ("/households/by-number", {"number": NUMBER}, 200),
    ):
        page = send(clerk, path, given)
        assert page.status == status, f"{path}: {page.status}"
        assert_clean(page.response, lines, f"{theirs} {given.get('number')}")
    for path in (
        f"{INSURANCE}/new?household={theirs}",
        f"{INSURANCE}/bulk?key=approve&line={line}",
        f"/gaps/E01/work?finding={finding}",
        f"/gaps/E01/drafts?finding={finding}",
    ):
        for answer in tries(clerk, path):
            assert_clean(answer, lines, theirs)
