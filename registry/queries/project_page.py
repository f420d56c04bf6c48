"""One project: its households, as far as the reader may know them, what it buys, where it taught, its steps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from registry.kernel.actor import NotFound
from registry.kernel.scope import unscoped
from registry.models import (
    Hamlet,
    Household,
    HouseholdPeriod,
    Project,
    ProjectCapital,
    ProjectInput,
    ProjectStep,
    ProjectTraining,
)
from registry.queries.history import HistoryLine, history_of_row
from registry.queries.projects import ProjectRow, told_by_lines
from registry.registers.production.line import Participation
from registry.registers.production.workflow import TAKING_PART
from registry.storage import db
from registry.storage.withdrawn import ids_with
from registry.vn.sort import name_key

SHOWN = 500
"""So many households stand on the page; all of them in the register's list."""


@dataclass(frozen=True)
class Participant:
    """A line of the project with whose it is on the day, and what it is approved in đồng."""

    line: Participation
    household_code: str
    head: str
    hamlet: str
    approved: int


@dataclass(frozen=True)
class ProjectPage:
    """What the page shows; `beyond` households are not the reader's to know."""

    told: ProjectRow
    participants: list[Participant]
    beyond: int
    inputs: list[ProjectInput]
    trainings: list[ProjectTraining]
    steps: list[ProjectStep]
    history: list[HistoryLine]

    @property
    def row(self) -> Project:
        return self.told.row

    @property
    def bought(self) -> int:
        """đồng of all inputs."""
        return sum(one.value for one in self.inputs)


def project_page(row: Project, day: date) -> ProjectPage:
    """The page of a project within reach."""
    told, approved = told_by_lines(row)
    found = _participants(row, day, approved)
    inputs, trainings, steps = (_rows(model, row) for model in (ProjectInput, ProjectTraining, ProjectStep))
    beyond = len(approved) - len(found)
    return ProjectPage(told, found[:SHOWN], beyond, inputs, trainings, steps, history_of_project(row))


def history_of_project(row: Project) -> list[HistoryLine]:
    """What was changed of a project within reach and of what hangs on it, rows that were dropped too. Nothing of it is
    personal: what was changed of its households' lines stands on their own pages."""
    parts: tuple[Any, ...] = (ProjectCapital, ProjectInput, ProjectTraining, ProjectStep)
    with unscoped():
        return history_of_row(row, {one.__tablename__: ids_with(one, project_id=row.id) for one in parts})


def going_along(row: Project, states: Iterable[str]) -> int:
    """How many of its lines stand in these states, the reader's or not."""
    standing = select(func.count(Participation.id)).where(Participation.status.in_(sorted(states)))
    with unscoped():
        return db.session.scalar(standing.where(Participation.project == row.code)) or 0


def part_of(row: Project, model: Any, key: int) -> Any:
    """A row that hangs on the project; raises NotFound."""
    found = next((one for one in _rows(model, row) if one.id == key), None)
    if found is None:
        raise NotFound(str(key))
    return found


def _rows(model: Any, row: Project) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.project_id == row.id).order_by(model.id)))


def _participants(row: Project, day: date, approved: Mapping[int, int]) -> list[Participant]:
    part, period = Participation, HouseholdPeriod
    asked = (
        select(part, Household.code, period.head_name, Hamlet.name)
        .join(Household, Household.id == part.household_id)
        .outerjoin(period, and_(period.household_id == part.household_id, period.on(day)))
        .outerjoin(Hamlet, Hamlet.id == period.hamlet_id)
        .where(part.project == row.code)
    )
    found = [
        Participant(line, code, head or "", hamlet or "", approved.get(line.id, 0))
        for line, code, head, hamlet in db.session.execute(asked)
    ]
    return sorted(found, key=lambda one: (one.line.status not in TAKING_PART, name_key(one.head), one.line.id))
