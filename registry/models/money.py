"""Money of a register's line: what was approved, from which source, and what moved since (decisions.md 22).

Amounts are whole đồng. Totals are computed, never stored. A movement is never rewritten: one that was wrong gets a
counter movement, and the right one beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Id, Tracked, UtcDateTime, field
from registry.storage.indexes import covering_index

SOURCES = {
    "central": N_("Ngân sách trung ương"),
    "province": N_("Ngân sách tỉnh"),
    "local": N_("Ngân sách huyện, xã"),
    "blended": N_("Vốn lồng ghép"),
    "loan": N_("Vốn vay"),
    "raised": N_("Vận động, Quỹ Vì người nghèo"),
    "household": N_("Hộ tự có"),
}
OUT, BACK, ASIDE = 1, -1, 0
"""What a movement does to the balance: paid out, come back, or neither (interest)."""
EFFECTS = {
    "advance": OUT,
    "disbursement": OUT,
    "instalment": OUT,
    "payment": OUT,
    "repayment": BACK,
    "recovery": BACK,
    "interest": ASIDE,
}
KINDS = {
    "advance": N_("Tạm ứng"),
    "disbursement": N_("Giải ngân"),
    "instalment": N_("Chi trả theo kỳ"),
    "payment": N_("Thanh toán"),
    "repayment": N_("Trả nợ gốc"),
    "recovery": N_("Thu hồi"),
    "interest": N_("Trả lãi"),
}
METHODS = {"cash": N_("Tiền mặt"), "transfer": N_("Chuyển khoản"), "in_kind": N_("Hiện vật")}


@dataclass(frozen=True)
class Money:
    """What a register says of its money: from where, which movements, and the actions that let somebody write down
    what was approved (`sets`) and what moved (`pays`). `due` is what a line comes to by the law's rates, None where
    these are silent: the step `due_by` approves it from the first source, unless a sum was written down before. `owed`
    names the column of what was paid out and has not come back, where people owe it."""

    sources: tuple[str, ...]
    kinds: tuple[str, ...]
    sets: str
    pays: str
    due: Callable[[Any], int | None] = lambda _line: None
    due_by: str = ""
    owed: str = ""


class Amount(Tracked, Base):
    """What was approved for a line from one source: one live row for each."""

    __tablename__ = "entry_amount"
    __table_args__ = covering_index("ix_entry_amount_entry_id", ("entry_id",), ("withdrawn", "amount"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    entry_id: Mapped[int] = mapped_column(Id, ForeignKey("entry.id"))
    register: Mapped[str] = mapped_column(String(20))
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"), index=True)
    source: Mapped[str] = field(String(10), N_("Nguồn"), required=True, choices=SOURCES)
    amount: Mapped[int] = field(BigInteger, N_("Số tiền được duyệt"), required=True)


class Payment(Tracked, Base):
    """A movement of a line's money on a day. `corrects_id` is the movement that this one takes back: same kind, source
    and day, the amount below 0."""

    __tablename__ = "payment"
    __table_args__ = covering_index("ix_payment_entry_id", ("entry_id",), ("kind", "on_date", "amount", "withdrawn"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    entry_id: Mapped[int] = mapped_column(Id, ForeignKey("entry.id"))
    register: Mapped[str] = mapped_column(String(20))
    household_id: Mapped[int] = mapped_column(Id, ForeignKey("household.id"), index=True)
    kind: Mapped[str] = field(String(12), N_("Loại"), required=True, choices=KINDS)
    source: Mapped[str] = field(String(10), N_("Nguồn"), required=True, choices=SOURCES)
    on_date: Mapped[date] = field(Date, N_("Ngày"), required=True)
    amount: Mapped[int] = field(BigInteger, N_("Số tiền"), required=True)
    method: Mapped[str | None] = field(String(10), N_("Hình thức"), choices=METHODS)
    number: Mapped[str | None] = field(String(60), N_("Số chứng từ"))
    note: Mapped[str | None] = field(String(500), N_("Ghi chú"))
    corrects_id: Mapped[int | None] = mapped_column(Id, ForeignKey("payment.id"), index=True)
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def effect(self) -> int:
        """What it adds to the balance of its source."""
        return EFFECTS[self.kind] * self.amount
