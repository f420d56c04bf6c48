"""`backup` and `restore`: one file out, one file in, and the drill that proves it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from flask import Flask, current_app

from registry.cli.output import Refusal, answer, as_json, group
from registry.cli.stores import look_again, require_stores
from registry.config import Settings
from registry.queries.audit import verify_log
from registry.storage import archive
from registry.storage.archive import Manifest
from registry.storage.attach import close_stores, engines
from registry.storage.files import file_of, make_private

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@group.command("backup")
@FILE
@as_json
def backup(file: Path, json_: bool) -> None:
    """Sao lưu sổ và nhật ký xem vào FILE, trong khi mọi người vẫn làm việc."""
    require_stores(current_app)
    settings: Settings = current_app.config["REGISTRY"]
    try:
        manifest = archive.backup(file, settings.database_url, settings.activity_url)
    except OSError as error:
        raise Refusal(f"Không ghi được {file}: {error.strerror}.") from None
    answer(_result(manifest), f"Đã sao lưu vào {file}: {_summary(manifest)}", json_)


@group.command("restore")
@click.option("--check", is_flag=True, help="Chỉ khôi phục thử vào nơi tạm, rồi kiểm và báo cáo.")
@FILE
@as_json
def restore(file: Path, check: bool, json_: bool) -> None:
    """Khôi phục FILE vào một nơi trống (REGISTRY_DATABASE_URL), hoặc thử khôi phục với --check."""
    archive.read_manifest(file)
    settings: Settings = current_app.config["REGISTRY"]
    if check:
        with TemporaryDirectory(prefix=".restore-", dir=file.resolve().parent) as folder:
            manifest = _restore(file, _inside(settings, Path(folder)))
        answer(_result(manifest), f"Bản sao lưu dùng được: {_summary(manifest)}", json_)
    else:
        manifest = _restore(file, settings, look_again)
        answer(_result(manifest), f"Đã khôi phục {file}: {_summary(manifest)}", json_)


def _restore(file: Path, settings: Settings, then: Callable[[Flask], None] = lambda _app: None) -> Manifest:
    """Restore, and prove the log against the head in the manifest; what is sound goes on to `then`."""
    from registry import create_app

    for url in (settings.database_url, settings.activity_url):
        path = file_of(url)
        if path is not None:
            make_private(path)
    app = create_app(settings)
    try:
        manifest = archive.restore(file, *engines(app))
        with app.app_context():
            verdict = verify_log((manifest.log_count, bytes.fromhex(manifest.log_head)))
        if verdict.ok:
            then(app)
    finally:
        close_stores(app)
    if not verdict.ok:
        raise Refusal(f"Nhật ký trong bản sao lưu KHÔNG nguyên vẹn. {verdict.reason}")
    return manifest


def _inside(settings: Settings, folder: Path) -> Settings:
    urls = [f"sqlite:///{folder / name}" for name in ("registry.sqlite3", "activity.sqlite3")]
    return replace(settings, database_url=urls[0], activity_url=urls[1])


def _result(manifest: Manifest) -> dict[str, Any]:
    return {
        "made_at": manifest.made_at,
        "revisions": manifest.revisions,
        "counts": manifest.counts,
        "head": f"{manifest.log_count}:{manifest.log_head}",
    }


def _summary(manifest: Manifest) -> str:
    counts = sorted(manifest.counts["registry"].items())
    rows = "\n".join(f"  {table:<24} {count:>10}" for table, count in counts if count)
    return f"lúc {manifest.made_at}, số dòng từng bảng:\n{rows}\nMốc nhật ký: {manifest.log_count}:{manifest.log_head}"
