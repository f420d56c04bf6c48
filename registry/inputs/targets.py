"""What a file can be imported as: a target's fields, how each is known by its header and read from a cell.

A register adds its own `Target` here by `declare`; finding headers, mapping, reading and the pages go by it alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.messages import Message


@dataclass(frozen=True)
class Parsed:
    """What a cell means, and doubts that do not stop an import."""

    value: Any
    doubts: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Field:
    """One thing a row tells. `keywords` are folded phrases of headers; `named` are whole last lines of headers, with
    their marks. `fills` names fields this one speaks for ("Nam" with a year tells sex and birth). `parse` raises
    ValueError with a Message. `once` may be given for a whole file; `repeats` takes ditto marks and group rows;
    `choices` are labels the template offers."""

    key: str
    label: str
    keywords: tuple[str, ...]
    parse: Callable[[str], Parsed]
    required: bool = False
    named: tuple[str, ...] = ()
    fills: tuple[str, ...] = ()
    once: bool = False
    repeats: bool = False
    hint: str = ""
    choices: tuple[str, ...] = ()
    in_template: bool = True


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell; `column` is the spreadsheet's letter, "" for the row as a whole."""

    sheet: str
    row: int
    column: str
    message: Message


@dataclass
class Line:
    """A row as text by field, with the column each stands in (None: given for the whole file, or by a group row)."""

    sheet: str
    row: int
    texts: dict[str, str]
    columns: dict[str, str | None]

    def fault(self, key: str, message: Message) -> Fault:
        """`message` at the cell of this field."""
        return Fault(self.sheet, self.row, self.columns.get(key) or "", message)


@dataclass
class Record:
    """A row understood: values by field, absent where the cell was empty."""

    line: Line
    values: dict[str, Any] = field(default_factory=dict)

    def get(self, key: str) -> Any:
        return self.values.get(key)


@dataclass
class Read:
    """What reading gave: the records in their order, what is wrong, what is doubtful."""

    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Target:
    """Something a file is imported as. `settle` looks at the records together (households span rows)."""

    key: str
    title: str
    fields: tuple[Field, ...]
    settle: Callable[[Read, frozenset[str]], None] = lambda read, mapped: None

    def field(self, key: str) -> Field:
        return next(one for one in self.fields if one.key == key)

    def missing(self, given: Iterable[str]) -> list[Field]:
        """Required fields that none of the given ones speaks for."""
        known = set(given)
        known |= {other for key in known for other in self.field(key).fills}
        return [one for one in self.fields if one.required and one.key not in known]

    def once(self) -> list[Field]:
        """What may be said once for the whole file."""
        return [one for one in self.fields if one.once]


TARGETS: dict[str, Target] = {}


def declare(target: Target) -> Target:
    """Make a target known by its key."""
    TARGETS[target.key] = target
    return target


def read_records(target: Target, lines: Iterable[Line]) -> Read:
    """Every cell read by its field's parser; all faults of all cells at once."""
    read, mapped = Read(), set()
    for line in lines:
        record = Record(line)
        mapped |= set(line.columns)
        for key, text in line.texts.items():
            if text:
                _parse(target.field(key), text, record, read)
        read.records.append(record)
    target.settle(read, frozenset(mapped))
    return read


def _parse(one: Field, text: str, record: Record, read: Read) -> None:
    try:
        parsed = one.parse(text)
    except ValueError as error:
        read.faults.append(record.line.fault(one.key, error.args[0]))
        record.values[one.key] = INVALID
        return
    if parsed.value is not None:
        record.values[one.key] = parsed.value
    read.doubts += [record.line.fault(one.key, doubt) for doubt in parsed.doubts]


class _Invalid:
    """A cell that could not be read: not to be reported again as missing."""

    def __bool__(self) -> bool:
        return False


INVALID = _Invalid()


def with_defaults(target: Target, defaults: Mapping[str, str]) -> dict[str, str]:
    """The given values of fields that may be said once, blanks left out."""
    return {one.key: defaults[one.key].strip() for one in target.once() if defaults.get(one.key, "").strip()}
