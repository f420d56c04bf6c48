"""A file into the registry: chosen, its columns mapped, checked, confirmed; all of it or nothing, and taken back."""

from typing import Any

from flask import Blueprint, current_app, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from registry.blueprints.jobs import queued
from registry.commands.importing.apply import require_confirmed
from registry.commands.importing.effect import told
from registry.commands.importing.mappings import remember_mapping
from registry.commands.importing.report import IMPORTERS, Importer
from registry.inputs.cells import read_day
from registry.inputs.household_list import HOUSEHOLD_LIST
from registry.inputs.workbook import LARGEST
from registry.jobs.files import folder_of_jobs
from registry.jobs.import_list import queue_import
from registry.kernel.actor import ANY, IMPORT, NotFound
from registry.messages import N_, Message, Problem, Problems
from registry.models.household_period import CLASSES
from registry.outputs.import_files import faults_chunks, template_chunks
from registry.queries.imports import recent_batches, template_values
from registry.storage.transaction import finish
from registry.vn.legacy import FONTS
from registry.web import import_steps as steps
from registry.web.allow import allow
from registry.web.list_file import XLSX
from registry.web.notices import notify, say
from registry.web.responses import answer, download, saved
from registry.web.uploads import Upload, forget, keep, load, save
from registry.web.views import log_view

blueprint = Blueprint("imports", __name__)
SHOWN = 50


@blueprint.get("/imports")
@allow(IMPORT, register=ANY, personal=True)
def index() -> ResponseReturnValue:
    """Choose what to import and the file; what was brought in lately, to be taken back."""
    return _start()


@blueprint.post("/imports")
@allow(IMPORT, register=ANY, personal=True, writes=False, largest=LARGEST + (1 << 20))
def upload() -> ResponseReturnValue:
    """Keep the file and look into it."""
    file, target = request.files.get("file"), request.form.get("target", HOUSEHOLD_LIST.key)
    _importer(target)
    if file is None or not file.filename:
        return _start(Problems([Problem("file", Message(N_("Chưa chọn tệp. Hãy chọn tệp danh sách.")))]))
    kept = keep(file, target)
    try:
        steps.sheets_of(kept)
    except Problems as unreadable:
        forget(kept)
        return _start(unreadable)
    return saved("", url_for("imports.mapping", token=kept.token), undo=False)


def _start(problems: Problems | None = None) -> ResponseReturnValue:
    batches = recent_batches(g.actor.id)
    status = 422 if problems else 200
    mine = {key: one for key, one in IMPORTERS.items() if g.actor.may(IMPORT, one.register)}
    return answer("imports/start.html", "main", status, importers=mine, batches=batches, problems=_told(problems))


def _importer(key: str) -> Importer:
    """What a file can be brought in as by the actor. Raises NotFound."""
    importer = IMPORTERS.get(key)
    if importer is None or not g.actor.may(IMPORT, importer.register):
        raise NotFound(key)
    return importer


@blueprint.get("/imports/template/<key>")
@allow(IMPORT, register=ANY, personal=True)
def template(key: str) -> ResponseReturnValue:
    """An empty list with the names the actor may use inside."""
    importer = _importer(key)
    target, values = importer.target, template_values(g.actor, importer.register)
    return download(lambda: template_chunks(target, values, say), f"mau-{key}.xlsx", XLSX)


@blueprint.get("/imports/<token>")
@allow(IMPORT, register=ANY, personal=True)
def mapping(token: str) -> ResponseReturnValue:
    """Which column is what."""
    kept = load(token)
    log_view("list", [], detail="import")
    return _mapping(kept)


@blueprint.post("/imports/<token>")
@allow(IMPORT, register=ANY, personal=True)
def map_columns(token: str) -> ResponseReturnValue:
    """Keep the mapping, remember it for the next file, and go on to the check."""
    kept = load(token)
    if "again" in request.form:
        return _look_again(kept)
    try:
        layouts = steps.layouts_of(kept, steps.sheets_of(kept))
        for signature, columns in steps.take_mapping(kept, layouts, request.form).items():
            remember_mapping(g.actor.id, kept.target, signature, columns)
        steps.try_out(kept)
    except Problems as problems:
        return _mapping(kept, problems)
    return saved("", url_for("imports.check", token=token), undo=False)


def _look_again(kept: Upload) -> ResponseReturnValue:
    """Another sheet, or a header in another row."""
    row = request.form.get("header_row", "")
    kept.sheet, kept.header_row = request.form.get("sheet", ""), int(row) if row.isdigit() and len(row) < 6 else 0
    save(kept)
    return saved("", url_for("imports.mapping", token=kept.token), undo=False)


def _mapping(kept: Upload, problems: Problems | None = None) -> ResponseReturnValue:
    sheets, tables = steps.sheets_of(kept), []
    try:
        tables = steps.parts_of(steps.layouts_of(kept, sheets))
    except Problems as unreadable:
        problems = problems or unreadable
    importer = steps.importer_of(kept)
    names = [sheet.name for sheet in sheets if sheet.visible]
    values = {
        key: [(name, name) for name in names] for key, names in template_values(g.actor, importer.register).items()
    }
    offered = {one.key: [(label, gettext(label)) for label in one.choices] for one in importer.target.once()}
    values |= {key: labels for key, labels in offered.items() if labels and key not in values}
    values["class_"] = [(key, gettext(label)) for key, label in CLASSES.items()]
    shown = {
        "upload": kept,
        "target": importer.target,
        "tables": tables,
        "sheets": names,
        "values": values,
        "fonts": FONTS,
        "read_day": read_day,
    }
    return answer("imports/mapping.html", "main", 422 if problems else 200, problems=_told(problems), **shown)


@blueprint.get("/imports/<token>/check")
@allow(IMPORT, register=ANY, personal=True)
def check(token: str) -> ResponseReturnValue:
    """What bringing the file in would do; nothing is written."""
    kept = load(token)
    try:
        report = steps.check_upload(kept)
    except Problems as problems:
        return _mapping(kept, problems)
    log_view("list", [one.owner for one in report.shown[:SHOWN] if one.owner], detail="import")
    shown: dict[str, Any] = {"faults": steps.reasons(report.faults), "doubts": steps.reasons(report.doubts)}
    late = steps.is_long(report) and steps.AT_ONCE
    return answer("imports/check.html", upload=kept, report=report, limit=SHOWN, late=late, **shown)


@blueprint.get("/imports/<token>/faults")
@allow(IMPORT, register=ANY, personal=True)
def faults(token: str) -> ResponseReturnValue:
    """The same file's rows with a column of reasons."""
    kept = load(token)
    sheets, found = steps.sheets_of(kept), steps.check_upload(kept).faults
    log_view("export", [], detail="import.faults")
    wrong = {fault.sheet for fault in found}
    shown = [sheet for sheet in sheets if sheet.name in wrong]
    return download(lambda: faults_chunks(shown, found, say), "danh-sach-co-loi.xlsx", XLSX)


@blueprint.post("/imports/<token>/apply")
@allow(IMPORT, register=ANY, personal=True)
def apply(token: str) -> ResponseReturnValue:
    """Write the whole file, if it still does what was shown; a long one is left to a job."""
    kept, expected = load(token), request.form.get("expected", "-")
    try:
        answered = _apply(kept, expected)
    except Problems as problems:
        finish(False)
        notify(problems.problems[0].message, "error")
        return saved("", url_for("imports.check", token=token), undo=False)
    forget(kept)
    return answered


def _apply(kept: Upload, expected: str) -> ResponseReturnValue:
    read, importer = steps.read_upload(kept), steps.importer_of(kept)
    checked = importer.check(g.actor, read)
    if steps.is_long(checked):
        require_confirmed(checked, expected)
        source = {"name": kept.name, "target": kept.target, "sha256": kept.sha256, "expected": expected}
        return queued(queue_import(g.actor, folder_of_jobs(current_app), kept.path, kept.said, **source))
    source = {"file_name": kept.name, "sha256": kept.sha256, "expected": expected}
    return saved(told(kept.name, importer.run(g.actor, read, **source, checked=checked)), url_for("imports.index"))


def _told(problems: Problems | None) -> list[str]:
    return [say(problem.message) for problem in problems.problems] if problems else []
