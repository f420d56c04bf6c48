"""What a household, or many, answered about a programme."""

from typing import Any

from flask_babel import gettext
from wtforms import SelectChoice

from registry.forms.base import Form, choice_field, day_field, lazy, text_field
from registry.forms.household import CHOOSE
from registry.messages import N_
from registry.models import Need
from registry.models.need import ANSWERS, DETAILS, PROGRAMMES, SOURCES

ANSWER = ("detail", "answer", "on_date", "source", "note")
WHOLE = N_("Cả hộ")
NO_IDS = N_("Không ghi số giấy tờ vào đây.")


class AnswerFields(Form):
    """An answer, about which programme and since when."""

    detail = choice_field(N_("Chương trình cụ thể"), empty=N_("Chưa rõ"))
    answer = choice_field(N_("Câu trả lời"), ANSWERS, required=True, empty=CHOOSE)
    on_date = day_field(N_("Ngày hỏi"), required=True)
    source = choice_field(N_("Nguồn"), SOURCES, required=True, empty=CHOOSE)
    note = text_field(N_("Ghi chú"), 500, hint=NO_IDS, multiline=True)

    def offer(self, programmes: list[str]) -> None:
        """The sub-programmes of these programmes."""
        self.detail.choices = [
            SelectChoice("", gettext("Chưa rõ")),
            *(
                SelectChoice(code, lazy(label), optgroup=gettext(PROGRAMMES[key]))
                for key in programmes
                for code, label in DETAILS[key].items()
            ),
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What the commands take."""
        return {name: self[name].data or None for name in ANSWER}


class NewAnswer(AnswerFields):
    """An answer about a programme that is yet to be chosen."""

    programme = choice_field(N_("Chương trình"), PROGRAMMES, required=True)

    def offer(self, programmes: list[str]) -> None:
        """These programmes with their sub-programmes."""
        super().offer(programmes)
        self.programme.choices = [SelectChoice(key, lazy(PROGRAMMES[key])) for key in programmes]

    @property
    def values(self) -> dict[str, Any]:
        """What the commands take."""
        return {"programme": self.programme.data, **super().values}


class NeedForm(NewAnswer):
    """The answer of a household or of somebody in it."""

    person = choice_field(N_("Nhu cầu của"), empty=WHOLE)
    groups = ((N_("Nhu cầu"), ("programme", "person", *ANSWER)),)

    def offer_people(self, names: dict[str, str]) -> None:
        """Members by their codes, after the household itself."""
        people = (SelectChoice(code, name) for code, name in names.items())
        self.person.choices = [SelectChoice("", gettext(WHOLE)), *people]


class CorrectNeedForm(AnswerFields):
    """An answer as it should have been recorded."""

    groups = ((N_("Nhu cầu"), ANSWER),)


class WithdrawNeedForm(Form):
    """Why an answer is taken away."""

    reason = text_field(N_("Lý do bỏ"), 500, required=True, hint=N_("Ví dụ: ghi nhầm sang hộ này."), multiline=True)
    groups = ((N_("Bỏ nhu cầu ghi nhầm"), ("reason",)),)


class ManyNeedsForm(NewAnswer):
    """The same answer of many households, and why it is the same."""

    reason = text_field(
        N_("Vì sao cả danh sách trả lời như nhau"),
        500,
        required=True,
        hint=N_("Ví dụ: biên bản họp ấp ngày 01/12/2021."),
    )
    groups = ((N_("Câu trả lời của mọi hộ đã chọn"), ("programme", *ANSWER, "reason")),)


def need_data(need: Need) -> dict[str, Any]:
    """What the fields show of an answer."""
    return {name: getattr(need, name) or "" for name in ANSWER}
