"""What a refused command says, field by field."""

from collections.abc import Callable

import pytest

from registry.kernel.actor import CONSOLE, Actor
from registry.messages import Problems
from tests.commands.world import acting


def problems(work: Callable[[], object], actor: Actor = CONSOLE) -> dict[str, str]:
    """The sentences of a refused command; fails when it is not refused."""
    with pytest.raises(Problems) as refused, acting(actor):
        work()
    return {problem.field: str(problem.message) for problem in refused.value.problems}
