"""Facets and sums of the list of lines that end soon, rolled up from one grouped question (decisions.md 5)."""

from typing import NamedTuple

from sqlalchemy import func, select

from registry.kernel.scope import current_scope
from registry.messages import N_
from registry.models import Entry, HouseholdPeriod, Person
from registry.queries.ending_filters import FOLLOWING, AskedEndings, follows_sql, lines, window_sql
from registry.queries.facets import Choice, Counted
from registry.queries.household_facets import STATUS_LABELS
from registry.queries.kept import Kept
from registry.registers import registers
from registry.storage import db
from registry.vn.fold import words

FOLLOWS = {
    "gap": N_("Chưa có dòng nối tiếp"),
    "wait": N_("Đang chờ dòng nối tiếp"),
    "ok": N_("Đã có dòng nối tiếp"),
}
"""What comes after a line that ends, by how it looks."""
WINDOW_LABELS = {"30": N_("Trong 30 ngày"), "60": N_("31–60 ngày"), "90": N_("61–90 ngày")}


class EndingGroup(NamedTuple):
    """Lines alike in everything a facet or a split asks about; the unit as it is on the day."""

    unit_id: int
    hamlet: str
    status: str
    register: str
    window: str
    follows: str
    sex: str
    ethnicity: str
    lines: int


GROUPS: Kept[list[EndingGroup]] = Kept(8)


def ending_groups(asked: AskedEndings) -> list[EndingGroup]:
    """The grouped question: within scope, day and search; every choice still open. Without a search the answer is kept
    until something changes."""
    if words(asked.filters.q):
        return _read(asked)
    key = (asked.homes.places, current_scope(), asked.day, asked.homes.escaped_after)
    return GROUPS.get(key, lambda: _read(asked))


def _read(asked: AskedEndings) -> list[EndingGroup]:
    p, homes, line = HouseholdPeriod, asked.homes, Entry
    whose = (func.coalesce(Person.sex, p.head_sex), func.coalesce(Person.ethnicity, p.ethnicity))
    alike = (line.register, window_sql(line, asked.day), follows_sql(line), *whose)
    each = lines(
        asked,
        line,
        p.unit_id,
        p.hamlet_id,
        p.class_,
        (p.escaped_on > homes.escaped_after).label("escaped"),
        p.escaped_on,
        *(column.label(f"c{at}") for at, column in enumerate(alike)),
    ).subquery()
    by = [column for column in each.c if column.key != "escaped_on"]
    counted = select(*by, func.max(each.c.escaped_on), func.count()).group_by(*by)
    return [
        EndingGroup(
            homes.places.on(unit_id, homes.day).id,
            str(hamlet_id or ""),
            homes.status(class_, escaped_on),
            register,
            str(window),
            FOLLOWING[follows],
            sex or "",
            ethnicity or "",
            count,
        )
        for unit_id, hamlet_id, class_, _, register, window, follows, sex, ethnicity, escaped_on, count in (
            db.session.execute(counted)
        )
    ]


def counted_endings(asked: AskedEndings, found: list[EndingGroup]) -> Counted[EndingGroup]:
    """Their sums and facets."""
    f, titles = asked.filters, {register.key: register.title for register in registers()}
    choices = (
        Choice("window", N_("Còn bao lâu"), lambda group: group.window, f.windows, WINDOW_LABELS),
        Choice("register", N_("Sổ"), lambda group: group.register, f.registers, titles),
        Choice("follows", N_("Nối tiếp"), lambda group: group.follows, f.follows, FOLLOWS),
        Choice("class", N_("Diện hộ"), lambda group: group.status, f.classes, STATUS_LABELS),
        Choice("hamlet", N_("Ấp, khóm"), lambda group: group.hamlet, f.hamlets),
    )
    return Counted(asked.homes, choices, found, areas_at=4)
