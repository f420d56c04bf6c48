"""The people behind a number of the board: what a rule found, who is entitled under a register."""

from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.blueprints.papers import FORMATS, Paper, about_list, paper_answer, queue_paper
from registry.checks.drafts import closing_register, drafting_register
from registry.checks.work import right_to_work
from registry.jobs.gap_list import GapListing
from registry.kernel.actor import EXPORT, READ, WRITE
from registry.kernel.places import places
from registry.kernel.rules import Rule
from registry.kernel.settings import today
from registry.models.finding_work import REASONS
from registry.models.household_period import CLASSES
from registry.queries.gap_filters import Asked
from registry.queries.gaps import GapList, gap_list, readable, source_of, source_title
from registry.queries.households import PER_PAGE
from registry.queries.need_words import words_about
from registry.web.allow import allow
from registry.web.found_work import asked_for
from registry.web.guard import asked_day
from registry.web.list_file import list_file
from registry.web.list_page import address, chips, filters_text, page_links, seeks_number
from registry.web.notices import say
from registry.web.responses import answer
from registry.web.views import log_view

blueprint = Blueprint("gaps", __name__)


@blueprint.get("/gaps/<rule>")
@allow(READ, personal=True)
def show(rule: str) -> ResponseReturnValue:
    """Everybody a rule found on the day."""
    return _people(f"gaps.{rule}")


@blueprint.get("/coverage/<slug>")
@allow(READ, personal=True)
def coverage(slug: str) -> ResponseReturnValue:
    """Everybody entitled under a register, with whether they are served."""
    return _people(f"coverage.{slug}")


@blueprint.post("/gaps/<rule>/print")
@allow(EXPORT, personal=True)
def print_rule(rule: str) -> ResponseReturnValue:
    """The same list, drawn by a job; the filters stand in the address, the paper's choices are posted."""
    return queue_paper(_paper(f"gaps.{rule}", asked_for(asked_day())))


@blueprint.post("/coverage/<slug>/print")
@allow(EXPORT, personal=True)
def print_coverage(slug: str) -> ResponseReturnValue:
    """The same for everybody entitled under a register."""
    return queue_paper(_paper(f"coverage.{slug}", asked_for(asked_day())))


def _people(name: str) -> ResponseReturnValue:
    if seeks_number():
        return redirect(url_for("households.by_number"))
    of, asked, wanted = readable(g.actor, name), asked_for(), request.args.get("format")
    if wanted in FORMATS:
        return paper_answer(_paper(name, asked))
    source = source_of(of)
    if wanted in ("csv", "xlsx"):
        return list_file(wanted, _file(name, asked), say(source.title), lambda: gap_list(source, asked).table)
    size = request.args.get("per_page", 50, int)
    found = gap_list(source, asked, request.args.get("page", 1, int), size if size in PER_PAGE else 50)
    log_view("list", [row.household for row in found.table.rows], detail=f"{name} {filters_text()}")
    rule = of if isinstance(of, Rule) else None
    return answer("gaps/list.html", "list", found=found, rule=rule, **_shown(found), **_work(rule))


def _paper(name: str, asked: Asked) -> Paper:
    """The list as it is signed, commune by commune. Raises NotFound."""
    about = about_list(asked.day, asked.unit, say(source_title(readable(g.actor, name))))
    return Paper(GapListing(asked, name), name, f"{_file(name, asked)}.pdf", about)


def _file(name: str, asked: Asked) -> str:
    return f"{name.replace('.', '-').lower()}-{asked.day.isoformat()}"


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
        "need_words": words_about(found.source.of, g.day),
    }


def _work(rule: Rule | None) -> dict[str, Any]:
    """What may be done with the list: work on the working day, drafts where the rule is a register's own gap."""
    if rule is None or g.day != today():
        return {"may_work": False, "may_draft": False, "alone": None}
    may, together = g.actor.may(WRITE, right_to_work(g.actor, rule)), drafting_register(rule)
    alone = closing_register(rule) if may and together is None else None
    return {"may_work": may, "may_draft": may and together is not None, "alone": alone}
