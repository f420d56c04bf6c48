"""What is written of a register's lines: begun, corrected, taken a step on. The same handlers for every register."""

from typing import Any

from flask import abort, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from registry.commands.areas import owns
from registry.commands.entries import add_entry, correct_entry, move_entry
from registry.forms.entry import line_form, move_form
from registry.kernel.actor import WRITE, NotFound
from registry.kernel.register import PERSON, Register
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Household, Person
from registry.queries.editable import present_people, subject_of
from registry.queries.entry_line import Line, covering_lines, line_with
from registry.storage import OPEN, ends_after, valid_through
from registry.vn.dates import format_day
from registry.web.edit import CORRECT, Doubt, Sheet, edit, version_typed
from registry.web.own import own_household
from registry.web.responses import answer

OVERLAPS = N_("Đã có dòng %(code)s từ %(starts)s đến %(ends)s, trạng thái “%(state)s”. Nếu vẫn đúng thì lưu.")


def new(register: Register) -> ResponseReturnValue:
    """A line for a household, and one of its people where the benefit is personal."""
    code = request.values.get("household", "").strip().upper()
    household, wrong = _household(register, code)
    if household is None:
        here, status = url_for(f"{register.key}.new"), 422 if wrong else 200
        return answer("register/choose.html", status=status, register=register, here=here, code=code, wrong=wrong)
    return _new_line(register, household)


def _household(register: Register, code: str) -> tuple[Household | None, bool]:
    """The household, and whether a code was given that leads to none of ours."""
    if not code:
        return None, False
    try:
        return own_household(code, WRITE, register.key), False
    except NotFound:
        return None, True


def _new_line(register: Register, household: Household) -> ResponseReturnValue:
    people = {person.code: person for _stay, person in present_people(household)}

    def make(typed: Any) -> Any:
        if not register.names_person:
            return line_form(register, typed)
        form = line_form(register, typed, people={code: _label(one) for code, one in people.items()})
        if typed is None:
            form.person_code.data = request.args.get("person", "")
        return form

    def run(form: Any) -> tuple[Message, str]:
        person = people.get(form.person_code.data) if register.names_person else None
        made = add_entry(g.actor, register, household, person, **form.values)
        return Message(N_("Đã lập dòng %(code)s."), code=made.code), _page(register, made.code)

    def doubts(form: Any) -> list[Doubt]:
        person = people.get(form.person_code.data) if register.names_person else None
        return _doubts(register, form, None, person.id if person else None, household.id)

    title, back = N_("Lập dòng mới"), url_for("households.show", code=household.code)
    more = {"hidden": {"household": household.code}, "submit": title}
    sheet = Sheet(title, back, household.code, _subject(register, subject_of(household)), more=more)
    return edit(sheet, make, run, doubts=doubts)


def correct(register: Register, line: str) -> ResponseReturnValue:
    """Correct a line: what it says was never so."""
    found = own_line(register, line)

    def run(form: Any) -> tuple[Message, str]:
        correct_entry(g.actor, found.entry, version_typed(), **form.values)
        return Message(N_("Đã đính chính dòng %(code)s."), code=line), _page(register, line)

    def doubts(form: Any) -> list[Doubt]:
        return _doubts(register, form, found.entry, found.entry.person_id, found.household.id)

    sheet = line_sheet(register, found, N_("Đính chính"), CORRECT)
    return edit(sheet, lambda typed: line_form(register, typed, found.entry), run, found.entry, doubts)


def move(register: Register, line: str, key: str) -> ResponseReturnValue:
    """Take the line a step on."""
    step = register.workflow.move(key)
    if step is None:
        raise NotFound(key)
    found = own_line(register, line, step.action)

    def run(form: Any) -> tuple[Message, str]:
        given = form.values
        move_entry(g.actor, found.entry, version_typed(), move=key, on_date=given.pop("on_date"), **given)
        state = Message(register.workflow.states[step.target])
        return Message(N_("Dòng %(code)s: %(state)s."), code=line, state=state), _page(register, line)

    sheet = line_sheet(register, found, step.title, "", submit=step.title)
    return edit(sheet, lambda typed: move_form(register, step, typed, found.entry, today()), run, found.entry)


def own_line(register: Register, code: str, action: str = WRITE) -> Line:
    """The line, where the actor may write it and do this with it; absent and not yours answer alike."""
    found = line_with(register, code)
    if not owns(g.actor, found.household.id, WRITE, register.key):
        raise NotFound(code)
    if not owns(g.actor, found.household.id, action, register.key):
        abort(403)
    return found


def line_sheet(register: Register, found: Line, title: str, verb: str, **more: Any) -> Sheet:
    """What stands around a form of the line."""
    more = {"back_label": N_("Về trang của dòng")} | more
    subject = _subject(register, found.subject, found.entry.code)
    return Sheet(title, _page(register, found.entry.code), found.household.code, subject, verb, more=more)


def _subject(register: Register, *parts: str) -> str:
    """What a form is about: the register first, its buttons being alike in all of them."""
    return " · ".join(filter(None, (gettext(register.title), *parts)))


def _doubts(register: Register, form: Any, row: Any, person_id: int | None, household_id: int) -> list[Doubt]:
    """Other lines that serve the same subject on some of these days."""
    starts, ends = form.starts.data, ends_after(form.ends.data)
    others = covering_lines(register, row, person_id if register.subject == PERSON else None, household_id)
    alike = {key: form[key].data for key in register.alike}
    return [
        Doubt(_overlap(register, one))
        for one in others
        if one.starts < ends
        and starts < one.ends
        and all((getattr(one, key) or None) == (told or None) for key, told in alike.items())
    ]


def _overlap(register: Register, other: Any) -> Message:
    last = valid_through(other.ends) if other.ends != OPEN else None
    until = format_day(last) if last else Message(N_("chưa kết thúc"))
    state = Message(register.workflow.states[other.status])
    return Message(OVERLAPS, code=other.code, starts=format_day(other.starts), ends=until, state=state)


def _label(person: Person) -> str:
    return f"{person.name} · {person.birth_year}"


def _page(register: Register, code: str) -> str:
    return url_for(f"{register.key}.show", line=code)
