"""A project as rows: the project, its capital, what it bought, a session, its step, and its families' lines."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from registry.demo.expected import entry_code
from registry.demo.people import DAY
from registry.demo.projects import GIVEN, OFFERS, Part, Venture, group_on
from registry.demo.writer import Writer
from registry.models import (
    Amount,
    Entry,
    EntryStep,
    Payment,
    Project,
    ProjectCapital,
    ProjectInput,
    ProjectStep,
    ProjectTraining,
)
from registry.storage import OPEN

OFFICE, TREASURY = "UBND xã (giả định)", "Kho bạc (giả định)"
BEFORE = {
    "HOP_NHOM": "DE_XUAT",
    "THAM_DINH": "HOP_NHOM",
    "PHE_DUYET": "THAM_DINH",
    "MUA_SAM": "PHE_DUYET",
    "BAN_GIAO": "MUA_SAM",
    "THEO_DOI": "BAN_GIAO",
    "NGHIEM_THU": "THEO_DOI",
    "QUYET_TOAN": "NGHIEM_THU",
    "DONG": "QUYET_TOAN",
}


def write_project(writer: Writer, made: Venture, unit_id: int, place: str) -> None:
    """Put a project's rows by, carried out in the commune of this id and name."""
    made.id = writer.next_id(Project)
    writer.put(Project, _project(made, unit_id, place))
    for source, amount in made.capital.items():
        writer.add(ProjectCapital, {"project_id": made.id, "source": source, "amount": amount})
    _, item, measure, price, _ = OFFERS[made.sector]
    bought = {"item": item, "measure": measure, "unit_price": price, "quantity": sum(p.quantity for p in made.parts)}
    if made.is_approved and bought["quantity"]:
        writer.add(ProjectInput, {"project_id": made.id, **bought})
        taught = {"on_date": made.counts_on, "topic": f"Kỹ thuật: {item}", "people": len(made.parts) or 1}
        writer.add(ProjectTraining, {"project_id": made.id, "place": place, **taught})
    writer.add(ProjectStep, {"project_id": made.id, **_step(made, _last_day(made, None))})
    for part in made.parts:
        _write_part(writer, made, part)


def _code(made: Venture) -> str:
    return f"DA-{made.id:04d}"


def _project(made: Venture, unit_id: int, place: str) -> dict[str, Any]:
    return {
        "id": made.id,
        "code": _code(made),
        "name": f"{OFFERS[made.sector][4]}, {place}",
        "kind": made.kind,
        "sector": made.sector,
        "programme": made.programme,
        "unit_id": unit_id,
        "owner": f"UBND {place}",
        "partner": "Hợp tác xã (giả định)" if made.kind == "chain" else None,
        "decision_no": f"{made.id % 300 + 15}/QĐ-UBND" if made.decided else None,
        "decision_date": made.decided,
        "starts": made.proposed,
        "ends": made.proposed + timedelta(days=720),
        "status": made.status,
    }


def _write_part(writer: Writer, made: Venture, part: Part) -> None:
    part.id = writer.next_id(Entry)
    family, day = part.who.family, made.counts_on
    then = next((row for row, (starts, ends, _) in part.who.held if starts <= day < ends), None)
    entry = {
        "id": part.id,
        "code": entry_code(part.id),
        "register": "production",
        "household_id": family.id,
        "person_id": None,
        "unit_id": part.who.unit_id,
        "class_": then["class_"] if then else "not_poor",
        "class_id": then["id"] if then else None,
        "decision_no": f"{made.id % 300 + 15}/QĐ-UBND" if made.decided else None,
        "decision_date": made.decided,
        "status": made.status,
        "ended_reason": None,
        "starts": made.proposed,
        "ends": made.closed or OPEN,
    }
    writer.put(Entry, entry)
    writer.put(writer.part, {"id": part.id, **_part(made, part)})
    of_line = {"entry_id": part.id, "household_id": family.id}
    writer.add(EntryStep, {**of_line, **_step(made, _last_day(made, part))})
    _write_money(writer, made, part, of_line)


def _part(made: Venture, part: Part) -> dict[str, Any]:
    content, item, measure, price, _ = OFFERS[made.sector]
    settled = made.status in ("NGHIEM_THU", "QUYET_TOAN")
    return {
        "project": _code(made),
        "content": content,
        "item": item,
        "measure": measure,
        "quantity": part.quantity,
        "unit_price": price,
        "receiver": None,
        "disabled": False,
        "handed_on": part.handed,
        "minutes_no": f"{part.id % 90 + 1:02d}/BB-BG" if part.handed else None,
        "result": ("good", "good", "part")[part.id % 3] if settled else None,
        "revenue": None,
        "escaped": False,
        "revolved_to": None,
        "target_group": group_on(part.who.spans, made.counts_on),
    }


def _step(made: Venture, day: date) -> dict[str, Any]:
    made_at = datetime.combine(day, time(2), UTC)
    step = {"from_state": BEFORE[made.status], "to_state": made.status, "on_date": day, "reason": None}
    return {**step, "made_by": OFFICE, "made_at": made_at}


def _last_day(made: Venture, part: Part | None) -> date:
    return made.closed or max(part.handed if part and part.handed else made.counts_on, made.counts_on)


def _write_money(writer: Writer, made: Venture, part: Part, of_line: dict[str, Any]) -> None:
    of_line = {**of_line, "register": "production"}
    for source, amount in part.amounts.items():
        writer.add(Amount, {**of_line, "source": source, "amount": amount})
    if made.status in GIVEN[1:]:
        number, day = writer.next_id(Payment), _last_day(made, part)
        stamp = {"made_by": TREASURY, "made_at": datetime.combine(min(day, DAY), time(3), UTC)}
        row = {"kind": "payment", "source": "central", "on_date": day, "amount": part.amounts["central"], **stamp}
        writer.put(Payment, {"id": number, "code": f"P{number:07}", **of_line, "method": "transfer", **row})
