"""Prove the log: recompute its chain from the stored bodies (decisions.md 24).

What somebody with the database's password did is found, not prevented. A log cut at its end, or an older copy put
back whole, agrees with itself: only a head that was printed or exported earlier (COUNT:HASH) tells.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from registry.kernel.scope import unscoped
from registry.messages import N_, Message
from registry.models import AuditEvent, AuditHead
from registry.storage import db
from registry.storage.chain import GENESIS, link

CHUNK = 5000
REPEATED = {
    "change": "change",
    "actor_id": "actor_id",
    "command": "command",
    "entity": "entity",
    "entity_id": "id",
    "household_id": "household",
}
"""Columns that repeat a part of the body, and that part."""
COLUMNS = (
    AuditEvent.seq,
    AuditEvent.at,
    *(getattr(AuditEvent, column) for column in REPEATED),
    AuditEvent.body,
    AuditEvent.previous,
    AuditEvent.hash,
)
Head = tuple[int, bytes]


@dataclass(frozen=True)
class Verdict:
    """Whether the log is whole; `count` events were found sound, `head_hash` is the last one's. When it is not: the
    first event that is wrong (None when none in particular is) and why."""

    ok: bool
    count: int
    head_hash: bytes
    first_bad_seq: int | None = None
    reason: Message | None = None


class Broken(Exception):
    """The log is not as it was written: at which event, and how."""

    def __init__(self, seq: int | None, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.seq = seq
        self.message = Message(reason, seq=seq, **values)


def verify_log(head: Head | None = None) -> Verdict:
    """Read the whole log, in chunks, while others may write; against an earlier head when one is given."""
    count, last = 0, GENESIS
    try:
        with unscoped():
            claimed, highest = _claimed()
            for count, last in _sound_events(claimed[0]):
                if head is not None and head[0] == count and head[1] != last:
                    raise Broken(count, N_("Sự kiện %(seq)s không phải là sự kiện lúc ghi mốc."))
        _refuse_wrong_end((count, last), claimed, highest)
        _refuse_shorter(count, head)
    except Broken as broken:
        return Verdict(False, count, last, broken.seq, broken.message)
    return Verdict(True, count, last)


def read_head() -> Head:
    """The head as it stands now: what to print, export, and give to `verify_log` later."""
    count, hash_ = db.session.execute(select(AuditHead.count, AuditHead.hash)).one()
    return count, hash_


def parse_head(text: str) -> Head:
    """Read COUNT:HASH. Raises ValueError with a Message."""
    count, _, digest = text.strip().partition(":")
    try:
        number, hash_ = int(count), bytes.fromhex(digest)
    except ValueError:
        number, hash_ = -1, b""
    if number < 0 or len(hash_) != 32:
        raise ValueError(Message(N_("Mốc nhật ký phải có dạng SỐ:MÃ, với mã gồm 64 chữ số hệ 16.")))
    return number, hash_


def format_head(head: Head) -> str:
    """COUNT:HASH, as `parse_head` reads it."""
    return f"{head[0]}:{head[1].hex()}"


def _claimed() -> tuple[Head, int]:
    """What the head row says, and the last event there is; one statement, so that both are of one moment."""
    highest = select(func.coalesce(func.max(AuditEvent.seq), 0)).scalar_subquery()
    rows = db.session.execute(select(AuditHead.count, AuditHead.hash, highest)).all()
    if len(rows) != 1:
        raise Broken(None, N_("Dòng đầu mối của nhật ký bị thiếu hoặc bị nhân lên."))
    return (rows[0][0], rows[0][1]), rows[0][2]


def _sound_events(up_to: int) -> Iterator[Head]:
    """The number and hash of each event in turn; raises Broken at the first that is not as it was written."""
    last = GENESIS
    for expected, row in enumerate(_rows(up_to), start=1):
        if row.seq != expected:
            raise Broken(expected, N_("Thiếu sự kiện %(seq)s."))
        if row.previous != last:
            raise Broken(row.seq, N_("Sự kiện %(seq)s không nối tiếp sự kiện trước nó."))
        last = link(last, row.body)
        if row.hash != last:
            raise Broken(row.seq, N_("Nội dung sự kiện %(seq)s đã bị sửa."))
        _refuse_other_columns(row)
        yield row.seq, last


def _rows(up_to: int) -> Iterator[Any]:
    seen = None
    while seen is None or seen < up_to:
        wanted = select(*COLUMNS).where(AuditEvent.seq <= up_to).order_by(AuditEvent.seq).limit(CHUNK)
        rows = db.session.execute(wanted if seen is None else wanted.where(AuditEvent.seq > seen)).all()
        if not rows:
            return
        yield from rows
        seen = rows[-1].seq


def _refuse_other_columns(row: Any) -> None:
    body = json.loads(row.body)
    wrong = [column for column, key in REPEATED.items() if getattr(row, column) != body[key]]
    if row.at != datetime.fromisoformat(body["at"]):
        wrong.append("at")
    if wrong:
        told = N_("Cột %(columns)s của sự kiện %(seq)s không khớp với nội dung đã niêm phong.")
        raise Broken(row.seq, told, columns=", ".join(wrong))


def _refuse_wrong_end(found: Head, claimed: Head, highest: int) -> None:
    if highest > claimed[0]:
        raise Broken(claimed[0] + 1, N_("Sự kiện %(seq)s được chèn sau cuối nhật ký."))
    if found[0] < claimed[0]:
        raise Broken(found[0] + 1, N_("Thiếu sự kiện %(seq)s."))
    if found != claimed:
        raise Broken(None, N_("Dòng đầu mối của nhật ký không khớp với sự kiện cuối."))


def _refuse_shorter(count: int, head: Head | None) -> None:
    if head is not None and head[0] > count:
        told = N_("Nhật ký chỉ có %(count)s sự kiện, ngắn hơn mốc %(head)s đã ghi: phần cuối đã mất.")
        raise Broken(count + 1, told, count=count, head=head[0])
