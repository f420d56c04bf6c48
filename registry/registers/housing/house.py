"""A house to be built or mended for a household, and the tests of what it was before (domain.md §4.2)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.kernel.settings import today
from registry.messages import N_, Message, Problem
from registry.models import Entry
from registry.models.parameter import parameter_int
from registry.models.review import HOUSE_PARTS
from registry.registers.housing.programmes import FORMS, NAMES, PROGRAMMES
from registry.storage import Codes, Id, field
from registry.vn.dates import format_day

PRIORITIES = {
    "1": N_("1. Hộ nghèo dân tộc thiểu số"),
    "2": N_("2. Hộ nghèo có người có công"),
    "3": N_("3. Hộ có đối tượng bảo trợ xã hội"),
    "4": N_("4. Hộ có hoàn cảnh đặc biệt khó khăn (già yếu, neo đơn, khuyết tật)"),
    "5": N_("5. Hộ ở vùng thường xuyên xảy ra thiên tai"),
    "6": N_("6. Hộ còn lại"),
}
"""Who comes first (TT 01/2022/TT-BXD)."""
LAND = {
    "certified": N_("Có, đã cấp giấy chứng nhận"),
    "uncertified": N_("Có, chưa cấp giấy chứng nhận"),
    "none": N_("Chưa có đất ở"),
}
AUTHORITIES = {"district": N_("UBND huyện"), "province": N_("UBND tỉnh"), "commune": N_("UBND xã")}
LAST_OF_DISTRICTS = date(2025, 6, 30)
"""From the day after there are no districts to approve anything."""
HARD = {"floor": N_("Nền cứng"), "walls": N_("Khung, tường cứng"), "roof": N_("Mái cứng")}
"""What a house that was built must have ("ba cứng")."""
ROOM_A_HEAD, WEAK_WALLS = 8, 1
HEADERS = {
    "starts": ("ngay de nghi", "ngay ra soat", "ngay lap danh sach"),
    "programme": ("chuong trinh ho tro", "thuoc chuong trinh"),
    "work": ("hinh thuc ho tro", "xay moi sua chua"),
    "work=new": ("xay moi", "xay dung moi", "lam moi"),
    "work=repair": ("sua chua",),
    "priority": ("doi tuong uu tien", "thu tu uu tien", "muc uu tien"),
    "no_house": ("chua co nha",),
    "weak_parts": ("thuc trang nha", "hien trang nha", "thuc trang nha o", "bo phan khong ben chac"),
    "area": ("dien tich nha", "dien tich nha hien co", "dien tich m2", "dien tich"),
    "members": ("so khau", "so nhan khau", "nhan khau", "so nguoi"),
    "land": ("tinh trang dat o", "hien trang dat o"),
    "approved_by": ("co quan phe duyet",),
    "started_on": ("khoi cong",),
    "finished_on": ("hoan thanh",),
    "new_area": ("dien tich xay dung", "dien tich nha moi"),
    "hard_parts": ("ba cung", "3 cung"),
}
"""How communes and departments head these columns in their lists, folded."""


class House(Entry):
    """A household's house: `starts` is the day it was asked for, the end stays open."""

    __tablename__ = "housing"

    id: Mapped[int] = mapped_column(Id, ForeignKey("entry.id"), primary_key=True)
    programme: Mapped[str] = field(
        String(12), N_("Chương trình"), required=True, choices=NAMES, in_list=True, filter=True, said=True
    )
    work: Mapped[str] = field(
        String(6), N_("Hình thức"), required=True, choices=FORMS, in_list=True, filter=True, said=True
    )
    priority: Mapped[str | None] = field(String(1), N_("Ưu tiên"), choices=PRIORITIES, in_list=True, filter=True)
    no_house: Mapped[bool] = field(Boolean, N_("Chưa có nhà ở"), required=True, default=False)
    weak_parts: Mapped[frozenset[str]] = field(
        Codes, N_("Bộ phận nhà không bền chắc"), required=True, choices=HOUSE_PARTS, default=frozenset
    )
    area: Mapped[int | None] = field(SmallInteger, N_("Diện tích nhà hiện có (m²)"))
    members: Mapped[int | None] = field(SmallInteger, N_("Số khẩu khi xét"))
    land: Mapped[str | None] = field(String(11), N_("Đất ở"), choices=LAND)
    votes_all: Mapped[int | None] = field(SmallInteger, N_("Số người dự họp ấp"))
    votes_for: Mapped[int | None] = field(SmallInteger, N_("Số người đồng ý"))
    approved_by: Mapped[str | None] = field(
        String(8), N_("Cấp phê duyệt"), choices=AUTHORITIES, hint=N_("UBND huyện phê duyệt đến hết tháng 6/2025.")
    )
    started_on: Mapped[date | None] = field(Date, N_("Ngày khởi công"))
    finished_on: Mapped[date | None] = field(Date, N_("Ngày hoàn thành"))
    new_area: Mapped[int | None] = field(SmallInteger, N_("Diện tích sau hỗ trợ (m²)"))
    hard_parts: Mapped[frozenset[str]] = field(
        Codes, N_("Ba cứng của nhà đã làm"), required=True, choices=HARD, default=frozenset
    )


def temporary_by_sheet(weak: Collection[str]) -> bool:
    """By the review sheet: two of wall, frame and roof are not durable (TT 07/2021/TT-BLĐTBXH)."""
    return len({"wall", "frame", "roof"} & set(weak)) >= 2


def temporary_by_ministry(weak: Collection[str], weak_walls: int = WEAK_WALLS) -> bool:
    """By the ministry of construction: two of foundation, frame with walls, and roof (TT 01/2022/TT-BXD); frame and
    walls are weak together where `weak_walls` of the two are."""
    walls = len({"frame", "wall"} & set(weak)) >= weak_walls
    return ("foundation" in weak) + walls + ("roof" in weak) >= 2


def is_in_need(values: dict[str, Any], room: int = ROOM_A_HEAD, weak_walls: int = WEAK_WALLS) -> bool:
    """No house, or a weak one with less than `room` m² for each (TT 01/2022/TT-BXD)."""
    if values.get("no_house"):
        return True
    area, members = values.get("area"), values.get("members")
    narrow = area is not None and bool(members) and area < room * (members or 0)
    return narrow and temporary_by_ministry(values.get("weak_parts") or (), weak_walls)


def problems(values: dict[str, Any]) -> list[Problem]:
    """What one column cannot tell: counts, days in their order, who approves when, and the need where it is tested."""
    found = [*_of_counts(values), *_of_days(values)]
    programme = PROGRAMMES.get(values.get("programme") or "")
    if programme and programme.tested and _is_looked_at(values) and not _is_in_need_now(values):
        found.append(Problem("weak_parts", Message(_NO_NEED)))
    if values.get("approved_by") == "district" and (values.get("decision_date") or date.min) > LAST_OF_DISTRICTS:
        found.append(Problem("approved_by", Message(_NO_DISTRICT)))
    return found


def _of_counts(values: dict[str, Any]) -> list[Problem]:
    low = {"area": 1, "members": 1, "votes_all": 1, "votes_for": 0, "new_area": 1}
    wrong = [key for key, least in low.items() if values.get(key) is not None and not least <= values[key] <= 9999]
    found = [Problem(key, Message(N_("Chỉ nhận số từ %(low)s đến 9.999."), low=low[key])) for key in wrong]
    if not wrong and (values.get("votes_for") or 0) > (values.get("votes_all") or 9999):
        found.append(Problem("votes_for", Message(N_("Số người đồng ý nhiều hơn số người dự họp. Hãy kiểm tra lại."))))
    return found


def _of_days(values: dict[str, Any]) -> list[Problem]:
    started, finished = values.get("started_on"), values.get("finished_on")
    if finished and not started:
        return [Problem("started_on", Message(N_("Nhà đã hoàn thành thì phải có ngày khởi công.")))]
    if started and finished and finished < started:
        late = Message(N_("Hoàn thành trước ngày khởi công %(day)s. Hãy kiểm tra lại."), day=format_day(started))
        return [Problem("finished_on", late)]
    return []


def _is_looked_at(values: dict[str, Any]) -> bool:
    """Somebody has measured the house; before that nothing can be said of the need."""
    return bool(values.get("no_house") or values.get("area") is not None or values.get("weak_parts"))


def _is_in_need_now(values: dict[str, Any]) -> bool:
    day = values.get("decision_date") or today()
    room = parameter_int("house_room_a_head", day, ROOM_A_HEAD)
    return is_in_need(values, room, parameter_int("house_weak_walls", day, WEAK_WALLS))


_NO_NEED = N_(
    "Chương trình này cần: chưa có nhà, hoặc ít nhất hai trong ba bộ phận (nền-móng, khung-tường, mái) không bền chắc "
    "và dưới mức diện tích tối thiểu một người. Hãy kiểm tra các ô hiện trạng nhà, số khẩu."
)
_NO_DISTRICT = N_("Từ 1/7/2025 không còn UBND huyện. Hãy chọn UBND tỉnh hoặc UBND xã.")
