"""Every number of the board is the length of its list, also where the list is taken out: in the tiny province."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.conftest import Visitor
from tests.demo.test_demo import Made, drop, make, tiny
from tests.page import Page
from tests.pages.board_files import assert_files_hold, sample
from tests.pages.test_board import assert_listed, numbers

__all__ = ["tiny"]

PLACES = ("", "?unit=951", "?unit=950", "?unit=31675", "?unit=31795")
"""The province, two districts, two communes."""
READERS = ("dieuphoi", "soyte", "bhxh", "lieutu", "thanhtra", "lanhdao")
MANY, SEED = 60, 12


@pytest.mark.check
@pytest.mark.parametrize("kind", ["sqlite"])  # files are the same program's on both; five of each reader's are on both
def test_60_numbers_are_the_rows_of_their_workbooks_and_papers(kind: str, tmp_path: Path) -> None:
    made = make(kind, tmp_path)
    try:
        visitor = Visitor(made.app, "dieuphoi")
        found = [one for place in PLACES for one in numbers(Page(visitor.get(f"/{place}"), 0))]
        chosen = sample(found, MANY, SEED)
        assert len(chosen) >= MANY and min(one[1] for one in chosen) == 0
        assert {f"/gaps/{rule}" for rule, told in made.manifest["rules"].items() if told["count"]} <= {
            href.partition("?")[0] for href, _ in chosen
        }
        for number in chosen:
            assert_files_hold(made.app, visitor, number)
    finally:
        drop(kind, made)


@pytest.mark.check
@pytest.mark.parametrize(
    ("kind", "looked"), [*(("sqlite", at) for at in range(3)), ("postgresql", 0)], indirect=["kind"], scope="session"
)
@pytest.mark.parametrize("user", READERS)
def test_every_number_of_every_board_is_the_length_of_its_list(tiny: Made, user: str, looked: int) -> None:
    """Of the working day and (on SQLite) two chosen at random, as each role that has a board, in page and csv."""
    visitor, chance = Visitor(tiny.app, user), Random(f"{SEED}:{user}:{looked}")
    day = (date(2017, 1, 1) + timedelta(days=chance.randrange(1800))).isoformat()
    for href, number in dict(numbers(Page(visitor.get(f"/?day={day}" if looked else "/"), 0))).items():
        assert_listed(visitor, href, number, files=user != "lanhdao")
