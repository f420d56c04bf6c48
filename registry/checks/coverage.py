"""Who is entitled under a register, and whether they are served: one question, for the kept rows and for any day."""

from functools import cache
from typing import Any

from sqlalchemy import Select, case, exists, func, literal, select
from sqlalchemy.orm import aliased

from registry.kernel.register import PERSON, Register
from registry.kernel.rules import Frame
from registry.models import Entry
from registry.models.ethnic import FOREIGN, KHMER, KINH

COUNTERS = ("people", "women", "khmer", "minority")


@cache
def coverage_of(register: Register, households: bool = False) -> Select[Any]:
    """The rows of `Coverage` for the parameter `day`, by its columns' names; `households` as in `Rule.found`."""
    frame = Frame(register.subject)
    entitled = (node.sql(frame) for node in register.entitled)
    subjects = frame.ask(_columns(register, frame), entitled, households).cte(f"of_{register.key}")
    c = subjects.prefix_with("MATERIALIZED").c
    plain = [c[name] for name in _PLAIN]
    counted = [c[f"is_{name}"].label(name) for name in COUNTERS]
    before = func.lag(c.state).over(partition_by=c.household_id, order_by=(c.state, c.subject_id))
    first_of_all, first_in_state = before.is_(None), before.is_distinct_from(c.state)
    firsts = (_one(first_in_state).label("households"), _one(first_of_all).label("entitled"))
    return select(literal(register.key).label("register"), *plain, *counted, *firsts)


_PLAIN = ("subject_id", "household_id", "unit_id", "hamlet_id", "class_", "state")


def _one(where: Any) -> Any:
    return case((where, 1), else_=0)


def _columns(register: Register, frame: Frame) -> list[Any]:
    home, person = frame.home, frame.person
    of_person = register.subject == PERSON
    own = _splits(person.sex, person.ethnicity) if of_person else _splits(home.head_sex, home.ethnicity)
    return [
        frame.key.label("subject_id"),
        home.household_id,
        home.unit_id,
        home.hamlet_id,
        home.class_,
        _state(register, frame).label("state"),
        *(value.label(f"is_{name}") for name, value in own.items()),
    ]


def _splits(sex: Any, ethnicity: Any) -> dict[str, Any]:
    minority = ethnicity.not_in((KINH, FOREIGN, ""))
    conditions = {"women": sex == "female", "khmer": ethnicity == KHMER, "minority": minority}
    counted = {name: _one(condition) for name, condition in conditions.items()}
    return {"people": literal(1, literal_execute=True), **counted}


def _state(register: Register, frame: Frame) -> Any:
    workflow = register.workflow
    return case(
        (_has_line(register, frame, workflow.covering, True), "covered"),
        (_has_line(register, frame, workflow.waiting, False), "waiting"),
        else_="missing",
    )


def _has_line(register: Register, frame: Frame, states: frozenset[str], on_day: bool) -> Any:
    """A waiting line waits whatever its days: it is asked for, and not yet over."""
    line = aliased(Entry)
    of_person = register.subject == PERSON
    mine = line.person_id == frame.who if of_person else line.household_id == frame.home.household_id
    begun = (line.starts <= frame.day,) if on_day else ()
    kept = (line.register == register.key, ~line.withdrawn)
    return exists().where(mine, *kept, line.status.in_(sorted(states)), line.ends > frame.day, *begun)
