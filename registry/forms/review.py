"""The class recognised in a review round."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectChoice

from registry.forms.base import Form, choice_field, day_field, lazy, text_field, whole_field
from registry.forms.fields import radios_field, ticks_field
from registry.forms.household import CHOOSE
from registry.messages import N_
from registry.models import DeprivationIndicator, HouseholdClass
from registry.models.household import CAUSES
from registry.models.household_period import CLASSES
from registry.models.review import AREA_TYPES, HOUSE_PARTS

DECISION = ("class_", "decision_no", "decision_date", "certificate")
FINDINGS = ("area_type", "income_pc", "score_b1", "score_b2", "deprivations", "weak_parts")


class ClassForm(Form):
    """What a decision says, and what the review found."""

    class_ = choice_field(N_("Diện được công nhận"), CLASSES, required=True, empty=CHOOSE)
    decision_no = text_field(N_("Số quyết định"), 60, required=True, hint=N_("Ví dụ 12/QĐ-UBND."))
    decision_date = day_field(N_("Ngày quyết định"), required=True)
    certificate = BooleanField(lazy(N_("Đã cấp giấy chứng nhận")))
    area_type = radios_field(N_("Khu vực của phiếu"), AREA_TYPES)
    income_pc = whole_field(N_("Thu nhập bình quân (đồng/người/tháng)"))
    score_b1 = whole_field(N_("Điểm B1"))
    score_b2 = whole_field(N_("Điểm B2"))
    deprivations = ticks_field(N_("Chỉ số thiếu hụt"))
    weak_parts = ticks_field(N_("Bộ phận nhà không bền chắc"), HOUSE_PARTS)
    groups: Any = ((N_("Quyết định"), DECISION), (N_("Kết quả rà soát"), FINDINGS))

    def offer(self, indicators: list[DeprivationIndicator]) -> None:
        """The indicators of the round's standard."""
        self.deprivations.choices = [
            SelectChoice(one.code, lazy_gettext(one.name)) for one in sorted(indicators, key=lambda one: one.number)
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What the commands take."""
        found = {name: self[name].data for name in (*DECISION, *FINDINGS)}
        return found | {name: frozenset(found[name]) for name in ("deprivations", "weak_parts")}


class RecogniseForm(ClassForm):
    """A class together with the household's causes of poverty, which the same review asks."""

    causes = ticks_field(N_("Nguyên nhân nghèo của hộ"), CAUSES)
    groups = ((N_("Quyết định"), DECISION), (N_("Kết quả rà soát"), (*FINDINGS, "causes")))


class WithdrawForm(Form):
    """Why a class is taken away."""

    reason = text_field(N_("Lý do bỏ"), 500, required=True, hint=N_("Ví dụ: ghi nhầm sang hộ này."), multiline=True)
    groups = ((N_("Bỏ kết quả rà soát"), ("reason",)),)


def class_data(row: HouseholdClass) -> dict[str, Any]:
    """What the fields show of a recognised class."""
    return {name: getattr(row, name) for name in (*DECISION, *FINDINGS)}
