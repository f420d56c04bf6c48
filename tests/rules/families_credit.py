"""Loans for hand-worked families: what a form 03/TD, the bank's decision and its ledger would leave."""

import itertools
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from registry.models import Amount, Parameter, Payment
from registry.registers.credit.loan import Loan
from registry.storage import OPEN, db
from registry.vn.dates import parse_day
from tests.commands.world import AN

PARAMETERS = (
    ("credit_ceiling", "HN", 50_000_000, date(2014, 5, 1), date(2019, 3, 1)),
    ("credit_ceiling", "HN", 100_000_000, date(2019, 3, 1), OPEN),
    ("credit_ceiling", "HSSV", 2_500_000, date(2019, 12, 1), date(2022, 5, 19)),
    ("credit_ceiling", "HSSV", 4_000_000, date(2022, 5, 19), OPEN),
    ("credit_ceiling", "NSVSMT", 10_000_000, date(2018, 10, 1), OPEN),
    ("credit_ceiling", "DTTS28/dat_o", 50_000_000, date(2014, 1, 1), OPEN),
    ("credit_rate", "HN", 660, date(2015, 6, 1), OPEN),
    ("credit_rate", "GQVL", 660, date(2015, 9, 1), date(2019, 11, 8)),
    ("credit_rate", "GQVL", 792, date(2019, 11, 8), OPEN),
    ("credit_rate", "GQVL/uu_tien", 396, date(2019, 11, 8), OPEN),
    ("credit_rate", "XKLD/poor", 660, date(2015, 9, 1), OPEN),
    ("credit_term", "HN", 120, date(2014, 5, 1), OPEN),
    ("credit_most_debt", "", 200_000_000, date(2015, 1, 1), OPEN),
)
"""đồng, hundredths of a percent a year, months, as domain.md §4.5 has them."""
NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Lent:
    """A loan. `on` is the day of form 03/TD, `moved` are (kind, day, đồng), below 0 what a correction took back; `of`
    which of the household's decisions its snapshot was taken of."""

    programme: str = "HN"
    on: str = "10/03/2021"
    status: str = "THEO_DOI"
    amounts: tuple[int, ...] = ()
    moved: tuple[tuple[str, str, int], ...] = ()
    rate: int | None = None
    months: int | None = None
    quantity: int | None = None
    part: str | None = None
    student: str | None = None
    study: int | None = None
    decided: str | None = None
    settled: str | None = None
    of: int = 0
    name: str = ""


def prepare_credit() -> None:
    """Ceilings, rates and terms, once a registry."""
    if db.session.scalar(select(Parameter.id).where(Parameter.key == "credit_ceiling").limit(1)) is not None:
        return
    for key, scope, value, starts, ends in PARAMETERS:
        row = Parameter(key=key, scope=scope, value=str(value), legal_basis="-", starts=starts, ends=ends)
        db.session.add(row)
    db.session.flush()


def save_loan(household_id: int, person_id: int, given: Lent, class_: str) -> Loan:
    """The loan with its money."""
    loan = Loan(
        code=secrets.token_hex(5).upper(),
        household_id=household_id,
        person_id=person_id,
        unit_id=AN,
        class_=class_,
        status=given.status,
        programme=given.programme,
        part=given.part,
        purpose="Chăn nuôi bò",
        quantity=given.quantity,
        student=given.student,
        study_months=given.study,
        rate=given.rate,
        term_months=given.months,
        decision_date=parse_day(given.decided) if given.decided else None,
        starts=parse_day(given.on),
        ends=parse_day(given.settled) if given.settled else OPEN,
    )
    db.session.add(loan)
    db.session.flush()
    of: dict[str, Any] = {"entry_id": loan.id, "register": "credit", "household_id": household_id}
    for source, amount in zip(("loan", "province", "local"), given.amounts, strict=False):
        db.session.add(Amount(**of, source=source, amount=amount))
    for kind, day, amount in given.moved:
        moved = {"kind": kind, "source": "loan", "on_date": parse_day(day), "amount": amount}
        made = {"code": f"L{next(NUMBERS):09}", "made_by": "Ngân hàng", "made_at": datetime.now(UTC)}
        db.session.add(Payment(**of, **moved, **made))
    db.session.flush()
    return loan
