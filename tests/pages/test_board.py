"""The gap board: every number is the length of the list behind it, for each reader, on any day, in page and csv."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest
from flask import Flask

from registry.commands.entries import add_entry, move_entry
from registry.commands.parts import refresh_all
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Household, Membership, Person
from registry.registers import registers
from registry.registers.insurance import REGISTER
from registry.storage import db
from registry.storage.transaction import transaction
from tests.conftest import postgresql_in_check
from tests.page import Page
from tests.pages.accounts import officer_of_housing
from tests.pages.board_files import assert_files_hold, sample
from tests.world import World

pytestmark = postgresql_in_check

READERS = ["coordinator", "health", "clerk", "auditor", "leader"]
CARD = {"card_kind": "BHXH10", "card_no": "9401234567", "facility_code": "94001"}


@pytest.fixture
def gaps(app: Flask, codes: World) -> World:
    """Of the poor family in our commune one has a card and one is asked for; an officer keeps another register."""
    with app.app_context():
        with transaction():
            set_scope(EVERYTHING)
            _cards(codes.ours[0])
            officer_of_housing()
            refresh_all("test")
        db.session.remove()
    return codes


def _cards(code: str) -> None:
    household = db.session.query(Household).filter_by(code=code).one()
    ids = [row.person_id for row in db.session.query(Membership).filter_by(household_id=household.id)]
    first, second = (_asked(household, db.session.get_one(Person, id_)) for id_ in ids[:2])
    _issued(first, CARD["card_no"])
    assert second.status == "DU_THAO"


def _asked(household: Household, person: Person) -> Any:
    year = {"subject_code": "HN", "starts": date(2021, 1, 1), "ends": date(2022, 1, 1)}
    return add_entry(CONSOLE, REGISTER, household, person, **year)


def _issued(line: Any, number: str) -> None:
    for move, given in (("approve", {}), ("send", {}), ("issue", CARD | {"card_no": number})):
        move_entry(CONSOLE, line, line.version, move=move, on_date=date(2021, 1, 5), **given)


def numbers(page: Page) -> Iterator[tuple[str, int]]:
    """Each number of the board's tables, with the address it leads to."""
    for table in page.tree.iter("table"):
        for link in table.iter("a"):
            text = "".join(link.itertext()).strip()
            if re.fullmatch(r"[\d.]+", text):
                yield link.get("href", ""), int(text.replace(".", ""))


def rows_of(visitor: Any, href: str) -> int:
    joint = "&" if "?" in href else "?"
    answer = visitor.get(f"{href}{joint}format=csv")
    assert answer.status_code == 200, f"{href}: {answer.status_code}"
    return len(list(csv.reader(io.StringIO(answer.get_data(as_text=True))))) - 1


def test_nothing_of_nobody_is_no_percentage(gaps: World, visit: Callable) -> None:
    cards = dict(_cards_of(visit("clerk", "/")))
    assert "%" in cards["Thẻ BHYT"]
    assert "Không có ai thuộc diện ở đây." in cards["Hỗ trợ nhà ở"] and "%" not in cards["Hỗ trợ nhà ở"]
    assert "Chưa ghi hộ nào có nhu cầu ở đây." in cards["Tín dụng chính sách"]


def _cards_of(page: Page) -> Iterator[tuple[str, str]]:
    for card in page.tree.iter("section"):
        if "coverage" in card.get("class", ""):
            text = " ".join(" ".join(card.itertext()).split())
            yield next("".join(title.itertext()) for title in card.iter("h2")), text


def test_the_board_counts_who_is_served(gaps: World, visit: Callable) -> None:
    page = visit("coordinator", "/").sees("Bảng khoảng trống", "Thẻ BHYT", "Được hưởng", "Còn thiếu", "E01")
    counted = dict(numbers(page))
    assert counted["/coverage/insurance?class=poor&state=covered"] == 1
    assert counted["/coverage/insurance?class=poor&state=waiting"] == 1
    missing, entitled = (counted[f"/coverage/insurance?class=poor{s}"] for s in ("&state=missing", ""))
    assert missing == entitled - 2 > 0
    assert counted["/gaps/E01"] == missing + 1


def mapped(page: Page) -> Counter[str]:
    """What the squares of the map say, by the commune's code."""
    links = [one for svg in page.tree.iter("svg") for one in svg.iter("a") if "unit=" in one.get("href", "")]
    told = {
        re.search(r"unit=(\d+)", one.get("href"))[1]: re.search(r" ([\d.]+):", one.get("aria-label")) for one in links
    }
    return Counter({code: int(number[1].replace(".", "")) for code, number in told.items()})


@pytest.mark.parametrize("slug", ["insurance", "students"])
def test_the_map_tells_each_register_s_gaps_by_commune(gaps: World, visit: Callable, slug: str) -> None:
    page = visit("coordinator", f"/?map={slug}")
    title = next(one.title for one in registers() if one.slug == slug)
    page.sees(f"Còn thiếu theo xã: {title}")
    found = +mapped(page)
    assert len(mapped(page)) == 109 and found
    for code, number in found.items():
        assert rows_of(visit("coordinator"), f"/coverage/{slug}?state=missing&unit={code}") == number
    assert rows_of(visit("coordinator"), f"/coverage/{slug}?state=missing") == found.total()


def test_where_nobody_lacks_a_card_the_map_tells_of_the_next_register(gaps: World, app: Flask, visit: Callable) -> None:
    page = visit("coordinator", "/").sees("Còn thiếu theo xã: Thẻ BHYT")
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        lived = db.session.query(Membership, Household).join(Household, Household.id == Membership.household_id)
        for at, (member, household) in enumerate(lived):
            _issued(_asked(household, db.session.get_one(Person, member.person_id)), f"94{at:08}")
    page = visit("coordinator", "/?map=insurance")
    assert +mapped(page) and "Còn thiếu theo xã: Thẻ BHYT" not in page.text


def assert_listed(visitor: Any, href: str, number: int, files: bool) -> None:
    """The page behind a number says so many, has so many rows (a hundred at most), and its csv has as many."""
    page = visitor.open(href + ("&per_page=100" if "?" in href else "?per_page=100"))
    assert len(page.rows()) == min(number, 100), f"{href}: {len(page.rows())} dòng, bảng ghi {number}"
    if files:
        assert rows_of(visitor, href) == number, href


EARLIER = ["2021-05-31", "2020-01-15"]


@pytest.mark.parametrize(
    ("user", "day"),
    [
        *((reader, "") for reader in READERS),
        ("coordinator", "2021-06-30"),
        *(pytest.param(*one, marks=pytest.mark.check) for one in product(["coordinator", "clerk"], EARLIER)),
    ],
)
def test_every_number_is_the_length_of_its_list(gaps: World, visit: Callable, user: str, day: str) -> None:
    """As each reader, and on two days that nothing is kept of; leaders see the page, others also take the csv.

    The tiny province is crawled by tests/demo/test_numbers.py.
    """
    visitor, seen = visit(user), 0
    for href, number in numbers(visitor.open(f"/?day={day}" if day else "/")):
        assert_listed(visitor, href, number, files=user != "leader")
        seen += 1
    assert seen or day == "2020-01-15"


@pytest.mark.parametrize("user", ["coordinator", "clerk"])
def test_a_number_is_the_length_of_its_list_in_files(gaps: World, app: Flask, visit: Callable, user: str) -> None:
    """A handful; sixty of the tiny province, each list among them, are looked at by tests/demo/test_numbers.py."""
    for number in Random(1).sample(sample(list(numbers(visit(user, "/"))), 0, seed=1), 5):
        assert_files_hold(app, visit(user), number)


def test_a_clerk_s_board_is_the_commune_by_hamlet(gaps: World, visit: Callable) -> None:
    page = visit("clerk", "/")
    page.sees("Ấp, khóm")
    theirs = visit("coordinator").open(f"/households/{gaps.theirs[0]}").h1.split(" · ")[-1]
    assert theirs not in page.text


def test_a_reader_without_the_register_sees_no_gap_of_it(gaps: World, visit: Callable) -> None:
    """An officer of another register reads households, not cards: no coverage, no card rule, and no false gap."""
    page = visit("housing", "/")
    page.sees_not("Thẻ BHYT", "E01")
    for path in ("/gaps/E01", "/coverage/insurance"):
        visit("housing", path, 404)


def test_what_is_not_there_is_not_found(gaps: World, visit: Callable) -> None:
    for path in ("/gaps/E99", "/coverage/nothing", "/?unit=99999"):
        visit("coordinator", path, 404)


def test_the_administrator_s_first_page_is_the_accounts(visit: Callable) -> None:
    assert visit("administrator").get("/").headers["Location"].endswith("/admin/users")
