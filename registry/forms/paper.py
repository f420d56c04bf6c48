"""What is chosen for a paper: the copy, who issues and signs it, what it belongs to."""

from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, SelectChoice

from registry.forms.base import Form, choice_field, lazy, text_field
from registry.messages import N_
from registry.models import Agency, Letterhead
from registry.outputs.print import VARIANTS

SIDES = {"portrait": N_("Khổ dọc"), "landscape": N_("Khổ ngang")}


class PaperForm(Form):
    """The choices of a printed list; they stand in its address."""

    variant = choice_field(N_("Bản in"), VARIANTS, required=True)
    agency = choice_field(N_("Cơ quan đứng tên"), required=True)
    signer = choice_field(N_("Người ký"), required=True)
    side = choice_field(N_("Khổ giấy"), SIDES, required=True)
    attached = text_field(
        N_("Kèm theo văn bản"),
        200,
        hint=N_("Ví dụ: Kèm theo Quyết định số 12/QĐ-UBND. Phụ lục thì không có Quốc hiệu."),
    )
    draft = BooleanField(lazy(N_("In chữ BẢN NHÁP")))

    def offer(self, agencies: list[Agency], variants: tuple[str, ...]) -> None:
        """The agencies that may issue it, the copies there are."""
        self.agency.choices = [SelectChoice(one.code, one.name) for one in agencies]
        self.variant.choices = [choice for choice in self.variant.choices if choice.value in variants]

    def offer_sides(self, sides: tuple[str, ...]) -> None:
        """The ways the chosen copy's sheet may lie."""
        self.side.choices = [choice for choice in self.side.choices if choice.value in sides]

    letterhead: Letterhead

    def offer_signers(self, letterhead: Letterhead) -> None:
        """Those who sign for the chosen agency, by their place on its letterhead."""
        self.letterhead = letterhead
        choices = [SelectChoice(str(at), str(one)) for at, one in enumerate(letterhead.people, 1)]
        self.signer.choices = [*choices, SelectChoice("0", gettext("Chưa ghi người ký"))]

    def value(self, name: str) -> Any:
        """What was chosen; what cannot be is as if it were not chosen."""
        field = self[name]
        offered = [choice.value for choice in field.choices]
        return field.data if field.data in offered else offered[0]
