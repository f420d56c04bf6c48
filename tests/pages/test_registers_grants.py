"""Who may see a register's lines, write them, take them a step on."""

from collections.abc import Callable

import pytest
from flask import Flask

from registry.kernel.scope import EVERYTHING, set_scope
from registry.storage.transaction import transaction
from tests.pages.accounts import officer_of_housing
from tests.pages.lines import INSURANCE, take
from tests.world import World


@pytest.fixture
def housing(app: Flask) -> str:
    """An office that keeps another register."""
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        officer_of_housing()
    return "housing"


def test_an_office_of_another_register_sees_neither_tab_nor_lines(
    visit: Callable, line: str, housing: str, codes: World
) -> None:
    for path in ("", "?format=csv", "/new", f"/{line}", f"/{line}/edit", f"/bulk?key=approve&line={line}"):
        assert visit(housing).get(f"{INSURANCE}{path}").status_code == 403, path
    visit(housing, "/households").sees_not("Thẻ BHYT")
    page = visit(housing, f"/households/{codes.ours[0]}").sees("2 sổ khác không thuộc quyền xem")
    page.sees_not("Dự thảo", line, "Lập Thẻ BHYT cho")


def test_a_reader_may_take_no_step(visit: Callable, line: str) -> None:
    for path in ("/new", f"/{line}/edit", f"/{line}/moves/approve", f"/bulk?key=approve&line={line}"):
        assert visit("leader").get(f"{INSURANCE}{path}").status_code == 403, path
    take(visit("clerk"), line, "approve", "send")
    assert visit("clerk").get(f"{INSURANCE}/{line}/moves/accept").status_code == 403
