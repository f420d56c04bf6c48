"""Before anything runs on the stores: private files, no newer database, and a backup before an upgrade."""

from datetime import datetime
from pathlib import Path

from flask import Flask

from registry.cli.output import Refusal, say
from registry.commands.sweep import sweep_when_stale
from registry.config import ROOT, Settings
from registry.storage.archive import backup
from registry.storage.attach import engines
from registry.storage.files import file_of, make_private, open_to_others
from registry.storage.migrate import ACTIVITY, REGISTRY, newest_revision, revision_of, revisions, upgrade_stores
from registry.storage.transaction import transaction


def prepare_stores(app: Flask) -> None:
    """Make or upgrade both stores. Raises Refusal with one sentence where that would be unsafe."""
    settings: Settings = app.config["REGISTRY"]
    for url in (settings.database_url, settings.activity_url):
        path = file_of(url)
        if path is not None:
            make_private(path)
            _refuse_open(path)
    _refuse_newer(app)
    registry, activity = engines(app)
    found = revision_of(registry)
    if found not in (None, newest_revision()):
        _keep_copy(settings, found)
    if (found, revision_of(activity, ACTIVITY)) != (newest_revision(), newest_revision(ACTIVITY)):
        upgrade_stores(app)
    if found not in (None, newest_revision()):
        look_again(app)


def look_again(app: Flask) -> None:
    """Rows that came from an older program or another day: what rules find in them is looked at afresh."""
    with app.app_context(), transaction():
        sweep_when_stale()


def require_stores(app: Flask) -> None:
    """Raise Refusal unless both stores are there and of this program's revision."""
    _refuse_newer(app)
    registry, activity = engines(app)
    if revision_of(registry) != newest_revision() or revision_of(activity, ACTIVITY) != newest_revision(ACTIVITY):
        raise Refusal("Cơ sở dữ liệu chưa có hoặc thuộc bản cũ; hãy chạy: flask registry init")


def _refuse_open(path: Path) -> None:
    if open_to_others(path):
        raise Refusal(f"Mọi người trên máy đều đọc được tệp {path}; hãy chạy: chmod 600 {path}")


def _refuse_newer(app: Flask) -> None:
    for engine, store in zip(engines(app), (REGISTRY, ACTIVITY), strict=True):
        found = revision_of(engine, store)
        if found is not None and found not in revisions(store):
            raise Refusal(f"Cơ sở dữ liệu ở bản {found}, mới hơn chương trình này; hãy cài chương trình mới hơn.")


def _keep_copy(settings: Settings, found: str | None) -> None:
    """An upgrade changes every row it likes: what was there before stays beside it."""
    file = file_of(settings.database_url)
    folder = file.parent if file else ROOT / "instance"
    path = folder / f"before-{newest_revision()}-{datetime.now():%Y%m%d-%H%M%S}.zip"
    say(f"Đang sao lưu vào {path} trước khi nâng cấp từ bản {found} lên {newest_revision()}…")
    backup(path, settings.database_url, settings.activity_url)
