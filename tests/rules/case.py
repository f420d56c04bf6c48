"""One question to one rule, and the poor and near-poor families they are asked of."""

from dataclasses import dataclass
from typing import Any

from tests.rules.families import Decision, Home, Who, home

DAY = "15/12/2021"


@dataclass(frozen=True)
class Case:
    """One question to one rule."""

    rule: str
    says: str
    homes: tuple[Home, ...]
    finds: frozenset[str]
    day: str = DAY


def ask(rule: str, says: str, *homes: Home, finds: str = "", day: str = DAY) -> Case:
    return Case(rule, says, homes, frozenset(filter(None, finds.split(", "))), day)


POOR, NEAR = Decision("poor", "10/12/2020"), Decision("near_poor", "10/12/2020")


def poor(*people: Who, **more: Any) -> Home:
    return home(*people, by=(POOR,), **more)


def near(*people: Who, **more: Any) -> Home:
    return home(*people, by=(NEAR,), **more)
