"""Processes of tests: each is forked from one that has imported the program, which costs it nothing to start."""

import os
import sys
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.cli.console", "tests.jobs.worker_process", "tests.storage.writer_process"])


class Child:
    """A function in a process and a session of its own; what it prints is kept."""

    def __init__(self, target: Callable[..., None], *words: Any, env: Mapping[str, str] | None = None) -> None:
        self._folder = TemporaryDirectory()
        self._told = Path(self._folder.name) / "stderr"
        heard, said = FORKS.Pipe(duplex=False)
        self._process = FORKS.Process(target=_begin, args=(said, str(self._told), env, target, words))
        self._process.start()
        said.close()
        self._out = os.fdopen(os.dup(heard.fileno()), encoding="utf-8")
        heard.close()

    @property
    def pid(self) -> int:
        return int(self._process.pid or 0)

    def readline(self) -> str:
        """What it prints next."""
        return self._out.readline()

    def kill(self) -> None:
        self._process.kill()

    def end(self, timeout: float = 120) -> tuple[int, str, str]:
        """Its exit code, and what it printed that was not yet read; raises TimeoutError."""
        out = self._out.read()
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise TimeoutError(f"still running after {timeout} s")
        self._process.close()
        self._out.close()
        err = self._told.read_text() if self._told.exists() else ""
        self._folder.cleanup()
        return code, out, err


def _begin(said: Any, told: str, env: Mapping[str, str] | None, target: Callable[..., None], words: Any) -> None:
    """In the child: become a process as the shell starts one."""
    os.setsid()
    os.chdir(ROOT)
    if env is not None:
        os.environ.clear()
        os.environ.update(env)
    for number, stream in ((1, said.fileno()), (2, os.open(told, os.O_WRONLY | os.O_CREAT))):
        os.dup2(stream, number)
    said.close()
    sys.stdout, sys.stderr = (os.fdopen(n, "w", buffering=1, encoding="utf-8", closefd=False) for n in (1, 2))
    target(*words)
