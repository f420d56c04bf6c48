"""A list of needs, one row an answer: which household (by its code, or by somebody in it), about what, since when."""

from collections.abc import Mapping

from registry.inputs.cells import read_choice, read_day, read_limited
from registry.inputs.entry_list import WHICH_HOME, require, settle_whose
from registry.inputs.targets import INVALID, Field, Parsed, Read, Target, declare
from registry.messages import N_, Message
from registry.models.need import ANSWERS, DETAIL_LABELS, PROGRAMMES, SOURCES
from registry.vn.fold import fold

SPOKEN = {
    "asked": ("co", "co nhu cau", "muon vay", "muon tham gia", "x", "dang ky"),
    "declined": ("khong", "khong co nhu cau", "khong vay", "khong tham gia", "tu choi"),
    "unsuitable": ("khong phu hop", "khong du dieu kien"),
    "unknown": ("chua ro", "chua xac dinh", "chua hoi", "?"),
}
"""How lists say each answer."""
WHOLE, ONE = "household", "person"
WHOSE = {WHOLE: N_("Cả hộ"), ONE: N_("Người có tên ở dòng")}


def read_answer(text: str) -> Parsed:
    """An answer in the words lists use."""
    known = {word: code for code, words in SPOKEN.items() for word in words}
    word = fold(text).strip(" .")
    return Parsed(known[word]) if word in known else read_choice(ANSWERS)(text)


def _said(key: str, label: str, headers: tuple[str, ...], choices: Mapping[str, str], hint: str = "") -> Field:
    """A choice that may be made once for the whole file."""
    offered = tuple(choices.values())
    return Field(key, label, headers, read_choice(choices), once=True, hint=hint, choices=offered)


NEED_LIST = declare(
    Target(
        "needs",
        N_("Nhu cầu của hộ"),
        (
            *WHICH_HOME,
            _said("programme", N_("Chương trình"), ("chuong trinh", "linh vuc"), PROGRAMMES),
            _said("detail", N_("Chương trình cụ thể"), ("chuong trinh cu the", "chuong trinh vay"), DETAIL_LABELS),
            Field(
                "answer", N_("Câu trả lời"), ("nhu cau", "cau tra loi", "co nhu cau", "y kien"), read_answer,
                required=True, choices=tuple(ANSWERS.values()), hint=N_("Có, Không, Không phù hợp hoặc Chưa rõ."),
            ),
            Field("on_date", N_("Ngày hỏi"), ("ngay hoi", "ngay khao sat", "ngay"), read_day, once=True),
            _said("source", N_("Nguồn"), ("nguon",), SOURCES),
            _said("whose", N_("Nhu cầu của"), ("nhu cau cua",), WHOSE, N_("Để trống là của cả hộ.")),
            Field("note", N_("Ghi chú"), ("ghi chu",), read_limited(500)),
        ),
        lambda read, mapped: settle(read),
    )
)  # fmt: skip
NEEDED = {
    "programme": N_("Thiếu chương trình. Hãy ghi chương trình, hoặc chọn một chương trình cho cả tệp."),
    "answer": N_("Thiếu câu trả lời. Hãy ghi Có, Không, Không phù hợp hoặc Chưa rõ."),
    "on_date": N_("Thiếu ngày hỏi. Hãy ghi ngày, hoặc chọn một ngày cho cả tệp."),
    "source": N_("Thiếu nguồn. Hãy ghi nguồn, hoặc chọn một nguồn cho cả tệp."),
}


def settle(read: Read) -> None:
    """Every row says of whom, about what, since when and from where."""
    require(read, NEEDED)
    settle_whose(read)
    for record in read.records:
        named = record.get("name") is not None and record.get("birth") is not None
        if record.get("whose") == ONE and not named and record.get("household_code") is not INVALID:
            text = N_("Nhu cầu của một người thì cần họ tên và năm sinh của người ấy.")
            read.faults.append(record.line.fault("name", Message(text)))
            record.values["name"] = INVALID
