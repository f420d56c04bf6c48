"""The class recognised for a household in a review round. What the standard gives is computed beside it to be compared,
and never written over it: the village meeting decides (domain.md §2.3)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from registry.checks.classification import classify, evidence_of
from registry.commands.areas import hold
from registry.commands.change import command
from registry.commands.checks import Checks, check_version, refuse
from registry.commands.clashes import clash_of
from registry.commands.facts import assign
from registry.kernel.actor import WRITE, Actor
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import DeprivationIndicator, Household, HouseholdClass, PovertyStandard, ReviewRound
from registry.storage import db
from registry.vn.dates import format_day

LATE = timedelta(days=92)
"""How long after a round closes its decisions may still be signed."""
HIGHEST_SCORE, HIGHEST_INCOME = 400, 1_000_000_000
FIELDS = (
    "class_",
    "decision_no",
    "decision_date",
    "area_type",
    "score_b1",
    "score_b2",
    "income_pc",
    "deprivations",
    "weak_parts",
    "certificate",
)


@command("recognise_class", N_("Ghi diện được công nhận"), WRITE)
def recognise_class(
    actor: Actor,
    household: Household,
    version: int,
    *,
    round_id: int,
    causes: frozenset[str] | None = None,
    **values: Any,
) -> HouseholdClass:
    """Record the class a decision gives: class_, decision_no, decision_date, area_type and what the review found
    (score_b1, score_b2, income_pc in đồng, deprivations, weak_parts, certificate). The round gives the standard."""
    hold(actor, household, version)
    review = db.session.get(ReviewRound, round_id, with_for_update={"read": True})
    if review is None:
        raise refuse("round_id", N_("Chưa rõ kỳ rà soát. Hãy chọn trong danh sách."))
    with Checks() as found:
        columns = check_class(found, review, dict.fromkeys(FIELDS) | values)
        reasons = found.value(Household.causes, household.causes if causes is None else causes)
        row = HouseholdClass(household_id=household.id, round_id=review.id, standard_id=review.standard_id, **columns)
        if clash_of(row):
            found.refuse("round_id", N_("Hộ đã có kết quả của kỳ rà soát này. Hãy dùng Đính chính kết quả đó."))
    db.session.add(row)
    assign(household, {"causes": reasons})
    return row


@command("correct_class", N_("Đính chính diện được công nhận"), WRITE)
def correct_class(actor: Actor, row: HouseholdClass, version: int, **values: Any) -> None:
    """Correct a recognised class; its round stays. Copies taken of it elsewhere are never rewritten."""
    _hold(actor, row, version)
    review = db.session.get_one(ReviewRound, row.round_id)
    with Checks() as found:
        columns = check_class(found, review, {key: getattr(row, key) for key in FIELDS} | values)
    assign(row, columns)


@command("withdraw_class", N_("Bỏ kết quả rà soát"), WRITE)
def withdraw_class(actor: Actor, row: HouseholdClass, version: int, *, reason: str) -> None:
    """Take away a class that was recorded for the wrong household or round; the reason is kept in the log."""
    _hold(actor, row, version)
    with Checks() as found:
        if not found.text("reason", reason, 500):
            found.refuse("reason", N_("Hãy ghi lý do bỏ kết quả này."))
    row.withdrawn = True


def class_warnings(row: HouseholdClass) -> list[Message]:
    """Doubts about a class that may still be saved: B2 against the deprivations, the decision against the standard."""
    said = []
    expected = 10 * len(row.deprivations)
    if row.score_b2 is not None and row.score_b2 != expected:
        wrong = N_("Điểm B2 là %(found)s, theo số chỉ số thiếu hụt thì là %(expected)s.")
        said.append(Message(wrong, found=row.score_b2, expected=expected))
    computed = classify(db.session.get_one(PovertyStandard, row.standard_id), evidence_of(row))
    if computed is not None and computed != row.class_:
        said.append(Message(N_("Theo số liệu rà soát, chuẩn nghèo cho kết quả khác với diện được công nhận.")))
    return said


def _hold(actor: Actor, row: HouseholdClass, version: int) -> None:
    with unscoped():
        household = db.session.get_one(Household, row.household_id)
    hold(actor, household)
    check_version(row, version)


def check_class(
    found: Checks, review: ReviewRound, values: dict[str, Any], indicators: set[str] | None = None
) -> dict[str, Any]:
    """The columns of a class in a round; problems stand at their columns. `indicators` of its standard, where known."""
    columns = found.values(HouseholdClass, values, FIELDS)
    found.number("score_b1", columns["score_b1"], 0, HIGHEST_SCORE)
    found.number("score_b2", columns["score_b2"], 0, HIGHEST_SCORE)
    found.number("income_pc", columns["income_pc"], 0, HIGHEST_INCOME)
    if columns["decision_date"] is not None:
        _check_decided(found, review, columns["decision_date"])
    known = indicators_of(review.standard_id) if indicators is None else indicators
    if columns["deprivations"] - known:
        found.refuse("deprivations", N_("Có chỉ số không thuộc chuẩn nghèo của kỳ này. Hãy chọn lại."))
    return columns


def _check_decided(found: Checks, review: ReviewRound, day: date) -> None:
    if day > today():
        found.past("decision_date", day)
    elif not review.opens <= day <= review.closes + LATE:
        found.refuse(
            "decision_date",
            N_("Quyết định của kỳ này phải từ %(first)s đến %(last)s. Hãy kiểm tra ngày hoặc kỳ rà soát."),
            first=format_day(review.opens),
            last=format_day(review.closes + LATE),
        )


def indicators_of(standard_id: int) -> set[str]:
    """The codes a standard counts by."""
    codes = select(DeprivationIndicator.code).where(DeprivationIndicator.standard_id == standard_id)
    return set(db.session.scalars(codes))
