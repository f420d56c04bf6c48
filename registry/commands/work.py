"""The work on findings: why one stands, who sees to it, until when; one at a time, or a whole list at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.checks.rules import rules
from registry.checks.work import LARGEST, may_work, possible_owners
from registry.commands.change import command
from registry.commands.checks import Checks, Stale, refuse
from registry.commands.facts import assign
from registry.kernel.actor import WRITE, Actor, Denied
from registry.kernel.rules import Rule
from registry.kernel.scope import unscoped
from registry.kernel.settings import today
from registry.messages import N_
from registry.models import Finding, FindingWork, Household
from registry.models.finding_work import OTHER
from registry.storage import db
from registry.storage.inner import inner_rows
from registry.storage.withdrawn import load_all
from registry.vn.dates import format_day

COLUMNS = ("reason", "owner_id", "due", "note")
Given = Mapping[str, Any]


@command("work_on_finding", N_("Ghi việc xử lý phát hiện"), WRITE, register="")
def work_on_finding(actor: Actor, finding: Finding, version: int, given: Given) -> FindingWork:
    """Write down the work on one finding: `given` has every column. `version` is the work's, 0 before there was any.

    Raises Stale when somebody wrote since the form was opened, Denied where the actor may not work on it.
    """
    rule, works = _hold(actor, [finding])
    present = works.get(finding.id)
    present = None if present is None or present.withdrawn else present
    if (present.version if present else 0) != version:
        raise Stale(present)
    with Checks() as found:
        values = _checked(found, rule, [finding], given, present)
    return _write(finding, works.get(finding.id), values)


@command("work_on_findings", N_("Giao việc cả danh sách"), WRITE, register="")
def work_on_findings(actor: Actor, findings: Sequence[Finding], given: Given) -> int:
    """The same work on many findings of one rule; what is not given stays as each has it. Returns how many."""
    if len(findings) > LARGEST:
        raise refuse(
            "",
            N_("Danh sách có %(count)s dòng, mỗi lần chỉ ghi được %(limit)s. Hãy lọc theo huyện, xã."),
            count=len(findings),
            limit=LARGEST,
        )
    filled = {key: value for key, value in given.items() if value not in (None, "")}
    if not filled:
        raise refuse("", N_("Chưa nhập gì. Hãy chọn lý do, người xử lý, hạn hoặc ghi chú."))
    rule, works = _hold(actor, findings)
    with Checks() as found:
        values = _checked(found, rule, findings, filled)
    for finding in findings:
        _write(finding, works.get(finding.id), values)
    return len(findings)


def _hold(actor: Actor, findings: Sequence[Finding]) -> tuple[Rule, dict[int, FindingWork]]:
    """Begin work: households, findings and the work there is are locked; the rule and the work, undone one too, are
    given back. All are found by one rule."""
    if not findings:
        raise refuse("", N_("Chưa chọn dòng nào. Hãy đánh dấu các dòng, hoặc chọn cả danh sách."))
    rule = rules()[findings[0].rule]
    with unscoped():
        load_all(Household, {one.household_id for one in findings})
        held = load_all(Finding, (one.id for one in findings)).values()
        if not may_work(actor, rule, {one.unit_id for one in held}):
            raise Denied(WRITE)
        if any(one.closed_on is not None or one.rule != rule.key for one in held):
            raise refuse("", N_("Có phát hiện đã đóng. Hãy mở lại danh sách rồi làm lại."))
        known = inner_rows(select(FindingWork.id).where(FindingWork.finding_id.in_([one.id for one in held])))
        return rule, {row.finding_id: row for row in load_all(FindingWork, (row.id for row in known)).values()}


def _checked(
    found: Checks, rule: Rule, findings: Sequence[Finding], given: Given, present: FindingWork | None = None
) -> dict[str, Any]:
    values = found.values(FindingWork, given, COLUMNS)
    due: date | None = values.get("due")
    if due is not None and due < today() and (present is None or present.due != due):
        found.refuse("due", N_("Hạn xử lý phải từ ngày %(day)s trở đi."), day=format_day(today()))
    if values.get("reason") == OTHER and not values.get("note"):
        found.refuse("note", N_("Lý do khác thì hãy ghi rõ là lý do gì."))
    owner_id = values.get("owner_id")
    if owner_id is not None and (present is None or present.owner_id != owner_id):
        known = {user.id for user, _agency in possible_owners(rule, {one.unit_id for one in findings})}
        if owner_id not in known:
            found.refuse("owner_id", N_("Người này không được ghi sổ ở địa bàn ấy. Hãy chọn người khác."))
    return values


def _write(finding: Finding, present: FindingWork | None, values: dict[str, Any]) -> FindingWork:
    """The work whose writing was undone begins anew: one row for each finding."""
    if present is None:
        present = FindingWork(finding_id=finding.id, rule=finding.rule, household_id=finding.household_id, **values)
        db.session.add(present)
        return present
    anew = dict.fromkeys(COLUMNS) | {"withdrawn": False} if present.withdrawn else {}
    assign(present, anew | values)
    return present
