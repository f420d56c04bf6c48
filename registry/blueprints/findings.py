"""One finding and the work on it; and why a rule finds somebody, or does not."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from registry.checks.reading import is_readable
from registry.checks.rules import rules
from registry.checks.work import may_work, possible_owners
from registry.commands.change import COMMANDS
from registry.commands.work import work_on_finding
from registry.forms.work import WorkForm
from registry.kernel.actor import READ, NotFound
from registry.kernel.rules import Rule
from registry.messages import N_, Message
from registry.models.finding_work import REASONS
from registry.queries.explain import explain, subjects_of
from registry.queries.finding_page import FindingPage, load_finding
from registry.queries.history import history_of_row
from registry.web.allow import allow
from registry.web.edit import Sheet, edit, version_typed
from registry.web.notices import say
from registry.web.responses import answer
from registry.web.views import log_view

blueprint = Blueprint("findings", __name__)


@blueprint.get("/findings/<code>")
@allow(READ, personal=True)
def show(code: str) -> ResponseReturnValue:
    """What was found, why it stands, who sees to it, what was before."""
    found = load_finding(code)
    log_view("household", [found.household], detail=f"finding {found.rule.key}")
    told = explain(found.rule.key, found.household, found.subject, g.day) if found.row.closed_on is None else None
    return answer(
        "gaps/finding.html",
        found=found,
        told=told,
        reasons=REASONS,
        may_work=_may(found),
        history=history_of_row(found.work) if found.work else [],
        titles={name: command.title for name, command in COMMANDS.items()},
    )


@blueprint.route("/findings/<code>/work", methods=["GET", "POST"])
@allow(READ, personal=True)
def work(code: str) -> ResponseReturnValue:
    """Write down the work on a finding."""
    found = load_finding(code)
    if not _may(found):
        raise NotFound(code)
    owners = possible_owners(found.rule, {found.row.unit_id})
    back = url_for("findings.show", code=code)

    def run(form: WorkForm) -> tuple[Message, str]:
        work_on_finding(g.actor, found.row, version_typed(), form.given())
        return Message(N_("Đã ghi việc xử lý của %(name)s."), name=found.name), back

    subject = f"{found.name} · {say(found.rule.title)}"
    sheet = Sheet(N_("Việc xử lý"), back, found.household, subject, more={"back_label": N_("Về phát hiện")})
    return edit(sheet, lambda typed: WorkForm(typed, owners, data=_values(found, owners)), run, found.work)


def _may(found: FindingPage) -> bool:
    return found.row.closed_on is None and may_work(g.actor, found.rule, {found.row.unit_id})


def _values(found: FindingPage, owners: list[Any]) -> dict[str, Any]:
    """What stands in the form; an owner who may not work on it any more is to be chosen anew."""
    written = found.work
    if written is None:
        return {}
    names = {user.id: user.username for user, _agency in owners}
    owner = names.get(written.owner_id or 0, "")
    return {"reason": written.reason, "owner_id": owner, "due": written.due, "note": written.note}


@blueprint.get("/households/<code>/explain")
@allow(READ, personal=True)
def why(code: str) -> ResponseReturnValue:
    """Anybody of a household under any rule, condition by condition."""
    readable = [one for one in rules().values() if is_readable(g.actor, one)]
    rule = _asked_rule(readable)
    choices = subjects_of(rule, code, g.day)
    wanted = request.args.get("subject", "")
    known = [one.code for one in choices]
    subject = wanted if wanted in known else known[0] if known else ""
    told = explain(rule.key, code, subject, g.day) if known or rule.subject == "household" else None
    log_view("household", [code], detail=f"explain {rule.key}")
    chosen = next((one for one in choices if one.code == subject), None)
    return answer(
        "gaps/explain.html", code=code, rules=readable, rule=rule, choices=choices, chosen=chosen, told=told, day=g.day
    )


def _asked_rule(readable: list[Rule]) -> Rule:
    if not readable:
        raise NotFound
    wanted = request.args.get("rule") or readable[0].key
    found = next((one for one in readable if one.key == wanted), None)
    if found is None:
        raise NotFound(wanted)
    return found
