"""Who is meant by a row that names a person: by number, by household and name, or by name, birth year and place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select

from registry.commands.importing.known import rows_in_chunks
from registry.commands.importing.places import Finder, Unknown
from registry.commands.importing.work import Work
from registry.inputs.targets import Record
from registry.kernel.scope import unscoped
from registry.messages import N_, Message
from registry.models import Household, Membership, Person, PersonNumber, Residence
from registry.storage import OPEN
from registry.vn.fold import fold


@dataclass(frozen=True)
class Member:
    """A person of a living household where it lives today; `unit_id` is today's commune."""

    person: Person
    person_id: int
    household_id: int
    household_code: str
    unit_id: int
    hamlet_id: int | None


@dataclass
class Members:
    """Everybody a file can mean, inside the actor's area."""

    by_name: dict[str, list[Member]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[str, Member] = field(default_factory=dict)

    def named(self, name: str, year: int | None) -> list[Member]:
        """Those of a folded name, of this birth year where it is told."""
        return [one for one in self.by_name.get(name, ()) if year in (None, one.person.birth_year)]


def load_members(finder: Finder, records: Iterable[Record]) -> Members:
    """The people these records name, in a few questions. The inner look: kept to the actor's area here."""
    records, known = list(records), Members()
    names = sorted({fold(record.get("name")) for record in records if record.get("name")})
    numbers = sorted({record.get("number")[1] for record in records if record.get("number")})
    with unscoped():
        for row in rows_in_chunks(names, lambda some: _people().where(Person.name_fold.in_(some))):
            if member := _member(finder, row):
                known.by_name[member.person.name_fold].append(member)
        for row in rows_in_chunks(numbers, lambda some: _people(PersonNumber.number).where(_bears(some))):
            if member := _member(finder, row):
                known.by_number[row.number] = member
    return known


def _people(*more: Any) -> Select[Any]:
    asked = select(Person, Membership.household_id, Household.code, Residence.unit_id, Residence.hamlet_id, *more)
    asked = asked.join(Membership, (Membership.person_id == Person.id) & (Membership.ends == OPEN))
    asked = asked.join(Household, (Household.id == Membership.household_id) & (Household.ends == OPEN))
    return asked.join(Residence, (Residence.household_id == Household.id) & (Residence.ends == OPEN))


def _bears(numbers: list[str]) -> Any:
    return (PersonNumber.person_id == Person.id) & PersonNumber.number.in_(numbers)


def _member(finder: Finder, row: Any) -> Member | None:
    allowed = finder.allowed()
    if allowed is not None and row.unit_id not in allowed:
        return None
    return Member(
        row[0], row[0].id, row.household_id, row.code, finder.places.on(row.unit_id, finder.day).id, row.hamlet_id
    )


def find_member(work: Work, known: Members, record: Record) -> Member | None:
    """The one person a record means; who cannot be told for sure is a fault."""
    number = record.get("number")
    if number and (bearer := known.by_number.get(number[1])):
        if bearer.person.name_fold != fold(record.get("name")):
            told = N_("Số này trong sổ là của %(name)s. Hãy đối chiếu.")
            work.refuse(record, "name", Message(told, name=bearer.person.name))
            return None
        return bearer
    found = list(_named(work, known, record))
    if work.is_wrong(record):
        return None
    if len(found) == 1:
        return found[0]
    said = {"name": record.get("name"), "year": record.get("birth").year, "count": len(found)}
    work.refuse(record, "name", Message(MANY if found else NOBODY, **said))
    return None


MANY = N_("Có %(count)s người tên %(name)s, sinh năm %(year)s. Hãy ghi mã hộ hoặc số giấy tờ để phân biệt.")
NOBODY = N_(
    "Không có ai tên %(name)s, sinh năm %(year)s đang ở địa bàn của bạn. Hãy kiểm tra họ tên, năm sinh và xã,"
    " hoặc thêm người này vào sổ trước."
)


def _named(work: Work, known: Members, record: Record) -> Iterator[Member]:
    code, finder = (record.get("household_code") or "").upper(), work.finder
    unit_id = hamlet_id = None
    try:
        unit_id = finder.unit(record.get("unit")).id if record.get("unit") and not code else None
        hamlet_id = finder.hamlet(finder.unit(record.get("unit")), record.get("hamlet")) if unit_id else None
    except Unknown as unknown:
        work.refuse(record, "hamlet" if unit_id else "unit", unknown.message)
        return
    for member in known.named(fold(record.get("name")), record.get("birth").year):
        there = unit_id in (None, member.unit_id) and hamlet_id in (None, member.hamlet_id)
        if there and code in ("", member.household_code):
            yield member
