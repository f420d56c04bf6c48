"""The worker's own process: killed, it is started again; its server gone, it goes, too; a list it drew is whole."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from registry.jobs.files import folder_of_jobs
from registry.jobs.household_list import HouseholdListing
from registry.models import Job
from registry.queries.accounts import find_user
from registry.queries.household_filters import Filters
from registry.storage import db
from registry.storage.transaction import transaction
from tests.children import ROOT
from tests.cli.console import FLASK, environment
from tests.cli.test_start import free_port, wait_for
from tests.conftest import postgresql_in_check
from tests.jobs.desk import queue, state
from tests.print.lists import pages, read
from tests.world import DAY

ORDER = {"agency": "SYT", "variant": "office", "signer": 1}


def worker_of(server: int) -> int:
    """The process id of the server's worker; 0 while it has none."""
    lists = list(Path(f"/proc/{server}/task").glob("*/children"))
    children = [child for path in lists for child in path.read_text().split()]
    return next((int(child) for child in children if is_worker(int(child))), 0)


def is_worker(process: int) -> bool:
    try:
        return b"\0worker\0" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def until(met: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "chờ mãi không thấy"
        time.sleep(0.005)


@pytest.mark.check
@pytest.mark.parametrize("how", [pytest.param(signal.SIGTERM, marks=pytest.mark.check), signal.SIGKILL])
def test_the_server_s_worker_comes_again_when_killed_and_goes_with_the_server(
    tmp_path: Path, how: signal.Signals
) -> None:
    port = free_port()
    env = environment(tmp_path, PORT=str(port), WORKERS="1")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*FLASK, "registry", "serve"], env=env, cwd=ROOT, **quiet) as server:  # type: ignore[call-overload]
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", 60)
            until(lambda: worker_of(server.pid) > 0)
            first = worker_of(server.pid)
            os.kill(first, signal.SIGKILL)
            until(lambda: worker_of(server.pid) not in (0, first))
            second = worker_of(server.pid)
        finally:
            server.send_signal(how)
            server.wait(60)
    until(lambda: not is_worker(second))


def lease_ends(app: Flask, job_id: int) -> None:
    with app.app_context(), transaction():
        job = db.session.get_one(Job, job_id)
        if job.lease_until is not None:
            job.lease_until = datetime.now(UTC) - timedelta(seconds=1)


@pytest.mark.check
@postgresql_in_check
def test_p31_a_list_whose_worker_was_killed_is_drawn_to_its_end_with_every_row_once(app: Flask) -> None:
    with app.app_context():
        user = find_user("coordinator")
        assert user is not None
    listing = HouseholdListing(Filters(DAY))
    job_id = queue(app, listing.key, user.id, file_name="list.pdf", order=ORDER, **listing.arguments())
    settings = app.config["REGISTRY"]
    env = environment(Path(), REGISTRY_DATABASE_URL=settings.database_url, REGISTRY_ACTIVITY_URL=settings.activity_url)
    command = [*FLASK, "registry", "worker"]
    with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL) as killed:
        try:
            until(lambda: state(app, job_id).done > 0)
        finally:
            killed.kill()
    assert state(app, job_id).done == 1, "đã xong trước khi bị ngắt"
    lease_ends(app, job_id)
    done = subprocess.run([*command, "--until-idle"], env=env, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    job = state(app, job_id)
    pdf = (folder_of_jobs(app) / job.code / "result").read_bytes()
    assert (job.state, job.done, job.size) == ("done", 2, len(pdf))
    assert len(read(pdf).outline) == 2
    text = " ".join(pages(pdf))
    assert all(text.count(name) == 1 for name in ("Đặng Văn Đức", "Thạch Thị Sa Rinh", "Lý Hòa Thuận"))
    assert len(list((folder_of_jobs(app) / job.code).iterdir())) == 1
