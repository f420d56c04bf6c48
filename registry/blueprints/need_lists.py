"""Households picked from a list of needs, or typed in: the list's page, and the plan of what is done with them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from registry.blueprints.household_needs import KINDS
from registry.blueprints.households import household_filters
from registry.kernel.actor import WRITE
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import Household
from registry.models.need import ANSWERS, DETAIL_LABELS, SOURCES
from registry.queries.household_facets import STATUS_LABELS
from registry.queries.need_filters import NeedFilters
from registry.queries.needs import PER_PAGE, list_needs, picked_homes
from registry.web.list_page import address, chips, filters_text, keep, page_links, pairs
from registry.web.responses import answer
from registry.web.views import log_view


@dataclass(frozen=True)
class Plan:
    """The households something would be done with; how many have had it before, lie beyond the actor's right; `more`:
    there are others yet."""

    households: list[Household]
    named: list[tuple[str, str]]
    known: int
    beyond: int
    more: bool


def need_filters(programme: str) -> NeedFilters:
    """What the address asks for."""
    keep("answer")
    answers = frozenset(filter(None, request.args.getlist("answer")))
    return NeedFilters(programme, household_filters(), answers, request.args.get("all") == "households")


def need_page(filters: NeedFilters, detail: str, **shown: Any) -> ResponseReturnValue:
    """A page of the list; `detail` is what the log of views calls it."""
    size = request.args.get("per_page", 50, int)
    found = list_needs(filters, request.args.get("page", 1, int), size if size in PER_PAGE else 50)
    log_view("list", [row.code for row in found.table.rows], detail=f"{detail} {filters_text()}")
    return answer("needs/list.html", "list", found=found, **_words(found), **shown)


def _words(found: Any) -> dict[str, Any]:
    return {
        "kinds": KINDS,
        "answers": ANSWERS,
        "details": DETAIL_LABELS,
        "sources": SOURCES,
        "statuses": {status: gettext(label) for status, label in STATUS_LABELS.items()},
        "chosen": chips(found.facets, found.filters.households.q),
        "page": page_links(found.page, PER_PAGE),
        "address": address,
        "pairs": pairs(),
    }


def plan_for(
    filters: NeedFilters, right: str, most: int, known: Callable[[list[Any]], Collection[int]], skip: bool = False
) -> Plan:
    """Those ticked, typed or let through by the filters, at most so many, in the area of the right; `known` are the ids
    of those who have had it before, who may be skipped."""
    found = picked_homes(filters, _codes(most), most + 1)
    units = g.actor.units(WRITE, places(), today(), right)
    mine = [one for one in found[:most] if units is None or one.unit_id in units]
    had = known(mine)
    new = [one for one in mine if one.household.id not in had] if skip else mine
    households, named = [one.household for one in new], [(one.household.code, one.head) for one in new]
    return Plan(households, named, len(had), len(found[:most]) - len(mine), len(found) > most)


def _codes(most: int) -> list[str] | None:
    """The households ticked or typed, or shown before (`chosen`); None for all the filters let through."""
    if "chosen" in request.form:
        return request.form["chosen"].split()[: most + 1]
    typed = [code.strip().upper() for code in request.args.getlist("household")]
    return None if request.args.get("all") else typed[: most + 1]


def kept_query() -> str:
    """The choices of the list, kept through the form."""
    return request.form.get("kept", "") if request.method == "POST" else urlencode(pairs())


def plan_words(plan: Plan, most: int) -> dict[str, Any]:
    """What a sheet shows and carries of a plan."""
    hidden = {"chosen": " ".join(code for code, _ in plan.named), "kept": kept_query()}
    return {"hidden": hidden, "plan": plan, "most": most, "back_label": N_("Về danh sách")}
