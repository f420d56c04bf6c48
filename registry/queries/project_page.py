"""One project: its households, as far as the reader may know them, what it buys, where it taught, its steps."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select

from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import Hamlet, Household, HouseholdPeriod, Project, ProjectInput, ProjectStep, ProjectTraining
from registry.queries.entry_money import NO_FUNDS, Funds, funds_of
from registry.queries.projects import ProjectRow, told_of
from registry.registers import register_of
from registry.registers.production.line import Participation
from registry.registers.production.workflow import TAKING_PART
from registry.storage import db
from registry.vn.sort import name_key

SHOWN = 500
"""So many households stand on the page; all of them in the register's list."""
PART_TITLES = {"inputs": N_("Giống, vật tư của dự án"), "trainings": N_("Buổi tập huấn")}


@dataclass(frozen=True)
class Participant:
    """A line of the project with whose it is on the day."""

    line: Participation
    household_code: str
    head: str
    hamlet: str
    funds: Funds


@dataclass(frozen=True)
class ProjectPage:
    """What the page shows; `beyond` households are not the reader's to know."""

    told: ProjectRow
    participants: list[Participant]
    beyond: int
    inputs: list[ProjectInput]
    trainings: list[ProjectTraining]
    steps: list[ProjectStep]

    @property
    def row(self) -> Project:
        return self.told.row

    @property
    def bought(self) -> int:
        """đồng of all inputs."""
        return sum(one.value for one in self.inputs)


def project_page(row: Project, day: date) -> ProjectPage:
    """The page of a project within reach."""
    found = _participants(row, day)
    return ProjectPage(
        told_of(row),
        found[:SHOWN],
        _all_lines(row) - len(found),
        list(
            db.session.scalars(select(ProjectInput).where(ProjectInput.project_id == row.id).order_by(ProjectInput.id))
        ),
        list(
            db.session.scalars(
                select(ProjectTraining)
                .where(ProjectTraining.project_id == row.id)
                .order_by(ProjectTraining.on_date, ProjectTraining.id)
            )
        ),
        list(db.session.scalars(select(ProjectStep).where(ProjectStep.project_id == row.id).order_by(ProjectStep.id))),
    )


def _participants(row: Project, day: date) -> list[Participant]:
    part, period = Participation, HouseholdPeriod
    asked = (
        select(part, Household.code, period.head_name, Hamlet.name)
        .join(Household, Household.id == part.household_id)
        .outerjoin(period, and_(period.household_id == part.household_id, period.on(day)))
        .outerjoin(Hamlet, Hamlet.id == period.hamlet_id)
        .where(part.project == row.code)
    )
    rows = db.session.execute(asked).all()
    register = register_of(part.__tablename__)
    funds = funds_of(register, [line.id for line, *_ in rows]) if register else {}
    found = [
        Participant(line, code, head or "", hamlet or "", funds.get(line.id, NO_FUNDS))
        for line, code, head, hamlet in rows
    ]
    return sorted(found, key=lambda one: (one.line.status not in TAKING_PART, name_key(one.head), one.line.id))


def _all_lines(row: Project) -> int:
    with unscoped():
        return db.session.scalar(select(func.count(Participation.id)).where(Participation.project == row.code)) or 0
