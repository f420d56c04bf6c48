"""Many lines of a register taken the same step on: picked in the list, looked at, then moved with one undo."""

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from flask import g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from registry.blueprints.jobs import told_queued
from registry.commands.many_entries import move_entries
from registry.forms.entry import move_form
from registry.jobs.moves import moved, queue_moves
from registry.jobs.parts import PART, queue_parts
from registry.kernel.actor import WRITE, NotFound
from registry.kernel.places import places
from registry.kernel.register import Move, Register
from registry.kernel.settings import today
from registry.messages import N_, Message, Problem, Problems
from registry.models import Job
from registry.queries.entries import Picked, matching_lines
from registry.queries.entry_filters import EntryFilters, facet
from registry.web.chrome import num_text
from registry.web.edit import Sheet, edit
from registry.web.list_page import pairs
from registry.web.notices import say
from registry.web.views import log_view

AT_ONCE, WHOLE, MOST = 200, PART, 50_000
"""So many lines go while the reader waits; so many by a job that takes all or none; so many by one that goes part by
part. A longer list is taken in pieces."""
LISTED = 5_000
"""So many lines the form says one by one; of more it says which list they are, and what that held."""
NAMED = 200
"""So many lines that cannot go are named, of each state."""
CHANGED = N_("Danh sách đã đổi từ lúc bạn xem. Hãy xem lại số dòng rồi bấm lần nữa.")


@dataclass(frozen=True)
class Plan:
    """The lines that would go, and those that cannot: by their state (its words), or not the actor's to move."""

    lines: list[Picked]
    stuck: dict[str, list[Picked]]
    beyond: int
    more: bool

    @property
    def shown(self) -> list[str]:
        """The households of the lines that are named."""
        return sorted({one.household_code for lines in self.stuck.values() for one in lines[:NAMED]})

    @property
    def codes(self) -> str:
        """The lines that would go, one by one."""
        return " ".join(line.code for line in self.lines)

    @property
    def seen(self) -> str:
        """Names exactly these lines."""
        return sha256(self.codes.encode()).hexdigest()


def bulk_moves(register: Register) -> list[Move]:
    """Steps that say the same of every line: none that asks for a number of each."""
    own = set(register.fields)
    alike = [m for m in register.workflow.moves if not any(facet(register, key).masked for key in {*m.fills} & own)]
    return [move for move in alike if g.actor.may(WRITE, register.key) and g.actor.may(move.action, register.key)]


def bulk(register: Register, filters: EntryFilters) -> ResponseReturnValue:
    """Show what a step would do to the lines that were picked, or do it."""
    step = next((move for move in bulk_moves(register) if move.key == request.values.get("key")), None)
    if step is None:
        raise NotFound
    plan = _plan(register, step, filters)
    log_view("list", plan.shown, detail=f"{register.key} {step.key} {len(plan.lines)}")

    def run(form: Any) -> tuple[Message, str]:
        if request.form.get("seen", plan.seen) != plan.seen:
            raise Problems([Problem("", Message(CHANGED))])
        if len(plan.lines) > AT_ONCE:
            return told_queued(_queue(register, step, plan, form.values))
        move_entries(g.actor, register, [line.id for line in plan.lines], move=step.key, **form.values)
        return moved(register, step, len(plan.lines)), back

    back = _list_address(register)
    return edit(_sheet(register, step, plan, back), lambda typed: move_form(register, step, typed, None, today()), run)


def _queue(register: Register, step: Move, plan: Plan, given: dict[str, Any]) -> Job:
    lines = f"{num_text(len(plan.lines))} {ngettext('dòng', 'dòng', len(plan.lines))}"
    about = " · ".join([say(register.title), say(step.title), lines])
    if len(plan.lines) > WHOLE:
        return queue_parts(g.actor, register, step, plan.lines, given, about)
    return queue_moves(g.actor, register, step, [line.code for line in plan.lines], given, about)


def _sheet(register: Register, step: Move, plan: Plan, back: str) -> Sheet:
    many = len(plan.lines) > LISTED
    which = {"all": "1", "seen": plan.seen} if many else {"lines": plan.codes}
    more = {
        "hidden": {"key": step.key, "kept": back.partition("?")[2], **which},
        "plan": plan,
        "register": register,
        "named": NAMED,
        "at_once": AT_ONCE,
        "whole": WHOLE,
        "most": MOST,
        "back_label": N_("Về danh sách"),
    }
    more["submit"] = Message(N_("Chuyển %(count)s dòng"), count=len(plan.lines))
    return Sheet(step.title, back, template="register/bulk.html", more=more)


def _list_address(register: Register) -> str:
    """The list as it was left, its choices kept through the form."""
    kept = request.form.get("kept", "") if request.method == "POST" else urlencode(pairs())
    return url_for(f"{register.key}.index") + (f"?{kept}" if kept else "")


def _plan(register: Register, step: Move, filters: EntryFilters) -> Plan:
    found = matching_lines(register, filters, _codes(), MOST + 1)
    rights = [g.actor.units(action, places(), today(), register.key) for action in {WRITE, step.action}]
    mine = [one for one in found[:MOST] if all(units is None or one.unit_id in units for units in rights)]
    stuck = defaultdict(list)
    for one in mine:
        if one.status not in step.sources:
            stuck[register.workflow.states[one.status]].append(one)
    ready = [one for one in mine if one.status in step.sources]
    return Plan(ready, stuck, len(found[:MOST]) - len(mine), len(found) > MOST)


def _codes() -> list[str] | None:
    """The lines picked, or shown before (`lines`); None for every line the list's filters let through."""
    if "lines" in request.form:
        return request.form["lines"].split()[: LISTED + 1]
    return None if request.values.get("all") else request.args.getlist("line")[: LISTED + 1]
