"""The registers: one file or package each, found by being here. Nothing else names them."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from registry.kernel.register import BadRegister, Register, problems_of


@cache
def registers() -> tuple[Register, ...]:
    """Every register, by the order of its files' names. Raises BadRegister, saying what is wrong with which."""
    found = [import_module(f"{__name__}.{module.name}").REGISTER for module in iter_modules(__path__)]
    if wrong := list(problems_of(found)):
        raise BadRegister("; ".join(wrong))
    return tuple(found)


def register_of(key: str) -> Register | None:
    return next((register for register in registers() if register.key == key), None)
