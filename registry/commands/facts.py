"""The dated rows of a household: found, begun, cut and ended. Commands call these after they have checked."""

from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from registry.kernel.scope import unscoped
from registry.models import Counter, Household, HouseholdHead, Membership, Person, Residence
from registry.storage import OPEN, db

HEAD = "01"
Row = TypeVar("Row", Membership, HouseholdHead, Residence)
DATED: tuple[Any, ...] = (Residence, HouseholdHead, Membership)


def rows_of(model: type[Row], household: Household) -> list[Row]:
    """All rows of one kind, oldest first."""
    rows = select(model).where(model.household_id == household.id).order_by(model.starts, model.id)
    with unscoped():
        return list(db.session.scalars(rows))


def open_rows(model: type[Row], household: Household) -> list[Row]:
    """The rows that hold with no end in sight."""
    return [row for row in rows_of(model, household) if row.ends == OPEN]


def open_home(household: Household) -> Residence | None:
    return next(iter(open_rows(Residence, household)), None)


def open_head(household: Household) -> HouseholdHead | None:
    return next(iter(open_rows(HouseholdHead, household)), None)


def open_membership(household: Household, person_id: int) -> Membership | None:
    return next((row for row in open_rows(Membership, household) if row.person_id == person_id), None)


def person_of(row: Membership | HouseholdHead) -> Person:
    with unscoped():
        return db.session.scalars(select(Person).where(Person.id == row.person_id)).one()


def raise_version(household: Household) -> None:
    """Make forms opened on the household stale: who lives there, who heads it or where it is has changed."""
    household.touched_at = datetime.now(UTC)


def next_code() -> str:
    """The next household code. One UPDATE raises the counter, so no code is given twice, undone or not."""
    return next_codes(1)[0]


def next_codes(count: int) -> list[str]:
    """So many household codes in a row."""
    return [f"HH-{number:06d}" for number in next_numbers("household", count)]


def next_numbers(name: str, count: int) -> range:
    """The next numbers of a series, which begins with 1."""
    last = _raise_counter(name, count)
    if last is None:
        try:
            with db.session.begin_nested():
                db.session.add(Counter(name=name, value=0))
        except IntegrityError:
            pass  # somebody else has just begun the series
        last = _raise_counter(name, count) or 0
    return range(last - count + 1, last + 1)


def _raise_counter(name: str, count: int) -> int | None:
    series = update(Counter).where(Counter.name == name)
    raised = series.values(value=Counter.value + count).returning(Counter.value)
    return db.session.scalar(raised, execution_options={"synchronize_session": False})


def begin_household(starts: date, home: dict[str, Any], columns: dict[str, Any]) -> Household:
    """A new household with its code and its first residence."""
    household = Household(code=next_code(), starts=starts, ends=OPEN, **columns)
    db.session.add(household)
    db.session.flush()
    db.session.add(Residence(household_id=household.id, starts=starts, ends=OPEN, **home))
    return household


def begin_head(household: Household, person_id: int, starts: date) -> None:
    db.session.add(HouseholdHead(household_id=household.id, person_id=person_id, starts=starts, ends=OPEN))


def join(household: Household, person_id: int, starts: date, relationship: str, reason: str) -> Membership:
    """A membership from `starts` on."""
    row = Membership(
        household_id=household.id,
        person_id=person_id,
        starts=starts,
        ends=OPEN,
        relationship=relationship,
        joined_reason=reason,
    )
    db.session.add(row)
    return row


def leave(row: Membership, day: date, reason: str, destination: str | None = None) -> None:
    """The membership's last day is the one before `day`."""
    row.ends, row.left_reason, row.destination = day, reason, destination


def cut(row: Membership, day: date) -> Membership:
    """The part of a membership that begins on `day`; the part before becomes a row of its own, ended without a reason.

    So a relationship holds from-to like everything else, and no earlier answer changes.
    """
    if not row.starts < day < row.ends:
        return row
    later = join_again(row, day)
    row.ends, row.left_reason, row.destination = day, None, None
    return later


def join_again(row: Membership, day: date) -> Membership:
    later = Membership(
        household_id=row.household_id,
        person_id=row.person_id,
        starts=day,
        ends=row.ends,
        relationship=row.relationship,
        joined_reason=row.joined_reason,
        left_reason=row.left_reason,
        destination=row.destination,
    )
    db.session.add(later)
    return later


def relate(household: Household, person_id: int, starts: date, ends: date, relationship: str) -> None:
    """Give a member a relationship to the head in a period, cutting rows where it begins and ends."""
    for row in rows_of(Membership, household):
        if row.person_id == person_id and row.starts < ends and row.ends > starts:
            within = cut(row, starts)
            cut(within, ends)
            within.relationship = relationship


def shift(household: Household, was: date, day: date) -> None:
    """Move a change of home or head, and the cuts in memberships that belong to it, from one day to another."""
    members = rows_of(Membership, household)
    continued = {row.person_id for row in members if row.ends == was and row.left_reason is None}
    for row in members:
        if row.person_id in continued:
            _shift(row, was, day)


def _shift(row: Any, was: date, day: date) -> None:
    if row.ends == was:
        row.ends = day
    elif row.starts == was:
        row.starts = day


def shift_rows(rows: list[Row], was: date, day: date) -> None:
    """The row that ended and the row that began on one day do so on another."""
    for row in rows:
        _shift(row, was, day)


def assign(row: Any, columns: dict[str, Any]) -> None:
    """Write columns; those that stay as they are leave no trace."""
    for key, value in columns.items():
        if getattr(row, key) != value:
            setattr(row, key, value)
