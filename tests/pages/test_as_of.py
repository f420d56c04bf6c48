"""As of a past day the list stays what it was, whatever happened since; what to expect is read from the csv."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable
from datetime import date

from flask import Flask
from sqlalchemy import select

from registry.commands.classes import correct_class, recognise_class
from registry.commands.households import add_household, close_household, move_household
from registry.commands.members import add_member, end_membership
from registry.commands.rounds import add_round
from registry.kernel.actor import CONSOLE
from registry.kernel.places import places
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import Household, HouseholdClass, Membership, ReviewRound
from registry.outputs.csv import csv_chunks
from registry.queries.exports import Wanted, export_table
from registry.storage import db
from registry.storage.transaction import transaction
from tests.world import DAY, THEIRS, World, person

PAST = date(2021, 6, 1)


def test_the_list_as_of_a_day_is_the_same_before_and_after_later_changes(
    app: Flask, visit: Callable, codes: World
) -> None:
    before = _list(visit)
    _change_everything(app, codes)
    after = _list(visit)
    assert before == after
    assert _list(visit, DAY) != before


def test_the_list_as_of_a_day_is_what_the_history_says(app: Flask, visit: Callable, codes: World) -> None:
    _change_everything(app, codes)
    for day in (PAST, DAY, date(2020, 12, 9), date(2020, 12, 10)):
        shown = {row["household_code"]: (row["class"], int(row["members"])) for row in _list(visit, day)}
        assert shown == _expected(app, day), day


def _list(visit: Callable, day: date = PAST) -> list[dict[str, str]]:
    answer = visit("coordinator").get(f"/households?day={day:%d/%m/%Y}&format=csv")
    rows = csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    return [{key: value for key, value in row.items() if key != "updated"} for row in rows]


def _change_everything(app: Flask, codes: World) -> None:
    """Class, home, membership, a new household and a closed one: all after PAST."""
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        poor, near, plain = (_household(code) for code in codes.ours)
        _recognise(near, "poor", date(2021, 12, 10))
        unit = places().by_code(THEIRS, DAY)
        assert unit is not None
        move_household(
            CONSOLE, plain, plain.version, day=date(2021, 11, 1), unit_id=unit.id, hamlet_id=None, address="Số 5"
        )
        add_member(
            CONSOLE,
            poor,
            person=person("Đặng Bé", born=2021),
            relationship="03",
            joined_reason="born",
            starts=date(2021, 10, 1),
        )
        leaving = db.session.scalars(
            select(Membership).where(Membership.household_id == near.id, Membership.relationship == "03")
        ).one()
        end_membership(
            CONSOLE, leaving, leaving.version, day=date(2021, 9, 1), reason="moved_out", destination="Cà Mau"
        )
        add_household(
            CONSOLE,
            unit_id=unit.id,
            hamlet_id=None,
            address=None,
            starts=date(2021, 8, 1),
            head=person("Mới Đến", born=1999),
        )
        gone = _household(codes.theirs[2])
        close_household(CONSOLE, gone, gone.version, day=date(2021, 12, 1), reason="moved_away")


def _household(code: str) -> Household:
    return db.session.scalars(select(Household).where(Household.code == code)).one()


def _recognise(household: Household, class_: str, decided: date) -> None:
    """The review of 2021 under the same standard."""
    first = db.session.scalars(select(ReviewRound)).first()
    assert first is not None
    dates = {"year": 2021, "opens": date(2021, 9, 1), "closes": date(2021, 12, 14)}
    round_ = add_round(CONSOLE, code="R2021", kind="periodic", standard_id=first.standard_id, **dates)
    db.session.flush()
    recognise_class(
        CONSOLE,
        household,
        household.version,
        round_id=round_.id,
        class_=class_,
        decision_no="99/QĐ-UBND",
        decision_date=decided,
        area_type="rural",
        score_b1=100,
        score_b2=40,
        income_pc=None,
        deprivations=frozenset(),
        weak_parts=frozenset(),
        certificate=False,
    )


WORDS = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo", "average": "Hộ mức sống trung bình", "": "Hộ không nghèo"}


def _expected(app: Flask, day: date) -> dict[str, tuple[str, int]]:
    """Class and size of each household on the day, read from the history exports line by line."""
    households, members, classes = (_export(app, key) for key in ("households", "members", "classes"))
    living = {row["household_code"] for row in households if _holds(row, day)}
    size: dict[str, int] = defaultdict(int)
    for row in members:
        alive = not row["died_on"] or date.fromisoformat(row["died_on"]) > day
        size[row["household_code"]] += _holds(row, day) and alive
    now = {row["household_code"]: row["class"] for row in classes if _holds(row, day)}
    return {code: (WORDS[now.get(code, "")], size[code]) for code in living}


def _holds(row: dict[str, str], day: date) -> bool:
    last = row["valid_through"]
    return row["starts"] <= day.isoformat() and (not last or day.isoformat() <= last)


def _export(app: Flask, key: str) -> list[dict[str, str]]:
    with app.app_context():
        set_scope(EVERYTHING)
        text = b"".join(csv_chunks(export_table(key, Wanted(DAY, history=True)), str)).decode("utf-8-sig")
        db.session.remove()
    return list(csv.DictReader(io.StringIO(text)))


def test_a_class_corrected_later_changes_the_past_and_keeps_its_trace(
    app: Flask, visit: Callable, codes: World
) -> None:
    """Đính chính means it was never so: the past is corrected, and the history says old → new."""
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        row = db.session.scalars(
            select(HouseholdClass).where(HouseholdClass.household_id == _household(codes.ours[0]).id)
        ).one()
        correct_class(CONSOLE, row, row.version, class_="near_poor")
    shown = {row["household_code"]: row["class"] for row in _list(visit)}
    assert shown[codes.ours[0]] == "Hộ cận nghèo"
    visit("clerk", f"/households/{codes.ours[0]}").sees("Đính chính", "Hộ nghèo → Hộ cận nghèo")
