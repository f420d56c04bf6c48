"""A bank's plain list of loans brought in: who borrows, what was approved and paid out; nothing is taken back."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.importing.apply_entries import import_entries
from registry.commands.importing.entries import check_entries
from registry.commands.importing.report import IMPORTERS, Report
from registry.commands.undo import undo_change
from registry.inputs.lists import Choice, lay_out, read_list
from registry.inputs.targets import Line, Read, read_records
from registry.inputs.workbook import read_workbook
from registry.kernel.actor import CONSOLE, Actor, Authority, Denied
from registry.messages import Problems
from registry.models import Household, Payment, Person
from registry.queries.entry_money import NO_FUNDS, Funds, funds_of
from registry.registers.credit import REGISTER
from registry.registers.credit.loan import Loan
from registry.storage import db
from tests.commands.scenarios import saved
from tests.commands.test_credit import asked, lent
from tests.commands.test_import_entries import home, poor
from tests.commands.test_undo import dump
from tests.conftest import postgresql_in_check
from tests.inputs.lists import saved as book
from tests.inputs.lists import told

pytestmark = postgresql_in_check

BANK = Actor(41, "NHCSXH tỉnh", authorities=(Authority("department", register="credit"),))
KEYS = ("name", "birth", "programme", "purpose", "money_approved", "money_paid", "money_paid_on", "starts")


def typed(*rows: tuple[str, ...], keys: tuple[str, ...] = KEYS) -> Read:
    """Rows as a file tells them, by these keys; row 2 is the first."""
    letters = {key: chr(ord("A") + at) for at, key in enumerate(keys)}
    lines: list[Any] = [
        Line("Sheet1", at, dict(zip(keys, row, strict=False)), letters) for at, row in enumerate(rows, 2)
    ]
    return read_records(IMPORTERS["credit"].target, lines)


def row(who: Person, *money: str, programme: str = "HN") -> tuple[str, ...]:
    return (who.name, str(who.birth_year), programme, "Nuôi bò", *money)


def brought(read: Read, actor: Actor = BANK) -> Report:
    return saved(lambda: import_entries(actor, REGISTER, read, file_name="vay.xlsx", sha256="ab" * 32))


def loans_of(who: Person) -> list[Loan]:
    db.session.rollback()
    return list(db.session.scalars(select(Loan).where(Loan.person_id == who.id).order_by(Loan.id)))


def funds(loan: Loan) -> Funds:
    return funds_of(REGISTER, [loan.id]).get(loan.id, NO_FUNDS)


def test_a_list_becomes_loans_with_their_money_and_is_taken_back_whole(world: Flask) -> None:
    head = poor("Lý Vay Một")
    before = dump()
    report = brought(typed(row(head, "50.000.000", "30000000 đồng", "20/03/2021", "10/03/2021")))
    assert (report.new, report.changed, len(report.faults)) == (1, 0, 0)
    change = last_change()
    (loan,) = loans_of(head)
    assert (loan.status, loan.class_, loan.starts) == ("THEO_DOI", "poor", date(2021, 3, 10))
    assert (funds(loan).total, funds(loan).paid, funds(loan).balance) == (50_000_000, 30_000_000, 30_000_000)
    saved(lambda: undo_change(BANK, change))
    assert dump() == before


def test_the_same_list_again_changes_nothing_and_the_next_payment_is_added(world: Flask) -> None:
    head = poor("Lý Vay Hai")
    first = row(head, "50.000.000", "30.000.000", "20/03/2021", "10/03/2021")
    brought(typed(first))
    again = check_entries(REGISTER, CONSOLE, typed(first))
    assert (again.new, again.changed, again.same) == (0, 0, 1)
    brought(typed(row(head, "50.000.000", "20.000.000", "20/09/2021", "10/03/2021")))
    (loan,) = loans_of(head)
    assert funds(loan).balance == 50_000_000
    assert len(list(db.session.scalars(select(Payment).where(Payment.entry_id == loan.id)))) == 2


def test_a_loan_that_was_asked_for_keeps_its_day_when_the_list_tells_only_that_of_the_payment(world: Flask) -> None:
    head = poor("Lý Vay Ba")
    waiting: Any = asked(home(head))
    read = typed(row(head, "50.000.000", "50.000.000", "25/03/2021"))
    assert [text for _, text in told(read.doubts)] == [
        "Thiếu ngày bắt đầu, lấy ngày giải ngân 25/03/2021. Hãy đối chiếu."
    ]
    brought(read)
    (loan,) = loans_of(head)
    assert (loan.id, loan.status, loan.starts) == (waiting.id, "THEO_DOI", date(2021, 3, 10))
    assert funds(loan).balance == 50_000_000


def test_an_open_loan_of_the_programme_is_the_one_that_is_meant(world: Flask) -> None:
    head = poor("Lý Vay Bốn")
    open_loan = lent(home(head))
    read = typed(row(head, "60.000.000", "50.000.000", "20/03/2021"), row(head, "10.000.000", programme="NDTU"))
    read.records[1].values["starts"] = date(2021, 5, 1)
    read.faults.clear()
    brought(read)
    loans = loans_of(head)
    assert [loan.programme for loan in loans] == ["HN", "NDTU"] and loans[0].id == open_loan.id
    assert (funds(loans[0]).total, funds(loans[0]).paid) == (60_000_000, 50_000_000), "paid out once"


@pytest.mark.parametrize(
    ("name", "money", "said"),
    [
        ("Lý Năm Một", ("50 triệu", "", "", "10/03/2021"), ("E2", "“50 triệu” không phải số")),
        ("Lý Năm Hai", ("50.000.000", "50.000.000", "", "10/03/2021"), ("F2", "thiếu ngày chi")),
        ("Lý Năm Ba", ("50.000.000", "50.000.000", "16/12/2021", "10/03/2021"), ("G2", "sau ngày làm việc 15/12/2021")),
        (
            "Lý Năm Bốn",
            ("50.000.000", "40.000.000", "20/03/2021", "10/03/2021"),
            ("F2", "Trong sổ đã ghi 50.000.000 đồng ngày này"),
        ),
    ],
)
def test_money_that_cannot_be_is_told_at_its_cell(
    world: Flask, name: str, money: tuple[str, ...], said: tuple[str, str]
) -> None:
    head = poor(name)
    lent(home(head))
    report = check_entries(REGISTER, CONSOLE, typed(row(head, *money)))
    ((cell, text),) = told(report.faults)
    assert cell == said[0] and said[1] in text
    with pytest.raises(Problems):
        brought(typed(row(head, *money)))


def test_whoever_may_not_write_money_brings_none_in(world: Flask) -> None:
    head = poor("Lý Vay Sáu")
    clerk = Actor(42, "Cán bộ An", authorities=(Authority("commune"),))
    with pytest.raises(Denied):
        brought(typed(row(head, "50.000.000", "", "", "10/03/2021")), clerk)


def test_somebody_under_age_does_not_borrow(world: Flask) -> None:
    head = poor("Lý Vay Bảy")
    report = check_entries(REGISTER, CONSOLE, typed(row(head, "5.000.000", "", "", "10/03/1987")))
    assert "đủ 18 tuổi" in str(told(report.faults))


def test_the_bank_s_own_headings_are_understood(world: Flask, tmp_path: Path) -> None:
    head = poor("Lý Vay Tám")
    content = book(
        [
            ["NGÂN HÀNG CHÍNH SÁCH XÃ HỘI"],
            ["DANH SÁCH HỘ CÒN DƯ NỢ"],
            ["STT", "Họ và tên", "Năm sinh", "Chương trình", "Mục đích", "Số tiền vay", "Số tiền giải ngân", "Ngày vay",
             "Hạn trả"],
            [1, head.name, head.birth_year, "HN", "Nuôi bò", 50000000, 50000000, "20/03/2021", "20/03/2026"],
        ]
    )  # fmt: skip
    path = tmp_path / "vay.xlsx"
    path.write_bytes(content)
    target = IMPORTERS["credit"].target
    read = read_list(target, lay_out(target, read_workbook(path), Choice({})))
    assert told(read.faults) == []
    brought(read)
    (loan,) = loans_of(head)
    assert (loan.due_date, funds(loan).balance) == (date(2026, 3, 20), 50_000_000)


@pytest.mark.parametrize(("who", "written"), [("Lan", 7.92), ("Mai", "7,92"), ("Sen", "7,92%"), ("Tre", "7,92 %/năm")])
def test_the_rate_of_a_list_is_read_as_an_export_writes_it(
    world: Flask, tmp_path: Path, who: str, written: Any
) -> None:
    head = poor(f"Lý Vay {who}")
    heads = ["Họ và tên", "Năm sinh", "Chương trình", "Mục đích", "Lãi suất (% một năm)", "Từ ngày"]
    path = tmp_path / "vay.xlsx"
    path.write_bytes(book([heads, [head.name, head.birth_year, "HN", "Nuôi bò", written, "20/03/2021"]]))
    target = IMPORTERS["credit"].target
    brought(read_list(target, lay_out(target, read_workbook(path), Choice({}))))
    (loan,) = loans_of(head)
    exported = {column.key: column.value(loan) for column in REGISTER.columns}
    assert (loan.rate, exported["rate"]) == (792, 7.92)


def test_a_rate_in_ten_thousandths_is_not_taken_for_percent(world: Flask) -> None:
    head = poor("Lý Vay Mười Một")
    read = typed((head.name, str(head.birth_year), "HN", "Nuôi bò", "792", "10/03/2021"),
                 keys=("name", "birth", "programme", "purpose", "rate", "starts"))  # fmt: skip
    assert "từ 0% đến 30% một năm" in str(told(check_entries(REGISTER, CONSOLE, read).faults))


def test_a_rate_below_one_percent_is_asked_about(world: Flask) -> None:
    head = poor("Lý Vay Mười Hai")
    keys = ("name", "birth", "programme", "purpose", "rate", "starts")
    read = typed((head.name, str(head.birth_year), "HN", "Nuôi bò", "0,66", "10/03/2021"), keys=keys)
    assert "hiểu là 0,66% một năm" in str(told(check_entries(REGISTER, CONSOLE, read).doubts))


def test_the_household_is_the_borrower_s(world: Flask) -> None:
    head = poor("Lý Vay Chín")
    brought(typed(row(head, "50.000.000", "", "", "10/03/2021")))
    (loan,) = loans_of(head)
    assert db.session.get_one(Household, loan.household_id).id == home(head).id
