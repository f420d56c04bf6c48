"""What forms let people choose from: communes they may write in, hamlets, ethnic groups, review rounds, indicators."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from registry.kernel.actor import HOUSEHOLDS, WRITE, Actor
from registry.kernel.places import Place, places
from registry.kernel.settings import today
from registry.models import DeprivationIndicator, EthnicGroup, Hamlet, PovertyStandard, ReviewRound
from registry.storage import db
from registry.vn.fold import fold
from registry.vn.sort import sort_key


class EthnicName(NamedTuple):
    """An ethnic group with the folded spellings it is known by."""

    code: str
    name: str
    spellings: frozenset[str]


@dataclass(frozen=True)
class Round:
    """A review round and the standard it classifies by."""

    row: ReviewRound
    standard: str

    @property
    def label(self) -> str:
        return f"{self.row.code} · {self.standard}"


def writable_communes(actor: Actor) -> dict[str, list[Place]]:
    """Today's communes the actor may write in, by the full name of their district ("" where there are none)."""
    return communes_for(actor, WRITE, HOUSEHOLDS)


def communes_for(actor: Actor, action: str, register: str) -> dict[str, list[Place]]:
    """The same where the actor may do this with households, or with lines of a register."""
    known, day = places(), today()
    allowed = actor.units(action, known, day, register)
    found: dict[str, list[Place]] = {}
    for place in known.communes(day):
        if allowed is None or place.id in allowed:
            district = known.district_of(place)
            found.setdefault(district.full_name if district else "", []).append(place)
    return found


def hamlets_of(commune: Place) -> list[tuple[int, str]]:
    """Hamlets that still are, with those of the communes this one was made of; by name."""
    inside = places().within(commune.id, today())
    wanted = select(Hamlet.id, Hamlet.name, Hamlet.unit_id).where(Hamlet.unit_id.in_(inside), Hamlet.ends > today())
    rows = db.session.execute(wanted).all()
    return [(row.id, _hamlet_label(row.name, row.unit_id, commune)) for row in sorted(rows, key=_by_name)]


def _by_name(row: object) -> bytes:
    return sort_key(row.name)  # type: ignore[attr-defined]


def _hamlet_label(name: str, unit_id: int, commune: Place) -> str:
    """With the old commune's name where it is another: merged communes bring several hamlets of one name."""
    old = places().units[unit_id]
    return name if old.full_name == commune.full_name else f"{name} ({old.full_name})"


def ethnic_groups() -> list[EthnicName]:
    """All groups in the statistics office's order; read once per session."""
    info = db.session.info
    if "ethnic_groups" not in info:
        rows = db.session.execute(select(EthnicGroup.code, EthnicGroup.name, EthnicGroup.synonyms))
        info["ethnic_groups"] = [
            EthnicName(code, name, frozenset({code, fold(name), *filter(None, synonyms.split(","))}))
            for code, name, synonyms in sorted(rows)
        ]
    return list(info["ethnic_groups"])


def find_ethnic_group(typed: str) -> str | None:
    """The code of the group spelt so ("Khơ-me", "KM", "khmer", "05"), or None."""
    word = fold(typed)
    return next((group.code for group in ethnic_groups() if word in group.spellings), None)


def ethnic_name(code: str) -> str:
    """The official name of a group."""
    return next((group.name for group in ethnic_groups() if group.code == code), code)


def review_rounds() -> list[Round]:
    """Rounds that have begun, newest first."""
    begun = (
        select(ReviewRound, PovertyStandard.code)
        .join(PovertyStandard, PovertyStandard.id == ReviewRound.standard_id)
        .where(ReviewRound.opens <= today())
        .order_by(ReviewRound.opens.desc(), ReviewRound.id.desc())
    )
    return [Round(row, standard) for row, standard in db.session.execute(begun)]


def indicators(standard_id: int) -> list[DeprivationIndicator]:
    """The standard's indicators of basic social services, in its order."""
    wanted = select(DeprivationIndicator).where(DeprivationIndicator.standard_id == standard_id)
    return list(db.session.scalars(wanted.order_by(DeprivationIndicator.number)))
