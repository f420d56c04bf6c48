"""Whose a row is: the person it names, or the household of which it tells the code, somebody's name, or both."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.commands.importing.known import Home, Known, load_known
from registry.commands.importing.people import Member, Members, find_member, load_members
from registry.commands.importing.work import Work
from registry.inputs.targets import Record
from registry.messages import N_, Message
from registry.models import Person
from registry.vn.fold import fold

OTHERS = N_("Hộ %(code)s không có ai tên %(name)s. Hãy kiểm tra lại mã hộ, họ tên.")


@dataclass(frozen=True)
class Whose:
    """A household, and the person where the row names one; `name` is what people know it by."""

    household_id: int
    household_code: str
    name: str
    person: Person | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Homes:
    """Everybody, and every household, that a file can mean inside the actor's area."""

    people: Members
    known: Known

    def whose(self, work: Work, record: Record, of_people: bool) -> Whose | None:
        """Whose the row is; who cannot be told for sure is a fault."""
        if not of_people and record.get("household_code") is not None:
            return self._by_code(work, record)
        member = find_member(work, self.people, record)
        return None if member is None else _of(member)

    def _by_code(self, work: Work, record: Record) -> Whose | None:
        home = self._home(work, record)
        if home is None:
            return None
        if record.get("name") is None:
            return Whose(home.id, home.code, home.code)
        birth, name = record.get("birth"), fold(record.get("name"))
        found = [one for one in self.people.named(name, birth and birth.year) if one.household_id == home.id]
        if not found:
            work.refuse(record, "name", Message(OTHERS, code=home.code, name=record.get("name")))
            return None
        return _of(found[0]) if len(found) == 1 else Whose(home.id, home.code, found[0].person.name)

    def _home(self, work: Work, record: Record) -> Home | None:
        told = str(record.get("household_code"))
        known = (self.known.by_code.get(told.upper()), *self.known.by_external.get(told, ()))
        found: dict[int, Home] = {home.id: home for home in known if home}
        if len(found) == 1:
            return next(iter(found.values()))
        text = SEVERAL if found else NO_HOME
        work.refuse(record, "household_code", Message(text, code=told.upper()))
        return None


SEVERAL = N_("Mã %(code)s là của nhiều hộ trong sổ. Hãy ghi mã hộ trong sổ (HH-…).")
NO_HOME = N_("Không có hộ %(code)s đang ở địa bàn của bạn.")


def load_homes(work: Work, records: list[Record]) -> Homes:
    """Those that these records name, in a few questions."""
    return Homes(load_members(work.finder, records), load_known(work.finder, (), _codes(records)))


def _codes(records: Iterable[Record]) -> list[str]:
    codes = {str(code) for record in records if (code := record.get("household_code"))}
    return sorted(codes | {code.upper() for code in codes})


def _of(member: Member) -> Whose:
    return Whose(member.household_id, member.household_code, member.person.name, member.person, member.person_id)
