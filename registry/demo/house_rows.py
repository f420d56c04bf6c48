"""A house as rows: the line of the register, the house beside it, its last step, and its money."""

from datetime import UTC, datetime, time
from typing import Any

from registry.demo.expected import entry_code
from registry.demo.houses import House
from registry.demo.people import DAY, Family
from registry.demo.writer import Writer
from registry.models import Amount, Entry, EntryStep, Payment
from registry.storage import OPEN

COMMUNE, DISTRICT, BANK = "UBND xã (giả định)", "UBND huyện (giả định)", "NHCSXH (giả định)"
BEFORE = {
    "RA_SOAT": None,
    "BINH_XET": "RA_SOAT",
    "NIEM_YET": "BINH_XET",
    "XA_LAP_DS": "NIEM_YET",
    "PHE_DUYET": "XA_LAP_DS",
    "TAM_UNG": "PHE_DUYET",
    "KHOI_CONG": "TAM_UNG",
    "NGHIEM_THU_GD1": "KHOI_CONG",
    "HOAN_THANH": "KHOI_CONG",
    "THANH_TOAN": "HOAN_THANH",
    "DUA_VAO_SU_DUNG": "THANH_TOAN",
    "TU_CHOI": "XA_LAP_DS",
}


def write_house(writer: Writer, family: Family, house: House, unit_id: int, class_: tuple[str, int | None]) -> None:
    """Put the rows of a house by; `unit_id` is the commune of the household, `class_` its class when it was decided
    on, before that when it was asked for, with the decision that gave it."""
    house.id = writer.next_id(Entry)
    entry = {
        "id": house.id,
        "code": entry_code(house.id),
        "register": "housing",
        "household_id": family.id,
        "person_id": None,
        "unit_id": unit_id,
        "class_": class_[0],
        "class_id": class_[1],
        "decision_no": f"{house.id % 400 + 20}/QĐ-UBND" if house.decided else None,
        "decision_date": house.decided,
        "status": house.status,
        "ended_reason": None,
        "starts": house.asked,
        "ends": OPEN,
    }
    writer.put(Entry, entry)
    writer.put(writer.house, {"id": house.id, **_house(family, house)})
    writer.add(EntryStep, _step(family, house))
    _write_money(writer, family, house)


def _house(family: Family, house: House) -> dict[str, Any]:
    members = max(1, len(family.living()))
    voted = house.status != "RA_SOAT"
    return {
        "programme": house.programme,
        "work": house.work,
        "priority": house.priority if voted else None,
        "no_house": False,
        "weak_parts": house.weak,
        "area": min(members * (5 + house.id % 3), 90),
        "members": members,
        "land": ("certified", "uncertified")[house.id % 3 == 0],
        "votes_all": 40 + house.id % 30 if voted else None,
        "votes_for": 34 + house.id % 30 if voted else None,
        "approved_by": "district" if house.decided else None,
        "started_on": house.started,
        "finished_on": house.finished,
        "new_area": 32 + house.id % 12 if house.finished else None,
        "hard_parts": frozenset({"floor", "walls", "roof"} if house.finished else ()),
    }


def _step(family: Family, house: House) -> dict[str, Any]:
    day = house.finished or house.started or house.decided or house.asked
    return {
        "entry_id": house.id,
        "household_id": family.id,
        "from_state": BEFORE[house.status],
        "to_state": house.status,
        "on_date": day,
        "reason": house.reason,
        "made_by": DISTRICT if house.status in ("PHE_DUYET", "TAM_UNG", "THANH_TOAN") else COMMUNE,
        "made_at": datetime.combine(day, time(2), UTC),
    }


def _write_money(writer: Writer, family: Family, house: House) -> None:
    of_line = {"entry_id": house.id, "register": "housing", "household_id": family.id}
    for source, amount in house.amounts.items():
        writer.add(Amount, {**of_line, "source": source, "amount": amount})
    for kind, source, day, amount in house.paid:
        number = writer.next_id(Payment)
        made = {"made_by": BANK, "made_at": datetime.combine(min(day, DAY), time(3), UTC)}
        row = {"kind": kind, "source": source, "on_date": day, "amount": amount, "method": "transfer", **made}
        writer.put(Payment, {"id": number, "code": f"P{number:07}", **of_line, **row})
