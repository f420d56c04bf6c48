"""Money on a line's page, in lists, files and on paper; the cards are told to cost some (tests/commands)."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook

from registry import create_app
from tests.commands.scenarios_money import MONEY, with_declared
from tests.conftest import close, copy_database, postgresql_in_check, settings_for
from tests.page import Page, lint
from tests.pages.forms import again, confirmed, send
from tests.pages.lines import INSURANCE, begin
from tests.pages.test_gap_print import pdf
from tests.world import World

pytestmark = postgresql_in_check
PAID = {"kind": "payment", "source": "central", "on_date": "01/03/2021", "amount": "20.000.000", "number": "PC 12"}


@pytest.fixture
def app(template: tuple[str, World, Path], tmp_path: Path) -> Iterator[Flask]:
    """An application whose cards cost money, and are printed as any register's lines are."""
    with with_declared(money=MONEY, papers=()):
        made = create_app(settings_for(copy_database(template[0], tmp_path), tmp_path))
        (tmp_path / "activity.sqlite3").write_bytes((template[2] / "activity.sqlite3").read_bytes())
        yield made
        close(made)


@pytest.fixture
def there(visit: Callable, line: str) -> str:
    """The line's address, with 40 million approved."""
    address = f"{INSURANCE}/{line}"
    made = send(visit("clerk"), f"{address}/amounts", central="40.000.000", household="2.500.000")
    assert made.status == 303, made.text[:1000]
    return address


def pay(visit: Callable, there: str, **changed: str) -> Page:
    return send(visit("health"), f"{there}/payments", {**PAID, **changed})


def test_the_line_says_what_was_approved_by_source_and_in_words(visit: Callable, there: str) -> None:
    page = visit("clerk", there).sees("Ngân sách trung ương 40.000.000", "Hộ tự có 2.500.000", "Cộng (đồng) 42.500.000")
    page.sees("Bốn mươi hai triệu năm trăm nghìn đồng", "Ghi số tiền được duyệt")
    page.sees_not("Ngân sách tỉnh")
    assert page.statements <= 12
    visit("leader", there).sees("40.000.000").sees_not("Ghi khoản chi, thu")


def test_a_movement_is_written_by_those_who_may_and_undone(visit: Callable, there: str) -> None:
    assert visit("clerk").get(f"{there}/payments").status_code == 403
    visit("clerk", there).sees_not("Ghi khoản chi, thu")
    assert pay(visit, there).status == 303
    page = visit("health", there)
    page.sees("Thanh toán 20.000.000 đồng", "PC 12", "Thực nhận: 20.000.000", "Người health")
    undo = next(f.get("action") for f in page.tree.iter("form") if "/undo" in (f.get("action") or ""))
    sent = {"csrf_token": page.token(), "form_key": page.form_key(), "next": there}
    assert visit("health").client.post(undo, data=sent).status_code == 303
    visit("health", there).sees_not("Thanh toán 20.000.000")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"amount": "hai chục triệu"}, "Hãy nhập số nguyên"),
        ({"amount": ""}, "Chưa điền ô này"),
        ({"amount": "0"}, "Chỉ nhận số từ 1 đến 1.000.000.000.000."),
        ({"amount": "9" * 30}, "Số quá dài"),
        ({"on_date": "31/02/2021"}, "31/02/2021"),
        ({"on_date": "01/01/2031"}, "sau ngày làm việc"),
        ({"kind": "instalment"}, "không có trong danh sách"),
        ({"source": ""}, "Chưa điền ô này"),
        ({"kind": "recovery"}, "số thu lại từ “Ngân sách trung ương” nhiều hơn số đã chi"),
    ],
)
def test_bad_money_is_told_at_its_field_and_nothing_is_lost(
    visit: Callable, there: str, typed: dict[str, str], told: str
) -> None:
    page = pay(visit, there, **typed)
    assert page.status == 422
    lint(page)
    page.sees(told)
    assert page.field("number") == "PC 12"


def test_more_than_was_approved_is_asked_about_once(visit: Callable, there: str) -> None:
    page = pay(visit, there, amount="40.000.001")
    assert page.status == 422
    page.sees("được duyệt 40.000.000 đồng, nay chi tới 40.000.001 đồng")
    assert confirmed(visit("health"), f"{there}/payments", page).status == 303
    visit("health", there).sees("Thanh toán 40.000.001 đồng")


def test_a_wrong_movement_gets_its_counter_movement_and_the_right_one(visit: Callable, there: str) -> None:
    pay(visit, there)
    link = next(a for a in visit("health", there).tree.iter("a") if "/payments/" in (a.get("href") or "")).get("href")
    right = {"amount": "2.000.000", "reason": "Ghi thừa một số 0"}
    assert send(visit("health"), link, right).status == 303
    page = visit("health", there).sees("-20.000.000 đồng", "bút toán ngược", "đã đính chính", "Thanh toán 2.000.000")
    page.sees("Thực nhận: 2.000.000", "Ghi thừa một số 0")
    assert visit("health").get(link).status_code == 404, "what was corrected is not corrected again"


def test_a_stale_form_says_who_wrote_what(visit: Callable, there: str) -> None:
    opened = Page(visit("health").get(f"{there}/payments"), 0)
    pay(visit, there)
    page = again(visit("health"), f"{there}/payments", opened, {**PAID, "amount": "1"})
    assert page.status == 409
    lint(page)
    page.sees("Người health đã lưu lúc", "Ghi khoản chi, thu", "20.000.000")


@pytest.mark.parametrize("part", ["amounts", "payments", "payments/AAAAAAAA"])
def test_money_beyond_the_grants_is_never_seen(visit: Callable, there: str, part: str) -> None:
    assert visit("stranger").get(f"{there}/{part}").status_code in (403, 404)
    assert visit("health").get(f"{INSURANCE}/00000000/{part}").status_code == 404


def test_the_page_the_files_and_the_paper_give_the_same_sums(visit: Callable, there: str, codes: World) -> None:
    pay(visit, there)
    other = f"{INSURANCE}/{begin(visit('clerk'), codes.ours[1], 'Thạch Sô Phan')}"
    send(visit("clerk"), f"{other}/amounts", central="1.000", province="5")
    page = visit("clerk", INSURANCE)
    assert page.statements <= 12
    page.sees("Ngân sách trung ương: 40.001.000", "Ngân sách tỉnh: 5", "Được duyệt (đồng): 42.501.005")
    page.sees("Đã chi (đồng): 20.000.000")
    text = visit("clerk").get(f"{INSURANCE}?format=csv").get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    sums = {key: sum(int(row[key] or 0) for row in rows) for key in rows[0] if key.startswith("amount_")}
    assert sums == {
        "amount_central": 40_001_000,
        "amount_province": 5,
        "amount_household": 2_500_000,
        "amount_total": 42_501_005,
    }
    book = load_workbook(io.BytesIO(visit("clerk").get(f"{INSURANCE}?format=xlsx").get_data())).active
    lines = list(book.iter_rows(values_only=True))
    heads, foot = lines[3], next(row for row in lines if row[0] == "Cộng")
    assert foot[heads.index("Được duyệt (đồng)")] == 42_501_005 and foot[heads.index("Ngân sách tỉnh")] == 5
    printed = pdf(visit, "clerk", f"{INSURANCE}?format=pdf")
    assert "42.501.005" in printed, printed
    assert "Bốn mươi hai triệu năm trăm linh một nghìn không trăm linh năm đồng" in printed


def test_undone_money_leaves_the_list_s_sums(visit: Callable, there: str) -> None:
    visit("clerk", INSURANCE).sees("Được duyệt (đồng): 42.500.000")
    send(visit("clerk"), f"{there}/amounts", central="", household="")
    visit("clerk", INSURANCE).sees_not("42.500.000")
