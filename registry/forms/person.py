"""A person as typed: name, sex, birth as far as it is known, ethnicity, and the number of a paper."""

from typing import Any

from flask_babel import gettext
from wtforms.validators import StopValidation

from registry.commands.numbers import warnings_for
from registry.commands.persons import PersonValues
from registry.forms.base import Form, birth_field, choice_field, text_field
from registry.forms.fields import ethnicity_field, radios_field
from registry.messages import N_, Message
from registry.models.person import ID_KINDS, SEXES
from registry.vn.ids import guess_kind, normalise_number

PERSON = ("name", "sex", "birth", "ethnicity")
NUMBER = ("kind", "number")


class PersonFields(Form):
    """Who somebody is."""

    name = text_field(N_("Họ và tên"), 100, required=True, hint=N_("Ghi như trên giấy tờ."))
    sex = radios_field(N_("Giới tính"), SEXES)
    birth = birth_field(N_("Ngày sinh"), hint=N_("Chỉ biết năm thì ghi năm, ví dụ 1954; hoặc 05/1954; 01/05/1954."))
    ethnicity = ethnicity_field()


class NumberFields(Form):
    """The number of a paper; both fields may stay empty."""

    kind = choice_field(N_("Loại giấy tờ"), ID_KINDS, empty=N_("Chưa có giấy tờ"))
    number = text_field(N_("Số giấy tờ"), 30, hint=N_("Gõ đủ các chữ số, có dấu cách cũng được."))

    def validate_number(self, field: Any) -> None:
        """A number without a kind is of the kind its digits point to; a kind without a number is half an answer."""
        if field.data and not self.kind.data:
            self.kind.data = guess_kind(_plain(field.data)) or ""
        if field.data and not self.kind.data:
            raise StopValidation(gettext("Hãy chọn loại giấy tờ của số này."))
        if self.kind.data and not field.data:
            raise StopValidation(gettext("Hãy nhập số giấy tờ, hoặc chọn “Chưa có giấy tờ”."))

    @property
    def numbers(self) -> tuple[tuple[str, str], ...]:
        return ((self.kind.data, self.number.data),) if self.number.data else ()


def _plain(typed: str) -> str:
    try:
        return normalise_number(typed)[0]
    except ValueError:
        return ""


class WholePerson(PersonFields, NumberFields):
    """A person not yet in the registry."""

    @property
    def person(self) -> PersonValues:
        """What commands take, of a form that reads well."""
        return PersonValues(self.name.data, self.sex.data, self.birth.data, self.ethnicity.data, self.numbers)

    @property
    def number_doubts(self) -> list[Message]:
        """What is odd about the number, though it may be saved."""
        if not self.number.data:
            return []
        return warnings_for(self.kind.data, self.number.data, self.sex.data, self.birth.data.year)


def person_data(person: Any) -> dict[str, Any]:
    """What the fields show of a person."""
    return {"name": person.name, "sex": person.sex, "birth": person.birth, "ethnicity": person.ethnicity}
