"""Every register's money adds up alike on the page, in the csv, in the workbook and on paper."""

from collections.abc import Callable

import pytest
from flask import Flask

from registry.kernel.register import Register
from registry.kernel.scope import EVERYTHING, set_scope
from registry.registers import registers
from registry.storage.transaction import transaction
from tests.browser.everything import add_everything
from tests.conftest import postgresql_in_check
from tests.pages.sums import assert_alike, by_source
from tests.world import World

pytestmark = postgresql_in_check


@pytest.mark.parametrize("register", registers(), ids=lambda one: one.key)
def test_the_list_adds_up_by_source_wherever_it_is_told(
    visit: Callable, app: Flask, codes: World, register: Register
) -> None:
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        add_everything(codes)
    there = f"/registers/{register.slug}"
    told = assert_alike(register, lambda kind: visit("coordinator").get(f"{there}?format={kind}").get_data())
    assert told.lines == 1
    assert bool(told.sums.keys() & by_source(register)) == bool(register.money)
