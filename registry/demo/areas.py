"""Hamlets, area classes and denominators, all made up and marked so."""

from collections.abc import Sequence
from datetime import date
from random import Random

from registry.demo.names import pick_hamlets
from registry.demo.plan import YEARS, CommunePlan
from registry.demo.writer import Writer
from registry.models import AreaClass, Denominator, Hamlet
from registry.storage import OPEN
from registry.vn.fold import fold

BEFORE, SINCE, UNTIL = date(2017, 4, 28), date(2021, 6, 4), date(2026, 1, 1)
BASES = {
    BEFORE: "QĐ 582/QĐ-TTg ngày 28/4/2017 (phân loại giả định)",
    SINCE: "QĐ 861/QĐ-TTg ngày 4/6/2021 (phân loại giả định)",
}
HAMLET_BASIS = "QĐ 612/QĐ-UBDT ngày 16/9/2021 (danh sách giả định)"
SOURCE = "Số liệu giả định của bản dùng thử"


def add_hamlets(writer: Writer, plans: Sequence[CommunePlan], seed: int) -> dict[int, tuple[int, str]]:
    """Six to twelve per commune; commune and name of each by id."""
    rng, found = Random(f"{seed}:hamlets"), {}
    for plan in plans:
        urban = plan.place.area_type == "urban"
        for name in pick_hamlets(rng, urban, plan.khmer_area, rng.randint(6, 12)):
            row = {"unit_id": plan.place.id, "name": name, "name_fold": fold(name), "fictional": True}
            found[writer.add(Hamlet, {**row, "starts": date(2000, 1, 1), "ends": OPEN})] = (plan.place.id, name)
    return found


def add_area_classes(
    writer: Writer, plans: Sequence[CommunePlan], hamlets: dict[int, tuple[int, str]], seed: int
) -> None:
    """KV1 to KV3 where Khmer people live, by two decisions; some hamlets there are specially difficult."""
    rng = Random(f"{seed}:areas")
    for plan in plans:
        if not plan.khmer_area or plan.place.type == "phuong":
            continue
        level = rng.choice((1, 1, 2, 2, 3))
        for starts, ends in ((BEFORE, SINCE), (SINCE, min(UNTIL, plan.place.ends))):
            _add_class(writer, plan, None, f"KV{level}", starts, ends)
            level = max(level - rng.choice((0, 0, 1)), 1)
        for hamlet_id, (unit_id, _) in hamlets.items():
            if unit_id == plan.place.id and rng.random() < 0.25:
                _add_class(writer, plan, hamlet_id, "AP_DBKK", date(2021, 9, 16), min(UNTIL, plan.place.ends))


def _add_class(writer: Writer, plan: CommunePlan, hamlet_id: int | None, class_: str, starts: date, ends: date) -> None:
    row = {
        "unit_id": plan.place.id,
        "hamlet_id": hamlet_id,
        "area_class": class_,
        "legal_basis": BASES.get(starts, HAMLET_BASIS),
        "starts": starts,
        "ends": ends,
        "fictional": True,
    }
    writer.put(AreaClass, row)


def add_denominators(writer: Writer, plans: Sequence[CommunePlan]) -> None:
    """All and Khmer households at the end of each year up to 2020; each counts until the next, the last goes on."""
    last = YEARS[-2]
    for plan in plans:
        share = plan.khmer_households / plan.households_at_end(YEARS[-1])
        for year in YEARS[:-1]:
            total = plan.households_at_end(year)
            for measure, value in (("households", total), ("khmer_households", round(total * share))):
                row = {
                    "unit_id": plan.place.id,
                    "measure": measure,
                    "value": value,
                    "source": SOURCE,
                    "fictional": True,
                }
                ends = OPEN if year == last else date(year + 1, 12, 31)
                writer.add(Denominator, {**row, "starts": date(year, 12, 31), "ends": ends})
