"""Citizen identity numbers: read, doubted, never blocked for being odd, and masked.

A 12-digit number is 3 digits of the place of birth registration (or a country), 1 of century and sex (0 a man and 1 a
woman born 19xx, 2 and 3 born 20xx), 2 of the year and 6 of serial (Thông tư 59/2021/TT-BCA). It has no check digit.
"""

import re
import unicodedata

from registry.messages import N_, Message
from registry.vn.clean import strip_invisible

CCCD12, CMND9, DDCN12 = "CCCD12", "CMND9", "DDCN12"
MALE, FEMALE = "male", "female"
DIGITS = {CCCD12: 12, CMND9: 9, DDCN12: 12}
PROVINCES = frozenset(
    re.findall(
        "[0-9]+",
        "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 "
        "040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 "
        "083 084 086 087 089 091 092 093 094 095 096",
    )
)
"""The 63 provinces of before July 2025; numbers keep their codes after the mergers."""


def normalise_number(text: str) -> tuple[str, list[Message]]:
    """The number in `text` without spaces, dots and dashes, and warnings about what was repaired.

    Raises ValueError with a Message when a spreadsheet has already cut digits off ("9,4085E+10").
    """
    plain = "".join(unicodedata.normalize("NFKC", strip_invisible(text)).split())
    if re.fullmatch(r"[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+", plain):
        raise ValueError(
            Message(N_("Excel đã rút gọn số này nên mất chữ số. Hãy nhập đủ số theo giấy tờ, định dạng ô là Văn bản."))
        )
    number = re.sub(r"[-–.']", "", re.sub(r"^([0-9]{9,12})[.,]0$", r"\1", plain))
    if re.fullmatch("[1-9][0-9]{10}", number):
        lost = N_("Số chỉ có 11 chữ số (Excel hay bỏ số 0 ở đầu): đã thêm số 0. Hãy đối chiếu với giấy tờ.")
        return "0" + number, [Message(lost)]
    return number, []


def problem(kind: str, number: str) -> Message | None:
    """Why a number as `normalise_number` returns it cannot be an id of this kind at all; None when it can."""
    if not number:
        return Message(N_("Hãy nhập số giấy tờ."))
    if not re.fullmatch("[0-9]+", number):
        return Message(N_("Số giấy tờ chỉ gồm các chữ số. Hãy bỏ chữ và dấu khác."))
    if len(number) != DIGITS[kind]:
        return Message(
            N_("Loại giấy tờ này có %(wanted)s chữ số, số đã nhập có %(found)s. Hãy kiểm tra lại."),
            wanted=DIGITS[kind],
            found=len(number),
        )
    return None


def check_number(kind: str, number: str, sex: str | None, birth_year: int | None) -> list[Message]:
    """Doubts about a number against its holder's sex and birth year (None: not known); warnings, never a refusal."""
    if wrong := problem(kind, number):
        return [wrong]
    if kind == CMND9:
        return []
    doubts = []
    if number[:3] not in PROVINCES:
        doubts.append(Message(N_("Không có mã tỉnh %(code)s trong 63 tỉnh, thành phố."), code=number[:3]))
    return doubts + _doubts_about_holder(number, sex, birth_year)


def guess_kind(number: str) -> str | None:
    """The kind a number's count of digits points to; a child's 12 digits look like any citizen's."""
    return {12: CCCD12, 9: CMND9}.get(len(number)) if re.fullmatch("[0-9]+", number) else None


def mask(number: str) -> str:
    """The number with its middle hidden, "094•••••1234", "HN•••••1234"; hidden altogether when it is no id."""
    first, last = {15: (2, 4), 12: (3, 4), 10: (2, 3), 9: (2, 3)}.get(len(number), (0, 0))
    hidden = len(number) - first - last
    return number[:first] + "•" * (min(hidden, 5) if first else hidden) + number[first + hidden :]


def _doubts_about_holder(number: str, sex: str | None, birth_year: int | None) -> list[Message]:
    century, female = divmod(int(number[3]), 2)
    if century > 1:
        return [Message(N_("Chữ số thứ tư là %(digit)s, lẽ ra chỉ từ 0 đến 3."), digit=number[3])]
    doubts = []
    if sex and sex != (FEMALE if female else MALE):
        doubts.append(Message(N_("Chữ số thứ tư của số giấy tờ không khớp giới tính đã ghi.")))
    year = 1900 + 100 * century + int(number[4:6])
    if birth_year and year != birth_year:
        doubts.append(Message(N_("Số giấy tờ ứng với năm sinh %(year)s, khác năm sinh đã ghi."), year=year))
    return doubts
