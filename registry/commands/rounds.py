"""Review rounds: opened each year and month; the households' classes hang on them."""

import re
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.commands.change import command
from registry.commands.checks import Checks, check_version
from registry.commands.facts import assign
from registry.commands.settings import store
from registry.kernel.actor import MANAGE, Actor
from registry.kernel.scope import unscoped
from registry.messages import N_
from registry.models import HouseholdClass, PovertyStandard, ReviewRound
from registry.storage import db
from registry.storage.withdrawn import find_withdrawn

CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{1,19}")


@command("add_round", N_("Thêm kỳ rà soát"), MANAGE)
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
    return store(ReviewRound(code=code, **columns), find_withdrawn(ReviewRound, code=code), columns)


@command("correct_round", N_("Đính chính kỳ rà soát"), MANAGE)
def correct_round(
    actor: Actor, row: ReviewRound, version: int, *, kind: str, year: int, standard_id: int, opens: date, closes: date
) -> None:
    """It was always so; the standard stays once a household has its class by it. Raises Problems, Stale."""
    check_version(row, version)
    columns = {"kind": kind, "year": year, "standard_id": standard_id, "opens": opens, "closes": closes}
    with Checks() as found:
        _check(found, columns)
        if standard_id != row.standard_id and _is_used(row):
            found.refuse("standard_id", N_("Đã có hộ được phân loại trong kỳ này, nên không đổi chuẩn nghèo được."))
    assign(row, columns)


def _check(found: Checks, columns: dict[str, Any]) -> None:
    found.value(ReviewRound.kind, columns["kind"])
    if not 1990 <= columns["year"] <= 2100:
        found.refuse("year", N_("Chỉ nhận năm từ 1990 đến 2100, ví dụ 2021."))
    if db.session.get(PovertyStandard, columns["standard_id"]) is None:
        found.refuse("standard_id", N_("Chưa rõ chuẩn nghèo. Hãy chọn trong danh sách."))
    if columns["closes"] < columns["opens"]:
        found.refuse("closes", N_("Ngày kết thúc kỳ phải từ ngày mở kỳ trở đi."))


def _is_used(row: ReviewRound) -> bool:
    classified = select(HouseholdClass.id).where(HouseholdClass.round_id == row.id).limit(1)
    with unscoped():
        return db.session.scalar(classified) is not None
