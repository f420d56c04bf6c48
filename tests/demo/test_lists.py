"""Lists too long to be read for a page: the database answers as the rows themselves do, whatever is chosen."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from registry.checks.reading import scope_of
from registry.checks.rules import rules
from registry.kernel.scope import set_scope, unscoped
from registry.kernel.table import Page
from registry.models import User
from registry.models.finding import COVERAGE_STATES
from registry.queries import entries
from registry.queries.accounts import actor_for
from registry.queries.entitled import Entitled
from registry.queries.entry_filters import EntryFilters
from registry.queries.found import Found, entitled_under, found_by
from registry.queries.found_today import FoundToday
from registry.queries.gap_facets import facets_of
from registry.queries.gap_filters import GROUPS, VALUES, Asked
from registry.queries.gap_totals import InMemory
from registry.queries.kept import Kept
from registry.registers.insurance import REGISTER
from registry.storage import db
from tests.demo.test_demo import DAY, Made, tiny

__all__ = ["tiny"]

READERS = ("dieuphoi", "trande", "lieutu")
MANY, SEED = 40, 12


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest, tiny: Made, monkeypatch: pytest.MonkeyPatch) -> Iterable[str]:
    monkeypatch.delenv("REGISTRY_TODAY", raising=False)
    with tiny.app.app_context():
        with unscoped():
            actor = actor_for(db.session.query(User).filter_by(username=request.param).one(), DAY)
        set_scope(scope_of(actor, DAY))
        yield request.param
        db.session.remove()


def choices(everyone: list[Found], chance: Random) -> Asked:
    """An address: each facet is chosen now and then, with values that are there and some that are nowhere."""
    asked: dict[str, Any] = {}
    for name, value in VALUES.items():
        if chance.random() < 0.25:
            there = sorted({value(one) for one in everyone})
            asked[name] = frozenset([*chance.sample(there, min(len(there), 2)), *chance.choice(((), ("nowhere",)))])
    if chance.random() < 0.4:
        asked["unit"] = frozenset({chance.choice(["951", "950", "31675", "31795", "00000"])})
    if chance.random() < 0.4:
        asked["group"] = frozenset(chance.sample([*GROUPS, "nowhere"], 1 + (chance.random() < 0.2)))
    return Asked(DAY, **asked)


@pytest.mark.check
def test_who_is_entitled_is_the_same_asked_of_the_database_as_looked_through(reader: str) -> None:
    everyone, chance = entitled_under(REGISTER, DAY), Random(f"{SEED}:{reader}")
    sizes = []
    for at in range(MANY):
        asked = choices(everyone, chance) if at else Asked(DAY)
        ours, plain = Entitled(REGISTER, asked), InMemory(everyone, asked)
        assert ours.totals() == plain.totals(), asked
        assert list(facets_of(COVERAGE_STATES, asked, ours.groups())) == list(
            facets_of(COVERAGE_STATES, asked, plain.groups())
        ), asked
        assert list(ours.rows(None)) == plain.rows(None), asked
        page = Page(2, 20, plain.totals().people)
        assert list(ours.rows(page)) == plain.rows(page), asked
        sizes.append(plain.totals().people)
    assert 0 in sizes and sum(size > 20 for size in sizes) > 3


@pytest.mark.check
@pytest.mark.parametrize("key", ["E02", "E04", "Q01"])
def test_what_a_rule_found_is_the_same_a_page_at_a_time_as_read_whole(reader: str, key: str) -> None:
    rule = rules()[key]
    everyone, chance, seen = found_by(rule, DAY), Random(f"{SEED}:{reader}:{key}"), 0
    for at in range(MANY):
        asked = choices(everyone, chance) if at else Asked(DAY)
        asked = replace(asked, per=chance.choice(("", "household")))
        plain = InMemory(everyone, asked)
        for _ in range(2):
            ours = FoundToday(rule, asked)
            assert (ours.totals(), ours.groups()) == (plain.totals(), plain.groups()), asked
            for number in (1, 2):
                page = Page(number, 20, plain.totals().people)
                assert ours.rows(page) == plain.rows(page), asked
                seen += len(plain.rows(page))
        assert ours.rows(None) == plain.rows(None), asked
    assert seen or not everyone


@pytest.mark.check
def test_a_list_of_households_names_each_once(reader: str) -> None:
    everyone, chance = entitled_under(REGISTER, DAY), Random(f"{SEED}:{reader}:households")
    for _ in range(MANY):
        asked = replace(choices(everyone, chance), per="household")
        ours, plain = Entitled(REGISTER, asked), InMemory(everyone, asked)
        whole = ours.rows(None)
        assert [one.household for one in whole] == [one.household for one in plain.rows(None)], asked
        pages = [ours.rows(Page(number, 50, len(whole))) for number in range(1, len(whole) // 50 + 2)]
        assert [one for page in pages for one in page] == whole, asked


@pytest.mark.check
@pytest.mark.parametrize("ended", [False, True])
def test_a_register_s_longer_list_holds_the_same_lines(
    reader: str, ended: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    filters = EntryFilters(DAY, ended=ended)
    monkeypatch.setattr(entries, "SORTED", 10**6)
    by_name = [row.entry.code for row in entries.line_table(REGISTER, filters).rows]
    monkeypatch.setattr(entries, "SORTED", 10)
    monkeypatch.setattr(entries, "ORDERS", Kept(16))
    whole = [row.entry.code for row in entries.line_table(REGISTER, filters).rows]
    assert len(whole) > 50 and sorted(whole) == sorted(by_name) and whole != by_name
    pages = [entries.list_lines(REGISTER, filters, number, 500) for number in range(1, -(-len(whole) // 500) + 1)]
    assert [row.entry.code for page in pages for row in page.table.rows] == whole
