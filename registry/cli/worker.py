"""`worker`: does the jobs that wait. `serve` starts one beside the web server, again when it died, and stops it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo

from registry.cli.output import Refusal, group
from registry.cli.stores import require_stores
from registry.config import Settings
from registry.jobs.worker import Stop, Worker
from registry.storage.files import file_of

PAUSE = 2.0
"""Seconds before a worker that died is started again."""
PATIENCE = 10.0
"""Seconds a worker has to give its job back, once told to stop."""
SPAWNING = threading.Lock()
"""Held while a worker is started: a web worker forked meanwhile would keep the pipe open that its start waits on."""
os.register_at_fork(before=SPAWNING.acquire, after_in_parent=SPAWNING.release, after_in_child=SPAWNING.release)


@group.command("worker", with_appcontext=False)
@click.option("--demo", is_flag=True, help="Làm việc trên dữ liệu mẫu thay cho sổ thật.")
@click.option("--until-idle", is_flag=True, help="Làm hết các việc đang chờ rồi dừng.")
@click.option("--parent", type=int, hidden=True, help="Dừng khi tiến trình này không còn.")
@click.pass_context
def worker(context: click.Context, demo: bool, until_idle: bool, parent: int | None) -> None:
    """Làm các việc chạy nền (in danh sách dài, rà lại phát hiện); `serve` đã tự chạy một tiến trình như vậy."""
    app = context.ensure_object(ScriptInfo).load_app()
    settings: Settings = app.config["REGISTRY"]
    if demo:
        app = demo_app(settings.for_demo())
    require_stores(app)
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, _stop)
    if parent:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    with suppress(Stop):
        Worker(app).work(until_idle)


def demo_app(settings: Settings) -> Flask:
    """The application on the demo. Raises Refusal where there is none."""
    from registry import create_app

    path = file_of(settings.database_url)
    if path is None or not path.exists():
        raise Refusal("Chưa có dữ liệu mẫu; hãy chạy: make demo SIZE=tiny")
    return create_app(settings)


def _stop(_signal: int, _frame: Any) -> None:
    """Once; a second Ctrl+C must not break off the giving back."""
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_IGN)
    raise Stop


def _end_with(parent: int) -> None:
    """Stop when the parent is gone, however it went; a worker that takes too long to give its job back is cut off."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)


@contextmanager
def kept_running(*options: str) -> Iterator[None]:
    """A worker in a process of its own, for as long as the block lasts; started again when it died."""
    over, owner = threading.Event(), os.getpid()
    words = [*_app_option(), "registry", "worker", "--parent", str(owner), *filter(None, options)]
    keeper = threading.Thread(target=_keep, args=(over, [sys.executable, "-m", "flask", *words]), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        if os.getpid() == owner:  # the web workers, forked from here, leave through this block, too
            over.set()
            keeper.join()


def _keep(over: threading.Event, command: list[str]) -> None:
    while not over.is_set():
        with _started(command) as child:
            while child.poll() is None and not over.wait(0.2):
                pass
            _end(child)
        over.wait(PAUSE)


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    with SPAWNING:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - ourselves


def _app_option() -> list[str]:
    """The same application as this process was started with."""
    asked = click.get_current_context(silent=True)
    info = asked.find_object(ScriptInfo) if asked else None
    return ["--app", info.app_import_path] if info and info.app_import_path else []


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
