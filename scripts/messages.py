"""Keeps the English catalogue in step with the texts in the tree: extract, update, compile (`make messages`).

Vietnamese is the source language. babel.cfg says which files hold texts; new ones arrive without English and are
listed, for somebody to write into the .po; ones that are gone leave the catalogue.
"""

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PO = ROOT / "registry/translations/en/LC_MESSAGES/messages.po"
# lazy() marks a form's texts; many() names several of a thing, so it needs a plural
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy": None, "lazy_gettext": None, "many": (1, 1)}


def extracted() -> Catalog:
    """Every text for people in the tree, without English."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = Catalog()
    for _file, _line, text, _comments, context in extract_from_dir(ROOT, methods, options, KEYWORDS):
        found.add(text, context=context)
    return found


def csv_column(file: IO[bytes], _keywords: Any, _tags: Any, options: dict[str, str]) -> Iterator[tuple]:
    """Texts of the column that babel.cfg names: data whose names pages translate."""
    rows = csv.DictReader(io.StringIO(file.read().decode("utf-8")))
    return ((rows.line_num, None, row[options["column"]], []) for row in rows)


def read() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def compiled(catalog: Catalog) -> bytes:
    """The bytes Flask-Babel reads at run time."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def missing(catalog: Catalog) -> list[str]:
    """Texts that have no English yet."""
    return [forms(message.id)[0] for message in catalog if message.id and not all(forms(message.string))]


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """A text alone, or its singular and plural; "" for a translation that is not there."""
    return tuple(text) if isinstance(text, tuple | list) else (str(text or ""),)


def main() -> int:
    catalog = read()
    catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    with PO.open("wb") as file:
        write_po(file, catalog, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    PO.with_suffix(".mo").write_bytes(compiled(catalog))
    todo = missing(catalog)
    for text in todo:
        sys.stderr.write(f"Chưa có tiếng Anh: {text}\n")
    return 1 if todo else 0


if __name__ == "__main__":
    sys.exit(main())
