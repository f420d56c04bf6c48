"""The household page answers somebody at the desk: what is had, from whom, how much; what is missing; what ends."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask

from registry.commands.needs import record_need
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Household
from registry.registers import registers
from registry.registers.housing import REGISTER
from registry.storage import db
from registry.storage.transaction import transaction
from tests.conftest import postgresql_in_check
from tests.page import Page
from tests.pages.accounts import officer_of_housing
from tests.pages.desk_lines import MOTHER, card, house, many
from tests.world import CANARY, DAY, World

pytestmark = postgresql_in_check
MOST = 12
"""Statements a page may ask."""


@pytest.fixture
def housing(app: Flask) -> str:
    """Somebody who has the register of houses alone."""
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        officer_of_housing()
    return "housing"


def page_of(visit: Callable, code: str, user: str = "clerk", query: str = "") -> Page:
    return visit(user, f"/households/{code}{query}")


def lines_of(page: Page) -> list[str]:
    """The rows of the table of what is had."""
    table = next(one for one in page.tree.iter("table") if "benefits" in (one.get("class") or ""))
    return [" ".join(" ".join(row.itertext()).split()) for body in table.iter("tbody") for row in body.iter("tr")]


def begins(page: Page) -> dict[str, str]:
    """Where the buttons beside gaps and what ends lead, by their words."""
    found = re.findall(r'<a class="button small" href="([^"]*)">([^<]*)</a>', page.html)
    return {unescape(text): unescape(href) for href, text in found}


def test_every_programme_of_every_member_with_amount_and_agency(app: Flask, visit: Callable, codes: World) -> None:
    home = codes.ours[0]
    card(app, home, date(2021, 12, 31))
    card(app, home, date(2020, 12, 31), "Đặng Văn Đức", starts=date(2020, 1, 1))
    house(app, home, {"central": 40_000_000, "raised": 5_000_000}, ("payment", "central", 15_000_000))
    page = page_of(visit, home)
    rows = lines_of(page)
    assert len(rows) == 4 and rows[2] == "1 dòng đã kết thúc", rows
    built = next(row for row in rows if row.startswith("Hỗ trợ nhà ở"))
    assert "Nhà đại đoàn kết" in built and "Cả hộ" in built and "Đã rà soát" in built
    assert built.endswith("45.000.000 15.000.000 Sở Xây dựng")
    good = next(row for row in rows if MOTHER in row)
    assert "Thẻ BHYT" in good and "01/01/2021 – 31/12/2021" in good and good.endswith("Sở Y tế")
    assert "Đặng Văn Đức" in rows[3] and "01/01/2020 – 31/12/2020" in rows[3]
    page.sees("Đang hưởng 1", "Đang chờ 1", "Sắp hết hạn 1")


def test_the_agency_is_the_one_that_answers_on_the_day(app: Flask, visit: Callable, codes: World) -> None:
    """The duty of a register is handed on; the page of a day names who holds it then."""
    house(app, codes.ours[0], {"central": 1})
    before = REGISTER.duty
    object.__setattr__(REGISTER, "duty", "production")
    try:
        assert lines_of(page_of(visit, codes.ours[0]))[0].endswith("Sở NN&PTNT")
        later = page_of(visit, codes.ours[0], "coordinator", "?day=2025-03-01")
        assert lines_of(later)[0].endswith("Sở NN&MT")
    finally:
        object.__setattr__(REGISTER, "duty", before)


def test_the_money_is_what_the_register_s_csv_adds_up_to(app: Flask, visit: Callable, codes: World) -> None:
    home = codes.ours[0]
    house(app, home, {"central": 40_000_000, "household": 3_000_000}, ("payment", "central", 30_000_000))
    house(app, home, {"raised": 25_000_000}, ("payment", "raised", 25_000_000), ("recovery", "raised", 2_000_000))
    house(app, codes.theirs[0], {"raised": 99})
    page = page_of(visit, home)
    body = visit("clerk").get(f"/registers/housing?q={home}&ended=1&format=csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))
    assert len(rows) == 2
    keys = ("amount_central", "amount_raised", "amount_household", "amount_total", "paid_total", "back_total")
    sums = [sum(int(row[key] or 0) for row in rows) for key in keys]
    assert sums == [40_000_000, 25_000_000, 3_000_000, 68_000_000, 55_000_000, 2_000_000]
    shown = [f"{one:,}".replace(",", ".") for one in [*sums, sums[-2] - sums[-1]]]
    page.sees(f"Hỗ trợ nhà ở {' '.join(shown)}", f"Cộng {' '.join(shown)}")
    assert f'href="/registers/housing?q={home}&amp;ended=1"' in page.html


def test_statements_do_not_grow_with_lines(app: Flask, visit: Callable, codes: World) -> None:
    few = page_of(visit, codes.ours[0]).statements
    many(app, codes.ours[0], 40)
    page = page_of(visit, codes.ours[0])
    assert len(lines_of(page)) == 40
    assert page.statements == few <= MOST


def test_a_gap_leads_to_the_line_that_closes_it(visit: Callable, codes: World) -> None:
    page = page_of(visit, codes.ours[0], "health")
    start = begins(page)["Lập Thẻ BHYT"]
    assert f"household={codes.ours[0]}&person=" in start
    form = visit("health", start)
    chosen = [o.get("value") for o in form.tree.iter("option") if o.get("selected") is not None]
    assert start.rpartition("=")[2] in chosen
    assert begins(page)["Giao việc"].endswith("/work")
    visit("health", begins(page)["Giao việc"])


def test_what_is_not_known_leads_to_recording_it(visit: Callable, codes: World) -> None:
    page = page_of(visit, codes.ours[0]).sees("Chưa xác định nhu cầu")
    href = begins(page)["Ghi nhu cầu"]
    assert "/needs/new?programme=" in href
    visit("clerk", href).sees("Ghi nhu cầu")
    assert "Ghi nhu cầu" not in begins(page_of(visit, codes.ours[2])), "hộ không nghèo thì không phải hỏi"


def test_a_need_in_vain_is_called_in_words(app: Flask, visit: Callable, codes: World) -> None:
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        home = db.session.query(Household).filter_by(code=codes.ours[0]).one()
        asked = {"programme": "credit", "answer": "asked", "on_date": date(2021, 3, 1), "source": "survey"}
        record_need(CONSOLE, home, **asked)
    page_of(visit, codes.ours[0]).sees("Nhu cầu vay").sees_not("NEED-credit")


def test_who_may_only_read_begins_nothing(visit: Callable, codes: World) -> None:
    page = page_of(visit, codes.ours[0], "leader").sees("Khoảng trống", "E01")
    assert not {"Lập Thẻ BHYT", "Giao việc", "Ghi nhu cầu"} & begins(page).keys()
    page.sees_not("In phiếu")


@pytest.mark.parametrize(("days", "shown"), [(0, True), (30, True), (90, True), (91, False)])
def test_what_ends_within_90_days_is_said(app: Flask, visit: Callable, codes: World, days: int, shown: bool) -> None:
    last = DAY + timedelta(days=days)
    card(app, codes.ours[0], last)
    page = page_of(visit, codes.ours[0])
    if not shown:
        page.sees_not("Sắp hết hạn trong 90 ngày")
        return
    page.sees(f"còn {days} ngày Thẻ BHYT", f"đến hết {last:%d/%m/%Y} · Chưa có dòng nối tiếp")
    again = re.search(r'href="(/registers/insurance/new[^"]*)"><span[^>]*>[^<]*</span>' + MOTHER, page.html)
    assert again
    visit("clerk", unescape(again[1]))


def test_a_line_that_follows_leaves_nothing_to_begin(app: Flask, visit: Callable, codes: World) -> None:
    card(app, codes.ours[0], date(2021, 12, 31))
    card(app, codes.ours[0], date(2022, 12, 31), moves=(), starts=date(2022, 1, 1))
    page = page_of(visit, codes.ours[0]).sees("đến hết 31/12/2021 · Đang chờ dòng nối tiếp")
    page.sees_not("bấm vào tên")


def test_what_lies_outside_the_grants_is_said(app: Flask, visit: Callable, codes: World, housing: str) -> None:
    """An officer of one register is told that there are others, and nothing of what stands in them."""
    card(app, codes.ours[0], date(2021, 12, 31))
    house(app, codes.ours[0], {"central": 40_000_000})
    page = page_of(visit, codes.ours[0], housing)
    others = len(registers()) - 1
    page.sees("40.000.000", f"{others} sổ khác không thuộc quyền xem.")
    page.sees(f"Quy tắc của {others} sổ khác không thuộc quyền xem.")
    page.sees_not("Thẻ BHYT", "31/12/2021")


def test_the_one_household_a_search_finds_is_opened_at_once(visit: Callable, codes: World) -> None:
    answer = visit("clerk").get("/households?go=1&q=sa+rinh")
    assert answer.headers["Location"] == f"/households/{codes.ours[1]}"
    assert visit("clerk").get("/households?q=sa+rinh").status_code == 200
    visit("clerk", "/households?go=1&q=dai+non").sees("3 hộ")
    visit("clerk", "/households?go=1&q=qua+kin").sees("Không có hộ nào khớp").sees_not(f"{CANARY} Một")
