"""A house's money against a ledger kept by hand: movements, recoveries, counter movements; their sums and words."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.commands.entries import add_entry
from registry.commands.money import add_payment, correct_payment, set_amounts
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import EVERYTHING, set_scope
from registry.messages import Problems
from registry.models import Entry
from registry.models.money import SOURCES
from registry.queries.entry_money import LineMoney, funds_of, money_of
from registry.registers.housing import REGISTER
from registry.storage import db
from registry.storage.transaction import transaction
from tests.commands.scenarios import saved
from tests.commands.scenarios_entries import poor_family
from tests.conftest import postgresql_in_check
from tests.words import amount_in

pytestmark = postgresql_in_check
DAY = date(2021, 6, 1)
OUT, BACK = ("advance", "payment"), "recovery"


@dataclass(frozen=True)
class Movement:
    """As somebody wrote it down."""

    kind: str
    source: str
    amount: int
    days: int

    @property
    def effect(self) -> int:
        return -self.amount if self.kind == BACK else self.amount

    @property
    def values(self) -> dict[str, Any]:
        return {"kind": self.kind, "source": self.source, "amount": self.amount, "on_date": DAY + timedelta(self.days)}


@dataclass
class Ledger:
    """What is approved by source, and the movements that hold by the code of their row; how many rows there are."""

    approved: dict[str, int] = field(default_factory=dict)
    held: dict[str, Movement] = field(default_factory=dict)
    written: int = 0

    def may_hold(self, movements: list[Movement]) -> bool:
        """Nothing comes back that was not paid out by that day."""
        days, sources = range(6), {one.source for one in movements}
        until = [[one for one in movements if one.source == s and one.days <= day] for s in sources for day in days]
        return all(sum(one.effect for one in some) >= 0 for some in until)

    def of(self, source: str) -> tuple[int, int, int]:
        own = [one for one in self.held.values() if one.source == source]
        out, back = (sum(one.amount for one in own if (one.kind == BACK) == is_back) for is_back in (False, True))
        return self.approved.get(source, 0), out, back


MOVEMENTS = st.builds(
    Movement,
    st.sampled_from((*OUT, BACK)),
    st.sampled_from(("loan", "raised")),
    st.integers(1, 3) | st.sampled_from((10**6, 15_000_005)),
    st.integers(0, 4),
)
ACTS = st.lists(
    st.one_of(
        MOVEMENTS.map(lambda one: ("pay", one)),
        st.tuples(st.just("correct"), st.integers(0, 9), st.integers(1, 4)),
        st.tuples(st.just("never"), st.integers(0, 9)),
        st.tuples(st.just("approve"), st.sampled_from(sorted(SOURCES)), st.integers(0, 10**11)),
    ),
    max_size=10,
)


@pytest.mark.check
@given(acts=ACTS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_line_says_what_a_ledger_kept_by_hand_says(world: Flask, acts: list[Any]) -> None:
    """Whatever is written, corrected or taken back: each source, the sums and their words follow from what holds; what
    would have come back without having been paid out is refused and leaves nothing."""
    house = asked_for()
    ledger = Ledger()
    for act in acts:
        {"pay": pay, "correct": correct, "never": correct, "approve": approve}[act[0]](house, ledger, *act[1:])
        agree(house, ledger)


def asked_for() -> Entry:
    home = poor_family()
    values = {"programme": "QD33", "work": "new", "starts": date(2021, 3, 1)}
    made: Entry = saved(lambda: add_entry(CONSOLE, REGISTER, home, None, **values))
    return made


def approve(house: Entry, ledger: Ledger, source: str, amount: int) -> None:
    known = REGISTER.money is not None and source in REGISTER.money.sources
    assert tried(lambda: set_amounts(CONSOLE, house, house.version, **{source: amount})) == known
    ledger.approved |= {source: amount} if known else {}


def pay(house: Entry, ledger: Ledger, one: Movement) -> None:
    may = ledger.may_hold([*ledger.held.values(), one])
    assert tried(lambda: add_payment(CONSOLE, house, house.version, **one.values)) == may
    if may:
        ledger.held[newest(house)] = one
        ledger.written += 1


def correct(house: Entry, ledger: Ledger, at: int, amount: int | None = None) -> None:
    """Another amount in place of the one at this place, or none at all."""
    if not ledger.held:
        return
    code = sorted(ledger.held)[at % len(ledger.held)]
    rest = {key: one for key, one in ledger.held.items() if key != code}
    right = replace(ledger.held[code], amount=amount) if amount else None
    row = money(house).payment(code)
    assert row is not None
    more = right.values if right else {"never": True}
    may = right != ledger.held[code] and ledger.may_hold([*rest.values(), *([right] if right else [])])
    assert tried(lambda: correct_payment(CONSOLE, house, house.version, row, reason="Nhầm", **more)) == may
    if may:
        ledger.held = rest | ({newest(house): right} if right else {})
        ledger.written += 2 if right else 1


def tried(act: Any) -> bool:
    """Whether it was done; refused, it leaves nothing."""
    try:
        with transaction():
            set_scope(EVERYTHING)
            act()
    except Problems:
        db.session.rollback()
        return False
    return True


def money(house: Entry) -> LineMoney:
    found = money_of(house, REGISTER)
    assert found is not None
    return found


def newest(house: Entry) -> str:
    return max(money(house).movements, key=lambda row: row.id).code


def agree(house: Entry, ledger: Ledger) -> None:
    found = money(house)
    by = {SOURCES[source]: ledger.of(source) for source in SOURCES if any(ledger.of(source))}
    assert {one.label: (one.approved, one.paid, one.back) for one in found.sources} == by
    approved, out, back = (sum(sums) for sums in zip(*by.values(), strict=True)) if by else (0, 0, 0)
    assert (found.funds.total, found.funds.paid, found.funds.back) == (approved, out, back)
    assert found.funds.balance == out - back >= 0
    assert funds_of(REGISTER, [house.id]).get(house.id, found.funds) == found.funds
    assert len(found.movements) == ledger.written, "what was wrong stays beside its counter movement"
    assert (amount_in(found.in_words) if found.in_words else 0) == approved
