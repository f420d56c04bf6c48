"""The sheet a family takes along: one page whatever is known of it, nothing masked otherwise than on the screen."""

import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace as Thing
from typing import Any

import pytest
from flask import Flask

from registry.models import Letterhead
from registry.outputs.print import Order, Stamp, render_pdf
from registry.outputs.print.household import _slip, household_slip
from registry.outputs.print.render import pages_of
from registry.queries.entry_money import NO_FUNDS, Funds
from registry.queries.household_lines import Benefit, money_summary
from registry.registers.housing import REGISTER as HOUSES
from registry.registers.insurance import REGISTER as CARDS
from registry.storage import OPEN
from tests.conftest import postgresql_in_check
from tests.pages.desk_lines import MOTHER, card, house
from tests.print.lists import pages, read
from tests.world import DAY, World

HEAD = Letterhead(
    parent="UBND HUYỆN TRẦN ĐỀ",
    issuer="ỦY BAN NHÂN DÂN XÃ LỊCH HỘI THƯỢNG",
    place="Lịch Hội Thượng",
    suffix="DS-UBND",
    signers="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Thị Hồng Nhung",
    recipients="Lưu: VT",
)
ORDER = Order(HEAD, DAY, Stamp("Trần Thị Bé", "08:15 15/12/2021"))
LONG = "Nguyễn Thị Hồng Nhung Phượng Vỹ"


def member(at: int) -> Any:
    numbers = (Thing(masked="094•••••1234"), Thing(masked="36••••082"))
    return Thing(
        name=f"{LONG} {at}",
        relationship="Cháu họ/họ hàng khác",
        birth="01/01/1980",
        person=Thing(sex="female"),
        numbers=numbers,
    )


PROGRAMME = "CTMTQG giảm nghèo bền vững 2021-2025, dự án 5"
MONEY = {"central": 999_999_999, "province": 1, "local": 2, "raised": 3, "loan": 4, "household": 5}


def line(at: int) -> Benefit:
    """A house whose every text is long."""
    return Benefit(
        HOUSES,
        f"AB{at:06}",
        "",
        LONG if at % 2 else "",
        False,
        "NGHIEM_THU_GD1",
        date(2000 + at % 20, 1, 1),
        OPEN,
        DAY,
        "12/QĐ-UBND",
        PROGRAMME,
        "Sở Xây dựng",
        Funds(MONEY, 999_999_999),
    )


def dossier(people: int, rounds: int) -> Any:
    classes = [Thing(year=2000 + at, row=Thing(class_="near_poor")) for at in range(rounds)]
    need = Thing(answer="asked", detail="HSSV", on_date=DAY)
    programmes = ("Hỗ trợ sản xuất", "Vay vốn ưu đãi")
    return Thing(
        code="HH-000001",
        day=DAY,
        label="Số nhà 123/45, tổ 10, Ấp Phố Dưới, Xã Lịch Hội Thượng, Huyện Trần Đề",
        ethnicity="Khmer",
        period=Thing(head_name=LONG, class_from=DAY),
        household=Thing(phone="0912 345 678"),
        present=[member(at) for at in range(people)],
        classes=classes,
        needs=[Thing(title=title, holds=[(need, "")] * 5) for title in programmes],
    )


def shown(lines: int, gaps: int) -> dict[str, Any]:
    benefits = [line(at) for at in range(lines)]
    rules = [Thing(rule=Thing(title=f"Hỗ trợ nhà ở cho hộ không đúng diện {at}"), name=LONG) for at in range(gaps)]
    ending = Thing(
        first=Thing(line=Thing(register=HOUSES, told="x" * 40, through=DAY), days=3), people=[(LONG, None)] * 9
    )
    return {
        "benefits": benefits,
        "money": money_summary(benefits),
        "endings": [ending] * min(gaps, 5),
        "gaps": [(one, []) for one in rules],
        "unasked": [("Vay vốn ưu đãi", None)] * 2,
        "beyond": 3,
        "status": "Hộ mới thoát nghèo",
    }


@pytest.mark.parametrize(
    ("people", "lines", "gaps", "rounds"), [(1, 0, 0, 0), (4, 6, 2, 6), (15, 40, 30, 20), (30, 200, 99, 40)]
)
def test_it_is_one_page_however_much_is_known(people: int, lines: int, gaps: int, rounds: int) -> None:
    made = household_slip(ORDER, dossier(people, rounds), shown(lines, gaps))
    text = pages(render_pdf([made]))
    assert len(text) == 1, [one[:200] for one in text]
    assert "Nguyễn Thị Hồng Nhung" in text[0][-400:], "người ký đứng cùng trang"
    assert f"Cộng: {lines} dòng" in text[0]
    assert "3 sổ khác không thuộc quyền xem của người lập phiếu" in text[0]


def test_what_is_left_out_is_counted_and_the_sums_are_of_all() -> None:
    made = household_slip(ORDER, dossier(15, 20), shown(40, 30))
    printed = made.rows
    (total,) = made.totals
    assert 1 <= printed < 40
    assert total.text == f"40 dòng, trong đó {40 - printed} dòng không in ở đây"
    assert total.sums == {"approved": 40 * 1_000_000_014, "paid": 40 * 999_999_999}
    assert made.blocks[0].text == f"và {15 - len(made.blocks[0].rows)} người nữa"
    assert re.search(r"và \d+ mục nữa", made.blocks[2].text)


def card_of(at: int) -> Benefit:
    """A card, as short as lines are."""
    return Benefit(CARDS, f"CD{at:06}", "", "Lý Na", False, "DA_CAP", DAY, OPEN, DAY, "", "HN", "Sở Y tế", NO_FUNDS)


def test_a_household_whose_lines_fit_is_told_all_of_them() -> None:
    """From few lines to more than a sheet holds: as long as all stand on it, none is left out."""
    family, told = dossier(2, 3), list[tuple[bool, int]]()
    family.needs = []
    for count in range(14, 40, 3):
        everything = shown(0, 1) | {"benefits": [card_of(at) for at in range(count)], "money": None, "endings": []}
        fits = pages_of(_slip(ORDER, family, everything, 10_000)) == 1
        made = household_slip(ORDER, family, everything)
        assert pages_of(made) == 1
        assert not fits or made.rows == count, f"{made.rows} of {count} lines"
        told.append((fits, made.rows))
    assert {fits for fits, _ in told} == {True, False}, "no household was large enough to tell"
    assert told[-1][1] >= max(rows for fits, rows in told if fits), "what does not fit leaves no gap"


TOLD = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "XÃ ĐẠI ÂN 2",
    MOTHER,
    "Ngân sách trung ương 40.000.000",
    "còn lại chưa thu 15.000.000",
    "đến hết 31/12/2021, còn 16 ngày",
    "Thẻ BHYT: Sở Y tế",
)


@postgresql_in_check
def test_it_says_what_the_page_says(app: Flask, visit: Callable, codes: World) -> None:
    home = codes.ours[0]
    card(app, home, date(2021, 12, 31))
    house(app, home, {"central": 40_000_000, "raised": 5_000_000}, ("payment", "central", 15_000_000))
    page = visit("clerk", f"/households/{home}").sees("In phiếu")
    answer = visit("clerk").get(f"/households/{home}?format=pdf")
    body = answer.get_data()
    (text,) = pages(body)
    assert read(body).pages[0].mediabox.width < read(body).pages[0].mediabox.height
    for told in TOLD:
        assert told in text, f"{told}: {text}"
    assert f"Hộ {home} - Đặng Văn Đức" in text
    assert "366123456" not in text
    masked = re.findall(r"\d+•+\d+", page.text)[0]
    assert masked in text, "che số như trên màn hình"
    preview = visit("clerk", f"/households/{home}?format=print").sees("Về trang hộ", masked, "một tờ để trao cho hộ")
    preview.sees_not("Bản niêm yết công khai", "Khổ ngang")


@postgresql_in_check
def test_who_may_not_take_data_out_prints_nothing(visit: Callable, codes: World) -> None:
    for kind in ("pdf", "print"):
        assert visit("leader").get(f"/households/{codes.ours[0]}?format={kind}").status_code == 403
        assert visit("clerk").get(f"/households/{codes.theirs[0]}?format={kind}").status_code == 404
