"""Made-up schools: three of each commune, one of each district, and where grown-up students go. All are fictional."""

from registry.demo.plan import CommunePlan
from registry.demo.writer import Writer
from registry.kernel.places import Place, bare_name, places
from registry.models import School

OF_COMMUNE = {
    "mau_giao": ("MG", "Trường Mẫu giáo"),
    "th": ("TH", "Trường Tiểu học"),
    "thcs": ("THCS", "Trường THCS"),
}
OF_DISTRICT = ("THPT", "Trường THPT")
BEYOND = (
    ("CD-01", "Trường Cao đẳng Cộng đồng (giả định)", "cd"),
    ("DH-01", "Trường Đại học Miền Tây (giả định)", "dh"),
)


def add_schools(writer: Writer, plans: list[CommunePlan]) -> None:
    """Put the schools by."""
    districts: dict[str, CommunePlan] = {}
    for plan in plans:
        districts.setdefault(plan.district, plan)
        for level, (short, title) in OF_COMMUNE.items():
            _add(writer, f"{short}-{plan.place.code}", f"{title} {_called(plan.place)}", level, plan.place.id)
    short, title = OF_DISTRICT
    for code, plan in districts.items():
        district = places().district_of(plan.place) or plan.place
        _add(writer, f"{short}-{code}", f"{title} {_called(district)}", "thpt", plan.place.id)
    for code, name, level in BEYOND:
        _add(writer, code, name, level, None)


def _called(place: Place) -> str:
    """As people say it: "Đại Ân 2", but "Phường 3"."""
    name = bare_name(place.type, place.name)
    return place.full_name if name.isdigit() else name


def _add(writer: Writer, code: str, name: str, level: str, unit_id: int | None) -> None:
    row = {"code": code, "name": name, "level": level, "unit_id": unit_id, "fictional": True}
    writer.add(School, row)
