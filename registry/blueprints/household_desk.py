"""What the household page answers somebody at the desk: what is had, what is missing and how to begin it, what ends."""

from dataclasses import dataclass, field
from typing import Any

from flask import g, url_for

from registry.blueprints.household_needs import recordable
from registry.checks.work import may_work
from registry.commands.areas import in_area
from registry.kernel.actor import READ, WRITE
from registry.kernel.register import PERSON, Register
from registry.kernel.rules import GAP, Rule
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.queries.dossier import Dossier
from registry.queries.ending_facets import FOLLOWS
from registry.queries.finding_page import GapLine, gaps_of
from registry.queries.household_filters import ESCAPED
from registry.queries.household_lines import Benefit, Ending, benefits_of, endings_of, money_summary
from registry.queries.household_needs import ProgrammeNeeds
from registry.queries.need_filters import MEANT
from registry.queries.time_axis import axis_of
from registry.registers import registers


@dataclass(frozen=True)
class Action:
    """What may be begun at once, and the page that begins it."""

    label: Message
    href: str


@dataclass(frozen=True)
class EndingsAlike:
    """Lines of one programme that end on one day: the first of them, and whose they are ("" where it is the
    household's), each with what may be begun."""

    first: Ending
    people: list[tuple[str, Action | None]] = field(default_factory=list)


def answers(dossier: Dossier) -> dict[str, Any]:
    """All of it, for the page and the paper alike."""
    lines, unit_id = benefits_of(dossier.household, g.day), dossier.period.unit_id
    may = [] if dossier.closed else [one for one in registers() if in_area(g.actor, unit_id, WRITE, one.key)]
    now = g.day == today()
    found = gaps_of(dossier.household) if now else []
    record = recordable(unit_id) if now and not dossier.closed else []
    return {
        "benefits": lines,
        "money": money_summary(lines),
        "endings": _endings(dossier, lines, may if now else []),
        "beyond": sum(not in_area(g.actor, unit_id, READ, register.key) for register in registers()),
        "begins": may,
        "gaps": [(one, _actions(dossier, one, may)) for one in found],
        "recordable": record,
        "unasked": [(one.title, _record(dossier, one.programme)) for one in _unasked(dossier, record)],
        "follows": FOLLOWS,
        "axis": axis_of([(one.starts, one.ends) for one in lines], g.day),
    }


def _actions(dossier: Dossier, gap: GapLine, may: list[Register]) -> list[Action]:
    """The line that would close a gap; and the work on it."""
    register = next((one for one in may if _is_closed_by(gap.rule, one)), None)
    found = [_propose(dossier, register, gap.person)] if register else []
    if may_work(g.actor, gap.rule, {gap.unit_id}):
        found.append(Action(Message(N_("Giao việc")), url_for("findings.work", code=gap.code)))
    return found


def _is_closed_by(rule: Rule, register: Register) -> bool:
    """Whether a line of the register is what the rule misses."""
    return rule in register.rules and rule.severity == GAP and rule.subject == register.subject


def _endings(dossier: Dossier, lines: list[Benefit], may: list[Register]) -> list[EndingsAlike]:
    """What ends soon, people whose lines are alike together."""
    found: dict[Any, EndingsAlike] = {}
    for one in endings_of(lines):
        alike = (one.line.register.key, one.line.told, one.days, one.follows)
        group = found.setdefault(alike, EndingsAlike(one))
        group.people.append((one.line.name, _again(dossier, one, may)))
    return list(found.values())


def _again(dossier: Dossier, ending: Ending, may: list[Register]) -> Action | None:
    """The line after one that ends, where none is there or asked for; of somebody who still lives here."""
    line = ending.line
    here = {member.person.code for member in dossier.present if member.person}
    is_open = ending.follows == "gap" and line.register in may and (not line.person or line.person in here)
    return _propose(dossier, line.register, line.person) if is_open and not line.beyond else None


def _propose(dossier: Dossier, register: Register, person: str) -> Action:
    whose = person if register.subject == PERSON and person else None
    label = Message(N_("Lập %(register)s"), register=Message(register.title))
    return Action(label, url_for(f"{register.key}.new", household=dossier.code, person=whose))


def _unasked(dossier: Dossier, record: list[str]) -> list[ProgrammeNeeds]:
    """The programmes meant for such a household of which nobody knows whether it needs them."""
    asked = record if dossier.status in (*MEANT, ESCAPED) else []
    return [one for one in dossier.needs if not one.holds and one.programme in asked]


def _record(dossier: Dossier, programme: str) -> Action:
    return Action(Message(N_("Ghi nhu cầu")), url_for("household_needs.record", code=dossier.code, programme=programme))
