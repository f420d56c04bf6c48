"""The warm child beside this process: started at the first paper, kept, replaced when it has grown, hangs or died."""

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from registry.outputs.print.failures import PrintFailed

STATIC = Path(__file__).resolve().parents[2] / "static"
CHILD = Path(__file__).with_name("child.py")
GROWN = 400 << 20
"""Bytes after which a child is replaced: what it has taken it does not give back."""
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{}</cachedir></fontconfig>
"""
"""No folder of fonts: only those of the stylesheet exist, so that no machine prints with others."""


@dataclass(frozen=True)
class Limits:
    """What one request may take: bytes of address space, seconds of processor, seconds by the clock."""

    memory: int = 1 << 30
    cpu: int = 60
    wall: float = 90


class Worker:
    """Draws papers one at a time; threads that ask meanwhile wait their turn."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._owner = os.getpid()

    @property
    def process(self) -> int | None:
        """The child's process id; None while there is none."""
        return self._child.pid if self._child else None

    def draw(self, html: str, first: int) -> tuple[bytes, int]:
        """A document of HTML as PDF, its first page numbered `first`, and how many pages it has."""
        told, body = self._ask({"html": html, "first": first})
        return body, int(told["pages"])

    def join(self, pdfs: Sequence[bytes], bookmarks: Sequence[str], title: str) -> bytes:
        """Several PDFs as one; a bookmark "" gives none."""
        sizes = [len(pdf) for pdf in pdfs]
        return self._ask({"bookmarks": list(bookmarks), "title": title, "sizes": sizes}, pdfs)[1]

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child is not None and self._owner == os.getpid():
            self._child.kill()
            self._child.communicate()
        if self._folder is not None and self._owner == os.getpid():
            self._folder.cleanup()
        self._child = self._folder = None

    def _ask(self, asked: dict[str, Any], blobs: Sequence[bytes] = ()) -> tuple[dict[str, Any], bytes]:
        if not self._turn.acquire(timeout=self.limits.wall):
            raise PrintFailed("busy")
        try:
            told, body = self._answer(self._warm(), asked, blobs)
        except BaseException:
            self.close()
            raise
        finally:
            self._turn.release()
        return told, body

    def _answer(
        self, child: subprocess.Popen[bytes], asked: dict[str, Any], blobs: Sequence[bytes]
    ) -> tuple[dict[str, Any], bytes]:
        """Ask and wait, but not for ever: a clock kills the child, and its closed pipe ends the waiting."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            child.kill()

        clock = threading.Timer(self.limits.wall, give_up)
        clock.start()
        try:
            told, body = _exchange(child, asked, blobs)
        except (OSError, ValueError):
            raise self._failure(child, late.is_set()) from None
        finally:
            clock.cancel()
        if "failed" in told:
            raise PrintFailed(told["failed"])
        if told["memory"] > GROWN:
            self.close()
        return told, body

    def _failure(self, child: subprocess.Popen[bytes], late: bool) -> PrintFailed:
        """Why the child stopped answering: its time was up, by the clock or by its processor, or it died."""
        if late:
            return PrintFailed("time", seconds=int(self.limits.wall))
        spent = child.wait(timeout=10) == -getattr(signal, "SIGXCPU", 0)
        return PrintFailed("time", seconds=self.limits.cpu) if spent else PrintFailed("died")

    def _warm(self) -> subprocess.Popen[bytes]:
        """The child of this process; another process's (before a fork) is left to it."""
        if self._owner != os.getpid():
            self._child, self._folder, self._owner = None, None, os.getpid()
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = self._start()
        return self._child

    def _start(self) -> subprocess.Popen[bytes]:
        """An empty folder to work in, an environment without settings, no fonts but those it is given."""
        self._folder = tempfile.TemporaryDirectory(prefix="paper-")
        home = self._folder.name
        fonts = Path(home) / "fonts.conf"
        fonts.write_text(FONTCONFIG.format(home), "utf-8")
        environment = {"FONTCONFIG_FILE": str(fonts), "HOME": home, "TMPDIR": home, "LC_ALL": "C.UTF-8"}
        limits = [str(self.limits.memory), str(self.limits.cpu)]
        command = [sys.executable, "-I", "-W", "ignore", str(CHILD), str(STATIC), *limits]
        return subprocess.Popen(  # noqa: S603 - our own program, with numbers of ours
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=home, env=environment
        )


def _exchange(
    child: subprocess.Popen[bytes], asked: dict[str, Any], blobs: Sequence[bytes]
) -> tuple[dict[str, Any], bytes]:
    """Send a request and read its answer. Raises OSError or ValueError when the child is gone."""
    requests, answers = _pipes(child)
    try:
        for piece in (json.dumps(asked).encode(), b"\n", *blobs):
            requests.write(piece)
        requests.flush()
    except BrokenPipeError:
        pass  # it may have said why before it went
    told: dict[str, Any] = json.loads(answers.readline())
    body = answers.read(told["size"])
    if len(body) != told["size"]:
        raise OSError("half an answer")
    return told, body


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert child.stdin is not None and child.stdout is not None  # noqa: S101 - we asked for pipes
    return child.stdin, child.stdout


THE_WORKER = Worker()
"""One child for each process that prints."""
atexit.register(THE_WORKER.close)
