"""Agencies and their duties on a day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from registry.messages import N_
from registry.models import Agency, AgencyDuty
from registry.storage import db, valid_through

DUTIES = {
    "communication": N_("Truyền thông"),
    "coordination": N_("Điều phối giảm nghèo"),
    "credit": N_("Tín dụng chính sách"),
    "ethnic": N_("Công tác dân tộc"),
    "funds": N_("Nguồn vốn"),
    "housing": N_("Nhà ở"),
    "insurance": N_("Bảo hiểm y tế"),
    "insurance-cards": N_("Cấp thẻ bảo hiểm y tế"),
    "jobs": N_("Việc làm"),
    "land": N_("Đất ở, đất sản xuất"),
    "legal-aid": N_("Trợ giúp pháp lý"),
    "overseas": N_("Lao động ở nước ngoài"),
    "production": N_("Hỗ trợ sản xuất"),
    "review": N_("Rà soát hộ nghèo"),
    "social-protection": N_("Bảo trợ xã hội"),
    "students": N_("Học sinh, sinh viên"),
    "training": N_("Đào tạo nghề"),
}


@dataclass(frozen=True)
class DutyRow:
    """What an agency answers for, and by which paper."""

    duty: str
    legal_basis: str


@dataclass(frozen=True)
class AgencyRow:
    """An agency that holds on the day; `governs` is true for the People's Committee of a unit."""

    id: int
    code: str
    name: str
    short_name: str
    starts: date
    valid_through: date | None
    governs: bool
    duties: tuple[DutyRow, ...]


def list_agencies(day: date, also: int | None = None) -> list[AgencyRow]:
    """The agencies of a day, departments before People's Committees; `also` one that need not hold then."""
    duties: dict[int, list[DutyRow]] = {}
    for one in db.session.scalars(select(AgencyDuty).where(AgencyDuty.on(day)).order_by(AgencyDuty.duty)):
        duties.setdefault(one.agency_id, []).append(DutyRow(one.duty, one.legal_basis))
    holding = select(Agency).where(Agency.on(day) | (Agency.id == also))
    holding = holding.order_by(Agency.unit_id.is_not(None), Agency.code)
    return [_row(agency, duties.get(agency.id, [])) for agency in db.session.scalars(holding)]


def _row(agency: Agency, duties: list[DutyRow]) -> AgencyRow:
    return AgencyRow(
        agency.id,
        agency.code,
        agency.name,
        agency.short_name,
        agency.starts,
        valid_through(agency.ends),
        agency.unit_id is not None,
        tuple(duties),
    )
