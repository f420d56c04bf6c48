"""The steps of an import between requests: the file as it was read once, laid out as its owner has said."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import g

from registry.commands.importing.effect import effect_of
from registry.commands.importing.report import IMPORTERS, Importer, Report
from registry.inputs.lists import Choice, Layout, lay_out, read_list
from registry.inputs.targets import Fault, Field, Read
from registry.inputs.workbook import Sheet, column_name, read_workbook
from registry.messages import N_, Message, Problem, Problems
from registry.queries.imports import remembered
from registry.vn.ids import mask
from registry.vn.legacy import FONTS, to_unicode
from registry.web.uploads import Upload, save

AT_ONCE = 2_000
"""Rows that are written while the browser waits."""
LONG_NUMBER, LOST_ZERO = re.compile(r"\d{9,}"), 11


@dataclass
class Column:
    """A column of the file as the mapping page shows it."""

    name: str
    letter: str
    label: str
    samples: list[str]
    field: str
    font: str
    converted: list[str]


@dataclass
class Part:
    """Sheets with the same header, and their columns."""

    sheets: list[str]
    row: int
    columns: list[Column]


@dataclass
class Reason:
    """Faults that say the same, with their cells."""

    text: Message
    cells: list[str]


def importer_of(upload: Upload) -> Importer:
    return IMPORTERS[upload.target]


def choice_of(upload: Upload) -> Choice:
    """What the owner has said, then what was remembered from earlier files."""
    return upload.choice(remembered(upload.owner, upload.target))


def layouts_of(upload: Upload, sheets: list[Sheet]) -> list[Layout]:
    return lay_out(importer_of(upload).target, sheets, choice_of(upload))


def sheets_of(upload: Upload) -> list[Sheet]:
    return read_workbook(upload.path, upload.name, upload.told)


def read_upload(upload: Upload) -> Read:
    """The file's records. Raises Problems at "file"."""
    return read_list(importer_of(upload).target, layouts_of(upload, sheets_of(upload)))


def check_upload(upload: Upload) -> Report:
    return importer_of(upload).check(g.actor, read_upload(upload))


def try_out(upload: Upload) -> None:
    """Note what the file would do to the findings, where all of it could be written at once. Raises Problems."""
    read, importer, upload.moved = read_upload(upload), importer_of(upload), None
    report = importer.check(g.actor, read)
    if not report.faults and report.shown and not is_long(report):
        upload.moved = effect_of(importer, g.actor, read)
    save(upload)


def is_long(report: Report) -> bool:
    """Whether a job writes it: the one place that decides what is written while the browser waits."""
    return report.new + report.changed > AT_ONCE


def parts_of(layouts: Iterable[Layout]) -> list[Part]:
    """The headers of a file, each once."""
    parts: dict[str, Part] = {}
    for layout in layouts:
        known = parts.get(layout.header.signature)
        if known:
            known.sheets.append(layout.sheet.name)
        else:
            parts[layout.header.signature] = _part(layout, len(parts))
    return list(parts.values())


def _part(layout: Layout, number: int) -> Part:
    fields = {column: key for key, column in layout.mapping.columns.items()}
    columns = [_column(layout, number, at, fields.get(at, "")) for at in layout.header.columns()]
    return Part([layout.sheet.name], layout.header.row + 1, columns)


def _column(layout: Layout, number: int, at: int, field: str) -> Column:
    font, samples = layout.mapping.fonts.get(at, ""), [LONG_NUMBER.sub(_masked, text) for text in layout.samples(at)]
    converted = [to_unicode(text, font) for text in samples] if font else []
    return Column(f"{number}-{at}", column_name(at), layout.header.text(at), samples, field, font, converted)


def _masked(found: re.Match[str]) -> str:
    """Identity numbers are masked here as on every page."""
    return mask(f"{found[0]:0>12}" if len(found[0]) == LOST_ZERO else found[0])


def take_mapping(upload: Upload, layouts: list[Layout], form: Any) -> dict[str, dict[str, int]]:
    """Put what the mapping form says into the upload; the columns by signature. Raises Problems at "file" for a field
    that two columns claim."""
    target = importer_of(upload).target
    known = {one.key for one in target.fields}
    signatures = list(dict.fromkeys(layout.header.signature for layout in layouts))
    headers = {layout.header.signature: layout.header for layout in layouts}
    for number, signature in enumerate(signatures):
        columns: dict[str, int] = {}
        for at in headers[signature].columns():
            key = form.get(f"field-{number}-{at}", "")
            if key in columns:
                raise _twice(target.field(key), columns[key], at)
            if key in known:
                columns[key] = at
        upload.columns[signature] = columns
        upload.fonts[signature] = _fonts(form, number, columns)
    upload.defaults = {one.key: form.get(f"given-{one.key}", "")[:200] for one in target.once()}
    return upload.columns


def _fonts(form: Any, number: int, columns: dict[str, int]) -> dict[str, str]:
    chosen = {str(at): form.get(f"font-{number}-{at}", "") for at in columns.values()}
    return {at: font for at, font in chosen.items() if font in FONTS}


def _twice(one: Field, first: int, second: int) -> Problems:
    told = N_("Cột %(first)s và cột %(second)s cùng được chọn là “%(field)s”. Hãy bỏ chọn một cột.")
    message = Message(told, first=column_name(first), second=column_name(second), field=Message(one.label))
    return Problems([Problem("file", message)])


def reasons(faults: Iterable[Fault]) -> list[Reason]:
    """Faults grouped by what they say, the most frequent first."""
    found: dict[str, Reason] = {}
    for fault in faults:
        reason = found.setdefault(str(fault.message), Reason(fault.message, []))
        reason.cells.append(f"{fault.sheet}!{fault.column}{fault.row}")
    return sorted(found.values(), key=lambda reason: -len(reason.cells))
