"""The money of a register's list wherever it is told, by the key of its column: page, csv, workbook, paper."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from openpyxl import load_workbook

from registry.kernel.register import Register
from registry.models.money import SOURCES
from tests.print.lists import pages

Sums = dict[str, int]
"""đồng by column, those of 0 left out."""
FOOT = re.compile(r"<tfoot>.*?<td[^>]*>(.*?)</td>", re.DOTALL)
BY_SOURCE = re.compile(r"Được duyệt theo nguồn: (.+?)\./\.")
MONEY = re.compile("amount_|paid_total|back_total|owed_total")
COUNTED = re.compile(r"Danh sách có ([\d.]+) ")


class Told(NamedTuple):
    """How many lines, and their money."""

    lines: int
    sums: Sums


def assert_alike(register: Register, fetch: Callable[[str], bytes]) -> Told:
    """Page, csv and workbook add up to the same by source, paid and come back; the papers by source. Returns it.

    `fetch` gives the list as "csv", "xlsx", "pdf", or as its page ("")."""
    own = assert_files_alike(register, fetch)
    by = {key: amount for key, amount in own.sums.items() if key in by_source(register)}
    assert on_paper(fetch("pdf")) == Told(own.lines, by)
    return own


def assert_files_alike(register: Register, fetch: Callable[[str], bytes]) -> Told:
    """The same without paper."""
    table, book = fetch("csv"), fetch("xlsx")
    own, keys = in_csv(register, table), dict(zip(labels(book), heads(table), strict=True))
    assert on_page(fetch("").decode(), keys) == own
    assert in_workbook(book, heads(table)) == own
    return own


def by_source(register: Register) -> set[str]:
    return {f"amount_{source}" for source in register.money.sources} if register.money else set()


def in_csv(register: Register, table: bytes) -> Told:
    """Added up here, row by row; what a row says in all is what its sources come to."""
    found, sums = rows(table), Counter[str]()
    for row in found:
        money = {key: int(text or 0) for key, text in row.items() if MONEY.match(key)}
        assert sum(money[key] for key in by_source(register)) == money.get("amount_total", 0), row
        sums.update(money)
    return Told(len(found), _without_zeros(sums))


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))


def heads(table: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(table.decode("utf-8-sig"))))


def _lines(book: bytes) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(book), read_only=True).worksheets[0].iter_rows(values_only=True))


def labels(book: bytes) -> list[str]:
    """What the workbook calls its columns, which are those of the csv."""
    return [str(label) for label in _lines(book)[3]]


def in_workbook(book: bytes, keys: Iterable[str]) -> Told:
    """Its row “Cộng”."""
    lines = _lines(book)
    at = next(at for at, line in enumerate(lines) if line[0] == "Cộng")
    sums = {key: cell for key, cell in zip(keys, lines[at], strict=True) if isinstance(cell, int)}
    return Told(_number(str(lines[at][1])), _without_zeros(sums))


def on_page(page: str, keys: dict[str, str]) -> Told:
    """The first row below its table: “3 dòng · Vốn vay: 25.000.000 · …”."""
    found = FOOT.search(page)
    assert found, "danh sách không có dòng cộng"
    counted, *told = " ".join(found[1].split()).split(" · ")
    parts = [one.rpartition(": ") for one in told]
    return Told(_number(counted), {keys[label]: _number(amount) for label, _, amount in parts})


def on_paper(paper: bytes) -> Told:
    """Of all its communes together."""
    text = " ".join(pages(paper))
    sums, names = Counter[str](), {label: f"amount_{source}" for source, label in SOURCES.items()}
    for told in BY_SOURCE.findall(text):
        for label, _, amount in (one.removesuffix(" đồng").rpartition(" ") for one in told.split("; ")):
            sums[names[label]] += _number(amount)
    return Told(sum(map(_number, COUNTED.findall(text))), dict(sums))


def _number(text: str) -> int:
    return int(text.split()[0].replace(".", ""))


def _without_zeros(sums: Any) -> Sums:
    return {key: amount for key, amount in sums.items() if amount}
