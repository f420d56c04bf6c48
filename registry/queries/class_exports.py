"""Classes for outsiders to compute with: each from the day it counts until the next one does (docs/exports.md)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from registry.messages import N_
from registry.models import Household, HouseholdClass, PovertyStandard, ReviewRound
from registry.storage import OPEN, valid_through

CLASSES = (
    ("household_code", N_("Mã hộ")),
    ("round", N_("Kỳ rà soát")),
    ("standard", N_("Chuẩn nghèo")),
    ("class", N_("Diện")),
    ("decision_no", N_("Số quyết định")),
    ("decision_date", N_("Ngày quyết định")),
    ("starts", N_("Từ ngày")),
    ("valid_through", N_("Đến hết ngày")),
    ("score_b1", N_("Điểm B1")),
    ("score_b2", N_("Điểm B2")),
    ("deprivations", N_("Chỉ số thiếu hụt")),
)


def asked_classes() -> Select[*tuple[Any, ...]]:
    """Every class with its household, round and standard, by household, the oldest decision first."""
    return (
        select(HouseholdClass, Household.code, ReviewRound.code, PovertyStandard.code, PovertyStandard.starts)
        .join(Household, Household.id == HouseholdClass.household_id)
        .join(ReviewRound, ReviewRound.id == HouseholdClass.round_id)
        .join(PovertyStandard, PovertyStandard.id == HouseholdClass.standard_id)
        .order_by(Household.code, HouseholdClass.decision_date, HouseholdClass.id)
    )


def rows(streamed: Iterator[Any], day: date, history: bool) -> Iterator[tuple[Any, ...]]:
    """Those that count on the day, or all."""
    for row, code, round_, standard, starts, ends in _with_ends(streamed):
        if history or starts <= day < ends:
            yield (
                code,
                round_,
                standard,
                row.class_,
                row.decision_no,
                row.decision_date,
                starts,
                valid_through(ends),
                row.score_b1,
                row.score_b2,
                " ".join(sorted(row.deprivations)),
            )


def _with_ends(rows: Iterator[Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of one household in the order they count, each with the day the next begins."""
    group: list[tuple[Any, ...]] = []
    for row, code, round_, standard, standard_starts in rows:
        if group and group[0][1] != code:
            yield from _closed(group)
            group = []
        group.append((row, code, round_, standard, max(row.decision_date, standard_starts)))
    yield from _closed(group)


def _closed(group: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    ordered = sorted(group, key=lambda one: (one[4], one[0].id))
    for one, after in zip(ordered, [*(later[4] for later in ordered[1:]), OPEN], strict=True):
        yield (*one, after)
