"""A savings-and-credit group, and where the bank comes to a commune."""

from typing import Any

from flask_babel import gettext
from wtforms import SelectChoice

from registry.forms.base import Form, choice_field, text_field, whole_field
from registry.messages import N_
from registry.models.credit import ASSOCIATIONS


class GroupForm(Form):
    """Name, association and hamlet of a group; `offer` says which hamlets there are."""

    name = text_field(N_("Tên tổ"), 100, required=True, hint=N_("Ghi như trên hồ sơ của tổ, ví dụ Tổ 3 Ấp Đại Nôn."))
    association = choice_field(N_("Hội nhận uỷ thác"), ASSOCIATIONS, required=True)
    hamlet_id = choice_field(N_("Ấp, khóm"))
    groups: Any = ((N_("Tổ TK&VV"), ("name", "association", "hamlet_id")),)

    def offer(self, hamlets: list[tuple[int, str]]) -> "GroupForm":
        """The hamlets to choose from."""
        offered = [SelectChoice(str(id_), name) for id_, name in hamlets]
        self.hamlet_id.choices = [SelectChoice("", gettext("(không rõ)")), *offered]
        return self

    def columns(self) -> dict[str, Any]:
        """What the commands take, but for the code."""
        hamlet = int(self.hamlet_id.data) if self.hamlet_id.data else None
        return {"name": self.name.data, "association": self.association.data, "hamlet_id": hamlet}


class NewGroupForm(GroupForm):
    """The same, and the code it will be known by."""

    code = text_field(N_("Mã tổ"), 20, required=True, hint=N_("Chữ in và số, ví dụ TO-31675-03. Về sau không đổi."))
    groups = ((N_("Tổ TK&VV"), ("code", "name", "association", "hamlet_id")),)


class PointForm(Form):
    """The transaction point of a commune."""

    place = text_field(N_("Nơi giao dịch"), 150, required=True, hint=N_("Ví dụ: Trụ sở UBND xã Đại Ân 2."))
    month_day = whole_field(N_("Ngày giao dịch trong tháng"), hint=N_("Từ 1 đến 28, ví dụ 12."), required=True)
    groups = ((N_("Điểm giao dịch xã"), ("place", "month_day")),)
