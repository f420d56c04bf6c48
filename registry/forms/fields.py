"""Fields of the household pages: radios, ticks, and an ethnic group however it is spelt."""

from typing import Any

from flask_babel import gettext
from wtforms import RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput

from registry.forms.base import ChoiceField, ReadField, Required, lazy
from registry.messages import N_, Message
from registry.queries.pickers import ethnic_name, find_ethnic_group


class RadiosField(RadioField):
    """One of few; an unknown value gets our sentence."""

    pre_validate = ChoiceField.pre_validate


class TicksField(SelectMultipleField):
    """Any of several; an unknown value gets our sentence."""

    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        if set(self.data or ()) - {choice.value for choice in self.iter_choices()}:
            raise StopValidation(gettext("Giá trị này không có trong danh sách; hãy chọn lại."))


class EthnicityField(ReadField):
    """An ethnic group by any name people give it; its data is the official code."""

    @staticmethod
    def read(text: str) -> str:
        code = find_ethnic_group(text)
        if code is None:
            raise ValueError(
                Message(N_("Chưa rõ dân tộc này. Hãy chọn một tên trong danh mục, ví dụ Kinh, Khmer, Hoa."))
            )
        return code

    show = staticmethod(ethnic_name)


def radios_field(label: str, choices: Any = (), required: bool = True, hint: str = "") -> Any:
    """`choices` maps codes to marked labels."""
    return RadiosField(
        lazy(label),
        choices=options(choices),
        description=lazy(hint),
        validators=[Required()] if required else [],
    )


def ticks_field(label: str, choices: Any = (), hint: str = "") -> Any:
    """`choices` maps codes to marked labels."""
    return TicksField(lazy(label), choices=options(choices), description=lazy(hint))


def ethnicity_field() -> Any:
    return EthnicityField(
        lazy(N_("Dân tộc")),
        validators=[Required()],
        description=lazy(N_("Gõ tên hay gọi đều được: Khmer, Khơ-me, KM.")),
        render_kw={"list": "ethnic-groups", "autocomplete": "off", "maxlength": 40},
    )


def options(choices: Any) -> list[SelectChoice]:
    """Choices out of codes and their marked labels."""
    return [SelectChoice(code, lazy(text)) for code, text in dict(choices).items()]
