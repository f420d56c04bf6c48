"""What tests of pages begin with."""

from collections.abc import Callable

import pytest

from tests.pages.lines import ISSUED, begin, take
from tests.world import World


@pytest.fixture
def line(visit: Callable, codes: World) -> str:
    return begin(visit("clerk"), codes.ours[0])


@pytest.fixture
def issued(visit: Callable, line: str) -> str:
    take(visit("health"), line, "approve", "send", "issue", **ISSUED)
    return line
