"""What a line of a register says: its fields and days, checked, and what is kept with it of its household."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from registry.commands.checks import Checks
from registry.commands.snapshots import snapshots
from registry.kernel.register import Register
from registry.messages import N_
from registry.models import Entry, Person
from registry.storage import OPEN
from registry.vn.dates import under

DAYS = ("starts", "ends")
OF_AGE = 18


def keys_of(register: Register) -> list[str]:
    """What people fill in on a line."""
    return [*register.fields, *DAYS]


def checked_columns(found: Checks, register: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    """Every field, cleaned; days, and what the register itself asks of them."""
    given = dict.fromkeys(register.fields) | {"ends": OPEN} | dict(values)
    days: dict[str, Any] = {key: given.pop(key) for key in DAYS if key in given}
    columns = register.complete(found.values(register.model, given, register.fields) | days)
    days |= {key: columns.pop(key) for key in DAYS if key in columns}
    found.problems += register.problems(columns | days)
    if days.get("starts") is None:
        found.refuse("starts", N_("Hãy nhập ngày bắt đầu."))
    elif days["ends"] <= days["starts"]:
        found.refuse("ends", N_("Ngày kết thúc phải từ ngày bắt đầu trở đi. Hãy kiểm tra lại."))
    return columns | days


def check_holder(found: Checks, register: Register, person: Person, starts: date | None) -> None:
    """Somebody who lives on the first day; who stands for a household is of age on it."""
    if starts is None:
        return
    if person.died_on is not None and starts >= person.died_on:
        found.refuse("starts", N_("Người này đã mất trước ngày ấy. Hãy kiểm tra lại."))
    if register.holder and under(person.birth, OF_AGE, starts) == (True, True):
        found.refuse("person_code", N_("Người đứng tên phải đủ 18 tuổi vào ngày bắt đầu. Hãy chọn người khác."))


def stamped(register: Register, lines: Sequence[tuple[int, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """What the household of each line was, where the register keeps it of the day of the decision, else of the first
    day; of many in a few questions."""
    if register.stamps is None:
        return [{} for _ in lines]
    days = [(id_, columns.get("decision_date") or columns["starts"]) for id_, columns in lines]
    stands, kept = snapshots(days), register.stamps(days)
    return [stands[one] | kept[one] for one in days]


def stamped_anew(register: Register, entry: Entry, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The same where that day is another now; what was kept is else never rewritten (decisions.md 12)."""
    before = {key: getattr(entry, key) for key in ("decision_date", "starts")}
    now = before | {key: value for key, value in columns.items() if key in before}
    return {} if now == before else stamped(register, [(entry.household_id, now)])[0]
