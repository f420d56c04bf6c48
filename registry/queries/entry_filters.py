"""What a list of a register's lines is asked for: the filters of its address, and the SQL they mean."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from registry.kernel.places import Place, Places
from registry.kernel.register import Register
from registry.kernel.scope import is_bounded
from registry.models import Hamlet, Household, HouseholdPeriod, Person
from registry.storage import facet_of
from registry.vn.fold import words

STATE, CLASS = "state", "class"


@dataclass(frozen=True)
class EntryFilters:
    """The choices of an address; empty means everything. `chosen` maps a facet's name to its values.

    `ended` asks also for lines that do not hold on the day and do not wait, `batch` for all those made together.
    """

    day: date
    q: str = ""
    units: frozenset[str] = frozenset()
    chosen: dict[str, frozenset[str]] = field(default_factory=dict)
    ended: bool = False
    batch: str = ""

    def of(self, name: str) -> frozenset[str]:
        return self.chosen.get(name, frozenset())


@dataclass(frozen=True)
class AskedLines:
    """Filters of a register's list with their unit codes resolved on the day."""

    register: Register
    filters: EntryFilters
    places: Places

    @property
    def day(self) -> date:
        return self.filters.day

    @property
    def chosen(self) -> tuple[Place, ...]:
        """The chosen units, but for those that hold another chosen one."""
        codes = sorted(self.filters.units)
        named = [place for code in codes if (place := self.places.by_code(code, self.day))]
        return tuple(p for p in named if not any(p in self.places.parents(other) for other in named))

    @property
    def unit_id(self) -> Any:
        """Where the household lives on the day; of a household that is no more, where it lived when the line began."""
        return func.coalesce(HouseholdPeriod.unit_id, self.register.model.unit_id)

    @property
    def facets(self) -> dict[str, Any]:
        """Name in the address → column of each facet beside the units'."""
        model = self.register.model
        return {
            STATE: model.status,
            CLASS: model.class_,
            **{key: getattr(model, key) for key in filtered(self.register)},
        }


def filtered(register: Register) -> list[str]:
    """The columns a register's list is filtered by."""
    return [key for key in register.fields if facet(register, key).filter]


def facet(register: Register, key: str) -> Any:
    """The human side of a register's column."""
    return facet_of(getattr(register.model, key))


def lines(asked: AskedLines, *columns: Any) -> Select[Any]:
    """Columns of lines that hold or wait on the day (or of all) and match the search; facets still open."""
    model, period = asked.register.model, HouseholdPeriod
    joined = (
        select(*columns)
        .select_from(model)
        .join(Household, Household.id == model.household_id)
        .outerjoin(Person, Person.id == model.person_id)
        .outerjoin(period, and_(period.household_id == model.household_id, period.on(asked.day)))
        .outerjoin(Hamlet, Hamlet.id == period.hamlet_id)
    )
    return joined.where(*_near(model), *_shown(asked), *_searched(asked))


def _near(model: Any) -> list[ColumnElement[bool]]:
    """Lets the database go by the households of a reader's communes; the scope alone says no more, but it would go
    through all lines of the province."""
    return [model.household_id.in_(select(HouseholdPeriod.household_id))] if is_bounded() else []


def chosen(asked: AskedLines) -> list[ColumnElement[bool]]:
    """Every choice of the facets and units."""
    found = [
        column.in_(sorted(asked.filters.of(name))) for name, column in asked.facets.items() if asked.filters.of(name)
    ]
    if asked.chosen:
        inside = frozenset().union(*(asked.places.within(place.id, asked.day) for place in asked.chosen))
        found.append(asked.unit_id.in_(sorted(inside)))
    return found


def _shown(asked: AskedLines) -> list[ColumnElement[bool]]:
    model, flow = asked.register.model, asked.register.workflow
    if asked.filters.batch:
        return [model.batch == asked.filters.batch]
    if asked.filters.ended:
        return []
    holds = and_(model.status.in_(sorted(flow.covering)), model.on(asked.day))
    return [or_(holds, model.status.in_(sorted(flow.waiting)))]


def _searched(asked: AskedLines) -> list[ColumnElement[bool]]:
    """By the name of whose line it is, without marks; by the household's code, or the line's own."""
    q = asked.filters.q.strip()
    if not words(q):
        return []
    named = [_name(asked.register).like(f"%{word}%") for word in words(q)]
    code = "".join(letter for letter in q.upper() if letter.isalnum() or letter == "-")
    return [or_(and_(*named), Household.code == code, asked.register.model.code == code)]


def _name(register: Register) -> Any:
    """The folded name; that of the head where lines are the household's."""
    return Person.name_fold if register.names_person else HouseholdPeriod.search
