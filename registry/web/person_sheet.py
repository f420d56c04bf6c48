"""The sheet of a form about somebody in a household: the name above, the sister corrections beside."""

from dataclasses import replace
from typing import Any

from flask import url_for

from registry.messages import N_, Message
from registry.vn.dates import format_day
from registry.web.edit import Sheet, household_sheet
from registry.web.own import Own


def person_sheet(own: Own, title: str, current: str, verb: str = "", **more: Any) -> Sheet:
    """`current` names the sheet among the corrections: an endpoint, with "/id" for a stay; "" when it is none."""
    sheet = household_sheet(own.household, title, verb, **more)
    return replace(sheet, subject=own.person.name, tabs=_tabs(own, current) if current else ())


def _tabs(own: Own, current: str) -> tuple[tuple[Any, str, bool], ...]:
    where: dict[str, Any] = {"code": own.household.code, "person": own.person.code}
    links: list[tuple[Any, str, str]] = [(N_("Người"), "members.correct", url_for("members.correct", **where))]
    for stay in own.stays:
        href = url_for("members.correct_stay", **where, membership=stay.id)
        links.append((_stay_label(own, stay), f"members.correct_stay/{stay.id}", href))
    links.append((N_("Giấy tờ"), "numbers.index", url_for("numbers.index", **where)))
    return tuple((label, href, name == current) for label, name, href in links)


def _stay_label(own: Own, stay: Any) -> str | Message:
    if len(own.stays) == 1:
        return N_("Trong hộ")
    return Message(N_("Trong hộ từ %(day)s"), day=format_day(stay.starts))
