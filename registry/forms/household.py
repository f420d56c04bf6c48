"""Households: listed, corrected, moved, headed by another, split, merged, closed, known elsewhere by a code."""

from typing import Any, TypeVar

from wtforms import SelectChoice

from registry.commands.households import FLAGS
from registry.forms.base import Form, choice_field, day_field, lazy, text_field
from registry.forms.fields import ticks_field
from registry.forms.home import HOME, HomeFields
from registry.forms.person import NUMBER, PERSON, WholePerson
from registry.messages import N_
from registry.models import Household
from registry.models.household import CAUSES, CLOSING_REASONS, RELATIONSHIPS
from registry.storage import facet_of

F = TypeVar("F", bound=Form)
FLAG_LABELS = {name: facet.label for name in FLAGS if (facet := facet_of(getattr(Household, name)))}
TO_HEAD = {code: label for code, label in RELATIONSHIPS.items() if code != "01"}
CLOSED_BY_HAND = {code: label for code, label in CLOSING_REASONS.items() if code != "merged"}
STAYS, LEADS = "stay", "head"
CHOOSE = N_("Hãy chọn")


class FactsFields(Form):
    """What is recorded of a household beside where it lives and who belongs to it."""

    phone = text_field(N_("Điện thoại"), 20)
    causes = ticks_field(N_("Nguyên nhân nghèo"), CAUSES)
    flags = ticks_field(N_("Đặc điểm"), FLAG_LABELS)
    note = text_field(N_("Ghi chú"), 500, hint=N_("Không ghi số giấy tờ vào đây."), multiline=True)

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of the household."""
        ticked = {name: name in self.flags.data for name in FLAGS}
        return {"phone": self.phone.data, "causes": frozenset(self.causes.data), "note": self.note.data, **ticked}


FACTS = ("phone", "causes", "flags", "note")


def facts_data(household: Household) -> dict[str, Any]:
    """What the fields show of a household."""
    return {
        "phone": household.phone or "",
        "causes": sorted(household.causes),
        "flags": [name for name in FLAGS if getattr(household, name)],
        "note": household.note or "",
        "starts": household.starts,
    }


class NewHouseholdForm(WholePerson, HomeFields, FactsFields):
    """A household with its head."""

    starts = day_field(N_("Trong sổ từ ngày"), required=True)
    groups = (
        (N_("Nơi ở"), (*HOME, "starts")),
        (N_("Chủ hộ"), (*PERSON, *NUMBER)),
        (N_("Thông tin hộ"), FACTS),
    )
    again = True


class HouseholdForm(FactsFields):
    """Corrections of what is recorded of a household."""

    starts = day_field(N_("Trong sổ từ ngày"), required=True)
    groups = ((N_("Thông tin hộ"), (*FACTS, "starts")),)


class MoveForm(HomeFields):
    """Another home from a day on."""

    day = day_field(N_("Ở nơi mới từ ngày"), required=True)
    groups = ((N_("Nơi ở mới"), ("day", *HOME)),)


class HomeForm(HomeFields):
    """A home as it should have been recorded."""

    starts = day_field(N_("Từ ngày"), required=True)
    groups = ((N_("Nơi ở"), (*HOME, "starts")),)


class HeadForm(Form):
    """Another head from a day on."""

    day = day_field(N_("Từ ngày"), required=True)
    person = choice_field(N_("Chủ hộ mới"), required=True, empty=CHOOSE)
    old_head_relationship = choice_field(N_("Chủ hộ cũ là gì của chủ hộ mới"), TO_HEAD, required=True, empty=CHOOSE)
    groups = ((N_("Đổi chủ hộ"), ("day", "person", "old_head_relationship")),)


class CorrectHeadForm(Form):
    """A head as it should have been recorded."""

    person = choice_field(N_("Chủ hộ"), required=True, empty=CHOOSE)
    starts = day_field(N_("Từ ngày"), required=True)
    old_head_relationship = choice_field(
        N_("Người ghi sai là gì của chủ hộ đúng"),
        TO_HEAD,
        empty=N_("Không đổi người"),
        hint=N_("Chỉ cần khi đính chính sang người khác."),
    )
    groups = ((N_("Chủ hộ"), ("person", "starts", "old_head_relationship")),)


class CloseForm(Form):
    """The end of a household."""

    day = day_field(N_("Đóng từ ngày"), required=True, hint=N_("Ngày đầu tiên hộ không còn trong sổ."))
    reason = choice_field(N_("Lý do"), CLOSED_BY_HAND, required=True, empty=CHOOSE)
    note = text_field(N_("Ghi chú"), 500, multiline=True)
    groups = ((N_("Đóng hộ"), ("day", "reason", "note")),)


class SplitForm(HomeFields):
    """Members who become a household of their own; a `role_CODE` field for each is added by `with_roles`."""

    day = day_field(N_("Tách từ ngày"), required=True)
    groups = ((N_("Ai tách ra"), ("day",)), (N_("Nơi ở của hộ mới"), HOME))


class MergeForm(Form):
    """All members join another household; a `role_CODE` field for each is added by `with_roles`."""

    into_code = text_field(N_("Mã hộ nhận"), 20, required=True, hint=N_("Ví dụ HH-000123."))
    day = day_field(N_("Nhập từ ngày"), required=True)
    groups = ((N_("Nhập vào hộ"), ("into_code", "day")),)


class CodeForm(Form):
    """The code another system gives the household."""

    source = text_field(N_("Nguồn mã"), 60, required=True, hint=N_("Ví dụ: Phần mềm của Bộ, sổ giấy của xã."))
    code = text_field(N_("Mã ở hệ thống khác"), 40, required=True)
    groups = ((N_("Thêm mã"), ("source", "code")),)


def with_roles(form: type[F], names: dict[str, str], roles: dict[str, str], empty: str = "", hint: str = "") -> type[F]:
    """The form with one choice for each member: `names` maps person codes to names, `roles` codes to marked labels."""
    (legend, first), *others = form.groups
    fields = {
        f"role_{code}": choice_field(name, roles, required=True, empty=empty, hint=hint) for code, name in names.items()
    }
    groups = ((legend, (*first, *fields)), *others)
    return type(form.__name__, (form,), {**fields, "groups": groups})


def roles_of(form: Any) -> dict[str, str]:
    """Person codes to the role chosen."""
    return {f.name.removeprefix("role_"): f.data for f in form if f.name.startswith("role_")}


def people_choices(names: dict[str, str]) -> list[SelectChoice]:
    """People by their codes, after an empty choice."""
    return [SelectChoice("", lazy(CHOOSE)), *(SelectChoice(code, name) for code, name in names.items())]
