"""Many accounts at once, pasted from a spreadsheet: all of them, or none and every line's problem."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from registry.commands.accounts.grants import LEVELS
from registry.commands.accounts.users import SLIP_IS_OUT, Slip, create_user
from registry.commands.change import command
from registry.kernel.actor import MANAGE, Actor
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.messages import N_, Message, Problem, Problems
from registry.models import Agency
from registry.storage import db

MOST_AT_ONCE = 300


@dataclass(frozen=True)
class Line:
    """A pasted line: five cells, the last of which may be left out."""

    number: int
    username: str
    name: str
    agency: str
    role: str
    unit: str


@command("create_users", N_("Lập nhiều tài khoản"), MANAGE, final=SLIP_IS_OUT)
def create_users(actor: Actor, rows_text: str) -> list[Slip]:
    """An account per line: username, name, agency code, role, unit code, parted by tabs or semicolons.

    Raises Problems with one problem per wrong line; then nothing is kept.
    """
    lines, problems = _read(rows_text)
    agencies = dict(db.session.execute(select(Agency.code, Agency.id)).all())
    day = today()
    slips = []
    for line in lines:
        try:
            slips.append(_create(actor, line, agencies, day))
        except Problems as wrong:
            problems += [_at(line.number, problem.message) for problem in wrong.problems]
    if problems:
        raise Problems(problems)
    return slips


def _create(actor: Actor, line: Line, agencies: dict[str, int], day: date) -> Slip:
    if line.agency and line.agency not in agencies:
        unknown = Message(N_("không có cơ quan mang mã %(code)s."), code=line.agency[:20])
        raise Problems([Problem("agency", unknown)])
    unit = places().by_code(line.unit, day) if line.unit else None
    if line.unit and line.role in LEVELS and unit is None:
        unknown = Message(N_("không có đơn vị mang mã %(code)s vào ngày này."), code=line.unit[:20])
        raise Problems([Problem("unit", unknown)])
    user, code = create_user(
        actor,
        username=line.username,
        name=line.name,
        agency_id=agencies.get(line.agency),
        role=line.role,
        unit_id=unit.id if unit else None,
        starts=day,
    )
    return Slip(user, code)


def _read(text: str) -> tuple[list[Line], list[Problem]]:
    lines, problems = [], []
    for number, row in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in re.split(r"[\t;]", row)]
        if not any(cells):
            continue
        if not 4 <= len(cells) <= 5:
            need = N_("cần 4 hoặc 5 cột: tên đăng nhập, họ tên, mã cơ quan, vai trò, mã đơn vị.")
            problems.append(_at(number, Message(need)))
        else:
            lines.append(Line(number, *cells, *[""] * (5 - len(cells))))
    problems += _too_many(lines) + _twice(lines)
    return lines, problems


def _too_many(lines: list[Line]) -> list[Problem]:
    if 0 < len(lines) <= MOST_AT_ONCE:
        return []
    return [Problem("rows", Message(N_("Hãy dán từ 1 đến %(most)s dòng mỗi lần."), most=MOST_AT_ONCE))]


def _twice(lines: list[Line]) -> list[Problem]:
    counts = Counter(line.username.lower() for line in lines)
    return [
        _at(line.number, Message(N_("tên %(username)s lặp lại trong danh sách."), username=line.username[:40]))
        for line in lines
        if counts[line.username.lower()] > 1
    ]


def _at(number: int, message: Message) -> Problem:
    return Problem("rows", Message(N_("Dòng %(number)s: %(problem)s"), number=number, problem=message))
