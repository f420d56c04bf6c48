"""A CSV file as rows of text, or a sentence why it cannot be read."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from registry.messages import N_, Message, Problem, Problems

TOO_LARGE = 2 * 1024 * 1024
_DATA = Path(__file__).resolve().parent.parent / "data"


def read_data(name: str) -> list[dict[str, str]]:
    """The rows of a file that ships with the program, by its name without ".csv"."""
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_table(source: Path | bytes, columns: Sequence[str], field: str = "file") -> list[tuple[int, dict[str, str]]]:
    """Line number and cells of each row of a CSV file that has these columns; empty lines are passed over.

    `source` is a file or its bytes. Raises Problems at `field` when it is too large (over 2 MB), not UTF-8, no CSV,
    or lacks a column.
    """
    try:
        reader = csv.DictReader(io.StringIO(_text(source, field), newline=""), strict=True, restval="")
        names = [(name or "").strip() for name in reader.fieldnames or ()]
        if missing := [column for column in columns if column not in names]:
            raise _wrong(field, N_("Tệp thiếu cột: %(columns)s. Dòng đầu phải là tên cột."), columns=", ".join(missing))
        reader.fieldnames = names
        return [(reader.line_num, _cells(row)) for row in reader if any(_cells(row).values())]
    except csv.Error:
        wrong = N_("Không đọc được tệp từ dòng %(row)s. Hãy lưu lại thành CSV UTF-8, ngăn cách bằng dấu phẩy.")
        raise _wrong(field, wrong, row=reader.line_num) from None


def _cells(row: dict[str, str]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in row.items() if name and isinstance(cell, str)}


def _text(source: Path | bytes, field: str) -> str:
    raw = source if isinstance(source, bytes) else _read(source, field)
    if len(raw) > TOO_LARGE:
        raise _wrong(field, N_("Tệp lớn hơn 2 MB. Hãy chỉ để lại danh mục đơn vị của một tỉnh."))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong(field, N_("Tệp không phải UTF-8. Trong Excel hãy chọn Lưu thành, loại CSV UTF-8.")) from None


def _read(path: Path, field: str) -> bytes:
    """At most a byte more than is allowed."""
    try:
        with path.open("rb") as file:
            return file.read(TOO_LARGE + 1)
    except OSError:
        raise _wrong(field, N_("Không mở được tệp %(name)s. Hãy kiểm tra lại đường dẫn."), name=path.name) from None


def _wrong(field: str, text: str, **values: object) -> Problems:
    return Problems([Problem(field, Message(text, **values))])
