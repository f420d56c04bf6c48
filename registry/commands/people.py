"""Corrections of people, and deaths."""

from datetime import date
from typing import Any

from sqlalchemy import select

from registry.commands.areas import hold_person, touch_readers
from registry.commands.change import command
from registry.commands.checks import Checks
from registry.commands.facts import assign, leave, open_head, rows_of
from registry.commands.heads import check_handing_over, check_new_head, hand_over, move_handing_over
from registry.commands.persons import check_columns
from registry.kernel.actor import WRITE, Actor
from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import Household, HouseholdHead, Membership, Person
from registry.storage import db
from registry.vn.dates import format_day

FIELDS = frozenset({"name", "sex", "birth", "ethnicity", "died_on"})


@command("correct_person", N_("Đính chính người"), WRITE)
def correct_person(actor: Actor, person: Person, version: int, **values: Any) -> None:
    """Correct name, sex, birth (a PartialDate), ethnicity, or the day of a death already recorded."""
    hold_person(actor, person, version)
    if unknown := set(values) - FIELDS:
        raise TypeError(f"not to be set here: {', '.join(sorted(unknown))}")
    now = {key: getattr(person, key) for key in FIELDS} | values
    with Checks() as found:
        columns = check_columns(found, **now)
        _check_joined(found, person, now["birth"].earliest())
        if now["died_on"] != person.died_on:
            _check_death_moved(found, person, now["died_on"])
    if person.died_on is not None and now["died_on"] != person.died_on:
        _move_death(person, person.died_on, now["died_on"])
        columns["died_on"] = now["died_on"]
    assign(person, columns)
    touch_readers([person])


def _check_joined(found: Checks, person: Person, born: date) -> None:
    first = min((row.starts for row in _memberships(person)), default=born)
    if first < born:
        found.refuse(
            "birth", N_("Người này vào hộ ngày %(day)s. Hãy nhập ngày sinh không sau đó."), day=format_day(first)
        )


def _check_death_moved(found: Checks, person: Person, died_on: date | None) -> None:
    if person.died_on is None or died_on is None:
        found.refuse("died_on", N_("Hãy dùng Ghi ngày mất, hoặc hoàn tác việc ghi ngày mất."))
        return
    found.past("died_on", died_on)
    for household in _headed_until(person, person.died_on):
        check_handing_over(found, household, person.died_on, died_on, "died_on")
    if any(row.starts > died_on for row in _memberships(person)):
        found.refuse("died_on", N_("Khi đó người này chưa vào hộ. Hãy kiểm tra lại ngày mất."))


def _move_death(person: Person, was: date, died_on: date) -> None:
    for row in _memberships(person):
        if row.ends == was and row.left_reason == "died":
            row.ends = died_on
    for household in _headed_until(person, was):
        move_handing_over(household, was, died_on)


def _memberships(person: Person) -> list[Membership]:
    with unscoped():
        return list(db.session.scalars(select(Membership).where(Membership.person_id == person.id)))


def _headed_until(person: Person, day: date) -> list[Household]:
    """The household whose head the person was when the role passed on."""
    role = select(HouseholdHead.household_id).where(HouseholdHead.person_id == person.id, HouseholdHead.ends == day)
    with unscoped():
        return list(db.session.scalars(select(Household).where(Household.id.in_(role))))


@command("record_death", N_("Ghi ngày mất"), WRITE)
def record_death(actor: Actor, person: Person, version: int, *, died_on: date, new_head: Person | None = None) -> None:
    """Record a death: the membership ends that day; whoever was head is followed by `new_head`, a member."""
    household = hold_person(actor, person, version)
    member = next(row for row in reversed(rows_of(Membership, household)) if row.person_id == person.id)
    lives_here = member.ends > died_on
    role = open_head(household)
    was_head = lives_here and role is not None and role.person_id == person.id
    with Checks() as found:
        _check_death(found, person, member, died_on)
        if was_head:
            _check_heir(found, household, role, new_head, died_on)
    if lives_here:
        leave(member, died_on, "died")
    if was_head and new_head is not None:
        hand_over(household, role, new_head, died_on)
    person.died_on = died_on
    touch_readers([person])


def _check_death(found: Checks, person: Person, member: Membership, died_on: date) -> None:
    found.past("died_on", died_on)
    if person.died_on is not None:
        known = format_day(person.died_on)
        found.refuse("died_on", N_("Người này đã ghi mất ngày %(day)s. Hãy dùng Đính chính."), day=known)
    if person.birth.earliest() > died_on:
        found.refuse("died_on", N_("Ngày mất ở trước ngày sinh. Hãy kiểm tra lại."))
    elif member.starts > died_on:
        found.refuse(
            "died_on",
            N_("Người này vào hộ ngày %(day)s. Hãy nhập ngày mất không trước đó, hoặc đính chính ngày vào hộ."),
            day=format_day(member.starts),
        )


def _check_heir(
    found: Checks, household: Household, role: HouseholdHead | None, new_head: Person | None, died_on: date
) -> None:
    if new_head is not None:
        check_new_head(found, household, role, new_head, died_on, "new_head")
    elif len({row.person_id for row in rows_of(Membership, household) if row.ends > died_on}) > 1:
        found.refuse("new_head", N_("Người này là chủ hộ. Hãy chọn chủ hộ mới trong các thành viên."))
    else:
        found.refuse("new_head", N_("Hộ chỉ có một người. Hãy đóng hộ với lý do cả hộ đã mất."))
    if role is not None and role.starts > died_on:
        since = format_day(role.starts)
        found.refuse("died_on", N_("Người này làm chủ hộ từ ngày %(day)s. Hãy kiểm tra lại."), day=since)
