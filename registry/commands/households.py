"""Households: listed, corrected, closed with a reason, known to other systems. Nothing is deleted.

Two verbs (decisions.md 12): `correct_…` says it was never so; all else says it was so until a day.
"""

from datetime import date
from typing import Any

from registry.commands.areas import calling, hold, hold_open, hold_settled, require_unit
from registry.commands.change import command
from registry.commands.checks import Checks, check_version, refuse
from registry.commands.clashes import clash_of
from registry.commands.facts import (
    DATED,
    HEAD,
    assign,
    begin_head,
    begin_household,
    join,
    leave,
    open_rows,
    person_of,
    rows_of,
)
from registry.commands.heads import change_head, correct_head
from registry.commands.homes import check_home
from registry.commands.persons import PersonValues, check_born, check_person, create_person
from registry.commands.residences import correct_residence, move_household
from registry.kernel.actor import WRITE, Actor
from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import Household, HouseholdCode, HouseholdHead, Membership, Residence
from registry.storage import db
from registry.vn.dates import format_day

__all__ = [
    "PersonValues",
    "add_code",
    "add_household",
    "change_head",
    "close_household",
    "correct_head",
    "correct_household",
    "correct_residence",
    "move_household",
    "withdraw_code",
]

FLAGS = ("merit", "no_labour", "social_protection", "lacks_home_land", "lacks_farm_land")
FIELDS = ("phone", "causes", *FLAGS, "note")
LEFT_WHEN_CLOSED = {"moved_away": "moved_out", "all_dead": "died", "merged": "merged", "wrong": "closed"}


@command("add_household", N_("Thêm hộ"), WRITE)
def add_household(
    actor: Actor,
    *,
    unit_id: int,
    hamlet_id: int | None,
    address: str | None,
    starts: date,
    head: PersonValues,
    joined_reason: str = "listed",
    **fields: Any,
) -> Household:
    """List a household with its head; problems of the head stand at name, sex, birth, ethnicity, kind, number."""
    require_unit(actor, unit_id)
    with Checks() as found:
        found.past("starts", starts)
        home = check_home(found, unit_id, hamlet_id, address, starts)
        columns = found.values(Household, fields, FIELDS)
        person, numbers = check_person(found, head)
        check_born(found, "starts", starts, head.birth)
        reason = found.value(Membership.joined_reason, joined_reason)
    household = begin_household(starts, home, columns)
    person_id = create_person(person, numbers).id
    begin_head(household, person_id, starts)
    join(household, person_id, starts, HEAD, reason)
    return household


@command("correct_household", N_("Đính chính hộ"), WRITE)
def correct_household(actor: Actor, household: Household, version: int, **fields: Any) -> None:
    """Correct what is recorded of a household; a corrected `starts` takes along what began with it."""
    hold(actor, household, version)
    with Checks() as found:
        columns = found.values(Household, fields, (*FIELDS, "starts"))
        began = [row for model in DATED for row in rows_of(model, household) if row.starts == household.starts]
        if "starts" in columns:
            _check_starts(found, began, columns["starts"])
    for row in began if "starts" in columns else ():
        assign(row, {"starts": columns["starts"]})
    assign(household, columns)


def _check_starts(found: Checks, began: list[Any], starts: date) -> None:
    found.past("starts", starts)
    for row in began:
        if starts >= row.ends:
            found.refuse(
                "starts",
                N_("Đã có thay đổi vào ngày %(day)s. Hãy nhập ngày trước đó."),
                day=format_day(row.ends),
            )
            return
        if isinstance(row, Membership):
            person = person_of(row)
            check_born(found, "starts", starts, person.birth)
            earlier = Membership(
                id=row.id, person_id=row.person_id, household_id=row.household_id, starts=starts, ends=row.ends
            )
            if clash_of(earlier):
                found.refuse("starts", N_("Khi đó %(name)s còn ở hộ khác. Hãy nhập ngày sau."), name=person.name)


@command("close_household", N_("Đóng hộ"), WRITE)
def close_household(
    actor: Actor, household: Household, version: int, *, day: date, reason: str, note: str | None = ""
) -> None:
    """End a household from `day` on, with its home, its head and its memberships; `note` is added when given."""
    hold_settled(actor, household, version)
    with Checks() as found:
        check_end(found, household, day)
        columns = {"ended_reason": found.value(Household.ended_reason, reason or None, "reason")}
        if not reason:
            found.refuse("reason", N_("Hãy chọn lý do đóng hộ."))
        if note:
            columns["note"] = found.value(Household.note, note)
    end_household(household, day, reason)
    assign(household, columns)


def check_end(found: Checks, household: Household, day: date) -> None:
    """A household ends after everything that has begun in it."""
    found.past("day", day)
    latest = max([household.starts, *(row.starts for model in DATED for row in open_rows(model, household))])
    if day <= latest:
        found.refuse(
            "day",
            N_("Hộ còn thay đổi ghi từ ngày %(day)s. Hãy nhập ngày sau đó."),
            day=format_day(latest),
        )


def end_household(household: Household, day: date, reason: str) -> None:
    """End all that is open. Where all have died, a member without a day of death gets this one."""
    for member in open_rows(Membership, household):
        leave(member, day, LEFT_WHEN_CLOSED[reason])
        person = person_of(member)
        if reason == "all_dead" and person.died_on is None:
            person.died_on = day
    for role in open_rows(HouseholdHead, household):
        role.ends = day
    for home in open_rows(Residence, household):
        home.ends = day
    assign(household, {"ends": day, "ended_reason": reason})


@command("add_code", N_("Thêm mã hộ ở hệ thống khác"), WRITE)
def add_code(actor: Actor, household: Household, *, source: str, code: str) -> HouseholdCode:
    """Record the code another system gives the household; one code of one source names one living household."""
    hold_open(actor, household)
    with Checks() as found:
        row = HouseholdCode(
            household_id=household.id,
            source=found.value(HouseholdCode.source, source),
            code=found.value(HouseholdCode.code, code),
        )
    other = clash_of(row)
    if isinstance(other, HouseholdCode):
        taken = N_("Mã này đã ghi cho hộ %(household)s. Hãy kiểm tra lại.")
        raise refuse("code", taken, household=_owner(actor, other))
    db.session.add(row)
    return row


def _owner(actor: Actor, row: HouseholdCode) -> str:
    with unscoped():
        household = db.session.get_one(Household, row.household_id)
    return calling(actor, household)


@command("withdraw_code", N_("Bỏ mã hộ ở hệ thống khác"), WRITE)
def withdraw_code(actor: Actor, row: HouseholdCode, version: int) -> None:
    """Take away a code that was recorded wrongly."""
    with unscoped():
        household = db.session.get_one(Household, row.household_id)
    hold(actor, household)
    check_version(row, version)
    row.withdrawn = True
