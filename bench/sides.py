"""Each side in a process of its own: our scope guard hears every SQLAlchemy session of a process, a peer's too."""

import tempfile
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.browser import Browser
from bench.measure import Clock, Samples

DAY = date(2021, 12, 15)
PASSWORD = "only-for-one-run-of-the-benchmark"
WARM = 3


class Side:
    """A WSGI application and somebody signed in; one request at a time, so that sides can take turns."""

    def __init__(self, name: str, url: str, postmaster: int | None) -> None:
        self.name = name
        self.samples = Samples()
        context = get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_run, args=(name, url, postmaster, other), daemon=True)
        self._process.start()
        other.close()
        self.path, self.codes, self.bytes = self._pipe.recv()

    def once(self) -> None:
        """One measured request."""
        self._pipe.send(True)
        cpu, wall = self._pipe.recv()
        self.samples.cpu.append(cpu)
        self.samples.wall.append(wall)

    def end(self) -> None:
        self._pipe.send(False)
        self._process.join(10)


def take_turns(sides: list[Side], times: int) -> None:
    """Alternate, so that whatever else the machine does burdens all sides alike."""
    for _ in range(times):
        for side in sides:
            side.once()


def _run(name: str, url: str, postmaster: int | None, pipe: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        browser, path = _SIDES[name](url, Path(folder))
        for _ in range(WARM):
            browser.get(path)
        pipe.send((path, browser.codes(path), len(browser.get(path))))
        clock = Clock(postmaster)
        while pipe.recv():
            samples = Samples()
            clock.add(samples, lambda: browser.get(path))
            pipe.send((samples.cpu[0], samples.wall[0]))


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
