"""The registers: one file or package each, found by being here. Nothing else names them."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from registry.kernel.actor import APPROVE, WRITE
from registry.kernel.register import HOUSEHOLD, PERSON, Register, Workflow
from registry.models.entry import COMMON_FIELDS
from registry.models.money import KINDS, SOURCES
from registry.paper import spare_room

LONGEST = 20
"""Letters a register's key, a state's or a reason's code may have: the width of their columns in `entry`."""


HIDING = frozenset({"closest", "elements", "form", "matches"})
"""What a browser's scripts ask of a form: a field of that name would answer in its place."""


class BadRegister(RuntimeError):
    """A register is declared so that it cannot work: a mistake of the program, told at start-up."""


@cache
def registers() -> tuple[Register, ...]:
    """Every register, by the order of its files' names. Raises BadRegister, saying what is wrong with which."""
    found = [_declared(module.name) for module in iter_modules(__path__)]
    if wrong := list(problems_of(found)):
        raise BadRegister("; ".join(wrong))
    return tuple(found)


def _declared(name: str) -> Register:
    declared = getattr(import_module(f"{__name__}.{name}"), "REGISTER", None)
    if not isinstance(declared, Register):
        raise BadRegister(f"registry/registers/{name} declares no REGISTER = Register(…)")
    return declared


def register_of(key: str) -> Register | None:
    return next((register for register in registers() if register.key == key), None)


def problems_of(registers: list[Register]) -> Iterator[str]:
    """What is wrong with these declarations, each in one sentence."""
    for attribute in ("key", "slug"):
        values = [getattr(register, attribute) for register in registers]
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield f"{attribute} {value!r} is given to two registers"
    yield from _of_codes(registers)
    for register in registers:
        for wrong in (
            *_of_model(register),
            *_of_workflow(register.workflow),
            *_of_papers(register),
            *_of_money(register),
        ):
            yield f"register {register.key}: {wrong}"


def _of_codes(registers: list[Register]) -> Iterator[str]:
    """The log keeps a state or a reason by its code alone: it must say the same in every register."""
    said: dict[str, set[str]] = {}
    for flow in (register.workflow for register in registers):
        for code, text in (*flow.states.items(), *(one for move in flow.moves for one in move.reasons.items())):
            said.setdefault(code, set()).add(text)
    for code in sorted(code for code, texts in said.items() if len(texts) > 1):
        yield f"code {code} is said in two ways: {' / '.join(sorted(said[code]))}"


def _of_model(register: Register) -> Iterator[str]:
    table = register.model.__tablename__
    if table != register.key:
        yield f"its table is named {table!r}; a register's key is its table's name"
    if len(register.key) > LONGEST:
        yield f"its key has more than {LONGEST} letters, so that lines could not name it"
    if register.subject not in (HOUSEHOLD, PERSON):
        yield f"subject {register.subject!r} is neither {HOUSEHOLD!r} nor {PERSON!r}"
    if not {*register.fields} - {*COMMON_FIELDS}:
        yield "it has no field() of its own: people would have nothing to fill in"
    if hiding := HIDING & {*register.fields}:
        yield f"a field named {', '.join(sorted(hiding))} would hide its form from the browser's scripts"
    known = {*register.fields, "ends"}
    if lost := {*register.alike} - known:
        yield f"alike names what is no field: {', '.join(sorted(lost))}"
    for move in register.workflow.moves:
        if lost := {*move.fills} - known:
            yield f"move {move.key} fills what is no field: {', '.join(sorted(lost))}"


def _of_workflow(workflow: Workflow) -> Iterator[str]:
    if not workflow.states:
        yield "its workflow has no state, so that no line can begin"
        return
    states = set(workflow.states)
    for name, codes in (("covering", workflow.covering), ("waiting", workflow.waiting)):
        if unknown := codes - states:
            yield f"{name} names unknown states: {', '.join(sorted(unknown))}"
    for move in workflow.moves:
        if lost := {*move.sources, move.target} - states:
            yield f"move {move.key} names unknown states: {', '.join(sorted(lost))}"
    keys = [move.key for move in workflow.moves]
    if twice := {key for key in keys if keys.count(key) > 1}:
        yield f"two moves have the same key: {', '.join(sorted(twice))}"
    reached = {workflow.start, *(move.target for move in workflow.moves)}
    if lost := states - reached:
        yield f"no move leads to: {', '.join(sorted(lost))}"
    reasons = [code for move in workflow.moves for code in move.reasons]
    if long := {code for code in [*states, *reasons] if len(code) > LONGEST}:
        yield f"codes with more than {LONGEST} letters: {', '.join(sorted(long))}"


def _of_papers(register: Register) -> Iterator[str]:
    keys = [paper.key for paper in register.papers]
    if twice := {key for key in keys if keys.count(key) > 1}:
        yield f"two papers have the same key: {', '.join(sorted(twice))}"
    for paper in register.papers:
        for columns in (paper.columns, paper.posted):
            if (room := spare_room(columns, landscape=True)) < 0:
                yield f"the columns of paper {paper.key} are {-room} mm wider than the sheet"
        if lost := {*paper.sums, paper.amount} - {"", *(column.key for column in paper.columns)}:
            yield f"paper {paper.key} sums what is no column: {', '.join(sorted(lost))}"
        if unknown := (paper.states | paper.drafts) - set(register.workflow.states):
            yield f"paper {paper.key} names unknown states: {', '.join(sorted(unknown))}"
        if paper.marks and len(paper.marks) != len(paper.columns) + 1:
            yield f"paper {paper.key} marks {len(paper.marks)} columns of {len(paper.columns) + 1}"


def _of_money(register: Register) -> Iterator[str]:
    if (money := register.money) is None:
        return
    for name, codes, known in (("source", money.sources, SOURCES), ("kind of movement", money.kinds, KINDS)):
        if unknown := set(codes) - known.keys():
            yield f"its money names an unknown {name}: {', '.join(sorted(unknown))}"
    for action in {money.sets, money.pays} - {WRITE, APPROVE}:
        yield f"its money asks for {action!r}, which no role has in a register as {WRITE!r} and {APPROVE!r}"
