"""The files of an SQLite store: where they lie, and that nobody else on the machine can read them."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import make_url

OTHERS = 0o007


def file_of(url: str) -> Path | None:
    """The file of an SQLite address; None for a server, or a database in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def make_private(path: Path) -> None:
    """Create the file and its folder for their owner only, unless there; SQLite's other files take its mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def private_folder(name: str, urls: Iterable[str], otherwise: Path) -> Path:
    """A folder for its owner only, beside the first of these stores that is a file, else within `otherwise`."""
    stores = [file for url in urls if (file := file_of(url)) is not None]
    path = (stores[0].parent if stores else otherwise) / name
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def open_to_others(path: Path) -> bool:
    """Whether everybody on the machine may read or change the file."""
    return bool(stat.S_IMODE(path.stat().st_mode) & OTHERS)


def remove_store(path: Path) -> None:
    """Remove a store's file and those SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
