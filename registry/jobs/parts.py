"""Very many lines of a register taken one step on, part by part: each part is a transaction of its own, all of them are
one change with one undo.

A worker that is killed leaves whole parts; the next one goes on with the part after them. Every line is looked at
before the first of them goes; one that cannot go then, or when its part's turn comes, stays where it is, and is told
in the job's file.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import Any

from registry.commands.jobs import queue_job
from registry.commands.many_entries import AWAY, Left, move_entries, weigh_entries
from registry.commands.record import new_code
from registry.jobs.files import write_whole
from registry.jobs.kind import Effect, JobFailed, Kind, Told, Work
from registry.jobs.moves import TITLE, actor_of, allows, asked_of, named, seen
from registry.jobs.values import restored
from registry.kernel.actor import Actor
from registry.kernel.register import Move, Register
from registry.kernel.table import Column, Table
from registry.messages import N_, Message, Problem
from registry.models import Job
from registry.outputs.csv import csv_chunks
from registry.queries.entries import Picked
from registry.queries.history import rows_of
from registry.vn.numbers import format_int

KEY, CHECK = "move_parts", "check"
PART = 2_000
"""So many lines go in one transaction, or a few more: those of a household go together."""
COLUMNS = (
    Column("entry_code", N_("Mã dòng"), lambda left: left[0]),
    Column("reason", N_("Vì sao không chuyển"), lambda left: left[1]),
)


def queue_parts(
    actor: Actor, register: Register, step: Move, lines: Iterable[Picked], given: Mapping[str, Any], about: str
) -> Job:
    """A job that takes these lines the step on; they come in the order of their households."""
    asked = asked_of(register, step, given) | {"parts": _parts(lines), "change": new_code()}
    name = f"{register.slug}-khong-chuyen.csv"
    return queue_job(KEY, actor.id, datetime.now(UTC), file_name=name, about=about, **asked)


def _parts(lines: Iterable[Picked]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for _, together in groupby(lines, lambda line: line.household_code):
        if len(parts[-1]) >= PART:
            parts.append([])
        parts[-1] += [line.code for line in together]
    return parts


def _plan(work: Work) -> list[str]:
    return [CHECK, *map(str, range(len(work.arguments["parts"])))]


def _step(work: Work, name: str) -> Effect:
    if name != CHECK:
        return partial(_move, work, int(name))
    told = _weighed(work)
    return lambda: told


def _weighed(work: Work) -> Told:
    """Look at every line before any goes. Raises JobFailed where none could."""
    register, step = named(work)
    left, total = list[Left](), 0
    for codes in work.arguments["parts"]:
        lines = seen(work, register, codes)
        given = {"move": step.key, **restored(work.arguments["given"])}
        left += _unseen(codes, lines)
        left += weigh_entries(actor_of(work), register, [line.id for line in lines], **given)
        total += len(codes)
    if len(left) == total:
        raise JobFailed(left[0].problem.message)
    said = N_("Đã xem trước: %(count)s dòng chuyển được, %(left)s dòng không.")
    return Told(Message(said, count=format_int(total - len(left)), left=format_int(len(left))))


def _move(work: Work, at: int) -> Told:
    """One part, its lines looked at anew while nobody else writes them."""
    register, step = named(work)
    codes, change = work.arguments["parts"][at], work.arguments["change"]
    lines = seen(work, register, codes)
    given = {"move": step.key, "change": change, **restored(work.arguments["given"])}
    left = _unseen(codes, lines) + move_entries(actor_of(work), register, [line.id for line in lines], **given)
    part = json.dumps([(one.code, one.problem.message.kept()) for one in left]).encode()
    return Told(_moved(register, step, work, at, change), {_name(at): part} if left else {})


def _unseen(codes: Sequence[str], lines: Sequence[Picked]) -> list[Left]:
    there = {line.code for line in lines}
    return [Left(code, Problem("", Message(AWAY))) for code in codes if code not in there]


def _moved(register: Register, step: Move, work: Work, at: int, change: str) -> Message:
    """How many lines of all parts so far have gone, as the log has it, and how many have not."""
    gone = rows_of(change, register.key)
    tried = sum(map(len, work.arguments["parts"][: at + 1]))
    counts = {"count": format_int(gone), "left": format_int(tried - gone)}
    state = Message(register.workflow.states[step.target])
    return Message(N_("%(count)s dòng đã chuyển sang “%(state)s”, %(left)s dòng không chuyển."), state=state, **counts)


def _name(at: int) -> str:
    return f"left-{at}"


def _finish(work: Work) -> None:
    """The lines that stayed, and why, as a file; none where all went."""
    parts = [work.folder / _name(at) for at in range(len(work.arguments["parts"]))]
    rows = [row for part in parts if part.exists() for row in json.loads(part.read_bytes())]
    if rows:
        told = [(code, Message.restored(why)) for code, why in rows]
        write_whole(work.result, b"".join(csv_chunks(Table(COLUMNS, told), str, labels=True)))


MOVE_PARTS = Kind(
    KEY, TITLE, N_("Xong %(done)s/%(total)s phần."), _plan, _step, _finish, allows, mimetype="text/csv; charset=utf-8"
)
