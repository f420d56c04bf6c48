"""Each side in a process of its own: our scope guard hears every SQLAlchemy session of a process, a peer's too.

`python -m bench.sides NAME DATABASE [POSTMASTER]` writes what the side shows, then a result for each line it reads.
"""

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from bench.browser import Browser
from bench.measure import WARM, Clock, Samples

DAY = date(2021, 12, 15)
PASSWORD = "only-for-one-run-of-the-benchmark"


class Side:
    """A WSGI application and somebody signed in; one request at a time, so that sides can take turns."""

    def __init__(self, name: str, url: str, postmaster: int | None) -> None:
        self.name = name
        self.samples = Samples()
        command = [sys.executable, "-m", "bench.sides", name, url, *([str(postmaster)] if postmaster else [])]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.codes, self.bytes = self._hear()

    def once(self) -> None:
        """One measured request."""
        assert self._process.stdin
        print(file=self._process.stdin, flush=True)
        cpu, wall = self._hear()
        self.samples.cpu.append(cpu)
        self.samples.wall.append(wall)

    def end(self) -> None:
        self._process.communicate()

    def _hear(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} đã dừng; lỗi ở trên.")
        return json.loads(line)


def take_turns(sides: list[Side], times: int) -> None:
    """Alternate, so that whatever else the machine does burdens all sides alike."""
    for _ in range(times):
        for side in sides:
            side.once()


def _run(name: str, url: str, postmaster: int | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        browser, path = _SIDES[name](url, Path(folder))
        for _ in range(WARM):
            browser.get(path)
        _say([browser.codes(path), len(browser.get(path))])
        clock, samples = Clock(postmaster), Samples()
        for _turn in sys.stdin:
            clock.add(samples, lambda: browser.get(path))
            _say([samples.cpu[-1], samples.wall[-1]])


def _say(what: list[Any]) -> None:
    print(json.dumps(what), flush=True)


def _ours(url: str, folder: Path) -> tuple[Browser, str]:
    from bench.ours import make, signed_in

    return signed_in(make(url, folder), "dieuphoi"), "/households?class=poor"


def _flask_admin(url: str, _folder: Path) -> tuple[Browser, str]:
    from bench import peer_flask_admin as peer

    return Browser(peer.make(url, DAY)).sign_in("", "/enter", username="dieuphoi"), peer.PATH


def _django(url: str, folder: Path, counts: bool = False) -> tuple[Browser, str]:
    from bench import peer_django as peer

    browser = Browser(peer.make(url, DAY, folder, PASSWORD, counts))
    login = "/admin/login/"
    return browser.sign_in(login, login, username="dieuphoi", password=PASSWORD), peer.PATH


def _django_counting(url: str, folder: Path) -> tuple[Browser, str]:
    return _django(url, folder, counts=True)


US = "Sổ An Sinh"
LEAN, COUNTING = "Django admin, bộ lọc không đếm", "Django admin, bộ lọc có đếm"
PEERS = {"Flask-Admin": 1 / 4, COUNTING: 1 / 8, LEAN: None}
_SIDES = {US: _ours, "Flask-Admin": _flask_admin, LEAN: _django, COUNTING: _django_counting}

if __name__ == "__main__":
    _run(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None)
