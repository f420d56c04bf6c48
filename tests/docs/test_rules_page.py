"""docs/rules.md says what the rules are; `make rules` writes it anew."""

import os
from pathlib import Path

from registry.checks.rules import rules
from tests.docs.rules_page import page
from tests.rules.every_case import CASES

PAGE = Path(__file__).resolve().parents[2] / "docs/rules.md"


def test_the_page_of_rules_is_what_the_rules_are() -> None:
    if os.environ.get("REGENERATE"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make rules`"


def test_every_rule_has_three_families_one_of_them_not_to_be_found() -> None:
    for key in rules():
        own = [bool(case.finds) for case in CASES if case.rule == key]
        assert len(own) >= 3 and {True, False} <= set(own), key
