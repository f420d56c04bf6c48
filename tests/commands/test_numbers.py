"""Identity numbers: the impossible is refused, the odd is said, and nobody outside the area is named."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from registry.commands.members import record_death
from registry.commands.numbers import add_number, correct_number, warnings_for
from registry.kernel.actor import CONSOLE, Denied
from registry.models import PersonNumber
from registry.queries.duplicates import bearers_elsewhere
from registry.storage.transaction import transaction
from tests.commands.problems import problems
from tests.commands.scenarios import person, saved
from tests.commands.world import CHAU, acting, clerk, family, who
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check


def told(*arguments: Any, **more: Any) -> str:
    with acting(clerk):
        return " ".join(map(str, warnings_for(*arguments, **more)))


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"number": "12345"}, "number", "12 chữ số"),
        ({"number": "09407000123x"}, "number", "chỉ gồm các chữ số"),
        ({"number": "9,4E+10"}, "number", "Excel đã rút gọn"),
        ({"number": ""}, "number", "Hãy nhập số giấy tờ"),
        ({"kind": "PASSPORT"}, "kind", "danh mục"),
        ({"issued_on": date(1960, 1, 1)}, "issued_on", "trước ngày sinh"),
        ({"issued_on": date(2022, 1, 1)}, "issued_on", "sau ngày làm việc"),
        ({"issued_by": "x" * 101}, "issued_by", "tối đa 100"),
    ],
)
def test_what_cannot_be_a_number_is_refused(world: Flask, changed: dict[str, Any], field: str, says: str) -> None:
    head = person(family(), "01")
    given = {"kind": "CCCD12", "number": "094070001234"} | changed
    assert says in problems(lambda: add_number(clerk, head, **given), clerk)[field]


def test_the_same_number_twice_for_one_person_is_refused(world: Flask) -> None:
    head = person(family(), "01")
    saved(lambda: add_number(CONSOLE, head, kind="CMND9", number="365.111.222"))
    again = problems(lambda: add_number(clerk, head, kind="CMND9", number="365111222"), clerk)
    assert "đã ghi cho người này" in again["number"]


def test_a_number_that_lost_its_zero_is_taken_whole_with_a_warning(world: Flask) -> None:
    head = person(family(), "01")
    row: PersonNumber = saved(lambda: add_number(CONSOLE, head, kind="CCCD12", number="94070005678"))
    assert row.number == "094070005678"
    assert "đã thêm số 0" in told("CCCD12", "94070005678", "male", 1970, person_id=head.id)


def test_doubts_are_said_and_do_not_block(world: Flask) -> None:
    assert told("CCCD12", "094070001111", "male", 1970) == ""
    assert "không khớp giới tính" in told("CCCD12", "094070001111", "female", 1970)
    assert "năm sinh 1970" in told("CCCD12", "094070001111", "male", 1971)
    assert told("CCCD12", "12", "male", 1970) == "", "what the save refuses is not doubted as well"


def test_the_holder_of_the_same_number_is_named_only_inside_the_area(world: Flask) -> None:
    near, far = person(family(head=who("Kim Gần")), "01"), person(family(CHAU, who("Canary Xa")), "01")
    saved(lambda: add_number(CONSOLE, near, kind="CMND9", number="365000001"))
    saved(lambda: add_number(CONSOLE, far, kind="CMND9", number="365000002"))
    assert "Kim Gần" in told("CMND9", "365000001", None, None)
    assert told("CMND9", "365000001", None, None, person_id=near.id) == ""
    assert told("CMND9", "365000002", None, None) == ""
    with acting(clerk):
        (outside,) = bearers_elsewhere("365000002")
    assert outside.place == "Xã Châu, Huyện Hai" and "Canary" not in repr(outside)


def test_the_number_of_the_dead_is_no_doubt(world: Flask) -> None:
    wife = person(family(), "02")
    saved(lambda: add_number(CONSOLE, wife, kind="CMND9", number="365000003"))
    saved(lambda: record_death(CONSOLE, wife, wife.version, died_on=date(2021, 3, 1)))
    assert told("CMND9", "365000003", None, None) == ""


def test_a_number_elsewhere_is_not_the_clerk_s_to_correct(world: Flask) -> None:
    far = person(family(CHAU), "01")
    row = saved(lambda: add_number(CONSOLE, far, kind="CMND9", number="365000004"))
    with pytest.raises(Denied), transaction():
        correct_number(clerk, row, row.version, kind="CMND9", number="365000005")
