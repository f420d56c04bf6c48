"""A list of households: one row a person, a household's rows under its head's (domain.md §2.7, §8)."""

from collections.abc import Iterator
from typing import Any

from registry.inputs.cells import (
    read_birth,
    read_class,
    read_day,
    read_limited,
    read_mark,
    read_name,
    read_number,
    read_relationship,
    read_sex,
    read_sex_column,
)
from registry.inputs.targets import INVALID, Field, Parsed, Read, Record, Target, declare
from registry.messages import N_, Message
from registry.models.household import RELATIONSHIPS
from registry.models.household_period import CLASSES
from registry.models.person import SEXES
from registry.vn import lexicon
from registry.vn.dates import PartialDate
from registry.vn.ids import FEMALE, MALE

HEAD = "01"
REQUIRED = ("name", "birth", "sex", "ethnicity", "relationship")


def _own_code(text: str) -> Parsed:
    parsed = read_limited(40)(text)
    return Parsed(parsed.value and parsed.value.upper().replace(" ", ""))


FIELDS = (
    Field("stt", N_("STT"), ("stt", "so tt", "so thu tu", "tt"), read_limited(20)),
    Field(
        "household_code", N_("Mã hộ"), ("ma ho", "ma so ho", "household code", "so ho", "stt ho", "ho so"), _own_code,
        hint=N_("Mã hộ trong sổ (HH-000123), nếu hộ đã có; hoặc mã của phần mềm khác. Để trống ở các thành viên."),
    ),
    Field(
        "name", N_("Họ và tên"),
        ("ho va ten", "ho ten", "chu ho", "ten"),
        read_name, required=True,
    ),
    Field(
        "relationship", N_("Quan hệ với chủ hộ"),
        ("quan he voi chu ho", "quan he", "quan he chu ho", "qh voi chu ho", "qh chu ho", "qhch", "qh"),
        read_relationship, choices=tuple(RELATIONSHIPS.values()),
        hint=N_("Dòng chủ hộ mở đầu một hộ; các dòng sau là thành viên của hộ đó."),
    ),
    Field(
        "birth", N_("Ngày sinh"),
        ("ngay sinh", "nam sinh", "ngay thang nam sinh", "ngay thang sinh", "sinh ngay", "sinh nam", "ntns"),
        read_birth, required=True, hint=N_("Ngày/tháng/năm, tháng/năm, hoặc chỉ năm nếu không rõ."),
    ),
    Field("sex", N_("Giới tính"), ("gioi tinh", "phai", "gt", "nam nu", "gioi"), read_sex, required=True,
          choices=tuple(SEXES.values())),
    Field("male", N_("Cột Nam (năm sinh hoặc dấu x)"), (), read_sex_column, named=lexicon.MALE_COLUMN,
          fills=("birth", "sex"), in_template=False),
    Field("female", N_("Cột Nữ (năm sinh hoặc dấu x)"), (), read_sex_column, named=lexicon.FEMALE_COLUMN,
          fills=("birth", "sex"), in_template=False),
    Field("ethnicity", N_("Dân tộc"), ("dan toc", "dt"), read_limited(60), required=True, once=True, repeats=True),
    Field(
        "number", N_("Số CCCD/CMND"),
        ("so cccd", "cccd", "cmnd", "so cmnd", "so cccd cmnd", "so dinh danh", "so dinh danh ca nhan", "can cuoc",
         "can cuoc cong dan", "so giay to", "cmt", "cmtnd", "chung minh nhan dan"),
        read_number, hint=N_("12 hoặc 9 chữ số, định dạng ô là Văn bản để không mất số 0 ở đầu."),
    ),
    Field("unit", N_("Xã, phường, thị trấn"), ("xa phuong thi tran", "xa phuong", "xa", "phuong", "ma xa", "don vi"),
          read_limited(120), once=True, repeats=True, hint=N_("Tên hoặc mã xã.")),
    Field("hamlet", N_("Ấp, khóm"), ("ap khom", "ap", "khom", "thon", "ap khu vuc", "dia ban"), read_limited(100),
          once=True, repeats=True, hint=N_("Đúng tên ấp, khóm đã có trong sổ.")),
    Field("address", N_("Địa chỉ"), ("dia chi", "so nha", "cho o hien nay", "noi o"), read_limited(200), repeats=True),
    Field("phone", N_("Điện thoại"), ("dien thoai", "so dien thoai", "sdt"), read_limited(20)),
    Field("class_", N_("Diện hộ"), ("dien ho", "dien", "loai ho", "doi tuong", "phan loai ho", "ket qua phan loai"),
          read_class, once=True, repeats=True, choices=tuple(CLASSES.values()),
          hint=N_("Diện được công nhận trong kỳ rà soát; để trống nếu danh sách không công nhận diện."),),
    Field("poor", N_("Cột Hộ nghèo (dấu x)"), (), read_mark, named=lexicon.POOR_COLUMN, fills=("class_",),
          in_template=False),
    Field("near_poor", N_("Cột Hộ cận nghèo (dấu x)"), (), read_mark, named=lexicon.NEAR_POOR_COLUMN,
          fills=("class_",), in_template=False),
    Field("round", N_("Kỳ rà soát"), ("ky ra soat", "dot ra soat", "ma ky"), read_limited(20), once=True, repeats=True,
          hint=N_("Mã kỳ rà soát trong sổ.")),
    Field("decision_no", N_("Số quyết định"), ("so quyet dinh", "quyet dinh so", "so qd", "qd so"), read_limited(60),
          once=True, repeats=True, hint=N_("Ví dụ: 12/QĐ-UBND.")),
    Field("decision_date", N_("Ngày quyết định"), ("ngay quyet dinh", "ngay qd", "ngay ky qd"), read_day, once=True,
          repeats=True),
    Field("starts", N_("Ghi vào sổ từ ngày"), ("ghi vao so tu ngay", "ngay vao so", "tu ngay"), read_day, once=True,
          repeats=True, hint=N_("Với hộ mới; để trống là ngày làm việc.")),
)  # fmt: skip


def settle(read: Read, mapped: frozenset[str]) -> None:
    """Tell sexes, births and classes from marked columns, and who heads and who belongs to which household."""
    for record in read.records:
        _unpivot(record, mapped)
        _tell_class(record, read)
    _relate(read, mapped)
    for record in read.records:
        for key in REQUIRED:
            if record.get(key) is None:
                read.faults.append(record.line.fault(key, Message(MISSING[key])))
                record.values[key] = INVALID


MISSING = {
    "name": N_("Thiếu họ tên. Hãy ghi họ tên, hoặc xoá dòng này."),
    "birth": N_("Thiếu năm sinh. Hãy ghi ngày sinh, hoặc ít nhất năm sinh."),
    "sex": N_("Thiếu giới tính. Hãy ghi Nam hoặc Nữ."),
    "ethnicity": N_("Thiếu dân tộc. Hãy ghi dân tộc, hoặc chọn một dân tộc cho cả tệp."),
    "relationship": N_("Không rõ người này thuộc hộ nào, quan hệ gì. Hãy ghi quan hệ với chủ hộ."),
}


def _unpivot(record: Record, mapped: frozenset[str]) -> None:
    values = record.values
    marks = {sex: values.pop(key, None) for key, sex in (("male", MALE), ("female", FEMALE))}
    told = [sex for sex, mark in marks.items() if mark is not None]
    if len(told) == 1:
        values.setdefault("sex", told[0])
    elif not told and "female" in mapped and "male" not in mapped and "sex" not in mapped:
        values["sex"] = MALE
    for mark in marks.values():
        if isinstance(mark, PartialDate):
            values.setdefault("birth", mark)
        elif mark is INVALID:
            values.setdefault("birth", INVALID)
            values.setdefault("sex", INVALID)


def _tell_class(record: Record, read: Read) -> None:
    marked = [key for key in ("poor", "near_poor") if record.values.pop(key, None)]
    if len(marked) > 1:
        read.faults.append(record.line.fault("poor", Message(N_("Đánh dấu cả hộ nghèo và hộ cận nghèo. Hãy bỏ một."))))
    elif marked:
        record.values.setdefault("class_", marked[0])


def _relate(read: Read, mapped: frozenset[str]) -> None:
    """Where no column tells relationships, whoever has a number begins a household; without blanks each row is one."""
    if "relationship" in mapped:
        return _fill_heads(read)
    counted = "household_code" if "household_code" in mapped else "stt"
    last = None
    for record in read.records:
        number = record.get(counted)
        begins = counted not in mapped or (number is not None and (counted == "stt" or number != last))
        if begins:
            record.values["relationship"] = HEAD
        last = number or last
    return None


def _fill_heads(read: Read) -> None:
    """A row with the household's number and a blank relationship is its head's."""
    counts_people = all(record.get("stt") is not None for record in read.records)
    for record in read.records:
        begins = record.get("household_code") or (record.get("stt") and not counts_people)
        if record.get("relationship") is None and begins:
            record.values["relationship"] = HEAD


def households(read: Read) -> Iterator[list[Record]]:
    """The records of each household, its head's first. A member before any head is a fault."""
    current: list[Record] = []
    for record in read.records:
        begins = record.get("relationship") == HEAD or _other_code(current, record)
        if begins and current:
            yield current
            current = []
        current.append(record)
    if current:
        yield current


def _other_code(current: list[Record], record: Record) -> bool:
    code = record.get("household_code")
    return bool(current and code and current[0].get("household_code") != code)


def first(records: list[Record], key: str) -> tuple[Record, Any]:
    """What a household's rows say of it: the first row that says it."""
    told = next((record for record in records if record.get(key) is not None), records[0])
    return told, told.get(key)


HOUSEHOLD_LIST = declare(Target("households", N_("Hộ gia đình, thành viên và diện hộ"), FIELDS, settle))
