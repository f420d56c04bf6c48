"""What a project buys for everybody, and where its people were taught: rows that hang on it."""

from typing import Any

from registry.commands.change import command
from registry.commands.checks import Checks, check_version, refuse
from registry.commands.facts import assign
from registry.commands.project_rights import hold_project, require_project
from registry.kernel.actor import WRITE, Actor, NotFound
from registry.messages import N_
from registry.models import Project, ProjectInput, ProjectTraining
from registry.models.project import PRODUCTION
from registry.storage import db

INPUT, TRAINING = "inputs", "trainings"
PARTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    INPUT: (ProjectInput, ("item", "measure", "unit_price", "quantity")),
    TRAINING: (ProjectTraining, ("on_date", "topic", "place", "people", "women", "language")),
}
"""By name in the address: the table, and what people fill in."""
LIMITS = {"unit_price": (1, 10**10), "quantity": (1, 10**7), "people": (1, 9_999), "women": (0, 9_999)}
Part = ProjectInput | ProjectTraining


@command("add_project_part", N_("Ghi vật tư, tập huấn của dự án"), WRITE, register=PRODUCTION)
def add_project_part(actor: Actor, project: Project, version: int, *, part: str, **values: Any) -> Part:
    """One more row of `part`, a key of PARTS."""
    hold_project(actor, project, version)
    model, fields = _known(part)
    row: Part = model(project_id=project.id, **_checked(model, fields, values))
    db.session.add(row)
    project.version += 1
    return row


@command("correct_project_part", N_("Đính chính vật tư, tập huấn của dự án"), WRITE, register=PRODUCTION)
def correct_project_part(actor: Actor, project: Project, row: Part, version: int, *, part: str, **values: Any) -> None:
    """It was always so; `version` is the row's."""
    model, fields = _hold(actor, project, row, version, part)
    assign(row, _checked(model, fields, {key: getattr(row, key) for key in fields} | values))


@command("drop_project_part", N_("Bỏ vật tư, tập huấn ghi nhầm"), WRITE, register=PRODUCTION)
def drop_project_part(actor: Actor, project: Project, row: Part, version: int, *, part: str, reason: str) -> None:
    """Take away what never was; `reason` is kept in the log."""
    _hold(actor, project, row, version, part)
    if not reason.strip():
        raise refuse("reason", N_("Hãy ghi lý do bỏ."))
    row.withdrawn = True


def _known(part: str) -> tuple[Any, tuple[str, ...]]:
    if part not in PARTS:
        raise NotFound(part)
    return PARTS[part]


def _hold(actor: Actor, project: Project, row: Part, version: int, part: str) -> tuple[Any, tuple[str, ...]]:
    require_project(actor, project.unit_id)
    if row.project_id != project.id:
        raise NotFound(part)
    check_version(row, version)
    return _known(part)


def _checked(model: Any, fields: tuple[str, ...], values: dict[str, Any]) -> dict[str, Any]:
    with Checks() as found:
        columns = found.values(model, dict.fromkeys(fields) | values, fields)
        for key, (low, high) in LIMITS.items():
            found.number(key, columns.get(key), low, high)
        if columns.get("on_date") is not None:
            found.past("on_date", columns["on_date"])
        if (columns.get("women") or 0) > (columns.get("people") or 9_999):
            found.refuse("women", N_("Số nữ nhiều hơn số người dự. Hãy kiểm tra lại."))
    return columns
