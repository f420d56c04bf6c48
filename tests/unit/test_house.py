"""Both tests of a house, and the need, by the tables of domain.md §2.2 and §4.2."""

import pytest

from registry.registers.housing.house import is_in_need, temporary_by_ministry, temporary_by_sheet


@pytest.mark.parametrize(
    ("weak", "by_sheet", "by_ministry"),
    [
        ("", False, False),
        ("roof", False, False),
        ("wall frame", True, False),
        ("wall roof", True, True),
        ("frame roof", True, True),
        ("foundation roof", False, True),
        ("foundation wall", False, True),
        ("foundation floor", False, False),
        ("floor roof", False, False),
        ("foundation frame wall roof floor", True, True),
    ],
)
def test_two_of_three_parts_make_a_house_temporary_each_ministry_by_its_own_three(
    weak: str, by_sheet: bool, by_ministry: bool
) -> None:
    """(wall, frame, roof) on the review sheet; (foundation, frame with walls, roof) for the ministry."""
    assert temporary_by_sheet(weak.split()) == by_sheet
    assert temporary_by_ministry(weak.split()) == by_ministry


def test_how_many_of_frame_and_wall_must_be_weak_is_a_parameter() -> None:
    assert not temporary_by_ministry(["wall", "roof"], weak_walls=2)
    assert temporary_by_ministry(["wall", "frame", "roof"], weak_walls=2)


@pytest.mark.parametrize(
    ("house", "needs"),
    [
        ({"weak_parts": {"wall", "roof"}, "area": 31, "members": 4}, True),
        ({"weak_parts": {"wall", "roof"}, "area": 32, "members": 4}, False),
        ({"weak_parts": {"roof"}, "area": 8, "members": 4}, False),
        ({"weak_parts": {"wall", "roof"}, "area": 31, "members": None}, False),
        ({"no_house": True}, True),
        ({}, False),
    ],
)
def test_who_has_no_house_or_a_weak_and_narrow_one_is_in_need(house: dict[str, object], needs: bool) -> None:
    assert is_in_need(house) == needs
