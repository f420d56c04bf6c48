"""Hand-worked families: written as data in a few words, saved as the rows a clerk, a school list or a bank would leave.

Old lists bring what forms refuse (two heads, a birth after today), so rows are written as they are, inside one command.
Days are dd/mm/yyyy; the last day of a card is the last it is good for.
"""

import itertools
import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol

from sqlalchemy import select

from registry.commands.change import command
from registry.kernel.actor import CONSOLE
from registry.models import (
    EntryStep,
    Household,
    HouseholdClass,
    HouseholdHead,
    Membership,
    Person,
    PersonNumber,
    PovertyStandard,
    Residence,
    ReviewRound,
)
from registry.registers.insurance.card import InsuranceCard
from registry.storage import OPEN, db, ends_after
from registry.storage.transaction import transaction
from registry.vn.dates import parse_birth, parse_day
from registry.vn.fold import fold
from tests.commands.world import AN, HAMLETS
from tests.rules.families_credit import Lent, prepare_credit, save_loan
from tests.rules.families_students import Aid, prepare, save_aid

LISTED = "01/01/2018"
NUMBERS = itertools.count(900_001)


@dataclass(frozen=True)
class Card:
    """A line of the insurance register; `of` is which of the household's decisions it stands on."""

    code: str
    first: str
    last: str
    status: str = "DA_GIAO"
    no: str | None = None
    basis: str | None = None
    reduced: str | None = None
    of: int = 0
    name: str = ""


@dataclass(frozen=True)
class Who:
    """A member; the first of a home is its head. `ids` are (kind, number) pairs."""

    name: str
    cards: tuple[Card, ...] = ()
    born: str = "1970"
    sex: str = "male"
    died: str | None = None
    joined: str = LISTED
    left: str | None = None
    ids: tuple[tuple[str, str], ...] = ()
    aids: tuple[Aid, ...] = ()
    loans: tuple[Lent, ...] = ()


@dataclass(frozen=True)
class Decision:
    """A recognised class, the day it was decided, by which standard, and which parts of the house are `weak`."""

    class_: str
    on: str
    ticked: bool = False
    standard: str = "2016"
    weak: frozenset[str] = frozenset()
    withdrawn: bool = False


class Line(Protocol):
    """A line of a register of households."""

    name: str

    def save(self, household_id: int) -> Any:
        """Write it; the entry, or None for what is no line (a need)."""


@dataclass(frozen=True)
class Home:
    """A household. `heads`: (who, from, to) where it is not simply the first member all along; `lines` are its own
    in registers of households (each saves itself), `began` the day it was listed, or split off another."""

    people: tuple[Who, ...]
    decisions: tuple[Decision, ...] = ()
    heads: tuple[tuple[int, str, str | None], ...] = ((0, LISTED, None),)
    name: str = "hộ"
    lines: tuple[Line, ...] = ()
    began: str = LISTED
    split: bool = False
    no_labour: bool = False


@dataclass
class Saved:
    """What became of a family: its households, and the name of every subject by kind and id."""

    households: list[int] = field(default_factory=list)
    names: dict[tuple[str, int], str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)


def home(*people: Who, by: tuple[Decision, ...] = (), **more: Any) -> Home:
    return Home(people, by, **more)


def save(*families: list[Home]) -> list[Saved]:
    """Save each family; one change for all of them."""
    with transaction():
        return _save(CONSOLE, families)


@command("tests.families", "Dựng các hộ tính tay", "")
def _save(actor: object, families: tuple[list[Home], ...]) -> list[Saved]:
    prepare()
    prepare_credit()
    return [_family(homes) for homes in families]


def _family(homes: list[Home]) -> Saved:
    saved = Saved()
    for one in homes:
        _home(saved, one)
    return saved


def _home(saved: Saved, given: Home) -> None:
    starts = parse_day(given.began)
    household = _add(Household(code=f"HH-{next(NUMBERS):06}", starts=starts, ends=OPEN, no_labour=given.no_labour))
    saved.households.append(household.id)
    saved.names["household", household.id] = given.name
    saved.codes[given.name] = household.code
    _add(Residence(household_id=household.id, unit_id=AN, hamlet_id=HAMLETS[AN], starts=starts, ends=OPEN))
    classes = [_decision(household.id, one) for one in given.decisions]
    people = [_person(household.id, at, one, given) for at, one in enumerate(given.people)]
    for at, since, until in given.heads:
        days = {"starts": max(parse_day(since), starts), "ends": parse_day(until) if until else OPEN}
        _add(HouseholdHead(household_id=household.id, person_id=people[at].id, **days))
    for person, one in zip(people, given.people, strict=True):
        saved.names["person", person.id] = one.name
        saved.codes[one.name] = person.code
        for card in one.cards:
            line = _card(household.id, person.id, card, classes[card.of] if classes else None)
            saved.names["entry", line.id] = card.name or one.name
            saved.codes["line of " + (card.name or one.name)] = line.code
        for aid in one.aids:
            aided = save_aid(household.id, person.id, aid, classes[aid.of] if classes else None)
            saved.names["entry", aided.id] = aid.name or one.name
            saved.codes["line of " + (aid.name or one.name)] = aided.code
        for lent in one.loans:
            loan = save_loan(household.id, person.id, lent, classes[lent.of].class_ if classes else "not_poor")
            saved.names["entry", loan.id] = lent.name or one.name
            saved.codes["line of " + (lent.name or one.name)] = loan.code
    for own in given.lines:
        line = own.save(household.id)
        if line is None:
            continue
        saved.names["entry", line.id] = own.name
        saved.codes["line of " + own.name] = line.code


def _person(household_id: int, at: int, given: Who, home: Home) -> Person:
    birth = parse_birth(given.born)
    person = _add(
        Person(
            code=f"{next(NUMBERS):08}",
            name=given.name,
            name_fold=fold(given.name),
            sex=given.sex,
            birth_year=birth.year,
            birth_month=birth.month,
            birth_day=birth.day,
            ethnicity="01",
            died_on=_day(given.died),
        )
    )
    until = given.left or given.died
    _add(
        Membership(
            household_id=household_id,
            person_id=person.id,
            relationship="01" if at == 0 else "03",
            joined_reason="split" if home.split else "listed",
            starts=max(parse_day(given.joined), parse_day(home.began)),
            ends=parse_day(until) if until else OPEN,
        )
    )
    for kind, number in given.ids:
        _add(PersonNumber(person_id=person.id, kind=kind, number=number))
    return person


def _decision(household_id: int, given: Decision) -> HouseholdClass:
    standard = db.session.scalars(select(PovertyStandard).where(PovertyStandard.code == given.standard)).one()
    review = select(ReviewRound.id).where(ReviewRound.standard_id == standard.id).order_by(ReviewRound.id).limit(1)
    return _add(
        HouseholdClass(
            household_id=household_id,
            round_id=db.session.scalars(review).one(),
            standard_id=standard.id,
            class_=given.class_,
            decision_no="12/QĐ-UBND",
            decision_date=parse_day(given.on),
            area_type="rural",
            deprivations=frozenset({"BHYT"} if given.ticked else ()),
            weak_parts=given.weak,
            withdrawn=given.withdrawn,
        )
    )


def _card(household_id: int, person_id: int, given: Card, recognised: HouseholdClass | None) -> InsuranceCard:
    line = _add(
        InsuranceCard(
            code=secrets.token_hex(5).upper(),
            household_id=household_id,
            person_id=person_id,
            unit_id=AN,
            class_=recognised.class_ if recognised else "not_poor",
            class_id=recognised.id if recognised else None,
            status=given.status,
            subject_code=given.code,
            bhxh_no=given.no,
            hn_basis=given.basis,
            starts=parse_day(given.first),
            ends=ends_after(parse_day(given.last)),
        )
    )
    if given.reduced:
        made = {"made_by": "BHXH", "made_at": datetime.now(UTC), "on_date": parse_day(given.reduced)}
        _add(EntryStep(entry_id=line.id, household_id=household_id, to_state="BAO_GIAM", **made))
    return line


def _day(text: str | None) -> date | None:
    return parse_day(text) if text else None


def _add(row: Any) -> Any:
    assert row is not None
    db.session.add(row)
    db.session.flush()
    return row
