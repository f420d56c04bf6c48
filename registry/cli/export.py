"""`export`: what outsiders compute with, written whole and then renamed."""

import os
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click
from flask import current_app

from registry.cli.output import Refusal, group, say
from registry.cli.paper import paper_file
from registry.cli.stores import require_stores
from registry.cli.units import units_within
from registry.kernel.scope import EVERYTHING, set_scope
from registry.kernel.settings import today
from registry.messages import Message
from registry.outputs.csv import csv_chunks
from registry.outputs.print import OFFICE, VARIANTS
from registry.outputs.xlsx import xlsx_chunks
from registry.queries.exports import Wanted, export_keys, export_table
from registry.vn.dates import format_day


@group.command("export")
@click.argument("key", type=click.Choice(export_keys()))
@click.option("--format", "format_", type=click.Choice(["csv", "xlsx", "pdf"]), default="csv", show_default=True)
@click.option("--unit", "code", help="Chỉ một huyện hoặc xã, theo mã vào ngày đang xem.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Ngày đang xem; mặc định là ngày làm việc.")
@click.option("--history", is_flag=True, help="Mọi giai đoạn, không chỉ những gì đúng vào ngày ấy.")
@click.option("--labels", is_flag=True, help="Tên cột tiếng Việt.")
@click.option("--variant", type=click.Choice(list(VARIANTS)), default=OFFICE, show_default=True, help="Bản in (pdf).")
@click.option("--agency", help="Mã cơ quan đứng tên bản in; mặc định là cơ quan điều phối.")
@click.option("-o", "--output", required=True, help="Tệp để ghi, hoặc - cho đầu ra chuẩn.")
def export(
    key: str,
    format_: str,
    code: str | None,
    day: datetime | None,
    history: bool,
    labels: bool,
    variant: str,
    agency: str | None,
    output: str,
) -> None:
    """Xuất KEY ra tệp."""
    require_stores(current_app)
    set_scope(EVERYTHING)
    on = day.date() if day else today()
    if format_ == "pdf":
        _write([paper_file(key, code, on, variant, agency)], output)
        return
    table = export_table(key, Wanted(on, history, units_within(code, on)))
    chunks = csv_chunks(table, _say, labels) if format_ == "csv" else xlsx_chunks(table, key, format_day(on), _say)
    _write(chunks, output)


def _say(text: str | Message) -> str:
    return str(text)


def _write(chunks: Iterable[bytes], output: str) -> None:
    """To a file beside, readable by its owner, then renamed: nobody meets half a file."""
    if output == "-":
        sys.stdout.buffer.writelines(chunks)
        return
    whole = Path(output)
    part = whole.with_name(f".{whole.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.writelines(chunks)
        part.replace(whole)
    except OSError as error:
        raise Refusal(f"Không ghi được {output}: {error.strerror}.") from None
    say(f"Đã ghi {output}.")
