"""What the administrator keeps: settings of this installation, values that laws change, totals from outside."""

from datetime import date
from typing import TypeVar

from registry.commands.change import command
from registry.commands.checks import Checks, check_version
from registry.commands.clashes import clash_of
from registry.commands.facts import assign
from registry.kernel.actor import MANAGE, Actor
from registry.kernel.places import places
from registry.kernel.settings import forget_settings
from registry.messages import N_
from registry.models import Denominator, Parameter, Setting
from registry.storage import OPEN, Tracked, db
from registry.storage.withdrawn import find_withdrawn
from registry.vn.dates import format_day

Row = TypeVar("Row", bound=Tracked)

OVERLAP = N_("Đã có giá trị trong thời gian này. Hãy kết thúc giá trị đó trước, hoặc dùng Đính chính.")


@command(
    "set_setting",
    N_("Đổi cài đặt"),
    MANAGE,
    final=N_("Cài đặt không có nút hoàn tác. Hãy ghi lại giá trị cũ."),
)
def set_setting(actor: Actor, key: str, value: str) -> None:
    """Write a setting; an empty value means what the program does without it."""
    with Checks() as found:
        if key == "working_day" and value:
            _check_day(found, value)
        text = found.text("value", value, 400) or ""
    row = db.session.get(Setting, key)
    if row is None:
        db.session.add(Setting(key=key, value=text))
    else:
        assign(row, {"value": text})
    db.session.flush()
    forget_settings()


def _check_day(found: Checks, value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError:
        found.refuse("value", N_("Không đọc được ngày. Hãy ghi ngày dạng 2021-12-15."))


@command("add_parameter", N_("Thêm tham số"), MANAGE)
def add_parameter(
    actor: Actor, *, key: str, value: str, legal_basis: str, starts: date, ends: date = OPEN, scope: str = ""
) -> Parameter:
    """A value the law sets from a day on, with its legal basis."""
    columns = {"key": key, "value": value, "legal_basis": legal_basis}
    with Checks() as found:
        columns = found.values(Parameter, columns, columns)
        row = Parameter(**columns, scope=scope, starts=starts, ends=ends)
        _check_period(found, row)
    again = find_withdrawn(Parameter, key=row.key, scope=scope, starts=starts)
    return store(row, again, {**columns, "ends": ends})


@command("correct_parameter", N_("Đính chính tham số"), MANAGE)
def correct_parameter(actor: Actor, row: Parameter, version: int, *, value: str, legal_basis: str) -> None:
    """Correct a value or its basis; it then was so from the row's first day."""
    check_version(row, version)
    columns = {"value": value, "legal_basis": legal_basis}
    with Checks() as found:
        columns = found.values(Parameter, columns, columns)
    assign(row, columns)


@command("end_parameter", N_("Kết thúc tham số"), MANAGE)
def end_parameter(actor: Actor, row: Parameter, version: int, *, day: date) -> None:
    """The value holds no more from `day` on; laws end on days to come, too."""
    check_version(row, version)
    with Checks() as found:
        if not row.starts < day <= row.ends:
            found.refuse(
                "day",
                N_("Giá trị này bắt đầu ngày %(day)s. Hãy nhập ngày sau đó, khi còn hiệu lực."),
                day=format_day(row.starts),
            )
    row.ends = day


@command("set_denominator", N_("Ghi số liệu ngoài sổ"), MANAGE)
def set_denominator(
    actor: Actor,
    *,
    unit_id: int,
    measure: str,
    value: int,
    source: str,
    starts: date,
    ends: date = OPEN,
    fictional: bool = False,
) -> Denominator:
    """A total from outside (households, Khmer households) of a unit from a day on; it ends the one before."""
    with Checks() as found:
        if unit_id not in places().units:
            found.refuse("unit_id", N_("Chưa rõ đơn vị. Hãy chọn trong danh sách."))
        found.number("value", value, 0, 10_000_000)
        columns = {"measure": measure, "value": value, "source": source}
        columns = found.values(Denominator, columns, columns)
        row = Denominator(unit_id=unit_id, starts=starts, ends=ends, fictional=fictional, **columns)
        _end_before(row)
        _check_period(found, row)
    again = find_withdrawn(Denominator, unit_id=unit_id, measure=measure, starts=starts)
    return store(row, again, {**columns, "ends": ends, "fictional": fictional})


def _end_before(row: Denominator) -> None:
    before = clash_of(row)
    if isinstance(before, Denominator) and before.starts < row.starts and before.ends == OPEN:
        before.ends = row.starts
        db.session.flush()


def _check_period(found: Checks, row: Parameter | Denominator) -> None:
    if row.starts >= row.ends:
        found.refuse("ends", N_("Ngày kết thúc phải sau ngày bắt đầu. Hãy kiểm tra lại."))
    elif clash_of(row):
        found.refuse("starts", OVERLAP)


def store(row: Row, again: Row | None, columns: dict[str, object]) -> Row:
    """Write the new row, or the one of the same key whose creation was undone."""
    if again is None:
        db.session.add(row)
        return row
    assign(again, {**columns, "withdrawn": False})
    return again
