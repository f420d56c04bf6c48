"""The list of what ends within 30, 60 and 90 days, of every register: on screen, in files, on paper, and for whom."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from registry.kernel.scope import EVERYTHING, set_scope
from registry.registers import registers
from registry.storage.transaction import transaction
from tests.conftest import postgresql_in_check
from tests.jobs.desk import work
from tests.pages.accounts import officer_of_housing
from tests.pages.desk_lines import MOTHER, card, house
from tests.pages.test_jobs import CHOSEN
from tests.print.lists import pages
from tests.scope.canaries import assert_clean
from tests.world import CANARY, DAY, OURS, THEIRS, World

pytestmark = postgresql_in_check
NEAR = date(2021, 12, 31)


def rows(visit: Callable, query: str = "", user: str = "coordinator") -> list[str]:
    """The lines of the list, without its sums."""
    return [row for row in visit(user, f"/endings{query}").rows() if "HH-" in row]


def table(visit: Callable, query: str = "", user: str = "coordinator") -> list[dict[str, str]]:
    body = visit(user).get(f"/endings?format=csv{query}").get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))


@pytest.fixture
def cards(app: Flask, codes: World) -> World:
    """A card of ours and one of theirs that end with the year, and one of ours that is good for long."""
    card(app, codes.ours[0], NEAR)
    card(app, codes.ours[0], date(2022, 12, 31), "Đặng Văn Đức")
    card(app, codes.theirs[0], NEAR, f"{CANARY} Hai")
    return codes


@pytest.mark.parametrize(
    ("days", "window"),
    [(0, "30"), (30, "30"), (31, "60"), (60, "60"), (61, "90"), (90, "90"), (91, ""), (-1, "")],
)
def test_each_window_has_its_days(app: Flask, visit: Callable, codes: World, days: int, window: str) -> None:
    """The last day itself is 0 days away; one day on either side of a window is another one."""
    card(app, codes.ours[0], DAY + timedelta(days=days))
    assert {one: len(rows(visit, f"?window={one}")) for one in ("30", "60", "90")} == {
        one: int(one == window) for one in ("30", "60", "90")
    }
    assert [row["days_left"] for row in table(visit)] == ([str(days)] if window else [])


def test_only_what_serves_ends(app: Flask, visit: Callable, codes: World) -> None:
    """A draft serves nobody yet, a line that is taken back no more; one without an end has none."""
    card(app, codes.ours[0], NEAR, moves=())
    house(app, codes.ours[0], {"central": 1})
    assert rows(visit) == []
    visit("coordinator", "/endings").sees("Không có dòng nào sắp hết hạn")


def test_the_list_names_whom_what_until_when_and_who_answers(visit: Callable, cards: World) -> None:
    page = visit("clerk", "/endings").sees("1 dòng")
    (row,) = rows(visit, user="clerk")
    for text in (MOTHER, cards.ours[0], "Đặng Văn Đức", "Xã Đại Ân 2", "Hộ nghèo", "Thẻ BHYT", "31/12/2021", "Sở Y tế"):
        assert text in row, f"{text}: {row}"
    assert "còn 16 ngày" in row and "Chưa có dòng nối tiếp" in row
    assert page.statements <= 12
    assert f"/households/{cards.ours[0]}#endings" in page.html


def test_facets_count_and_filter(app: Flask, visit: Callable, cards: World) -> None:
    card(app, cards.ours[1], date(2022, 1, 20), "Thạch Sô Phan")
    page = visit("coordinator", "/endings").sees("3 dòng", "Trong 30 ngày 2", "31–60 ngày 1", "Hộ nghèo 2")
    assert page.statements <= 12
    assert len(rows(visit, "?class=poor")) == 2
    assert len(rows(visit, f"?unit={OURS}")) == 2
    assert len(rows(visit, f"?unit={THEIRS}&window=60")) == 0
    assert len(rows(visit, "?register=insurance&window=60&window=30")) == 3
    assert rows(visit, "?register=housing") == []
    assert [MOTHER in row for row in rows(visit, "?q=tran+thi+hoa")] == [True]
    assert len(rows(visit, "?q=HH-000001")) == 1
    visit("coordinator", "/endings?window=x&register=y&hamlet=z&unit=0&follows=q").sees("0 dòng")


def test_what_follows_is_told_and_filtered(app: Flask, visit: Callable, cards: World) -> None:
    assert "Chưa có dòng nối tiếp" in rows(visit, "?q=dang")[0]
    card(app, cards.ours[0], date(2022, 12, 31), moves=(), starts=date(2022, 1, 1))
    assert "Đang chờ dòng nối tiếp" in rows(visit, "?q=dang")[0]
    assert len(rows(visit, "?follows=wait")) == len(rows(visit, "?follows=gap")) == 1
    card(app, cards.ours[0], date(2022, 12, 31), starts=date(2022, 1, 1), subject_code="HN")
    assert "Đã có dòng nối tiếp" in rows(visit, "?q=dang")[0]
    assert {row["follows"] for row in table(visit)} == {"Đã có dòng nối tiếp", "Chưa có dòng nối tiếp"}


def test_files_hold_what_the_screen_shows(visit: Callable, cards: World) -> None:
    found = table(visit, user="clerk")
    assert [(row["household_code"], row["name"], row["valid_through"]) for row in found] == [
        (cards.ours[0], MOTHER, "2021-12-31")
    ]
    shown = [re.search(r"HH-\d+", row)[0] for row in rows(visit)]
    assert [row["household_code"] for row in table(visit)] == shown
    assert visit("clerk").get("/endings?format=xlsx").get_data()[:2] == b"PK"
    text = " ".join(pages(visit("clerk").get("/endings?format=pdf").get_data()))
    assert "DANH SÁCH CHẾ ĐỘ, HỖ TRỢ SẮP HẾT HẠN" in text.upper()
    assert "Danh sách có 1 hộ, 1 dòng./." in text and MOTHER in text and "Đặng Văn Đức" in text


def test_a_job_draws_what_is_too_long_to_wait_for(app: Flask, visit: Callable, cards: World) -> None:
    queued = visit("clerk").post("/endings/print", CHOSEN, form="/account/password")
    work(app)
    visit("clerk", queued.headers["Location"]).sees("Tải PDF")
    file = visit("clerk").get(f"{queued.headers['Location']}/file")
    assert MOTHER in " ".join(pages(file.get_data()))
    assert_clean(file, cards, "")


def test_a_reader_s_area_and_registers_bound_the_list(app: Flask, visit: Callable, cards: World) -> None:
    for query in ("", f"?unit={THEIRS}", "?q=qua+kin", "?format=csv", "?format=xlsx", "?format=pdf", "?format=print"):
        for user in ("clerk", "district"):
            assert_clean(visit(user).get(f"/endings{query}"), cards, query)
    assert len(rows(visit, user="stranger")) == 1
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        officer_of_housing()
    page = visit("housing", "/endings").sees(f"{len(registers()) - 1} sổ khác không thuộc quyền xem.", "0 dòng")
    page.sees_not(MOTHER)
    assert table(visit, "&register=insurance", "housing") == []
    assert visit("administrator").get("/endings").status_code == 403


def test_who_may_not_take_lists_out_sees_them_on_screen_only(visit: Callable, cards: World) -> None:
    visit("leader", "/endings").sees("2 dòng").sees_not("Xuất Excel")
    for kind in ("csv", "xlsx", "pdf", "print"):
        assert visit("leader").get(f"/endings?format={kind}").status_code == 403
    assert visit("leader").post("/endings/print", form="/account/password").status_code == 403


def test_another_day_is_asked_as_of_that_day(visit: Callable, cards: World) -> None:
    assert rows(visit, "?day=2021-10-01") == []
    assert len(rows(visit, "?day=2021-10-02")) == 2
    assert [row["days_left"] for row in table(visit, "&day=2021-10-02", "clerk")] == ["90"]


def test_the_board_and_the_household_lead_to_it(visit: Callable, cards: World) -> None:
    board = visit("coordinator", f"/?unit={OURS}")
    assert f"/endings?unit={OURS}&amp;window=30" in board.html
    home: Any = visit("clerk", f"/households/{cards.ours[0]}")
    assert f"/endings?q={cards.ours[0]}" in home.html


def test_the_page_follows_each_change(app: Flask, visit: Callable, codes: World) -> None:
    """What is kept of the list is forgotten when a line is written."""
    assert rows(visit) == []
    card(app, codes.ours[0], NEAR)
    assert len(rows(visit)) == 1
