"""The base form and our fields: days as dd/mm/yyyy text, births as known, whole numbers, tidy text."""

from collections.abc import Callable
from typing import Any

import wtforms
from flask_babel import gettext, lazy_gettext
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, StopValidation

from registry.messages import N_, Problem, Problems
from registry.vn.clean import clean, find_invisible
from registry.vn.dates import format_day, format_partial, parse_birth, parse_day
from registry.vn.numbers import format_hundredths, format_int, parse_int, parse_percent
from registry.web.notices import say


class Form(wtforms.Form):
    """A form whose problems, its own and a command's, stand at their fields.

    `groups` are (legend, field names) in the order pages show them; `again` offers "Lưu và thêm".
    """

    groups: Any = ()
    again = False

    form_errors: list[str]

    class Meta:
        def get_translations(self, form: Any) -> Any:
            """None: each message is given in Vietnamese and translated by us."""
            return None

    def accept(self, problems: Problems) -> None:
        """Put a command's problems at the fields they name; those without a field of ours above the form."""
        for problem in problems.problems:
            self._place(problem)

    def _place(self, problem: Problem) -> None:
        field = self._fields.get(problem.field)
        if field is None:
            self.form_errors = [*self.form_errors, say(problem.message)]
        else:
            field.errors = [*field.errors, say(problem.message)]

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Every problem with the id of its field, for the summary above the form."""
        problems = ((f, text) for f in self._as_shown() for text in f.errors if isinstance(text, str))
        at_fields = [(f.id, f"{f.label.text}: {text}") for f, text in problems]
        return [*(("", text) for text in self.form_errors), *at_fields]

    def _as_shown(self) -> list[Any]:
        """The fields in the page's order; those of no group after them."""
        shown = [name for _legend, names in self.groups for name in names]
        place = {name: at for at, name in enumerate(shown)}
        return sorted(self, key=lambda field: place.get(field.short_name, len(place)))


class Required(InputRequired):
    """A field that must be filled in."""

    def __init__(self) -> None:
        super().__init__(message=lazy_gettext("Chưa điền ô này."))

    def __call__(self, form: Any, field: Any) -> None:
        if not (field.raw_data and str(field.raw_data[0]).strip()):
            field.errors[:] = []
            raise StopValidation(str(self.message))


def text_field(label: str, longest: int, required: bool = False, hint: str = "", multiline: bool = False) -> Any:
    """A line of text, tidied; too long or with invisible characters it is refused at the field, with the place."""
    field = TextAreaField if multiline else StringField
    checks: list[Callable[..., None]] = [_no_invisible(multiline), _at_most(longest)]
    return field(
        lazy(label),
        description=lazy(hint),
        filters=[lambda text: clean(text, multiline=multiline) if text else ""],
        validators=[*([Required()] if required else []), *checks],
        render_kw={"autocomplete": "off"},
    )


def _no_invisible(multiline: bool) -> Callable[..., None]:
    def check(form: Any, field: Any) -> None:
        found = find_invisible(field.raw_data[0], multiline=multiline) if field.raw_data else None
        if found:
            raise StopValidation(
                gettext(
                    "Ký tự thứ %(place)s là ký tự ẩn (%(name)s); hãy xoá rồi gõ lại.", place=found[0], name=found[1]
                )
            )

    return check


def _at_most(longest: int) -> Callable[..., None]:
    def check(form: Any, field: Any) -> None:
        if len(field.data or "") > longest:
            raise StopValidation(
                gettext(
                    "Dài %(length)s ký tự; hãy rút còn tối đa %(longest)s.", length=len(field.data), longest=longest
                )
            )

    return check


class ReadField(StringField):
    """Text read by `read` into a value and shown by `show`; what was typed stays when it cannot be read."""

    read: Callable[[str], Any]
    show: Callable[[Any], str]

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = type(self).read(text)
            except ValueError as error:
                raise ValueError(say(error.args[0])) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return type(self).show(self.data) if self.data is not None else ""


class DayField(ReadField):
    """A day typed dd/mm/yyyy."""

    read = staticmethod(parse_day)
    show = staticmethod(format_day)


class BirthField(ReadField):
    """A birth as known: year, month/year or day/month/year; a PartialDate."""

    read = staticmethod(parse_birth)
    show = staticmethod(format_partial)


class WholeField(ReadField):
    """A whole number typed with or without thousands' dots."""

    read = staticmethod(parse_int)
    show = staticmethod(format_int)


class PercentField(ReadField):
    """A percentage a year typed 7,92; its data are hundredths."""

    read = staticmethod(parse_percent)
    show = staticmethod(format_hundredths)


def _digits(number: int) -> str:
    return str(number)


class YearField(WholeField):
    """A year: a whole number shown without dots."""

    show = staticmethod(_digits)


def day_field(label: str, required: bool = False, hint: str = "") -> Any:
    return DayField(
        lazy(label),
        description=lazy(hint),
        validators=[Required()] if required else [],
        render_kw={
            "inputmode": "numeric",
            "maxlength": 10,
            "placeholder": lazy(N_("ngày/tháng/năm")),
            "autocomplete": "off",
        },
    )


def birth_field(label: str, required: bool = True, hint: str = "") -> Any:
    return BirthField(
        lazy(label),
        description=lazy(hint),
        validators=[Required()] if required else [],
        render_kw={"maxlength": 10, "autocomplete": "off"},
    )


def whole_field(label: str, hint: str = "", required: bool = False) -> Any:
    return WholeField(
        lazy(label),
        description=lazy(hint),
        validators=[Required()] if required else [],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


def percent_field(label: str, hint: str = "", required: bool = False) -> Any:
    return PercentField(
        lazy(label),
        description=lazy(hint),
        validators=[Required()] if required else [],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )


def year_field(label: str) -> Any:
    return YearField(lazy(label), validators=[Required()], render_kw={"inputmode": "numeric", "autocomplete": "off"})


class ChoiceField(SelectField):
    """One of several; an unknown value gets our sentence."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in {value for value, *_ in self.iter_choices()} and self.data not in (None, ""):
            raise StopValidation(gettext("Giá trị này không có trong danh sách; hãy chọn lại."))


def choice_field(
    label: str, choices: Any = (), required: bool = False, empty: str = "", hint: str = "", **kwargs: Any
) -> Any:
    """A select; `choices` maps codes to marked labels. `empty` names the first, empty choice."""
    options = [SelectChoice(code, lazy(text)) for code, text in dict(choices).items()]
    if empty or not required:
        options = [SelectChoice("", lazy(empty) if empty else "—"), *options]
    return ChoiceField(
        lazy(label),
        choices=options,
        description=lazy(hint),
        validators=[Required()] if required else [],
        validate_choice=True,
        **kwargs,
    )


def lazy(text: str) -> Any:
    return lazy_gettext(text) if text else ""
