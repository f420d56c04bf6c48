"""The register of pupils as its commands keep it: what follows from what was typed, what is refused and said."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.change import command, last_change
from registry.commands.entries import add_entry, correct_entry, move_entry
from registry.commands.money import add_payment, set_amounts
from registry.commands.schools import add_school, correct_school
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE, Denied
from registry.messages import Problems
from registry.models import Entry, Finding
from registry.queries.entry_money import funds_of
from registry.registers.students import REGISTER
from registry.registers.students.aid import complete
from registry.registers.students.schools import SCHOOLS, forget_schools
from registry.storage import OPEN, db
from tests.commands.scenarios import person, saved
from tests.commands.scenarios_entries import poor_family
from tests.commands.scenarios_schools import NAMED, school
from tests.commands.world import clerk
from tests.conftest import postgresql_in_check
from tests.rules.families_students import prepare

pytestmark = postgresql_in_check

YEAR: dict[str, Any] = {
    "policy": "CPHT",
    "school_year": "2021-2022",
    "school": "TH-01",
    "ground": "poor",
    "months": 9,
    "starts": date(2021, 9, 1),
}


def line(**changed: Any) -> Entry:
    household = poor_family()
    made: Entry = saved(lambda: add_entry(CONSOLE, REGISTER, household, person(household, "03"), **YEAR | changed))
    return made


def refused(**changed: Any) -> str:
    with pytest.raises(Problems) as found:
        line(**changed)
    return str(found.value)


@command("tests.rates", "Dựng mức hỗ trợ", "")
def _rates(actor: object) -> None:
    prepare()


@pytest.fixture(autouse=True)
def a_school(world: Flask) -> None:
    """The world is one for all tests of this file."""
    forget_schools()
    saved(lambda: _rates(CONSOLE))
    if "TH-01" not in SCHOOLS:
        school("TH-01")


def test_a_line_is_good_to_the_end_of_its_school_year() -> None:
    assert line().ends == date(2022, 9, 1)
    assert line(starts=date(2022, 1, 1), months=5).ends == date(2022, 9, 1)
    assert line(ends=date(2022, 1, 1)).ends == date(2022, 1, 1)


def test_the_school_year_of_a_list_follows_from_the_first_month() -> None:
    assert complete({"starts": date(2021, 9, 1)})["school_year"] == "2021-2022"
    assert complete({"starts": date(2021, 8, 31)})["school_year"] == "2020-2021"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"starts": date(2021, 8, 31)}, "Năm học 2021-2022 từ 01/09/2021"),
        ({"starts": date(2022, 9, 1)}, "Năm học 2021-2022 từ 01/09/2021"),
        ({"months": 13}, "Chỉ nhận số từ 1 đến 12"),
        ({"months": 0}, "Chỉ nhận số từ 1 đến 12"),
        ({"rate": 10**12}, "Chỉ nhận số từ 1 đến 100.000.000"),
        ({"rice_kg": 99_999}, "Chỉ nhận số từ 1 đến 100"),
        ({"school": "TH-99"}, "không có trong danh mục"),
        ({"policy": "SV_DTTS"}, "không dành cho cấp Tiểu học"),
        ({"policy": "AN_TRUA"}, "không dành cho cấp Tiểu học"),
        ({"policy": None}, "không được để trống"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(changed: dict[str, Any], said: str) -> None:
    assert said in refused(**changed)


def test_the_last_days_of_a_school_year_are_taken() -> None:
    assert line(starts=date(2022, 8, 31), months=1).starts == date(2022, 8, 31)


def test_from_papers_to_a_settled_account_and_no_step_left_out() -> None:
    row = line()
    with pytest.raises(Problems, match="ở trạng thái khác"):
        saved(lambda: move_entry(CONSOLE, row, row.version, move="approve", on_date=date(2021, 10, 20)))
    decided = {"decision_no": "15/QĐ-PGDĐT", "decision_date": date(2021, 10, 20)}
    for move, given in (
        ("review", {}),
        ("appraise", {}),
        ("approve", decided),
        ("pay_first", {}),
        ("pay_second", {}),
        ("settle", {}),
    ):
        saved(lambda m=move, g=given: move_entry(CONSOLE, row, row.version, move=m, on_date=date(2021, 12, 10), **g))
    assert (row.status, row.decision_no) == ("QUYET_TOAN", "15/QĐ-PGDĐT")


def approved(**changed: Any) -> Entry:
    row = line(**changed)
    decided = {"decision_no": "15/QĐ-PGDĐT", "decision_date": date(2021, 10, 20)}
    for move, given in (("review", {}), ("appraise", {}), ("approve", decided)):
        saved(lambda m=move, g=given: move_entry(CONSOLE, row, row.version, move=m, on_date=date(2021, 12, 10), **g))
    return row


def test_the_decision_approves_what_the_rates_come_to_and_its_undo_takes_it_back() -> None:
    """Nine months from September 2021: 1 x 100.000 + 8 x 150.000."""
    row = approved()
    assert funds_of(REGISTER, [row.id])[row.id].approved == {"central": 1_300_000}
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert (row.status, funds_of(REGISTER, [row.id])) == ("THAM_DINH", {})


def is_found(rule: str, row: Entry) -> bool:
    db.session.rollback()
    asked = select(Finding.id).where(Finding.rule == rule, Finding.entry_id == row.id, Finding.closed_on.is_(None))
    return db.session.scalar(asked) is not None


def test_a_wrong_sum_is_found_at_once_and_its_correction_closes_it() -> None:
    row = approved()
    assert not is_found("A03", row)
    saved(lambda: set_amounts(CONSOLE, row, row.version, central=1_300_001))
    assert is_found("A03", row)
    saved(lambda: set_amounts(CONSOLE, row, row.version, central=1_300_000))
    assert not is_found("A03", row)
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert is_found("A03", row)


def test_what_is_paid_late_is_found_and_paying_more_does_not_mend_it() -> None:
    """Decided on 20/10/2020 for 2020-2021: the deadlines were 31/12/2020 and 31/5/2021. Nine months of 100.000."""
    row = approved(school_year="2020-2021", starts=date(2020, 9, 1))
    saved(lambda: correct_entry(CONSOLE, row, row.version, decision_date=date(2020, 10, 20)))
    assert is_found("T05", row)
    paid = {"kind": "instalment", "source": "central", "amount": 900_000}
    saved(lambda: add_payment(CONSOLE, row, row.version, on_date=date(2021, 1, 5), **paid))
    assert is_found("T05", row)
    saved(lambda: undo_change(CONSOLE, last_change()))
    saved(lambda: add_payment(CONSOLE, row, row.version, on_date=date(2020, 12, 31), **paid))
    assert not is_found("T05", row)


def test_a_sum_that_was_written_down_before_stays_and_without_a_rate_nothing_is_written() -> None:
    row = line()
    saved(lambda: set_amounts(CONSOLE, row, row.version, province=900_000))
    decided = {"decision_no": "15/QĐ-PGDĐT", "decision_date": date(2021, 10, 20)}
    for move, given in (("review", {}), ("appraise", {}), ("approve", decided)):
        saved(lambda m=move, g=given: move_entry(CONSOLE, row, row.version, move=m, on_date=date(2021, 12, 10), **g))
    assert funds_of(REGISTER, [row.id])[row.id].approved == {"province": 900_000}
    free = approved(policy="MGHP")
    assert funds_of(REGISTER, [free.id]) == {}


def test_an_approval_needs_its_decision() -> None:
    row = line()
    for move in ("review", "appraise"):
        saved(lambda m=move: move_entry(CONSOLE, row, row.version, move=m, on_date=date(2021, 10, 1)))
    with pytest.raises(Problems, match="Bước này cần ô này"):
        saved(lambda: move_entry(CONSOLE, row, row.version, move="approve", on_date=date(2021, 10, 20)))


def test_a_line_is_stopped_with_its_reason_and_last_day() -> None:
    row = line()
    stopped = {"reason_code": "left_school", "ends": date(2021, 12, 1)}
    saved(lambda: move_entry(CONSOLE, row, row.version, move="stop", on_date=date(2021, 12, 1), **stopped))
    assert (row.status, row.ended_reason, row.ends) == ("DUNG", "left_school", date(2021, 12, 1))


def test_a_correction_keeps_the_last_day_that_follows() -> None:
    row = line()
    saved(lambda: correct_entry(CONSOLE, row, row.version, ends=OPEN, grade="3A"))
    assert (row.ends, row.grade) == (date(2022, 9, 1), "3A")


def test_a_school_s_code_is_given_once_and_checked() -> None:
    for code, said in (("th-01", "Đã có trường mang mã TH-01"), ("T", "2-20 ký tự"), ("TRƯỜNG", "2-20 ký tự")):
        with pytest.raises(Problems, match=said):
            saved(lambda c=code: add_school(CONSOLE, code=c, **NAMED))
    with pytest.raises(Problems, match="Hãy chọn xã"):
        saved(lambda: add_school(CONSOLE, code="TH-02", **NAMED | {"unit_id": 1}))


def test_two_schools_of_one_name_are_told_apart_by_their_codes() -> None:
    for code in ("TH-11", "TH-12"):
        saved(lambda c=code: add_school(CONSOLE, code=c, **NAMED | {"name": "Trường Hai Nơi"}))
    assert (SCHOOLS["TH-11"], SCHOOLS["TH-12"]) == ("Trường Hai Nơi (TH-11)", "Trường Hai Nơi (TH-12)")
    assert SCHOOLS.code_of("truong hai noi (th-12)") == "TH-12"
    assert SCHOOLS.code_of("truong hai noi") is None


def test_a_corrected_name_is_read_everywhere_at_once() -> None:
    row = school("TH-05")
    saved(lambda: correct_school(CONSOLE, row, row.version, name="Trường Hoa Sen", level="th", unit_id=None))
    assert SCHOOLS["TH-05"] == "Trường Hoa Sen"


def test_a_school_that_lines_name_cannot_be_taken_back() -> None:
    saved(lambda: add_school(CONSOLE, code="TH-03", **NAMED))
    added = last_change()
    line(school="TH-03")
    with pytest.raises(Problems):
        saved(lambda: undo_change(CONSOLE, added))


def test_a_clerk_does_not_keep_the_schools() -> None:
    with pytest.raises(Denied):
        saved(lambda: add_school(clerk, code="TH-04", **NAMED))
