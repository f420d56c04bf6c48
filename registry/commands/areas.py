"""Whose a household is to change, and how it may be called to somebody whose it is not."""

from collections.abc import Iterable

from sqlalchemy import select

from registry.commands.change import touch
from registry.commands.checks import Checks, check_version, refuse
from registry.kernel.actor import HOUSEHOLDS, WRITE, Actor, Denied
from registry.kernel.places import places
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import Hamlet, Handover, Household, HouseholdHead, Membership, Person, Residence
from registry.models.area import COMMUNE_TYPES
from registry.models.handover import WAITING
from registry.storage import OPEN, Tracked, db
from registry.storage.inner import of_households, rows_in
from registry.storage.locks import lock
from registry.storage.sql_dates import asked_day

CHUNK = 1_000
_HOMES = (
    select(Residence.household_id, Residence.unit_id)
    .where(of_households(Residence.household_id), ~Residence.withdrawn)
    .order_by(Residence.starts <= asked_day(), Residence.starts)
)


def require_unit(actor: Actor, unit_id: int, action: str = WRITE, register: str = HOUSEHOLDS) -> None:
    """Raise Denied unless the actor may act in this commune today."""
    if not in_area(actor, unit_id, action, register):
        raise Denied(action)


def check_commune(found: Checks, unit_id: int) -> None:
    """Refuse a unit that is no commune."""
    if places().units[unit_id].type not in COMMUNE_TYPES:
        found.refuse("unit_id", N_("Hãy chọn xã, phường, thị trấn."))


def in_area(actor: Actor, unit_id: int, action: str = WRITE, register: str = HOUSEHOLDS) -> bool:
    return unit_id in places().units and actor.may_in(action, unit_id, places(), today(), register)


def home_unit(household_id: int) -> int | None:
    """The stored commune a household lives in today, else where it lived last or will first; None without a home."""
    return home_units([household_id]).get(household_id)


def home_units(household_ids: Iterable[int]) -> dict[int, int]:
    """The same of many households, in a few questions; who has no home is left out."""
    ids, day = sorted(set(household_ids)), today()
    found: dict[int, int] = {}
    for at in range(0, len(ids), CHUNK):
        found |= dict(rows_in(_HOMES, ids[at : at + CHUNK], day=day))
    return found


def owns(actor: Actor, household_id: int, action: str = WRITE, register: str = HOUSEHOLDS) -> bool:
    """Whether the household's commune lies in the actor's area, for the household or its lines of a register."""
    unit_id = home_unit(household_id)
    return unit_id is not None and in_area(actor, unit_id, action, register)


def hold(actor: Actor, household: Household, version: int | None = None) -> None:
    """Begin work on a household: lock it, raise Stale when it is not `version` any more, Denied outside the area."""
    if not owns(actor, household.id):
        raise Denied(WRITE)
    if version is None:
        lock(household)
    else:
        check_version(household, version)


def hold_open(actor: Actor, household: Household, version: int | None = None) -> None:
    """As `hold`, for what happens to a living household only."""
    hold(actor, household, version)
    if household.ends != OPEN:
        raise refuse("", N_("Hộ này đã đóng nên chỉ đính chính được. Hãy hoàn tác việc đóng hộ trước."))


def hold_settled(actor: Actor, household: Household, version: int | None = None) -> None:
    """As `hold_open`, for what cannot be while another commune is to answer whether it takes the household."""
    hold_open(actor, household, version)
    with unscoped():
        awaited = select(Handover).where(Handover.household_id == household.id, Handover.state == WAITING)
        handover = db.session.scalars(awaited).first()
    if handover is not None:
        there = places().label(handover.to_unit_id, today())
        raise refuse("", N_("Hộ đang chờ %(commune)s nhận. Hãy rút lại việc chuyển trước."), commune=there)


def hold_part(actor: Actor, row: Membership | HouseholdHead | Residence, version: int) -> Household:
    """Begin to correct a row of a household; the household is locked and given back."""
    with unscoped():
        household = db.session.scalars(select(Household).where(Household.id == row.household_id)).one()
    hold(actor, household)
    check_version(row, version)
    return household


def hold_person(actor: Actor, person: Person, version: int | None = None) -> Household:
    """Begin work on a person: the household joined last must lie in the actor's area, and is given back.

    Households are always locked before people, so that two writers never wait for each other.
    """
    latest = latest_membership(person)
    if latest is None:
        raise Denied(WRITE)
    with unscoped():
        household = db.session.get_one(Household, latest.household_id)
    hold(actor, household)
    if version is None:
        lock(person)
    else:
        check_version(person, version)
    return household


def latest_membership(person: Person) -> Membership | None:
    """The membership that began last: where the person lives, or lived."""
    rows = select(Membership).where(Membership.person_id == person.id)
    with unscoped():
        return db.session.scalars(rows.order_by(Membership.starts.desc(), Membership.id.desc()).limit(1)).first()


def calling(actor: Actor, household: Household) -> str:
    """The household's code to whom it belongs, only the commune to everybody else (decisions.md 15)."""
    unit_id = home_unit(household.id)
    if unit_id is None or in_area(actor, unit_id):
        return household.code
    return places().label(unit_id, today())


def touch_readers(rows: Iterable[Tracked]) -> None:
    """Have the periods of every household rebuilt that show one of these people or hamlets."""
    for row in rows:
        if isinstance(row, Person):
            for model in (Membership, HouseholdHead):
                _touch(select(model.household_id).where(model.person_id == row.id))
        elif isinstance(row, Hamlet):
            _touch(select(Residence.household_id).where(Residence.hamlet_id == row.id))


def _touch(ids: object) -> None:
    with unscoped():
        touch(*db.session.scalars(ids))  # type: ignore[call-overload]
