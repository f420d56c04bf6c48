"""Needs: what households answered about a programme, one at a time or for many households at once.

A later answer is another row; a correction says it was never so (decisions.md 12). Who may: those who keep the
household, and the department whose programme it is, each in their own area.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from registry.commands.areas import home_units, in_area, owns
from registry.commands.change import command, current_change
from registry.commands.checks import Checks, check_version, refuse
from registry.commands.clashes import clash_of
from registry.commands.facts import assign, open_membership
from registry.commands.rights import right_to_record
from registry.kernel.actor import WRITE, Actor, Denied
from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import Household, Need, Person
from registry.models.need import DETAILS, PROGRAMMES
from registry.storage import OPEN, db
from registry.storage.withdrawn import load_all

FIELDS = ("programme", "detail", "answer", "on_date", "source", "note")
LARGEST = 2_000
"""So many households are answered for at once; a longer list is taken in parts."""


@command("record_need", N_("Ghi nhu cầu"), WRITE, register="")
def record_need(actor: Actor, household: Household, *, person: Person | None = None, **values: Any) -> Need:
    """An answer of the household, or of a person in it. `values`: FIELDS; problems stand at them and at person."""
    _hold(actor, household, str(values.get("programme")))
    if household.ends != OPEN:
        raise refuse("", N_("Hộ này đã đóng nên không ghi nhu cầu mới được. Hãy hoàn tác việc đóng hộ trước."))
    with Checks() as found:
        columns = check_need(found, household, values)
        if person is not None and open_membership(household, person.id) is None:
            found.refuse("person", N_("Người này không ở trong hộ. Hãy chọn lại."))
    need = Need(household_id=household.id, person_id=person.id if person else None, **columns)
    _refuse_twin(need)
    db.session.add(need)
    return need


@command("correct_need", N_("Đính chính nhu cầu"), WRITE, register="")
def correct_need(actor: Actor, need: Need, version: int, **values: Any) -> None:
    """Say what was answered in truth; the programme stays."""
    household = _hold_of(actor, need, version)
    with Checks() as found:
        columns = check_need(found, household, {**values, "programme": need.programme})
    _refuse_twin(Need(id=need.id, household_id=need.household_id, person_id=need.person_id, **columns))
    assign(need, columns)


@command("withdraw_need", N_("Bỏ nhu cầu ghi nhầm"), WRITE, register="")
def withdraw_need(actor: Actor, need: Need, version: int, *, reason: str) -> None:
    """Take away an answer that was never given; `reason` is kept in the log."""
    _hold_of(actor, need, version)
    if not reason.strip():
        raise refuse("reason", N_("Hãy ghi lý do bỏ."))
    need.withdrawn = True


@command("record_needs", N_("Ghi nhu cầu cho nhiều hộ"), WRITE, register="")
def record_needs(actor: Actor, households: Sequence[Household], *, reason: str, **values: Any) -> int:
    """The same answer for many households, all of them or none, taken back as one. Who has answered on that day already
    keeps that answer. Returns how many answers were recorded."""
    if not households:
        raise refuse("", N_("Chưa chọn hộ nào. Hãy đánh dấu các hộ, hoặc chọn cả danh sách."))
    if len(households) > LARGEST:
        text = N_("Danh sách có %(count)s hộ, mỗi lần chỉ ghi được %(limit)s. Hãy lọc theo huyện, xã.")
        raise refuse("", text, count=len(households), limit=LARGEST)
    held = _hold_many(actor, households, str(values.get("programme")))
    with Checks() as found:
        columns = check_need(found, None, values)
        if not reason.strip():
            found.refuse("reason", N_("Hãy ghi vì sao cả danh sách trả lời như nhau."))
    _check_all_live(held, columns["on_date"])
    known = answered(held, columns)
    change = current_change()
    batch = change.code if change else None
    rows = [Need(household_id=one.id, batch=batch, **columns) for one in held if one.id not in known]
    if not rows:
        raise refuse("", N_("Mọi hộ đã chọn đều có câu trả lời của ngày ấy. Hãy đính chính từng hộ."))
    db.session.add_all(rows)
    return len(rows)


def check_need(found: Checks, household: Household | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an answer, each looked at; of no household in particular, without its days."""
    columns = found.values(Need, {key: given.get(key) for key in FIELDS}, FIELDS)
    detail, day = columns["detail"] or None, columns["on_date"]
    columns["detail"] = detail
    if detail and columns["programme"] in PROGRAMMES and detail not in DETAILS[columns["programme"]]:
        found.refuse("detail", N_("Chương trình cụ thể này không thuộc chương trình đã chọn. Hãy chọn lại."))
    if day is not None:
        found.past("on_date", day)
        if household is not None:
            early = N_("Hộ trong sổ từ ngày %(limit)s. Hãy nhập ngày không trước đó.")
            found.not_before("on_date", day, household.starts, early)
    return columns


def answered(households: Sequence[Household], columns: Mapping[str, Any]) -> set[int]:
    """Ids of households that answered about the same on the same day."""
    same = [getattr(Need, key) == columns[key] for key in ("programme", "detail", "on_date")]
    asked = select(Need.household_id).where(*same, Need.person_id.is_(None))
    with unscoped():
        return set(db.session.scalars(asked.where(Need.household_id.in_([one.id for one in households]))))


def _hold(actor: Actor, household: Household, programme: str) -> None:
    """Begin work on a household's needs: Denied outside the actor's area, then it is locked."""
    if not owns(actor, household.id, WRITE, right_to_record(actor, programme)):
        raise Denied(WRITE)
    db.session.refresh(household, with_for_update=True)


def _hold_of(actor: Actor, need: Need, version: int) -> Household:
    with unscoped():
        household = db.session.get_one(Household, need.household_id)
    _hold(actor, household, need.programme)
    check_version(need, version)
    return household


def _hold_many(actor: Actor, households: Sequence[Household], programme: str) -> list[Household]:
    """All of them locked, in the order of their ids; Denied where one lies outside the actor's area."""
    right = right_to_record(actor, programme)
    with unscoped():
        held = load_all(Household, (one.id for one in households))
        homes = home_units(held)
    if any(id_ not in homes or not in_area(actor, homes[id_], WRITE, right) for id_ in held):
        raise Denied(WRITE)
    return list(held.values())


def _check_all_live(households: Sequence[Household], day: Any) -> None:
    closed = next((one for one in households if one.ends != OPEN), None)
    if closed is not None:
        raise refuse("", N_("Hộ %(code)s đã đóng. Hãy mở lại danh sách rồi chọn lại."), code=closed.code)
    late = next((one for one in households if one.starts > day), None)
    if late is not None:
        text = N_("Hộ %(code)s vào sổ sau ngày này. Hãy chọn ngày khác hoặc bỏ hộ ấy.")
        raise refuse("on_date", text, code=late.code)


def _refuse_twin(need: Need) -> None:
    if clash_of(need) is not None:
        raise refuse("on_date", N_("Đã ghi một câu trả lời của ngày này. Hãy đính chính câu ấy, hoặc chọn ngày khác."))
