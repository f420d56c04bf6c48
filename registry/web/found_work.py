"""The rows of a gap list that were ticked, or all its filters let through: what work and drafts are made of."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, request, url_for

from registry.checks.work import may_work, possible_owners
from registry.kernel.actor import NotFound
from registry.kernel.rules import Rule
from registry.kernel.settings import today
from registry.models import Finding, User
from registry.queries.finding_page import findings_with
from registry.queries.found import Found, found_by
from registry.queries.gap_filters import Asked
from registry.queries.gaps import listed, readable_rule
from registry.web.list_page import pairs
from registry.web.views import log_view

MANY = ("unit", "hamlet", "ethnicity", "sex", "group", "state", "reason", "owner", "late")


@dataclass(frozen=True)
class Chosen:
    """Rows of a rule's list with their findings; `back` is the list they were chosen in."""

    rule: Rule
    rows: list[Found]
    findings: list[Finding]
    whole: bool
    back: str

    @property
    def households(self) -> int:
        return len({row.household for row in self.rows})

    @property
    def fingerprint(self) -> str:
        """Says whether the list is still the one that was looked at."""
        return f"{len(self.findings)}.{sum(one.id for one in self.findings)}"

    @property
    def owners(self) -> list[tuple[User, str]]:
        return possible_owners(self.rule, {one.unit_id for one in self.findings})

    @property
    def may_work(self) -> bool:
        return may_work(g.actor, self.rule, {one.unit_id for one in self.findings})


def asked_for(day: date | None = None) -> Asked:
    """The filters of this address, for the day it asks about or another."""
    many: dict[str, Any] = {name: frozenset(filter(None, request.args.getlist(name))) for name in MANY}
    classes = frozenset(filter(None, request.args.getlist("class")))
    typed, per = request.args.get("q", "")[:100], request.args.get("per", "")[:26]
    return Asked(day or g.day, typed, class_=classes, per=per, **many)


def chosen(key: str) -> Chosen:
    """What this address names of a rule's list; work is done on the working day only: another one is not there."""
    rule = readable_rule(g.actor, key)
    if g.day != today():
        raise NotFound(key)
    whole, ticked = "whole" in request.args, frozenset(request.args.getlist("finding"))
    rows = list(listed(rule, asked_for())) if whole else [r for r in found_by(rule, g.day) if r.finding in ticked]
    log_view("list", sorted({row.household for row in rows}), detail=f"work {rule.key}")
    return Chosen(rule, rows, findings_with([row.finding for row in rows]), whole, _list_of(rule))


def _list_of(rule: Rule) -> str:
    kept: dict[str, Any] = {}
    for name, value in pairs():
        kept.setdefault(name, []).append(value)
    return url_for("gaps.show", rule=rule.key, **kept)
