"""Who is entitled under a register, and whether they are served: one question, for the kept rows and for any day."""

from functools import cache
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, select
from sqlalchemy.orm import aliased

from registry.kernel.register import PERSON, Register
from registry.kernel.rules import Frame
from registry.models import Entry
from registry.models.ethnic import FOREIGN, KHMER, KINH

COUNTERS = ("people", "women", "khmer", "minority")
COVERED, WAITING, MISSING = "covered", "waiting", "missing"
"""In the order of the alphabet: the first is the best of two."""


@cache
def coverage_of(register: Register, households: bool = False, shortcut: bool = True) -> Select[Any]:
    """The rows of `Coverage` for the parameter `day`, by its columns' names; `households` and `shortcut` as in
    `Rule.found`."""
    frame = Frame(register.subject)
    few = (register.among(frame),) if register.among and shortcut and not households else ()
    entitled = (*few, *(node.sql(frame) for node in register.entitled))
    if register.subject != PERSON:
        return frame.ask([*_columns(register, frame), *_FIRSTS], entitled, households)
    subjects = frame.ask(_columns(register, frame), entitled, households).cte(f"of_{register.key}")
    c = subjects.prefix_with("MATERIALIZED").c
    before = func.lag(c.state).over(partition_by=c.household_id, order_by=(c.state, c.subject_id))
    first_of_all, first_in_state = before.is_(None), before.is_distinct_from(c.state)
    return select(*c, _one(first_in_state).label("households"), _one(first_of_all).label("entitled"))


def _one(where: Any) -> Any:
    return case((where, 1), else_=0)


def _is_one(name: str) -> Any:
    return literal(1, literal_execute=True).label(name)


_FIRSTS = (_is_one("households"), _is_one("entitled"))
"""Each household is the first of its own."""


def _columns(register: Register, frame: Frame) -> list[Any]:
    home, person = frame.home, frame.person
    of_person = register.subject == PERSON
    own = _splits(person.sex, person.ethnicity) if of_person else _splits(home.head_sex, home.ethnicity)
    return [
        literal(register.key, literal_execute=True).label("register"),
        frame.key.label("subject_id"),
        home.household_id,
        home.unit_id,
        home.hamlet_id,
        home.class_,
        _state(register, frame).label("state"),
        _is_one("people"),
        *(value.label(name) for name, value in own.items()),
    ]


def _splits(sex: Any, ethnicity: Any) -> dict[str, Any]:
    minority = ethnicity.not_in((KINH, FOREIGN, ""))
    conditions = {"women": sex == "female", "khmer": ethnicity == KHMER, "minority": minority}
    return {name: _one(condition) for name, condition in conditions.items()}


def _state(register: Register, frame: Frame) -> Any:
    """By the subject's lines, looked at once. A waiting line waits whatever its days: it is asked for, not yet over."""
    line, workflow = aliased(Entry), register.workflow
    of_person = register.subject == PERSON
    mine = line.person_id == frame.who if of_person else line.household_id == frame.home.household_id
    covers = and_(line.status.in_(sorted(workflow.covering)), line.starts <= frame.day)
    best = case((covers, COVERED), (line.status.in_(sorted(workflow.waiting)), WAITING))
    kept = (line.register == register.key, line.ends > frame.day, ~line.withdrawn)
    return func.coalesce(select(func.min(best)).where(mine, *kept).scalar_subquery(), MISSING)
