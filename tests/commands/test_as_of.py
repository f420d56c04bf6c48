"""What held on a day still holds when read later: no change after the day moves it (decisions.md 11)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from registry.commands.classes import recognise_class
from registry.commands.households import change_head, correct_household, move_household
from registry.commands.members import add_member, end_membership, record_death
from registry.commands.timeline import Facts, Recognised, Somebody, Span, periods
from registry.kernel.actor import CONSOLE
from registry.models import Household, HouseholdPeriod, Membership
from registry.storage import OPEN, db
from tests.commands.scenarios import RECOGNISED, person, saved
from tests.commands.world import (
    AN,
    BINH,
    HAMLETS,
    LISTED,
    ROUND_2020,
    ROUND_2021,
    ROUND_2021_NEW,
    family,
    members,
    who,
)

D = date(2021, 6, 30)
COUNTED = ("class_", "unit_id", "hamlet_id", "members", "women", "khmer", "minority", "head_name", "escaped_on")
BEFORE = ("poor", AN, HAMLETS[AN], 3, 1, 3, 3, "Thạch Văn Sơn", None)


def on(household: Household, day: date) -> tuple[Any, ...] | None:
    """What the list says of the household on a day."""
    columns = [getattr(HouseholdPeriod, name) for name in COUNTED]
    row = db.session.execute(
        select(*columns).where(HouseholdPeriod.household_id == household.id, HouseholdPeriod.on(day))
    ).one_or_none()
    return None if row is None else tuple(row)


def recognise(household: Household, round_id: int, class_: str, decided: date) -> None:
    values = RECOGNISED | {"class_": class_, "decision_date": decided}
    saved(lambda: recognise_class(CONSOLE, household, household.version, round_id=round_id, **values))


def changed_after_d() -> Household:
    """Poor by the round of 2020; after D it moves, gets a child, another head, and leaves poverty."""
    home = family()
    recognise(home, ROUND_2020, "poor", LISTED)
    assert on(home, D) == BEFORE
    saved(
        lambda: move_household(
            CONSOLE, home, home.version, day=date(2021, 7, 1), unit_id=BINH, hamlet_id=HAMLETS[BINH], address=None
        )
    )
    child = who("Thạch Thị Bé", "female", 2021, "01")
    saved(
        lambda: add_member(
            CONSOLE, home, person=child, relationship="08", joined_reason="born", starts=date(2021, 8, 1)
        )
    )
    son = person(home, "03")
    saved(
        lambda: change_head(CONSOLE, home, home.version, day=date(2021, 9, 1), person=son, old_head_relationship="05")
    )
    recognise(home, ROUND_2021, "near_poor", date(2021, 12, 10))
    recognise(home, ROUND_2021_NEW, "not_poor", date(2021, 12, 11))
    return home


def test_a_day_reads_as_it_did_after_class_unit_head_and_members_have_changed(world: Flask) -> None:
    home = changed_after_d()
    assert on(home, D) == BEFORE
    assert on(home, LISTED - timedelta(days=1)) is None
    assert on(home, LISTED) == BEFORE


def test_each_change_holds_from_its_day(world: Flask) -> None:
    home = changed_after_d()
    moved = ("poor", BINH, HAMLETS[BINH], 3, 1, 3, 3, "Thạch Văn Sơn", None)
    born = ("poor", BINH, HAMLETS[BINH], 4, 2, 3, 3, "Thạch Văn Sơn", None)
    headed = ("poor", BINH, HAMLETS[BINH], 4, 2, 3, 3, "Thạch Minh", None)
    assert [on(home, date(2021, month, 1)) for month in (7, 8, 9)] == [moved, born, headed]
    assert on(home, date(2021, 12, 9)) == headed
    assert on(home, date(2021, 12, 10)) == ("near_poor", *headed[1:])
    assert on(home, date(2021, 12, 31)) == ("near_poor", *headed[1:])
    out = date(2022, 1, 1)
    assert on(home, out) == ("not_poor", *headed[1:-1], out)


def test_relationships_hold_from_to(world: Flask) -> None:
    home = changed_after_d()
    kin = select(Membership.relationship).where(Membership.household_id == home.id).order_by(Membership.person_id)
    assert db.session.scalars(kin.where(Membership.on(date(2021, 8, 31)))).all() == ["01", "02", "03", "08"]
    assert db.session.scalars(kin.where(Membership.on(date(2021, 9, 1)))).all() == ["05", "02", "01", "08"]


def test_who_left_or_died_after_the_day_was_there_on_it(world: Flask) -> None:
    home = family()
    son, wife = members(home, "03")[0], person(home, "02")
    saved(lambda: end_membership(CONSOLE, son, son.version, day=date(2021, 7, 2), reason="moved_out"))
    saved(lambda: record_death(CONSOLE, wife, wife.version, died_on=date(2021, 7, 3)))
    counts = [on(home, date(2021, 7, day)) for day in (1, 2, 3)]
    assert [row and row[3:5] for row in counts] == [(3, 1), (2, 1), (1, 0)]


def test_a_correction_does_change_what_reads_of_the_past(world: Flask) -> None:
    home = family()
    saved(lambda: correct_household(CONSOLE, home, home.version, starts=date(2020, 1, 1)))
    assert on(home, date(2020, 1, 1)) == ("not_poor", *BEFORE[1:])


FIRST = date(2021, 1, 1)
DAYS = 60
days = st.integers(0, DAYS).map(lambda count: FIRST + timedelta(days=count))
ends = st.one_of(st.just(OPEN), days)


def spans(value: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[list[Span]]:
    """Dated facts; they may overlap or be empty, but no two begin on one day."""
    return st.lists(st.builds(Span, days, ends, value), max_size=most, unique_by=lambda span: span.starts)


@st.composite
def households(draw: st.DrawFn) -> Facts:
    sexes, groups, deaths = st.sampled_from(["male", "female"]), st.sampled_from(["01", "05"]), st.none() | days
    person = [Somebody(n, f"Người {n}", draw(sexes), draw(groups), draw(deaths)) for n in range(1, 5)]
    somebody = st.sampled_from(person)
    classes = st.builds(
        Recognised, days, st.integers(1, 9), st.sampled_from(["poor", "near_poor", "average", "not_poor"])
    )
    return Facts(
        7,
        "HH-000007",
        draw(days),
        draw(ends),
        homes=draw(spans(st.tuples(st.sampled_from([1, 2]), st.none()), 3)),
        heads=draw(spans(somebody, 3)),
        members=draw(st.lists(st.builds(Span, days, ends, somebody), max_size=6)),
        classes=draw(st.lists(classes, max_size=4, unique_by=lambda one: one.id)),
    )


def holding(spans: list[Span], day: date) -> list[Any]:
    return [span.value for span in sorted(spans, key=lambda span: span.starts) if span.starts <= day < span.ends]


def by_hand(facts: Facts, day: date) -> tuple[Any, ...] | None:
    """The day looked at alone, by walking through every fact: slow, and nothing is shared with the kernel."""
    if not facts.starts <= day < facts.ends or not holding(facts.homes, day):
        return None
    there = {one.id: one for one in holding(facts.members, day) if one.died_on is None or one.died_on > day}.values()
    head = (holding(facts.heads, day) or [None])[-1]
    return (
        holding(facts.homes, day)[-1][0],
        head.name if head else "",
        len(there),
        sum(one.sex == "female" for one in there),
        sum(one.ethnicity == "05" for one in there),
        *standing(facts.classes, day),
    )


def standing(classes: list[Recognised], day: date) -> tuple[str, int | None, date | None]:
    """Class, the decision it rests on and the day of escape: every decision up to the day told over again."""
    now, decision, escaped = "not_poor", None, None
    for one in sorted(classes, key=lambda one: (one.starts, one.id)):
        if one.starts > day:
            break
        was_listed, is_listed = now.endswith("poor") and now != "not_poor", one.class_ in {"poor", "near_poor"}
        if is_listed:
            escaped = None
        elif was_listed:
            escaped = one.starts
        now, decision = one.class_, one.id
    return now, decision, escaped


def told(rows: list[dict[str, Any]], day: date) -> tuple[Any, ...] | None:
    found = [row for row in rows if row["starts"] <= day < row["ends"]]
    assert len(found) <= 1, "two periods hold on one day"
    keys = ("unit_id", "head_name", "members", "women", "khmer", "class_", "class_id", "escaped_on")
    return tuple(found[0][key] for key in keys) if found else None


def every_day() -> Iterator[date]:
    return (FIRST + timedelta(days=count) for count in range(-1, DAYS + 2))


@given(households())
@settings(max_examples=150, deadline=None)
def test_periods_say_of_every_day_what_the_facts_say(facts: Facts) -> None:
    rows = list(periods(facts))
    assert all(row["starts"] < row["ends"] for row in rows)
    assert [told(rows, day) for day in every_day()] == [by_hand(facts, day) for day in every_day()]
