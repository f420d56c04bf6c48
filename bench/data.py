"""The databases that are measured: the demo's province and a tiny one, on SQLite (kept between runs) and PostgreSQL."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from sqlalchemy import make_url

from bench.ours import make
from registry.config import ROOT
from registry.demo import make_demo
from registry.storage.attach import close_stores
from registry.storage.transaction import transaction
from tests import postgres

KEPT = ROOT / "instance" / "bench"
SEED = 1
ACCOUNT = ".manifest.json"
SOURCES = ("registry/demo", "registry/models", "registry/data", "migrations/versions")


@dataclass(frozen=True)
class Data:
    """Addresses of the province and of the tiny registry; `postmaster` is the PostgreSQL server's process, `manifest`
    the generator's own account of what rules must find in the province."""

    kind: str
    province: str
    tiny: str
    manifest: Path
    postmaster: int | None = None


@contextmanager
def data(kind: str, size: str) -> Iterator[Data]:
    """The databases of one kind, made where they are missing."""
    if kind == "sqlite":
        province = _sqlite(size)
        yield Data(kind, province, _sqlite("tiny"), Path(str(make_url(province).database)).with_suffix(ACCOUNT))
        return
    postgres.reserve()
    try:
        province, tiny = _postgresql(size), _postgresql("tiny")
        yield Data(kind, province, tiny, (KEPT / size).with_suffix(ACCOUNT), _postmaster(province))
    finally:
        postgres.release()


def _sqlite(size: str) -> str:
    """A file named by what made it: another generator or another schema makes another file."""
    path = KEPT / f"{size}-{_fingerprint()}.sqlite3"
    if not path.exists():
        for old in KEPT.glob(f"{size}-*"):
            old.unlink()
        partial = path.with_suffix(".part")
        _fill(f"sqlite:///{partial}", size, path.with_suffix(ACCOUNT))
        partial.chmod(0o600)
        partial.rename(path)
    return f"sqlite:///{path}"


def _postgresql(size: str) -> str:
    """A fresh database, filled and vacuumed as autovacuum would within minutes."""
    url = postgres.create_database()
    _fill(url, size, (KEPT / size).with_suffix(ACCOUNT))
    postgres.vacuum(url)
    return url


def _fill(url: str, size: str, manifest: Path) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    print(f"Đang tạo dữ liệu mẫu cỡ {size} ({make_url(url).get_backend_name()})…", flush=True)
    app = make(url, KEPT)
    with app.app_context(), transaction():
        make_demo(size, SEED, manifest)
    close_stores(app)
    (KEPT / "activity.sqlite3").unlink(missing_ok=True)


def copied(url: str, folder: Path) -> str:
    """A copy of a kept database, to be changed and thrown away; a database that is not kept is its own."""
    path = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or path is None:
        return url
    return f"sqlite:///{copyfile(path, folder / 'copy.sqlite3')}"


def _fingerprint() -> str:
    files = (
        file for source in SOURCES for file in sorted((ROOT / source).rglob("*")) if file.suffix in (".py", ".csv")
    )
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _postmaster(url: str) -> int:
    home = Path(str(make_url(url).query["host"]))
    return int((home / "data" / "postmaster.pid").read_text().split("\n")[0])
