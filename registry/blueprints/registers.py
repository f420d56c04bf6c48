"""The pages of a register, made by its declaration: the list with its files, a line, its forms and steps."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from registry.blueprints import register_forms as forms
from registry.blueprints import register_money as money
from registry.blueprints.papers import FORMATS, Paper, about_list, paper_answer, queue_paper
from registry.blueprints.register_bulk import bulk, bulk_moves
from registry.commands.areas import home_unit, in_area
from registry.commands.change import titles
from registry.jobs.entry_list import EntryListing
from registry.kernel.actor import EXPORT, READ, WRITE, NotFound
from registry.kernel.register import Register
from registry.models.money import KINDS, METHODS, SOURCES
from registry.paper import LIST
from registry.queries.entries import PER_PAGE, line_table, list_lines
from registry.queries.entry_filters import CLASS, STATE, EntryFilters, filtered
from registry.queries.entry_line import Line, history_of_line, line_with, steps_of
from registry.queries.entry_money import PAID, RETURNED, LineMoney, money_of, source_key
from registry.queries.entry_papers import papers_of
from registry.storage import Tracked
from registry.web.allow import allow
from registry.web.guard import asked_day
from registry.web.list_file import list_file
from registry.web.list_page import Chip, address, chips, filters_text, keep, page_links, pairs, seeks_number
from registry.web.responses import answer
from registry.web.views import log_view


def register_blueprint(register: Register) -> Blueprint:
    """The pages every register has, under /registers/<slug>, named by its key."""
    made = Blueprint(register.key, __name__, url_prefix=f"/registers/{register.slug}")

    def page(rule: str, name: str, view: Callable[..., Any], action: str, *methods: str) -> None:
        declared = allow(action, register=register.key, personal=True)(partial(view, register))
        made.add_url_rule(rule, name, declared, methods=methods or ("GET",))

    page("", "index", index, READ)
    page("/new", "new", forms.new, WRITE, "GET", "POST")
    page("/bulk", "bulk", bulk_page, WRITE, "GET", "POST")
    page("/print", "print", print_later, EXPORT, "POST")
    page("/<line>", "show", show, READ)
    page("/<line>/edit", "correct", forms.correct, WRITE, "GET", "POST")
    page("/<line>/moves/<key>", "move", forms.move, WRITE, "GET", "POST")
    if register.money:
        page("/<line>/amounts", "amounts", money.amounts, register.money.sets, "GET", "POST")
        page("/<line>/payments", "pay", money.pay, register.money.pays, "GET", "POST")
        page("/<line>/payments/<payment>", "correct_payment", money.correct, register.money.pays, "GET", "POST")
    return made


def index(register: Register) -> ResponseReturnValue:
    """The list; `format` gives the same rows as a file. An id number in the search is taken out of the address."""
    if seeks_number():
        return redirect(url_for("households.by_number"))
    filters, wanted = _filters(register), request.args.get("format", "")
    if wanted in ("csv", "xlsx"):
        name = f"{register.slug}-{g.day.isoformat()}"
        return list_file(wanted, name, gettext(register.title), lambda: line_table(register, filters), register.key)
    if wanted in FORMATS:
        return paper_answer(_paper(register, filters))
    per_page = request.args.get("per_page", 50, int)
    size = per_page if per_page in PER_PAGE else 50
    found = list_lines(register, filters, request.args.get("page", 1, int), size)
    log_view("list", [row.household_code for row in found.table.rows], detail=f"{register.key} {filters_text()}")
    return _list_page(register, found)


def _list_page(register: Register, found: Any) -> ResponseReturnValue:
    return answer(
        "register/list.html",
        "list",
        found=found,
        register=register,
        here=url_for(f"{register.key}.index"),
        chosen=_chips(found),
        page=page_links(found.page, PER_PAGE),
        address=address,
        kinds=kinds(register),
        moves=bulk_moves(register),
        papers=papers_of(register).values(),
        sources=_folded(register),
        pairs=pairs(),
        may_add=g.actor.may(WRITE, register.key),
        may_export=g.actor.may(EXPORT, register.key),
    )


def _folded(register: Register) -> tuple[str, ...]:
    """Columns of money that files and the foot of the list have; of what is owed, its rows show what is left."""
    if register.money is None:
        return ()
    return (*map(source_key, register.money.sources), *((PAID, RETURNED) if register.money.owed else ()))


def _chips(found: Any) -> list[Chip]:
    """The active choices; that lines were made together is one."""
    together = [Chip(gettext("Danh sách đề nghị lập cùng lúc"), address({"batch": None}))]
    return [*(together if found.filters.batch else ()), *chips(found.facets, found.filters.q)]


def _paper(register: Register, filters: EntryFilters) -> Paper:
    """One of the register's papers, of exactly the lines on screen. Raises NotFound."""
    paper = papers_of(register).get(request.args.get("paper", LIST))
    if paper is None:
        raise NotFound
    words = (gettext(register.title), *([] if paper.key == LIST else [gettext(paper.title)]))
    name = "-".join((register.slug, *([] if paper.key == LIST else [paper.key]), filters.day.isoformat()))
    about = about_list(filters.day, filters.units, *words)
    return Paper(EntryListing(filters, register.key, paper.key), f"{register.key}.{paper.key}", f"{name}.pdf", about)


def print_later(register: Register) -> ResponseReturnValue:
    """The same paper, drawn by a job; the filters stand in the address, the paper's choices are posted."""
    return queue_paper(_paper(register, _filters(register, asked_day())))


def bulk_page(register: Register) -> ResponseReturnValue:
    """The same step for many lines of the list, which the form keeps as it was asked for."""
    if not request.form.get("all"):
        return bulk(register, _filters(register))
    kept = MultiDict(parse_qsl(request.form.get("kept", "")))
    return bulk(register, _filters(register, asked_day(kept.get("day", "")), kept))


def kinds(register: Register) -> dict[str, str]:
    """How each state looks: amiss, served, waiting, or none of these."""
    flow = register.workflow
    looks = (("gap", flow.amiss), ("ok", flow.covering), ("wait", flow.waiting))
    return {state: next((look for look, of in looks if state in of), "na") for state in flow.states}


def show(register: Register, line: str) -> ResponseReturnValue:
    """The line: fields, days, whose it is, its steps, what was changed, the steps it may take; its drawer for htmx."""
    found = line_with(register, line)
    log_view("household", [found.household.code], detail=register.key)
    steps, held, may = steps_of(found.entry), money_of(found.entry, register), _allowed(register, found)
    moved: list[Tracked] = [*held.amounts, *held.movements] if held else []
    return answer(
        "register/line.html",
        "drawer",
        register=register,
        line=found,
        steps=steps,
        history=history_of_line(found, [*steps, *moved]),
        titles=titles(),
        reasons={code: text for move in register.workflow.moves for code, text in move.reasons.items()},
        kind=kinds(register)[found.entry.status],
        moves=[one for one in register.workflow.moves_from(found.entry.status) if {WRITE, one.action} <= may],
        may_write=WRITE in may,
        **_money(register, held, may),
    )


def _money(register: Register, held: LineMoney | None, may: frozenset[str]) -> dict[str, Any]:
    """What the page says of the line's money, and may be done with it."""
    if register.money is None:
        return {"money": None}
    names = {"kinds_of_money": KINDS, "source_names": SOURCES, "methods": METHODS}
    rights = {"may_set": {WRITE, register.money.sets} <= may, "may_pay": {WRITE, register.money.pays} <= may}
    return {"money": held, **names, **rights}


def _allowed(register: Register, line: Line) -> frozenset[str]:
    """What the actor may do with the line where its household lives; asked once for all a page offers."""
    money = {register.money.sets, register.money.pays} if register.money else set()
    wanted = {WRITE, *money, *(move.action for move in register.workflow.moves)}
    unit_id = home_unit(line.household.id)
    if unit_id is None:
        return frozenset()
    return frozenset(action for action in wanted if in_area(g.actor, unit_id, action, register.key))


def _filters(register: Register, day: date | None = None, args: Any = None) -> EntryFilters:
    own = filtered(register)
    keep("ended", "paper", *own)
    args = request.args if args is None else args
    chosen = {name: frozenset(filter(None, args.getlist(name))) for name in (STATE, CLASS, *own)}
    units = frozenset(filter(None, args.getlist("unit")))
    ended, batch = args.get("ended") == "1", args.get("batch", "")[:26]
    return EntryFilters(day or g.day, args.get("q", "")[:100], units, chosen, ended, batch)
