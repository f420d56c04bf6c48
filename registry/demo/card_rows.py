"""A card as rows: the line of the register, the card beside it, and its last step."""

from datetime import UTC, datetime, time
from typing import Any

from registry.demo.cards import COVERING, Card
from registry.demo.expected import entry_code
from registry.demo.people import Family
from registry.demo.writer import Writer
from registry.models import Entry, EntryStep

BENEFITS = {"HN": "2", "CN": "3", "TE": "1", "BT": "2", "CB": "2", "HT": "3", "DN": "4", "HS": "4", "GD": "4"}
BEFORE = {
    "DU_THAO": None,
    "XA_DUYET": "DU_THAO",
    "GUI_BHXH": "XA_DUYET",
    "TRA_LAI": "GUI_BHXH",
    "DA_CAP": "BHXH_TIEP_NHAN",
    "DA_GIAO": "DA_CAP",
    "BAO_GIAM": "DA_GIAO",
}
NEW_NUMBERS = (2021, 4, 1)
"""From then on a card shows the person's number alone."""
MADE_BY = {"DA_CAP": "Bảo hiểm xã hội (giả định)", "TRA_LAI": "Bảo hiểm xã hội (giả định)"}
COMMUNE = "UBND xã (giả định)"


def write_card(writer: Writer, family: Family, card: Card, unit_id: int) -> None:
    """Put the rows of a card by; `unit_id` is the commune of the household."""
    row = card.row
    entry = {
        "register": "insurance",
        "household_id": family.id,
        "person_id": card.soul.id,
        "unit_id": unit_id,
        "class_": card.class_,
        "class_id": row["id"] if row else None,
        "decision_no": row["decision_no"] if row else None,
        "decision_date": row["decision_date"] if row else None,
        "status": card.status,
        "ended_reason": card.reason if card.status == "BAO_GIAM" else None,
        "starts": card.starts,
        "ends": card.ends,
    }
    card.id = writer.next_id(Entry)
    writer.put(Entry, {"id": card.id, "code": entry_code(card.id), **entry})
    writer.put(writer.card, {"id": card.id, **_card(card)})
    writer.add(EntryStep, _step(family, card))


def _card(card: Card) -> dict[str, Any]:
    issued = card.status in COVERING
    old = (card.starts.year, card.starts.month, card.starts.day) < NEW_NUMBERS
    number = f"{card.code}{BENEFITS[card.code]}94{card.bhxh}" if old else card.bhxh
    return {
        "subject_code": card.code,
        "card_kind": ("OLD15" if old else "BHXH10") if issued else None,
        "card_no": number if issued else None,
        "bhxh_no": card.bhxh,
        "benefit_level": BENEFITS[card.code],
        "hn_basis": "THU_NHAP" if card.code == "HN" else None,
        "facility_code": f"94{card.soul.id % 20 + 1:03}" if issued else None,
    }


def _step(family: Family, card: Card) -> dict[str, Any]:
    return {
        "entry_id": card.id,
        "household_id": family.id,
        "from_state": BEFORE[card.status],
        "to_state": card.status,
        "on_date": card.stepped_on,
        "reason": card.reason,
        "made_by": MADE_BY.get(card.status, COMMUNE),
        "made_at": datetime.combine(card.stepped_on, time(2), UTC),
    }
