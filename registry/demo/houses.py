"""Houses: of the poor in temporary ones some are asked for, some built; now and then one as it should not have been."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from registry.demo.people import DAY, Family, day_between

SPAN = tuple[date, date, str]
"""A class: from, until, which."""
WAITING = ("RA_SOAT", "BINH_XET", "NIEM_YET", "XA_LAP_DS")
BUILDING = ("PHE_DUYET", "TAM_UNG", "KHOI_CONG", "NGHIEM_THU_GD1")
BUILT = ("HOAN_THANH", "THANH_TOAN", "DUA_VAO_SU_DUNG")
APPROVED = frozenset({*BUILDING, *BUILT})
BEGUN = frozenset({"KHOI_CONG", "NGHIEM_THU_GD1", *BUILT})
LENT = 25_000_000
"""đồng a household may borrow under QĐ 33/2015."""
GAPS, ASKED, GOING_ON, REFUSED = 0.35, 0.65, 0.82, 0.9
HELPED_BEFORE, WRONG_CLASS, TWICE = 0.08, 0.006, 0.05
NEVER_BEGUN, TOO_LONG, TOO_MUCH = 0.4, 0.12, 0.05
SHEET = ("wall", "frame", "roof")


@dataclass(slots=True, eq=False)
class House:
    """A line of the register of houses, with its money: đồng by source, movements as (kind, source, day, đồng)."""

    programme: str
    work: str
    status: str
    asked: date
    decided: date | None = None
    started: date | None = None
    finished: date | None = None
    weak: frozenset[str] = frozenset()
    priority: str = "6"
    reason: str | None = None
    amounts: dict[str, int] = field(default_factory=dict)
    paid: list[tuple[str, str, date, int]] = field(default_factory=list)
    id: int = 0


def is_temporary(weak: frozenset[str]) -> bool:
    """Two of wall, frame and roof are not durable."""
    return len(weak.intersection(SHEET)) >= 2


class HouseMaker:
    """Chooses the houses of a commune's families, by chance of its own."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def choose(self, family: Family, now: dict[str, Any] | None, spans: list[SPAN]) -> list[House]:
        """The family's houses; `now` is the row of the class in force, `spans` when each class held."""
        if not family.is_there or not spans:
            return []
        class_ = now["class_"] if now else "not_poor"
        weak = now["weak_parts"] if now else frozenset()
        before = self._before(family, spans)
        if class_ == "poor" and is_temporary(weak) and not before:
            return self._of_needy(family, weak)
        if class_ == "near_poor" and self.rng.random() < WRONG_CLASS:
            return [*before, self._going_on(family, frozenset({"wall", "roof"}))]
        return before

    def _of_needy(self, family: Family, weak: frozenset[str]) -> list[House]:
        draw = self.rng.random()
        if draw < GAPS:
            return []
        if draw < ASKED:
            return [self._asked(family, weak, self.rng.choice(WAITING))]
        if draw < GOING_ON:
            return [self._going_on(family, weak)]
        if draw < REFUSED:
            house = self._asked(family, weak, "TU_CHOI")
            house.reason = self.rng.choice(("no_land", "other"))
            return [house]
        return [self._built(family, weak, date(2021, 2, 1), date(2021, 5, 31))]

    def _before(self, family: Family, spans: list[SPAN]) -> list[House]:
        """A house built while the family was poor, years ago; now and then a second one since."""
        poor = [(starts, ends) for starts, ends, class_ in spans if class_ == "poor" and starts < date(2020, 1, 1)]
        if not poor or self.rng.random() > HELPED_BEFORE:
            return []
        starts, ends = poor[0]
        first = max(starts, family.starts + timedelta(days=1), date(2016, 1, 15))
        last = min(ends - timedelta(days=1), date(2019, 12, 31))
        if last < first:
            return []
        house = self._built(family, frozenset({"wall", "roof"}), first, last)
        if self.rng.random() < TWICE:
            again = self._built(family, frozenset({"wall"}), date(2020, 6, 1), date(2021, 3, 31))
            again.programme, again.amounts = "FUND", {"raised": 50_000_000}
            again.paid = [("payment", "raised", again.finished or DAY, 50_000_000)]
            return [house, again]
        return [house]

    def _asked(self, family: Family, weak: frozenset[str], status: str) -> House:
        asked = max(day_between(self.rng, date(2021, 1, 15), date(2021, 11, 30)), family.starts)
        work = "new" if self.rng.random() < 0.8 else "repair"
        priority = "1" if family.ethnicity != "01" else self.rng.choice("23456")
        return House("QD33", work, status, asked, weak=weak, priority=priority)

    def _going_on(self, family: Family, weak: frozenset[str]) -> House:
        """Decided on this year, in time; a few of long ago that nobody has begun."""
        house = self._asked(family, weak, self.rng.choice(BUILDING))
        late = house.status in ("PHE_DUYET", "TAM_UNG") and self.rng.random() < NEVER_BEGUN
        first, last = (date(2021, 3, 1), date(2021, 8, 31)) if late else (date(2021, 10, 1), date(2021, 12, 1))
        house.decided = day_between(self.rng, first, last)
        house.asked = min(house.asked, house.decided - timedelta(days=20))
        if house.status in BEGUN:
            house.started = day_between(self.rng, house.decided, min(house.decided + timedelta(days=60), DAY))
        self._give(house)
        return house

    def _built(self, family: Family, weak: frozenset[str], first: date, last: date) -> House:
        house = self._asked(family, weak, self.rng.choice(BUILT))
        house.decided = day_between(self.rng, first, last)
        house.asked = max(house.decided - timedelta(days=60), family.starts)
        house.started = house.decided + timedelta(days=self.rng.randint(5, 80))
        months = self.rng.randint(380, 460) if self.rng.random() < TOO_LONG else self.rng.randint(40, 200)
        house.finished = min(house.started + timedelta(days=months), DAY)
        self._give(house)
        return house

    def _give(self, house: House) -> None:
        """What is lent, raised and the family's own; paid as far as the house stands."""
        lent = LENT + (5_000_000 if self.rng.random() < TOO_MUCH else 0)
        own = 1_000_000 * self.rng.randint(3, 25)
        house.amounts = {"loan": lent, "raised": 10_000_000, "household": own}
        if house.decided and house.status != "PHE_DUYET":
            house.paid.append(("advance", "loan", min(house.decided + timedelta(days=7), DAY), lent * 6 // 10))
        if house.finished and house.status in ("THANH_TOAN", "DUA_VAO_SU_DUNG"):
            house.paid.append(("payment", "loan", house.finished, lent - lent * 6 // 10))
            house.paid.append(("payment", "raised", house.finished, 10_000_000))


def was_split_off(family: Family) -> bool:
    """The household began by leaving another."""
    return any(stay.joined == "split" and stay.starts == family.starts for stay in family.stays)
