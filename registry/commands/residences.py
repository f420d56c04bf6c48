"""Where a household lives: corrected, or changed from a day on."""

from datetime import date
from typing import Any

from registry.commands.areas import hold_part, hold_settled, in_area
from registry.commands.change import command
from registry.commands.checks import Checks, refuse
from registry.commands.facts import assign, open_home, raise_version, rows_of, shift_rows
from registry.commands.homes import check_home
from registry.kernel.actor import WRITE, Actor
from registry.messages import N_
from registry.models import Household, Residence
from registry.storage import OPEN, db
from registry.vn.dates import format_day


@command("correct_residence", N_("Đính chính nơi ở"), WRITE)
def correct_residence(
    actor: Actor,
    residence: Residence,
    version: int,
    *,
    unit_id: int,
    hamlet_id: int | None,
    address: str | None,
    starts: date,
) -> None:
    """Correct where a household lived and since when; the home before it then ends when this one begins."""
    household = hold_part(actor, residence, version)
    with Checks() as found:
        home = check_home(found, unit_id, hamlet_id, address, starts)
        _check_reach(found, actor, unit_id)
        homes = rows_of(Residence, household)
        _check_order(found, homes, residence, starts)
    shift_rows(homes, residence.starts, starts)
    assign(residence, home)
    raise_version(household)


def _check_order(found: Checks, homes: list[Residence], residence: Residence, starts: date) -> None:
    found.past("starts", starts)
    if starts == residence.starts:
        return
    before = [home for home in homes if home.ends == residence.starts]
    if not before:
        found.refuse("starts", N_("Nơi ở đầu tiên bắt đầu cùng ngày với hộ. Hãy đính chính ngày lập hộ."))
    elif not before[0].starts < starts < residence.ends:
        found.refuse(
            "starts",
            N_("Nơi ở trước bắt đầu ngày %(day)s. Hãy nhập ngày sau đó, và trước khi nơi ở này kết thúc."),
            day=format_day(before[0].starts),
        )


@command("move_household", N_("Chuyển nơi ở"), WRITE)
def move_household(
    actor: Actor,
    household: Household,
    version: int,
    *,
    day: date,
    unit_id: int,
    hamlet_id: int | None,
    address: str | None,
) -> None:
    """Let the household live elsewhere from `day` on. Both communes must lie in the actor's area."""
    hold_settled(actor, household, version)
    present = open_home(household)
    with Checks() as found:
        found.past("day", day)
        home = check_home(found, unit_id, hamlet_id, address, day)
        _check_reach(found, actor, unit_id)
        if present is not None:
            check_after_home(found, present, day)
    if present is not None and all(getattr(present, key) == value for key, value in home.items()):
        raise refuse("address", N_("Nơi ở mới giống nơi ở hiện nay. Hãy nhập nơi ở mới."))
    settle(household, present, day, home)


def check_after_home(found: Checks, present: Residence, day: date) -> None:
    """A household lives somewhere for a day at least before it moves on."""
    if day <= present.starts:
        found.refuse(
            "day",
            N_("Hộ ở nơi hiện nay từ ngày %(day)s. Hãy nhập ngày sau đó, hoặc đính chính nơi ở."),
            day=format_day(present.starts),
        )


def settle(household: Household, present: Residence | None, day: date, home: dict[str, Any]) -> None:
    """The present home ends and another begins."""
    if present is not None:
        present.ends = day
    db.session.add(Residence(household_id=household.id, starts=day, ends=OPEN, **home))
    raise_version(household)


def _check_reach(found: Checks, actor: Actor, unit_id: int) -> None:
    if not in_area(actor, unit_id):
        found.refuse("unit_id", N_("Xã này ngoài địa bàn của anh/chị. Hãy dùng “Chuyển hộ đi xã khác” để xã ấy nhận."))
