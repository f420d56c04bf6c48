"""The people behind a number of the board: what a rule found, who is entitled under a register."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue

from registry.blueprints.papers import FORMATS, Paper, paper_answer
from registry.checks.drafts import drafting_register
from registry.checks.work import right_to_work
from registry.kernel.actor import EXPORT, READ, WRITE, NotFound
from registry.kernel.places import places
from registry.kernel.rules import Rule
from registry.kernel.settings import today
from registry.models.finding_work import REASONS
from registry.models.household_period import CLASSES
from registry.outputs.print import Order, PrintedList
from registry.outputs.print.gaps import gap_papers, title_from
from registry.queries.gap_filters import Asked
from registry.queries.gap_sheets import gap_sheets
from registry.queries.gaps import GapList, Source, coverage_source, found_source, gap_list, readable_rule
from registry.queries.households import PER_PAGE
from registry.registers import register_of
from registry.web.allow import allow
from registry.web.found_work import asked_for
from registry.web.list_file import list_file
from registry.web.list_page import address, chips, filters_text, page_links
from registry.web.notices import say
from registry.web.responses import answer
from registry.web.views import log_view

blueprint = Blueprint("gaps", __name__)


@blueprint.get("/gaps/<rule>")
@allow(READ, personal=True)
def show(rule: str) -> ResponseReturnValue:
    """Everybody a rule found on the day."""
    found = readable_rule(g.actor, rule)
    return _people(found_source(found, g.day), f"gaps.{found.key}", found)


@blueprint.get("/coverage/<slug>")
@allow(READ, personal=True)
def coverage(slug: str) -> ResponseReturnValue:
    """Everybody entitled under a register, with whether they are served."""
    register = register_of(slug)
    if register is None or not register.entitled or not g.actor.may(READ, register.key):
        raise NotFound(slug)
    batch = request.args.get("batch", "")[:26]
    return _people(coverage_source(register, g.day, batch), f"coverage.{register.key}")


def _people(source: Source, name: str, rule: Rule | None = None) -> ResponseReturnValue:
    asked = asked_for()
    file, wanted = f"{name.replace('.', '-').lower()}-{g.day.isoformat()}", request.args.get("format")
    if wanted in ("csv", "xlsx"):
        return list_file(wanted, file, say(source.title), lambda: gap_list(source, asked).table)
    if wanted in FORMATS:
        return _paper(source, asked, name, file)
    size = request.args.get("per_page", 50, int)
    found = gap_list(source, asked, request.args.get("page", 1, int), size if size in PER_PAGE else 50)
    log_view("list", [row.household for row in found.table.rows], detail=f"{name} {filters_text()}")
    return answer("gaps/list.html", "list", found=found, rule=rule, **_shown(found), **_work(rule))


def _paper(source: Source, asked: Asked, name: str, file: str) -> ResponseReturnValue:
    """The list as it is signed, commune by commune."""
    sheets, of_people = gap_sheets(source, asked), source.of_people and not asked.per
    title = title_from(str(source.title))

    def make(order: Order) -> Iterable[PrintedList]:
        return gap_papers(sheets, order, title, of_people)

    return paper_answer(Paper(name, f"{file}.pdf", sum(sheet.sums.members for sheet in sheets), make))


def _shown(found: GapList) -> dict[str, Any]:
    return {
        "title": say(found.source.title),
        "chosen": chips(found.facets, found.asked.q),
        "page": page_links(found.page, PER_PAGE),
        "address": address,
        "classes": CLASSES,
        "may_export": g.actor.may(EXPORT),
        "here": request.path,
        "unit_name": lambda unit_id: places().label(unit_id, g.day),
        "reasons": REASONS,
    }


def _work(rule: Rule | None) -> dict[str, Any]:
    """What may be done with the list: work on the working day, drafts where the rule is a register's own gap."""
    if rule is None or g.day != today():
        return {"may_work": False, "may_draft": False}
    may = g.actor.may(WRITE, right_to_work(g.actor, rule))
    return {"may_work": may, "may_draft": may and drafting_register(rule) is not None}
