"""One household becomes two, or two become one: a single change, undone as one."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from registry.commands.areas import hold_open, hold_settled, owns, require_unit
from registry.commands.change import command
from registry.commands.checks import Checks, refuse
from registry.commands.facts import (
    HEAD,
    begin_head,
    begin_household,
    join,
    leave,
    open_head,
    open_rows,
    person_of,
    raise_version,
)
from registry.commands.heads import check_relationship
from registry.commands.homes import check_home
from registry.commands.households import check_end, end_household
from registry.kernel.actor import WRITE, Actor
from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import Household, Membership
from registry.storage import db
from registry.vn.dates import format_day

OTHER = "11"


@command("split_household", N_("Tách hộ"), WRITE)
def split_household(
    actor: Actor,
    household: Household,
    version: int,
    *,
    day: date,
    person_codes: tuple[str, ...],
    head_code: str,
    unit_id: int,
    hamlet_id: int | None,
    address: str | None,
    relationships: Mapping[str, str] | None = None,
) -> Household:
    """These members are a household of their own from `day` on, headed by one of them.

    `relationships` maps the codes of the others to their relationship to the new head; who is not in it is "11"
    (người ở nhờ/khác) until somebody says.
    """
    hold_open(actor, household, version)
    require_unit(actor, unit_id)
    kinship = dict(relationships or {})
    members = {person_of(row).code: row for row in open_rows(Membership, household)}
    with Checks() as found:
        found.past("day", day)
        home = check_home(found, unit_id, hamlet_id, address, day)
        _check_leavers(found, household, members, person_codes, day)
        if head_code not in person_codes:
            found.refuse("head_code", N_("Chủ hộ mới phải là một người tách ra. Hãy chọn lại."))
        for relationship in kinship.values():
            check_relationship(found, relationship, "relationships")
    split = begin_household(day, home, {})
    for code in person_codes:
        relationship = HEAD if code == head_code else kinship.get(code, OTHER)
        _pass_over(members[code], split, day, relationship, "split")
    begin_head(split, members[head_code].person_id, day)
    raise_version(household)
    return split


def _check_leavers(
    found: Checks, household: Household, members: dict[str, Membership], codes: tuple[str, ...], day: date
) -> None:
    role = open_head(household)
    if not codes or set(codes) - set(members):
        found.refuse("person_codes", N_("Hãy chọn người tách ra trong các thành viên của hộ."))
        return
    if role is not None and any(members[code].person_id == role.person_id for code in codes):
        found.refuse("person_codes", N_("Chủ hộ ở lại hộ cũ. Hãy bỏ chọn chủ hộ, hoặc đổi chủ hộ trước."))
    _check_after(found, [members[code] for code in codes], day)


def _check_after(found: Checks, rows: list[Membership], day: date) -> None:
    latest = max(row.starts for row in rows)
    if day <= latest:
        found.refuse("day", N_("Có người vào hộ ngày %(day)s. Hãy nhập ngày sau đó."), day=format_day(latest))


def _pass_over(row: Membership, target: Household, day: date, relationship: str, reason: str) -> None:
    leave(row, day, reason)
    join(target, row.person_id, day, relationship, reason)


@command("merge_households", N_("Nhập hộ"), WRITE)
def merge_households(
    actor: Actor, household: Household, version: int, *, into_code: str, day: date, relationships: Mapping[str, str]
) -> None:
    """All members join another household from `day` on and this one closes.

    `relationships` maps each member's person code to the relationship to the other household's head.
    """
    target = _household_with(actor, into_code, household)
    for one in sorted((household, target), key=lambda row: row.id):
        hold_settled(actor, one, version if one is household else None)
    members = {person_of(row).code: row for row in open_rows(Membership, household)}
    with Checks() as found:
        check_end(found, household, day)
        found.not_before("day", day, target.starts, N_("Hộ nhận lập ngày %(limit)s. Hãy nhập ngày không trước đó."))
        for code, row in members.items():
            if code not in relationships:
                name = person_of(row).name
                found.refuse("relationships", N_("Hãy chọn quan hệ của %(name)s với chủ hộ mới."), name=name)
            else:
                check_relationship(found, relationships[code], "relationships")
    for code, row in members.items():
        _pass_over(row, target, day, relationships[code], "merged")
    end_household(household, day, "merged")
    raise_version(target)


def _household_with(actor: Actor, code: str, other: Household) -> Household:
    """Absent and outside the area read alike."""
    with unscoped():
        found = db.session.scalars(select(Household).where(Household.code == code.strip().upper())).one_or_none()
    if found is None or not owns(actor, found.id):
        raise refuse("into_code", N_("Không có hộ mang mã này trong địa bàn của anh/chị. Hãy kiểm tra lại mã."))
    if found.id == other.id:
        raise refuse("into_code", N_("Không thể nhập hộ vào chính nó. Hãy nhập mã hộ khác."))
    return found
