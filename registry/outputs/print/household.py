"""What a family is told of itself at the desk, on one sheet: who they are, what they get, what is missing, what ends.

Everything is as on its page on the screen, numbers masked alike. Where a sheet cannot hold it all, what holds today
comes first, and how much is left out is said.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from registry.models.household_period import CLASSES
from registry.models.money import SOURCES
from registry.models.need import ANSWERS, DETAIL_LABELS
from registry.models.person import SEXES
from registry.outputs.print.model import Block, Heading, PrintedList, RowGroup, Total
from registry.outputs.print.order import Order
from registry.paper import HEADLESS, PaperColumn, money_column
from registry.vn.dates import format_day
from registry.vn.numbers import format_int

TITLE = "Phiếu thông tin hộ gia đình"
ROOM = 152
"""Millimetres between the facts and the signatures of an upright sheet in small letters."""
LINE, ROW, TEXT, HEAD = 3.9, 1.4, 4.5, 13.0
"""A line of a table, what a row adds, a line of text, a table's name and head: millimetres."""
LETTER = 1.85
"""Millimetres a letter of a table takes, on the safe side."""
MOST_PEOPLE, LETTERS_A_LINE, MOST_TEXT = 10, 88, 280
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
    """The sheet of a household: its dossier (queries.dossier), and what its page answers (`shown`)."""
    people, texts = dossier.present[:MOST_PEOPLE], [block for block in _texts(dossier, shown) if block.text]
    lines, money = shown["benefits"], shown["money"]
    columns = (*LINES, *(MONEY if money else ()))
    room = ROOM - HEAD * 2 - sum(_height(PEOPLE, one) for one in people) - sum(map(_text_height, texts))
    printed = lines[: _fitting(columns, lines, room)]
    more = len(dossier.present) - len(people)
    head = order.letterhead
    return order.paper(
        TITLE,
        columns,
        [RowGroup("", printed)],
        list(_totals(lines, printed, money)),
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


def _texts(dossier: Any, shown: Any) -> Iterable[Block]:
    classes = (f"{line.year} {CLASSES[line.row.class_][3:]}" for line in reversed(dossier.classes))
    yield _block("Diện hộ qua các kỳ", classes)
    unasked = (f"{title}: chưa xác định nhu cầu" for title, _ in shown["unasked"])
    yield _block("Còn thiếu, cần xem", [*_gaps(shown["gaps"]), *unasked])
    yield _block("Sắp hết hạn", map(_ending, shown["endings"]))
    yield _block("Nhu cầu", (_need(one.title, need) for one in dossier.needs for need, _ in one.holds))
    if money := shown["money"]:
        sources = [f"{SOURCES[source]} {format_int(money.total.approved[source])}" for source in money.sources]
        back = f"đã thu lại {format_int(money.total.back)}, còn lại chưa thu {format_int(money.total.balance)}"
        yield _block("Tiền được duyệt theo nguồn (đồng)", [*sources, back])
    agencies = {line.register.title: line.agency for line in shown["benefits"] if line.agency}
    yield _block("Cơ quan trả lời", (f"{title}: {agency}" for title, agency in agencies.items()))


def _block(heading: str, parts: Iterable[str]) -> Block:
    """The parts in one text; of a long one, how many parts are left out is said."""
    kept: list[str] = []
    left = 0
    for part in parts:
        if left or len("; ".join([*kept, part])) > MOST_TEXT:
            left += 1
        else:
            kept.append(part)
    return Block(heading, "; ".join([*kept, *([f"và {left} mục nữa"] if left else [])]))


def _gaps(gaps: Sequence[Any]) -> Iterable[str]:
    for title, same in groupby((gap for gap, _ in gaps), lambda gap: gap.rule.title):
        names = [gap.name for gap in same if gap.name]
        yield f"{title} ({', '.join(names)})" if names else title


def _ending(group: Any) -> str:
    first = group.first
    names = [name for name, _ in group.people if name]
    whose = f" ({', '.join(names)})" if names else ""
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


def _fitting(columns: Sequence[PaperColumn], lines: Sequence[Any], room: float) -> int:
    """How many lines there is room for; a few in any case."""
    used, count = 0.0, 0
    for line in lines:
        used += _height(columns, line)
        if used > room and count >= 3:
            return count
        count += 1
    return count


def _height(columns: Sequence[PaperColumn], row: Any) -> float:
    """Millimetres a row takes at most."""
    deepest = max(-(-len(str(column.value(row))) * LETTER // (column.width - 2)) for column in columns)
    return ROW + LINE * max(1, deepest)


def _text_height(block: Block) -> float:
    return TEXT * (1 + (len(block.heading) + len(block.text)) // LETTERS_A_LINE)
