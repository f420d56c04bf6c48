"""Forms of a register's lines, made from what its columns say: a new line, its correction, a step."""

from typing import Any

from flask_babel import gettext
from sqlalchemy import Boolean, Date, Integer, String
from wtforms import BooleanField, SelectChoice

from registry.forms.base import Form, choice_field, day_field, lazy, percent_field, text_field, whole_field
from registry.forms.fields import ticks_field
from registry.kernel.register import Move, Register
from registry.messages import N_
from registry.models import Entry
from registry.models.entry import COMMON_FIELDS
from registry.storage import Codes, ends_after, facet_of, valid_through
from registry.vn.ids import mask

CHOOSE = N_("(chọn)")
DAYS = ("starts", "ends")
LAST_DAY = N_("Đến hết ngày")


class LineForm(Form):
    """A line as typed; `keys` are the columns it holds, `hidden` those whose blank keeps what is recorded."""

    keys: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """What the commands take: days half-open, a masked number only where it was typed anew."""
        found = {key: self[key].data for key in self.keys if self[key].data or key not in self.hidden}
        return found | ({"ends": ends_after(found["ends"])} if "ends" in found else {})


def line_form(register: Register, typed: Any, row: Entry | None = None, people: dict[str, str] | None = None) -> Any:
    """The form of a new line for one of `people` (code → name), or of the correction of `row`."""
    own = tuple(key for key in register.fields if key not in COMMON_FIELDS)
    fields = {key: field_for(register, key) for key in register.fields} | _days(register)
    groups: list[Any] = [(register.title, own), (N_("Thời hạn"), DAYS), (N_("Căn cứ"), COMMON_FIELDS)]
    if people is not None:
        whose = register.holder or N_("Người hưởng")
        fields["person_code"] = choice_field(whose, required=True, empty=CHOOSE)
        groups.insert(0, (whose, ("person_code",)))
    form = _made(register, fields, groups, (*register.fields, *DAYS), row)(typed, data=_data(register, row))
    if people is not None:
        form.person_code.choices = [SelectChoice("", gettext(CHOOSE)), *(SelectChoice(*one) for one in people.items())]
    return _masked(form, row)


def draft_form(register: Register, keys: list[str], typed: Any, first: Any, last: Any) -> Any:
    """What all lines of a drafted list are given: their days; for households' lines, which stay open, `keys` too."""
    days = {key: one for key, one in _days(register).items() if key == "starts" or register.names_person}
    fields = days | {key: field_for(register, key) for key in keys}
    form = _made(register, fields, [(register.title, tuple(fields))], tuple(fields), None)
    return form(typed, data={"starts": first, "ends": last})


def move_form(register: Register, move: Move, typed: Any, row: Entry | None, day: Any) -> Any:
    """The form of a step: its day, its reason, what it fills in."""
    fields = {"on_date": day_field(N_("Ngày thực hiện"), required=True)}
    if move.reasons:
        fields["reason_code"] = choice_field(N_("Lý do"), move.reasons, required=True, empty=CHOOSE)
    for key in move.fills:
        fields[key] = day_field(LAST_DAY, required=True) if key == "ends" else field_for(register, key)
    fields["note"] = text_field(N_("Ghi chú"), 500, multiline=True)
    keys = tuple(fields)
    data = {key: getattr(row, key) for key in move.fills if row is not None and not _is_masked(register, key)}
    if "ends" in data:
        data["ends"] = valid_through(data["ends"])
    made = _made(register, fields, [(move.title, keys)], keys, row)
    return _masked(made(typed, data={"on_date": day, **data}), row)


def field_for(register: Register, key: str) -> Any:
    """The form's field for a column."""
    column = getattr(register.model, key)
    known, type_ = facet_of(column), column.type
    assert known is not None  # noqa: S101 - register.fields are those with a Facet
    if isinstance(type_, Codes):
        return ticks_field(known.label, known.choices or {}, hint=known.hint)
    if known.choices is not None:
        return choice_field(known.label, known.choices, required=known.required, empty=CHOOSE, hint=known.hint)
    if isinstance(type_, Boolean):
        return BooleanField(lazy(known.label), description=lazy(known.hint))
    if isinstance(type_, Date):
        return day_field(known.label, required=known.required, hint=known.hint)
    if known.percent:
        return percent_field(known.label, required=known.required, hint=known.hint)
    if isinstance(type_, Integer):
        return whole_field(known.label, required=known.required, hint=known.hint)
    longest = type_.length if isinstance(type_, String) else 500
    return text_field(known.label, longest or 500, known.required, known.hint, multiline=key == "note")


def _days(register: Register) -> dict[str, Any]:
    first, last = register.model.day_hints
    return {"starts": day_field(N_("Từ ngày"), required=True, hint=first), "ends": day_field(LAST_DAY, hint=last)}


def _made(register: Register, fields: dict[str, Any], groups: list[Any], keys: tuple[str, ...], row: Any) -> Any:
    hidden = tuple(key for key in keys if row is not None and _is_masked(register, key))
    shown = [group for group in groups if group[1]]
    return type("RegisterForm", (LineForm,), {**fields, "groups": shown, "keys": keys, "hidden": hidden})


def _data(register: Register, row: Entry | None) -> dict[str, Any]:
    if row is None:
        return {}
    known = {key: getattr(row, key) for key in register.fields if not _is_masked(register, key)}
    return known | {"starts": row.starts, "ends": valid_through(row.ends)}


def _is_masked(register: Register, key: str) -> bool:
    known = facet_of(getattr(register.model, key)) if hasattr(register.model, key) else None
    return bool(known and known.masked)


def _masked(form: LineForm, row: Entry | None) -> LineForm:
    """A number that is recorded is never shown: it is typed anew or left alone."""
    for key in form.hidden:
        if number := getattr(row, key):
            text = gettext("Đang ghi %(masked)s. Để trống nếu giữ số này.", masked=mask(number))
            form[key].description = text
    return form
