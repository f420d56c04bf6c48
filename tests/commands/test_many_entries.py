"""The same step for many lines: as many questions as for few, and what one line may not do many may not."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.entries import add_entry
from registry.commands.many_entries import move_entries, weigh_entries
from registry.kernel.actor import CONSOLE
from registry.messages import Problems
from registry.models import Entry
from registry.registers.credit import REGISTER as LOANS
from registry.registers.insurance import REGISTER
from registry.storage import db
from registry.storage.transaction import transaction
from tests.commands.scenarios import person, saved
from tests.commands.scenarios_entries import YEAR_2021
from tests.commands.test_credit import asked
from tests.commands.world import CHAU, acting, clerk, family
from tests.conftest import counted, postgresql_in_check

pytestmark = postgresql_in_check

DAY = date(2021, 1, 5)


def drafts(count: int, *where: int) -> list[int]:
    """A draft each for the wives and sons of so many families; the ids."""
    people = [(home, person(home, role)) for home in (family(*where) for _ in range(count)) for role in ("02", "03")]
    return [saved(lambda o=one: add_entry(CONSOLE, REGISTER, *o, **YEAR_2021)).id for one in people]


def states(ids: list[int]) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Entry.status).where(Entry.id.in_(ids)).order_by(Entry.id)))


def cost(app: Flask, ids: list[int]) -> int:
    """Questions and inserts; a line that changes is one UPDATE with its version."""
    with transaction(), counted(app) as statements:
        move_entries(CONSOLE, REGISTER, ids, move="approve", on_date=DAY)
    return sum(not statement.startswith("UPDATE") for statement in statements)


@pytest.mark.check
def test_60_lines_ask_no_more_than_24(world: Flask) -> None:
    cost(world, drafts(1))
    assert cost(world, drafts(30)) == cost(world, drafts(12))


def test_parts_of_one_change_leave_where_it_is_what_cannot_go(world: Flask) -> None:
    ids = [*drafts(1), *drafts(1, CHAU)]
    with acting(clerk):
        left = move_entries(clerk, REGISTER, ids, move="approve", on_date=DAY, change="one change")
    assert [str(one.problem) for one in left] == ["Dòng này nay không còn hoặc ở ngoài địa bàn của bạn."] * 2
    assert states(ids) == ["XA_DUYET", "XA_DUYET", "DU_THAO", "DU_THAO"]


def test_without_a_change_to_be_part_of_all_stay(world: Flask) -> None:
    ids = [*drafts(1), *drafts(1, CHAU)]
    with pytest.raises(Problems, match="Dòng .*: Dòng này nay không còn"), acting(clerk):
        move_entries(clerk, REGISTER, ids, move="approve", on_date=DAY)
    assert states(ids) == ["DU_THAO"] * 4


def test_looking_at_lines_says_what_moving_them_would(world: Flask) -> None:
    ids = drafts(1)
    saved(lambda: move_entries(CONSOLE, REGISTER, ids[:1], move="approve", on_date=DAY))
    with acting(clerk):
        left = weigh_entries(clerk, REGISTER, ids, move="approve", on_date=DAY - timedelta(days=1))
    assert [str(one.problem).partition(".")[0] for one in left] == ["Dòng này đã ở trạng thái khác"]
    assert states(ids) == ["XA_DUYET", "DU_THAO"]


def test_loans_without_a_rate_ask_for_that_of_their_programme_once(world: Flask) -> None:
    def confirmed(count: int) -> int:
        loans = [asked(programme="NDTU").id for _ in range(count)]
        with transaction(), counted(world) as statements:
            move_entries(CONSOLE, LOANS, loans, move="confirm", on_date=DAY)
        return sum(statement.startswith("SELECT parameter.") for statement in statements)

    assert confirmed(2) == confirmed(6) == 1
