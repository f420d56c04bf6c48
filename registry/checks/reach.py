"""Rules that look across the registers: who is reached by none of them (domain.md §6, E08 and E09; decisions.md 20)."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from registry.kernel.needs import asked_for
from registry.kernel.register import Register, Workflow
from registry.kernel.rules import GAP, HOUSEHOLD, Frame, Node, Rule, in_class
from registry.messages import N_, Message
from registry.models import Entry, EntryStep, Household
from registry.models.need import PROGRAMMES
from registry.models.parameter import parameter_sql
from registry.registers import registers
from registry.storage.sql_dates import month_number

A_MONTH = 100
"""Between the same days of two months, in `month_number`."""


def _helping() -> list[Register]:
    """The registers of what households are asked about, as far as they are there."""
    return [register for register in registers() if register.key in PROGRAMMES]


def _with_labour(f: Frame) -> ColumnElement[bool]:
    home = aliased(Household)
    return exists(select(home.id).where(home.id == f.home.household_id, ~home.no_labour).correlate(f.home))


def _not_reached(f: Frame) -> ColumnElement[bool]:
    """No line of theirs has begun to serve within so many months."""
    line, step = aliased(Entry), aliased(EntryStep)
    months = parameter_sql("reached_months", f.day, 24)
    lately = month_number(step.on_date) > month_number(f.day) - months * A_MONTH
    serves = or_(*(_in(line.register, step.to_state, one, one.workflow.covering) for one in _helping()))
    joined = select(step.id).join(line, line.id == step.entry_id)
    mine = (line.household_id == f.home.household_id, ~line.withdrawn, ~step.withdrawn, step.on_date <= f.day)
    return ~exists(joined.where(*mine, serves, lately).correlate(f.home))


def _in(register_column: Any, state: Any, register: Register, states: Iterable[str]) -> ColumnElement[bool]:
    return and_(register_column == register.key, state.in_(sorted(states)))


def served_states(flow: Workflow) -> frozenset[str]:
    """States of lines that serve, or did: those that steps lead to from one that serves."""
    found = set(flow.covering)
    while more := {move.target for move in flow.moves if found & set(move.sources)} - found:
        found |= more
    return frozenset(found)


def _escaped(f: Frame) -> ColumnElement[bool]:
    months = parameter_sql("newly_escaped_months", f.day, 36)
    lately = month_number(f.home.escaped_on) > month_number(f.day) - months * A_MONTH
    return and_(f.home.escaped_on.is_not(None), lately)


def _served_before(f: Frame) -> ColumnElement[bool]:
    """On the day before it left poverty a line of any register served it."""
    line = aliased(Entry)
    states = or_(*(_in(line.register, line.status, one, served_states(one.workflow)) for one in registers()))
    there = (line.household_id == f.home.household_id, ~line.withdrawn)
    then = (line.starts < f.home.escaped_on, line.ends >= f.home.escaped_on)
    return exists(select(line.id).where(*there, *then, states).correlate(f.home))


def _serves_nothing(f: Frame) -> ColumnElement[bool]:
    line = aliased(Entry)
    states = or_(*(_in(line.register, line.status, one, one.workflow.covering) for one in registers()))
    there = (line.household_id == f.home.household_id, ~line.withdrawn, line.starts <= f.day, line.ends > f.day)
    return ~exists(select(line.id).where(*there, states).correlate(f.home))


@cache
def reach_rules() -> tuple[Rule, ...]:
    """Made when the registers are known."""
    return (
        Rule(
            "E08",
            N_("Hộ nghèo, cận nghèo có lao động, có nhu cầu mà chưa được dự án, vốn vay nào"),
            HOUSEHOLD,
            GAP,
            (
                in_class(Message(N_("Hộ thuộc diện nghèo hoặc cận nghèo")), "poor", "near_poor"),
                Node(Message(N_("Hộ có lao động")), _with_labour),
                asked_for(tuple(one.key for one in _helping()), N_("Hộ có nhu cầu về một chương trình")),
                Node(Message(N_("Trong số tháng quy định không được chương trình nào trong số đó")), _not_reached),
            ),
            N_("Kế hoạch 2021, mục III; số tháng là tham số"),
            reveals=tuple(one.key for one in _helping()),
        ),
        Rule(
            "E09",
            N_("Hộ mới thoát nghèo không còn được chính sách nào"),
            HOUSEHOLD,
            GAP,
            (
                Node(
                    Message(N_("Hộ ra khỏi diện nghèo, cận nghèo trong thời gian tính là mới thoát")),
                    _escaped,
                    lambda f: {N_("Ra khỏi diện ngày: %(value)s"): f.home.escaped_on},
                ),
                Node(Message(N_("Trước ngày ra khỏi diện hộ còn được một chính sách")), _served_before),
                Node(Message(N_("Nay không dòng nào của sổ nào phục vụ hộ")), _serves_nothing),
            ),
            N_("QĐ 28/2015/QĐ-TTg; Kế hoạch 2021: hạn chế tái nghèo"),
            reveals=tuple(one.key for one in registers()),
            among=lambda f: f.home.escaped_on.is_not(None),
        ),
    )
