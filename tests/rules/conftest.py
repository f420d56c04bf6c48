"""The hand-made registry of tests/commands/world.py, as the commands' tests have it."""

from tests.commands.conftest import world

__all__ = ["world"]
