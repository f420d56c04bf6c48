"""Identity numbers of people: what cannot be one is refused, what is odd is only said (domain.md §2.7)."""

from datetime import date
from typing import Any

from sqlalchemy import select

from registry.commands.areas import hold_person
from registry.commands.change import command
from registry.commands.checks import Checks, check_version
from registry.commands.facts import assign
from registry.commands.persons import check_number_columns
from registry.kernel.actor import WRITE, Actor
from registry.kernel.scope import unscoped
from registry.messages import N_, Message
from registry.models import Person, PersonNumber
from registry.models.person import ID_KINDS
from registry.storage import db
from registry.vn.ids import check_number, normalise_number, problem


@command("add_number", N_("Thêm số giấy tờ"), WRITE)
def add_number(
    actor: Actor, person: Person, *, kind: str, number: str, issued_on: date | None = None, issued_by: str | None = None
) -> PersonNumber:
    """Record a number the state knows the person by; problems stand at kind, number, issued_on, issued_by."""
    hold_person(actor, person)
    with Checks() as found:
        columns = _check(found, person, kind, number, issued_on, issued_by)
        if columns.get("number") in {row.number for row in _numbers(person)}:
            found.refuse("number", N_("Số này đã ghi cho người này."))
    row = PersonNumber(person_id=person.id, **columns)
    db.session.add(row)
    return row


@command("correct_number", N_("Đính chính số giấy tờ"), WRITE)
def correct_number(
    actor: Actor,
    row: PersonNumber,
    version: int,
    *,
    kind: str,
    number: str,
    issued_on: date | None = None,
    issued_by: str | None = None,
) -> None:
    """Correct a number that was typed wrongly. A new document is a new number."""
    person = _hold(actor, row, version)
    with Checks() as found:
        columns = _check(found, person, kind, number, issued_on, issued_by)
    assign(row, columns)


@command("withdraw_number", N_("Bỏ số giấy tờ"), WRITE)
def withdraw_number(actor: Actor, row: PersonNumber, version: int) -> None:
    """Take away a number that was never this person's."""
    _hold(actor, row, version)
    row.withdrawn = True


def warnings_for(
    kind: str, number: str, sex: str | None, birth_year: int | None, person_id: int | None = None
) -> list[Message]:
    """Doubts to show beside a number that may still be saved; `person_id` is its holder, when already recorded.

    Another living person with the same number is named inside the reader's scope; of others `bearers_elsewhere` tells.
    """
    try:
        plain, doubts = normalise_number(number)
    except ValueError:
        return []
    if kind not in ID_KINDS or problem(kind, plain):
        return []
    return doubts + check_number(kind, plain, sex, birth_year) + _holders(plain, person_id)


def _holders(number: str, person_id: int | None) -> list[Message]:
    holders = (
        select(Person.id, Person.name)
        .join(PersonNumber, PersonNumber.person_id == Person.id)
        .where(PersonNumber.number == number, Person.died_on.is_(None), Person.id != (person_id or 0))
    )
    seen = {row.id: row.name for row in db.session.execute(holders)}
    return [Message(N_("Số này đã ghi cho %(name)s. Hãy đối chiếu giấy tờ."), name=name) for name in seen.values()]


def _hold(actor: Actor, row: PersonNumber, version: int) -> Person:
    with unscoped():
        person = db.session.get_one(Person, row.person_id)
    hold_person(actor, person)
    check_version(row, version)
    return person


def _numbers(person: Person) -> list[PersonNumber]:
    with unscoped():
        return list(db.session.scalars(select(PersonNumber).where(PersonNumber.person_id == person.id)))


def _check(
    found: Checks, person: Person, kind: str, number: str, issued_on: date | None, issued_by: str | None
) -> dict[str, Any]:
    if issued_on is not None:
        found.past("issued_on", issued_on)
        born = person.birth.earliest()
        found.not_before("issued_on", issued_on, born, N_("Ngày cấp ở trước ngày sinh. Hãy kiểm tra lại."))
    return {
        **check_number_columns(found, kind, number),
        "issued_on": issued_on,
        "issued_by": found.value(PersonNumber.issued_by, issued_by),
    }
