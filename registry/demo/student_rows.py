"""A pupil's line as rows: the line of the register, the aid beside it, its last step, its money."""

from datetime import UTC, datetime, time
from typing import Any

from registry.demo.expected import Span, entry_code
from registry.demo.people import DAY, Family
from registry.demo.students import Aid, class_on
from registry.demo.writer import Writer
from registry.models import Amount, Entry, EntryStep, Payment

BEFORE = {
    "NOP_HO_SO": None,
    "TRUONG_XET": "NOP_HO_SO",
    "THAM_DINH": "TRUONG_XET",
    "PHE_DUYET": "THAM_DINH",
    "CHI_DOT_1": "PHE_DUYET",
    "QUYET_TOAN": "CHI_DOT_1",
    "DUNG": "PHE_DUYET",
}
OFFICE = "Phòng GD&ĐT (giả định)"


def write_aid(writer: Writer, family: Family, aid: Aid, unit_id: int, spans: list[Span], ids: list[int]) -> None:
    """Put the rows of a line by; `ids` are those of the classes whose `spans` these are."""
    held = next((id_ for id_, (starts, ends, _) in zip(ids, spans, strict=True) if starts <= aid.starts < ends), None)
    entry = {
        "register": "students",
        "household_id": family.id,
        "person_id": aid.soul.id,
        "unit_id": unit_id,
        "class_": class_on(spans, aid.starts),
        "class_id": held,
        "decision_no": f"{aid.soul.id % 90 + 10}/QĐ-PGDĐT" if aid.decided else None,
        "decision_date": aid.decided,
        "status": aid.status,
        "ended_reason": aid.reason,
        "starts": aid.starts,
        "ends": aid.ends,
    }
    aid.id = writer.next_id(Entry)
    writer.put(Entry, {"id": aid.id, "code": entry_code(aid.id), **entry})
    writer.put(writer.student, {"id": aid.id, **_aid(aid)})
    writer.add(EntryStep, _step(family, aid))
    for source, amount in aid.amounts.items():
        writer.add(Amount, {**_of(family, aid), "source": source, "amount": amount})
    for at, (day, amount, source) in enumerate(aid.paid):
        writer.add(Payment, _payment(family, aid, at, day, amount, source))


def _aid(aid: Aid) -> dict[str, Any]:
    return {
        "policy": aid.policy,
        "school_year": f"{aid.year}-{aid.year + 1}",
        "school": aid.school,
        "grade": aid.grade,
        "ground": aid.ground,
        "months": aid.months,
        "rate": aid.rate,
        "share": {"poor": "100", "near_poor": "50"}[aid.ground] if aid.policy == "MGHP" else None,
        "hardship": False,
        "lodging": False,
        "receiver": aid.receiver,
        "grant_kind": aid.gift,
    }


def _of(family: Family, aid: Aid) -> dict[str, Any]:
    return {"entry_id": aid.id, "register": "students", "household_id": family.id}


def _step(family: Family, aid: Aid) -> dict[str, Any]:
    last = aid.paid[-1][0] if aid.paid else aid.decided or min(aid.starts.replace(day=20), DAY)
    day = min(aid.ends, DAY) if aid.status == "DUNG" else last
    return {
        "entry_id": aid.id,
        "household_id": family.id,
        "from_state": BEFORE[aid.status],
        "to_state": aid.status,
        "on_date": day,
        "reason": aid.reason,
        "made_by": OFFICE,
        "made_at": datetime.combine(day, time(2), UTC),
    }


def _payment(family: Family, aid: Aid, at: int, day: Any, amount: int, source: str) -> dict[str, Any]:
    return {
        **_of(family, aid),
        "code": f"P{entry_code(aid.id)[1:]}{at}",
        "kind": "instalment",
        "source": source,
        "on_date": day,
        "amount": amount,
        "method": "cash",
        "made_by": OFFICE,
        "made_at": datetime.combine(day, time(2), UTC),
    }
