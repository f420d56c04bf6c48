"""Needs for outsiders to compute with: the answers that hold on a day, or every one (docs/exports.md)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from registry.messages import N_
from registry.models import Household, Need, Person
from registry.models.need import current

NEEDS = (
    ("household_code", N_("Mã hộ")),
    ("person_code", N_("Mã người")),
    ("programme", N_("Chương trình")),
    ("detail", N_("Chương trình cụ thể")),
    ("answer", N_("Câu trả lời")),
    ("on_date", N_("Ngày hỏi")),
    ("source", N_("Nguồn")),
    ("note", N_("Ghi chú")),
)


def asked_needs(day: date, history: bool) -> Select[*tuple[Any, ...]]:
    """Codes and answers, by household, the oldest first."""
    said = (Need.programme, Need.detail, Need.answer, Need.on_date, Need.source, Need.note)
    found = select(Household.code, Person.code, *said).select_from(Need)
    found = found.join(Household, Household.id == Need.household_id).outerjoin(Person, Person.id == Need.person_id)
    if not history:
        found = found.where(current(day))
    return found.order_by(Household.code, Need.programme, Need.on_date, Need.id)


def rows(streamed: Iterator[Any]) -> Iterator[tuple[Any, ...]]:
    """Blanks where nothing was said."""
    for row in streamed:
        yield tuple("" if value is None else value for value in row)
