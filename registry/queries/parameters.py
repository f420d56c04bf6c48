"""What laws set from a day on: parameters, poverty standards, review rounds."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from registry.messages import Message
from registry.models import Parameter, PovertyStandard, ReviewRound
from registry.queries.parameter_cases import case_of
from registry.storage import db, valid_through


@dataclass(frozen=True)
class ParameterRow:
    """A value with its basis and period; `holds` on the day asked for."""

    id: int
    version: int
    key: str
    scope: str
    value: str
    legal_basis: str
    starts: date
    valid_through: date | None
    holds: bool

    @property
    def case(self) -> Message:
        """The case it holds for, in words."""
        return case_of(self.key, self.scope)


@dataclass(frozen=True)
class StandardRow:
    """A poverty standard; money in đồng per person and month."""

    id: int
    code: str
    legal_basis: str
    poor_when: str
    rural_line: int
    urban_line: int
    rural_b1: int | None
    urban_b1: int | None
    b2_for_poor: int
    starts: date
    valid_through: date | None
    holds: bool


@dataclass(frozen=True)
class RoundRow:
    """A review round and the code of its standard."""

    id: int
    version: int
    code: str
    kind: str
    year: int
    standard: str
    opens: date
    closes: date
    fictional: bool


def list_parameters(day: date) -> list[ParameterRow]:
    """Every value there is or will be, by key, newest first."""
    rows = db.session.scalars(select(Parameter).order_by(Parameter.key, Parameter.scope, Parameter.starts.desc()))
    return [
        ParameterRow(
            one.id,
            one.version,
            one.key,
            one.scope,
            one.value,
            one.legal_basis,
            one.starts,
            valid_through(one.ends),
            one.holds_on(day),
        )
        for one in rows
    ]


def list_standards(day: date) -> list[StandardRow]:
    """The standards, newest first."""
    rows = db.session.scalars(select(PovertyStandard).order_by(PovertyStandard.starts.desc()))
    return [
        StandardRow(
            one.id,
            one.code,
            one.legal_basis,
            one.poor_when,
            one.rural_line,
            one.urban_line,
            one.rural_b1,
            one.urban_b1,
            one.b2_for_poor,
            one.starts,
            valid_through(one.ends),
            one.holds_on(day),
        )
        for one in rows
    ]


def list_rounds() -> list[RoundRow]:
    """The rounds, newest first."""
    found = select(ReviewRound, PovertyStandard.code).join(PovertyStandard)
    rows = db.session.execute(found.order_by(ReviewRound.opens.desc(), ReviewRound.id.desc()))
    return [
        RoundRow(one.id, one.version, one.code, one.kind, one.year, standard, one.opens, one.closes, one.fictional)
        for one, standard in rows
    ]
