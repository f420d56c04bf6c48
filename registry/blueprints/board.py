"""The gap board: the first page of everybody who reads households."""

from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.checks.rules import of_people
from registry.commands.parts import is_swept
from registry.kernel.actor import MANAGE, READ, WRITE, NotFound
from registry.kernel.places import Place, places
from registry.kernel.settings import today
from registry.messages import N_
from registry.models.household_period import CLASSES
from registry.models.need import PROGRAMMES
from registry.queries.board import Board, load_board
from registry.queries.covered import STATES, Covered
from registry.queries.ending_facets import WINDOW_LABELS
from registry.queries.found import is_kept
from registry.queries.gap_filters import GROUPS
from registry.queries.handovers import Awaited, count_awaited
from registry.queries.need_facets import count_unasked
from registry.queries.need_words import need_words
from registry.queries.tiles import TileMap, tile_map
from registry.web.allow import allow
from registry.web.list_page import query_text
from registry.web.responses import answer

blueprint = Blueprint("board", __name__)
LABELS = {
    "entitled": N_("Được hưởng"),
    "covered": N_("Đã có"),
    "waiting": N_("Đang chờ"),
    "missing": N_("Còn thiếu"),
}
SIGNS = {"entitled": "na", "covered": "ok", "waiting": "wait", "missing": "gap"}


@blueprint.get("/")
@allow(personal=True)
def index() -> ResponseReturnValue:
    """Who is entitled, who is served and what rules found, of a place on a day; another first page without reading."""
    if not g.actor.may(READ):
        return redirect(url_for("users.index" if g.actor.may(MANAGE) else "account.password"))
    unit = request.args.get("unit", "")
    if unit and places().by_code(unit, g.day) is None:
        raise NotFound(unit)
    board = load_board(g.actor, g.day, unit)
    return answer("board/page.html", "board", board=board, **_shown(board))


def _shown(board: Board) -> dict[str, Any]:
    fresh, mapped, unasked = not is_kept(g.day) or is_swept(), _mapped(board), _unasked(board)
    answers = board.day == today() and g.actor.may(WRITE)
    return {
        "labels": LABELS,
        "signs": SIGNS,
        "states": STATES,
        "groups": GROUPS,
        "classes": CLASSES,
        "fresh": fresh,
        "awaited": count_awaited(g.actor) if answers else Awaited(0, 0),
        "trail": _trail(board.place),
        "tiles": _tiles(board, mapped),
        "mapped": mapped,
        "unasked": unasked,
        "need_words": need_words(unasked),
        "query": query_text,
        "windows": WINDOW_LABELS,
        "of_people": of_people,
    }


def _unasked(board: Board) -> dict[str, int]:
    """By register: households of whom it is not known whether they need it, where a need is what counts."""
    shown = {one.register.key for one in board.coverage} & PROGRAMMES.keys()
    return count_unasked(shown, board.day, board.place.code if board.place else "")


def _trail(place: Place | None) -> list[Place]:
    """The units the place lies in that the reader's board has a page for, largest first."""
    return [] if place is None else [*reversed([one for one in places().parents(place) if one.parent_id]), place]


def _mapped(board: Board) -> Covered | None:
    """The register whose gaps the map shows: the one asked for, else the first; of those that have any."""
    some = [one for one in board.coverage if one.missing]
    asked = (one for one in some if one.register.slug == request.args.get("map"))
    return next(asked, next(iter(some), None))


def _tiles(board: Board, mapped: Covered | None) -> TileMap | None:
    """Who goes without, by commune; only where the whole province is shown."""
    if board.place is not None or mapped is None:
        return None
    return tile_map(mapped.missing, board.day)
