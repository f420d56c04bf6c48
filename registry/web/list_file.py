"""A list as a file: exactly what is on screen, all pages of it; who took it and what was asked is logged first."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Response, g
from flask_babel import gettext

from registry.kernel.actor import EXPORT, HOUSEHOLDS, Denied
from registry.kernel.table import Table
from registry.outputs.csv import csv_chunks
from registry.outputs.xlsx import xlsx_chunks
from registry.vn.dates import format_day
from registry.web.chrome import time_text
from registry.web.list_page import filters_text
from registry.web.notices import say
from registry.web.responses import download
from registry.web.views import log_view

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def list_file(kind: str, name: str, title: str, make: Callable[[], Table], register: str = HOUSEHOLDS) -> Response:
    """The table as `kind` csv or xlsx under a name without personal data. Raises Denied without the export grant."""
    if not g.actor.may(EXPORT, register):
        raise Denied(EXPORT)
    about = about_list()
    log_view("export", [], detail=f"{name}.{kind} {filters_text()}")
    if kind == "csv":
        return download(lambda: csv_chunks(make(), say), f"{name}.csv", "text/csv; charset=utf-8")
    return download(lambda: xlsx_chunks(make(), title, about, say), f"{name}.xlsx", XLSX)


def about_list() -> str:
    """The line at the head of a file: day, time, user and what was filtered."""
    return gettext(
        "Ngày %(day)s · xuất lúc %(time)s · %(user)s · lọc: %(filters)s",
        day=format_day(g.day),
        time=time_text(datetime.now(UTC)),
        user=g.actor.name,
        filters=filters_text() or "–",
    )
