"""A line of whatever register: read by what all share, and called by its programme within its register."""

from functools import cache
from typing import Any

from sqlalchemy.orm import with_polymorphic

from registry.kernel.register import Register
from registry.models import Entry
from registry.registers import registers
from registry.storage import facet_of


@cache
def any_line() -> Any:
    """A line of any register, with its own columns, so that one question reads them all."""
    return with_polymorphic(Entry, [register.model for register in registers()], flat=True)


@cache
def _programmes() -> dict[Register, str]:
    """The column that says which programme of the register a line is of: the first its list is filtered by."""
    found: dict[Register, str] = {}
    for register in registers():
        facets = ((key, facet_of(getattr(register.model, key))) for key in register.fields)
        named = [key for key, facet in facets if facet and facet.filter and facet.choices]
        found |= {register: named[0]} if named else {}
    return found


def told_columns(line: Any) -> list[Any]:
    """Those columns of `any_line`, to be read by `told`."""
    return [getattr(getattr(line, r.model.__name__), key).label(f"told_{r.key}") for r, key in _programmes().items()]


def told(register: Register, row: Any) -> str:
    """The label of its programme; "" where the register has none."""
    code = row._mapping.get(f"told_{register.key}")
    facet = facet_of(getattr(register.model, _programmes()[register])) if code else None
    return (facet.choices or {}).get(code, str(code)) if facet else ""
