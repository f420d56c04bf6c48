"""Who heads a household: a dated role, and with it the relationships that are told from the head.

A change of head ends the old role and begins a new one on the same day. The two memberships are cut on that day:
the part before keeps its relationship and ends without a reason, the part after is a row of its own. So a
relationship holds from-to like everything else, and what was true before the day reads as it did. How the other
members are related to the new head nobody has said: their rows stay, to be corrected one by one.
"""

from datetime import date

from registry.commands.areas import hold_open, hold_part
from registry.commands.change import command
from registry.commands.checks import Checks
from registry.commands.facts import (
    HEAD,
    begin_head,
    open_head,
    open_membership,
    raise_version,
    relate,
    rows_of,
    shift,
    shift_rows,
)
from registry.kernel.actor import WRITE, Actor
from registry.messages import N_
from registry.models import Household, HouseholdHead, Membership, Person
from registry.storage import OPEN
from registry.vn.dates import format_day

NOT_A_MEMBER = N_("%(name)s không phải thành viên của hộ vào ngày đó. Hãy chọn người khác.")


@command("change_head", N_("Đổi chủ hộ"), WRITE)
def change_head(
    actor: Actor,
    household: Household,
    version: int,
    *,
    day: date,
    person: Person,
    old_head_relationship: str,
) -> None:
    """Let another member head the household from `day` on; the old head stays as a member so related."""
    hold_open(actor, household, version)
    old = open_head(household)
    with Checks() as found:
        found.past("day", day)
        check_new_head(found, household, old, person, day, "person")
        relationship = check_relationship(found, old_head_relationship, "old_head_relationship")
        if old is not None and day <= old.starts:
            found.refuse(
                "day",
                N_("Chủ hộ hiện nay từ ngày %(day)s. Hãy nhập ngày sau đó, hoặc đính chính chủ hộ."),
                day=format_day(old.starts),
            )
    if old is not None:
        relate(household, old.person_id, day, OPEN, relationship)
    hand_over(household, old, person, day)


def check_relationship(found: Checks, relationship: str, field: str = "relationship") -> str:
    """Any relationship but the head's own, which is given by changing the head."""
    if relationship == HEAD:
        found.refuse(field, N_("Mỗi hộ chỉ có một chủ hộ. Hãy chọn quan hệ khác, hoặc dùng Đổi chủ hộ."))
        return relationship
    return str(found.value(Membership.relationship, relationship, field))


def check_new_head(
    found: Checks, household: Household, old: HouseholdHead | None, person: Person, day: date, field: str
) -> None:
    """The new head is another one, and a member on the day."""
    member = open_membership(household, person.id)
    if old is not None and old.person_id == person.id:
        found.refuse(field, N_("%(name)s đang là chủ hộ. Hãy chọn người khác."), name=person.name)
    elif member is None or member.starts > day:
        found.refuse(field, NOT_A_MEMBER, name=person.name)


def hand_over(household: Household, old: HouseholdHead | None, person: Person, day: date) -> None:
    """The role passes on `day`; what becomes of the old head's membership is the caller's."""
    if old is not None:
        old.ends = day
    begin_head(household, person.id, day)
    relate(household, person.id, day, OPEN, HEAD)
    raise_version(household)


@command("change_relationship", N_("Đổi quan hệ với chủ hộ"), WRITE)
def change_relationship(actor: Actor, membership: Membership, version: int, *, day: date, relationship: str) -> None:
    """From `day` on the member is related otherwise to the head; until then as recorded."""
    household = hold_part(actor, membership, version)
    with Checks() as found:
        found.past("day", day)
        check_relationship(found, relationship)
        if membership.relationship == HEAD:
            found.refuse("", N_("Người này là chủ hộ. Hãy dùng Đổi chủ hộ."))
        elif relationship == membership.relationship:
            found.refuse("relationship", N_("Quan hệ này đã ghi rồi. Hãy chọn quan hệ mới."))
        if membership.ends != OPEN:
            found.refuse("", N_("Người này không còn trong hộ. Hãy dùng Đính chính."))
        elif day <= membership.starts:
            found.refuse(
                "day",
                N_("Quan hệ hiện nay ghi từ ngày %(day)s. Hãy nhập ngày sau đó, hoặc dùng Đính chính."),
                day=format_day(membership.starts),
            )
    relate(household, membership.person_id, day, OPEN, relationship)
    raise_version(household)


def check_handing_over(found: Checks, household: Household, was: date, day: date, field: str) -> None:
    """Whether the role that passed on `was` could have passed on `day`: all it touches must have been there then."""
    members, roles = rows_of(Membership, household), rows_of(HouseholdHead, household)
    stayed = {row.person_id for row in members if row.ends == was and row.left_reason is None}
    heirs = {role.person_id for role in roles if role.starts == was}
    moved: list[Membership | HouseholdHead] = [*roles, *(row for row in members if row.person_id in stayed)]
    if not heirs:
        found.refuse(field, N_("Hộ đóng cùng ngày người này mất. Hãy hoàn tác việc đóng hộ trước."))
    elif not heirs <= stayed or any(_is_lost(row, was, day) for row in moved):
        found.refuse(field, N_("Ngày đó chủ hộ sau chưa vào hộ, hoặc hộ đã đổi tiếp. Hãy kiểm tra lại ngày mất."))


def _is_lost(row: Membership | HouseholdHead, was: date, day: date) -> bool:
    """Nothing would be left of the row."""
    return (row.ends == was and row.starts >= day) or (row.starts == was and row.ends <= day)


def move_handing_over(household: Household, was: date, day: date) -> None:
    """The role passes on `day` instead, and with it the relationships that changed then."""
    shift(household, was, day)
    shift_rows(rows_of(HouseholdHead, household), was, day)
    raise_version(household)


@command("correct_head", N_("Đính chính chủ hộ"), WRITE)
def correct_head(
    actor: Actor,
    role: HouseholdHead,
    version: int,
    *,
    person: Person,
    starts: date,
    old_head_relationship: str = "",
) -> None:
    """Correct who headed the household in this period, or since when.

    `old_head_relationship` says how the one wrongly called head is related; needed when the person is corrected.
    """
    household = hold_part(actor, role, version)
    roles = rows_of(HouseholdHead, household)
    replaced = role.person_id != person.id
    with Checks() as found:
        found.past("starts", starts)
        _check_order(found, roles, role, starts)
        _check_member(found, household, person, starts)
        if replaced:
            check_relationship(found, old_head_relationship, "old_head_relationship")
    move_handing_over(household, role.starts, starts)
    if replaced:
        relate(household, role.person_id, role.starts, role.ends, old_head_relationship)
        relate(household, person.id, role.starts, role.ends, HEAD)
        role.person_id = person.id


def _check_order(found: Checks, roles: list[HouseholdHead], role: HouseholdHead, starts: date) -> None:
    if starts == role.starts:
        return
    before = [other for other in roles if other.ends == role.starts]
    if not before:
        found.refuse("starts", N_("Chủ hộ đầu tiên bắt đầu cùng ngày với hộ. Hãy đính chính ngày lập hộ."))
    elif not before[0].starts < starts < role.ends:
        found.refuse(
            "starts",
            N_("Chủ hộ trước bắt đầu ngày %(day)s. Hãy nhập ngày sau đó, và trước khi vai trò này kết thúc."),
            day=format_day(before[0].starts),
        )


def _check_member(found: Checks, household: Household, person: Person, day: date) -> None:
    rows = rows_of(Membership, household)
    if not any(row.person_id == person.id and row.holds_on(day) for row in rows):
        found.refuse("person", NOT_A_MEMBER, name=person.name)
