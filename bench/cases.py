"""What is measured of ours, and what it may take."""

from dataclasses import dataclass

COORDINATOR, CLERK = "dieuphoi", "lieutu"


@dataclass(frozen=True)
class Case:
    """Pages of one kind, opened in turn by one reader; `target` is the p50 of CPU in milliseconds.

    `fresh`: as after somebody's change, when no kept answer may be used.
    """

    name: str
    user: str
    paths: tuple[str, ...]
    target: float
    fresh: bool = False


def cases(codes: list[str]) -> list[Case]:
    """Issue A's figures; `codes` are households for the household page."""
    return [
        Case("danh sách, toàn tỉnh", COORDINATOR, ("/households",), 150),
        Case("như trên, ngay sau một thay đổi", COORDINATOR, ("/households",), 200, fresh=True),
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
