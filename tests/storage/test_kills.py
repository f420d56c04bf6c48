"""P17: kill -9 while writing, 25 times: what was acknowledged is there, nothing is half done, the log is whole."""

import time
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from tests.children import Child
from tests.storage.stores import opened
from tests.storage.writers import add_counter, assert_log_is_whole, counted, start

CYCLES, WRITERS = 25, 2


@pytest.mark.check
def test_25_kills_lose_no_acknowledged_write(kind: str, tmp_path: Path) -> None:
    chance = Random(25)
    with opened(kind, tmp_path / "live") as app:
        names = [f"dem{number}" for number in range(WRITERS)]
        for name in names:
            add_counter(app, name)
        before = assert_log_is_whole(app)
        acknowledged = 0
        for _ in range(CYCLES):
            acknowledged += kill_in_the_middle(app, names, chance.uniform(0.02, 0.25))
            assert assert_log_is_whole(app) == before + sum(counted(app, name) for name in names)
        assert acknowledged > CYCLES


def kill_in_the_middle(app: Flask, names: list[str], after: float) -> int:
    """Start a writer each, kill them all at once, and compare what they said with what is there."""
    began = {name: counted(app, name) for name in names}
    writers = {name: start(app, name, 100_000) for name in names}
    first = {}
    for name, writer in writers.items():
        first[name] = int(writer.readline())
    time.sleep(after)
    for writer in writers.values():
        writer.kill()
    return sum(check(app, name, writer, first[name]) - began[name] for name, writer in writers.items())


def check(app: Flask, name: str, writer: Child, first: int) -> int:
    """What is there is what was acknowledged, or the one more that was committed but not yet said."""
    _code, out, err = writer.end()
    assert err == ""
    heard = [first, *map(int, out.split("\n")[:-1])]
    there = counted(app, name)
    assert heard[-1] <= there <= heard[-1] + 1, f"{name}: acknowledged {heard[-1]}, found {there}"
    return there
