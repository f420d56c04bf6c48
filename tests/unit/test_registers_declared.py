"""A register that cannot work is told at start-up, in one sentence that names it and what is wrong."""

from dataclasses import replace
from typing import Any

import pytest

import registry.registers
from registry.kernel.actor import WRITE
from registry.kernel.register import Move
from registry.models.money import Money
from registry.registers import problems_of, registers
from registry.registers.housing import REGISTER as HOUSING
from registry.registers.insurance import REGISTER

FLOW = REGISTER.workflow
LONG = "A_STATE_OF_MANY_LETTERS"


def flow(**changed: Any) -> dict[str, Any]:
    return {"workflow": replace(FLOW, **changed)}


def test_the_registers_that_are_there_are_sound() -> None:
    assert list(problems_of(list(registers()))) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"key": "cards"}, "register cards: its table is named 'insurance'; a register's key is its table's name"),
        ({"subject": "village"}, "register insurance: subject 'village' is neither 'household' nor 'person'"),
        (flow(covering=frozenset({"GIAO"})), "register insurance: covering names unknown states: GIAO"),
        (flow(waiting=frozenset({"CHO"})), "register insurance: waiting names unknown states: CHO"),
        (flow(states={}), "register insurance: its workflow has no state, so that no line can begin"),
        (flow(states={**FLOW.states, "LAC": "Lạc"}), "register insurance: no move leads to: LAC"),
        (
            flow(moves=(*FLOW.moves, Move("lose", "Bỏ", ("MAT",), "HUY", WRITE))),
            "register insurance: move lose names unknown states: MAT",
        ),
        (flow(moves=(*FLOW.moves, FLOW.moves[0])), "register insurance: two moves have the same key: approve"),
        (
            flow(moves=(*FLOW.moves, Move("pay", "Chi", ("DA_CAP",), "HUY", WRITE, fills=("amount",)))),
            "register insurance: move pay fills what is no field: amount",
        ),
        (
            flow(
                states={**FLOW.states, LONG: "Dài"},
                moves=(*FLOW.moves, Move("stretch", "Kéo dài", ("HUY",), LONG, WRITE)),
            ),
            f"register insurance: codes with more than 20 letters: {LONG}",
        ),
        (
            {"money": Money(("central", "mars"), ("payment", "gift"), WRITE, "audit")},
            "register insurance: its money names an unknown source: mars",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(changed: dict[str, Any], told: str) -> None:
    assert told in list(problems_of([replace(REGISTER, **changed)]))


def test_no_field_hides_its_form_from_the_browser_s_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form with an input named `form` was never sent: its script found the input in place of the form."""
    assert "form" in registry.registers.HIDING
    monkeypatch.setattr(registry.registers, "HIDING", frozenset({"card_no"}))
    told = "register insurance: a field named card_no would hide its form from the browser's scripts"
    assert told in list(problems_of([REGISTER]))


def test_two_registers_cannot_share_a_name_or_an_address() -> None:
    told = list(problems_of([REGISTER, REGISTER]))
    assert "key 'insurance' is given to two registers" in told
    assert "slug 'insurance' is given to two registers" in told


def test_a_code_means_one_thing_in_every_register() -> None:
    flow = replace(HOUSING.workflow, states={**HOUSING.workflow.states, "HUY": "Bỏ"})
    told = list(problems_of([REGISTER, replace(HOUSING, workflow=flow)]))
    assert "code HUY is said in two ways: Bỏ / Đã huỷ" in told
