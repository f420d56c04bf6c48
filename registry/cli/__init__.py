"""The operator's commands: `flask registry …` (docs/operations.md)."""

from flask import Flask

from registry.cli import audit, backup, export, findings, imports, serve, setup, users, worker
from registry.cli.output import group

__all__ = ["audit", "backup", "export", "findings", "imports", "register", "serve", "setup", "users", "worker"]


def register(app: Flask) -> None:
    """Give the application its operator's commands."""
    app.cli.add_command(group)
