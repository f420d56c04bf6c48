"""What a family is told of itself at the desk, on one sheet: who they are, what they get, what is missing, what ends.

Everything is as on its page on the screen, numbers masked alike. Where a sheet cannot hold it all, what holds today
comes first, and how much is left out is said.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, takewhile
from typing import Any

from registry.models.household_period import CLASSES
from registry.models.money import SOURCES
from registry.models.need import ANSWERS, DETAIL_LABELS
from registry.models.person import SEXES
from registry.outputs.print.layout import cell_text, fitted
from registry.outputs.print.metrics import POINT, lines_of
from registry.outputs.print.model import Block, Heading, PrintedList, RowGroup, Total
from registry.outputs.print.order import Order
from registry.outputs.print.render import pages_of
from registry.paper import HEADLESS, PORTRAIT, PaperColumn, money_column
from registry.vn.dates import format_day
from registry.vn.numbers import format_int

TITLE = "Phiếu thông tin hộ gia đình"
ROOM, ROOM_OF_PEOPLE = 145, 56
"""Millimetres an upright sheet in small letters has for the rows of tables and for texts, however long its head and
foot; and how much of them members may take."""
MOST, LIKELY, TITLE_LINE = 185, 164, 4.7
"""What it may have at most, its lines shorter than feared; what it has most likely, but for the titles of who signs,
each a line of so many millimetres."""
SHEET = PORTRAIT - 2
"""Millimetres of a line of text, on the safe side: headings are bold."""
CELLS, TEXT_SIZE = 9.5, 10.5
"""Points of letters in tables, and of texts (`.small` of paper.css)."""
LINE, TEXT = 1.15 * CELLS * POINT, 1.2 * TEXT_SIZE * POINT
ROW, BESIDE, ABOVE = 1.2, 2.2, 1.5
"""Millimetres: what a row adds above and below its lines, a cell beside its text, a text above itself."""
TEXTS = (280, 170, 90)
"""Letters a text has at most, shorter and shorter until WANTED lines of the registers, if there are, have room."""
WANTED = 8
BEYOND = "(nay ở ngoài địa bàn)"
PEOPLE = (
    PaperColumn("name", "Họ và tên", 46, lambda member: member.name),
    PaperColumn("relationship", "Quan hệ với chủ hộ", 34, lambda member: member.relationship),
    PaperColumn("birth", "Ngày, năm sinh", 24, lambda member: member.birth, "center"),
    PaperColumn("sex", "Giới tính", 16, lambda member: SEXES[member.person.sex] if member.person else "", "center"),
    PaperColumn("numbers", "Số giấy tờ", 34, lambda member: ", ".join(one.masked for one in member.numbers), "center"),
)
LINES = (
    PaperColumn("programme", "Chương trình", 42, lambda line: programme_of(line)),
    PaperColumn("name", "Người hưởng", 28, lambda line: BEYOND if line.beyond else line.name or "Cả hộ"),
    PaperColumn("days", "Từ – đến hết ngày", 21, lambda line: _days(line), "center"),
    PaperColumn("state", "Trạng thái", 23, lambda line: line.register.workflow.states[line.status]),
)
MONEY = (
    money_column("approved", "Được duyệt", lambda funds: funds.total, 20),
    money_column("paid", "Đã chi", lambda funds: funds.paid, 20),
)


def household_slip(order: Order, dossier: Any, shown: Any) -> PrintedList:
    """The sheet of a household: its dossier (queries.dossier), and what its page answers (`shown`). Where not all is
    sure to fit, more is drawn and looked at, at most twice."""
    sure = _slip(order, dossier, shown, ROOM)
    titles = max((len(one.titles) for one in sure.signatures), default=0)
    fuller = (_slip(order, dossier, shown, room) for room in (MOST, LIKELY - TITLE_LINE * titles))
    return next((one for one in fuller if one == sure or pages_of(one) == 1), sure)


def _slip(order: Order, dossier: Any, shown: Any, room: float) -> PrintedList:
    money, head = shown["money"], order.letterhead
    columns = (*LINES, *(MONEY if money else ()))
    people = _fitting(PEOPLE, dossier.present, ROOM_OF_PEOPLE)
    more = len(dossier.present) - len(people)
    room -= sum(_heights(PEOPLE, people)) + TEXT * (2 * bool(money) + bool(more) + bool(shown["beyond"]))
    texts, printed = _laid_out(dossier, shown, columns, room)
    return order.paper(
        TITLE,
        columns,
        [RowGroup("", printed)],
        list(_totals(shown["benefits"], printed, money)),
        _closing(dossier, shown),
        subtitles=(f"Hộ {dossier.code} - {dossier.period.head_name or HEADLESS}",),
        heading=Heading(head.parent or "", head.issuer, head.place, ""),
        facts=_facts(dossier, shown["status"]),
        blocks=(Block("Thành viên", f"và {more} người nữa" if more else "", PEOPLE, people), *texts),
        unit_line="Đơn vị tính: đồng" if money else "",
        recipients=(),
        landscape=False,
        small=True,
    )


def _laid_out(
    dossier: Any, shown: Any, columns: Sequence[PaperColumn], room: float
) -> tuple[list[Block], Sequence[Any]]:
    """The texts, as long as they may be while there is room for the lines that count, and those lines."""
    lines = shown["benefits"]
    for most in TEXTS:
        texts = [block for block in _texts(dossier, shown, most) if block.text]
        printed = _fitting(columns, lines, room - sum(map(_text_height, texts)))
        if len(printed) >= min(len(lines), WANTED):
            break
    return texts, printed


def programme_of(line: Any) -> str:
    """A line's programme within its register."""
    return f"{line.register.title}: {line.told}" if line.told else str(line.register.title)


def _days(line: Any) -> str:
    return f"{format_day(line.starts)} – {format_day(line.through) if line.through else '…'}"


def _facts(dossier: Any, status: str) -> dict[str, str]:
    since = f" từ {format_day(dossier.period.class_from)}" if dossier.period.class_from else ""
    return {
        "Nơi ở": dossier.label or "–",
        "Diện hộ": f"{status}{since}",
        "Số nhân khẩu": str(len(dossier.present)),
        "Dân tộc chủ hộ": dossier.ethnicity or "–",
        "Điện thoại": dossier.household.phone or "–",
    }


def _texts(dossier: Any, shown: Any, most: int) -> Iterable[Block]:
    classes = (f"{line.year} {CLASSES[line.row.class_][3:]}" for line in reversed(dossier.classes))
    yield _block(most, "Diện hộ qua các kỳ", classes)
    unasked = (f"{title}: chưa xác định nhu cầu" for title, _ in shown["unasked"])
    yield _block(most, "Còn thiếu, cần xem", [*_gaps(shown["gaps"]), *unasked])
    yield _block(most, "Sắp hết hạn", (_ending(group, most) for group in shown["endings"]))
    yield _block(most, "Nhu cầu", (_need(one.title, need) for one in dossier.needs for need, _ in one.holds))
    if money := shown["money"]:
        sources = [f"{SOURCES[source]} {format_int(money.total.approved[source])}" for source in money.sources]
        back = f"đã thu lại {format_int(money.total.back)}, còn lại chưa thu {format_int(money.total.balance)}"
        yield _block(most, "Tiền được duyệt theo nguồn (đồng)", [*sources, back])
    agencies = {line.register.title: line.agency for line in shown["benefits"] if line.agency}
    yield _block(most, "Cơ quan trả lời", (f"{title}: {agency}" for title, agency in agencies.items()))


def _block(most: int, heading: str, parts: Iterable[str]) -> Block:
    """The parts in one text; of a long one, how many parts are left out is said."""
    kept: list[str] = []
    left = 0
    for part in parts:
        if left or (kept and len("; ".join([*kept, part])) > most):
            left += 1
        else:
            kept.append(part)
    return Block(heading, "; ".join([*kept, *([f"và {left} mục nữa"] if left else [])]))


def _gaps(gaps: Sequence[Any]) -> Iterable[str]:
    for title, same in groupby((gap for gap, _ in gaps), lambda gap: gap.rule.title):
        names = [gap.name for gap in same if gap.name]
        yield f"{title} ({', '.join(names)})" if names else title


def _ending(group: Any, most: int) -> str:
    """What ends, when, and whose it is: by name where that is not long."""
    first = group.first
    names = ", ".join(name for name, _ in group.people if name)
    whose = f" ({names if len(names) < most // 2 else f'{len(group.people)} người'})" if names else ""
    return f"{programme_of(first.line)} đến hết {format_day(first.line.through)}, còn {first.days} ngày{whose}"


def _need(title: str, need: Any) -> str:
    detail = f", {DETAIL_LABELS.get(need.detail, need.detail)}" if need.detail else ""
    return f"{title}{detail}: {ANSWERS[need.answer][0].lower()}{ANSWERS[need.answer][1:]} ({format_day(need.on_date)})"


def _totals(lines: Sequence[Any], printed: Sequence[Any], money: Any) -> Iterable[Total]:
    left = len(lines) - len(printed)
    said = f"{len(lines)} dòng" + (f", trong đó {left} dòng không in ở đây" if left else "")
    sums = {"approved": money.total.total, "paid": money.total.paid} if money else {}
    yield Total("Cộng", said, sums)


def _closing(dossier: Any, shown: Any) -> str:
    beyond = f"; {shown['beyond']} sổ khác không thuộc quyền xem của người lập phiếu" if shown["beyond"] else ""
    return f"Phiếu lập theo sổ, tính đến ngày {format_day(dossier.day)}{beyond}"


def _fitting(columns: Sequence[PaperColumn], rows: Sequence[Any], room: float) -> Sequence[Any]:
    """The rows, from the first, there is room for."""
    ends = accumulate(_heights(columns, rows))
    return rows[: sum(1 for _ in takewhile(lambda end: end <= room, ends))]


def _heights(columns: Sequence[PaperColumn], rows: Sequence[Any]) -> Iterator[float]:
    """Millimetres each of these rows takes at most."""
    wide = fitted(columns, landscape=False)
    return (ROW + LINE * max(_deep(column, row) for column in wide) for row in rows)


def _deep(column: PaperColumn, row: Any) -> int:
    """Lines a cell takes at most."""
    return lines_of(cell_text(column.value(row)), column.width - BESIDE, CELLS)


def _text_height(block: Block) -> float:
    return ABOVE + TEXT * lines_of(f"{block.heading}: {block.text}", SHEET, TEXT_SIZE)
