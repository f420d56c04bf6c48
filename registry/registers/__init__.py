"""The registers: one file or package each, found by being here. Nothing else names them."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from registry.kernel.register import HOUSEHOLD, PERSON, Register, Workflow


class BadRegister(RuntimeError):
    """A register is declared so that it cannot work: a mistake of the program, told at start-up."""


@cache
def registers() -> tuple[Register, ...]:
    """Every register, by the order of its files' names. Raises BadRegister, saying what is wrong with which."""
    found = [import_module(f"{__name__}.{module.name}").REGISTER for module in iter_modules(__path__)]
    if wrong := list(problems_of(found)):
        raise BadRegister("; ".join(wrong))
    return tuple(found)


def register_of(key: str) -> Register | None:
    return next((register for register in registers() if register.key == key), None)


def problems_of(registers: list[Register]) -> Iterator[str]:
    """What is wrong with these declarations, each in one sentence."""
    for attribute in ("key", "slug"):
        values = [getattr(register, attribute) for register in registers]
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield f"{attribute} {value!r} is given to two registers"
    for register in registers:
        for wrong in (*_of_model(register), *_of_workflow(register.workflow)):
            yield f"register {register.key}: {wrong}"


def _of_model(register: Register) -> Iterator[str]:
    table = register.model.__tablename__
    if table != register.key:
        yield f"its table is named {table!r}; a register's key is its table's name"
    if register.subject not in (HOUSEHOLD, PERSON):
        yield f"subject {register.subject!r} is neither {HOUSEHOLD!r} nor {PERSON!r}"
    if not register.fields:
        yield "it has no field(): people would have nothing to fill in"


def _of_workflow(workflow: Workflow) -> Iterator[str]:
    states = set(workflow.states)
    for name, codes in (("covering", workflow.covering), ("waiting", workflow.waiting)):
        if unknown := codes - states:
            yield f"{name} names unknown states: {', '.join(sorted(unknown))}"
    for move in workflow.moves:
        if lost := {*move.sources, move.target} - states:
            yield f"move {move.key} names unknown states: {', '.join(sorted(lost))}"
    reached = {workflow.start, *(move.target for move in workflow.moves)}
    if lost := states - reached:
        yield f"no move leads to: {', '.join(sorted(lost))}"
