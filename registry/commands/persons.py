"""What is recorded of a person, looked at before it is written; used by every command that names one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.commands.checks import Checks
from registry.commands.codes import random_code
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_, Problem
from registry.models import EthnicGroup, Membership, Person, PersonNumber
from registry.models.person import ID_KINDS
from registry.storage import OPEN, db
from registry.vn.dates import PartialDate, format_day, format_partial
from registry.vn.fold import fold
from registry.vn.ids import normalise_number, problem

FIRST_YEAR, OLDEST = 1900, 120


@dataclass(frozen=True)
class PersonValues:
    """A person as typed: `numbers` are (kind, number) pairs, none when no id is known."""

    name: str
    sex: str
    birth: PartialDate
    ethnicity: str
    numbers: tuple[tuple[str, str], ...] = ()


def check_person(found: Checks, given: PersonValues) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The columns of the person and of each number; problems stand at name, sex, birth, ethnicity, kind, number."""
    columns = check_columns(found, given.name, given.sex, given.birth, given.ethnicity)
    return columns, [check_number_columns(found, kind, number) for kind, number in given.numbers]


def check_columns(
    found: Checks, name: str, sex: str, birth: PartialDate, ethnicity: str, died_on: date | None = None
) -> dict[str, Any]:
    """The columns of a person; raises nothing itself."""
    check_birth(found, birth, died_on)
    if db.session.get(EthnicGroup, ethnicity) is None:
        found.refuse("ethnicity", N_("Chưa rõ dân tộc. Hãy chọn trong danh mục các dân tộc."))
    shown = check_name(found, name)
    return {
        "name": shown,
        "name_fold": fold(shown)[:200],
        "sex": found.value(Person.sex, sex),
        "birth_year": birth.year,
        "birth_month": birth.month,
        "birth_day": birth.day,
        "ethnicity": ethnicity,
    }


def check_name(found: Checks, typed: str) -> str:
    """A name of at least two letters, kept as typed."""
    before = len(found.problems)
    name = str(found.value(Person.name, typed) or "")
    if len(found.problems) == before and sum(char.isalpha() for char in name) < 2:
        found.refuse("name", N_("Họ tên phải có ít nhất hai chữ cái. Hãy nhập đủ họ và tên."))
    return name


def check_birth(found: Checks, birth: PartialDate, died_on: date | None = None) -> None:
    """No birth after today, before 1900, or so long ago that nobody living can be that old."""
    shown = format_partial(birth)
    if birth.earliest() > today():
        found.refuse(
            "birth",
            N_("Ngày sinh %(birth)s ở sau ngày làm việc %(today)s. Hãy kiểm tra lại."),
            birth=shown,
            today=format_day(today()),
        )
    elif birth.year < FIRST_YEAR:
        found.refuse("birth", N_("Năm sinh %(birth)s ở trước năm 1900. Hãy kiểm tra lại."), birth=shown)
    elif died_on is None and today().year - birth.year > OLDEST:
        found.refuse(
            "birth",
            N_("Sinh %(birth)s thì đã quá 120 tuổi. Hãy kiểm tra năm sinh, hoặc ghi ngày mất."),
            birth=shown,
        )
    if died_on is not None and birth.earliest() > died_on:
        found.refuse("died_on", N_("Ngày mất ở trước ngày sinh %(birth)s. Hãy kiểm tra lại."), birth=shown)


def check_born(found: Checks, field: str, day: date, birth: PartialDate) -> None:
    """Nobody joins before being born, as far as the birth is known."""
    if birth.earliest() > day:
        found.refuse(
            field,
            N_("Ngày %(day)s ở trước ngày sinh %(birth)s. Hãy kiểm tra lại."),
            day=format_day(day),
            birth=format_partial(birth),
        )


def check_number_columns(found: Checks, kind: str, number: str) -> dict[str, Any]:
    """The columns of an identity number. Only what cannot be a number of this kind is refused; doubts are warnings."""
    kind = found.value(PersonNumber.kind, kind)
    try:
        plain, _repairs = normalise_number(number)
    except ValueError as error:
        found.problems.append(Problem("number", error.args[0]))
        return {}
    wrong = problem(kind, plain) if kind in ID_KINDS else None
    if wrong:
        found.problems.append(Problem("number", wrong))
    return {"kind": kind, "number": plain}


def create_person(columns: dict[str, Any], numbers: list[dict[str, Any]]) -> Person:
    """Write a checked person."""
    person = Person(code=_free_code(), **columns)
    db.session.add(person)
    db.session.flush()
    db.session.add_all(PersonNumber(person_id=person.id, **number) for number in numbers)
    return person


def probe(person_id: int, household_id: int, starts: date, ends: date = OPEN, row_id: int | None = None) -> Membership:
    """A membership that is not stored, to ask what it would clash with."""
    return Membership(id=row_id, person_id=person_id, household_id=household_id, starts=starts, ends=ends)


def _free_code() -> str:
    return free_codes(1)[0]


def free_codes(count: int) -> list[str]:
    """So many person codes that nobody bears."""
    found: set[str] = set()
    while len(found) < count:
        made = {random_code() for _ in range(min(count - len(found), 1000))}
        with unscoped():
            found |= made - set(db.session.scalars(select(Person.code).where(Person.code.in_(made))))
    return list(found)
