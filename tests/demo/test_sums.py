"""The money of every register of the made-up province, whichever lines are asked for: the page, the csv, the workbook
and the papers add up to the same by source."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from registry.kernel.register import Register
from registry.registers import registers
from tests.conftest import Visitor
from tests.demo.test_demo import Made, drop, make, tiny
from tests.jobs.desk import work
from tests.page import Page
from tests.pages.sums import Told, assert_alike, assert_files_alike, by_source, in_csv

__all__ = ["tiny"]

pytestmark = pytest.mark.check
"""Each asks for papers of many communes."""
CHOSEN = {"variant": "office", "signer": "1", "side": "portrait"}
PLACES = ("unit=951", "unit=31672&ended=1")
"""A district; a commune."""
each_register = pytest.mark.parametrize("register", registers(), ids=lambda one: one.key)


class Office:
    """The coordinating office before a register's list."""

    def __init__(self, made: Made, register: Register) -> None:
        self.made, self.register, self.visitor = made, register, Visitor(made.app, "dieuphoi")

    def fetch(self, asked: str, kind: str) -> bytes:
        """The list as a file, by a job where that is asked for; "" is its page."""
        address = f"/registers/{self.register.slug}?{asked}&format={kind}"
        answer = self.visitor.get(address)
        with self._later(Page(answer, 0)) if answer.status_code == 202 else answer as file:
            assert file.status_code == 200, f"{address}: {file.status_code}"
            return bytes(file.get_data())

    def _later(self, page: Page) -> Any:
        later = next(one.get("action") for one in page.tree.iter("form") if "/print" in one.get("action", ""))
        job = self.visitor.post(later, CHOSEN, form="/account/password").headers["Location"]
        work(self.made.app)
        return self.visitor.get(f"{job}/file")

    def adds_up(self, asked: str) -> None:
        """The list is told alike everywhere, on paper too."""
        assert_alike(self.register, lambda kind: self.fetch(asked, kind))

    def files_add_up(self, asked: str) -> Told:
        """The same without paper, and that there is something to tell."""
        found = assert_files_alike(self.register, lambda kind: self.fetch(asked, kind))
        assert found.lines and bool(found.sums.keys() & by_source(self.register)) == bool(self.register.money), asked
        return found

    def of_csv(self, asked: str) -> Told:
        return in_csv(self.register, self.fetch(asked, "csv"))


@each_register
def test_every_list_of_the_tiny_province_adds_up(tiny: Made, register: Register) -> None:
    """In all and in each state, which together are the whole; of a district, a commune and a state on paper too."""
    office = Office(tiny, register)
    whole = office.files_add_up("ended=1")
    states = {state: office.of_csv(f"ended=1&state={state}") for state in register.workflow.states}
    assert sum((Counter(one.sums) for one in states.values()), Counter()) == Counter(whole.sums)
    assert sum(one.lines for one in states.values()) == whole.lines
    largest = max(states, key=lambda state: states[state].lines)
    there = [asked for asked in (*PLACES, f"state={largest}&unit=950&ended=1") if office.of_csv(asked).lines]
    assert len(there) >= 2
    for asked in there:
        office.adds_up(asked)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Ten thousand households, on SQLite: the size asks nothing of PostgreSQL that the tiny one does not."""
    made = make("sqlite", tmp_path_factory.mktemp("small"), size="small")
    yield made
    drop("sqlite", made)


@each_register
def test_the_lists_of_a_small_province_add_up(small: Made, register: Register) -> None:
    """In all, and of a district on paper too."""
    office = Office(small, register)
    office.files_add_up("ended=1")
    office.adds_up("unit=951&ended=1")
