"""A loan as rows: the line of the register, the loan beside it, its last step, its money."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from registry.demo.expected import Span, entry_code
from registry.demo.loan_life import Loan
from registry.demo.people import DAY, Family
from registry.demo.writer import Writer
from registry.models import Amount, Entry, EntryStep, Payment

BEFORE = {
    "BINH_XET_TO": None,
    "XA_XAC_NHAN": "BINH_XET_TO",
    "NH_PHE_DUYET": "XA_XAC_NHAN",
    "GIAI_NGAN": "NH_PHE_DUYET",
    "THEO_DOI": "GIAI_NGAN",
    "QUA_HAN": "THEO_DOI",
    "KHOANH": "THEO_DOI",
    "TAT_TOAN": "THEO_DOI",
    "XOA": "QUA_HAN",
    "KHONG_VAY": "XA_XAC_NHAN",
}
BANK, COMMUNE = "NHCSXH (giả định)", "UBND xã (giả định)"


def write_loan(writer: Writer, family: Family, loan: Loan, unit_id: int, spans: list[Span], ids: list[int]) -> None:
    """Put the rows of a loan by; `ids` are those of the classes whose `spans` these are."""
    held = next((id_ for id_, (starts, ends, _) in zip(ids, spans, strict=True) if starts <= loan.on < ends), None)
    entry = {
        "register": "credit",
        "household_id": family.id,
        "person_id": loan.soul.id,
        "unit_id": unit_id,
        "class_": loan.class_,
        "class_id": held,
        "decision_no": f"04/TD-{family.id % 900 + 100}" if loan.decided else None,
        "decision_date": loan.decided,
        "status": loan.status,
        "ended_reason": loan.reason if loan.status == "XOA" else None,
        "starts": loan.on,
        "ends": loan.ends,
    }
    loan.id = writer.next_id(Entry)
    writer.put(Entry, {"id": loan.id, "code": entry_code(loan.id), **entry})
    writer.put(writer.loan, {"id": loan.id, **_loan(loan, writer.associations)})
    writer.add(EntryStep, _step(family, loan))
    of = {"entry_id": loan.id, "register": "credit", "household_id": family.id}
    if loan.amount:
        writer.add(Amount, {**of, "source": loan.source, "amount": loan.amount})
    for at, moved in enumerate(sorted(loan.moved, key=lambda one: one[1])):
        writer.add(Payment, {**of, **_payment(loan, at, *moved)})


def _loan(loan: Loan, associations: dict[str, str]) -> dict[str, Any]:
    lent = bool(loan.moved)
    due = loan.on + timedelta(days=30 * (loan.months or 60)) if lent else None
    return {
        "programme": loan.programme,
        "part": None,
        "purpose": loan.purpose,
        "association": associations.get(loan.group or ""),
        "group_code": loan.group,
        "asked": loan.amount or 30_000_000,
        "asked_months": loan.months,
        "quantity": loan.quantity,
        "student": loan.student,
        "study_months": loan.study,
        "rate": loan.rate if loan.decided else None,
        "term_months": loan.months if loan.decided else None,
        "grace_months": 12 if loan.programme == "HSSV" else None,
        "due_date": due,
        "extended_to": due + timedelta(days=365) if due and loan.extended and loan.status == "THEO_DOI" else None,
        "checked_on": _checked(loan) if lent and loan.status != "GIAI_NGAN" else None,
    }


def _checked(loan: Loan) -> date:
    return min(loan.moved[0][1] + timedelta(days=25), DAY)


def _step(family: Family, loan: Loan) -> dict[str, Any]:
    return {
        "entry_id": loan.id,
        "household_id": family.id,
        "from_state": BEFORE[loan.status],
        "to_state": loan.status,
        "on_date": loan.stepped_on,
        "reason": loan.reason,
        "made_by": COMMUNE if loan.status in ("BINH_XET_TO", "XA_XAC_NHAN") else BANK,
        "made_at": datetime.combine(loan.stepped_on, time(2), UTC),
    }


def _payment(loan: Loan, at: int, kind: str, day: date, amount: int, source: str) -> dict[str, Any]:
    return {
        "code": f"L{entry_code(loan.id)[1:]}{at}",
        "kind": kind,
        "source": source,
        "on_date": day,
        "amount": amount,
        "method": "cash",
        "made_by": BANK,
        "made_at": datetime.combine(day, time(2), UTC),
    }
