"""Households: what is taken, what is refused at which field, and that nothing is saved by half."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.commands.checks import Stale
from registry.commands.households import (
    PersonValues,
    add_code,
    add_household,
    change_head,
    close_household,
    correct_head,
    correct_household,
    correct_residence,
    move_household,
)
from registry.commands.members import add_member, admit_person, end_membership
from registry.kernel.actor import CONSOLE, Denied
from registry.kernel.scope import EVERYTHING, set_scope
from registry.messages import Problems
from registry.models import Household, HouseholdHead, Membership, Person, Residence
from registry.storage import OPEN, db
from registry.storage.transaction import transaction
from registry.vn.dates import PartialDate
from tests.commands.problems import problems
from tests.commands.scenarios import DAY, only, person, saved
from tests.commands.world import (
    AN,
    BINH,
    CHAU,
    HAMLETS,
    LISTED,
    TODAY,
    acting,
    both,
    clerk,
    coordinator,
    family,
    leader,
    members,
    stranger,
    who,
)
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

LONG = "Ấ" * 101
ZERO_WIDTH = "Sơn\u200b Thạch"


def adding(actor: Any = clerk, **changed: Any) -> Any:
    given = {"unit_id": AN, "hamlet_id": HAMLETS[AN], "address": "Số 1", "starts": LISTED, "head": who()}
    return lambda: add_household(actor, **(given | changed))


def numbered(kind: str, number: str) -> PersonValues:
    return PersonValues("Kim A", "male", PartialDate(1970), "01", ((kind, number),))


def test_a_household_begins_with_code_home_head_and_membership(world: Flask) -> None:
    with acting(clerk):
        home = add_household(
            clerk,
            unit_id=AN,
            hamlet_id=HAMLETS[AN],
            address="  Số  1 ",
            starts=LISTED,
            head=PersonValues("Đa\u0323\u0306ng  Hoà", "female", PartialDate(1941), "05", (("CCCD12", "94141001234"),)),
            causes=frozenset({"1", "4"}),
            note="dòng một\ndòng hai",
        )
    assert home.code.startswith("HH-") and len(home.code) == 9
    assert (home.causes, home.note, home.phone) == (frozenset({"1", "4"}), "dòng một\ndòng hai", None)
    assert (only(Residence, home).unit_id, only(Residence, home).address) == (AN, "Số 1")
    head = db.session.get_one(Person, only(HouseholdHead, home).person_id)
    assert (head.name, head.name_fold, head.birth) == ("Đặng Hoà", "dang hoa", PartialDate(1941))
    assert len(head.code) == 8 and not set(head.code) & set("ILOU")
    assert only(Membership, home).relationship == "01"


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"starts": date(2021, 12, 16)}, "starts", "sau ngày làm việc 15/12/2021"),
        ({"starts": date(1969, 1, 1)}, "starts", "trước ngày sinh 1970"),
        ({"unit_id": AN, "hamlet_id": HAMLETS[BINH]}, "hamlet_id", "không thuộc xã"),
        ({"hamlet_id": 9999}, "hamlet_id", "không thuộc xã"),
        ({"address": "x" * 201}, "address", "Dài 201 ký tự, chỉ nhận tối đa 200"),
        ({"address": "Số\x00 1"}, "address", "Vị trí 3 có ký tự ẩn U+0000"),
        ({"phone": "1" * 21}, "phone", "tối đa 20"),
        ({"note": "a\u202eb"}, "note", "Vị trí 2 có ký tự ẩn U+202E"),
        ({"causes": {"1", "99"}}, "causes", "không có trong danh mục"),
        ({"joined_reason": "flown"}, "joined_reason", "không có trong danh mục"),
        ({"joined_reason": ""}, "joined_reason", "không được để trống"),
        ({"head": who(name="")}, "name", "không được để trống"),
        ({"head": who(name="T.")}, "name", "ít nhất hai chữ cái"),
        ({"head": who(name=LONG)}, "name", "Dài 101 ký tự"),
        ({"head": who(name=ZERO_WIDTH)}, "name", "Vị trí 4 có ký tự ẩn U+200B"),
        ({"head": who(sex="x")}, "sex", "không có trong danh mục"),
        ({"head": who(ethnicity="77")}, "ethnicity", "Chưa rõ dân tộc"),
        ({"head": who(year=1899)}, "birth", "trước năm 1900"),
        ({"head": who(year=1900)}, "birth", "quá 120 tuổi"),
        ({"head": who(year=2022)}, "birth", "sau ngày làm việc"),
        ({"head": numbered("CCCD12", "12345")}, "number", "12 chữ số"),
        ({"head": numbered("XX", "1")}, "kind", "danh mục"),
        ({"head": numbered("CCCD12", "9,4E+10")}, "number", "Excel đã rút gọn"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_at_its_field(world: Flask, changed: dict[str, Any], field: str, says: str) -> None:
    counts = _counts()
    assert says in problems(adding(**changed), clerk)[field]
    assert _counts() == counts, "nothing is saved by half"


def _counts() -> list[int]:
    return [db.session.scalar(select(func.count(model.id))) or 0 for model in (Household, Person, Membership)]


def test_all_problems_of_a_form_are_told_at_once(world: Flask) -> None:
    said = problems(adding(starts=date(2030, 1, 1), address="x" * 201, head=who(name="", sex="")), clerk)
    assert set(said) == {"starts", "address", "name", "sex"}


@pytest.mark.parametrize(("actor", "unit"), [(clerk, CHAU), (stranger, AN), (leader, AN), (clerk, 2), (clerk, 999)])
def test_a_household_is_listed_only_in_one_s_own_commune(world: Flask, actor: Any, unit: int) -> None:
    with pytest.raises(Denied), acting(coordinator):
        adding(actor, unit_id=unit, hamlet_id=None)()


def test_no_code_is_given_twice_by_writers_at_the_same_time(world: Flask) -> None:
    def write(number: int) -> str:
        with world.app_context():
            home: Household = saved(adding(CONSOLE, head=who(f"Người Số {number}")))
            code = home.code
            db.session.remove()
            return code

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(write, range(12)))
    assert len(set(codes)) == 12


def test_of_writers_with_the_same_version_one_wins_and_nothing_is_lost(world: Flask) -> None:
    home = family()
    home_id, seen = home.id, home.version
    db.session.rollback()

    def write(number: int) -> str | None:
        with world.app_context():
            try:
                with transaction():
                    set_scope(EVERYTHING)
                    correct_household(CONSOLE, db.session.get_one(Household, home_id), seen, phone=f"0{number}")
                return f"0{number}"
            except Stale:
                return None
            finally:
                db.session.remove()

    with ThreadPoolExecutor(6) as pool:
        saved_by = [phone for phone in pool.map(write, range(12)) if phone]
    assert saved_by == [db.session.scalar(select(Household.phone).where(Household.id == home_id))]


def test_two_households_do_not_take_in_the_same_person_at_once(world: Flask) -> None:
    son, code = members(old := family(), "03")[0], person(old, "03").code
    saved(lambda: end_membership(CONSOLE, son, son.version, day=DAY, reason="married"))
    ids, person_id = [family().id for _ in range(4)], son.person_id
    db.session.rollback()

    def write(home_id: int) -> bool:
        with world.app_context():
            try:
                with transaction():
                    set_scope(EVERYTHING)
                    home = db.session.get_one(Household, home_id)
                    admit_person(
                        CONSOLE, home, person_code=code, relationship="10", joined_reason="moved_in", starts=DAY
                    )
                return True
            except Problems:
                return False
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(write, ids)) == 1
    now = select(func.count(Membership.id)).where(Membership.person_id == person_id, Membership.ends == OPEN)
    assert db.session.scalar(now) == 1


def test_a_stale_version_is_said_and_changes_nothing(world: Flask) -> None:
    home = family()
    seen = home.version
    saved(lambda: correct_household(CONSOLE, home, seen, phone="0999"))
    with pytest.raises(Stale) as stale, acting(clerk):
        correct_household(clerk, home, seen, phone="0111")
    assert stale.value.row is home
    assert db.session.scalar(select(Household.phone).where(Household.id == home.id)) == "0999"


def test_a_change_of_head_makes_open_forms_of_the_household_stale(world: Flask) -> None:
    home = family()
    seen, son = home.version, person(home, "03")
    saved(lambda: change_head(CONSOLE, home, seen, day=DAY, person=son, old_head_relationship="05"))
    with pytest.raises(Stale), transaction():
        change_head(CONSOLE, home, seen, day=TODAY, person=person(home, "02"), old_head_relationship="03")


def test_nobody_else_s_household_is_corrected(world: Flask) -> None:
    home = family(CHAU)
    for actor in (clerk, leader):
        with pytest.raises(Denied), transaction():
            correct_household(actor, home, home.version, phone="1")


def test_a_column_that_is_not_the_form_s_is_a_mistake_of_the_program(world: Flask) -> None:
    home = family()
    with pytest.raises(TypeError, match="code"), transaction():
        correct_household(CONSOLE, home, home.version, code="HH-000001")


def test_a_move_ends_one_home_and_begins_another(world: Flask) -> None:
    home = family()
    with acting(both):
        move_household(both, home, home.version, day=DAY, unit_id=BINH, hamlet_id=HAMLETS[BINH], address=None)
    homes = db.session.execute(
        select(Residence.unit_id, Residence.starts, Residence.ends)
        .where(Residence.household_id == home.id)
        .order_by(Residence.starts)
    ).all()
    assert [tuple(row) for row in homes] == [(AN, LISTED, DAY), (BINH, DAY, OPEN)]


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"unit_id": CHAU}, "unit_id", "Hãy dùng “Chuyển hộ đi xã khác”"),
        ({"day": LISTED}, "day", "15/12/2020"),
        ({"day": date(2022, 1, 1)}, "day", "sau ngày làm việc"),
        ({"unit_id": AN, "hamlet_id": HAMLETS[AN], "address": "Số 1"}, "address", "giống nơi ở hiện nay"),
    ],
)
def test_a_move_that_cannot_be(world: Flask, changed: dict[str, Any], field: str, says: str) -> None:
    home = family()
    given = {"day": DAY, "unit_id": BINH, "hamlet_id": None, "address": None} | changed
    assert says in problems(lambda: move_household(both, home, home.version, **given), both)[field]  # type: ignore[arg-type]


def test_the_first_home_begins_with_the_household(world: Flask) -> None:
    home = family()
    place = only(Residence, home)
    said = problems(
        lambda: correct_residence(CONSOLE, place, place.version, unit_id=AN, hamlet_id=None, address=None, starts=DAY)
    )
    assert "đính chính ngày lập hộ" in said["starts"]


def test_a_household_with_a_younger_member_cannot_begin_before_the_birth(world: Flask) -> None:
    home = family()
    assert "trước ngày sinh 2001" in problems(
        lambda: correct_household(CONSOLE, home, home.version, starts=date(1999, 1, 1))
    )["starts"]  # fmt: skip


@pytest.mark.parametrize(
    ("kin", "changed", "field", "says"),
    [
        ("01", {}, "person", "đang là chủ hộ"),
        ("03", {"old_head_relationship": "01"}, "old_head_relationship", "chỉ có một chủ hộ"),
        ("03", {"old_head_relationship": ""}, "old_head_relationship", "không được để trống"),
        ("03", {"day": LISTED}, "day", "đính chính chủ hộ"),
    ],
)
def test_a_head_that_cannot_be(world: Flask, kin: str, changed: dict[str, Any], field: str, says: str) -> None:
    home = family()
    given = {"day": DAY, "person": person(home, kin), "old_head_relationship": "05"} | changed
    assert says in problems(lambda: change_head(CONSOLE, home, home.version, **given))[field]  # type: ignore[arg-type]


def test_a_stranger_does_not_head_a_household(world: Flask) -> None:
    home, other = family(), person(family(), "02")
    said = problems(lambda: change_head(CONSOLE, home, home.version, day=DAY, person=other, old_head_relationship="05"))
    assert "không phải thành viên" in said["person"]


def test_a_second_head_is_refused(world: Flask) -> None:
    home = family()
    said = problems(
        lambda: add_member(clerk, home, person=who("Kim B"), relationship="01", joined_reason="moved_in", starts=DAY),
        clerk,
    )
    assert "chỉ có một chủ hộ" in said["relationship"]


def test_correcting_the_head_corrects_the_relationships_of_that_time(world: Flask) -> None:
    home = family()
    role, wife = only(HouseholdHead, home), person(home, "02")
    saved(lambda: correct_head(CONSOLE, role, role.version, person=wife, starts=LISTED, old_head_relationship="02"))
    assert person(home, "01").id == wife.id
    assert [row.relationship for row in members(home)] == ["02", "01", "03"]


def test_a_closed_household_takes_no_more_changes(world: Flask) -> None:
    home = family()
    with acting(clerk):
        close_household(clerk, home, home.version, day=DAY, reason="moved_away")
    reasons = select(Membership.left_reason).where(Membership.household_id == home.id)
    assert set(db.session.scalars(reasons)) == {"moved_out"}
    assert "đã đóng" in problems(
        lambda: move_household(CONSOLE, home, home.version, day=TODAY, unit_id=BINH, hamlet_id=None, address=None)
    )[""]  # fmt: skip
    saved(lambda: correct_household(CONSOLE, home, home.version, phone="0123"))


@pytest.mark.parametrize(
    ("day", "reason", "field"),
    [(LISTED, "wrong", "day"), (date(2022, 1, 1), "wrong", "day"), (DAY, "", "reason"), (DAY, "x", "reason")],
)
def test_a_closing_that_cannot_be(world: Flask, day: date, reason: str, field: str) -> None:
    home = family()
    assert field in problems(lambda: close_household(CONSOLE, home, home.version, day=day, reason=reason))


def test_a_code_that_exists_is_refused_and_names_no_household_elsewhere(world: Flask) -> None:
    here, near, far = family(), family(), family(CHAU)
    saved(lambda: add_code(CONSOLE, near, source="Bộ", code="N-1"))
    saved(lambda: add_code(CONSOLE, far, source="Bộ", code="F-1"))
    assert near.code in problems(lambda: add_code(clerk, here, source="Bộ", code="N-1"), clerk)["code"]
    said = problems(lambda: add_code(clerk, here, source="Bộ", code="F-1"), clerk)["code"]
    assert "Xã Châu" in said and far.code not in said
    saved(lambda: add_code(CONSOLE, here, source="Sở", code="F-1"))
