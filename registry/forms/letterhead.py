"""What an agency's papers carry."""

from registry.forms.base import Form, day_field, text_field
from registry.messages import N_


class LetterheadForm(Form):
    """A letterhead as it always was."""

    parent = text_field(N_("Cơ quan chủ quản"), 120, hint=N_("Dòng trên cùng, ví dụ UBND TỈNH SÓC TRĂNG."))
    issuer = text_field(N_("Cơ quan ban hành"), 200, required=True, hint=N_("In đậm, viết hoa, ví dụ SỞ Y TẾ."))
    place = text_field(N_("Địa danh"), 60, required=True, hint=N_("Đứng trước ngày tháng, ví dụ Sóc Trăng."))
    suffix = text_field(N_("Ký hiệu"), 30, hint=N_("Đứng sau số văn bản, ví dụ DS-SYT."))
    signers = text_field(
        N_("Người ký"),
        800,
        required=True,
        multiline=True,
        hint=N_(
            "Chức vụ viết hoa, mỗi dòng một phần (TM., KT., TL., TUQ.); tên ở dòng dưới, có thể để trống. "
            "Nhiều người thì viết tiếp, cách một dòng trống."
        ),
    )
    recipients = text_field(N_("Nơi nhận"), 800, multiline=True, hint=N_("Mỗi dòng một nơi, ví dụ Lưu: VT."))

    def columns(self) -> dict[str, str]:
        """What the commands take."""
        names = ("parent", "issuer", "place", "suffix", "signers", "recipients")
        return {name: self[name].data for name in names}


class LetterheadFromForm(LetterheadForm):
    """A letterhead from a day on."""

    starts = day_field(N_("Từ ngày"), required=True, hint=N_("Mẫu đang dùng hết hiệu lực vào ngày trước đó."))
