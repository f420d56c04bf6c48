"""A kind of job for tests: each step counts a user's name up, so that an effect done twice, or never, is seen."""

import time

from registry.commands.accounts import rename_user
from registry.jobs.kind import Effect, Kind, Work
from registry.kernel.actor import CONSOLE
from registry.messages import Message, Problem, Problems
from registry.queries.accounts import find_user


def _plan(work: Work) -> list[str]:
    return [str(number) for number in range(1, work.arguments["steps"] + 1)]


def _step(work: Work, name: str) -> Effect:
    """Slow before its effect and within it, so that a kill may fall anywhere."""
    time.sleep(work.arguments.get("seconds", 0))
    if name == work.arguments.get("wrong"):
        raise Problems([Problem("file", Message("Bước %(name)s sai.", name=name))])
    if name == work.arguments.get("broken"):
        raise ZeroDivisionError("Thạch Thị Bí Mật")

    def effect() -> None:
        user = find_user(work.arguments["username"])
        assert user is not None
        counted = int(user.name.split()[-1]) + 1
        rename_user(CONSOLE, user, name=f"Người Đếm {counted}", version=user.version)
        time.sleep(work.arguments.get("seconds", 0))

    return effect


COUNT = Kind("tests.count", "Đếm thử", "%(done)s/%(total)s", _plan, _step)
