"""docs/exports.md says what whoever computes with the files may count on: every register's columns, in their order."""

import re

import pytest
from flask import Flask

from registry.kernel.register import Register
from registry.kernel.scope import unscoped
from registry.queries.exports import Wanted, export_table
from registry.registers import registers
from tests.conftest import postgresql_in_check
from tests.shape.source import ROOT
from tests.world import DAY

pytestmark = postgresql_in_check
PAGE = ROOT / "docs" / "exports.md"
REMARK = re.compile(r" \([^)]*\)")


def columns_told(key: str) -> list[str]:
    """The cell of the table after the key, remarks in brackets apart."""
    rows = (line.split(" | ") for line in PAGE.read_text("utf-8").splitlines() if line.startswith(f"| `{key}` | "))
    return [name for row in rows for name in REMARK.sub("", row[1].removesuffix(" |")).split(", ")]


@pytest.mark.parametrize("register", registers(), ids=lambda one: one.key)
def test_the_page_names_the_columns_of_each_register(app: Flask, register: Register) -> None:
    with app.app_context(), unscoped():
        table = export_table(register.key, Wanted(DAY))
        assert columns_told(register.key) == [column.key for column in table.columns]
