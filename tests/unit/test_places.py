"""Units of Sóc Trăng through its reforms (domain.md §3; golden fixture 6 of §6.3)."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from registry.commands.reference import load_reference
from registry.kernel.actor import CONSOLE
from registry.kernel.places import Place, Places, full_name, places
from registry.storage.transaction import transaction

IN_2021, IN_2024, IN_2025 = date(2021, 6, 1), date(2024, 9, 1), date(2025, 7, 1)


@pytest.fixture
def units(empty_app: Flask) -> Iterator[Places]:
    with empty_app.app_context():
        with transaction():
            load_reference(CONSOLE)
        yield places()


def found(units: Places, code: str, day: date) -> Place:
    place = units.by_code(code, day)
    assert place is not None, f"{code} does not hold on {day}"
    return place


def test_communes_and_districts_of_each_reform(units: Places) -> None:
    counted = {day: (len(units.communes(day)), len(units.districts(day))) for day in (IN_2021, IN_2024, IN_2025)}
    assert counted == {IN_2021: (109, 11), IN_2024: (108, 11), IN_2025: (43, 0)}
    kinds = [place.type for place in units.communes(IN_2021)]
    assert (kinds.count("xa"), kinds.count("phuong"), kinds.count("thi_tran")) == (80, 17, 12)
    wards = [place for place in units.communes(IN_2025) if place.area_type == "urban"]
    assert len(wards) == 8
    assert len(units.communes(date(2024, 8, 31))) == 109
    assert len(units.communes(date(2025, 6, 30))) == 108


def test_golden_6_a_household_of_31522_is_called_by_the_day(units: Places) -> None:
    stored = found(units, "31522", IN_2021)
    named = [units.on(stored.id, day) for day in (IN_2021, IN_2024, IN_2025)]
    assert [(place.code, place.full_name) for place in named] == [
        ("31522", "Phường 9"),
        ("31522", "Phường 1"),
        ("31510", "Phường Phú Lợi"),
    ]
    assert units.on(stored.id, date(2024, 8, 31)).name == "Phường 9"
    assert units.label(stored.id, IN_2021) == "Phường 9, Thành phố Sóc Trăng"
    assert units.label(stored.id, IN_2025) == "Phường Phú Lợi"


def test_a_code_used_again_means_another_unit(units: Places) -> None:
    before, after = found(units, "31522", IN_2021), found(units, "31522", IN_2024)
    assert before.id != after.id
    assert units.by_code("31513", IN_2021) is not None
    assert units.by_code("31513", IN_2024) is None


def test_every_commune_of_2021_has_one_heir_in_2025(units: Places) -> None:
    heirs = {units.on(place.id, IN_2025) for place in units.communes(IN_2021)}
    assert heirs == set(units.communes(IN_2025))


def test_a_district_keeps_its_people_after_it_is_gone(units: Places) -> None:
    district = found(units, "951", IN_2021)
    inside = {place.id for place in units.communes(IN_2021, inside=district)}
    assert len(inside) == 11
    assert units.within(district.id, IN_2021) == inside
    later = units.within(district.id, IN_2025)
    assert inside <= later
    assert {units.on(unit_id, IN_2025).name for unit_id in later} == {
        "Xã Trần Đề",
        "Xã Liêu Tú",
        "Xã Lịch Hội Thượng",
        "Xã Tài Văn",
        "Xã Thạnh Thới An",
    }


def test_a_merged_commune_holds_all_its_founders(units: Places) -> None:
    merged = found(units, "31510", IN_2025)
    founders = {units.units[unit_id].name for unit_id in units.within(merged.id, IN_2025)}
    assert founders == {"Phường 1", "Phường 2", "Phường 3", "Phường 4", "Phường 9", "Phường Phú Lợi"}


def test_the_province_becomes_part_of_a_city(units: Places) -> None:
    old, new = units.province(IN_2021), units.province(IN_2025)
    assert old is not None and new is not None
    assert (old.full_name, new.full_name) == ("Tỉnh Sóc Trăng", "Thành phố Cần Thơ")
    assert units.on(old.id, IN_2025) == new
    assert units.within(old.id, IN_2021) == {place.id for place in units.communes(IN_2021)}
    assert units.within(old.id, IN_2025) == units.within(new.id, IN_2025)
    assert len(units.within(new.id, IN_2025)) == 109 + 1 + 43
    assert units.district_of(found(units, "31795", IN_2025)) is None


@pytest.mark.parametrize(
    ("type_", "name", "shown"),
    [
        ("xa", "Xã Liêu Tú", "Xã Liêu Tú"),
        ("xa", "Liêu Tú", "Xã Liêu Tú"),
        ("tp_tw", "Thành phố Cần Thơ", "Thành phố Cần Thơ"),
        ("tp_tinh", "Sóc Trăng", "Thành phố Sóc Trăng"),
        ("xa", "Xãm", "Xã Xãm"),
    ],
)
def test_a_type_is_said_once(type_: str, name: str, shown: str) -> None:
    assert full_name(type_, name) == shown


def test_a_split_is_never_guessed() -> None:
    old = Place(1, "1", "Xã Cũ", "xa", None, date.min, IN_2025)
    heirs = [Place(number, str(number), f"Xã {number}", "xa", None, IN_2025, date.max) for number in (2, 3)]
    assert Places([old, *heirs], [(1, 2), (1, 3)]).on(1, IN_2025) == old
