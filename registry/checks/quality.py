"""Rules of data quality: what contradicts itself in the record of a person or a household (domain.md §6, Q01-Q05)."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from registry.kernel.rules import HOUSEHOLD, PERSON, SUSPICIOUS, Frame, Node, Rule, Shown
from registry.messages import N_, Message
from registry.models import HouseholdHead, HouseholdPeriod, NumberFlaw, Person, PersonNumber
from registry.storage.sql_dates import at_least, born_number, day_number, year_of
from registry.storage.sql_lookups import one_of_few
from registry.vn.ids import CCCD12, DDCN12

CITIZEN_LAW = N_("Luật Căn cước công dân 2014, Điều 19")
FORM = N_("Phiếu rà soát hộ, phần thông tin thành viên")
ID_AGE, OLDEST = 14, 1900
HEADS = N_("Số chủ hộ: %(value)s")


def _number_of(person: Any, *conditions: Any) -> ColumnElement[bool]:
    number = aliased(PersonNumber)
    wanted = [condition(number) for condition in conditions]
    return select(number.id).where(number.person_id == person.id, ~number.withdrawn, *wanted).correlate(person).exists()


def _citizen(number: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = number.kind.in_((CCCD12, DDCN12))
    return condition


def _digits(number: Any, first: int, count: int) -> ColumnElement[int]:
    return cast(func.substr(number.number, first, count), Integer)


def _other_sex(person: Any) -> ColumnElement[bool]:
    """The fourth digit is even for a man, odd for a woman (NĐ 137/2015/NĐ-CP, Điều 13)."""
    expected = case((person.sex == "female", 1), else_=0)
    return _number_of(person, _citizen, lambda number: _digits(number, 4, 1) % 2 != expected)


def _other_year(person: Any) -> ColumnElement[bool]:
    """Digit 4 tells the century, digits 5 and 6 the year."""

    def contradicts(number: Any) -> ColumnElement[bool]:
        century = 1900 + _digits(number, 4, 1) // 2 * 100
        condition: ColumnElement[bool] = century + _digits(number, 5, 2) != person.birth_year
        return condition

    return _number_of(person, _citizen, contradicts)


def _bears_shared(person: Any) -> ColumnElement[bool]:
    other = aliased(PersonNumber)

    def another_s(number: Any) -> ColumnElement[bool]:
        same = (other.number == number.number, other.person_id != number.person_id, ~other.withdrawn)
        return select(other.id).where(*same).correlate(number).exists()

    return _number_of(person, another_s)


FLAWS: Mapping[str, Callable[[Any], ColumnElement[bool]]] = {
    "missing": lambda person: ~_number_of(person),
    "other_sex": _other_sex,
    "other_year": _other_year,
    "shared": _bears_shared,
}
"""What may be wrong with somebody's identity numbers, asked of a person; whom it holds for is kept. `shared`: somebody
else bears one of them."""


def flaws(kind: str) -> Select[str, int, int]:
    """Everybody the flaw is found of, as it is kept: kind, person, the last day the person can have been born on."""
    born = born_number(Person, 12, 31).label("born")
    columns = (literal(kind).label("kind"), Person.id.label("person_id"), born)
    return select(*columns).where(~Person.withdrawn, FLAWS[kind](Person))


def _flawed(kind: str) -> Callable[[Frame], ColumnElement[bool]]:
    return lambda f: one_of_few(f.who, select(NumberFlaw.person_id).where(NumberFlaw.kind == kind))


def _grown_without_number(f: Frame) -> ColumnElement[bool]:
    """Most people without a number are children."""
    missing = select(NumberFlaw.person_id).where(NumberFlaw.kind == "missing")
    return one_of_few(f.who, missing.where(NumberFlaw.born <= day_number(f.day) - ID_AGE * 10000))


def _impossible_birth(f: Frame) -> ColumnElement[bool]:
    return or_(f.person.birth_year < OLDEST, born_number(f.person, 1, 1) > day_number(f.day))


def _strange_year(f: Frame) -> ColumnElement[bool]:
    """People whose year of birth alone may be wrong; an index knows it."""
    person = aliased(Person)
    strange = or_(person.birth_year < OLDEST, person.birth_year >= year_of(f.day))
    return one_of_few(f.who, select(person.id).where(strange))


def _heads(f: Frame) -> ColumnElement[int]:
    head = aliased(HouseholdHead)
    there = (head.starts <= f.day, head.ends > f.day, ~head.withdrawn, head.household_id == f.home.household_id)
    return select(func.count(head.id)).where(*there).correlate(f.home).scalar_subquery()


def _without_head_or_with_many(f: Frame) -> ColumnElement[bool]:
    """Households that an index knows to have no head on the day, and those that ever had more than one."""
    period, head = aliased(HouseholdPeriod), aliased(HouseholdHead)
    headless = select(period.household_id).where(period.head_id.is_(None), period.starts <= f.day, period.ends > f.day)
    many = select(head.household_id).group_by(head.household_id).having(func.count() > 1)
    return f.home.household_id.in_(headless.union_all(many))


def _birth(f: Frame) -> Shown:
    return {N_("Năm sinh: %(value)s"): f.person.birth_year}


RULES = (
    Rule(
        "Q01",
        N_("Người từ 14 tuổi chưa có số giấy tờ nào"),
        PERSON,
        SUSPICIOUS,
        (
            Node(
                Message(N_("Đủ 14 tuổi (năm sinh không rõ ngày thì tính đến 31/12)")),
                lambda f: at_least(f.person, ID_AGE, f.day),
                _birth,
            ),
            Node(Message(N_("Chưa ghi số giấy tờ nào")), lambda f: FLAWS["missing"](f.person)),
        ),
        CITIZEN_LAW,
        among=_grown_without_number,
    ),
    Rule(
        "Q02",
        N_("Chữ số thứ 4 của số định danh khác giới tính"),
        PERSON,
        SUSPICIOUS,
        (
            Node(
                Message(N_("Chữ số thứ 4: chẵn là nam, lẻ là nữ; trái với giới tính đã ghi")),
                lambda f: _other_sex(f.person),
                lambda f: {N_("Giới tính: %(value)s"): f.person.sex},
            ),
        ),
        N_("NĐ 137/2015/NĐ-CP, Điều 13"),
        among=_flawed("other_sex"),
    ),
    Rule(
        "Q03",
        N_("Năm trong số định danh khác năm sinh"),
        PERSON,
        SUSPICIOUS,
        (
            Node(
                Message(N_("Chữ số 4, 5, 6 cho một năm khác năm sinh đã ghi")), lambda f: _other_year(f.person), _birth
            ),
        ),
        N_("NĐ 137/2015/NĐ-CP, Điều 13"),
        among=_flawed("other_year"),
    ),
    Rule(
        "Q04",
        N_("Năm sinh trước 1900 hoặc ở sau ngày xem"),
        PERSON,
        SUSPICIOUS,
        (Node(Message(N_("Năm sinh không thể có")), _impossible_birth, _birth),),
        FORM,
        among=_strange_year,
    ),
    Rule(
        "Q05",
        N_("Hộ không có đúng một chủ hộ"),
        HOUSEHOLD,
        SUSPICIOUS,
        (Node(Message(N_("Số chủ hộ khác 1")), lambda f: _heads(f) != 1, lambda f: {HEADS: _heads(f)}),),
        FORM,
        among=_without_head_or_with_many,
    ),
)
