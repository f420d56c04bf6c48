"""The families of one commune: listed, never listed, and split off from others."""

from collections.abc import Iterator
from datetime import date
from random import Random

from registry.demo.families import FamilyMaker, pick_ethnicity
from registry.demo.histories import History, Listing
from registry.demo.life import Life
from registry.demo.people import CHILD, DAY, HEAD, OPENED, WIFE_OR_HUSBAND, Family, Stay, day_between
from registry.demo.plan import YEARS, CommunePlan
from registry.storage import OPEN

NEVER_LISTED = 0.09
"""Households beside the listed ones in a registry that does not hold everybody."""

MISTAKES = 0.012
"""The share of households with a mistake of an old list."""

LISTED_KHMER = 1.1
"""How much more often listed households are Khmer than all households of their commune."""


class CommuneMaker:
    """Makes what a commune's plan asks for."""

    def __init__(self, plan: CommunePlan, seed: int, whole: bool, hamlets: list[int], elsewhere: list[int]) -> None:
        self.plan, self.whole = plan, whole
        self.hamlets, self.elsewhere = hamlets, elsewhere
        self.rng = Random(f"{seed}:{plan.place.code}")
        self.maker = FamilyMaker(self.rng)
        self.namesakes = 0
        """How many were given the name and birth year of somebody in their hamlet."""

    def make(self) -> list[Family]:
        """Every family, with what became of it until the working day."""
        families = list(self._families())
        life = Life(self.rng, self.maker)
        for family in families:
            life.happen(family, self.hamlets, self.elsewhere)
        self._plant_namesakes(families)
        self._plant_old_mistakes(families)
        return families

    def _families(self) -> Iterator[Family]:
        histories = Listing(self.plan, self.rng).run()
        split_off = self._choose_split_off(histories)
        taken = {id(history) for of_year in split_off for history in of_year}
        others = [history for history in histories if id(history) not in taken]
        listed_share = LISTED_KHMER * self._khmer_share()
        families = [self._family(listed_share, history) for history in others]
        families += [
            self._family(self._rest_share(listed_share, histories))
            for _ in range(self._rest(len(histories), len(taken)))
        ]
        yield from families
        yield from self._split_off(families, split_off)

    def _choose_split_off(self, histories: list[History]) -> list[list[History]]:
        """For each year some of those listed for the first time: they are new households of that year."""
        chosen: list[list[History]] = []
        for at in range(len(YEARS)):
            first_listed = [one for one in histories if at and one[at] and not any(one[:at])]
            chosen.append(first_listed[: self.plan.splits[at] // 2])
        return chosen

    def _khmer_share(self) -> float:
        return self.plan.khmer_households / self.plan.households_at_end(YEARS[-1])

    def _rest_share(self, listed_share: float, histories: list[History]) -> float:
        """The Khmer share among the never listed, so that the commune as a whole has the planned one."""
        total = self.plan.households_at_end(YEARS[-1])
        return max(self.plan.khmer_households - listed_share * len(histories), 0) / (total - len(histories))

    def _rest(self, listed: int, listed_new: int) -> int:
        """How many households are never listed, those that split off apart."""
        if self.whole:
            return self.plan.households_at_end(YEARS[-1]) - listed - (sum(self.plan.splits) - listed_new)
        return round(listed * NEVER_LISTED)

    def _family(self, khmer_share: float, history: History | None = None) -> Family:
        ethnicity = pick_ethnicity(self.rng, khmer_share, self.plan.place.area_type == "urban")
        family = self.maker.make(ethnicity, self.rng.choice(self.hamlets), OPENED)
        family.history = history
        return family

    def _split_off(self, families: list[Family], listed: list[list[History]]) -> Iterator[Family]:
        """The planned number of new households of each year; grown-up children of old ones wherever there are any."""
        grown = [(family, stay) for family in families for stay in family.stays if stay.relationship == CHILD]
        self.rng.shuffle(grown)
        for year, count, histories in zip(YEARS, self.plan.splits, listed, strict=True):
            for at in range(count):
                day = day_between(self.rng, date(year, 2, 1), date(year, 9, 30))
                yield self._new_household(grown, day, histories[at] if at < len(histories) else None)

    def _new_household(self, grown: list[tuple[Family, Stay]], day: date, history: History | None) -> Family:
        while grown:
            parents, stay = grown.pop()
            if stay.starts < day and 21 <= stay.soul.age_on(day) <= 38 and len(parents.stays) > 2:
                return self._split(parents, stay, day, history)
        family = self.maker.make(
            pick_ethnicity(self.rng, self._khmer_share(), False), self.rng.choice(self.hamlets), day
        )
        family.history = history
        for stay in family.stays:
            stay.joined = "moved_in" if stay.joined == "listed" else stay.joined
        return family

    def _split(self, parents: Family, child: Stay, day: date, history: History | None) -> Family:
        """A child sets up house near the parents, marries on that day, and may have children after it."""
        child.ends, child.left = day, "split"
        family = Family(child.soul.ethnicity, day, parents.hamlet, history)
        family.join(child.soul, HEAD, day, "split")
        spouse = self.maker.spouse_of(child.soul)
        family.join(spouse, WIFE_OR_HUSBAND, day, "married")
        if self.rng.random() < 0.5 and (DAY - day).days > 500:
            age = self.rng.uniform(0.1, (DAY - day).days / 365.25 - 0.8)
            surname = child.soul.name.split()[0] if child.soul.sex == "male" else spouse.name.split()[0]
            family.join(self.maker.soul(self.rng.choice(("male", "female")), age, family.ethnicity, surname), CHILD)
        family.settle(child.soul)
        return family

    def _plant_namesakes(self, families: list[Family]) -> None:
        """Now and then two wives of one hamlet and group have one name and birth year."""
        seen: dict[tuple[int, str], Stay] = {}
        for family in families:
            for stay in family.stays:
                if stay.relationship == WIFE_OR_HUSBAND and stay.soul.sex == "female" and stay.ends == OPEN:
                    self._maybe_namesake(seen, (family.hamlet, stay.soul.ethnicity), stay)

    def _plant_old_mistakes(self, families: list[Family]) -> None:
        """Old lists bring births that cannot be, and households with two heads or with none."""
        for family in families:
            draw, day = self.rng.random(), day_between(self.rng, date(2019, 1, 1), date(2021, 6, 30))
            if not family.is_there or family.starts > date(2018, 1, 1) or draw > MISTAKES:
                continue
            others = [stay for stay in family.stays if stay.ends == OPEN and stay.relationship != HEAD]
            begun, _, head = family.heads[-1]
            if draw < MISTAKES / 3 and begun < day:
                family.heads[-1] = (begun, day, head)
            elif draw < MISTAKES * 2 / 3 and others and begun < day and others[0].starts < day:
                family.heads.append((day, OPEN, others[0].soul))
            for elder in [stay.soul for stay in others if stay.soul.age_on(DAY) > 60][: draw > MISTAKES * 2 / 3]:
                elder.born, elder.year_only = date(self.rng.randint(1885, 1899), 1, 1), True

    def _maybe_namesake(self, seen: dict[tuple[int, str], Stay], key: tuple[int, str], stay: Stay) -> None:
        other = seen.get(key)
        near = other is not None and abs(other.soul.born.year - stay.soul.born.year) <= 1
        if other is not None and near and self.rng.random() < (0.05 if self.whole else 0.5):
            stay.soul.name = other.soul.name
            stay.soul.born = stay.soul.born.replace(year=other.soul.born.year, day=min(stay.soul.born.day, 28))
            self.namesakes += 1
        seen[key] = stay
