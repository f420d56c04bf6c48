"""The hamlets of a commune."""

from registry.forms.base import Form, day_field, text_field
from registry.messages import N_


class HamletForm(Form):
    """A hamlet's name and first day."""

    name = text_field(N_("Tên ấp, khóm"), 100, required=True, hint=N_("Ghi đủ, ví dụ Ấp Đại Nôn, Khóm 3."))
    starts = day_field(N_("Có từ ngày"), required=True)
    groups = ((N_("Ấp, khóm"), ("name", "starts")),)


class EndHamletForm(Form):
    """The end of a hamlet."""

    day = day_field(N_("Kết thúc từ ngày"), required=True, hint=N_("Ngày đầu tiên ấp, khóm không còn."))
    groups = ((N_("Kết thúc"), ("day",)),)
