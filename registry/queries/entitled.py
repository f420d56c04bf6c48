"""Everybody entitled under a register on the working day, asked of what is kept: too many to be read for one page."""

from array import array
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, false, func, literal, or_, tuple_

from registry.kernel.places import places
from registry.kernel.register import PERSON, Register
from registry.kernel.scope import current_scope
from registry.kernel.table import Page
from registry.models import Coverage, Hamlet, HouseholdPeriod, Person
from registry.queries.facets import SPLITS
from registry.queries.found import Found, as_found, of_coverage, of_entitled
from registry.queries.gap_filters import GROUPS, NONE, Alike, Asked, inside_of, special_places
from registry.queries.gap_totals import Totals, by_name, one_per_household
from registry.queries.kept import Kept
from registry.storage import db
from registry.vn.sort import name_key

ALIKE: Kept[list[Alike]] = Kept(8)
"""One answer about the whole province takes some MB."""
TOTALS: Kept[Totals] = Kept(64)
ORDERS: Kept["array[int]"] = Kept(16)
"""16 bytes a row."""


@dataclass(frozen=True)
class Entitled:
    """The entitled as an address asks for them, but for a search by name. Answers are kept until something changes."""

    register: Register
    asked: Asked

    def groups(self) -> list[Alike]:
        return ALIKE.get(self._key(self.asked.day), lambda: _alike(self.register, self.asked.day))

    def totals(self) -> Totals:
        return TOTALS.get(self._key(self.asked), lambda: _totals(self))

    def rows(self, page: Page | None) -> list[Found]:
        wanted = self.everyone(*of_coverage(Coverage))
        if page is not None:
            order = ORDERS.get(self._key(self.asked), lambda: _order(self))
            some = order[2 * page.offset : 2 * (page.offset + page.per_page)]
            pairs = list(zip(some[::2], some[1::2], strict=True))
            wanted = wanted.where(tuple_(Coverage.household_id, Coverage.subject_id).in_(pairs))
        found = [as_found(row) for row in db.session.execute(wanted.order_by(*_FAMILIES))]
        return sorted(one_per_household(found) if self.asked.per else found, key=by_name)

    def everyone(self, *columns: Any) -> Select[Any]:
        """Columns of everybody whom the choices let through, with their household, hamlet and person."""
        return of_entitled(self.register, self.asked.day, *columns).where(*_conditions(self.register, self.asked))

    def _key(self, asked: Asked | date) -> Hashable:
        return self.register.key, places(), current_scope(), asked


_FAMILIES = (Coverage.household_id, Coverage.subject_id)


def _order(entitled: Entitled) -> "array[int]":
    """Household and subject of each row by given name, which only Python orders; of a list of households, the first
    of each under the head's name. Names alone are read."""
    home, per = HouseholdPeriod, entitled.asked.per
    name = home.head_name if per else func.coalesce(Person.name, home.head_name)
    columns = (name, home.code, func.coalesce(Person.code, ""), *_FAMILIES)
    found: Iterable[Any] = db.session.execute(entitled.everyone(*columns).order_by(*_FAMILIES))
    if per:
        found = {row.household_id: row for row in reversed(list(found))}.values()
    ordered = sorted(found, key=lambda row: (name_key(row[0]), row[1], row[2]))
    return array("q", chain.from_iterable(row[3:] for row in ordered))


def _conditions(register: Register, asked: Asked) -> list[ColumnElement[bool]]:
    """Every choice of the address as SQL."""
    c, (sex, ethnicity) = Coverage, _whose(register)
    of_facets = {
        "hamlet": cast(func.coalesce(c.hamlet_id, 0), String),
        "class_": c.class_,
        "state": c.state,
        "sex": sex,
        "ethnicity": ethnicity,
        **dict.fromkeys(("reason", "owner", "late"), literal(NONE)),
    }
    chosen = [column.in_(sorted(values)) for name, column in of_facets.items() if (values := getattr(asked, name))]
    inside = [c.unit_id.in_(sorted(inside_of(asked)))] if asked.unit else []
    return [*inside, *chosen, *(_in_group(asked.day, group) for group in sorted(asked.group))]


def _whose(register: Register) -> tuple[Any, Any]:
    """Sex and ethnic group of the person, or of the household's head."""
    home, who = HouseholdPeriod, Person
    return (who.sex, who.ethnicity) if register.subject == PERSON else (home.head_sex, home.ethnicity)


def _in_group(day: date, group: str) -> ColumnElement[bool]:
    c = Coverage
    if group == "special":
        hamlets = [pair for pair in special_places(day) if pair[1] is not None]
        communes = [unit_id for unit_id, hamlet_id in special_places(day) if hamlet_id is None]
        return or_(c.unit_id.in_(communes), tuple_(c.unit_id, c.hamlet_id).in_(hamlets))
    return getattr(c, group) == 1 if group in GROUPS else false()


def _alike(register: Register, day: date) -> list[Alike]:
    c, (sex, ethnicity) = Coverage, _whose(register)
    by = (c.unit_id, c.hamlet_id, Hamlet.name, c.class_, ethnicity, sex, c.state)
    counted = of_entitled(register, day, *by, func.count()).group_by(*by)
    return [
        Alike(unit_id, hamlet_id, hamlet or "", class_, ethnic or "", sex_ or "", state, "", "", "", None, rows)
        for unit_id, hamlet_id, hamlet, class_, ethnic, sex_, state, rows in db.session.execute(counted)
    ]


def _totals(entitled: Entitled) -> Totals:
    c = Coverage
    flags = {label: getattr(c, name) for name, label in GROUPS.items() if label in SPLITS}
    home = func.count(c.household_id.distinct())
    split = [(func.count(case((flag == 1, c.household_id)).distinct()), func.sum(flag)) for flag in flags.values()]
    asked = entitled.everyone(func.count(), home, *(one for both in split for one in both))
    people, households, *some = db.session.execute(asked).one()
    pairs = zip(some[::2], some[1::2], strict=True)
    return Totals(people, households, {label: (h, p or 0) for label, (h, p) in zip(flags, pairs, strict=True)})
