"""A whole list: which sheets hold it, how each is laid out, and its records."""

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Given
from dataclasses import dataclass, field, replace

from registry.inputs.headers import DEEPEST, Header, find_header, header_at, require_columns, suggest
from registry.inputs.lines import Mapping, read_lines
from registry.inputs.targets import Read, Target, read_records, with_defaults
from registry.inputs.workbook import Sheet
from registry.messages import N_, Message, Problem, Problems
from registry.vn.fold import fold
from registry.vn.legacy import guess_font

FEW, INSTRUCTIONS = 3, "huong dan"
"""A sheet whose header names fewer fields than this is no list: instructions, a summary."""


@dataclass(frozen=True)
class Choice:
    """What a person has said of a file: values for all of it, and by a header's signature the columns and fonts. Of
    several sheets only `sheet`, when named; the header stands in `header_row` (from 1), when told."""

    defaults: Given[str, str] = field(default_factory=dict)
    columns: Callable[[str], Given[str, int] | None] = lambda signature: None
    fonts: Callable[[str], Given[int, str] | None] = lambda signature: None
    sheet: str = ""
    header_row: int = 0


NOTHING_SAID = Choice()


@dataclass(kw_only=True)
class Said:
    """The same, fit for JSON: `columns` and `fonts` by a header's signature."""

    sheet: str = ""
    header_row: int = 0
    defaults: dict[str, str] = field(default_factory=dict)
    columns: dict[str, dict[str, int]] = field(default_factory=dict)
    fonts: dict[str, dict[str, str]] = field(default_factory=dict)

    def choice(self, earlier: Callable[[str], Given[str, int] | None]) -> Choice:
        """What was said, then the columns of `earlier` files."""

        def columns(signature: str) -> Given[str, int] | None:
            return self.columns.get(signature) or earlier(signature)

        def fonts(signature: str) -> dict[int, str] | None:
            kept = self.fonts.get(signature)
            return None if kept is None else {int(column): font for column, font in kept.items()}

        return Choice(self.defaults, columns, fonts, self.sheet, self.header_row)


@dataclass(frozen=True)
class Layout:
    """A sheet, its header and what its columns mean."""

    sheet: Sheet
    header: Header
    mapping: Mapping

    def samples(self, column: int, count: int = 3) -> list[str]:
        """The first different values below a label, as they stand in the file."""
        cells = (row[column] for row in self.sheet.rows[self.header.body :] if column < len(row) and row[column])
        return list(dict.fromkeys(cells))[:count] if column >= 0 else []


def lay_out(target: Target, sheets: Iterable[Sheet], choice: Choice = NOTHING_SAID) -> list[Layout]:
    """Every visible sheet with a header, its columns as chosen or remembered, else as its labels suggest.

    Raises Problems at "file" when no sheet has a header.
    """
    shown = [sheet for sheet in sheets if sheet.visible and any(sheet.rows) and choice.sheet in ("", sheet.name)]
    visible = [sheet for sheet in shown if not fold(sheet.name).startswith(INSTRUCTIONS)] or shown
    if not visible:
        raise Problems([Problem("file", Message(N_("Tệp không có trang tính nào có dữ liệu. Hãy kiểm tra lại tệp.")))])
    found = [(sheet, header) for sheet in visible if (header := _header(sheet, target, choice.header_row))]
    if not found:
        require_columns(target, None, set(), visible[0].name)
    layouts = [_layout(target, sheet, header, choice) for sheet, header in found]
    most = max(len(layout.mapping.columns) for layout in layouts)
    return [layout for layout in layouts if len(layout.mapping.columns) >= min(FEW, most)]


def _header(sheet: Sheet, target: Target, row: int) -> Header | None:
    if not row:
        return find_header(sheet, target)
    return header_at(sheet, row - 1, 1) if row <= min(len(sheet.rows), DEEPEST) else None


def _layout(target: Target, sheet: Sheet, header: Header, choice: Choice) -> Layout:
    kept = choice.columns(header.signature)
    columns = suggest(header, target) if kept is None else dict(kept)
    layout = Layout(sheet, header, Mapping(columns, {}, with_defaults(target, choice.defaults)))
    fonts = choice.fonts(header.signature)
    return replace(layout, mapping=replace(layout.mapping, fonts=guess_fonts(layout) if fonts is None else dict(fonts)))


def guess_fonts(layout: Layout) -> dict[int, str]:
    """The font each mapped column votes for, where it is not Unicode."""
    body = layout.sheet.rows[layout.header.body :]
    fonts = {at: guess_font(row[at] for row in body if at < len(row)) for at in layout.mapping.columns.values()}
    return {at: font for at, font in fonts.items() if font}


def read_list(target: Target, layouts: Iterable[Layout]) -> Read:
    """The records of all sheets, every fault of every cell. Raises Problems at "file" when a column is missing."""
    read = Read()
    for layout in layouts:
        given = {*layout.mapping.columns, *layout.mapping.defaults}
        require_columns(target, layout.header, given, layout.sheet.name)
        lines, faults = read_lines(layout.sheet, layout.header, layout.mapping, target)
        one = read_records(target, lines)
        read.records += one.records
        read.faults += [*faults, *one.faults]
        read.doubts += one.doubts
    if not read.records:
        raise Problems([Problem("file", Message(N_("Dưới tiêu đề không có dòng nào. Hãy kiểm tra lại tệp.")))])
    read.faults.sort(key=lambda fault: (fault.sheet, fault.row, len(fault.column), fault.column))
    return read
