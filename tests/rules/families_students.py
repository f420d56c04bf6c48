"""Lines of pupils for hand-worked families: what a school's list, a decision and a bank's statement would leave."""

import itertools
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from registry.models import Amount, EntryStep, HouseholdClass, Parameter, Payment, School
from registry.registers.students.aid import StudentAid
from registry.storage import OPEN, db, ends_after
from registry.vn.dates import parse_day
from tests.commands.world import AN

SCHOOLS = {
    "MN-A": ("Mẫu giáo Hoa Sen", "mau_giao"),
    "TH-A": ("Tiểu học An", "th"),
    "TH-B": ("Tiểu học Bình", "th"),
    "DH-A": ("Đại học Thử", "dh"),
}
RATES = (
    ("CPHT", 100_000, date(2015, 12, 1), date(2021, 10, 15)),
    ("CPHT", 150_000, date(2021, 10, 15), OPEN),
    ("AN_TRUA", 160_000, date(2020, 11, 1), OPEN),
    ("BAN_TRU", 596_000, date(2019, 7, 1), OPEN),
    ("SV_DTTS", 894_000, date(2019, 7, 1), OPEN),
)
"""đồng a month, as domain.md §4.4 has them."""
NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Aid:
    """A line of the students' register; `paid` are (day, đồng), below 0 what a correction took back."""

    policy: str = "CPHT"
    status: str = "PHE_DUYET"
    first: str = "01/09/2021"
    last: str = "31/08/2022"
    year: str = "2021-2022"
    school: str = "TH-A"
    ground: str = "poor"
    months: int | None = 9
    rate: int | None = None
    lodging: bool = False
    decided: str | None = "20/10/2021"
    amounts: tuple[int, ...] = ()
    paid: tuple[tuple[str, int], ...] = ()
    stopped: str | None = None
    of: int = 0
    name: str = ""


def prepare() -> None:
    """Schools and rates, once a registry."""
    if db.session.scalar(select(School.id).where(School.code == "MN-A")) is not None:
        return
    for code, (name, level) in SCHOOLS.items():
        db.session.add(School(code=code, name=name, level=level, unit_id=AN))
    rows = [("student_rate", *one) for one in RATES]
    rows += [
        ("student_lodging", "BAN_TRU", 149_000, date(2019, 7, 1), OPEN),
        ("student_most_months", "", 9, date(2015, 9, 1), OPEN),
        ("student_most_months", "SV_DTTS", 10, date(2015, 9, 1), OPEN),
    ]
    for key, scope, value, starts, ends in rows:
        row = Parameter(key=key, scope=scope, value=str(value), legal_basis="-", starts=starts, ends=ends)
        db.session.add(row)
    db.session.flush()


def save_aid(household_id: int, person_id: int, given: Aid, recognised: HouseholdClass | None) -> StudentAid:
    """The line with its money and the step it came by."""
    line = StudentAid(
        code=secrets.token_hex(5).upper(),
        household_id=household_id,
        person_id=person_id,
        unit_id=AN,
        class_=recognised.class_ if recognised else "not_poor",
        class_id=recognised.id if recognised else None,
        status=given.status,
        ended_reason=given.stopped,
        decision_no="15/QĐ" if given.decided else None,
        decision_date=parse_day(given.decided) if given.decided else None,
        policy=given.policy,
        school_year=given.year,
        school=given.school,
        ground=given.ground,
        months=given.months,
        rate=given.rate,
        lodging=given.lodging,
        hardship=False,
        starts=parse_day(given.first),
        ends=ends_after(parse_day(given.last)),
    )
    db.session.add(line)
    db.session.flush()
    _add_money(line, given)
    made = {"made_by": "Trường", "made_at": datetime.now(UTC), "on_date": line.starts}
    db.session.add(EntryStep(entry_id=line.id, household_id=household_id, to_state=line.status, **made))
    db.session.flush()
    return line


def _add_money(line: StudentAid, given: Aid) -> None:
    of: dict[str, Any] = {"entry_id": line.id, "register": "students", "household_id": line.household_id}
    for source, amount in zip(("central", "province", "raised"), given.amounts, strict=False):
        db.session.add(Amount(**of, source=source, amount=amount))
    for day, amount in given.paid:
        moved = {"kind": "instalment", "source": "central", "on_date": parse_day(day), "amount": amount}
        made = {"code": f"P{next(NUMBERS):09}", "made_by": "Kế toán", "made_at": datetime.now(UTC)}
        db.session.add(Payment(**of, **moved, **made))
