"""The hamlets (ấp, khóm) a commune keeps."""

from datetime import date

from sqlalchemy import select

from registry.commands.areas import check_commune, require_unit, touch_readers
from registry.commands.change import command
from registry.commands.checks import Checks, check_version
from registry.commands.facts import assign
from registry.kernel.actor import WRITE, Actor
from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import Hamlet, Residence
from registry.storage import OPEN, db
from registry.vn.dates import format_day
from registry.vn.fold import fold


@command("add_hamlet", N_("Thêm ấp, khóm"), WRITE)
def add_hamlet(actor: Actor, *, unit_id: int, name: str, starts: date, fictional: bool = False) -> Hamlet:
    """Add a hamlet to a commune from a day on."""
    require_unit(actor, unit_id)
    with Checks() as found:
        check_commune(found, unit_id)
        shown = _check_name(found, unit_id, name)
        found.past("starts", starts)
    row = Hamlet(unit_id=unit_id, name=shown, name_fold=fold(shown), starts=starts, ends=OPEN, fictional=fictional)
    db.session.add(row)
    return row


@command("correct_hamlet", N_("Đính chính ấp, khóm"), WRITE)
def correct_hamlet(actor: Actor, hamlet: Hamlet, version: int, *, name: str, starts: date) -> None:
    """Correct a hamlet's name or first day; households in it are found by the new name."""
    require_unit(actor, hamlet.unit_id)
    check_version(hamlet, version)
    with Checks() as found:
        shown = _check_name(found, hamlet.unit_id, name, hamlet.id)
        found.past("starts", starts)
        if starts >= hamlet.ends:
            found.refuse("starts", N_("Ngày bắt đầu phải trước ngày kết thúc. Hãy kiểm tra lại."))
    assign(hamlet, {"name": shown, "name_fold": fold(shown), "starts": starts})
    touch_readers([hamlet])


@command("end_hamlet", N_("Kết thúc ấp, khóm"), WRITE)
def end_hamlet(actor: Actor, hamlet: Hamlet, version: int, *, day: date) -> None:
    """The hamlet is no more from `day` on; no household may live there any longer."""
    require_unit(actor, hamlet.unit_id)
    check_version(hamlet, version)
    with Checks() as found:
        found.past("day", day)
        if not hamlet.starts < day <= hamlet.ends:
            found.refuse(
                "day",
                N_("Ấp, khóm bắt đầu ngày %(day)s. Hãy nhập ngày sau đó, khi ấp còn."),
                day=format_day(hamlet.starts),
            )
        if households := _living_there(hamlet, day):
            found.refuse(
                "day",
                N_("Còn %(count)s hộ ở đây từ ngày đó. Hãy chuyển các hộ sang ấp, khóm khác trước."),
                count=households,
            )
    hamlet.ends = day


def _check_name(found: Checks, unit_id: int, typed: str, row_id: int = 0) -> str:
    name = str(found.value(Hamlet.name, typed) or "")
    same = select(Hamlet.id).where(
        Hamlet.unit_id == unit_id, Hamlet.name_fold == fold(name), Hamlet.ends == OPEN, Hamlet.id != row_id
    )
    if db.session.scalars(same.limit(1)).first() is not None:
        found.refuse("name", N_("Xã đã có ấp, khóm tên này. Hãy dùng tên khác."))
    return name


def _living_there(hamlet: Hamlet, day: date) -> int:
    living = select(Residence.household_id).where(Residence.hamlet_id == hamlet.id, Residence.ends > day)
    with unscoped():
        return len(set(db.session.scalars(living)))
