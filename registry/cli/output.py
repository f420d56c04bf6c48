"""What the operator reads: sentences on stderr, results on stdout, one sentence and exit 1 for what is refused."""

import json
from collections.abc import Callable
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from registry.messages import Message, Problems
from registry.passwords import Busy
from registry.storage.archive import BadArchive


class Refusal(click.ClickException):
    """What was asked for is not done; the sentence says why, and what to do."""

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


class Group(AppGroup):
    """Commands whose refusals are sentences, never tracebacks."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Problems as wrong:
            raise Refusal("\n".join(map(str, wrong.problems))) from None
        except BadArchive as bad:
            raise Refusal(str(bad.message)) from None
        except Busy:
            raise Refusal("Máy đang bận, hãy chạy lại lệnh.") from None
        except (OperationalError, ProgrammingError) as error:
            told = str(error.orig).splitlines()[0] if error.orig else type(error).__name__
            raise Refusal(f"Cơ sở dữ liệu không trả lời được: {told}") from None


group = Group("registry", help="Các lệnh vận hành Sổ An Sinh.")


def as_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option --json."""
    return click.option("--json", "json_", is_flag=True, help="In một đối tượng JSON ra stdout.")(command)


def say(sentence: str | Message) -> None:
    """A sentence about what is being done."""
    click.echo(str(sentence), err=True)


def answer(result: dict[str, Any], text: str, json_: bool) -> None:
    """The result: for a program, or for a person."""
    click.echo(json.dumps(result, ensure_ascii=False) if json_ else text)
