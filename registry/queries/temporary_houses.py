"""How many poor households live in temporary houses, against the share the plan allows (Kế hoạch 2021, mục I.2)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, and_, case, func, or_, select, type_coerce

from registry.kernel.places import places
from registry.kernel.table import Column, Table
from registry.messages import N_
from registry.models import HouseholdClass, HouseholdPeriod
from registry.models.parameter import parameter_int
from registry.storage import db
from registry.vn.sort import sort_key

TARGET, ALLOWED = "temporary_house_percent", 40


@dataclass(frozen=True)
class Share:
    """Poor households of a commune, in its district while there is one, and how many of them live in temporary houses;
    `target` is the share in percent that must not be reached."""

    code: str
    name: str
    district: str
    poor: int
    temporary: int
    target: int

    @property
    def percent(self) -> float:
        return 100 * self.temporary / self.poor if self.poor else 0.0

    @property
    def meets(self) -> bool:
        """Whether the share lies below the target."""
        return self.temporary * 100 < self.target * self.poor or not self.poor


COLUMNS = (
    Column("unit_code", N_("Mã địa bàn"), lambda one: one.code),
    Column("unit_name", N_("Địa bàn"), lambda one: one.name),
    Column("district", N_("Huyện, thị xã, thành phố"), lambda one: one.district),
    Column("poor", N_("Hộ nghèo"), lambda one: one.poor, numeric=True),
    Column("temporary", N_("Ở nhà tạm"), lambda one: one.temporary, numeric=True),
    Column("percent", N_("Tỷ lệ (%)"), lambda one: f"{one.percent:.1f}", numeric=True),
)


def temporary_houses(day: date) -> tuple[Share, list[Share]]:
    """All that the reader sees, and each commune as it is on the day, the largest share first."""
    target = parameter_int(TARGET, day, ALLOWED)
    poor, weak, names = Counter[str](), Counter[str](), dict[str, tuple[str, str]]()
    for unit_id, households, temporary in db.session.execute(_asked(day)):
        place = places().on(unit_id, day)
        name, _, district = places().label(place.id, day).partition(", ")
        names[place.code] = name, district
        poor[place.code] += households
        weak[place.code] += temporary or 0
    shares = [Share(code, *name, poor[code], weak[code], target) for code, name in names.items()]
    shares.sort(key=lambda one: (-one.percent, sort_key(one.name)))
    return Share("", "", "", poor.total(), weak.total(), target), shares


def share_table(day: date) -> Table:
    """The same for a file, its sums at the foot."""
    total, shares = temporary_houses(day)
    return Table(COLUMNS, shares, ((N_("Cộng"), {"poor": total.poor, "temporary": total.temporary}),))


def _asked(day: date) -> Any:
    period, sheet = HouseholdPeriod, HouseholdClass
    wall, frame, roof = (
        type_coerce(sheet.weak_parts, String).like(f"%,{part},%") for part in ("wall", "frame", "roof")
    )
    two = or_(and_(wall, frame), and_(wall, roof), and_(frame, roof))
    asked = select(period.unit_id, func.count(), func.sum(case((two, 1), else_=0)))
    joined = asked.outerjoin(sheet, sheet.id == period.class_id)
    return joined.where(period.on(day), period.class_ == "poor").group_by(period.unit_id)
