"""What papers carry: from a day on, or never otherwise; who signs, and how that is written."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.letterheads import change_letterhead, correct_letterhead
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE, Denied
from registry.models import Letterhead
from registry.models.letterhead import Signer, read_signers
from registry.queries.letterheads import letterhead_on
from registry.storage import OPEN, db
from tests.commands.problems import problems
from tests.commands.scenarios import saved
from tests.commands.scenarios_letterheads import HEAD, agency, letterhead
from tests.commands.world import BEGINNING, acting, clerk
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

DAY = date(2021, 7, 1)


def periods(agency_id: int) -> list[tuple[str, date, date]]:
    rows = db.session.scalars(select(Letterhead).where(Letterhead.agency_id == agency_id).order_by(Letterhead.starts))
    return [(row.place, row.starts, row.ends) for row in rows]


def test_a_change_holds_from_its_day_and_what_was_holds_until_then(world: Flask) -> None:
    one = agency("LH1")

    def change(starts: date, place: str) -> Any:
        return saved(lambda: change_letterhead(CONSOLE, agency_id=one.id, starts=starts, **{**HEAD, "place": place}))

    change(BEGINNING, "Cũ")
    change(date(2022, 1, 1), "Sau")
    change(DAY, "Giữa")
    middle = [("Cũ", BEGINNING, DAY), ("Giữa", DAY, date(2022, 1, 1)), ("Sau", date(2022, 1, 1), OPEN)]
    assert periods(one.id) == middle
    undo = last_change()
    saved(lambda: undo_change(CONSOLE, undo))
    assert periods(one.id) == [("Cũ", BEGINNING, date(2022, 1, 1)), ("Sau", date(2022, 1, 1), OPEN)]
    change(DAY, "Giữa")
    assert periods(one.id) == middle
    found = letterhead_on(one, date(2021, 6, 30)), letterhead_on(one, DAY)
    assert [row.place for row in found if row] == ["Cũ", "Giữa"]
    assert letterhead_on(one, date(2003, 1, 1)) is None


def test_one_before_the_first_ends_where_the_first_begins(world: Flask) -> None:
    row = letterhead("LH2")
    earlier = {**HEAD, "place": "Trước"}
    saved(lambda: change_letterhead(CONSOLE, agency_id=row.agency_id, starts=date(2000, 1, 1), **earlier))
    assert periods(row.agency_id) == [("Trước", date(2000, 1, 1), BEGINNING), ("Thử", BEGINNING, OPEN)]


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"issuer": ""}, "issuer", "không được để trống"),
        ({"place": " "}, "place", "không được để trống"),
        ({"signers": ""}, "signers", "không được để trống"),
        ({"signers": "Trần Thị Bé"}, "signers", "“Trần Thị Bé” chưa có chức vụ"),
        ({"signers": "GĐ. SỞ\nTrần Thị Bé"}, "signers", "chỉ có thể là TM., KT., TL., TUQ., Q."),
        ({"suffix": "x" * 31}, "suffix", "chỉ nhận tối đa 30"),
        ({"recipients": "UBND\u00ad tỉnh"}, "recipients", "U+00AD"),
    ],
)
def test_a_letterhead_that_cannot_be(world: Flask, changed: dict[str, str], field: str, says: str) -> None:
    one = agency(f"LH-{field}-{len(says)}")

    def change() -> Any:
        return change_letterhead(CONSOLE, agency_id=one.id, starts=DAY, **{**HEAD, **changed})

    assert says in problems(change)[field]
    assert periods(one.id) == []


def test_two_from_the_same_day_are_refused(world: Flask) -> None:
    row = letterhead("LH3")
    again = {"agency_id": row.agency_id, "starts": BEGINNING, **HEAD}
    assert "hoặc dùng Đính chính" in problems(lambda: change_letterhead(CONSOLE, **again))["starts"]


def test_a_clerk_changes_no_letterhead(world: Flask) -> None:
    row = letterhead("LH4")
    with pytest.raises(Denied), acting(clerk):
        correct_letterhead(clerk, row, row.version, **HEAD)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("GIÁM ĐỐC", [Signer(("GIÁM ĐỐC",))]),
        ("GIÁM ĐỐC\nTrần Thị Bé\n", [Signer(("GIÁM ĐỐC",), "Trần Thị Bé")]),
        (
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLý Út\n\nTL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG",
            [
                Signer(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Lý Út"),
                Signer(("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
            ],
        ),
        ("GIÁM ĐỐC\n\nPHÓ GIÁM ĐỐC", [Signer(("GIÁM ĐỐC",)), Signer(("PHÓ GIÁM ĐỐC",))]),
        ("Lý Út", [Signer((), "Lý Út")]),
        ("", []),
    ],
)
def test_titles_stand_in_capitals_and_a_name_ends_each_signer(text: str, people: list[Signer]) -> None:
    assert list(read_signers(text)) == people


def test_recipients_are_kept_without_dashes_and_stops() -> None:
    assert Letterhead(recipients=HEAD["recipients"]).recipient_lines == ("UBND tỉnh", "Lưu: VT")
    assert Letterhead(recipients=None).recipient_lines == ()
