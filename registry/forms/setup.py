"""The first run: whose registry this becomes."""

from typing import Any

from wtforms import FileField, RadioField, SelectChoice

from registry.commands.setup import FirstUser
from registry.forms.account import new_password, typed_again
from registry.forms.base import ChoiceField, Form, Required, lazy, text_field
from registry.messages import N_

SOURCES = {
    "built_in": N_("Tỉnh Sóc Trăng: danh mục có sẵn, 2021 đến nay"),
    "file": N_("Tỉnh khác: tải lên tệp danh mục đơn vị"),
}


class SourceField(RadioField):
    """Where the units come from."""

    pre_validate = ChoiceField.pre_validate


def username(example: str) -> Any:
    return text_field(N_("Tên đăng nhập"), 40, required=True, hint=example)


class FirstRunForm(Form):
    """Province, office, administrator, coordinator."""

    code = text_field(
        N_("Mã thiết lập"),
        40,
        required=True,
        hint=N_("Máy chủ in mã này khi khởi động; hoặc chạy: flask registry setup-code"),
    )
    source = SourceField(
        lazy(N_("Địa bàn")),
        [Required()],
        choices=[SelectChoice(code, lazy(text)) for code, text in SOURCES.items()],
        default="built_in",
    )
    units = FileField(lazy(N_("Tệp CSV danh mục đơn vị")), render_kw={"accept": ".csv,text/csv"})
    agency = text_field(
        N_("Cơ quan điều phối"),
        200,
        required=True,
        hint=N_("Tên đầy đủ, in ở đầu các danh sách. Ví dụ: Sở Lao động - Thương binh và Xã hội"),
    )
    administrator_username = username(N_("Chữ a-z không dấu, số, dấu chấm. Ví dụ: quan.tri"))
    administrator_name = text_field(N_("Họ và tên"), 100, required=True)
    administrator_password = new_password(N_("Mật khẩu"))
    administrator_again = typed_again(N_("Gõ lại mật khẩu"), "administrator_password")
    coordinator_username = username(N_("Ví dụ: dieu.phoi"))
    coordinator_name = text_field(N_("Họ và tên"), 100, required=True)
    coordinator_password = new_password(N_("Mật khẩu"))
    coordinator_again = typed_again(N_("Gõ lại mật khẩu"), "coordinator_password")

    def first(self, role: str) -> FirstUser:
        """The administrator or the coordinator as typed."""
        return FirstUser(*(self[f"{role}_{part}"].data for part in ("username", "name", "password")))
