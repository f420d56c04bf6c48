"""Pages of what a commune keeps (its hamlets, its savings-and-credit groups): whose they are, and the sheets they are
written on."""

from typing import Any, Protocol, TypeVar

from flask import g, request, url_for

from registry.commands.areas import in_area
from registry.kernel.actor import HOUSEHOLDS, WRITE, Denied, NotFound
from registry.kernel.places import Place, places
from registry.kernel.settings import today
from registry.queries.pickers import communes_for
from registry.web.edit import Sheet


class Kept(Protocol):
    """A row of a commune."""

    @property
    def unit_id(self) -> Any: ...


Row = TypeVar("Row", bound=Kept)


def commune_choice(action: str = WRITE, register: str = HOUSEHOLDS) -> dict[str, Any]:
    """What a page shows of the communes the actor may do this in: by district, whether they are several, and the one
    asked for."""
    groups = communes_for(g.actor, action, register)
    several = sum(map(len, groups.values())) > 1
    return {"groups": groups, "several": several, "commune": asked_commune(action, register)}


def asked_commune(action: str = WRITE, register: str = HOUSEHOLDS) -> Place:
    """The commune asked for; the first of those the actor may do this in when none is. Another's answers like an absent
    one."""
    mine = {place.code: place for inside in communes_for(g.actor, action, register).values() for place in inside}
    if not mine:
        raise Denied(action)
    wanted = request.values.get("unit_id") or next(iter(mine))
    if wanted not in mine:
        raise NotFound(wanted)
    return mine[wanted]


def own_row(row: Row | None, called: str, register: str = HOUSEHOLDS) -> tuple[Row, Place]:
    """A row the actor may change and its commune today; another's answers like an absent one."""
    if row is None or not in_area(g.actor, row.unit_id, WRITE, register):
        raise NotFound(called)
    return row, places().on(row.unit_id, today())


def commune_page(endpoint: str, commune: Place) -> str:
    """The address of a commune's list."""
    return url_for(endpoint, unit_id=commune.code)


def commune_sheet(endpoint: str, back: str, commune: Place, title: str, verb: str = "", name: str = "") -> Sheet:
    """A sheet about something of a commune; `back` is what the way back to its list is called."""
    subject = f"{name} · {commune.full_name}" if name else commune.full_name
    more = {"hidden": {"unit_id": commune.code}, "back_label": back}
    return Sheet(title, commune_page(endpoint, commune), subject=subject, verb=verb, more=more)
