"""A household handed over to another commune; accepted there, or returned with a reason; asked for, or refused."""

from flask_babel import gettext
from wtforms import SelectChoice

from registry.forms.base import Form, choice_field, day_field, text_field
from registry.forms.home import HOME, HomeFields
from registry.kernel.places import Place, places
from registry.kernel.settings import today
from registry.messages import N_
from registry.models.handover import CAUSES

CHOOSE = N_("Chọn xã, phường, thị trấn")


class HandOverForm(Form):
    """Since when, and to which commune."""

    day = day_field(N_("Ở nơi mới từ ngày"), required=True, hint=N_("Đến hết ngày trước đó hộ vẫn tính cho xã đang ở."))
    to_unit_id = choice_field(
        N_("Xã, phường, thị trấn nơi đến"),
        required=True,
        empty=CHOOSE,
        hint=N_("Xã ấy chỉ thấy mã hộ và số người; thấy tên sau khi nhận."),
    )
    groups = ((N_("Chuyển hộ đi"), ("day", "to_unit_id")),)

    def offer(self, left: Place | None) -> None:
        """Every commune of today but the one the household leaves."""
        known = places()
        others = [place for place in known.communes(today()) if place != left]
        districts = {place.id: known.district_of(place) for place in others}
        self.to_unit_id.choices = [
            SelectChoice("", gettext(CHOOSE)),
            *(
                SelectChoice(place.code, place.full_name, optgroup=district.full_name if district else None)
                for place in others
                for district in [districts[place.id]]
            ),
        ]

    @property
    def destination(self) -> int:
        """The commune chosen in a form that reads well."""
        place = places().by_code(self.to_unit_id.data, today())
        assert place is not None  # noqa: S101 - the choice has been checked
        return place.id


class AcceptForm(HomeFields):
    """Where in the commune the household lives now."""

    groups = ((N_("Nơi ở mới của hộ"), HOME),)

    def offer_in(self, commune: Place) -> None:
        """The accepting commune alone."""
        self.unit_id.data = commune.code
        self.unit_id.choices = [SelectChoice(commune.code, commune.full_name)]
        self._offer_hamlets({commune.code})


class ReturnForm(Form):
    """Why the household is not taken in."""

    cause = choice_field(N_("Lý do trả lại"), CAUSES, required=True, empty=N_("Hãy chọn"))
    note = text_field(N_("Ghi chú"), 500, hint=N_("Xã chuyển đi sẽ đọc được."), multiline=True)
    groups = ((N_("Trả lại xã cũ"), ("cause", "note")),)


class AskForm(Form):
    """Why another commune is asked to hand a household over."""

    reason = text_field(
        N_("Lý do đề nghị"),
        500,
        hint=N_(
            "Không bắt buộc. Xã ấy biết đề nghị về ai và đọc lý do; ở đây chỉ thấy câu trả lời cho đến khi nhận hộ."
        ),
        multiline=True,
    )
    groups = ((N_("Đề nghị chuyển hộ"), ("reason",)),)


class DeclineForm(Form):
    """Why a household is not handed over."""

    note = text_field(N_("Lý do từ chối"), 500, required=True, hint=N_("Xã đề nghị sẽ đọc được."), multiline=True)
    groups = ((N_("Từ chối đề nghị chuyển hộ"), ("note",)),)
