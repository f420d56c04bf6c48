"""The people of the demo's offices: one account per role, entered by buttons on this machine only."""

from datetime import date
from typing import Any, NamedTuple

from registry.demo.writer import Writer
from registry.models import Grant, User
from registry.storage import OPEN

SINCE = date(2021, 1, 1)


class Member(NamedTuple):
    """An account: its agency by code, its area by unit code, the register it keeps."""

    username: str
    name: str
    agency: str
    role: str
    unit: str | None = None
    register: str | None = None


CAST = (
    Member("quantri", "Trần Văn Mẫu", "SLDTBXH", "administrator"),
    Member("dieuphoi", "Lê Thị Ví Dụ", "SLDTBXH", "coordinator"),
    Member("soyte", "Huỳnh Thị Mẫu", "SYT", "department", register="insurance"),
    Member("bhxh", "Phan Văn Giả Định", "BHXH", "department", register="insurance"),
    Member("sonn", "Kim Văn Giả Định", "SNNPTNT", "department", register="production"),
    Member("soxd", "Tạ Văn Ví Dụ", "SXD", "department", register="housing"),
    Member("sogddt", "Trịnh Thị Ví Dụ", "SGDDT", "department", register="students"),
    Member("nhcsxh", "Võ Thị Giả Định", "NHCSXH", "department", register="credit"),
    Member("trande", "Lâm Văn Thử Nghiệm", "UBND-951", "district", unit="951"),
    Member("lieutu", "Thạch Thị Ví Dụ", "UBND-31675", "commune", unit="31675"),
    Member("vinhhai", "Sơn Văn Thử Nghiệm", "UBND-31795", "commune", unit="31795"),
    Member("thanhtra", "Đặng Thị Thử Nghiệm", "UBND-94", "auditor"),
    Member("lanhdao", "Nguyễn Văn Ví Dụ", "UBND-94", "leader"),
)
COMMUNES = frozenset(member.unit for member in CAST if member.role == "commune")
"""Where the clerks of the cast work."""


def add_cast(writer: Writer, agencies: dict[str, int], units: dict[str, int]) -> None:
    """Put the accounts and their grants by; they have no password, so nobody can type one."""
    for member in CAST:
        account: dict[str, Any] = {
            "username": member.username,
            "name": member.name,
            "agency_id": agencies[member.agency],
            "active": True,
            "password_hash": "",
            "must_change": False,
            "auth_epoch": 1,
            "demo": True,
        }
        user_id = writer.add(User, account)
        area = units[member.unit] if member.unit else None
        grant = {"user_id": user_id, "role": member.role, "unit_id": area, "register": member.register}
        writer.add(Grant, {**grant, "starts": SINCE, "ends": OPEN})
