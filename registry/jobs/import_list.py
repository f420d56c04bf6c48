"""A long list brought in: the whole file in one step and one change, or nothing of it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from registry.checks.reading import scope_of
from registry.commands.importing import apply_entries, apply_needs  # noqa: F401 - declare their importers
from registry.commands.importing.effect import told
from registry.commands.importing.report import IMPORTERS, Importer, Report
from registry.commands.jobs import queue_job
from registry.inputs.lists import Said, lay_out, read_list
from registry.inputs.targets import Read
from registry.inputs.workbook import read_workbook
from registry.jobs.files import remove_folder, write_whole
from registry.jobs.kind import Effect, JobFailed, Kind, Work, one_step
from registry.kernel.actor import IMPORT, Actor
from registry.kernel.scope import set_scope
from registry.kernel.settings import today
from registry.messages import N_, Message, Problems
from registry.models import Job
from registry.queries.imports import remembered
from registry.storage import db

KEY = "import"
CHANGED = N_("Sổ đã thay đổi từ lúc kiểm tra tệp nên máy không ghi gì. Hãy gửi lại tệp để kiểm tra lại.")
GONE = N_("Tệp đã gửi không còn trên máy nên máy không ghi gì. Hãy gửi lại tệp.")


def queue_import(actor: Actor, root: Path, file: Path, said: Said, **source: Any) -> Job:
    """A job that brings the file in as it was said to be read; it keeps a copy. `source`: its `name`, `target` and
    `sha256`, and what its check has found (`expected`)."""
    about = str(source["name"])
    job = queue_job(KEY, actor.id, datetime.now(UTC), about=about, said=asdict(said), **source)
    write_whole(_list(root / job.code), file.read_bytes())
    return job


def _list(folder: Path) -> Path:
    return folder / "list"


def _step(work: Work, _name: str) -> Effect:
    """Read and check the file, which lasts; to be written while nobody else writes."""
    assert work.actor is not None  # noqa: S101 - nobody's list is brought in
    importer = IMPORTERS[work.arguments["target"]]
    read = _read(work, importer, work.actor)
    set_scope(scope_of(work.actor, today()))
    return partial(_write, work, importer, read, importer.check(work.actor, read))


def _read(work: Work, importer: Importer, actor: Actor) -> Read:
    asked: Mapping[str, Any] = work.arguments
    choice = Said(**asked["said"]).choice(remembered(actor.id or 0, importer.target.key))
    db.session.remove()  # nobody should wait for what was only read
    if not _list(work.folder).exists():
        raise JobFailed(Message(GONE))
    sheets = read_workbook(_list(work.folder), asked["name"])
    return read_list(importer.target, lay_out(importer.target, sheets, choice))


def _write(work: Work, importer: Importer, read: Read, checked: Report) -> Message:
    asked = work.arguments
    source = {"file_name": asked["name"], "sha256": asked["sha256"], "expected": asked["expected"]}
    try:
        report = importer.run(work.actor, read, **source, checked=checked)
    except Problems:
        raise JobFailed(Message(CHANGED)) from None
    return told(asked["name"], report)


def _finish(work: Work) -> None:
    """The list is in the registry: nobody needs it here."""
    remove_folder(work.folder)


def _allows(work: Work) -> bool:
    importer = IMPORTERS.get(work.arguments["target"])
    return bool(importer and work.actor and work.actor.may(IMPORT, importer.register))


IMPORT_LIST = Kind(KEY, N_("Nhập danh sách từ tệp"), "", one_step, _step, _finish, _allows)
