"""Members of a household: joined, corrected, gone, split off, merged."""

from datetime import date
from typing import Any

from sqlalchemy import select

from registry.commands.areas import calling, hold_open, hold_part
from registry.commands.change import command
from registry.commands.checks import Checks, refuse
from registry.commands.clashes import clash_of
from registry.commands.facts import HEAD, assign, join, leave, open_head, person_of, raise_version, rows_of
from registry.commands.heads import check_relationship
from registry.commands.people import correct_person, record_death
from registry.commands.persons import PersonValues, check_born, check_person, create_person, probe
from registry.commands.regrouping import merge_households, split_household
from registry.kernel.actor import WRITE, Actor
from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import Household, Membership, Person
from registry.storage import OPEN, db
from registry.vn.dates import format_day

__all__ = [
    "PersonValues",
    "add_member",
    "admit_person",
    "correct_membership",
    "correct_person",
    "end_membership",
    "merge_households",
    "record_death",
    "split_household",
]

FIELDS = ("relationship", "joined_reason", "left_reason", "destination", "starts", "ends")


@command("add_member", N_("Thêm thành viên"), WRITE)
def add_member(
    actor: Actor, household: Household, *, person: PersonValues, relationship: str, joined_reason: str, starts: date
) -> Membership:
    """Record a person not yet in the registry as a member from `starts` on."""
    hold_open(actor, household)
    with Checks() as found:
        columns, numbers = check_person(found, person)
        reason = _check_joining(found, household, relationship, joined_reason, starts)
        check_born(found, "starts", starts, person.birth)
    return join(household, create_person(columns, numbers).id, starts, relationship, reason)


@command("admit_person", N_("Nhận người vào hộ"), WRITE)
def admit_person(
    actor: Actor, household: Household, *, person_code: str, relationship: str, joined_reason: str, starts: date
) -> Membership:
    """Take in somebody the registry knows, who by `starts` has left every other household."""
    hold_open(actor, household)
    person = _person_with(person_code)
    with Checks() as found:
        reason = _check_joining(found, household, relationship, joined_reason, starts)
        check_born(found, "starts", starts, person.birth)
        _check_free(found, actor, household, person, starts)
    return join(household, person.id, starts, relationship, reason)


def _person_with(code: str) -> Person:
    """The person, locked: two households cannot take in the same one at once."""
    with unscoped():
        person = db.session.scalars(
            select(Person).where(Person.code == code.strip().upper()).with_for_update()
        ).one_or_none()
    if person is None:
        raise refuse("person_code", N_("Không có người mang mã này. Hãy kiểm tra mã, hoặc thêm thành viên mới."))
    return person


def _check_joining(found: Checks, household: Household, relationship: str, joined_reason: str, starts: date) -> str:
    found.past("starts", starts)
    found.not_before(
        "starts", starts, household.starts, N_("Hộ lập ngày %(limit)s. Hãy nhập ngày vào hộ không trước đó.")
    )
    check_relationship(found, relationship)
    return str(found.value(Membership.joined_reason, joined_reason))


def _check_free(found: Checks, actor: Actor, household: Household, person: Person, starts: date) -> None:
    other = clash_of(probe(person.id, household.id, starts))
    if isinstance(other, Person):
        found.refuse("person_code", N_("Người này đã ghi mất. Hãy kiểm tra lại mã người."))
    elif isinstance(other, Membership) and other.household_id == household.id:
        found.refuse("person_code", N_("Người này đã là thành viên của hộ."))
    elif isinstance(other, Membership):
        found.refuse("person_code", ELSEWHERE, place=_place(actor, other))


ELSEWHERE = N_("Người này còn là thành viên ở %(place)s vào ngày đó. Hãy ghi rời hộ ở nơi đó trước.")


def _place(actor: Actor, other: Membership) -> str:
    with unscoped():
        household = db.session.get_one(Household, other.household_id)
    return calling(actor, household)


@command("correct_membership", N_("Đính chính thành viên"), WRITE)
def correct_membership(actor: Actor, membership: Membership, version: int, **values: Any) -> None:
    """Correct relationship, reasons, destination or days of a membership; `ends` only where it has ended."""
    household = hold_part(actor, membership, version)
    with Checks() as found:
        columns = found.values(Membership, values, FIELDS)
        _check_role(found, membership, columns.get("relationship", membership.relationship))
        _check_reason(found, membership, columns.get("left_reason", membership.left_reason))
        _check_days(found, actor, household, membership, columns)
    _move_cuts(household, membership, columns)
    assign(membership, columns)


def _check_role(found: Checks, membership: Membership, relationship: str) -> None:
    if relationship != membership.relationship and HEAD in (relationship, membership.relationship):
        found.refuse("relationship", N_("Chủ hộ đổi bằng Đổi chủ hộ hoặc Đính chính chủ hộ. Hãy giữ quan hệ này."))


def _check_reason(found: Checks, membership: Membership, reason: str | None) -> None:
    """One reason is corrected into another; leaving and dying have commands of their own."""
    if reason != membership.left_reason and {reason, membership.left_reason} & {None, "died"}:
        found.refuse("left_reason", N_("Hãy dùng Ghi rời hộ hoặc Ghi ngày mất, hoặc hoàn tác việc đó."))


def _check_days(
    found: Checks, actor: Actor, household: Household, membership: Membership, columns: dict[str, Any]
) -> None:
    starts, ends = columns.get("starts", membership.starts), columns.get("ends", membership.ends)
    if (starts, ends) == (membership.starts, membership.ends):
        return
    if membership.relationship == HEAD:
        found.refuse("starts", N_("Ngày của chủ hộ theo vai trò chủ hộ. Hãy dùng Đính chính chủ hộ."))
    if membership.ends != ends and (membership.ends == OPEN or membership.left_reason in (None, "died")):
        found.refuse("ends", N_("Hãy dùng Rời hộ, hoặc đính chính ngày mất."))
    found.past("starts", starts)
    found.not_before("starts", starts, household.starts, N_("Hộ lập ngày %(limit)s. Hãy nhập ngày không trước đó."))
    check_born(found, "starts", starts, person_of(membership).birth)
    if ends != OPEN:
        found.past("ends", ends)
    if starts >= ends:
        found.refuse("ends", N_("Ngày rời hộ phải sau ngày vào hộ. Hãy kiểm tra lại."))
    _check_alone(found, actor, household, membership, starts, ends)


def _check_alone(
    found: Checks, actor: Actor, household: Household, membership: Membership, starts: date, ends: date
) -> None:
    other = clash_of(probe(membership.person_id, household.id, starts, ends, membership.id))
    if isinstance(other, Membership) and other.household_id != household.id:
        found.refuse("starts", ELSEWHERE, place=_place(actor, other))
    elif isinstance(other, Membership) and not (other.ends == membership.starts and other.starts < starts):
        found.refuse("starts", N_("Người này còn một thời gian khác trong hộ trùng các ngày đó. Hãy kiểm tra lại."))
    elif isinstance(other, Household | Person):
        found.refuse("ends", N_("Ngày rời hộ ở sau khi hộ đóng hoặc người này mất. Hãy kiểm tra lại."))


def _move_cuts(household: Household, membership: Membership, columns: dict[str, Any]) -> None:
    """A part of a membership that ended where this one began, for a new relationship, ends with it still."""
    for row in rows_of(Membership, household) if "starts" in columns else ():
        if row.person_id == membership.person_id and row.ends == membership.starts and row.left_reason is None:
            row.ends = columns["starts"]


@command("end_membership", N_("Ghi rời hộ"), WRITE)
def end_membership(
    actor: Actor, membership: Membership, version: int, *, day: date, reason: str, destination: str | None = ""
) -> None:
    """The member is gone from `day` on. Deaths are recorded by `record_death`; a head is replaced first."""
    household = hold_part(actor, membership, version)
    role = open_head(household)
    with Checks() as found:
        found.past("day", day)
        left = found.value(Membership.left_reason, reason or None, "reason")
        place = found.value(Membership.destination, destination)
        if not reason:
            found.refuse("reason", N_("Hãy chọn lý do rời hộ."))
        if reason == "died":
            found.refuse("reason", N_("Hãy dùng Ghi ngày mất cho người đã mất."))
        if role is not None and role.person_id == membership.person_id:
            found.refuse("", N_("Chủ hộ chưa rời hộ được. Hãy đổi chủ hộ trước, hoặc đóng hộ."))
        _check_leaving(found, membership, day)
    leave(membership, day, left, place)
    raise_version(household)


def _check_leaving(found: Checks, membership: Membership, day: date) -> None:
    if membership.ends != OPEN:
        found.refuse(
            "day", N_("Người này đã rời hộ ngày %(day)s. Hãy dùng Đính chính."), day=format_day(membership.ends)
        )
    elif day <= membership.starts:
        found.refuse(
            "day", N_("Người này vào hộ ngày %(day)s. Hãy nhập ngày sau đó."), day=format_day(membership.starts)
        )
