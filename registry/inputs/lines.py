"""The rows below a header as lines of text by field: group rows, number rows, sums and signatures understood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from registry.inputs.cells import tidy
from registry.inputs.headers import Header
from registry.inputs.targets import Fault, Line, Target
from registry.inputs.workbook import Sheet, column_name
from registry.messages import N_, Message
from registry.vn.fold import fold
from registry.vn.legacy import to_unicode

NUMBER_LABEL = re.compile(r"\(?\d{1,2}\)?|\(?\d{1,2}\)?=[\d()+\- ]+|[A-Z]")
ENDS = re.compile(r"^(tong cong|nguoi lap|lap bang|nguoi lap bieu|tm\.? |thu truong|xac nhan cua|ky ten|noi nhan)")
SIGNED = re.compile(r"\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b")
SUMS = re.compile(r"^(cong|tong|tong so|cong (ap|khom|xa|to|ho)\b.*|tong (ap|khom|xa)\b.*)\s*:?[\s\d]*$")
NUMBERED = re.compile(r"^(?:[IVXLC]{1,6}|[A-Z]|\d{1,2})\s*[./):-]+\s*")
BIRTH = re.compile(r"\d{4}|\d[/.-]\d|^[xX]$")
ROMAN = re.compile(r"^[IVXLC]{1,6}[./)]?$")
KINDS = {
    "hamlet": re.compile(r"^(ap|khom|thon|to dan pho)\b"),
    "unit": re.compile(r"^(xa|phuong|thi tran|tt\.)\s"),
}
DITTO = re.compile(r"""["'”“’‘〃/ ]+|\W*(nt|nhu tren)\W*""")


@dataclass(frozen=True)
class Mapping:
    """Which column holds which field, in which font a column was typed, what holds for the whole file."""

    columns: dict[str, int]
    fonts: dict[int, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)


@dataclass
class _State:
    """What the rows above say of the rows below."""

    group: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)


def read_lines(sheet: Sheet, header: Header, mapping: Mapping, target: Target) -> tuple[list[Line], list[Fault]]:
    """The lines of a list, down to its sums and signatures, and ditto marks that repeat nothing."""
    state, lines, faults = _State(), [], []
    _enter(state, *(_place_told(sheet.name, target) or ("", "")))
    merged = _merged_down(sheet, header)
    for at, row in _rows(sheet, header, mapping):
        if group := _group(row, mapping, target):
            _enter(state, *group)
            continue
        line = Line(sheet.name, at + 1, {}, {})
        for key, column in mapping.columns.items():
            repeats = target.field(key).repeats
            above = merged.get((at, column)) if repeats else None
            text = _text(sheet.rows[above if above is not None else at], column, mapping)
            line.columns[key] = column_name(column)
            if DITTO.fullmatch(fold(text)):
                text = state.last.get(key, "") if repeats else ""
                if not text:
                    faults.append(line.fault(key, Message(N_("Dấu “nt” ở đây không có gì để lặp lại. Hãy ghi rõ."))))
            line.texts[key] = state.last[key] = text
        _add_what_holds(line, state.group, mapping)
        lines.append(line)
    return lines, faults


def _enter(state: _State, key: str, name: str) -> None:
    """A group row takes effect; hamlets of another commune end with it."""
    if key == "unit":
        state.group.pop("hamlet", None)
    if key:
        state.group[key] = name


def _text(row: list[str], column: int, mapping: Mapping) -> str:
    cell = row[column] if column < len(row) else ""
    return to_unicode(cell, mapping.fonts.get(column, "")).strip()


def _add_what_holds(line: Line, group: dict[str, str], mapping: Mapping) -> None:
    """Group rows speak for the blank cells below them, the file's own values for what is still blank."""
    for given in (group, mapping.defaults):
        for key, text in given.items():
            if not line.texts.get(key):
                line.texts[key] = text
                line.columns.setdefault(key, None)


def _rows(sheet: Sheet, header: Header, mapping: Mapping) -> Iterator[tuple[int, list[str]]]:
    """Rows that tell something, with blanks where nothing is, until the list ends."""
    for at in range(header.body, len(sheet.rows)):
        row = [tidy(to_unicode(cell, mapping.fonts.get(column, ""))) for column, cell in enumerate(sheet.rows[at])]
        filled = [cell for cell in row if cell]
        if not filled or (at < header.body + 2 and _is_number_row(filled)):
            continue
        words = [fold(cell) for cell in filled]
        if any(ENDS.match(word) or SIGNED.search(word) for word in words) and not _tells_birth(row, mapping):
            return
        if not (any(map(SUMS.match, words)) and not _tells_birth(row, mapping)):
            yield at, row


def _is_number_row(filled: list[str]) -> bool:
    """The row (1) (2) (3) under a header."""
    return len(filled) > 2 and all(map(NUMBER_LABEL.fullmatch, filled))


def _tells_birth(row: list[str], mapping: Mapping) -> bool:
    """A year, a day or a mark where births stand: no sum, no signature."""
    told = (mapping.columns.get(key) for key in ("birth", "male", "female"))
    return any(column is not None and column < len(row) and BIRTH.search(row[column]) for column in told)


def _group(row: list[str], mapping: Mapping, target: Target) -> tuple[str, str] | None:
    """What a group row gives, as "I. Ấp Đại Nôn (12 hộ)" gives the hamlet; ("", "") when it only parts the list."""
    filled = [cell for cell in row if cell]
    if len(filled) > 3 or _tells_birth(row, mapping):
        return None
    text = max(filled, key=len)
    name = re.split(r"\s*[:(]", NUMBERED.sub("", text))[0].strip(" .,;-–")
    if place := _place_told(name, target):
        return place
    numbered = bool(ROMAN.fullmatch(filled[0])) or bool(re.match(r"^[IVXLC]{1,6}\s*[./)]", text))
    if key := _class_told(name, target):
        return key, name
    return ("", "") if numbered else None


def _place_told(text: str, target: Target) -> tuple[str, str] | None:
    """A hamlet or commune, when the text is its name."""
    known = {one.key for one in target.fields}
    return next(((key, text) for key, kind in KINDS.items() if key in known and kind.match(fold(text))), None)


def _class_told(name: str, target: Target) -> str:
    """A row such as "II. Hộ cận nghèo" tells the class of the rows below."""
    try:
        target.field("class_").parse(name)
    except (ValueError, StopIteration):
        return ""
    return "class_"


def _merged_down(sheet: Sheet, header: Header) -> dict[tuple[int, int], int]:
    """For each place inside a merged cell of the body, the row its text stands in."""
    return {
        (row, column): top
        for top, left, bottom, right in sheet.merged
        if top >= header.body
        for row in range(top + 1, bottom + 1)
        for column in range(left, right + 1)
    }
