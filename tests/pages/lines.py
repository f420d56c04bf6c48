"""Lines of the register of cards, made as people make them: by its pages."""

from typing import Any

from tests.pages.forms import person_code, send

INSURANCE = "/registers/insurance"
NEW = {"subject_code": "HN", "starts": "01/01/2021", "ends": "31/12/2021"}
ISSUED = {"card_kind": "OLD15", "card_no": "HN2940123456789", "facility_code": "94001"}


def begin(visitor: Any, household: str, name: str = "Trần Thị Hoà", **changed: Any) -> str:
    """A line for a member: its code."""
    path = f"{INSURANCE}/new?household={household}&person={person_code(visitor, household, name)}"
    page = send(visitor, path, {**NEW, **changed})
    assert page.status == 303, page.text[:1500]
    return page.response.headers["Location"].rpartition("/")[2]


def take(visitor: Any, line: str, *moves: str, **given: Any) -> None:
    for move in moves:
        page = send(visitor, f"{INSURANCE}/{line}/moves/{move}", given if move == moves[-1] else {})
        assert page.status == 303, page.text[:1500]
