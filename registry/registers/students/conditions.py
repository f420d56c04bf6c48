"""The conditions of the rules of pupils as SQL over a frame (domain.md §6).

A line counts for the school year it names, whatever its days: what was approved in May is of the year that began in
September. Days of the year that rules go by are parameters, month before day: 1130 is 30 November.
"""

from typing import Any

from sqlalchemy import ColumnElement, Integer, String, and_, case, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from registry.kernel.rules import Frame, Node, Shown, in_class
from registry.messages import N_, Message
from registry.models import HouseholdPeriod, Parameter, School
from registry.models.parameter import parameter_sql
from registry.registers.students.aid import StudentAid
from registry.registers.students.policies import CPHT, KHUYEN_HOC, SCHOOL_STARTS
from registry.registers.students.workflow import NOT_AT_SCHOOL, WORKFLOW
from registry.storage.sql_dates import at_least, born_number, day_number, month_of, year_of
from registry.storage.sql_lookups import one_of_few

YOUNGEST, GROWN = 3, 16
"""Children of these ages ought to be at school: from three to the day before sixteen."""
MOST_MONTHS = 9
"""Where no parameter says how many."""
COVERING = sorted(WORKFLOW.covering)
BORN, YEAR = N_("Năm sinh: %(value)s"), N_("Năm học: %(value)s")
SCHOOL, DECIDED = N_("Trường: %(value)s"), N_("Quyết định ngày: %(value)s")

POOR = in_class(Message(N_("Hộ thuộc diện nghèo")), "poor")


def first_year(f: Frame) -> ColumnElement[int]:
    """The calendar year in which the school year of the day began."""
    return year_of(f.day) - case((month_of(f.day) < SCHOOL_STARTS, 1), else_=0)


def school_year(f: Frame) -> ColumnElement[str]:
    """The school year of the day, `2021-2022`."""
    year = first_year(f)
    return cast(year, String).concat("-").concat(cast(year + 1, String))


def number_in(year: Any, month_day: Any) -> ColumnElement[int]:
    """A day of a school year as `day_number` writes it: from September on it lies in the first calendar year."""
    number: ColumnElement[int] = (year + case((month_day < SCHOOL_STARTS * 100, 1), else_=0)) * 10000 + month_day
    return number


def of_school_age(f: Frame) -> ColumnElement[bool]:
    """Three or older and under sixteen for certain, whatever is not known of the birth."""
    return and_(at_least(f.person, YOUNGEST, f.day), born_number(f.person, 1, 1) > day_number(f.day) - GROWN * 10000)


OF_SCHOOL_AGE = Node(
    Message(N_("Từ 3 tuổi đến dưới 16 tuổi (năm sinh không rõ ngày thì chỉ tính khi chắc chắn)")),
    of_school_age,
    lambda f: {BORN: f.person.birth_year},
)
LISTS_ARE_MADE = Node(
    Message(N_("Đã qua ngày danh sách đầu năm học phải lập xong")),
    lambda f: day_number(f.day) > number_in(first_year(f), parameter_sql("student_gap_after", f.day, 1130)),
    lambda f: {YEAR: school_year(f)},
)


def of_year(line: Any, f: Frame) -> tuple[ColumnElement[bool], ...]:
    """What makes a line one of this person in the school year of the day. The register is named: an index begins with
    it."""
    own = (line.register == StudentAid.__tablename__, line.person_id == f.who)
    return (*own, ~line.withdrawn, line.school_year == school_year(f))


def enrolled(f: Frame) -> ColumnElement[bool]:
    """Some line of the school year says that the person is a pupil: also one that waits, also one that was stopped for
    another reason than that the pupil left."""
    line = aliased(StudentAid)
    left = func.coalesce(line.ended_reason, "").in_(sorted(NOT_AT_SCHOOL))
    return exists().where(*of_year(line, f), ~left)


def has_cpht(f: Frame) -> ColumnElement[bool]:
    """The costs of learning are approved for the school year."""
    line = aliased(StudentAid)
    return exists().where(*of_year(line, f), line.policy == CPHT, line.status.in_(COVERING))


def schools(f: Frame) -> Shown:
    """A school the person's lines of the year name."""
    line = aliased(StudentAid)
    named = select(func.min(School.name)).join(line, line.school == School.code).where(*of_year(line, f))
    return {SCHOOL: named.scalar_subquery(), YEAR: school_year(f)}


def paid_twice(f: Frame) -> ColumnElement[bool]:
    """Two approved lines of one school year, sharing a day: both for the costs of learning, or at two schools. What a
    fund gives is no double."""
    one, other = aliased(StudentAid), aliased(StudentAid)

    def ours(line: Any) -> list[Any]:
        own = (line.register == StudentAid.__tablename__, line.person_id == f.person.id)
        return [*own, ~line.withdrawn, line.status.in_(COVERING), line.policy != KHUYEN_HOC]

    both = and_(one.id < other.id, one.school_year == other.school_year)
    meet = and_(one.starts < other.ends, other.starts < one.ends, one.starts <= f.day, other.starts <= f.day)
    double = or_(and_(one.policy == CPHT, other.policy == CPHT), one.school != other.school)
    return exists(select(one.id).where(*ours(one), *ours(other), both, meet, double).correlate(f.person))


def doubled(f: Frame) -> ColumnElement[bool]:
    """The few who have two approved lines of one school year, both for the costs of learning or at two schools."""
    line = aliased(StudentAid)
    given = (line.status.in_(COVERING), line.policy != KHUYEN_HOC, ~line.withdrawn)
    several = select(line.person_id).where(*given).group_by(line.person_id, line.school_year)
    costs = func.sum(case((line.policy == CPHT, 1), else_=0))
    return one_of_few(f.who, several.having(or_(func.count(line.school.distinct()) > 1, costs > 1)))


def not_poor_then(f: Frame) -> ColumnElement[bool]:
    """The household was recorded as not poor on the day of the decision; or, where the law does not let a pupil keep
    the aid to the end of the school year, on a later day of the line that has come."""
    then, line = aliased(HouseholdPeriod), f.entry
    decided = and_(then.starts <= line.decision_date, then.ends > line.decision_date)
    later = and_(then.starts > line.decision_date, then.starts < line.ends, then.starts <= f.day)
    keeps = parameter_sql("student_keeps_year", f.day, 1)
    return exists().where(
        then.household_id == line.household_id, then.class_ != "poor", or_(decided, and_(keeps == 0, later))
    )


def class_then(f: Frame) -> Shown:
    """The class on the day of the decision."""
    then, line = aliased(HouseholdPeriod), f.entry
    held = (then.household_id == line.household_id, then.starts <= line.decision_date, then.ends > line.decision_date)
    found = select(func.min(then.class_)).where(*held).correlate(line).scalar_subquery()
    return {N_("Diện của hộ khi quyết định: %(value)s"): found, DECIDED: line.decision_date}


def too_many_months(f: Frame) -> ColumnElement[bool]:
    """More months than the line's policy pays for in a school year. Most lines have no more than any policy does: what
    theirs allows is looked up for the others alone."""
    row, line = aliased(Parameter), f.entry
    holding = (row.key == "student_most_months", row.starts <= f.day, row.ends > f.day, ~row.withdrawn)
    value = select(cast(row.value, Integer)).where(*holding, row.scope.in_((line.policy, "")))
    own = value.order_by(row.scope.desc()).limit(1).correlate(line).scalar_subquery()
    least = select(func.min(cast(row.value, Integer))).where(*holding).scalar_subquery()
    return and_(line.months > func.coalesce(least, MOST_MONTHS), line.months > func.coalesce(own, MOST_MONTHS))
