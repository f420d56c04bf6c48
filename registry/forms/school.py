"""A school."""

from typing import Any

from flask_babel import gettext
from wtforms import SelectChoice

from registry.forms.base import Form, choice_field, text_field
from registry.kernel.places import Place
from registry.messages import N_
from registry.models.school import LEVELS


class SchoolForm(Form):
    """Code, name, level and place; `offer` says which communes there are."""

    code = text_field(N_("Mã trường"), 20, required=True, hint=N_("Chữ in và số, ví dụ TH-31675. Về sau không đổi."))
    name = text_field(N_("Tên trường"), 150, required=True, hint=N_("Ghi đủ, ví dụ Trường Tiểu học Đại Ân 2."))
    level = choice_field(N_("Cấp học"), LEVELS, required=True)
    unit_id = choice_field(N_("Xã, phường, thị trấn"), hint=N_("Để trống với trường ngoài tỉnh."))

    def offer(self, communes: list[tuple[Place, str]]) -> None:
        """The communes to choose from, each with its label."""
        self.ids = {place.code: place.id for place, _ in communes}
        offered = [SelectChoice(place.code, label) for place, label in communes]
        self.unit_id.choices = [SelectChoice("", gettext("(ngoài tỉnh)")), *offered]

    def columns(self) -> dict[str, Any]:
        """What add_school and correct_school take, but for the code."""
        return {"name": self.name.data, "level": self.level.data, "unit_id": self.ids.get(self.unit_id.data)}
