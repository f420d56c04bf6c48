"""CSV as outsiders rely on it: UTF-8 with BOM, RFC 4180, stable English header, ISO dates, plain integers."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from registry.kernel.table import Table
from registry.messages import Message

LIVE = ("=", "+", "-", "@", "\t")
CHUNK = 500


def csv_chunks(table: Table, say: Callable[[str | Message], str], labels: bool = False) -> Iterator[bytes]:
    """The table row by row; `say` turns a label into the reader's language."""
    buffer = io.StringIO()
    write = csv.writer(buffer).writerow
    buffer.write("\ufeff")
    write([say(column.label) if labels else column.key for column in table.columns])
    for count, row in enumerate(table.rows, 1):
        write([plain(say(cell) if isinstance(cell, Message) else cell) for cell in table.cells(row)])
        if count % CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def plain(value: Any) -> Any:
    """A cell as text: ISO dates, and no text a spreadsheet would run."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(LIVE):
        return "'" + value
    return "" if value is None else value


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
