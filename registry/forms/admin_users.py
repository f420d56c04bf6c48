"""Accounts: who somebody is, which role is given over what and from when, and many at once."""

from datetime import date
from typing import Any

from flask_babel import gettext
from wtforms import RadioField, SelectChoice, TextAreaField

from registry.forms.base import ChoiceField, Form, Required, choice_field, day_field, lazy, text_field
from registry.kernel.actor import APPROVE, AUDIT, EXPORT, IMPORT, MANAGE, READ, REVEAL, ROLES, WRITE
from registry.kernel.places import Places, places
from registry.kernel.settings import today
from registry.messages import N_
from registry.queries.agencies import AgencyRow
from registry.registers import registers
from registry.storage import ends_after

DOES = {
    READ: N_("xem hộ và thành viên"),
    WRITE: N_("thêm, sửa, đóng hộ"),
    APPROVE: N_("duyệt danh sách"),
    IMPORT: N_("nhập từ tệp"),
    EXPORT: N_("xuất Excel, CSV"),
    REVEAL: N_("xem số giấy tờ đầy đủ khi ghi lý do"),
    AUDIT: N_("xem nhật ký"),
    MANAGE: N_("quản lý người dùng, địa bàn, tham số"),
}
WHERE = {"commune": N_("Trong một xã, phường, thị trấn"), "district": N_("Trong một huyện")}
EVERYWHERE = N_("Toàn tỉnh")


def describe(role: str) -> str:
    """What a role may do, in the reader's words: derived from its actions, so that it is always true."""
    does = "; ".join(gettext(text) for action, text in DOES.items() if action in ROLES[role].households)
    where = gettext(WHERE.get(role, EVERYWHERE))
    blind = "" if READ in ROLES[role].households else " " + gettext("Không xem dữ liệu của hộ và người.")
    return f"{where}: {does}.{blind}"


class RoleField(RadioField):
    """One of the roles."""

    pre_validate = ChoiceField.pre_validate


class UsernameForm(Form):
    """The name of sign-in."""

    username = text_field(
        N_("Tên đăng nhập"), 40, required=True, hint=N_("Chữ a-z không dấu, số, dấu chấm. Ví dụ: hoa.ly")
    )


class PersonForm(Form):
    """The name of a person and the office the person works for."""

    name = text_field(N_("Họ và tên"), 100, required=True)
    agency_id = choice_field(N_("Cơ quan"), empty=N_("(không ghi)"))

    def offer(self, agencies: list[AgencyRow], own: int | None = None) -> None:
        """The agencies to choose from; `own` is the person's."""
        self.ids = {one.code: one.id for one in agencies}
        if not self.agency_id.raw_data:
            self.agency_id.data = next((one.code for one in agencies if one.id == own), "")
        groups = {False: gettext("Sở, ban, ngành"), True: gettext("Ủy ban nhân dân")}
        known = [SelectChoice(one.code, one.name, optgroup=groups[one.governs]) for one in agencies]
        self.agency_id.choices = [SelectChoice("", gettext("(không ghi)")), *known]

    @property
    def agency(self) -> int | None:
        """The chosen agency's id."""
        return self.ids.get(self.agency_id.data)


class GrantForm(Form):
    """A role, over which unit and which register, from when to when."""

    role = RoleField(
        lazy(N_("Vai trò")),
        [Required()],
        choices=[SelectChoice(code, lazy(role.title)) for code, role in ROLES.items()],
    )
    unit_id = choice_field(
        N_("Địa bàn"), hint=N_("Chỉ chọn cho cán bộ xã và cán bộ huyện. Vai trò khác có quyền trên toàn tỉnh.")
    )
    register = choice_field(N_("Sổ"), hint=N_("Quyền trên hộ không đổi; các sổ khác thì không xem được."))
    starts = day_field(N_("Từ ngày"), required=True)
    ends = day_field(N_("Đến hết ngày"), hint=N_("Để trống nếu chưa biết ngày thôi."))

    def offer_places(self) -> None:
        """The units of the working day and the registers to choose from."""
        self.unit_id.choices = unit_choices(places(), today())
        known = [SelectChoice(one.key, gettext(one.title)) for one in registers()]
        self.register.choices = [SelectChoice("", gettext("(mọi sổ)")), *known]

    def grant(self) -> dict[str, Any]:
        """What add_grant and create_user take."""
        unit = places().by_code(self.unit_id.data, today()) if self.unit_id.data else None
        return {
            "role": self.role.data,
            "unit_id": unit.id if unit else None,
            "register": self.register.data or None,
            "starts": self.starts.data,
            "ends": ends_after(self.ends.data),
        }


class UserForm(UsernameForm, PersonForm, GrantForm):
    """A new account with its first role."""


class EndForm(Form):
    """The last day of a grant."""

    ends = day_field(N_("Đến hết ngày"), required=True, hint=N_("Ngày cuối cùng còn quyền."))


class PasteForm(Form):
    """Many accounts, a line each."""

    rows = TextAreaField(lazy(N_("Danh sách")), [Required()], render_kw={"rows": 12, "spellcheck": "false"})


def unit_choices(known: Places, day: date) -> list[SelectChoice]:
    """Districts, then communes by district; where there are no districts, the communes alone."""
    districts, province = known.districts(day), known.province(day)
    level = gettext("Cấp huyện")
    choices = [SelectChoice("", gettext("(chọn)"))]
    choices += [SelectChoice(one.code, one.full_name, optgroup=level) for one in districts]
    for around in districts or filter(None, [province]):
        inside = known.communes(day, inside=around)
        choices += [SelectChoice(one.code, one.full_name, optgroup=around.full_name) for one in inside]
    return choices
