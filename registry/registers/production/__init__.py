"""Support for production (hỗ trợ phát triển sản xuất): who is in which project, and who was forgotten."""

from registry.kernel.actor import APPROVE, WRITE
from registry.kernel.register import HOUSEHOLD, Register
from registry.kernel.table import Column
from registry.messages import N_, Message
from registry.models.money import Money
from registry.models.project import PRODUCTION
from registry.registers.production.conditions import ASKED_FOR, who_asked
from registry.registers.production.groups import stamps
from registry.registers.production.line import GROUPS, HEADERS, Participation, complete, problems
from registry.registers.production.papers import PAPERS
from registry.registers.production.rules import RULES
from registry.registers.production.workflow import WORKFLOW

REGISTER = Register(
    key=PRODUCTION,
    slug="production",
    title=N_("Hỗ trợ phát triển sản xuất"),
    duty="production",
    model=Participation,
    subject=HOUSEHOLD,
    workflow=WORKFLOW,
    entitled=(ASKED_FOR,),
    among=who_asked,
    rules=RULES,
    problems=problems,
    complete=complete,
    columns=(
        Column("project", N_("Dự án"), lambda line: line.project),
        Column("content", N_("Nội dung hỗ trợ"), lambda line: line.content),
        Column("target_group", N_("Nhóm khi duyệt"), lambda line: Message(GROUPS[line.target_group])),
        Column("measure", N_("Đơn vị tính"), lambda line: line.measure),
        Column("quantity", N_("Số lượng"), lambda line: line.quantity, numeric=True),
        Column("unit_price", N_("Đơn giá (đồng)"), lambda line: line.unit_price, numeric=True),
        Column("handed_on", N_("Ngày bàn giao"), lambda line: line.handed_on),
        Column("result", N_("Kết quả"), lambda line: line.result),
    ),
    shared=("project",),
    alike=("project",),
    listed_as="DE_XUAT",
    headers=HEADERS,
    papers=PAPERS,
    money=Money(
        ("central", "province", "local", "blended", "raised", "loan", "household"),
        ("payment", "recovery"),
        sets=WRITE,
        pays=APPROVE,
    ),
    stamps=stamps,
    more=(("projects.index", N_("Các dự án")),),
)
