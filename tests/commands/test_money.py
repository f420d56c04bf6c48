"""Money of a line: totals follow from rows, the balance never falls below 0, corrections are movements."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.checks import Stale
from registry.commands.entries import add_entry
from registry.commands.money import add_payment, correct_payment, set_amounts
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE, Denied, NotFound
from registry.messages import Problems
from registry.models import Entry, Payment
from registry.models.money import BACK, EFFECTS, OUT
from registry.queries.entry_money import NO_FUNDS, Funds, funds_of
from registry.registers.insurance import REGISTER
from registry.storage import db
from registry.storage.transaction import transaction
from tests.commands.scenarios import person, saved
from tests.commands.scenarios_entries import YEAR_2021, card, poor_family
from tests.commands.scenarios_money import MONEY, PAID, acting, paid, with_money
from tests.commands.world import acting as signed_in
from tests.commands.world import clerk
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

BACK_AGAIN: dict[str, Any] = {"kind": "recovery", "on_date": date(2021, 4, 1)}


def funds(line: Entry) -> Funds:
    with with_money():
        return funds_of(REGISTER, [line.id]).get(line.id, NO_FUNDS)


def pay(line: Entry, **values: Any) -> None:
    with with_money(), transaction():
        add_payment(CONSOLE, line, line.version, **PAID | values)


def test_totals_are_the_sums_of_rows() -> None:
    one = Funds({"central": 40, "household": 2}, paid=30, back=4, interest=1)
    assert (one.total, one.balance) == (42, 26)


def test_what_is_approved_is_said_by_source(world: Flask) -> None:
    line = card()
    saved(acting(lambda: set_amounts(CONSOLE, line, line.version, central=40_000_000, province=4_000_000)))
    assert funds(line).approved == {"central": 40_000_000, "province": 4_000_000}
    saved(acting(lambda: set_amounts(CONSOLE, line, line.version, central=0)))
    assert funds(line).approved == {"province": 4_000_000}, "a source left out stays as it is"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"amount": 20_000_001}, "Đến ngày 01/04/2021, số thu lại từ “Ngân sách trung ương” nhiều hơn số đã chi"),
        ({"amount": 5, "on_date": date(2021, 2, 28)}, "Đến ngày 28/02/2021"),
        ({"amount": 5, "source": "province"}, "“Ngân sách tỉnh”"),
        ({"amount": 5, "source": "loan"}, "không dùng mục ấy"),
        ({"amount": 5, "kind": "instalment"}, "không dùng mục ấy"),
        ({"amount": 0}, "Chỉ nhận số từ 1"),
        ({"amount": None}, "không được để trống"),
        ({"amount": 5, "on_date": date(2031, 1, 1)}, "sau ngày làm việc"),
    ],
)
def test_a_wrong_movement_is_refused_in_plain_words(world: Flask, values: dict[str, Any], told: str) -> None:
    line = card()
    paid(line)
    with pytest.raises(Problems, match=told):
        pay(line, **BACK_AGAIN | values)
    assert funds(line).balance == 20_000_000


def test_the_last_dong_may_come_back(world: Flask) -> None:
    line = card()
    paid(line)
    pay(line, **BACK_AGAIN)
    assert (funds(line).paid, funds(line).back, funds(line).balance) == (20_000_000, 20_000_000, 0)


def test_what_was_paid_back_keeps_the_payment_from_being_undone(world: Flask) -> None:
    line = card()
    paid(line)
    code = last_change()
    pay(line, **BACK_AGAIN | {"amount": 1})
    with pytest.raises(Problems, match="Ghi khoản chi, thu"), transaction():
        undo_change(CONSOLE, code)
    saved(lambda: undo_change(CONSOLE, last_change()))
    saved(lambda: undo_change(CONSOLE, code))
    assert funds(line) == NO_FUNDS


def test_a_correction_leaves_the_mistake_its_counter_movement_and_the_right_one(world: Flask) -> None:
    line = card()
    wrong = paid(line, amount=200_000_000)
    saved(acting(lambda: correct_payment(CONSOLE, line, line.version, wrong, reason="Thừa số 0", amount=20_000_000)))
    rows = db.session.scalars(select(Payment).where(Payment.entry_id == line.id).order_by(Payment.id)).all()
    assert [row.amount for row in rows] == [200_000_000, -200_000_000, 20_000_000]
    assert rows[1].corrects_id == wrong.id and rows[1].note == "Thừa số 0" and rows[1].on_date == wrong.on_date
    assert funds(line).balance == 20_000_000
    with pytest.raises(Problems, match="đã được đính chính"), with_money(), transaction():
        correct_payment(CONSOLE, line, line.version, wrong, reason="Lần nữa", never=True)


def test_a_movement_is_not_taken_back_twice_when_an_undone_correction_comes_back(world: Flask) -> None:
    line = card()
    wrong = paid(line, amount=20_000_000)
    undone = ""
    for amount in (19_000_000, 18_000_000):
        values: dict[str, Any] = {"reason": "Nhầm", "amount": amount}
        saved(acting(lambda values=values: correct_payment(CONSOLE, line, line.version, wrong, **values)))
        if not undone:
            saved(lambda: undo_change(CONSOLE, last_change()))
            undone = last_change()
    with pytest.raises(Problems, match="Đính chính khoản chi, thu"), transaction():
        undo_change(CONSOLE, undone)
    assert funds(line).balance == 18_000_000


def test_a_movement_that_never_was_is_taken_back_unless_money_came_back_from_it(world: Flask) -> None:
    line = card()
    wrong = paid(line)
    pay(line, **BACK_AGAIN | {"amount": 1})
    with pytest.raises(Problems, match="nhiều hơn số đã chi"), with_money(), transaction():
        correct_payment(CONSOLE, line, line.version, wrong, reason="Nhầm hộ", never=True)


def test_a_correction_says_why_and_what(world: Flask) -> None:
    line = card()
    wrong = paid(line)
    with pytest.raises(Problems, match="Hãy nêu lý do"), with_money(), transaction():
        correct_payment(CONSOLE, line, line.version, wrong, reason=" ", never=True)
    with pytest.raises(Problems, match="Chưa có gì khác"), with_money(), transaction():
        correct_payment(CONSOLE, line, line.version, wrong, reason="Xem lại", amount=20_000_000)


def test_two_people_never_write_unseen_of_each_other(world: Flask) -> None:
    line = card()
    seen = line.version
    paid(line)
    with pytest.raises(Stale), with_money(), transaction():
        add_payment(CONSOLE, line, seen, **PAID)


def test_who_may_not_approve_pays_nothing(world: Flask) -> None:
    line = card()
    with pytest.raises(Denied), with_money(), signed_in(clerk):
        add_payment(clerk, line, line.version, **PAID)
    assert funds(line) == NO_FUNDS
    with with_money(), signed_in(clerk):
        set_amounts(clerk, line, line.version, central=1)
    assert funds(line).total == 1


def test_a_register_without_money_has_none(world: Flask) -> None:
    line = card()
    with pytest.raises(NotFound), transaction():
        set_amounts(CONSOLE, line, line.version, central=1)


def test_a_line_with_money_is_not_undone_from_under_it(world: Flask) -> None:
    household = poor_family()
    line = saved(lambda: add_entry(CONSOLE, REGISTER, household, person(household, "02"), **YEAR_2021))
    code = last_change()
    saved(acting(lambda: set_amounts(CONSOLE, line, line.version, central=1)))
    with pytest.raises(Problems, match="Ghi số tiền được duyệt"), transaction():
        undo_change(CONSOLE, code)


MOVES = st.lists(
    st.tuples(
        st.sampled_from(MONEY.kinds),
        st.sampled_from(MONEY.sources),
        st.integers(1, 3),
        st.integers(0, 2),
    ),
    max_size=8,
)


@pytest.mark.check
@given(approved=st.dictionaries(st.sampled_from(MONEY.sources), st.integers(0, 10**12)), moves=MOVES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_money_adds_up_whatever_happens(
    world: Flask, approved: dict[str, int], moves: list[tuple[str, str, int, int]]
) -> None:
    """The sources make the total, paid less back the balance, never below 0; undoing everything restores nothing."""
    line = card()
    done, paid_out, back = [], 0, 0
    saved(acting(lambda: set_amounts(CONSOLE, line, line.version, **approved)))  # type: ignore[arg-type]
    if any(approved.values()):
        done.append(last_change())
    assert funds(line).total == sum(approved.values())
    for kind, source, amount, days in moves:
        try:
            pay(line, kind=kind, source=source, amount=amount, on_date=PAID["on_date"] + timedelta(days))
        except Problems:
            continue
        done.append(last_change())
        paid_out += amount * (EFFECTS[kind] == OUT)
        back += amount * (EFFECTS[kind] == BACK)
        now = funds(line)
        assert (now.paid, now.back, now.balance) == (paid_out, back, paid_out - back) and now.balance >= 0
    for code in reversed(done):
        saved(lambda code=code: undo_change(CONSOLE, code))
    assert funds(line) == NO_FUNDS
