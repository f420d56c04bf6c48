"""A file of administrative units with periods and successors, read whole or refused with every fault at its row.

Columns: uid (the file's own key), code (official, may be reused later), name, type, parent_uid, valid_from, valid_to
(the first day it no longer holds), successor_uid (several, with ";" between, when a unit was split); optional:
atk_2022 (1: an ATK commune by QĐ 270/QĐ-TTg) and source (legal basis). An empty date has no bound.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from registry.inputs.table import read_table
from registry.messages import N_, Message, Problem, Problems
from registry.models.area import COMMUNE_TYPES, DISTRICT_TYPES, PROVINCE_TYPES, UNIT_TYPES
from registry.storage import OPEN
from registry.vn.clean import clean, find_invisible

COLUMNS = ("uid", "code", "name", "type", "parent_uid", "valid_from", "valid_to", "successor_uid")
BEGINNING = date(1900, 1, 1)
"""The first day of a unit of which nobody wrote down when it began."""
SHOWN = 20


@dataclass(frozen=True)
class UnitRow:
    """A unit as a file gives it; `line` is where."""

    line: int
    uid: str
    code: str
    name: str
    type: str
    parent_uid: str
    starts: date
    ends: date
    successors: tuple[str, ...]
    atk: bool
    source: str

    @property
    def level(self) -> int:
        """0 province, 1 district, 2 commune."""
        return next(level for level, types in enumerate(_LEVELS) if self.type in types)


_LEVELS = (PROVINCE_TYPES, DISTRICT_TYPES, COMMUNE_TYPES)


def read_units(source: Path | bytes) -> list[UnitRow]:
    """The units in a CSV file, provinces first, then districts, then communes. Raises Problems at "units"."""
    rows, problems = [], []
    for line, cells in read_table(source, COLUMNS, "units"):
        wrong = list(_faulty_cells(line, cells))
        problems += wrong
        if not wrong:
            rows.append(_row(line, cells))
    problems = problems or list(_faults(rows))
    if problems:
        raise Problems(_shortened(problems))
    return sorted(rows, key=lambda row: (row.level, row.line))


def _row(line: int, cells: dict[str, str]) -> UnitRow:
    return UnitRow(
        line=line,
        uid=cells["uid"],
        code=cells["code"],
        name=clean(cells["name"]),
        type=cells["type"],
        parent_uid=cells["parent_uid"],
        starts=_day(cells["valid_from"]) or BEGINNING,
        ends=_day(cells["valid_to"]) or OPEN,
        successors=tuple(filter(None, (uid.strip() for uid in cells["successor_uid"].split(";")))),
        atk=cells.get("atk_2022", "") == "1",
        source=cells.get("source", "")[:200],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _faulty_cells(line: int, cells: dict[str, str]) -> Iterator[Problem]:
    """What is wrong with the cells of one row, each by itself."""
    if not cells["uid"] or not cells["name"]:
        yield _at(line, N_("Dòng %(row)s: thiếu uid hoặc tên đơn vị (name)."))
    if not (cells["code"].isascii() and cells["code"].isalnum() and len(cells["code"]) <= 10):
        yield _at(
            line, N_("Dòng %(row)s: mã “%(code)s” phải gồm 1 đến 10 chữ số hoặc chữ cái."), code=cells["code"][:20]
        )
    if len(clean(cells["name"])) > 100 or find_invisible(cells["name"]):
        yield _at(line, N_("Dòng %(row)s: tên dài quá 100 ký tự hoặc có ký tự không nhìn thấy. Hãy gõ lại tên."))
    if cells["type"] not in UNIT_TYPES:
        yield _at(
            line,
            N_("Dòng %(row)s: không có loại “%(type)s”. Hãy dùng một trong: %(types)s."),
            type=cells["type"][:20],
            types=", ".join(UNIT_TYPES),
        )
    for column in ("valid_from", "valid_to"):
        if not _is_day(cells[column]):
            yield _at(
                line,
                N_("Dòng %(row)s: ngày “%(day)s” ở cột %(column)s không đọc được. Hãy ghi dạng 2025-07-01."),
                day=cells[column][:20],
                column=column,
            )


def _is_day(text: str) -> bool:
    try:
        return _day(text) is None or len(text) == 10
    except ValueError:
        return False


def _faults(rows: list[UnitRow]) -> Iterator[Problem]:
    """What is wrong between rows; their cells are sound."""
    known: dict[str, UnitRow] = {}
    for row in rows:
        if row.uid in known:
            yield _at(
                row.line,
                N_("Dòng %(row)s: uid “%(uid)s” đã có ở dòng %(other)s."),
                uid=row.uid,
                other=known[row.uid].line,
            )
        known[row.uid] = row
        if row.starts >= row.ends:
            yield _at(row.line, N_("Dòng %(row)s: valid_to phải sau valid_from."))
    for row in rows:
        yield from _faulty_parent(row, known)
        yield from _faulty_heirs(row, known)
    yield from _same_code_twice(rows)
    yield from _missing_levels(rows)


def _faulty_parent(row: UnitRow, known: dict[str, UnitRow]) -> Iterator[Problem]:
    parent = known.get(row.parent_uid)
    if row.parent_uid and parent is None:
        yield _at(row.line, N_("Dòng %(row)s: parent_uid “%(uid)s” không có trong tệp."), uid=row.parent_uid)
    elif row.level == 0 and parent is not None:
        yield _at(row.line, N_("Dòng %(row)s: tỉnh không thuộc đơn vị nào, hãy bỏ trống parent_uid."))
    elif row.level > 0 and (parent is None or parent.level >= row.level):
        yield _at(row.line, N_("Dòng %(row)s: parent_uid phải là huyện hoặc tỉnh mà đơn vị này thuộc về."))


def _faulty_heirs(row: UnitRow, known: dict[str, UnitRow]) -> Iterator[Problem]:
    if row.successors and row.ends == OPEN:
        yield _at(row.line, N_("Dòng %(row)s: có đơn vị kế thừa thì phải ghi ngày kết thúc (valid_to)."))
    for uid in row.successors:
        heir = known.get(uid)
        if heir is None:
            yield _at(row.line, N_("Dòng %(row)s: successor_uid “%(uid)s” không có trong tệp."), uid=uid)
        elif heir.level != row.level or not heir.starts <= row.ends < heir.ends:
            yield _at(
                row.line,
                N_("Dòng %(row)s: “%(uid)s” phải cùng cấp và đang có hiệu lực vào ngày đơn vị này kết thúc."),
                uid=uid,
            )


def _same_code_twice(rows: Iterable[UnitRow]) -> Iterator[Problem]:
    last: dict[str, UnitRow] = {}
    for row in sorted(rows, key=lambda row: (row.code, row.starts, row.line)):
        before = last.get(row.code)
        if before is not None and row.starts < before.ends:
            yield _at(
                row.line,
                N_("Dòng %(row)s: mã %(code)s đã dùng trong cùng thời gian ở dòng %(other)s."),
                code=row.code,
                other=before.line,
            )
        last[row.code] = row


def _missing_levels(rows: list[UnitRow]) -> Iterator[Problem]:
    provinces = sorted((row for row in rows if row.level == 0), key=lambda row: row.starts)
    if not provinces:
        yield Problem("units", Message(N_("Tệp không có tỉnh hoặc thành phố trực thuộc trung ương nào.")))
    for before, row in zip(provinces, provinces[1:], strict=False):
        if row.starts < before.ends:
            yield _at(row.line, N_("Dòng %(row)s: mỗi thời gian chỉ có một tỉnh; sổ này giữ dữ liệu của một tỉnh."))
    if all(row.level < 2 for row in rows):
        yield Problem("units", Message(N_("Tệp không có xã, phường hoặc thị trấn nào.")))


def _at(line: int, text: str, **values: object) -> Problem:
    return Problem("units", Message(text, row=line, **values))


def _shortened(problems: list[Problem]) -> list[Problem]:
    """The first faults, and how many more there are."""
    rest = len(problems) - SHOWN
    if rest <= 0:
        return problems
    return [*problems[:SHOWN], Problem("units", Message(N_("… và còn %(count)s lỗi khác trong tệp."), count=rest))]
