"""A list of a register's lines, one row a person: who it is, then what is kept of the line (domain.md §8)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from registry.inputs.cells import (
    read_birth,
    read_choice,
    read_count,
    read_day,
    read_limited,
    read_mark,
    read_name,
    read_number,
)
from registry.inputs.money_list import money_fields, settle_money
from registry.inputs.targets import INVALID, Field, Parsed, Read, Target
from registry.messages import N_, Message
from registry.models.money import Money
from registry.storage import Facet

WHO = (
    Field("stt", N_("STT"), ("stt", "so tt", "so thu tu", "tt"), read_limited(20)),
    Field(
        "household_code", N_("Mã hộ"), ("ma ho", "ma so ho", "household code"), read_limited(40),
        hint=N_("Mã hộ trong sổ (HH-000123), nếu biết; cần khi xã có người trùng tên, trùng năm sinh."),
    ),
    Field("name", N_("Họ và tên"), ("ho va ten", "ho ten", "ten"), read_name, required=True),
    Field(
        "birth", N_("Ngày sinh"),
        ("ngay sinh", "nam sinh", "ngay thang nam sinh", "ngay thang sinh", "sinh ngay", "ntns"), read_birth,
        required=True, hint=N_("Ngày/tháng/năm, tháng/năm, hoặc chỉ năm nếu không rõ."),
    ),
    Field(
        "number", N_("Số CCCD/CMND"),
        ("so cccd", "cccd", "cmnd", "so cmnd", "so cccd cmnd", "so dinh danh", "so dinh danh ca nhan", "can cuoc",
         "so giay to", "cccd cmnd ddcn ho chieu"),
        read_number, hint=N_("12 hoặc 9 chữ số, định dạng ô là Văn bản để không mất số 0 ở đầu."),
    ),
    Field("unit", N_("Xã, phường, thị trấn"), ("xa phuong thi tran", "xa phuong", "xa", "phuong", "ma xa", "don vi"),
          read_limited(120), once=True, repeats=True, hint=N_("Tên hoặc mã xã.")),
    Field("hamlet", N_("Ấp, khóm"), ("ap khom", "ap", "khom", "thon"), read_limited(100), once=True, repeats=True),
)  # fmt: skip


def _last_day(text: str) -> Parsed:
    """The last day it counts, which lists give, as the day after it."""
    day = read_day(text).value
    return Parsed(day and day + timedelta(1))


DAYS = (
    Field(
        "starts", N_("Từ ngày"), ("tu ngay", "gia tri tu", "gia tri su dung tu ngay", "han tu ngay", "gia tri tu ngay"),
        read_day, required=True, once=True,
    ),
    Field(
        "ends", N_("Đến hết ngày"),
        ("den ngay", "den het ngay", "gia tri den", "han den ngay", "gia tri den ngay", "han su dung", "ngay het han"),
        _last_day, once=True, hint=N_("Ngày cuối cùng còn giá trị."),
    ),
)  # fmt: skip


def entry_list(
    key: str,
    title: str,
    facets: Mapping[str, Facet],
    headers: Mapping[str, tuple[str, ...]],
    kinds: Mapping[str, type],
    money: Money | None = None,
) -> Target:
    """The list of a register: its fields by their facets and kinds of value, known by their labels and by these phrases
    of headers; what it tells of money, where its lines have some."""
    own = tuple(_field(name, facet, headers.get(name, ()), kinds[name]) for name, facet in facets.items())
    days = tuple(replace(day, keywords=(*day.keywords, *headers.get(day.key, ()))) for day in DAYS)
    return Target(key, title, (*WHO, *own, *(money_fields(money) if money else ()), *days), settle)


PARSERS: Mapping[type, Callable[[str], Parsed]] = {bool: read_mark, int: read_count, date: read_day}


def _field(name: str, facet: Facet, headers: tuple[str, ...], kind: type) -> Field:
    parse = read_choice(facet.choices) if facet.choices else PARSERS.get(kind, read_limited(500))
    choices = tuple(facet.choices.values()) if isinstance(facet.choices, dict) else ()
    once = name in ONCE or facet.filter
    return Field(name, facet.label, headers, parse, once=once, hint=facet.hint, choices=choices)


ONCE = frozenset({"legal_basis", "decision_no", "decision_date"})
MISSING = {
    "name": N_("Thiếu họ tên. Hãy ghi họ tên, hoặc xoá dòng này."),
    "birth": N_("Thiếu năm sinh. Hãy ghi ngày sinh, hoặc ít nhất năm sinh."),
    "starts": N_("Thiếu ngày bắt đầu. Hãy ghi ngày, hoặc chọn một ngày cho cả tệp."),
}


def settle(read: Read, _mapped: frozenset[str]) -> None:
    """Every row says who and from when."""
    settle_money(read)
    for record in read.records:
        for key, text in MISSING.items():
            if record.get(key) is None:
                read.faults.append(record.line.fault(key, Message(text)))
                record.values[key] = INVALID
