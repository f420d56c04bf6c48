"""Files kept between the steps of an import: under a random name, readable by their owner only, gone after a day."""

import hashlib
import json
import os
import re
import secrets
import time
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from flask import current_app, g
from werkzeug.datastructures import FileStorage

from registry.inputs.lists import Said
from registry.kernel.actor import NotFound
from registry.storage.files import private_folder

KEPT = 24 * 3600
"""Seconds."""
TOKEN = re.compile("[0-9a-f]{32}")


@dataclass
class Upload(Said):
    """A kept file and what its owner has said of it. `moved`: how many findings it would open and close, once that was
    tried."""

    token: str
    owner: int
    name: str
    target: str
    sha256: str
    moved: tuple[int, int] | None = None

    @property
    def path(self) -> Path:
        return folder() / f"{self.token}.bin"

    @property
    def told(self) -> Path:
        """What was read of it."""
        return folder() / f"{self.token}.told"

    @property
    def said(self) -> Said:
        """What its owner has said of it, alone."""
        return Said(**{one.name: getattr(self, one.name) for one in fields(Said)})


def folder() -> Path:
    """Beside the registry's files, for their owner only."""
    settings = current_app.config["REGISTRY"]
    return private_folder("uploads", (settings.database_url, settings.activity_url), Path(current_app.instance_path))


def keep(file: FileStorage, target: str) -> Upload:
    """Keep a file that was sent; its own name is only ever shown."""
    sweep()
    content = file.stream.read()
    file.close()
    token = secrets.token_hex(16)
    upload = Upload(token, g.actor.id, (file.filename or "")[-120:], target, hashlib.sha256(content).hexdigest())
    _write(upload.path, content)
    save(upload)
    return upload


def save(upload: Upload) -> None:
    """Keep what was said of the file."""
    _write(folder() / f"{upload.token}.json", json.dumps(asdict(upload)).encode())


def load(token: str) -> Upload:
    """The actor's own upload. Raises NotFound for another's, an old one, or one that never was."""
    try:
        upload = Upload(**json.loads((folder() / f"{token}.json").read_text())) if TOKEN.fullmatch(token) else None
    except (OSError, ValueError):
        upload = None
    if upload is None or upload.owner != g.actor.id or not upload.path.exists() or _is_old(upload.path):
        raise NotFound(token)
    return upload


def forget(upload: Upload) -> None:
    """Remove the file and what is known of it, once it has been brought in."""
    for path in (upload.path, upload.told, folder() / f"{upload.token}.json"):
        path.unlink(missing_ok=True)


def sweep() -> None:
    """Remove what is older than a day."""
    for path in folder().iterdir():
        if _is_old(path):
            path.unlink(missing_ok=True)


def _is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - KEPT
    except OSError:
        return True


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
