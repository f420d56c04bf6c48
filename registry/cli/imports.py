"""`import`: a file into the registry, checked first; all of it or nothing."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import click
from flask import current_app

from registry.cli.output import Refusal, answer, as_json, group, say
from registry.cli.stores import require_stores
from registry.commands.change import last_change
from registry.commands.importing import apply_entries, apply_needs  # noqa: F401 - declare their importers
from registry.commands.importing.effect import effect_of, moved_by
from registry.commands.importing.report import IMPORTERS, Importer, Report
from registry.inputs.lists import Choice, lay_out, read_list
from registry.inputs.targets import Fault, Read
from registry.inputs.workbook import read_workbook
from registry.kernel.actor import CONSOLE
from registry.kernel.scope import EVERYTHING, set_scope
from registry.storage.transaction import transaction


@group.command("import")
@click.argument("key", type=click.Choice(sorted(IMPORTERS)))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Chỉ kiểm tra, không ghi gì.")
@click.option("--set", "given", multiple=True, metavar="KEY=VALUE", help="Một giá trị cho cả tệp, ví dụ round=R2021.")
@as_json
def import_(key: str, file: Path, check: bool, given: tuple[str, ...], json_: bool) -> None:
    """Nhập FILE (xlsx, xls, ods, csv) vào KEY: tất cả hoặc không gì cả. Có dòng sai thì thoát với mã 1."""
    require_stores(current_app)
    importer = IMPORTERS[key]
    read = _read(importer, file, given)
    report, moved = _tried(importer, read) if check else _brought(importer, read, file)
    answer(summary(report, moved), _text(report, check, moved), json_)
    if report.faults:
        raise SystemExit(1)


def _read(importer: Importer, file: Path, given: Iterable[str]) -> Read:
    defaults = dict(one.partition("=")[::2] for one in given)
    known = [one.key for one in importer.target.once()]
    if unknown := sorted(set(defaults) - set(known)):
        raise Refusal(f"Không có ô {', '.join(unknown)} cho cả tệp; các ô là: {', '.join(known)}.")
    return read_list(importer.target, lay_out(importer.target, read_workbook(file), Choice(defaults)))


def _checked(importer: Importer, read: Read) -> Report:
    set_scope(EVERYTHING)
    return importer.check(CONSOLE, read)


def _tried(importer: Importer, read: Read) -> tuple[Report, tuple[int, int]]:
    """Checked, and what it would do to the findings; nothing is kept."""
    with transaction():
        report = _checked(importer, read)
        return report, effect_of(importer, CONSOLE, read) if _is_sound(report) else (0, 0)


def _brought(importer: Importer, read: Read, file: Path) -> tuple[Report, tuple[int, int]]:
    """Checked once more and written in one transaction; with a fault nothing is."""
    with transaction():
        report = _checked(importer, read)
        if not _is_sound(report):
            return report, (0, 0)
        importer.run(CONSOLE, read, file_name=file.name, sha256=hashlib.sha256(file.read_bytes()).hexdigest())
        return report, moved_by(last_change())


def _is_sound(report: Report) -> bool:
    return not report.faults and bool(report.new or report.changed)


def summary(report: Report, moved: tuple[int, int]) -> dict[str, object]:
    """What --json prints (contract.md); `findings` are opened and closed."""
    counts: dict[str, object] = {"new": report.new, "changed": report.changed, "same": report.same}
    counts |= {"findings": {"opened": moved[0], "closed": moved[1]}}
    return counts | {"errors": list(map(_told, report.faults)), "warnings": list(map(_told, report.doubts))}


def _told(fault: Fault) -> dict[str, object]:
    return {"sheet": fault.sheet, "row": fault.row, "column": fault.column, "message": str(fault.message)}


def _text(report: Report, check: bool, moved: tuple[int, int]) -> str:
    for fault in report.faults:
        say(f"{fault.sheet}!{fault.column}{fault.row}: {fault.message}")
    counts = f"{report.new} dòng mới, {report.changed} thay đổi, {report.same} giữ nguyên, {len(report.faults)} lỗi."
    found = f" Khoảng trống: đóng {moved[1]}, mở {moved[0]}." if any(moved) else ""
    if check:
        return f"Đã kiểm tra, chưa ghi gì: {counts}{found}"
    return f"Chưa ghi gì, hãy sửa các ô trên: {counts}" if report.faults else f"Đã nhập: {counts}{found}"
