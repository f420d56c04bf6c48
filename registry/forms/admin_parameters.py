"""Parameters, review rounds and the working day."""

from calendar import monthrange
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from wtforms import SelectChoice
from wtforms.validators import StopValidation

from registry.forms.base import Form, Required, WholeField, choice_field, day_field, lazy, text_field, year_field
from registry.messages import N_, Message
from registry.models.review import ROUND_KINDS
from registry.queries.parameters import StandardRow
from registry.vn.numbers import format_int, parse_int

NO_DAY = N_("Hãy nhập ngày/tháng có trong lịch, ví dụ 31/12.")


@dataclass(frozen=True)
class Known:
    """A parameter the program reads: what it is called, and which whole numbers make sense. `of_year`: a day of every
    year, kept as month and day (1231) and shown as 31/12."""

    label: str
    least: int
    most: int
    of_year: bool = False


KNOWN = {
    "newly_escaped_months": Known(N_("Số tháng tính là mới thoát nghèo"), 1, 120),
    "late_card_days": Known(N_("Số ngày thẻ được muộn sau quyết định"), 0, 366),
    "death_report_days": Known(N_("Số ngày để báo giảm thẻ của người đã mất"), 0, 366),
    "base_salary": Known(N_("Lương cơ sở (đồng/tháng)"), 1, 100_000_000),
    "insurance_rate_permille": Known(N_("Mức đóng BHYT (phần nghìn lương cơ sở)"), 1, 1000),
    "insurance_support_percent": Known(N_("Phần trăm ngân sách hỗ trợ đóng BHYT"), 0, 100),
    "housing_ceiling": Known(N_("Mức hỗ trợ nhà ở cao nhất (đồng)"), 0, 10_000_000_000),
    "house_room_a_head": Known(N_("Diện tích nhà tối thiểu một người (m²)"), 1, 100),
    "house_weak_walls": Known(N_("Khung và tường: mấy bộ phận không bền thì tính là không bền"), 1, 2),
    "housing_separate_years": Known(N_("Số năm tách hộ trước khi được hỗ trợ nhà ở"), 0, 20),
    "housing_repair_years": Known(N_("Số năm từ sửa chữa đến xây mới"), 0, 50),
    "housing_start_days": Known(N_("Số ngày để khởi công nhà sau quyết định"), 0, 3660),
    "housing_build_months": Known(N_("Số tháng để hoàn thành nhà"), 1, 120),
    "temporary_house_percent": Known(N_("Tỷ lệ hộ nghèo ở nhà tạm phải dưới (%)"), 0, 100),
    "student_rate": Known(N_("Mức hỗ trợ học sinh, sinh viên (đồng/tháng)"), 0, 100_000_000),
    "student_lodging": Known(N_("Hỗ trợ tiền nhà ở của học sinh (đồng/tháng)"), 0, 100_000_000),
    "student_rate_day": Known(N_("Ngày trong tháng quyết định mức hỗ trợ của tháng đó"), 1, 31),
    "student_most_months": Known(N_("Số tháng hỗ trợ nhiều nhất trong một năm học"), 1, 12),
    "student_gap_after": Known(N_("Sau ngày nào thì trẻ chưa được hỗ trợ là thiếu (ngày/tháng)"), 101, 1231, True),
    "student_first_pay": Known(N_("Hạn chi đợt 1 chi phí học tập (ngày/tháng)"), 101, 1231, True),
    "student_second_pay": Known(N_("Hạn chi đợt 2 chi phí học tập (ngày/tháng)"), 101, 1231, True),
    "credit_ceiling": Known(N_("Mức cho vay tối đa của chương trình tín dụng (đồng)"), 1, 10_000_000_000),
    "credit_rate": Known(N_("Lãi suất của chương trình tín dụng (phần vạn một năm; 660 là 6,6%)"), 0, 3000),
    "credit_term": Known(N_("Thời hạn vay dài nhất của chương trình tín dụng (tháng)"), 1, 360),
    "credit_most_programmes": Known(N_("Hộ nghèo vay từ mấy chương trình thì xem lại"), 2, 12),
    "credit_most_debt": Known(N_("Hộ nghèo có dư nợ quá bao nhiêu thì xem lại (đồng)"), 1, 2_000_000_000),
    "student_keeps_year": Known(N_("Hộ ra khỏi diện vẫn được hỗ trợ đến hết năm học (1: có, 0: không)"), 0, 1),
    "production_target_share": Known(N_("Tỷ lệ hộ đúng đối tượng ít nhất của dự án (%)"), 0, 100),
    "production_project_ceiling": Known(N_("Vốn cao nhất của một dự án sản xuất (đồng)"), 0, 10**12),
    "production_household_ceiling": Known(N_("Hỗ trợ sản xuất cao nhất của một hộ (đồng)"), 0, 10_000_000_000),
    "production_repeat_years": Known(N_("Số năm không hỗ trợ sản xuất trùng nội dung"), 0, 20),
    "need_days": Known(N_("Số ngày để đáp ứng nhu cầu hộ đã nêu"), 1, 3660),
    "reached_months": Known(N_("Số tháng chưa được hỗ trợ gì thì là bị bỏ sót"), 1, 120),
}


def label_of(key: str) -> str:
    """A parameter's name in words; its key when the program no longer reads it."""
    return KNOWN[key].label if key in KNOWN else key


def is_of_year(key: str) -> bool:
    """Whether the parameter is a day of every year."""
    return key in KNOWN and KNOWN[key].of_year


def value_text(key: str, value: str) -> str:
    """A parameter's value as people read it: a number with its dots, a day of the year as dd/mm."""
    if not value.isdecimal():
        return value
    return f"{int(value) % 100:02}/{int(value) // 100:02}" if is_of_year(key) else format_int(int(value))


def read_value(text: str) -> int:
    """A whole number, or a day and month (31/12) as the number that is kept. Raises ValueError with a Message."""
    day, slash, month = text.partition("/")
    if not slash:
        return parse_int(text)
    if not (day.isdecimal() and month.isdecimal() and is_in_calendar(int(month) * 100 + int(day))):
        raise ValueError(Message(NO_DAY))
    return int(month) * 100 + int(day)


def is_in_calendar(number: int) -> bool:
    """Whether there is such a day in a year that has the most of them."""
    month, day = divmod(number, 100)
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000, month)[1]


class ValueField(WholeField):
    """A parameter's value; `about` is the parameter it is of."""

    read = staticmethod(read_value)
    about = ""

    def _value(self) -> str:
        return value_text(self.about, str(self.data)) if self.data and not self.raw_data else super()._value()


class ValueForm(Form):
    """A value and the paper it comes from."""

    value = ValueField(
        lazy(N_("Giá trị")), validators=[Required()], render_kw={"inputmode": "numeric", "autocomplete": "off"}
    )
    legal_basis = text_field(N_("Căn cứ pháp lý"), 200, required=True)

    def is_about(self, key: str) -> None:
        """Which parameter the value is of."""
        self.value.about = key

    def validate_value(self, field: Any) -> None:
        """A number that makes sense, or a day that is in the calendar."""
        known, typed = KNOWN.get(field.about), "".join(field.raw_data or ())
        if field.data is None or known is None:
            return
        if known.of_year and not is_in_calendar(field.data):
            raise StopValidation(gettext(NO_DAY))
        if "/" in typed and not known.of_year:
            raise StopValidation(gettext("Hãy nhập số nguyên, ví dụ 1.500.000 (dấu chấm chỉ để tách hàng nghìn)."))
        if not known.least <= field.data <= known.most:
            limits = {"least": known.least, "most": known.most}
            raise StopValidation(gettext("Chỉ nhận số từ %(least)s đến %(most)s.", **limits))


class ParameterForm(ValueForm):
    """A value that holds from a day on."""

    key = choice_field(N_("Tham số"), {key: one.label for key, one in KNOWN.items()}, required=True)
    starts = day_field(N_("Từ ngày"), required=True)
    ends = day_field(N_("Đến hết ngày"), hint=N_("Để trống nếu chưa biết."))


class LastDayForm(Form):
    """The last day a value holds."""

    day = day_field(N_("Đến hết ngày"), required=True, hint=N_("Ngày cuối cùng giá trị còn hiệu lực."))


class RoundForm(Form):
    """A review round."""

    code = text_field(N_("Mã kỳ"), 20, required=True, hint=N_("Chữ không dấu và số, ví dụ R2022."))
    kind = choice_field(N_("Loại rà soát"), ROUND_KINDS, required=True)
    year = year_field(N_("Năm"))
    standard_id = choice_field(N_("Chuẩn nghèo"), required=True)
    opens = day_field(N_("Ngày mở kỳ"), required=True)
    closes = day_field(N_("Ngày kết thúc kỳ"), required=True)

    def offer(self, standards: list[StandardRow]) -> None:
        """The standards to choose from."""
        self.ids = {one.code: one.id for one in standards}
        self.standard_id.choices = [SelectChoice(one.code, f"{one.code} · {one.legal_basis}") for one in standards]

    def columns(self) -> dict[str, Any]:
        """What add_round and correct_round take, but for the code."""
        names = ("kind", "year", "opens", "closes")
        chosen = {name: self[name].data for name in names}
        return {**chosen, "standard_id": self.ids.get(self.standard_id.data, 0)}


class WorkingDayForm(Form):
    """The day the registry works on."""

    value = day_field(N_("Ngày làm việc"), hint=N_("Để trống để theo lịch thật."))
