"""What an agency's papers carry: corrected (it was never so) or changed from a day on (it was so until then)."""

import re
from datetime import date
from typing import Any

from sqlalchemy import func, select

from registry.commands.change import command
from registry.commands.checks import Checks, check_version
from registry.commands.clashes import clash_of
from registry.commands.facts import assign
from registry.commands.settings import store
from registry.kernel.actor import MANAGE, Actor
from registry.messages import N_
from registry.models import Letterhead
from registry.models.letterhead import PREFIXES, read_signers
from registry.storage import OPEN, db
from registry.storage.withdrawn import find_withdrawn
from registry.vn.dates import format_day

COLUMNS = ("parent", "issuer", "place", "suffix", "signers", "recipients")
_ABBREVIATION = re.compile(r"[^\W\d_]{1,4}\.")


@command("change_letterhead", N_("Đổi mẫu văn bản"), MANAGE)
def change_letterhead(actor: Actor, *, agency_id: int, starts: date, **columns: str) -> Letterhead:
    """From a day on the agency's papers look like this; what held until then ends the day before."""
    with Checks() as found:
        values = _checked(found, columns)
        before = db.session.scalar(_holding(agency_id, starts))
        if before is not None and before.starts == starts:
            found.refuse(
                "starts",
                N_("Đã có mẫu bắt đầu đúng ngày %(day)s. Hãy chọn ngày khác, hoặc dùng Đính chính."),
                day=format_day(starts),
            )
    ends = before.ends if before else _next_start(agency_id, starts)
    if before is not None:
        before.ends = starts
        db.session.flush()
    row = Letterhead(agency_id=agency_id, starts=starts, ends=ends, **values)
    assert clash_of(row) is None  # noqa: S101 - its period was cut to fit between its neighbours
    again = find_withdrawn(Letterhead, agency_id=agency_id, starts=starts)
    return store(row, again, {**values, "ends": ends})


@command("correct_letterhead", N_("Đính chính mẫu văn bản"), MANAGE)
def correct_letterhead(actor: Actor, row: Letterhead, version: int, **columns: str) -> None:
    """It was so from the row's first day."""
    check_version(row, version)
    with Checks() as found:
        values = _checked(found, columns)
    assign(row, values)


def _checked(found: Checks, columns: dict[str, str]) -> dict[str, Any]:
    values = found.values(Letterhead, columns, COLUMNS)
    _check_signers(found, values["signers"] or "")
    return values


def _check_signers(found: Checks, text: str) -> None:
    """Every signer has a title, and an abbreviation before it is one the decree knows."""
    for signer in read_signers(text):
        if not signer.titles:
            found.refuse(
                "signers",
                N_("“%(name)s” chưa có chức vụ. Hãy ghi chức vụ bằng chữ in hoa ở dòng trên tên."),
                name=signer.name,
            )
        for line in signer.titles:
            before = _ABBREVIATION.match(line)
            if before and before[0] not in PREFIXES:
                found.refuse(
                    "signers",
                    N_("“%(line)s”: chữ viết tắt trước chức vụ chỉ có thể là %(known)s"),
                    line=line,
                    known=", ".join(PREFIXES),
                )


def _holding(agency_id: int, day: date) -> Any:
    return select(Letterhead).where(Letterhead.agency_id == agency_id, Letterhead.on(day))


def _next_start(agency_id: int, day: date) -> date:
    later = select(func.min(Letterhead.starts)).where(Letterhead.agency_id == agency_id, Letterhead.starts > day)
    return db.session.scalar(later) or OPEN
