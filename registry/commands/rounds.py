"""Review rounds: opened each year and month; the households' classes hang on them."""

import re
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.commands.change import command, current_change
from registry.commands.checks import Checks
from registry.commands.record import RowChange
from registry.kernel.actor import MANAGE, Actor
from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import HouseholdClass, PovertyStandard, ReviewRound
from registry.storage import db

CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{1,19}")
KEPT = N_("Kỳ rà soát không có nút hoàn tác. Hãy dùng Đính chính.")


@command("add_round", N_("Thêm kỳ rà soát"), MANAGE, final=KEPT)
def add_round(
    actor: Actor, *, code: str, kind: str, year: int, standard_id: int, opens: date, closes: date
) -> ReviewRound:
    """A round that classifies by one standard and is open from `opens` to `closes`, both included. Raises Problems."""
    code = code.strip().upper()
    columns = {"kind": kind, "year": year, "standard_id": standard_id, "opens": opens, "closes": closes}
    with Checks() as found:
        if not CODE.fullmatch(code):
            found.refuse("code", N_("Mã kỳ cần 2-20 ký tự: chữ không dấu, số, dấu chấm, gạch nối. Ví dụ: R2022."))
        elif db.session.scalar(select(ReviewRound.id).where(ReviewRound.code == code)) is not None:
            found.refuse("code", N_("Đã có kỳ rà soát %(code)s. Hãy chọn mã khác hoặc đính chính kỳ đó."), code=code)
        _check(found, columns)
    row = ReviewRound(code=code, **columns)
    db.session.add(row)
    db.session.flush()
    _record(row, {}, {"code": code, **columns})
    return row


@command("correct_round", N_("Đính chính kỳ rà soát"), MANAGE, final=KEPT)
def correct_round(
    actor: Actor, row: ReviewRound, *, kind: str, year: int, standard_id: int, opens: date, closes: date
) -> None:
    """It was always so; the standard stays once a household has its class by it. Raises Problems."""
    db.session.refresh(row, with_for_update=True)
    columns = {"kind": kind, "year": year, "standard_id": standard_id, "opens": opens, "closes": closes}
    with Checks() as found:
        _check(found, columns)
        if standard_id != row.standard_id and _is_used(row):
            found.refuse("standard_id", N_("Đã có hộ được phân loại trong kỳ này, nên không đổi chuẩn nghèo được."))
    before = {key: getattr(row, key) for key in columns}
    for key, value in columns.items():
        setattr(row, key, value)
    _record(row, before, columns)


def _check(found: Checks, columns: dict[str, Any]) -> None:
    found.value(ReviewRound.kind, columns["kind"])
    found.number("year", columns["year"], 1990, 2100)
    if db.session.get(PovertyStandard, columns["standard_id"]) is None:
        found.refuse("standard_id", N_("Chưa rõ chuẩn nghèo. Hãy chọn trong danh sách."))
    if columns["closes"] < columns["opens"]:
        found.refuse("closes", N_("Ngày kết thúc kỳ phải từ ngày mở kỳ trở đi."))


def _is_used(row: ReviewRound) -> bool:
    classified = select(HouseholdClass.id).where(HouseholdClass.round_id == row.id).limit(1)
    with unscoped():
        return db.session.scalar(classified) is not None


def _record(row: ReviewRound, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Rounds have no version of their own, so the log is told here what the recorder sees of other rows."""
    change = current_change()
    if change is not None:
        change.rows[row] = RowChange(not before, before, after)
