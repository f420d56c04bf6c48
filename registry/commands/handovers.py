"""A family moves to another commune by hand-over: its clerk lets it go, the other accepts or returns it, so that
nothing is lost between the two and no name is told before it is accepted (decisions.md 15; docs/decisions/0007). The
other may ask for it first, knowing only that somebody lives there.

While it waits it stays where it is. Accepted, its residence there ends and the new one begins on the day given; its
lines, findings and their work hang on the household, so they go along, and days before keep the old commune.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from registry.commands.areas import hold_settled, latest_membership, require_unit
from registry.commands.change import command
from registry.commands.checks import Checks, refuse
from registry.commands.clashes import clash_of
from registry.commands.codes import random_code
from registry.commands.facts import open_home
from registry.commands.homes import check_home, is_commune
from registry.commands.residences import check_after_home, settle
from registry.kernel.actor import WRITE, Actor
from registry.kernel.places import places
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import Handover, Household, Person, Residence
from registry.models.handover import (
    ACCEPTED,
    CANCELLED,
    DECLINED,
    GRANTED,
    OTHER,
    RECALLED,
    REQUESTED,
    RETURNED,
    WAITING,
)
from registry.storage import OPEN, db
from registry.storage.locks import lock

ANSWERED = {
    ACCEPTED: N_("Hộ này đã được nhận. Không còn gì phải làm."),
    RETURNED: N_("Hộ này đã được trả lại xã cũ. Hãy mở lại danh sách."),
    RECALLED: N_("Xã cũ đã rút lại việc chuyển hộ này. Hãy mở lại danh sách."),
    GRANTED: N_("Xã ấy đã chuyển hộ theo đề nghị này. Hãy mở lại danh sách."),
    DECLINED: N_("Đề nghị này đã được trả lời là từ chối. Hãy mở lại danh sách."),
    CANCELLED: N_("Xã đề nghị đã rút lại đề nghị này. Hãy mở lại danh sách."),
}
ANSWERS = frozenset({"accept_handover", "return_handover", "request_handover", "withdraw_request"})
"""The commands of the commune a household goes to; the others are those of the commune it leaves."""


def side_of(command_name: str, handover: Handover) -> int:
    """The commune whose clerks make this change of a hand-over, and take it back."""
    return handover.to_unit_id if command_name in ANSWERS else handover.from_unit_id


@command("hand_over", N_("Chuyển hộ đi xã khác"), WRITE)
def hand_over(actor: Actor, household: Household, version: int, *, day: date, to_unit_id: int) -> Handover:
    """Offer the household to another commune, where it lives from `day` on once that commune has accepted."""
    hold_settled(actor, household, version)
    home = open_home(household)
    if home is None:
        raise refuse("", N_("Hộ chưa có nơi ở. Hãy ghi nơi ở của hộ trước."))
    with Checks() as found:
        found.past("day", day)
        check_after_home(found, home, day)
        if not is_commune(to_unit_id, day):
            found.refuse("to_unit_id", N_("Chưa rõ xã, phường, thị trấn. Hãy chọn trong danh sách."))
        elif _same_today(to_unit_id, home.unit_id):
            found.refuse("to_unit_id", N_("Hộ đang ở chính xã này. Hãy chọn xã khác, hoặc dùng “Chuyển nơi ở”."))
    for asked in _requests(household, home.unit_id, to_unit_id):
        asked.state = GRANTED
    handover = _begun(actor, home, to_unit_id, day, state=WAITING)
    db.session.add(handover)
    return handover


def _begun(actor: Actor, home: Residence, to_unit_id: int, day: date, **more: Any) -> Handover:
    return Handover(
        code=random_code(),
        household_id=home.household_id,
        from_unit_id=home.unit_id,
        to_unit_id=to_unit_id,
        day=day,
        made_by=actor.name,
        made_at=datetime.now(UTC),
        **more,
    )


def _requests(household: Household, from_unit_id: int, to_unit_id: int) -> list[Handover]:
    """What the destination has asked of the commune that lets the household go."""
    asked = select(Handover).where(Handover.household_id == household.id, Handover.state == REQUESTED)
    asked = asked.where(Handover.from_unit_id == from_unit_id, Handover.to_unit_id == to_unit_id)
    with unscoped():
        return list(db.session.scalars(asked.with_for_update()))


@command("recall_handover", N_("Rút lại việc chuyển hộ"), WRITE)
def recall_handover(actor: Actor, handover: Handover) -> None:
    """The commune the household leaves takes back what nobody has answered yet."""
    _hold(actor, handover, handover.from_unit_id)
    handover.state = RECALLED


@command("accept_handover", N_("Nhận hộ chuyển đến"), WRITE)
def accept_handover(actor: Actor, handover: Handover, *, hamlet_id: int | None, address: str | None) -> Household:
    """The household lives in the accepting commune from the day the other gave; raises Problems where it no longer
    can."""
    household = _hold(actor, handover, handover.to_unit_id)
    home = _left_home(household, handover)
    with Checks() as found:
        check_after_home(found, home, handover.day)
        new = check_home(found, handover.to_unit_id, hamlet_id, address, handover.day)
    settle(household, home, handover.day, new)
    handover.state = ACCEPTED
    return household


@command("return_handover", N_("Trả lại hộ chuyển đến"), WRITE)
def return_handover(actor: Actor, handover: Handover, *, cause: str, note: str | None) -> None:
    """The household stays where it was; the other commune reads why."""
    _hold(actor, handover, handover.to_unit_id)
    with Checks() as found:
        why = found.value(Handover.cause, cause or None)
        said = found.value(Handover.note, note)
        if not why:
            found.refuse("cause", N_("Hãy chọn lý do trả lại."))
        if why == OTHER and not said:
            found.refuse("note", N_("Lý do khác thì hãy ghi rõ là lý do gì."))
    handover.state, handover.cause, handover.note = RETURNED, why, said


@command("request_handover", N_("Đề nghị xã khác chuyển hộ"), WRITE)
def request_handover(actor: Actor, person_code: str, *, to_unit_id: int, reason: str | None) -> Handover:
    """Ask the commune where this person lives to hand the household over; the answer tells nothing about it."""
    require_unit(actor, to_unit_id)
    person, home = _lives(person_code)
    if _same_today(home.unit_id, to_unit_id):
        raise refuse("", N_("Người này đang ở chính xã này. Hãy mở trang hộ của người ấy."))
    if _on_its_way(home.household_id, to_unit_id):
        raise refuse("", N_("Xã ấy đang chuyển hộ của người này đến. Xem ở Hộ chuyển đi, chuyển đến."))
    with Checks() as found:
        why = found.value(Handover.reason, reason)
    asked = _begun(actor, home, to_unit_id, today(), state=REQUESTED, person_id=person.id, reason=why)
    if clash_of(asked):
        raise refuse("", N_("Đề nghị này đã gửi, đang chờ trả lời. Xem ở Hộ chuyển đi, chuyển đến."))
    db.session.add(asked)
    return asked


def _on_its_way(household_id: int, to_unit_id: int) -> bool:
    """Whether the household waits to be taken in by this commune."""
    waiting = select(Handover.id).where(Handover.household_id == household_id, Handover.state == WAITING)
    with unscoped():
        return db.session.scalars(waiting.where(Handover.to_unit_id == to_unit_id)).first() is not None


def _lives(person_code: str) -> tuple[Person, Residence]:
    """The person and the home of the household, locked, that the person belongs to."""
    with unscoped():
        person = db.session.scalars(select(Person).where(Person.code == person_code)).one_or_none()
        stay = latest_membership(person) if person else None
        household = db.session.get(Household, stay.household_id) if stay and stay.ends == OPEN else None
        if household is not None:
            lock(household)
        home = open_home(household) if household is not None and household.ends == OPEN else None
    if person is None or home is None:
        raise refuse("", N_("Người này không còn ở hộ nào, nên không có hộ để chuyển. Hãy ghi người ấy như thường."))
    return person, home


@command("decline_request", N_("Từ chối đề nghị chuyển hộ"), WRITE)
def decline_request(actor: Actor, handover: Handover, *, note: str | None) -> None:
    """The household stays; the commune that asked reads why, and nothing more."""
    _hold(actor, handover, handover.from_unit_id, REQUESTED)
    with Checks() as found:
        said = found.value(Handover.note, note)
        if not said:
            found.refuse("note", N_("Hãy ghi lý do từ chối, để xã đề nghị biết."))
    handover.state, handover.note = DECLINED, said


@command("withdraw_request", N_("Rút lại đề nghị chuyển hộ"), WRITE)
def withdraw_request(actor: Actor, handover: Handover) -> None:
    """The commune that asked asks no more."""
    _hold(actor, handover, handover.to_unit_id, REQUESTED)
    handover.state = CANCELLED


def _hold(actor: Actor, handover: Handover, unit_id: int, awaited: str = WAITING) -> Household:
    """Lock the household, then its hand-over; refuse unless it still awaits its answer."""
    require_unit(actor, unit_id)
    with unscoped():
        held = select(Household).where(Household.id == handover.household_id).with_for_update()
        household = db.session.scalars(held.execution_options(populate_existing=True)).one()
        db.session.refresh(handover, with_for_update=True)
    if handover.withdrawn or handover.state != awaited:
        raise refuse("", ANSWERED.get(handover.state, ANSWERED[RECALLED if awaited == WAITING else CANCELLED]))
    return household


def _left_home(household: Household, handover: Handover) -> Residence:
    """The home it leaves, which must still be in the commune that let it go."""
    home = open_home(household) if household.ends == OPEN else None
    if home is None or not _same_today(home.unit_id, handover.from_unit_id):
        raise refuse("", N_("Hộ không còn ở xã đã chuyển đi. Hãy trả lại kèm lý do, để xã ấy xem lại."))
    return home


def _same_today(one: int, other: int) -> bool:
    """Whether two stored communes are one by now: a reform may have joined them."""
    return places().on(one, today()) == places().on(other, today())
