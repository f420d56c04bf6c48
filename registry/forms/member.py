"""Members of a household: joined, corrected, gone, dead; and their numbers."""

from typing import Any

from registry.forms.base import Form, choice_field, day_field, text_field
from registry.forms.household import CHOOSE, TO_HEAD
from registry.forms.person import NUMBER, PERSON, NumberFields, PersonFields, WholePerson
from registry.messages import N_
from registry.models.household import JOIN_REASONS, LEAVE_REASONS, RELATIONSHIPS
from registry.models.person import ID_KINDS

LEFT_BY_HAND = {code: label for code, label in LEAVE_REASONS.items() if code not in ("died", "closed")}


class JoinFields(Form):
    """How somebody belongs to the household, since when and why."""

    relationship = choice_field(N_("Quan hệ với chủ hộ"), TO_HEAD, required=True, empty=CHOOSE)
    joined_reason = choice_field(N_("Lý do vào hộ"), JOIN_REASONS, required=True, empty=CHOOSE)
    starts = day_field(N_("Vào hộ từ ngày"), required=True)


JOIN = ("relationship", "joined_reason", "starts")


class MemberForm(WholePerson, JoinFields):
    """A member the registry does not know yet."""

    groups = ((N_("Người"), (*PERSON, *NUMBER)), (N_("Trong hộ"), JOIN))
    again = True


class AdmitForm(JoinFields):
    """A member the registry knows from elsewhere."""

    person_code = text_field(
        N_("Mã người"), 20, required=True, hint=N_("8 chữ và số, ghi dưới tên người đó ở trang hộ cũ.")
    )
    groups = ((N_("Nhận người vào hộ"), ("person_code", *JOIN)),)


class PersonForm(PersonFields):
    """Corrections of a person; the day of death only where one is recorded."""

    died_on = day_field(N_("Ngày mất"))
    groups: Any = ((N_("Người"), (*PERSON, "died_on")),)
    groups_living = ((N_("Người"), PERSON),)


class StayForm(Form):
    """Corrections of a stay in the household; how it ended only where it has."""

    relationship = choice_field(N_("Quan hệ với chủ hộ"), RELATIONSHIPS, required=True)
    joined_reason = choice_field(N_("Lý do vào hộ"), JOIN_REASONS, required=True)
    starts = day_field(N_("Trong hộ từ ngày"), required=True)
    ends = day_field(N_("Đến hết ngày"), required=True)
    left_reason = choice_field(N_("Lý do rời hộ"), LEAVE_REASONS, required=True)
    destination = text_field(N_("Nơi đến"), 200)


STAY = ("relationship", "joined_reason", "starts")
STAY_ENDED = (*STAY, "ends", "left_reason", "destination")


class OpenStayForm(StayForm):
    """A stay that has not ended, or goes on in another row."""

    ends = left_reason = destination = None
    groups = ((N_("Trong hộ"), STAY),)


class EndedStayForm(StayForm):
    """A stay that has ended."""

    groups = ((N_("Trong hộ"), STAY_ENDED),)


class RelationshipForm(Form):
    """A member is related otherwise to the head from a day on."""

    relationship = choice_field(N_("Quan hệ với chủ hộ"), TO_HEAD, required=True, empty=CHOOSE)
    day = day_field(N_("Từ ngày"), required=True, hint=N_("Ngày đầu tiên của quan hệ mới; trước đó giữ như đã ghi."))
    groups = ((N_("Trong hộ"), ("relationship", "day")),)


class LeaveForm(Form):
    """Somebody is gone from a day on."""

    day = day_field(N_("Rời hộ từ ngày"), required=True, hint=N_("Ngày đầu tiên không còn ở trong hộ."))
    reason = choice_field(N_("Lý do"), LEFT_BY_HAND, required=True, empty=CHOOSE)
    destination = text_field(N_("Nơi đến"), 200, hint=N_("Xã, huyện, tỉnh, nếu biết."))
    groups = ((N_("Rời hộ"), ("day", "reason", "destination")),)


class DeathForm(Form):
    """Somebody has died."""

    died_on = day_field(N_("Ngày mất"), required=True)
    new_head = choice_field(N_("Chủ hộ mới"), empty=CHOOSE)
    groups: Any = ((N_("Ngày mất"), ("died_on", "new_head")),)


class OtherDeathForm(DeathForm):
    """Somebody who is not the head has died."""

    new_head = None
    groups = ((N_("Ngày mất"), ("died_on",)),)


class PaperForm(NumberFields):
    """A number with where and when its paper was issued."""

    kind = choice_field(N_("Loại giấy tờ"), ID_KINDS, required=True, empty=CHOOSE)
    number = text_field(N_("Số giấy tờ"), 30, required=True, hint=N_("Gõ đủ các chữ số, có dấu cách cũng được."))
    issued_on = day_field(N_("Ngày cấp"))
    issued_by = text_field(N_("Nơi cấp"), 100)
    groups = ((N_("Giấy tờ"), ("kind", "number", "issued_on", "issued_by")),)


class RevealForm(Form):
    """Why somebody's full number is needed."""

    reason = text_field(
        N_("Lý do xem số đầy đủ"), 500, required=True, hint=N_("Ví dụ: đối chiếu thẻ BHYT. Lý do được lưu vào nhật ký.")
    )
    groups = ((N_("Lý do"), ("reason",)),)
