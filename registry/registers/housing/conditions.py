"""The conditions of the housing rules as SQL over a frame (domain.md §6.2)."""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, exists, func, literal, or_, select, type_coerce
from sqlalchemy.orm import aliased

from registry.kernel.rules import Frame, Node, Shown, in_class
from registry.messages import N_, Message
from registry.models import Amount, Household, HouseholdClass, HouseholdPeriod, Membership
from registry.models.parameter import parameter_sql
from registry.registers.housing.house import House
from registry.registers.housing.programmes import ANYBODY, CEILING, GIVEN, NEW, PROGRAMMES, REPAIR, SUPPORT
from registry.registers.housing.workflow import APPROVED
from registry.storage.sql_dates import day_number, days_between, month_number

UNBOUNDED = 10**15
"""đồng; where no ceiling is set there is none."""
A_YEAR = 10_000
"""Between the same days of two years, in `day_number`."""
DECIDED, STARTED, FINISHED = (
    N_("Quyết định ngày: %(value)s"),
    N_("Khởi công ngày: %(value)s"),
    N_("Hoàn thành ngày: %(value)s"),
)

POOR = in_class(Message(N_("Hộ thuộc diện nghèo")), "poor")


def temporary(f: Frame) -> ColumnElement[bool]:
    """The sheet of the decision in force says that two of wall, frame and roof are not durable."""
    row = aliased(HouseholdClass)
    weak = [_has(row.weak_parts, part) for part in ("wall", "frame", "roof")]
    two = or_(and_(weak[0], weak[1]), and_(weak[0], weak[2]), and_(weak[1], weak[2]))
    return exists().where(row.id == f.home.class_id, two)


def _has(column: Any, part: str) -> ColumnElement[bool]:
    """A pattern that stands in the text, so that a statement planned once stays planned."""
    return type_coerce(column, String).like(literal(f"%,{part},%", literal_execute=True))


TEMPORARY = Node(
    Message(N_("Phiếu rà soát ghi nhà tạm: hai trong ba bộ phận tường, cột, mái không bền chắc")), temporary
)


def no_line(f: Frame) -> ColumnElement[bool]:
    """The household has no line in any programme; of one that was refused the reason stands there."""
    line = aliased(House)
    return ~exists().where(line.household_id == f.home.household_id, line.starts <= f.day, ~line.withdrawn)


def approved(f: Frame) -> ColumnElement[bool]:
    return and_(f.entry.status.in_(sorted(APPROVED)), f.entry.decision_date <= f.day)


def decided(f: Frame) -> Shown:
    return {DECIDED: f.entry.decision_date}


def wrong_class(f: Frame) -> ColumnElement[bool]:
    """On the day of the decision the household was of no class the programme is for."""
    then = aliased(HouseholdPeriod)
    there = (then.household_id == f.entry.household_id, then.starts <= f.entry.decision_date)
    strict = {code: one.classes for code, one in PROGRAMMES.items() if one.classes != ANYBODY}
    wrong = [and_(f.entry.programme == code, then.class_.not_in(sorted(classes))) for code, classes in strict.items()]
    return exists(select(then.id).where(*there, then.ends > f.entry.decision_date, or_(*wrong)).correlate(f.entry))


def separated_lately(f: Frame) -> ColumnElement[bool]:
    """The household was split off from another less than so many years before the decision."""
    home, member = aliased(Household), aliased(Membership)
    years = parameter_sql("housing_separate_years", f.entry.decision_date, 3)
    young = day_number(home.starts) > day_number(f.entry.decision_date) - years * A_YEAR
    split = (member.joined_reason == "split", member.starts == home.starts, ~member.withdrawn)
    found = select(home.id).join(member, member.household_id == home.id)
    return exists(found.where(home.id == f.entry.household_id, *split, young).correlate(f.entry))


def class_then(f: Frame) -> Shown:
    """The class on the day of the decision, and since when there is such a household."""
    then, home = aliased(HouseholdPeriod), aliased(Household)
    on_day = (then.starts <= f.entry.decision_date, then.ends > f.entry.decision_date)
    class_ = select(func.min(then.class_)).where(then.household_id == f.entry.household_id, *on_day)
    began = select(home.starts).where(home.id == f.entry.household_id)
    return {
        N_("Diện của hộ ngày quyết định: %(value)s"): class_.correlate(f.entry).scalar_subquery(),
        N_("Có hộ từ ngày: %(value)s"): began.correlate(f.entry).scalar_subquery(),
    }


def twice(f: Frame) -> ColumnElement[bool]:
    """Two houses were decided on: both new, or one mended less than so many years before a new one."""
    one, other = aliased(House), aliased(House)
    years = parameter_sql("housing_repair_years", other.decision_date, 10)
    lines = [condition for line in (one, other) for condition in _decided_on(line, f)]
    both_new = and_(one.work == NEW, other.work == NEW, one.id < other.id)
    mended = and_(one.work == REPAIR, other.work == NEW, one.decision_date <= other.decision_date)
    soon = day_number(one.decision_date) > day_number(other.decision_date) - years * A_YEAR
    return exists(select(one.id).where(*lines, or_(both_new, and_(mended, soon))).correlate(f.home))


def _decided_on(line: Any, f: Frame) -> list[ColumnElement[bool]]:
    mine = line.household_id == f.home.household_id
    return [mine, line.status.in_(sorted(APPROVED)), line.decision_date <= f.day, ~line.withdrawn]


def houses_of(f: Frame) -> Shown:
    """How many were decided on, and when the first and the last."""
    line = aliased(House)

    def of_lines(value: Any) -> Any:
        return select(value).where(*_decided_on(line, f)).correlate(f.home).scalar_subquery()

    return {
        N_("Số lần được hỗ trợ: %(value)s"): of_lines(func.count()),
        N_("Quyết định đầu ngày: %(value)s"): of_lines(func.min(line.decision_date)),
        N_("Quyết định sau ngày: %(value)s"): of_lines(func.max(line.decision_date)),
    }


def with_two_lines(f: Frame) -> ColumnElement[bool]:
    """Households with more than one line, whatever lines."""
    line = aliased(House)
    several = select(line.household_id).group_by(line.household_id).having(func.count() > 1)
    return f.home.household_id.in_(several)


def not_started(f: Frame) -> ColumnElement[bool]:
    """So many days after the decision nobody has begun to build."""
    late = days_between(f.day, f.entry.decision_date) > parameter_sql("housing_start_days", f.day, 90)
    return and_(or_(f.entry.started_on.is_(None), f.entry.started_on > f.day), late)


def too_long(f: Frame) -> ColumnElement[bool]:
    """More than so many months from the start to the end, or to today where it goes on."""
    done, months = func.coalesce(f.entry.finished_on, f.day), parameter_sql("housing_build_months", f.day, 12)
    return and_(f.entry.started_on <= f.day, month_number(done) > month_number(f.entry.started_on) + months * 100)


def building(f: Frame) -> Shown:
    return {STARTED: f.entry.started_on, FINISHED: f.entry.finished_on}


def over_ceiling(f: Frame) -> ColumnElement[bool]:
    """More is approved than the programme gives: from one source, or of all that is given."""
    one = aliased(Amount)
    single = select(one.id).where(*_of_line(one, f), one.amount > _ceiling(f, one.source))
    return or_(exists(single.correlate(f.entry)), given(f) > _ceiling(f, literal(SUPPORT)))


def given(f: Frame) -> Any:
    """What is given and need not be paid back."""
    one = aliased(Amount)
    total = select(func.coalesce(func.sum(one.amount), 0)).where(*_of_line(one, f), one.source.in_(GIVEN))
    return total.correlate(f.entry).scalar_subquery()


def _of_line(one: Any, f: Frame) -> tuple[ColumnElement[bool], ...]:
    return one.entry_id == f.entry.id, ~one.withdrawn


def _ceiling(f: Frame, source: Any) -> ColumnElement[int]:
    scope = f.entry.programme.concat(".").concat(f.entry.work).concat(".").concat(source)
    day = func.coalesce(f.entry.decision_date, f.entry.starts)
    return parameter_sql(CEILING, day, UNBOUNDED, scope)


def amounts(f: Frame) -> Shown:
    return {
        N_("Mức hỗ trợ (đồng): %(value)s"): given(f),
        N_("Mức cao nhất của chương trình (đồng): %(value)s"): func.nullif(_ceiling(f, literal(SUPPORT)), UNBOUNDED),
    }
