"""P15, P16: many writers at once; nobody is turned away and no change is lost."""

from pathlib import Path

import pytest

from tests.storage.stores import opened
from tests.storage.writers import add_counter, assert_log_is_whole, counted, start

WRITERS, TIMES = 16, 25


@pytest.mark.check
@pytest.mark.parametrize("same", [True, False], ids=["one row", "a row each"])
def test_sixteen_writers_lose_nothing_and_see_no_error(kind: str, same: bool, tmp_path: Path) -> None:
    with opened(kind, tmp_path / "live") as app:
        names = ["dem.chung"] if same else [f"dem{number:02}" for number in range(WRITERS)]
        for name in names:
            add_counter(app, name)
        before = assert_log_is_whole(app)
        writers = [start(app, names[number % len(names)], TIMES) for number in range(WRITERS)]
        said = [writer.end() for writer in writers]
        assert [code for code, _, _ in said] == [0] * WRITERS, [err[-400:] for _, _, err in said]
        acknowledged = sorted(int(line) for _, out, _ in said for line in out.split())
        if same:
            assert acknowledged == list(range(1, WRITERS * TIMES + 1))
        assert [counted(app, name) for name in names] == [WRITERS * TIMES // len(names)] * len(names)
        assert assert_log_is_whole(app) == before + WRITERS * TIMES
