"""What is measured of ours, and what it may take."""

from dataclasses import dataclass

COORDINATOR, CLERK = "dieuphoi", "lieutu"
OTHERS = tuple(f"/registers/{slug}" for slug in ("credit", "students", "housing", "production"))
PAGES = ("/registers/production/projects", "/registers/housing/temporary", "/credit-groups")


@dataclass(frozen=True)
class Case:
    """Pages of one kind, opened in turn by one reader; `target` is the p50 of CPU in milliseconds, None where nothing
    was asked.

    `fresh`: as after somebody's change, when no kept answer may be used.
    """

    name: str
    user: str
    paths: tuple[str, ...]
    target: float | None
    fresh: bool = False


def cases(codes: list[str]) -> list[Case]:
    """What the design asks of pages; `codes` are households for the household page."""
    return [
        Case("bảng khoảng trống, toàn tỉnh", COORDINATOR, ("/",), 100),
        Case("bảng, ngay sau một thay đổi", COORDINATOR, ("/",), 150, fresh=True),
        Case("bảng, một huyện", COORDINATOR, ("/?unit=951", "/?unit=948"), 100),
        Case("bảng, xã của cán bộ xã", CLERK, ("/",), 100),
        Case("danh sách sau một số, toàn tỉnh", COORDINATOR, ("/gaps/E01", "/gaps/E02", "/gaps/E04", "/gaps/Q01"), 150),
        Case("danh sách sau một số, một xã", CLERK, ("/gaps/E01", "/gaps/E02", "/gaps/E04", "/gaps/Q01"), 60),
        Case("người được hưởng, toàn tỉnh", COORDINATOR, ("/coverage/insurance",), 150),
        Case("được hưởng, ngay sau một thay đổi", COORDINATOR, ("/coverage/insurance",), None, fresh=True),
        Case("người được hưởng, một xã", CLERK, ("/coverage/insurance",), 60),
        Case("sổ thẻ BHYT, toàn tỉnh", COORDINATOR, ("/registers/insurance",), 150),
        Case("sổ thẻ, ngay sau một thay đổi", COORDINATOR, ("/registers/insurance",), None, fresh=True),
        Case("sổ thẻ BHYT, một xã", CLERK, ("/registers/insurance",), 60),
        Case("bốn sổ kia, toàn tỉnh", COORDINATOR, OTHERS, 150),
        Case("bốn sổ kia, ngay sau một thay đổi", COORDINATOR, OTHERS, None, fresh=True),
        Case("bốn sổ kia, một xã", CLERK, OTHERS, 60),
        Case("nhu cầu vay, nhu cầu sản xuất, toàn tỉnh", COORDINATOR, ("/needs/credit", "/needs/production"), 150),
        Case("dự án, nhà tạm, tổ TK&VV, toàn tỉnh", COORDINATOR, PAGES, 150),
        Case("sắp hết hạn, toàn tỉnh", COORDINATOR, ("/endings",), 150),
        Case("sắp hết hạn, ngay sau một thay đổi", COORDINATOR, ("/endings",), None, fresh=True),
        Case("danh sách, toàn tỉnh", COORDINATOR, ("/households",), 150),
        Case("danh sách, ngay sau một thay đổi", COORDINATOR, ("/households",), 200, fresh=True),
        Case("danh sách, hộ nghèo toàn tỉnh", COORDINATOR, ("/households?class=poor",), 150),
        Case("danh sách, một huyện", COORDINATOR, ("/households?unit=951",), 150),
        Case("danh sách, xã của cán bộ xã", CLERK, ("/households",), 150),
        Case("tìm 1 từ, toàn tỉnh", COORDINATOR, _search("nguyen", "thach", "duc", "huong"), 120),
        Case("tìm 2 từ, toàn tỉnh", COORDINATOR, _search("nguyen van", "thach thi", "hoa thuan", "kim sa"), 120),
        Case("tìm 3 từ, toàn tỉnh", COORDINATOR, _search("tran thi be", "ly quach an", "son thi rinh"), 120),
        Case("tìm tên không ai có, toàn tỉnh", COORDINATOR, _search("xuyzz", "nguyen van zzy"), 120),
        Case("tìm 1-3 từ, một xã", CLERK, _search("nguyen", "thach thi", "tran thi be", "xuyzz"), 20),
        Case("trang hộ", COORDINATOR, tuple(f"/households/{code}" for code in codes), 60),
    ]


def _search(*names: str) -> tuple[str, ...]:
    return tuple(f"/households?q={name.replace(' ', '+')}" for name in names)
