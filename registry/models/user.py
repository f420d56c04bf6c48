"""Accounts, grants, and receipts that make a form count once."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.messages import N_
from registry.storage import Base, Dated, Id, Tracked, UtcDateTime, field


class User(Tracked, Base):
    """An account. Raising `auth_epoch` ends every session it has; disabled means out now."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    username: Mapped[str] = field(String(40), N_("Tên đăng nhập"), required=True, unique=True)
    name: Mapped[str] = field(String(100), N_("Họ và tên"), required=True)
    agency_id: Mapped[int | None] = field(Id, N_("Cơ quan"), ForeignKey("agency.id"))
    active: Mapped[bool] = field(Boolean, N_("Đang hoạt động"), required=True, default=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    must_change: Mapped[bool] = mapped_column(default=True)
    reset_hash: Mapped[str | None] = mapped_column(String(200))
    reset_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    auth_epoch: Mapped[int] = mapped_column(SmallInteger, default=1)
    demo: Mapped[bool] = mapped_column(default=False)


class Grant(Tracked, Dated, Base):
    """A role given to a user: over a unit (none: the whole province) and a register (none: all), from-to."""

    __tablename__ = "user_grant"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user_account.id"), index=True)
    role: Mapped[str] = field(String(20), N_("Vai trò"), required=True)
    unit_id: Mapped[int | None] = field(Id, N_("Địa bàn"), ForeignKey("unit.id"))
    register: Mapped[str | None] = field(String(20), N_("Sổ"))


class FormReceipt(Base):
    """That a form was taken in, and what was answered: sent again, it gets the same answer and changes nothing."""

    __tablename__ = "form_receipt"
    __table_args__ = (Index("ix_form_receipt_created_at", "created_at"),)

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    user_id: Mapped[int] = mapped_column(Id)
    location: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
