"""Who may do what with a project: asked before it, or what hangs on it, is written; and by undo."""

from collections.abc import Iterable
from typing import Any

from registry.commands.areas import in_area
from registry.commands.checks import check_version
from registry.kernel.actor import WRITE, Actor, Denied
from registry.models import Project, ProjectCapital, ProjectInput, ProjectStep, ProjectTraining
from registry.models.project import PRODUCTION
from registry.registers.production.workflow import WORKFLOW
from registry.storage.withdrawn import load_all

ProjectPart = ProjectCapital | ProjectInput | ProjectTraining | ProjectStep


def require_project(actor: Actor, unit_id: int, action: str = WRITE) -> None:
    """Raise Denied unless the action is the actor's in projects of this commune."""
    actor.require(action, PRODUCTION)
    if not in_area(actor, unit_id, action, PRODUCTION):
        raise Denied(action)


def hold_project(actor: Actor, project: Project, version: int) -> None:
    """Begin work on a project: it is locked. Raises Denied outside the actor's area, Stale when it has changed."""
    require_project(actor, project.unit_id)
    check_version(project, version)


def action_of(row: Any, action: str) -> str:
    """What changing a row of a project asks for: of a step, what its move does."""
    if not isinstance(row, ProjectStep):
        return action
    moves = (move for move in WORKFLOW.moves if move.target == row.to_state and row.from_state in move.sources)
    return next((move.action for move in moves), action)


def project_units(rows: Iterable[Any]) -> set[int]:
    """The communes of the projects that these rows are or hang on, withdrawn ones too."""
    ids = {
        row.id if isinstance(row, Project) else row.project_id for row in rows if isinstance(row, Project | ProjectPart)
    }
    return {project.unit_id for project in load_all(Project, ids).values()}
