"""One line of a register: the row, whose it is, the steps it took; and what its form needs to know of others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.kernel.actor import NotFound
from registry.kernel.places import places
from registry.kernel.register import Register
from registry.kernel.scope import unscoped
from registry.messages import Message
from registry.models import Entry, EntryStep, Household, Person
from registry.models.words import BEYOND, HEADLESS, in_words
from registry.queries.editable import subject_of
from registry.queries.history import HistoryLine, history_of_rows
from registry.storage import Tracked, db, facet_of, valid_through

LINE_CODE = re.compile("[0-9A-Z]{8,10}")


@dataclass(frozen=True)
class Line:
    """A line within scope; `person` is None for a household's line and where the person is beyond the area."""

    register: Register
    entry: Any
    household: Household
    person: Person | None
    head_name: str

    @property
    def subject(self) -> str:
        """The name of whose line it is."""
        return self.person.name if self.person else "" if self.entry.person_id else self.head_name

    @property
    def whose(self) -> str:
        """That name, or why there is none."""
        return self.subject or (BEYOND if self.entry.person_id else HEADLESS)

    @property
    def where(self) -> str:
        """The commune when the line began."""
        return places().label(self.entry.unit_id, self.entry.starts)

    @property
    def through(self) -> date | None:
        return valid_through(self.entry.ends)

    @property
    def facts(self) -> list[tuple[str, Message | str]]:
        """Each field in words, numbers masked."""
        keys = [*self.register.fields, "class_"]
        return [
            (known.label, in_words(self.register.model, key, value))
            for key in keys
            if (known := facet_of(getattr(self.register.model, key)))
            and (value := getattr(self.entry, key)) is not None
        ]


def line_with(register: Register, code: str) -> Line:
    """The line within scope; raises NotFound, the same for absent and not yours."""
    model = register.model
    joined = (
        select(model, Household, Person)
        .join(Household, Household.id == model.household_id)
        .outerjoin(Person, Person.id == model.person_id)
        .where(model.code == code)
    )
    row = db.session.execute(joined).first() if LINE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound(code)
    return Line(register, *row, subject_of(row[1]))


def line_lives(code: str) -> bool:
    """Whether a line within scope still bears this code."""
    return db.session.scalar(select(Entry.id).where(Entry.code == code)) is not None


def steps_of(entry: Entry) -> list[EntryStep]:
    """Its steps, oldest first."""
    return list(db.session.scalars(select(EntryStep).where(EntryStep.entry_id == entry.id).order_by(EntryStep.id)))


def history_of_line(line: Line, beside: Iterable[Tracked]) -> list[HistoryLine]:
    """What was changed of the line and what hangs on it (steps, money), newest first, from the log."""
    names: dict[tuple[str, Any], str] = {("person_id", line.entry.person_id): line.subject}
    hanging: Any = beside
    rows = [(line.register.key, line.entry.id), *((row.__tablename__, row.id) for row in hanging)]
    return history_of_rows(line.household, rows, names)


def covering_lines(register: Register, entry: Entry | None, person_id: int | None, household_id: int) -> list[Entry]:
    """Lines of the same subject that serve it or may, but for `entry` itself: anybody's, to be warned of."""
    model, flow = register.model, register.workflow
    whose = model.person_id == person_id if person_id else model.household_id == household_id
    live = select(model).where(whose, model.status.in_(sorted(flow.covering | flow.waiting)))
    with unscoped():
        found = list(db.session.scalars(live.order_by(model.starts)))
    return [one for one in found if entry is None or one.id != entry.id]
