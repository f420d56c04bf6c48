"""Searching by an identity number."""

from registry.forms.base import Form, text_field
from registry.messages import N_


class NumberForm(Form):
    """A number of its own field: it stands in no address and no log."""

    number = text_field(
        N_("Số căn cước, chứng minh nhân dân hoặc số định danh"),
        20,
        required=True,
        hint=N_("Gõ đủ các chữ số. Số này không được lưu vào lịch sử trình duyệt hay nhật ký."),
    )
