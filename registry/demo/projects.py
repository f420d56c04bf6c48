"""Projects of a commune and the families in them; now and then one as it should not have been."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from registry.demo.people import DAY, Family, day_between
from registry.vn.dates import months_before

SPAN = tuple[date, date, str]
"""A class: from, until, which."""
LISTED = ("poor", "near_poor")
WAITING = ("DE_XUAT", "HOP_NHOM", "THAM_DINH")
BUYING = ("PHE_DUYET", "MUA_SAM")
GIVEN = ("BAN_GIAO", "THEO_DOI", "NGHIEM_THU", "QUYET_TOAN")
APPROVED = frozenset({*BUYING, *GIVEN, "DONG"})
WINDOW = 36
"""Months in which a household counts as newly escaped."""
OFFERS = {
    "livestock": ("cattle", "Bò cái sinh sản", "con", 15_000_000, "Nuôi bò sinh sản"),
    "crops": ("trees", "Cây giống bưởi da xanh", "cây", 45_000, "Trồng cây ăn trái"),
    "aquaculture": ("fish", "Tôm giống", "con", 120, "Nuôi tôm luân canh lúa"),
    "craft": ("machines", "Máy may công nghiệp", "cái", 7_500_000, "Tổ đan lát, may gia công"),
}
QUANTITIES = {"cattle": (1, 1), "trees": (60, 150), "fish": (20_000, 60_000), "machines": (1, 1)}
MOST, ENOUGH = 12, 3
MADE, SECOND = 0.75, 0.3
FORMER = 0.4
OLD = (date(2019, 3, 15), date(2019, 5, 2), date(2021, 3, 4))
"""When a project of before was proposed, decided on, and over."""
EARLY, SHORT, STRANGERS, WRONG_SUM, AGAIN = 0.15, 0.12, 0.15, 0.03, 0.5


Served = tuple[date, date, bool]
"""From, until, and whether it serves still."""


@dataclass(frozen=True)
class Candidate:
    """A family that may take part: its classes with the rows that gave them, its commune, when it asked for help to
    produce; whether it asked for anything, has a loan, and has somebody who can work; what else serves or served it."""

    family: Family
    held: list[tuple[dict[str, Any], SPAN]]
    unit_id: int
    asked_on: date | None
    wants: bool
    lent: bool
    able: bool
    served: list[Served]

    @property
    def spans(self) -> list[SPAN]:
        return [span for _, span in self.held]


@dataclass(slots=True, eq=False)
class Part:
    """A family's line in a project; `amounts` đồng by source."""

    who: Candidate
    quantity: int
    price: int
    amounts: dict[str, int]
    handed: date | None = None
    id: int = 0


@dataclass(slots=True, eq=False)
class Venture:
    """A project: what for, how far it is, what it has in đồng."""

    sector: str
    programme: str
    kind: str
    status: str
    proposed: date
    decided: date | None
    parts: list[Part] = field(default_factory=list)
    capital: dict[str, int] = field(default_factory=dict)
    closed: date | None = None
    id: int = 0

    @property
    def content(self) -> str:
        return OFFERS[self.sector][0]

    @property
    def counts_on(self) -> date:
        """The day whose classes are kept."""
        return self.decided or self.proposed

    @property
    def has_served(self) -> bool:
        return self.status in GIVEN or self.status == "DONG"

    @property
    def is_approved(self) -> bool:
        return self.status in APPROVED


def group_on(spans: list[SPAN], day: date) -> str:
    """What projects take a family with these classes for on a day."""
    class_, escaped = standing(spans, day)
    if class_ in LISTED:
        return class_
    return "escaped" if escaped and escaped > months_before(day, WINDOW) else "other"


def standing(spans: list[SPAN], day: date) -> tuple[str, date | None]:
    """The class on a day, and since when the family is out of poverty."""
    escaped, before, found = None, "not_poor", "not_poor"
    for starts, ends, class_ in spans:
        if starts > day:
            break
        escaped = None if class_ in LISTED else starts if before in LISTED else escaped
        before = class_
        if starts <= day < ends:
            found = class_
    return found, escaped


class VentureMaker:
    """Chooses the projects of a commune, by chance of its own."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def choose(self, candidates: list[Candidate]) -> list[Venture]:
        """One project or two for those who asked, if there are enough; strangers come in where it goes wrong."""
        old = self._closed(candidates)
        asking = [one for one in candidates if one.asked_on and group_on(one.spans, DAY) != "other"]
        if len(asking) < ENOUGH or self.rng.random() > MADE:
            return old
        first = self._venture(asking, candidates, self.rng.choice(tuple(OFFERS)), "POVERTY")
        if not first.parts:
            return old
        if self.rng.random() > SECOND:
            return [*old, first]
        alike = self.rng.random() < AGAIN
        left = [one for one in asking if one not in [part.who for part in first.parts]]
        again = [first.parts[0].who] if alike else []
        sector = first.sector if alike else self.rng.choice(tuple(OFFERS))
        second = self._venture([*again, *left], candidates, sector, "ETHNIC")
        return [*old, *(one for one in (first, second) if one.parts)]

    def _closed(self, candidates: list[Candidate]) -> list[Venture]:
        """A project of before, over since: those who have left poverty in the meantime were in it."""
        proposed, decided, closed = OLD
        made = Venture("livestock", "RURAL", "community", "DONG", proposed, decided, closed=closed)
        then = [one for one in candidates if one.family.starts < proposed and group_on(one.spans, decided) != "other"]
        left = [one for one in then if group_on(one.spans, DAY) == "escaped"]
        if self.rng.random() > FORMER or not left:
            return []
        made.parts = [self._part(made, one) for one in left[:MOST]]
        for part in made.parts:
            part.handed = decided + timedelta(days=self.rng.randint(5, 60))
        self._fund(made)
        return [made]

    def _venture(self, asking: list[Candidate], all_: list[Candidate], sector: str, programme: str) -> Venture:
        rng = self.rng
        status = rng.choice((*WAITING[1:], *BUYING, *GIVEN, *GIVEN))
        approved = status in APPROVED
        decided = day_between(rng, date(2021, 4, 1), date(2021, 9, 30)) if approved else None
        proposed = (decided - timedelta(days=45)) if decided else day_between(rng, date(2021, 9, 1), date(2021, 11, 30))
        made = Venture(sector, programme, rng.choice(("chain", "community", "community")), status, proposed, decided)
        kept = asking[:1] if asking else []
        others = rng.sample(asking[1:], min(len(asking) - 1, rng.randint(ENOUGH, MOST))) if len(asking) > 1 else []
        strangers = [one for one in all_ if group_on(one.spans, made.counts_on) == "other" and one not in asking]
        drawn = rng.sample(strangers, min(3, len(strangers))) if rng.random() < STRANGERS else []
        made.parts = [self._part(made, one) for one in (*kept, *others, *drawn) if one.family.starts < proposed]
        self._hand_over(made)
        self._fund(made)
        return made

    def _part(self, made: Venture, one: Candidate) -> Part:
        low, high = QUANTITIES[made.content]
        quantity, price = self.rng.randint(low, high), OFFERS[made.sector][3]
        worth = quantity * price
        own = worth // 10
        wrong = 100_000 if self.rng.random() < WRONG_SUM else 0
        return Part(one, quantity, price, {"central": worth - own, "household": own + wrong})

    def _hand_over(self, made: Venture) -> None:
        if made.status not in GIVEN or made.decided is None:
            return
        for part in made.parts:
            part.handed = min(made.decided + timedelta(days=self.rng.randint(0, 60)), DAY)
        if made.parts and self.rng.random() < EARLY:
            made.parts[-1].handed = made.decided - timedelta(days=self.rng.randint(1, 10))

    def _fund(self, made: Venture) -> None:
        """As much as the families get, or a little less than that."""
        for source in ("central", "household"):
            made.capital[source] = sum(part.amounts[source] for part in made.parts)
        if self.rng.random() < SHORT and made.capital["central"]:
            made.capital["central"] -= 1
        made.capital = {source: amount for source, amount in made.capital.items() if amount}
