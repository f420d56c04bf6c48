"""One way to change and to correct a letterhead."""

from collections.abc import Callable
from datetime import date
from typing import Any

from registry.commands.letterheads import change_letterhead, correct_letterhead
from registry.kernel.actor import CONSOLE
from registry.models import Agency, Letterhead
from registry.storage import db
from registry.storage.transaction import transaction
from tests.commands.scenarios import Act, saved
from tests.commands.world import BEGINNING

HEAD = {
    "parent": "UBND TỈNH THỬ",
    "issuer": "SỞ Y TẾ",
    "place": "Thử",
    "suffix": "DS-SYT",
    "signers": "GIÁM ĐỐC\nTrần Thị Bé\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
    "recipients": "- UBND tỉnh;\n- Lưu: VT.",
}


def agency(code: str) -> Agency:
    """An agency of one's own."""
    with transaction():
        made = Agency(code=code, name="Sở Y tế", short_name="SYT", starts=BEGINNING)
        db.session.add(made)
    return made


def letterhead(code: str, **changed: Any) -> Letterhead:
    """The first letterhead of an agency of its own."""
    one = agency(code)
    first: Letterhead = saved(
        lambda: change_letterhead(CONSOLE, agency_id=one.id, starts=BEGINNING, **{**HEAD, **changed})
    )
    return first


def _change_letterhead() -> Act:
    first = letterhead("SCENE1")
    return lambda: change_letterhead(
        CONSOLE, agency_id=first.agency_id, starts=date(2021, 7, 1), **{**HEAD, "place": "Nơi mới"}
    )


def _correct_letterhead() -> Act:
    row = letterhead("SCENE2")
    return lambda: correct_letterhead(CONSOLE, row, row.version, **{**HEAD, "suffix": "DS-SYTE"})


SCENARIOS: dict[str, Callable[[], Act]] = {
    "change_letterhead": _change_letterhead,
    "correct_letterhead": _correct_letterhead,
}
