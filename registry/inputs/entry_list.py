"""A list of a register's lines, one row a person or a household: whose it is, then what is kept of the line (domain.md
§8)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from registry.inputs.cells import (
    read_birth,
    read_choice,
    read_codes,
    read_count,
    read_day,
    read_limited,
    read_mark,
    read_name,
    read_number,
    read_percent,
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

HEADED = {"name": ("ho va ten chu ho", "ho ten chu ho", "ten chu ho", "chu ho", "ho gia dinh"), "birth": ("sinh nam",)}
"""How lists of households head who heads one."""
WHICH_HOME = tuple(
    replace(
        one,
        required=False,
        keywords=(*one.keywords, *HEADED[one.key]),
        hint=N_("Không cần khi dòng có mã hộ."),
    )
    if one.key in HEADED
    else one
    for one in WHO
)
"""The same where a household is meant: its code is enough, and anybody in it may be named."""


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
    of_people: bool = True,
) -> Target:
    """The list of a register: its fields by their facets and kinds of value, known by their labels and by these phrases
    of headers ("form=new" heads a column that is ticked where the field `form` is "new"); what it tells of money, where
    its lines have some. Rows name people, else households."""
    own = [_field(name, facet, headers.get(name, ()), kinds[name]) for name, facet in facets.items()]
    own += [_ticked(key, headers[key], facets) for key in headers if TICKED in key]
    days = tuple(replace(day, keywords=(*day.keywords, *headers.get(day.key, ()))) for day in DAYS)
    told = (*own, *(money_fields(money) if money else ()), *days)
    return Target(key, title, (*(WHO if of_people else WHICH_HOME), *told), settle if of_people else settle_households)


PARSERS: Mapping[type, Callable[[str], Parsed]] = {bool: read_mark, int: read_count, date: read_day}
TICKED = "="


def _field(name: str, facet: Facet, headers: tuple[str, ...], kind: type) -> Field:
    several = kind is frozenset
    read = read_codes if several else read_choice
    plain = read_percent if facet.percent else PARSERS.get(kind, read_limited(500))
    parse = read(facet.choices) if facet.choices else plain
    choices = tuple(facet.choices.values()) if isinstance(facet.choices, dict) else ()
    hint = N_("Nhiều mục thì cách nhau bằng dấu phẩy.") if several else facet.hint
    return Field(name, facet.label, headers, parse, once=name in ONCE or facet.filter, hint=hint, choices=choices)


def _ticked(key: str, headers: tuple[str, ...], facets: Mapping[str, Facet]) -> Field:
    name, _, code = key.partition(TICKED)
    label = (facets[name].choices or {})[code]
    return Field(key, label, headers, read_mark, fills=(name,), in_template=False)


ONCE = frozenset({"legal_basis", "decision_no", "decision_date"})
MISSING = {
    "name": N_("Thiếu họ tên. Hãy ghi họ tên, hoặc xoá dòng này."),
    "birth": N_("Thiếu năm sinh. Hãy ghi ngày sinh, hoặc ít nhất năm sinh."),
    "starts": N_("Thiếu ngày bắt đầu. Hãy ghi ngày, hoặc chọn một ngày cho cả tệp."),
}


NOBODY = N_("Dòng này chưa nói hộ nào. Hãy ghi mã hộ, hoặc họ tên và năm sinh của một người trong hộ.")
TWICE = N_("Đánh dấu hai ô trái nhau. Hãy bỏ một.")


def settle(read: Read, _mapped: frozenset[str]) -> None:
    """Every row says who and from when."""
    _settle_line(read)
    require(read, MISSING)


def settle_households(read: Read, _mapped: frozenset[str]) -> None:
    """Every row says which household and from when."""
    _settle_line(read)
    settle_whose(read)
    require(read, {"starts": MISSING["starts"]})


def _settle_line(read: Read) -> None:
    settle_money(read)
    for record in read.records:
        for key in [key for key in record.values if TICKED in key]:
            name, _, code = key.partition(TICKED)
            if record.values.pop(key) is True and record.values.setdefault(name, code) != code:
                read.faults.append(record.line.fault(key, Message(TWICE)))


def settle_whose(read: Read) -> None:
    """Every row says which household: by its code, or by the name and birth of somebody in it."""
    for record in read.records:
        if record.get("household_code") is None and None in (record.get("name"), record.get("birth")):
            read.faults.append(record.line.fault("household_code", Message(NOBODY)))
            record.values["household_code"] = INVALID


def require(read: Read, missing: Mapping[str, str]) -> None:
    """Every row tells these; else it is told so in these words."""
    for record in read.records:
        for key, text in missing.items():
            if record.get(key) is None:
                read.faults.append(record.line.fault(key, Message(text)))
                record.values[key] = INVALID
