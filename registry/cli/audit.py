"""`audit verify`: prove the log."""

from typing import Any

import click
from flask import current_app

from registry.cli.output import Group, answer, as_json, group
from registry.cli.stores import require_stores
from registry.queries.audit import Head, Verdict, format_head, parse_head, verify_log

audit = Group("audit", help="Nhật ký thay đổi.")
group.add_command(audit)


def _head(_context: click.Context, _option: click.Parameter, typed: str | None) -> Head | None:
    try:
        return parse_head(typed) if typed else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@audit.command("verify")
@click.option("--head", callback=_head, help="Mốc SỐ:MÃ đã in hoặc xuất trước đây.")
@as_json
def verify(head: Head | None, json_: bool) -> None:
    """Tính lại chuỗi niêm phong của nhật ký; thoát với 1 và nêu sự kiện sai đầu tiên."""
    require_stores(current_app)
    verdict = verify_log(head)
    answer(result_of(verdict), _words(verdict), json_)
    if not verdict.ok:
        raise SystemExit(1)


def result_of(verdict: Verdict) -> dict[str, Any]:
    """The verdict for a program."""
    return {
        "ok": verdict.ok,
        "count": verdict.count,
        "head": format_head((verdict.count, verdict.head_hash)),
        "first_bad": verdict.first_bad_seq,
        "reason": str(verdict.reason) if verdict.reason else None,
    }


def _words(verdict: Verdict) -> str:
    if not verdict.ok:
        return f"Nhật ký KHÔNG nguyên vẹn. {verdict.reason}"
    return f"Nhật ký nguyên vẹn: {verdict.count} sự kiện.\nMốc: {format_head((verdict.count, verdict.head_hash))}"
