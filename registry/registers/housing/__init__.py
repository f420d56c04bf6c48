"""Housing support (hỗ trợ nhà ở): whose house is temporary, who comes first, what is built, and with which money."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import case, func

from registry.kernel.actor import APPROVE, WRITE
from registry.kernel.register import HOUSEHOLD, Register
from registry.messages import N_
from registry.models.money import Money
from registry.registers.housing.conditions import POOR, TEMPORARY
from registry.registers.housing.house import HEADERS, House, problems
from registry.registers.housing.papers import PAPERS
from registry.registers.housing.rules import RULES
from registry.registers.housing.workflow import WORKFLOW


def ranked(model: Any) -> tuple[Any, ...]:
    """By priority, then the poor before the near-poor (TT 01/2022/TT-BXD); who has no priority yet, last."""
    classes = case({"poor": 0, "near_poor": 1}, value=model.class_, else_=2)
    return func.coalesce(model.priority, "9"), classes


def stamps(wanted: Iterable[tuple[int, date]]) -> dict[tuple[int, date], dict[str, Any]]:
    """Nothing of its own: that commune and class are kept of the day of the decision, of which the law asks."""
    return {one: {} for one in wanted}


REGISTER = Register(
    key="housing",
    slug="housing",
    title=N_("Hỗ trợ nhà ở"),
    duty="housing",
    model=House,
    subject=HOUSEHOLD,
    workflow=WORKFLOW,
    entitled=(POOR, TEMPORARY),
    rules=RULES,
    problems=problems,
    alike=("programme",),
    listed_as="XA_LAP_DS",
    headers=HEADERS,
    papers=PAPERS,
    money=Money(
        ("central", "province", "local", "loan", "raised", "household"),
        ("advance", "payment", "recovery"),
        sets=WRITE,
        pays=APPROVE,
    ),
    rank=ranked,
    stamps=stamps,
    more=(("temporary_houses.index", N_("Tỷ lệ hộ nghèo ở nhà tạm")),),
)
