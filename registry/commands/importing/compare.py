"""A household of a file against the registry's: which one it is, who is who, and what would change."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from registry.commands.importing.known import Home, Inside
from registry.commands.importing.report import Difference
from registry.inputs.targets import Record
from registry.messages import N_, Message
from registry.models import EthnicGroup, Membership, Person, PersonNumber
from registry.models.household import RELATIONSHIPS
from registry.models.person import SEXES
from registry.storage import OPEN, db, facet_of
from registry.vn.dates import PartialDate, format_partial
from registry.vn.fold import fold
from registry.vn.ids import mask


@dataclass
class PersonPlan:
    """A row's person: known or new, with the columns to write; `number` is to be added."""

    record: Record
    columns: dict[str, Any]
    relationship: str
    person: Person | None = None
    membership: Membership | None = None
    number: dict[str, Any] | None = None

    @property
    def is_new(self) -> bool:
        return self.person is None


@dataclass
class HouseholdPlan:
    """A household of the file: known or new, with what is to be written of it."""

    records: list[Record]
    home: Home | None
    place: dict[str, Any]
    starts: Any
    columns: dict[str, Any] = field(default_factory=dict)
    external: str | None = None
    class_: dict[str, Any] | None = None
    class_row: Any = None
    people: list[PersonPlan] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def match_person(record: Record, inside: Inside, home: Home) -> tuple[Membership, Person] | Message | None:
    """The member a row means, by number, else by name and birth year; a sentence where that is no present member."""
    rows = inside.members.get(home.id, [])
    number = record.get("number")
    found = {id(person): (row, person) for row, person in rows if number and _bears(inside, person, number[1])}
    if not found:
        name, birth = fold(record.get("name")), record.get("birth").year
        found = {
            id(person): (row, person) for row, person in rows if (person.name_fold, person.birth_year) == (name, birth)
        }
    if len(found) > 1:
        return Message(N_("Hộ có nhiều người cùng tên, cùng năm sinh. Hãy ghi số giấy tờ để phân biệt."))
    for row, person in found.values():
        if person.died_on is not None:
            return Message(N_("Người này đã ghi mất trong sổ. Hãy bỏ dòng này."))
        if row.ends != OPEN:
            return Message(N_("Người này đã rời hộ trong sổ. Hãy bỏ dòng này, hoặc nhận lại vào hộ trước."))
        return row, person
    return None


def _bears(inside: Inside, person: Person, number: str) -> bool:
    return any(row.number == number for row in inside.numbers.get(person.id, ()))


def changed_columns(person: Person, columns: dict[str, Any]) -> dict[str, Any]:
    """What a row tells otherwise. The name in capitals, or a year where the registry knows the day, tells nothing."""
    told = dict(columns)
    if told["name"].casefold() == person.name.casefold():
        del told["name"], told["name_fold"]
    if _says_less(person.birth, PartialDate(told["birth_year"], told["birth_month"], told["birth_day"])):
        told = {key: value for key, value in told.items() if not key.startswith("birth_")}
    return {key: value for key, value in told.items() if getattr(person, key) != value}


def _says_less(known: PartialDate, told: PartialDate) -> bool:
    return known.iso().startswith(told.iso())


def person_differences(plan: PersonPlan) -> Iterator[Difference]:
    """The changes of a known person and membership, in words."""
    person, row = plan.person, plan.membership
    if person is not None and row is not None:
        births = {key: value for key, value in plan.columns.items() if key.startswith("birth_")}
        if births:
            after = PartialDate(*(births.get(f"birth_{part}", getattr(person, f"birth_{part}")) for part in PARTS))
            yield Difference(N_("Ngày sinh"), format_partial(person.birth), format_partial(after))
        for key in ("name", "sex", "ethnicity"):
            if key in plan.columns:
                yield Difference(_label(Person, key), _shown(key, getattr(person, key)), _shown(key, plan.columns[key]))
        if row.relationship != plan.relationship:
            words = (Message(RELATIONSHIPS[code]) for code in (row.relationship, plan.relationship))
            yield Difference(_label(Membership, "relationship"), *words)
        if plan.number:
            yield Difference(_label(PersonNumber, "number"), "–", mask(plan.number["number"]))


PARTS = ("year", "month", "day")


def _label(model: Any, key: str) -> str:
    facet = facet_of(getattr(model, key))
    return facet.label if facet else key


def _shown(key: str, value: str) -> str | Message:
    if key == "sex":
        return Message(SEXES[value])
    if key == "ethnicity":
        return str(db.session.get_one(EthnicGroup, value).name)
    return value
