"""Money of a register's line, where the register has some: what is approved, movements, their correction."""

from typing import Any

from flask import g, url_for
from flask.typing import ResponseReturnValue

from registry.blueprints.register_forms import line_sheet, own_line
from registry.commands.money import add_payment, correct_payment, set_amounts
from registry.forms.money import MOVEMENT, amounts_form, payment_form
from registry.kernel.actor import NotFound
from registry.kernel.register import Register
from registry.kernel.settings import today
from registry.messages import N_, Message
from registry.models import Payment
from registry.models.money import EFFECTS, KINDS, OUT, SOURCES, Money
from registry.queries.entry_line import Line
from registry.queries.entry_money import LineMoney, last_moved, money_of
from registry.vn.numbers import format_int
from registry.web.edit import Doubt, Sheet, edit, version_typed

MORE = N_("Từ “%(source)s” được duyệt %(approved)s đồng, nay chi tới %(paid)s đồng. Nếu đúng thì lưu.")
Made = tuple[Message, str]


def amounts(register: Register, line: str) -> ResponseReturnValue:
    """What is approved for the line from each source."""
    found, money, held = _line(register, line, "sets")

    def run(form: Any) -> Made:
        set_amounts(g.actor, found.entry, version_typed(), **form.data)
        return Message(N_("Đã ghi số tiền được duyệt của dòng %(code)s."), code=line), _page(register, line)

    sheet = _sheet(register, found, N_("Ghi số tiền được duyệt"))
    return edit(sheet, lambda typed: amounts_form(money, typed, held.funds.approved), run, found.entry)


def pay(register: Register, line: str) -> ResponseReturnValue:
    """One more movement of the line's money."""
    found, money, held = _line(register, line, "pays")

    def run(form: Any) -> Made:
        add_payment(g.actor, found.entry, version_typed(), **form.data)
        text = Message(N_("Đã ghi %(kind)s %(amount)s đồng."), kind=_kind(form), amount=format_int(form.amount.data))
        return text, _page(register, line)

    sheet = _sheet(register, found, N_("Ghi khoản chi, thu"))
    return edit(
        sheet, lambda t: payment_form(money, t, _likely(money, held)), run, found.entry, lambda f: more(held, f)
    )


def correct(register: Register, line: str, payment: str) -> ResponseReturnValue:
    """Correct a movement: a counter movement takes it back, the right one stands beside it."""
    found, money, held = _line(register, line, "pays")
    row = held.payment(payment)
    if row is None or not held.may_be_corrected(row):
        raise NotFound(payment)

    def run(form: Any) -> Made:
        correct_payment(g.actor, found.entry, version_typed(), row, **form.data)
        return Message(N_("Đã đính chính một khoản của dòng %(code)s."), code=line), _page(register, line)

    data = {key: getattr(row, key) for key in MOVEMENT}
    sheet = _sheet(register, found, N_("Đính chính khoản chi, thu"), "counter")
    make = lambda typed: payment_form(money, typed, data, correcting=True)  # noqa: E731 - a form made twice
    return edit(sheet, make, run, found.entry, lambda form: more(held, form, row))


def more(held: LineMoney, form: Any, instead: Payment | None = None) -> list[Doubt]:
    """More is paid from the source than was approved of it; `instead` of which movement."""
    if EFFECTS[form.kind.data] != OUT or ("never" in form and form.never.data):
        return []
    paid = form.amount.data + sum(one.amount for one in _paid_from(held, form.source.data) if one is not instead)
    approved = held.funds.approved.get(form.source.data, 0)
    source = Message(SOURCES[form.source.data])
    text = Message(MORE, source=source, approved=format_int(approved), paid=format_int(paid))
    return [Doubt(text)] if paid > approved else []


def _paid_from(held: LineMoney, source: str) -> list[Payment]:
    return [one for one in held.movements if one.source == source and EFFECTS[one.kind] == OUT]


def _line(register: Register, code: str, right: str) -> tuple[Line, Money, LineMoney]:
    """The line with its money, where the actor may do this with it; absent and not yours answer alike."""
    money = register.money
    if money is None:
        raise NotFound(code)
    found = own_line(register, code, getattr(money, right))
    held = money_of(found.entry, register)
    assert held is not None  # noqa: S101 - its register has money
    return found, money, held


def _likely(money: Money, held: LineMoney) -> dict[str, Any]:
    """What a new movement most often is: today, from the one source that was approved."""
    sources = list(held.funds.approved) or list(money.sources)
    one = {"source": sources[0]} if len(sources) == 1 else {}
    return one | ({"kind": money.kinds[0]} if len(money.kinds) == 1 else {}) | {"on_date": today()}


def _kind(form: Any) -> Message:
    return Message(KINDS[form.kind.data])


def _sheet(register: Register, found: Line, title: str, verb: str = "") -> Sheet:
    return line_sheet(register, found, title, verb, changed=lambda: last_moved(found.entry))


def _page(register: Register, code: str) -> str:
    return f"{url_for(f'{register.key}.show', line=code)}#money"
