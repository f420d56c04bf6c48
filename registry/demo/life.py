"""What happened to families between 2015 and the working day: deaths, marriages, new heads, moves, splits, endings."""

from bisect import bisect
from datetime import date, timedelta
from random import Random

from registry.demo.families import FamilyMaker
from registry.demo.names import pick_surname
from registry.demo.people import (
    CHILD,
    DAY,
    GRANDCHILD,
    GRANDPARENT,
    HEAD,
    IN_LAW,
    PARENT,
    PARENT_IN_LAW,
    RELATIVE,
    SIBLING,
    WIFE_OR_HUSBAND,
    Family,
    Stay,
    day_between,
)
from registry.storage import OPEN

AGES = (50, 65, 75, 85)
DEATHS = (0.004, 0.025, 0.07, 0.18, 0.35)
"""The chance to have died since 2015, by age on the working day."""
LAST_EVENT = DAY - timedelta(days=20)
QUIET_FROM = date(2020, 1, 15)
ELSEWHERE = ("Thành phố Hồ Chí Minh", "Tỉnh Bình Dương", "Thành phố Cần Thơ", "Tỉnh Bạc Liêu", "Tỉnh Hậu Giang")
UNDER_WIDOWED = {WIFE_OR_HUSBAND: HEAD, PARENT: PARENT_IN_LAW, PARENT_IN_LAW: PARENT, SIBLING: RELATIVE}
UNDER_CHILD = {
    CHILD: SIBLING,
    IN_LAW: WIFE_OR_HUSBAND,
    GRANDCHILD: CHILD,
    PARENT: GRANDPARENT,
    PARENT_IN_LAW: GRANDPARENT,
    SIBLING: RELATIVE,
}


class Life:
    """Chance events in the families of a commune."""

    def __init__(self, rng: Random, maker: FamilyMaker) -> None:
        self.rng, self.maker = rng, maker

    def happen(self, family: Family, hamlets: list[int], elsewhere: list[int]) -> None:
        """At most one death; a child may marry or leave; a family may move or end, once it is on no list."""
        for stay in list(family.stays):
            if self.rng.random() < DEATHS[bisect(AGES, stay.soul.age_on(DAY))] and self._die(family, stay):
                break
        if family.ends == OPEN:
            self._leave_or_marry(family)
            self._move_or_end(family, hamlets, elsewhere)

    def _die(self, family: Family, stay: Stay) -> bool:
        """Somebody dies, unless a child is born later or no adult would be left; says whether it happened."""
        first = max(stay.starts, family.starts) + timedelta(days=30)
        if stay.ends != OPEN or first >= LAST_EVENT:
            return False
        day = day_between(self.rng, first, LAST_EVENT)
        if any(other.soul.born > day for other in family.stays):
            return False
        others = [other for other in family.stays if other is not stay and other.starts < day < other.ends]
        heirs = [other for other in others if other.ends == OPEN and other.soul.age_on(day) >= 18]
        if not heirs and (others or not _quiet(family)):
            return False
        if not heirs and day < QUIET_FROM:
            day = day_between(self.rng, max(first, QUIET_FROM), LAST_EVENT)
        stay.ends, stay.left, stay.soul.died_on = day, "died", day
        if not heirs:
            _end(family, day, "all_dead")
        elif stay.relationship == HEAD:
            self._succeed(family, stay, heirs, day)
        return True

    def _succeed(self, family: Family, dead: Stay, heirs: list[Stay], day: date) -> None:
        """The widow or widower heads the family, else the eldest child, else the eldest of all; the rest follow."""
        ranked = sorted(heirs, key=lambda one: (one.relationship not in (WIFE_OR_HUSBAND, CHILD), one.relationship))
        heir = ranked[0]
        family.heads[-1] = (family.heads[-1][0], day, dead.soul)
        family.heads.append((day, OPEN, heir.soul))
        under = UNDER_WIDOWED if heir.relationship == WIFE_OR_HUSBAND else UNDER_CHILD
        for stay in family.open_stays(day):
            relationship = HEAD if stay is heir else under.get(stay.relationship, stay.relationship)
            if relationship != stay.relationship:
                family.stays.append(Stay(stay.soul, day, relationship, stay.joined))
                stay.ends = day

    def _leave_or_marry(self, family: Family) -> None:
        """One unmarried child at most brings a wife or husband home, marries elsewhere or goes to work elsewhere."""
        if any(stay.relationship == IN_LAW for stay in family.stays):
            return
        for stay in [one for one in family.stays if one.relationship == CHILD and one.ends == OPEN]:
            draw = self.rng.random()
            if draw > 0.13:
                continue
            day = day_between(self.rng, date(2016, 2, 1), LAST_EVENT)
            if not stay.starts < day or not 20 <= stay.soul.age_on(day) <= 35:
                continue
            if draw < 0.04:
                self._marry_in(family, stay, day)
            else:
                stay.ends, stay.left = day, "married" if stay.soul.sex == "female" else "moved_out"
                stay.destination = self.rng.choice(ELSEWHERE)
            return

    def _marry_in(self, family: Family, child: Stay, day: date) -> None:
        ethnicity = child.soul.ethnicity
        sex = "female" if child.soul.sex == "male" else "male"
        age = max(child.soul.age_on(DAY) + self.rng.uniform(-4, 2), 19 + (DAY - day).days / 365)
        spouse = self.maker.soul(sex, age, ethnicity, pick_surname(self.rng, ethnicity))
        family.join(spouse, IN_LAW, day, "married")

    def _move_or_end(self, family: Family, hamlets: list[int], elsewhere: list[int]) -> None:
        draw = self.rng.random()
        days = [day for stay in family.stays for day in (stay.starts, stay.ends) if day != OPEN]
        latest = max(*days, family.heads[-1][0], QUIET_FROM)
        if draw > 0.012 or latest >= LAST_EVENT or not _quiet(family):
            return
        day = day_between(self.rng, latest + timedelta(days=1), LAST_EVENT)
        if draw < 0.002:
            for stay in family.stays:
                if stay.ends == OPEN:
                    stay.ends, stay.left, stay.destination = day, "moved_out", self.rng.choice(ELSEWHERE)
            _end(family, day, "moved_away")
        elif any(hamlet != family.hamlet for hamlet in hamlets):
            target = self.rng.choice(elsewhere if draw < 0.005 else hamlets)
            starts, _, here = family.homes[-1]
            if target != here:
                family.homes[-1] = (starts, day, here)
                family.homes.append((day, OPEN, target))


def _quiet(family: Family) -> bool:
    """No review of 2020 or later has a class for the family, so that no planned count changes when it goes."""
    return family.history is None or not any(family.history[5:])


def _end(family: Family, day: date, reason: str) -> None:
    family.ends, family.ended_reason = day, reason
    starts, _, head = family.heads[-1]
    family.heads[-1] = (starts, day, head)
    starts, _, home = family.homes[-1]
    family.homes[-1] = (starts, day, home)
