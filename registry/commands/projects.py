"""Projects that help households to produce: begun, corrected, given capital, taken step by step with their lines."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from registry.commands.areas import home_units, in_area
from registry.commands.change import command
from registry.commands.checks import Checks, refuse
from registry.commands.facts import assign, next_numbers
from registry.commands.homes import is_commune
from registry.commands.many_entries import move_entries
from registry.commands.money import MOST
from registry.commands.project_rights import hold_project, require_project
from registry.kernel.actor import WRITE, Actor
from registry.kernel.register import Move
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import Entry, Project, ProjectCapital, ProjectStep
from registry.models.money import SOURCES
from registry.models.project import LONGEST_MONTHS, PRODUCTION
from registry.registers.production import REGISTER
from registry.registers.production.line import Participation
from registry.registers.production.projects import forget_projects
from registry.registers.production.workflow import ALONE, WORKFLOW
from registry.storage import db
from registry.vn.dates import months_before

FIELDS = (
    *("name", "kind", "sector", "programme", "unit_id", "place", "owner", "partner", "starts", "ends"),
    *("decision_no", "decision_date", "min_target_share", "note"),
)
OF_PROJECT = ("decision_no", "decision_date")
"""What a step fills in on the project itself; all else on its lines."""


@command("add_project", N_("Lập dự án"), WRITE, register=PRODUCTION)
def add_project(actor: Actor, **values: Any) -> Project:
    """A project in the first state. `values`: FIELDS, days half-open."""
    with Checks() as found:
        columns = _checked(found, values)
    require_project(actor, columns["unit_id"])
    (number,) = next_numbers("project", 1)
    project = Project(code=f"DA-{number:04d}", status=WORKFLOW.start, **columns)
    db.session.add(project)
    db.session.flush()
    _add_step(actor, project, None, today(), {})
    forget_projects()
    return project


@command("correct_project", N_("Đính chính dự án"), WRITE, register=PRODUCTION)
def correct_project(actor: Actor, project: Project, version: int, **values: Any) -> None:
    """It was always so. Its state moves by `move_project` only."""
    hold_project(actor, project, version)
    with Checks() as found:
        columns = _checked(found, {key: getattr(project, key) for key in FIELDS} | values)
    require_project(actor, columns["unit_id"])
    assign(project, columns)
    forget_projects()


@command("set_capital", N_("Ghi vốn của dự án"), WRITE, register=PRODUCTION)
def set_capital(actor: Actor, project: Project, version: int, **amounts: int | None) -> None:
    """What the project has from each source, in đồng; None or 0 where nothing, a source left out stays as it is."""
    hold_project(actor, project, version)
    with Checks() as found:
        for source, amount in amounts.items():
            if source not in SOURCES:
                found.refuse(source, N_("Sổ này không có nguồn vốn ấy. Hãy chọn lại."))
            found.number(source, amount, 0, MOST)
    rows = db.session.scalars(select(ProjectCapital).where(ProjectCapital.project_id == project.id))
    known = {row.source: row for row in rows}
    for source, amount in amounts.items():
        _set(project, known.get(source), source, amount or 0)
    project.version += 1


@command("move_project", N_("Chuyển bước dự án"), WRITE, register=PRODUCTION)
def move_project(actor: Actor, project: Project, version: int, *, move: str, on_date: date, **given: Any) -> int:
    """Take the project a step on, and with it every line that stands where the step begins; how many came along.
    Raises Problems naming the first line that cannot."""
    hold_project(actor, project, version)
    step = WORKFLOW.move(move)
    if step is None or project.status not in step.sources or move in ALONE:
        raise refuse("", N_("Dự án này đã ở trạng thái khác. Hãy mở lại trang để xem bước tiếp theo."))
    require_project(actor, project.unit_id, step.action)
    lines = _lines(actor, project, step)
    with Checks() as found:
        columns = _check_step(found, project, step, on_date, given, bool(lines))
    if lines:
        move_entries(actor, REGISTER, [line.id for line in lines], move=move, on_date=on_date, **given)
    before = project.status
    assign(project, columns | {"status": step.target})
    _add_step(actor, project, before, on_date, given)
    return len(lines)


def _checked(found: Checks, values: Mapping[str, Any]) -> dict[str, Any]:
    columns = found.values(Project, dict.fromkeys(FIELDS) | dict(values), FIELDS)
    starts, ends = columns["starts"], columns["ends"]
    if starts is None or ends is None:
        found.refuse("starts" if starts is None else "ends", N_("Hãy nhập thời hạn của dự án."))
    elif ends <= starts:
        found.refuse("ends", N_("Ngày kết thúc phải từ ngày bắt đầu trở đi. Hãy kiểm tra lại."))
    elif months_before(ends, LONGEST_MONTHS) > starts:
        found.refuse("ends", N_("Dự án kéo dài nhiều nhất %(limit)s tháng. Hãy kiểm tra lại."), limit=LONGEST_MONTHS)
    if columns["unit_id"] is None or not is_commune(columns["unit_id"], starts or today()):
        found.refuse("unit_id", N_("Chưa rõ xã, phường, thị trấn. Hãy chọn trong danh sách."))
    found.number("min_target_share", columns["min_target_share"], 0, 100)
    if columns["decision_date"] is not None:
        found.past("decision_date", columns["decision_date"])
    return columns


def _set(project: Project, row: ProjectCapital | None, source: str, amount: int) -> None:
    if row is not None and amount:
        row.amount = amount
    elif row is not None:
        row.withdrawn = True
    elif amount:
        db.session.add(ProjectCapital(project_id=project.id, source=source, amount=amount))


def _lines(actor: Actor, project: Project, step: Move) -> list[Entry]:
    """The lines the step takes along; refused where one is no longer the actor's to move."""
    standing = (Participation.project == project.code, Participation.status.in_(step.sources))
    with unscoped():
        lines: list[Entry] = list(db.session.scalars(select(Participation).where(*standing)))
        homes = home_units(line.household_id for line in lines)
    here = {id_ for id_, unit_id in homes.items() if in_area(actor, unit_id, step.action, PRODUCTION)}
    if beyond := sum(line.household_id not in here for line in lines):
        text = N_("%(count)s hộ của dự án nay ở ngoài địa bàn của bạn. Hãy nhờ sở chuyển bước dự án này.")
        raise refuse("", text, count=beyond)
    return lines


def _check_step(
    found: Checks, project: Project, step: Move, on_date: date, given: Mapping[str, Any], lines: bool
) -> dict[str, Any]:
    found.past("on_date", on_date)
    steps = select(ProjectStep.on_date).where(ProjectStep.project_id == project.id, ProjectStep.from_state.is_not(None))
    last = db.session.scalar(steps.order_by(ProjectStep.on_date.desc()).limit(1))
    if last is not None and on_date < last:
        found.refuse("on_date", N_("Bước trước ghi ngày sau đó. Hãy kiểm tra lại ngày."))
    if step.reasons and given.get("reason_code") not in step.reasons:
        found.refuse("reason_code", N_("Hãy chọn lý do."))
    for key in step.fills if lines else [key for key in step.fills if key in OF_PROJECT]:
        if given.get(key) in (None, ""):
            found.refuse(key, N_("Bước này cần ô này. Hãy nhập."))
    filled = {key: given[key] for key in OF_PROJECT if key in step.fills and given.get(key)}
    return found.values(Project, filled, OF_PROJECT)


def _add_step(actor: Actor, project: Project, before: str | None, day: date, given: Mapping[str, Any]) -> None:
    db.session.add(
        ProjectStep(
            project_id=project.id,
            from_state=before,
            to_state=project.status,
            on_date=day,
            reason=given.get("reason_code") or None,
            note=(given.get("note") or "").strip()[:500] or None,
            made_by=actor.name,
            made_at=datetime.now(UTC),
        )
    )
