"""The register of policy credit as its commands keep it: what is owed, when a loan is settled, who may borrow."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.classes import correct_class
from registry.commands.credit_places import set_transaction_point
from registry.commands.entries import add_entry, correct_entry, move_entry
from registry.commands.findings import found_now
from registry.commands.members import admit_person, end_membership
from registry.commands.money import add_payment, correct_payment, set_amounts
from registry.commands.numbers import add_number, correct_number, withdraw_number
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE
from registry.kernel.settings import today
from registry.messages import Problems
from registry.models import Entry, Finding, Household, HouseholdClass, Payment, Person, PersonNumber
from registry.queries.entry_money import NO_FUNDS, Funds, funds_of
from registry.registers.credit import REGISTER
from registry.registers.credit.loan import DEBT_GROUPS
from registry.storage import db
from registry.storage.transaction import transaction
from tests.commands.scenarios import person, saved
from tests.commands.scenarios_entries import poor_family
from tests.commands.world import CHAU, members
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

FORM_DAY = date(2021, 3, 10)
ASKED: dict[str, Any] = {"programme": "HN", "purpose": "Nuôi bò", "asked": 50_000_000, "starts": FORM_DAY}
PAID_OUT: dict[str, Any] = {
    "kind": "disbursement",
    "source": "loan",
    "on_date": date(2021, 3, 20),
    "amount": 50_000_000,
}
STEPS = ("confirm", "approve", "disburse", "follow")
GIVEN: dict[str, dict[str, Any]] = {
    "approve": {"rate": 660, "term_months": 60, "decision_no": "04/TD-12", "decision_date": date(2021, 3, 15)},
    "disburse": {"due_date": date(2026, 3, 20)},
    "follow": {"checked_on": date(2021, 4, 10)},
    "settle": {"ends": date(2021, 12, 2)},
    "extend": {"extended_to": date(2028, 3, 20)},
    "freeze": {"reason_code": "disaster"},
    "write_off": {"ends": date(2021, 12, 2), "reason_code": "borrower_missing"},
}


def asked(household: Household | None = None, borrower: Person | None = None, **changed: Any) -> Entry:
    """A loan asked for by the head of a poor family, or by this one, saved."""
    home = household or poor_family()
    who = borrower or person(home, "01")
    made: Entry = saved(lambda: add_entry(CONSOLE, REGISTER, home, who, **ASKED | changed))
    return made


def step(loan: Entry, key: str) -> None:
    saved(lambda: move_entry(CONSOLE, loan, loan.version, move=key, on_date=date(2021, 12, 1), **GIVEN.get(key, {})))


def lent(household: Household | None = None, **changed: Any) -> Entry:
    """The same, paid out and looked after."""
    loan = asked(household, **changed)
    for key in STEPS:
        step(loan, key)
    pay(loan)
    return loan


def pay(loan: Entry, **changed: Any) -> Payment:
    made: Payment = saved(lambda: add_payment(CONSOLE, loan, loan.version, **PAID_OUT | changed))
    return made


def back(loan: Entry, amount: int, **changed: Any) -> Payment:
    return pay(loan, **{"kind": "repayment", "on_date": date(2021, 11, 30), "amount": amount} | changed)


def funds(loan: Entry) -> Funds:
    return funds_of(REGISTER, [loan.id]).get(loan.id, NO_FUNDS)


def test_from_the_meeting_of_the_group_to_the_settled_loan(world: Flask) -> None:
    loan = asked()
    assert (loan.status, loan.class_) == ("BINH_XET_TO", "poor")
    for key, state in zip(STEPS, ("XA_XAC_NHAN", "NH_PHE_DUYET", "GIAI_NGAN", "THEO_DOI"), strict=True):
        step(loan, key)
        assert loan.status == state
    pay(loan)
    back(loan, 50_000_000)
    step(loan, "settle")
    assert (loan.status, loan.ends, funds(loan).balance) == ("TAT_TOAN", date(2021, 12, 2), 0)


def test_a_loan_is_not_settled_while_principal_is_owed(world: Flask) -> None:
    loan = lent()
    back(loan, 49_999_999)
    with pytest.raises(Problems, match="Còn nợ gốc 1 đồng nên chưa tất toán được"):
        step(loan, "settle")
    db.session.rollback()
    assert loan.status == "THEO_DOI"
    back(loan, 1)
    step(loan, "settle")
    assert loan.status == "TAT_TOAN"


def test_one_dong_too_many_does_not_come_back(world: Flask) -> None:
    loan = lent()
    with pytest.raises(Problems, match="số thu lại từ “Vốn vay” nhiều hơn số đã chi"):
        back(loan, 50_000_001)
    assert funds(loan).balance == 50_000_000


def test_interest_is_no_part_of_what_is_owed(world: Flask) -> None:
    loan = lent()
    pay(loan, kind="interest", amount=3_000_000, on_date=date(2021, 6, 1))
    assert (funds(loan).balance, funds(loan).interest) == (50_000_000, 3_000_000)
    back(loan, 50_000_000)
    step(loan, "settle")


def test_nothing_moves_on_a_settled_loan_that_would_make_it_owe(world: Flask) -> None:
    loan = lent()
    repaid = back(loan, 50_000_000)
    step(loan, "settle")
    with pytest.raises(Problems, match="đã tất toán mà sau khoản này còn nợ gốc 1 đồng"):
        pay(loan, amount=1)
    db.session.rollback()
    with pytest.raises(Problems, match="còn nợ gốc 10.000.000 đồng"):
        saved(lambda: correct_payment(CONSOLE, loan, loan.version, repaid, reason="Ghi thừa", amount=40_000_000))
    db.session.rollback()
    pay(loan, kind="interest", amount=1)
    assert funds(loan).balance == 0


def test_undo_leaves_no_settled_loan_that_owes(world: Flask) -> None:
    loan = lent()
    back(loan, 50_000_000)
    repaid = last_change()
    step(loan, "settle")
    settled = last_change()
    with pytest.raises(Problems, match="Chuyển bước"):
        saved(lambda: undo_change(CONSOLE, repaid))
    db.session.rollback()
    saved(lambda: undo_change(CONSOLE, settled))
    taken_back = last_change()
    saved(lambda: undo_change(CONSOLE, repaid))
    assert (loan.status, funds(loan).balance) == ("THEO_DOI", 50_000_000)
    with pytest.raises(Problems, match="Không hoàn tác được"):
        saved(lambda: undo_change(CONSOLE, taken_back))
    db.session.rollback()
    assert loan.status == "THEO_DOI"


def test_undo_leaves_no_balance_below_nothing(world: Flask) -> None:
    loan = lent()
    paid_out = last_change()
    back(loan, 1)
    with pytest.raises(Problems, match="Ghi khoản chi, thu"):
        saved(lambda: undo_change(CONSOLE, paid_out))


def test_the_debt_s_group_follows_from_the_steps(world: Flask) -> None:
    loan: Any = asked()
    assert loan.debt_group == ""
    seen = []
    for key in (*STEPS, "overdue", "extend", "freeze", "write_off"):
        step(loan, key)
        seen += [loan.debt_group] if loan.debt_group not in ("", *seen[-1:]) else []
    assert seen == ["trong_han", "qua_han", "gia_han", "khoanh", "xoa"]
    assert set(seen) == set(DEBT_GROUPS)
    assert loan.ended_reason == "borrower_missing"


def test_a_student_is_lent_to_semester_by_semester(world: Flask) -> None:
    loan = lent(programme="HSSV", quantity=10, student="Thạch Minh", study_months=36)
    pay(loan, on_date=date(2021, 9, 5), amount=12_500_000)
    assert funds(loan).balance == 62_500_000


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"programme": "HSSV", "quantity": 10}, "Hãy ghi họ tên học sinh, sinh viên"),
        ({"programme": "HSSV", "student": "Con"}, "Hãy ghi số tháng vay"),
        ({"programme": "NSVSMT"}, "Hãy ghi số công trình"),
        ({"part": "dat_o"}, "HN không có hợp phần này"),
        ({"group_code": "TO-99"}, "Không có Tổ TK&VV mã TO-99"),
        ({"asked": 10**11}, "Chỉ nhận số từ 1 đến 10.000.000.000"),
        ({"rate": 5000}, "Chỉ nhận lãi suất từ 0% đến 30% một năm"),
        ({"due_date": FORM_DAY}, "Hạn trả phải sau ngày mẫu 03/TD 10/03/2021"),
        ({"due_date": date(2022, 1, 1), "extended_to": date(2022, 1, 1)}, "Gia hạn phải quá hạn trả cũ"),
        ({"programme": "ABC"}, "không có trong danh mục"),
        ({"purpose": " "}, "không được để trống"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(world: Flask, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(Problems) as found:
        asked(**changed)
    assert said in str(found.value)


def test_who_stands_for_the_household_is_of_age(world: Flask) -> None:
    home = poor_family()
    son = person(home, "03")
    with pytest.raises(Problems, match="đủ 18 tuổi"):
        saved(lambda: add_entry(CONSOLE, REGISTER, home, son, **ASKED | {"starts": date(2018, 12, 31)}))
    with pytest.raises(Problems, match="Hãy chọn người"):
        saved(lambda: add_entry(CONSOLE, REGISTER, home, None, **ASKED))
    saved(lambda: add_entry(CONSOLE, REGISTER, home, son, **ASKED))


def test_the_class_of_the_form_s_day_stays_when_it_is_corrected_and_the_rule_tells(world: Flask) -> None:
    home = poor_family()
    loan = lent(home)
    row = db.session.scalars(select(HouseholdClass).where(HouseholdClass.household_id == home.id)).one()
    saved(lambda: correct_class(CONSOLE, row, row.version, class_="near_poor"))
    assert (loan.class_, asked(home).class_) == ("poor", "near_poor")
    kept = select(Finding.entry_id).where(Finding.rule == "I02", Finding.household_id == home.id)
    assert db.session.scalars(kept).all() == [loan.id]


def doubles(*homes: Household) -> list[int]:
    """Households that D07 finds, by what is kept and by a fresh look alike."""
    ids = [home.id for home in homes]
    kept = select(Finding.household_id).where(Finding.rule == "D07", Finding.closed_on.is_(None))
    found = sorted(db.session.scalars(kept.where(Finding.household_id.in_(ids))))
    assert found == sorted(home for rule, home, _ in found_now(today(), ids) if rule == "D07")
    return [ids.index(home) for home in found]


def borrower(home: Household, number: str) -> Person:
    head = person(home, "01")
    saved(lambda: add_number(CONSOLE, head, kind="CMND9", number=number))
    return head


def test_both_households_of_one_number_are_looked_at_again(world: Flask) -> None:
    one, other = poor_family(), poor_family()
    for home in (one, other):
        borrower(home, "366123450")
    first = lent(one)
    assert doubles(one, other) == []
    second = lent(other)
    assert doubles(one, other) == [0, 1], "the household that borrowed first is found too"
    back(second, 50_000_000)
    step(second, "settle")
    settled = last_change()
    assert doubles(one, other) == []
    saved(lambda: undo_change(CONSOLE, settled))
    assert doubles(one, other) == [0, 1]
    back(first, 50_000_000)
    step(first, "settle")
    assert doubles(one, other) == []


def test_a_number_corrected_to_somebody_else_s_finds_both(world: Flask) -> None:
    one, other = poor_family(), poor_family()
    borrower(one, "366123451")
    head = borrower(other, "366123452")
    lent(one)
    lent(other)
    assert doubles(one, other) == []
    (row,) = _numbers(head)
    saved(lambda: correct_number(CONSOLE, row, row.version, kind="CMND9", number="366123451"))
    mended = last_change()
    assert doubles(one, other) == [0, 1]
    saved(lambda: undo_change(CONSOLE, mended))
    assert doubles(one, other) == []


def married(old: Household, new: Household) -> Person:
    """The son, who lives in the other household since the form's day."""
    son, stay = person(old, "03"), members(old, "03")[0]
    saved(lambda: end_membership(CONSOLE, stay, stay.version, day=FORM_DAY, reason="married"))
    admitted: dict[str, Any] = {"relationship": "04", "joined_reason": "married", "starts": FORM_DAY}
    saved(lambda: admit_person(CONSOLE, new, person_code=son.code, **admitted))
    return son


def test_a_number_that_was_never_his_lets_go_of_the_household_its_bearer_left(world: Flask) -> None:
    old, other = poor_family(), poor_family()
    borrower(other, "366123453")
    lent(other)
    son = married(old, poor_family())
    lent(old, borrower=son)
    row = saved(lambda: add_number(CONSOLE, son, kind="CMND9", number="366123453"))
    assert doubles(old, other) == [0, 1]
    saved(lambda: withdraw_number(CONSOLE, row, row.version))
    assert doubles(old, other) == []


def test_a_loan_stays_known_where_its_borrower_s_admission_was_taken_back(world: Flask) -> None:
    """No membership leads from the borrower to the household that stays with the loan; its findings follow all the
    same."""
    old, new = poor_family(), poor_family()
    son = married(old, new)
    admission = last_change()
    lent(new, borrower=son)
    saved(lambda: undo_change(CONSOLE, admission))
    assert doubles(old, new) == []
    lent(old, borrower=son)
    assert doubles(old, new) == [0, 1]


def _numbers(someone: Person) -> list[Any]:
    return list(db.session.scalars(select(PersonNumber).where(PersonNumber.person_id == someone.id)))


def test_the_sum_approved_and_its_ceiling(world: Flask) -> None:
    loan = asked()
    saved(lambda: set_amounts(CONSOLE, loan, loan.version, loan=40_000_000, local=10_000_000))
    assert funds(loan).total == 50_000_000
    saved(lambda: correct_entry(CONSOLE, loan, loan.version, programme="NDTU"))


MOVES = st.lists(
    st.tuples(
        st.sampled_from(REGISTER.money.kinds if REGISTER.money else ()),
        st.sampled_from(("loan", "province")),
        st.integers(1, 4),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=10,
)


@pytest.mark.check
@given(moves=MOVES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_owed_is_what_was_paid_out_less_what_came_back(
    world: Flask, moves: list[tuple[str, str, int, int, bool]]
) -> None:
    """By each source never below 0 on any day; a loan is settled exactly when nothing is owed; undoing all leaves
    nothing."""
    loan = asked()
    for key in STEPS:
        step(loan, key)
    done: list[str] = []
    owed: dict[str, int] = {"loan": 0, "province": 0}
    for kind, source, amount, days, takes_back in moves:
        try:
            pay(loan, kind=kind, source=source, amount=amount, on_date=FORM_DAY + timedelta(days))
        except Problems:
            db.session.rollback()
        else:
            done.append(last_change())
            owed[source] += {"disbursement": amount, "repayment": -amount, "interest": 0}[kind]
        if takes_back and done:
            code = done[-1]
            saved(lambda code=code: undo_change(CONSOLE, code))
            done.pop()
            owed = _owed(loan)
        assert owed == _owed(loan) and min(owed.values()) >= 0
        assert funds(loan).balance == sum(owed.values())
    try:
        with transaction():
            move_entry(CONSOLE, loan, loan.version, move="settle", on_date=date(2021, 12, 1), ends=date(2021, 12, 2))
        settled = True
    except Problems:
        db.session.rollback()
        settled = False
    assert settled == (sum(owed.values()) == 0)
    if settled:
        saved(lambda: undo_change(CONSOLE, last_change()))
    for code in reversed(done):
        saved(lambda code=code: undo_change(CONSOLE, code))
    assert funds(loan) == NO_FUNDS


def _owed(loan: Entry) -> dict[str, int]:
    """An independent sum: movement by movement."""
    owed = {"loan": 0, "province": 0}
    for one in db.session.scalars(select(Payment).where(Payment.entry_id == loan.id)):
        owed[one.source] += {"disbursement": 1, "repayment": -1, "interest": 0}[one.kind] * one.amount
    return owed


def test_a_commune_has_one_transaction_point_also_when_an_undone_one_comes_back(world: Flask) -> None:
    undone = ""
    for place in ("UBND xã Châu", "Nhà văn hoá xã Châu"):
        saved(lambda place=place: set_transaction_point(CONSOLE, unit_id=CHAU, place=place, month_day=5))
        if not undone:
            saved(lambda: undo_change(CONSOLE, last_change()))
            undone = last_change()
    with pytest.raises(Problems, match="Ghi điểm giao dịch xã"), transaction():
        undo_change(CONSOLE, undone)
    saved(lambda: set_transaction_point(CONSOLE, unit_id=CHAU, place="Trạm y tế xã Châu", month_day=6))
