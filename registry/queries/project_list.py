"""The list of projects: a page of it, the same rows for files, and a sheet for each commune."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from registry.kernel.places import places
from registry.kernel.settings import today
from registry.kernel.table import Column, Page, Table
from registry.messages import N_, Message
from registry.models import Project
from registry.models.project import KINDS, PROGRAMMES, SECTORS
from registry.queries.projects import told
from registry.queries.sheets import Sheet, Sheets
from registry.registers.production.projects import within_reach
from registry.registers.production.workflow import STATES
from registry.storage import db
from registry.vn.fold import fold, words

PER_PAGE = (20, 50, 100)


@dataclass(frozen=True)
class ProjectFilters:
    """The choices of an address, or stored communes; empty and None mean everything. Communes are named as on `day`."""

    q: str = ""
    status: str = ""
    sector: str = ""
    kind: str = ""
    units: frozenset[int] | None = None
    day: date = field(default_factory=today)


@dataclass(frozen=True)
class ProjectList:
    """What the list page shows: a page of the projects, the sums of all."""

    page: Page
    table: Table


COLUMNS = (
    Column("code", N_("Mã dự án"), lambda one: one.row.code),
    Column("name", N_("Tên dự án"), lambda one: one.row.name),
    Column("kind", N_("Loại dự án"), lambda one: Message(KINDS[one.row.kind])),
    Column("sector", N_("Lĩnh vực"), lambda one: Message(SECTORS[one.row.sector])),
    Column("programme", N_("Chương trình"), lambda one: Message(PROGRAMMES[one.row.programme])),
    Column("unit_name", N_("Địa bàn"), lambda one: one.place),
    Column("owner", N_("Cơ quan chủ trì"), lambda one: one.row.owner),
    Column("starts", N_("Từ ngày"), lambda one: one.row.starts),
    Column("valid_through", N_("Đến hết ngày"), lambda one: one.through),
    Column("decision_no", N_("Số quyết định"), lambda one: one.row.decision_no or ""),
    Column("decision_date", N_("Ngày quyết định"), lambda one: one.row.decision_date),
    Column("state", N_("Trạng thái"), lambda one: Message(STATES[one.row.status])),
    Column("households", N_("Số hộ"), lambda one: one.share.households, numeric=True),
    Column("meant", N_("Hộ đúng đối tượng"), lambda one: one.share.meant, numeric=True),
    Column("capital", N_("Vốn của dự án (đồng)"), lambda one: one.totals[0], numeric=True),
    Column("granted", N_("Các hộ được duyệt (đồng)"), lambda one: one.totals[1], numeric=True),
    Column("handed", N_("Đã bàn giao (đồng)"), lambda one: one.totals[2], numeric=True),
    Column("paid", N_("Đã chi (đồng)"), lambda one: one.totals[3], numeric=True),
)
SUMMED = ("households", "meant", "capital", "granted", "handed", "paid")


def list_projects(filters: ProjectFilters, number: int, per_page: int) -> ProjectList:
    """A page of the projects that match, with the sums of them all."""
    table = project_table(filters)
    rows = list(table.rows)
    page = Page(max(1, number), per_page, len(rows))
    page = Page(min(page.number, page.pages), per_page, page.total)
    return ProjectList(page, Table(COLUMNS, rows[page.offset : page.offset + per_page], table.sums))


def project_table(filters: ProjectFilters) -> Table:
    """The projects that match, newest first, with their sums at the foot."""
    found = told(_matching(filters))
    sums = {column.key: sum(column.value(one) for one in found) for column in COLUMNS if column.key in SUMMED}
    return Table(COLUMNS, found, ((N_("Cộng"), {"rows": len(found), **sums}),))


def count_projects(filters: ProjectFilters) -> int:
    """How many match."""
    return len(_matching(filters))


def project_sheets(filters: ProjectFilters) -> list[Sheet]:
    """A sheet for each commune that has some; its sums count projects, and the households in them."""
    sheets = Sheets(filters.day)
    for one in told(_matching(filters)):
        sheet = sheets.add(one.row.unit_id, "", one)
        sheet.sums.members += 1
        sheet.sums.households += one.share.households
    return sheets.finished()


def project_communes(filters: ProjectFilters) -> list[Sheet]:
    """The same sheets without rows."""
    sheets = Sheets(filters.day)
    for row in _matching(filters):
        sheets.of(row.unit_id)
    return sheets.finished()


def _matching(filters: ProjectFilters) -> list[Project]:
    asked = select(Project).where(within_reach())
    for key in ("status", "sector", "kind"):
        if chosen := getattr(filters, key):
            asked = asked.where(getattr(Project, key) == chosen)
    if filters.units is not None:
        asked = asked.where(Project.unit_id.in_(sorted(filters.units)))
    wanted = words(filters.q)
    found = db.session.scalars(asked.order_by(Project.starts.desc(), Project.code.desc()))
    return [row for row in found if all(word in f"{fold(row.name)} {row.code.lower()}" for word in wanted)]


def communes_of(code: str, day: date) -> frozenset[int]:
    """The stored communes that are this one on the day; none where there is no such."""
    place = places().by_code(code, day)
    return places().within(place.id, day) if place else frozenset()
