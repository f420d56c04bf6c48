"""The service as it is started on one PC: how soon it answers, and what memory it holds at rest."""

import os
import re
import socket
import subprocess
import sys
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from bench.browser import TOKEN
from bench.cases import COORDINATOR
from bench.ours import KEY
from registry.config import ROOT

PATIENCE = 60
PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def start_and_rest(url: str, folder: Path) -> tuple[float, float]:
    """Seconds from the command to the first page, the second time; MB held by all its processes after a list."""
    _started(url, folder, rest=False)
    return _started(url, folder, rest=True)


def _started(url: str, folder: Path, rest: bool) -> tuple[float, float]:
    port = _free_port()
    environment = {**os.environ, "REGISTRY_DATABASE_URL": url, "REGISTRY_SECRET_KEY": KEY, "PORT": str(port)}
    environment["REGISTRY_ACTIVITY_URL"] = f"sqlite:///{folder / 'served.sqlite3'}"
    command = [sys.executable, "-m", "flask", "registry", "serve"]
    began = time.perf_counter()
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
        try:
            site = f"http://127.0.0.1:{port}"
            opener = build_opener(HTTPCookieProcessor(CookieJar()))
            page = _first_page(opener, site, server)
            seconds = time.perf_counter() - began
            if rest:
                _open_list(opener, site, page)
            return seconds, memory_of(server.pid)
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _first_page(opener: OpenerDirector, site: str, server: subprocess.Popen[bytes]) -> str:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until and server.poll() is None:
        try:
            return str(opener.open(f"{site}/login").read().decode())
        except URLError:
            time.sleep(0.02)
    raise SystemExit("Máy chủ không trả lời.")


def _open_list(opener: OpenerDirector, site: str, page: str) -> None:
    token = TOKEN.search(page)
    assert token is not None
    data = urlencode({"csrf_token": token[1], "username": COORDINATOR}).encode()
    assert b"<tbody>" in opener.open(f"{site}/login/demo", data).read(), "danh sách không mở được"
    time.sleep(1)


def memory_of(root: int) -> float:
    """MB of the process and its children, shared pages counted once."""
    children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    own = PSS.search(Path(f"/proc/{root}/smaps_rollup").read_text())
    return (int(own[1]) / 1024 if own else 0) + sum(memory_of(int(child)) for child in children)
