"""Members: nobody in two households at once, no head gone without another, deaths and moves with their days."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.checks import Stale
from registry.commands.households import change_head
from registry.commands.members import (
    add_member,
    admit_person,
    correct_membership,
    correct_person,
    end_membership,
    merge_households,
    record_death,
    split_household,
)
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE, Denied
from registry.models import AuditEvent, Household, HouseholdHead, HouseholdPeriod, Membership, Person
from registry.storage import OPEN, db
from registry.storage.transaction import transaction
from registry.vn.dates import PartialDate
from tests.commands.problems import problems
from tests.commands.scenarios import DAY, person, saved
from tests.commands.world import AN, BINH, CHAU, LISTED, TODAY, acting, clerk, family, members, stranger, who
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

KIN: dict[str, Any] = {"relationship": "10", "joined_reason": "moved_in", "starts": DAY}


def rows(model: Any, home: Household) -> list[Any]:
    found = select(model).where(model.household_id == home.id).order_by(model.starts, model.id)
    return list(db.session.scalars(found))


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"starts": date(2020, 12, 14)}, "starts", "Hộ lập ngày 15/12/2020"),
        ({"starts": date(2021, 12, 16)}, "starts", "sau ngày làm việc"),
        ({"person": who("Thạch Bé", year=2021), "starts": date(2020, 12, 31)}, "starts", "trước ngày sinh 2021"),
        ({"relationship": "99"}, "relationship", "không có trong danh mục"),
        ({"joined_reason": ""}, "joined_reason", "không được để trống"),
        ({"person": who("?")}, "name", "ít nhất hai chữ cái"),
    ],
)
def test_a_member_that_cannot_be(world: Flask, changed: dict[str, Any], field: str, says: str) -> None:
    home = family()
    given = {"person": who("Kim Sang"), **KIN} | changed
    assert says in problems(lambda: add_member(clerk, home, **given), clerk)[field]


def test_a_member_elsewhere_is_named_by_commune_only(world: Flask) -> None:
    home, far = family(), family(CHAU, who("Canary Ẩn"))
    code = person(far, "01").code
    said = problems(lambda: admit_person(clerk, home, person_code=code, **KIN), clerk)["person_code"]
    assert "còn là thành viên ở Xã Châu" in said
    assert "Canary" not in said and far.code not in said


def test_a_member_of_a_household_in_the_area_is_named_by_its_code(world: Flask) -> None:
    home, near = family(), family()
    code = person(near, "02").code
    assert near.code in problems(lambda: admit_person(clerk, home, person_code=code, **KIN), clerk)["person_code"]


@pytest.mark.parametrize("kin", ["02", ""])
def test_who_is_here_already_or_nowhere_is_not_admitted(world: Flask, kin: str) -> None:
    home = family()
    code = person(home, kin).code if kin else "ZZZZZZZZ"
    says = "đã là thành viên của hộ" if kin else "Không có người mang mã này"
    assert says in problems(lambda: admit_person(clerk, home, person_code=code, **KIN), clerk)["person_code"]


def test_the_dead_are_not_admitted(world: Flask) -> None:
    home, other = family(), family()
    wife = person(other, "02")
    saved(lambda: record_death(CONSOLE, wife, wife.version, died_on=date(2021, 5, 1)))
    assert (
        "đã ghi mất" in problems(lambda: admit_person(clerk, home, person_code=wife.code, **KIN), clerk)["person_code"]
    )


def test_who_has_left_is_admitted_elsewhere_from_that_day_on(world: Flask) -> None:
    old, new = family(CHAU), family()
    son, code = members(old, "03")[0], person(old, "03").code
    with acting(stranger):
        end_membership(stranger, son, son.version, day=DAY, reason="married", destination="Xã An")
    early = KIN | {"starts": date(2021, 5, 31)}
    assert "Xã Châu" in problems(lambda: admit_person(clerk, new, person_code=code, **early), clerk)["person_code"]
    with acting(clerk):
        joined = admit_person(clerk, new, person_code=f" {code.lower()} ", **KIN)
    assert (joined.person_id, joined.starts, joined.ends) == (son.person_id, DAY, OPEN)


def test_a_person_is_corrected_only_where_the_person_lives(world: Flask) -> None:
    head = person(family(CHAU), "01")
    with pytest.raises(Denied), transaction():
        correct_person(clerk, head, head.version, name="Tên Khác")
    with pytest.raises(Stale), transaction():
        correct_person(stranger, head, head.version + 1, name="Tên Khác")


def test_a_birth_after_joining_is_refused(world: Flask) -> None:
    head = person(family(), "01")
    said = problems(lambda: correct_person(clerk, head, head.version, birth=PartialDate(2021, 5)), clerk)
    assert "vào hộ ngày 15/12/2020" in said["birth"]


def test_a_name_stays_as_typed_and_is_found_without_marks(world: Flask) -> None:
    head = person(family(), "01")
    saved(lambda: correct_person(CONSOLE, head, head.version, name="ĐẶNG thị  Đức"))
    assert (head.name, head.name_fold) == ("ĐẶNG thị Đức", "dang thi duc")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"relationship": "01"}, "relationship"),
        ({"starts": date(2020, 1, 1)}, "starts"),
        ({"starts": date(2030, 1, 1)}, "starts"),
        ({"ends": TODAY}, "ends"),
        ({"left_reason": "married"}, "left_reason"),
        ({"destination": "x" * 201}, "destination"),
    ],
)
def test_a_correction_of_a_membership_that_cannot_be(world: Flask, changed: dict[str, Any], field: str) -> None:
    son = members(family(), "03")[0]
    assert field in problems(lambda: correct_membership(clerk, son, son.version, **changed), clerk)


def test_a_membership_is_not_stretched_over_another_household(world: Flask) -> None:
    old, new = family(), family()
    son, code = members(old, "03")[0], person(old, "03").code
    saved(lambda: end_membership(CONSOLE, son, son.version, day=DAY, reason="married"))
    joined = saved(lambda: admit_person(CONSOLE, new, person_code=code, **KIN))
    said = problems(lambda: correct_membership(clerk, joined, joined.version, starts=date(2021, 5, 1)), clerk)
    assert old.code in said["starts"]


@pytest.mark.parametrize(
    ("kin", "day", "reason", "field"),
    [
        ("01", DAY, "moved_out", ""),
        ("03", LISTED, "moved_out", "day"),
        ("03", date(2022, 1, 1), "moved_out", "day"),
        ("03", DAY, "", "reason"),
        ("03", DAY, "flown", "reason"),
        ("03", DAY, "died", "reason"),
    ],
)
def test_a_leaving_that_cannot_be(world: Flask, kin: str, day: date, reason: str, field: str) -> None:
    row = members(family(), kin)[0]
    assert field in problems(lambda: end_membership(clerk, row, row.version, day=day, reason=reason), clerk)


def test_a_head_who_dies_is_followed_by_a_member(world: Flask) -> None:
    home = family()
    head, wife = person(home, "01"), person(home, "02")
    assert "Hãy chọn chủ hộ mới" in problems(
        lambda: record_death(clerk, head, head.version, died_on=DAY), clerk
    )["new_head"]  # fmt: skip
    with acting(clerk):
        record_death(clerk, head, head.version, died_on=DAY, new_head=wife)
    assert [(role.person_id, role.ends) for role in rows(HouseholdHead, home)] == [(head.id, DAY), (wife.id, OPEN)]
    assert [row.left_reason for row in rows(Membership, home) if row.person_id == head.id] == ["died"]
    assert person(home, "01").id == wife.id and head.died_on == DAY


def test_the_death_of_who_lived_alone_closes_the_household(world: Flask) -> None:
    home = family()
    for kin in ("02", "03"):
        row = members(home, kin)[0]
        saved(lambda row=row: end_membership(CONSOLE, row, row.version, day=date(2021, 5, 1), reason="moved_out"))
    head = person(home, "01")
    said = problems(lambda: record_death(clerk, head, head.version, died_on=DAY), clerk)
    assert "cả hộ đã mất" in said["new_head"]


@pytest.mark.parametrize("died_on", [date(2020, 12, 14), date(2022, 1, 1), date(1950, 1, 1)])
def test_a_death_on_a_day_that_cannot_be(world: Flask, died_on: date) -> None:
    wife = person(family(), "02")
    assert "died_on" in problems(lambda: record_death(clerk, wife, wife.version, died_on=died_on), clerk)


def test_a_day_of_death_is_corrected_with_the_membership(world: Flask) -> None:
    home = family()
    wife = person(home, "02")
    saved(lambda: record_death(CONSOLE, wife, wife.version, died_on=DAY))
    assert "died_on" in problems(lambda: record_death(clerk, wife, wife.version, died_on=DAY), clerk)
    saved(lambda: correct_person(CONSOLE, wife, wife.version, died_on=date(2021, 5, 20)))
    assert [row.ends for row in rows(Membership, home) if row.person_id == wife.id] == [date(2021, 5, 20)]


def heads_on(home: Household, *days: date) -> list[int]:
    return [role.person_id for day in days for role in rows(HouseholdHead, home) if role.holds_on(day)]


@pytest.mark.parametrize("right", [date(2021, 5, 20), date(2021, 12, 14)])
def test_the_day_a_head_died_moves_the_role_and_the_relationships_with_it(world: Flask, right: date) -> None:
    home, told = family(), date(2021, 8, 1)
    head, wife = person(home, "01"), person(home, "02")
    saved(lambda: record_death(CONSOLE, head, head.version, died_on=told, new_head=wife))
    with acting(clerk):
        correct_person(clerk, head, head.version, died_on=right)
    assert heads_on(home, right - timedelta(days=1), right) == [head.id, wife.id]
    kept = [(row.relationship, row.starts, row.ends) for row in rows(Membership, home) if row.person_id == wife.id]
    assert kept == [("02", LISTED, right), ("01", right, OPEN)]
    assert [row.ends for row in rows(Membership, home) if row.person_id == head.id] == [right]
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert heads_on(home, told - timedelta(days=1), told) == [head.id, wife.id]


def test_the_day_a_head_died_is_not_one_on_which_the_next_was_not_there(world: Flask) -> None:
    home = family()
    head, told, joined = person(home, "01"), date(2021, 8, 1), date(2021, 6, 1)
    saved(lambda: add_member(CONSOLE, home, person=who("Thạch Út"), relationship="10", joined_reason="moved_in",
                             starts=joined))  # fmt: skip
    heir = person(home, "10")
    saved(lambda: record_death(CONSOLE, head, head.version, died_on=told, new_head=heir))
    for wrong in (date(2021, 5, 1), joined):
        said = problems(lambda wrong=wrong: correct_person(clerk, head, head.version, died_on=wrong), clerk)
        assert "chủ hộ sau chưa vào hộ" in said["died_on"]
    saved(lambda: change_head(CONSOLE, home, home.version, day=date(2021, 10, 1), person=person(home, "02"),
                              old_head_relationship="10"))  # fmt: skip
    said = problems(lambda: correct_person(clerk, head, head.version, died_on=date(2021, 10, 1)), clerk)
    assert "hộ đã đổi tiếp" in said["died_on"]
    saved(lambda: correct_person(CONSOLE, head, head.version, died_on=date(2021, 9, 1)))
    assert heads_on(home, date(2021, 8, 31), date(2021, 9, 1)) == [head.id, heir.id]


def test_a_split_is_one_change_with_a_new_code(world: Flask) -> None:
    home = family()
    wife, son = person(home, "02"), person(home, "03")
    with acting(clerk):
        split = split_household(
            clerk,
            home,
            home.version,
            day=DAY,
            person_codes=(wife.code, son.code),
            head_code=son.code,
            unit_id=AN,
            hamlet_id=None,
            address=None,
            relationships={wife.code: "05"},
        )
    code = last_change()
    assert split.code != home.code
    assert [(row.person_id, row.relationship) for row in rows(Membership, split)] == [(wife.id, "05"), (son.id, "01")]
    assert [row.left_reason for row in rows(Membership, home)] == [None, "split", "split"]
    events = select(AuditEvent.household_id).where(AuditEvent.change == code)
    assert set(db.session.scalars(events)) == {home.id, split.id}


@pytest.mark.parametrize(
    ("kin", "head", "day", "field"),
    [
        (("01", "03"), "03", DAY, "person_codes"),
        ((), "03", DAY, "person_codes"),
        (("02",), "03", DAY, "head_code"),
        (("03",), "03", LISTED, "day"),
        (("03",), "03", date(2022, 1, 1), "day"),
    ],
)
def test_a_split_that_cannot_be(world: Flask, kin: tuple[str, ...], head: str, day: date, field: str) -> None:
    home = family()
    codes = tuple(person(home, one).code for one in kin)
    given = {"person_codes": codes, "head_code": person(home, head).code, "day": day}
    place = {"unit_id": AN, "hamlet_id": None, "address": None}
    assert field in problems(lambda: split_household(clerk, home, home.version, **given, **place), clerk)  # type: ignore[arg-type]


def merging(home: Household, into: str, **changed: Any) -> Any:
    kin = {person(home, one).code: "10" for one in ("01", "02", "03")}
    given = {"into_code": into, "day": DAY, "relationships": kin} | changed
    return lambda: merge_households(clerk, home, home.version, **given)


def test_merged_members_live_on_in_the_other_household(world: Flask) -> None:
    home, other = family(), family()
    with acting(clerk):
        merging(home, other.code)()
    assert (home.ends, home.ended_reason) == (DAY, "merged")
    assert [row.relationship for row in members(other)] == ["01", "02", "03", "10", "10", "10"]
    assert members(home) == []


def test_a_corrected_name_stands_in_the_household_headed_before_too(world: Flask) -> None:
    home, other = family(), family()
    with acting(clerk):
        merging(home, other.code)()
    (role,) = rows(HouseholdHead, home)
    head = db.session.get_one(Person, role.person_id)
    before, after = head.name, "Thạch Văn Sang"
    saved(lambda: correct_person(CONSOLE, head, head.version, name=after))
    assert {row.head_name for row in rows(HouseholdPeriod, home)} == {after}
    saved(lambda: undo_change(CONSOLE, last_change()))
    assert {row.head_name for row in rows(HouseholdPeriod, home)} == {before}


def test_a_merge_that_cannot_be(world: Flask) -> None:
    home, other, far = family(), family(), family(CHAU)
    outside = problems(merging(home, far.code), clerk)["into_code"]
    assert outside == problems(merging(home, "HH-999999"), clerk)["into_code"], "outside and absent read alike"
    assert "chính nó" in problems(merging(home, home.code), clerk)["into_code"]
    assert "Hãy chọn quan hệ của" in problems(merging(home, other.code, relationships={}), clerk)["relationships"]
    assert "day" in problems(merging(home, other.code, day=LISTED), clerk)


def test_a_head_who_steps_back_the_day_somebody_joined_keeps_one_row(world: Flask) -> None:
    home = family()
    joined = saved(lambda: add_member(CONSOLE, home, person=who("Kim Sang"), **KIN))
    heir = db.session.get_one(Person, joined.person_id)
    saved(lambda: change_head(CONSOLE, home, home.version, day=DAY, person=heir, old_head_relationship="05"))
    assert [(row.starts, row.relationship) for row in rows(Membership, home) if row.person_id == heir.id] == [
        (DAY, "01")
    ]


def test_a_member_is_added_only_in_one_s_own_commune(world: Flask) -> None:
    home = family(BINH)
    with pytest.raises(Denied), transaction():
        add_member(clerk, home, person=who("Kim Sang"), **KIN)
