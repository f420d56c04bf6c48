"""The header of a departmental list: found under title rows, on one to three merged levels, in whatever font it was
typed; its columns known by Vietnamese keywords, its look remembered by a signature (domain.md §8)."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from registry.inputs.cells import tidy
from registry.inputs.targets import Field, Target
from registry.inputs.workbook import Sheet
from registry.messages import N_, Message, Problem, Problems
from registry.vn.fold import fold
from registry.vn.legacy import guess_font, to_unicode

DEEPEST, LEVELS, SAMPLED = 40, 3, 60
"""Rows in which a header is looked for, levels it may have, rows that vote for the font."""
NAMED, WHOLE, LONGEST = 10_000, 1_000, 90
NEVER = re.compile(r"\b(ngay cap|noi cap|so khau|nhan khau|ghi chu|so nguoi|ky nhan)\b")
"""Headers that hold a keyword and mean something else."""
GROUPS = re.compile(r"^(nam sinh|ngay|gioi tinh|phai|sinh|phan loai|dien|doi tuong|loai ho|ket qua)\b")
"""What may stand over a column that is named by its last line alone ("Nam" under "Năm sinh")."""

Label = tuple[str, ...]


@dataclass(frozen=True)
class Header:
    """A header in a sheet: `row` counts from 0, `labels` are the lines over each column, from above."""

    row: int
    levels: int
    labels: tuple[Label, ...]

    @property
    def body(self) -> int:
        """The first row below."""
        return self.row + self.levels

    @property
    def signature(self) -> str:
        """Equal for headers that say the same."""
        text = "|".join(fold(" ".join(label)) for label in self.labels)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def text(self, column: int) -> str:
        """The label of a column on one line."""
        return " / ".join(self.labels[column]) if column < len(self.labels) else ""

    def columns(self) -> list[int]:
        """The columns that have a label."""
        return [at for at, label in enumerate(self.labels) if label]


def find_header(sheet: Sheet, target: Target) -> Header | None:
    """The header that names most of the target's fields; of equal ones the flattest, then the first."""
    best, found = (1, 0, 0), None
    for header in _candidates(sheet):
        columns = suggest(header, target)
        needed = len(target.missing(())) - len(target.missing(columns))
        score = (len(columns) + needed, -header.levels, -header.row)
        if score > best:
            best, found = score, header
    return _with_merged_below(sheet, found) if found else None


def header_at(sheet: Sheet, row: int, levels: int) -> Header:
    """The header the user points at."""
    font = guess_font(cell for one in sheet.rows[:SAMPLED] for cell in one)
    return Header(row, levels, _labels(_unmerged(sheet, font), row, levels))


def suggest(header: Header, target: Target) -> dict[str, int]:
    """The column of each field that a label names, best matches first, each column once."""
    scored = [
        (score, -at, one.key)
        for at, label in enumerate(header.labels)
        if label
        for one in target.fields
        if (score := _score(label, one))
    ]
    columns: dict[str, int] = {}
    for _, at, key in sorted(scored, reverse=True):
        if key not in columns and -at not in columns.values():
            columns[key] = -at
    return columns


def require_columns(target: Target, header: Header | None, given: set[str], sheet: str) -> None:
    """One clear answer when required columns are missing: which, and the nearest header that was found."""
    missing = target.missing(given) if header else target.missing(())
    if not missing:
        return
    names = ", ".join(one.label for one in missing)
    if header is None:
        told = N_("Trang “%(sheet)s” không có dòng tiêu đề. Hãy thêm một dòng tên cột, ít nhất có: %(columns)s.")
        raise Problems([Problem("file", Message(told, sheet=sheet, columns=names))])
    found = ", ".join(header.text(at) for at in header.columns())
    told = N_(
        "Trang “%(sheet)s” thiếu cột: %(columns)s. Tiêu đề gần nhất, ở dòng %(row)s, là: %(found)s. "
        "Hãy sửa tên cột trong tệp, hoặc chỉ ra cột nào là cột đó."
    )
    raise Problems([Problem("file", Message(told, sheet=sheet, columns=names, row=header.row + 1, found=found[:400]))])


def _score(label: Label, one: Field) -> int:
    """How surely a label names a field; 0 when it does not."""
    last, above = label[-1].lower(), fold(" ".join(label[:-1]))
    if one.named and last in one.named and (not above or GROUPS.match(above)):
        return NAMED
    texts = {_plain(" ".join(label)), _plain(label[-1])}
    found = max((WHOLE + len(known) for known in (_plain(one.label), *one.keywords) if known in texts), default=0)
    if found or any(NEVER.search(text) for text in texts):
        return found
    parts = (keyword for keyword in one.keywords if any(f" {keyword} " in f" {text} " for text in texts))
    return max((10 * len(keyword) for keyword in parts), default=0)


def _plain(text: str) -> str:
    """Folded words only."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def _candidates(sheet: Sheet) -> Iterator[Header]:
    font = guess_font(cell for row in sheet.rows[:SAMPLED] for cell in row)
    rows = _unmerged(sheet, font)
    for row in range(len(rows)):
        for levels in range(1, LEVELS + 1):
            if row + levels <= len(rows) and all(map(_may_be_header, rows[row : row + levels])):
                yield Header(row, levels, _labels(rows, row, levels))


def _may_be_header(row: list[str]) -> bool:
    """Several different words, and no number, day or sentence: those are data."""
    words = {cell for cell in row if cell}
    data = any(re.fullmatch(r"[\d\s./:-]+", word) or len(word) > LONGEST for word in words)
    return len(words) > 1 and not data


def _unmerged(sheet: Sheet, font: str) -> list[list[str]]:
    """The first rows, tidied, with a merged cell's text in each of its places."""
    rows = [[tidy(to_unicode(cell, font)) for cell in row] for row in sheet.rows[:DEEPEST]]
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    for top, left, bottom, right in sheet.merged:
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, width)):
                rows[row][column] = rows[top][left]
    return rows


def _labels(rows: list[list[str]], row: int, levels: int) -> tuple[Label, ...]:
    """Where nothing is merged, a blank cell over a filled one belongs to the group at its left."""
    lines = [list(line) for line in rows[row : row + levels]]
    for above, below in zip(lines, lines[1:], strict=False):
        for at in range(1, len(above)):
            if not above[at] and below[at] and below[at - 1]:
                above[at] = above[at - 1]
    return tuple(tuple(dict.fromkeys(filter(None, parts))) for parts in zip(*lines, strict=True))


def _with_merged_below(sheet: Sheet, header: Header) -> Header:
    """A header reaches as far down as the cells merged into it."""
    reach = [bottom for top, _left, bottom, _right in sheet.merged if header.row <= top < header.body <= bottom]
    levels = min(max([header.levels, *(bottom + 1 - header.row for bottom in reach)]), LEVELS)
    return header_at(sheet, header.row, levels) if levels > header.levels else header
