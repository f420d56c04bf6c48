"""Files of jobs: a folder each beside the registry, readable by its owner only, gone with the job."""

import os
import shutil
import time
from pathlib import Path
from typing import Any

from registry.queries.jobs import codes_of_jobs
from registry.storage.files import private_folder

YOUNG = 3600
"""Seconds."""


def folder_of_jobs(app: Any) -> Path:
    """Where an application's jobs leave their files."""
    settings = app.config["REGISTRY"]
    return private_folder("jobs", (settings.database_url, settings.activity_url), Path(app.instance_path))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all: a reader never meets half of it, nor does a machine that lost its power."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    half = path.with_name(f"{path.name}.half")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def remove_folder(folder: Path) -> None:
    """Remove a job's files."""
    shutil.rmtree(folder, ignore_errors=True)


def remove_unknown(root: Path) -> None:
    """Remove the files of jobs that are no more; young ones may be of a job that is being queued."""
    known = codes_of_jobs()
    for folder in root.iterdir():
        if folder.name not in known and folder.stat().st_mtime < time.time() - YOUNG:
            remove_folder(folder)
