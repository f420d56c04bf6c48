"""The conditions of the rules of projects as SQL over a frame (domain.md §6.2)."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from registry.kernel.needs import asked_for
from registry.kernel.rules import Frame, Shown
from registry.messages import N_
from registry.models import Amount, Need, Project, ProjectCapital
from registry.models.need import NEED_DAYS, ever_asked, unserved
from registry.models.parameter import parameter_sql
from registry.models.project import PRODUCTION
from registry.registers.production.line import Participation
from registry.registers.production.workflow import APPROVED, GIVEN
from registry.storage.sql_dates import day_number

UNBOUNDED = 10**15
"""đồng; where no ceiling is set there is none."""
A_YEAR = 10_000
"""Between the same days of two years, in `day_number`."""
FOR_NOTHING = ("central", "province", "local", "blended", "raised")
"""Sources of what is given and need not be paid back."""
HANDED, DECIDED = N_("Bàn giao ngày: %(value)s"), N_("Quyết định ngày: %(value)s")


ASKED_FOR = asked_for(PRODUCTION, N_("Hộ có nhu cầu được hỗ trợ sản xuất"))


def not_served(f: Frame) -> ColumnElement[bool]:
    """So many days after it was asked nothing has been handed over since, and no project serves the household."""
    line = aliased(Participation)
    mine = (line.household_id == f.home.household_id, ~line.withdrawn, line.handed_on <= f.day)
    serves = and_(line.status.in_(sorted(GIVEN)), line.ends > f.day)
    served = exists(select(line.id).where(*mine, or_(line.handed_on >= Need.on_date, serves)).correlate(f.home, Need))
    return unserved(f.home, PRODUCTION, f.day, parameter_sql("need_days", f.day, NEED_DAYS, PRODUCTION), served)


def approved(f: Frame) -> ColumnElement[bool]:
    return and_(f.entry.status.in_(sorted(APPROVED)), f.entry.decision_date <= f.day)


def decided(f: Frame) -> Shown:
    return {DECIDED: f.entry.decision_date}


def handed_over(f: Frame) -> ColumnElement[bool]:
    return and_(f.entry.handed_on <= f.day)


def before_approval(f: Frame) -> ColumnElement[bool]:
    """It was handed over on a day before the decision about the line, or about its project; or there is none."""
    decision = _decision(f)
    return or_(decision.is_(None), f.entry.handed_on < decision)


def handed(f: Frame) -> Shown:
    return {HANDED: f.entry.handed_on, DECIDED: _decision(f)}


def _decision(f: Frame) -> Any:
    return func.coalesce(f.entry.decision_date, _of_project(f, Project.decision_date))


def _of_project(f: Frame, value: Any) -> Any:
    mine = select(value).where(Project.code == f.entry.project, ~Project.withdrawn)
    return mine.correlate(f.entry).scalar_subquery()


def _others(f: Frame, line: Any) -> tuple[ColumnElement[bool], ...]:
    """The lines of the same project that were decided on by the day, this one among them."""
    decided_on = (line.status.in_(sorted(APPROVED)), line.decision_date <= f.day)
    return (line.project == f.entry.project, *decided_on, ~line.withdrawn)


def too_much(f: Frame) -> ColumnElement[bool]:
    """More than a household may be given; or the project, of which this line came last, gives more than it has, or has
    more than a project may."""
    own = _given(f) > parameter_sql("production_household_ceiling", f.entry.decision_date, UNBOUNDED)
    ceiling = parameter_sql("production_project_ceiling", f.entry.decision_date, UNBOUNDED)
    return or_(own, and_(_is_last(f), or_(_spent(f) > _capital(f), _capital(f) > ceiling)))


def sums(f: Frame) -> Shown:
    return {
        N_("Nhà nước và nguồn vận động hỗ trợ hộ (đồng): %(value)s"): _given(f),
        N_("Các hộ của dự án được duyệt (đồng): %(value)s"): _spent(f),
        N_("Vốn của dự án (đồng): %(value)s"): _capital(f),
    }


def _is_last(f: Frame) -> ColumnElement[bool]:
    later = aliased(Participation)
    return ~exists(select(later.id).where(*_others(f, later), later.id > f.entry.id).correlate(f.entry))


def _given(f: Frame) -> Any:
    one = aliased(Amount)
    total = select(func.coalesce(func.sum(one.amount), 0))
    given = total.where(one.entry_id == f.entry.id, ~one.withdrawn, one.source.in_(FOR_NOTHING))
    return given.correlate(f.entry).scalar_subquery()


def _all_amounts(f: Frame) -> Any:
    one = aliased(Amount)
    total = select(func.coalesce(func.sum(one.amount), 0)).where(one.entry_id == f.entry.id, ~one.withdrawn)
    return total.correlate(f.entry).scalar_subquery()


def _spent(f: Frame) -> Any:
    line, one = aliased(Participation), aliased(Amount)
    total = select(func.coalesce(func.sum(one.amount), 0)).join(line, line.id == one.entry_id)
    return total.where(*_others(f, line), ~one.withdrawn).correlate(f.entry).scalar_subquery()


def _capital(f: Frame) -> Any:
    """đồng; unknown where no source is written down."""
    total = select(func.sum(ProjectCapital.amount)).join(Project, Project.id == ProjectCapital.project_id)
    own = total.where(Project.code == f.entry.project, ~ProjectCapital.withdrawn)
    return own.correlate(f.entry).scalar_subquery()


def outside(f: Frame) -> ColumnElement[bool]:
    """Neither of a class projects are for, nor with a disabled person who has no livelihood."""
    return and_(f.entry.target_group == "other", ~f.entry.disabled)


def too_few(f: Frame) -> ColumnElement[bool]:
    """Fewer of the project's households are whom it is for than it has to have, in percent."""
    share = func.coalesce(
        _of_project(f, Project.min_target_share), parameter_sql("production_target_share", f.entry.decision_date, 70)
    )
    return and_(_count(f, meant=True) * 100 < share * _count(f, meant=False))


def shares(f: Frame) -> Shown:
    return {
        N_("Hộ đúng đối tượng của dự án: %(value)s"): _count(f, meant=True),
        N_("Tổng số hộ của dự án: %(value)s"): _count(f, meant=False),
    }


def _count(f: Frame, meant: bool) -> Any:
    line = aliased(Participation)
    one = case((or_(line.target_group != "other", line.disabled), 1), else_=0) if meant else 1
    counted = select(func.coalesce(func.sum(one), 0)).where(*_others(f, line))
    return counted.correlate(f.entry).scalar_subquery()


def differs(f: Frame) -> ColumnElement[bool]:
    """The amounts by source are not what the household gets at its price."""
    return and_(_all_amounts(f) != f.entry.quantity * f.entry.unit_price)


def worth(f: Frame) -> Shown:
    return {
        N_("Thành tiền (đồng): %(value)s"): f.entry.quantity * f.entry.unit_price,
        N_("Cộng các nguồn (đồng): %(value)s"): _all_amounts(f),
    }


def alike(f: Frame) -> ColumnElement[bool]:
    """Two decisions less than so many years apart gave the same, one of the poverty, one of the ethnic programme."""
    one, other = aliased(Participation), aliased(Participation)
    first, second = aliased(Project), aliased(Project)
    years = parameter_sql("production_repeat_years", f.day, 3) * A_YEAR
    lines = [condition for line in (one, other) for condition in _decided_on(line, f)]
    apart = func.abs(day_number(one.decision_date) - day_number(other.decision_date))
    programmes = (first.code == one.project, second.code == other.project)
    both = (first.programme == "POVERTY", second.programme == "ETHNIC", one.content == other.content)
    return exists(select(one.id).where(*lines, *programmes, *both, apart < years).correlate(f.home))


def _decided_on(line: Any, f: Frame) -> tuple[ColumnElement[bool], ...]:
    mine = line.household_id == f.home.household_id
    return (mine, line.status.in_(sorted(APPROVED)), line.decision_date <= f.day, ~line.withdrawn)


def lines_of(f: Frame) -> Shown:
    line = aliased(Participation)

    def of_lines(value: Any) -> Any:
        return select(value).where(*_decided_on(line, f)).correlate(f.home).scalar_subquery()

    return {
        N_("Số lần được hỗ trợ sản xuất: %(value)s"): of_lines(func.count()),
        N_("Quyết định đầu ngày: %(value)s"): of_lines(func.min(line.decision_date)),
        N_("Quyết định sau ngày: %(value)s"): of_lines(func.max(line.decision_date)),
    }


def with_two_lines(f: Frame) -> ColumnElement[bool]:
    """Households with more than one line, whatever lines."""
    line = aliased(Participation)
    several = select(line.household_id).group_by(line.household_id).having(func.count() > 1)
    return f.home.household_id.in_(several)


def who_asked(f: Frame) -> ColumnElement[bool]:
    """Households that have ever said they need it."""
    return ever_asked(f.home, PRODUCTION)
