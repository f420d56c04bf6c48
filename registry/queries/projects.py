"""Projects within reach: those of the reader's communes, and those in which a household of theirs takes part.

What a project has and gives is told of the whole project; names only of the reader's own households (decisions.md 14).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from registry.kernel.actor import NotFound
from registry.kernel.places import places
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.models import Amount, Payment, Project, ProjectCapital
from registry.models.money import EFFECTS, SOURCES
from registry.models.parameter import parameter_ints
from registry.registers.production.groups import all_groups
from registry.registers.production.line import Participation
from registry.registers.production.projects import within_reach
from registry.registers.production.workflow import APPROVED, TAKING_PART
from registry.storage import db, valid_through

SHARE = 70
"""Percent, where no parameter says otherwise."""


@dataclass(frozen=True)
class Budget:
    """đồng by source: what the project has, what its households are to get, what was handed over to them, and what of
    it was paid out and has not come back."""

    capital: Mapping[str, int] = field(default_factory=dict)
    granted: Mapping[str, int] = field(default_factory=dict)
    handed: Mapping[str, int] = field(default_factory=dict)
    paid: Mapping[str, int] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[Mapping[str, int], ...]:
        return self.capital, self.granted, self.handed, self.paid

    @property
    def lines(self) -> list[tuple[str, list[int]]]:
        """Each source that has anything, in words, with its four sums."""
        asked = [(source, [column.get(source, 0) for column in self.columns]) for source in SOURCES]
        return [(SOURCES[source], sums) for source, sums in asked if any(sums)]

    @property
    def totals(self) -> list[int]:
        return [sum(column.values()) for column in self.columns]


@dataclass(frozen=True)
class Share:
    """How many of a project's households are whom it is for, and what percentage has to be."""

    meant: int
    households: int
    least: int

    @property
    def percent(self) -> float:
        return 100 * self.meant / self.households if self.households else 0.0

    @property
    def is_short(self) -> bool:
        return self.meant * 100 < self.least * self.households


@dataclass(frozen=True)
class ProjectRow:
    """A project as lists show it."""

    row: Project
    place: str
    share: Share
    budget: Budget

    @property
    def totals(self) -> list[int]:
        return self.budget.totals

    @property
    def through(self) -> date | None:
        """The last day of its term."""
        return valid_through(self.row.ends)


def project_with(code: str) -> Project:
    """The project within reach; raises NotFound, the same for absent and not yours."""
    row = db.session.scalars(select(Project).where(Project.code == code, within_reach())).one_or_none()
    if row is None:
        raise NotFound(code)
    return row


def told_of(row: Project) -> ProjectRow:
    """The project with its sums."""
    return told([row])[0]


def told_by_lines(row: Project) -> tuple[ProjectRow, dict[int, int]]:
    """The same, and what each of its lines is approved in đồng, by id: all of them, the reader's or not."""
    part, groups = Participation, dict[int, tuple[str, bool, str]]()
    asked = select(part.id, part.target_group, part.disabled, part.status, part.handed_on, Amount.source, Amount.amount)
    sums, approved = [Counter[str]() for _ in range(4)], Counter[int]()
    with unscoped():
        sums[0].update(_capital([row])[row.id])
        lines = asked.outerjoin(Amount, Amount.entry_id == part.id).where(part.project == row.code)
        for id_, group, disabled, status, handed_on, source, amount in db.session.execute(lines):
            groups[id_] = (group, disabled, status)
            approved[id_] += amount or 0
            if amount and status in TAKING_PART:
                sums[1][source] += amount
                sums[2][source] += amount if handed_on else 0
        sums[3].update(_paid([row.code])[row.code])
        share = Share(*all_groups(_counted([one for one in groups.values() if one[2] in TAKING_PART])), *_least([row]))
    place = places().label(row.unit_id, today())
    return ProjectRow(row, place, share, Budget(*sums)), dict(approved)


def told(rows: list[Project]) -> list[ProjectRow]:
    """These projects with their sums, asked for all at once."""
    with unscoped():
        budgets, groups = _budgets(rows), _groups([row.code for row in rows])
    least = _least(rows)
    return [
        ProjectRow(
            row, places().label(row.unit_id, today()), Share(*all_groups(groups[row.code]), asked), budgets[row.code]
        )
        for row, asked in zip(rows, least, strict=True)
    ]


def _least(rows: list[Project]) -> list[int]:
    """What percentage of each project's households has to be whom it is for: its own, or the law's on its day."""
    days = {row.decision_date or today() for row in rows if row.min_target_share is None}
    asked = parameter_ints("production_target_share", days, SHARE)
    return [
        asked[row.decision_date or today()] if row.min_target_share is None else row.min_target_share for row in rows
    ]


def _groups(codes: list[str]) -> dict[str, list[tuple[str, bool]]]:
    """Of each project, what its households were."""
    part, found = Participation, defaultdict[str, list[tuple[str, bool, str]]](list)
    asked = select(part.project, part.target_group, part.disabled, part.status).where(part.project.in_(codes))
    for code, group, disabled, status in db.session.execute(asked.where(part.status.in_(sorted(TAKING_PART)))):
        found[code].append((group, disabled, status))
    return defaultdict(list, {code: _counted(lines) for code, lines in found.items()})


def _counted(lines: list[tuple[str, bool, str]]) -> list[tuple[str, bool]]:
    """Those that were decided on; while none is, all that take part."""
    return [(group, disabled) for group, disabled, _ in [one for one in lines if one[2] in APPROVED] or lines]


def _budgets(rows: list[Project]) -> dict[str, Budget]:
    codes, capital = [row.code for row in rows], _capital(rows)
    granted, handed = defaultdict[str, Counter[str]](Counter), defaultdict[str, Counter[str]](Counter)
    part, over = Participation, func.sum(case((Participation.handed_on.is_not(None), Amount.amount), else_=0))
    given = select(part.project, Amount.source, func.sum(Amount.amount), over).join(Amount, Amount.entry_id == part.id)
    given = given.where(*_taking_part(codes)).group_by(part.project, Amount.source)
    for code, source, all_, given_over in db.session.execute(given):
        granted[code][source] += int(all_)
        handed[code][source] += int(given_over or 0)
    paid = _paid(codes)
    return {row.code: Budget(capital[row.id], granted[row.code], handed[row.code], paid[row.code]) for row in rows}


def _taking_part(codes: list[str]) -> tuple[Any, ...]:
    return Participation.project.in_(codes), Participation.status.in_(sorted(TAKING_PART))


def _capital(rows: list[Project]) -> dict[int, Counter[str]]:
    """đồng by source, by the id of the project."""
    found, row = defaultdict[int, Counter[str]](Counter), ProjectCapital
    asked = select(row.project_id, row.source, row.amount).where(row.project_id.in_([one.id for one in rows]))
    for project_id, source, amount in db.session.execute(asked):
        found[project_id][source] += amount
    return found


def _paid(codes: list[str]) -> dict[str, Counter[str]]:
    """What was paid out and has not come back, by source, by project."""
    found, part = defaultdict[str, Counter[str]](Counter), Participation
    moved = select(part.project, Payment.source, Payment.kind, func.sum(Payment.amount))
    moved = moved.join(Payment, Payment.entry_id == part.id).where(*_taking_part(codes))
    for code, source, kind, amount in db.session.execute(moved.group_by(*moved.selected_columns[:3])):
        found[code][source] += EFFECTS[kind] * int(amount)
    return found
