"""`findings refresh|verify|count`: what rules find, kept true, proved, and counted."""

from datetime import datetime
from itertools import islice
from typing import Any

import click
from flask import current_app

from registry.checks.rules import rules
from registry.cli.output import Group, answer, as_json, group
from registry.cli.stores import require_stores
from registry.cli.units import units_within
from registry.commands.findings import Moved
from registry.commands.flaws import rebuild_flaws
from registry.commands.parts import parts
from registry.commands.sweep import sweep_part
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.queries.findings_check import Difference, counts, differences, name_of
from registry.storage.transaction import transaction
from registry.vn.dates import format_day

FIRST = 10
"""How many differences are named."""

findings = Group("findings", help="Những gì quy tắc phát hiện.")
group.add_command(findings)


def _rule(_context: click.Context, _option: click.Parameter, typed: str | None) -> str | None:
    if typed is not None and typed not in rules():
        raise click.BadParameter(f"không có quy tắc {typed}; có: {', '.join(rules())}.")
    return typed


RULE = click.option("--rule", callback=_rule, help="Chỉ một quy tắc, ví dụ E01.")
UNIT = click.option("--unit", "code", help="Chỉ một huyện hoặc xã, theo mã vào ngày đang xem.")


@findings.command("refresh")
@as_json
def refresh(json_: bool) -> None:
    """Rà lại mọi hộ cho ngày làm việc, mở và đóng phát hiện; mỗi nhóm quy tắc một giao dịch, một sự kiện nhật ký."""
    require_stores(current_app)
    day, moved = today(), Moved()
    with transaction(), unscoped():
        rebuild_flaws()
    for part in parts():
        with transaction():
            moved.add(sweep_part(part, day))
    opened, closed = moved.opened.total(), moved.closed.total()
    result = {"day": day.isoformat(), "opened": opened, "closed": closed, "rules": moved.body()}
    answer(result, f"Đã rà lại cho ngày {format_day(day)}: {opened} phát hiện mới, {closed} phát hiện đóng.", json_)


@findings.command("verify")
@RULE
@UNIT
@as_json
def verify(rule: str | None, code: str | None, json_: bool) -> None:
    """Tính lại mọi quy tắc; thoát với 1 và nêu những chỗ đầu tiên mà sổ giữ khác với kết quả tính lại."""
    require_stores(current_app)
    found = differences(units_within(code, today()), rule)
    first = list(islice(found, FIRST))
    count = len(first) + sum(1 for _ in found)
    result = {"ok": not count, "day": today().isoformat(), "differences": count, "first": [_result(d) for d in first]}
    answer(result, _words(first, count), json_)
    if count:
        raise SystemExit(1)


@findings.command("count")
@RULE
@UNIT
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Ngày đang xem; mặc định là ngày làm việc.")
@as_json
def count(rule: str | None, code: str | None, day: datetime | None, json_: bool) -> None:
    """Đếm phát hiện theo quy tắc: ngày làm việc thì đếm những gì sổ đang giữ, ngày khác thì tính lại."""
    require_stores(current_app)
    on = day.date() if day else today()
    found = counts(on, units_within(code, on), rule)
    rows = "\n".join(f"{key:<14} {number:>8}" for key, number in found.items())
    answer({"day": on.isoformat(), "counts": found}, f"Ngày {format_day(on)}:\n{rows}", json_)


def _result(difference: Difference) -> dict[str, Any]:
    subject = name_of(difference)
    return {"about": difference.about, "subject": subject, "kept": difference.kept, "found": difference.found}


def _words(first: list[Difference], count: int) -> str:
    if not count:
        return "Các phát hiện đang giữ đúng như tính lại."
    told = "\n".join(f"  {one.about} {name_of(one)}: {_sentence(one)}" for one in first)
    return f"{count} chỗ khác với tính lại; hãy chạy: flask registry findings refresh\n{told}"


def _sentence(difference: Difference) -> str:
    if difference.kept and difference.found:
        return "giữ khác với kết quả tính lại."
    return "đang giữ, tính lại thì không có." if difference.kept else "chưa giữ, tính lại thì có."
