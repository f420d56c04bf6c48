"""Families of believable shape: couples, children, grandparents, alone or together; 3.6 people on average."""

from datetime import date
from random import Random

from registry.demo.names import CHAM, pick_name, pick_surname
from registry.demo.people import (
    CHILD,
    DAY,
    GRANDCHILD,
    HEAD,
    IN_LAW,
    PARENT,
    PARENT_IN_LAW,
    RELATIVE,
    SIBLING,
    WIFE_OR_HUSBAND,
    Family,
    Soul,
    years_later,
)
from registry.models.ethnic import HOA, KHMER, KINH

KINDS = ("single", "couple", "nuclear", "lone_parent", "three_generations", "elders")
KIND_WEIGHTS = (7, 18, 66, 74, 93, 100)
AGES = {
    "single": (32, 86),
    "couple": (27, 80),
    "nuclear": (27, 60),
    "lone_parent": (28, 62),
    "three_generations": (30, 58),
    "elders": (56, 86),
}
OTHER = {"male": "female", "female": "male"}


class FamilyMaker:
    """Makes families of one commune by seeded chance."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def make(self, ethnicity: str, hamlet: int, starts: date) -> Family:
        """A family as it has become by the working day, children since born included."""
        rng, family = self.rng, Family(ethnicity, starts, hamlet)
        kind = rng.choices(KINDS, cum_weights=KIND_WEIGHTS)[0]
        youngest, oldest = AGES[kind]
        sex = "female" if rng.random() < (0.65 if kind in ("single", "lone_parent") else 0.22) else "male"
        head = self.soul(sex, rng.uniform(youngest, oldest), ethnicity, pick_surname(rng, ethnicity))
        family.join(head, HEAD)
        family.settle(head)
        getattr(self, f"_add_{kind}")(family, head)
        if rng.random() < 0.06:
            self._add_relative(family, head)
        return family

    def soul(self, sex: str, age: float, ethnicity: str, surname: str) -> Soul:
        """Somebody of an age in years on the working day."""
        born = years_later(DAY, -age)
        year_only = age > 50 and self.rng.random() < 0.25
        return Soul(pick_name(self.rng, ethnicity, sex, surname), sex, born, ethnicity, year_only)

    def spouse_of(self, soul: Soul) -> Soul:
        """A few years younger or older; one couple in twenty is mixed."""
        rng = self.rng
        ethnicity = rng.choice((KINH, KHMER, HOA)) if rng.random() < 0.05 else soul.ethnicity
        gap = rng.gauss(2.5, 2.5) * (1 if soul.sex == "male" else -1)
        age = min(max(soul.age_on(DAY) - gap, 25.5), 92)
        return self.soul(OTHER[soul.sex], age, ethnicity, pick_surname(rng, ethnicity))

    def children_of(self, family: Family, father: Soul, mother: Soul, relationship: str) -> list[Soul]:
        """One to four children, 19 to 42 years after the mother's birth; those long grown up live elsewhere."""
        rng, children = self.rng, []
        mother_age = rng.uniform(19.5, 29)
        for _ in range(rng.choices((1, 2, 3, 4), cum_weights=(28, 73, 93, 100))[0]):
            age = mother.age_on(DAY) - mother_age
            mother_age += rng.uniform(1.6, 6)
            if age < 0.02 or mother_age > 46 or (age > 28 and rng.random() < 0.7):
                continue
            child = self.soul(rng.choice(("male", "female")), age, father.ethnicity, father.name.split()[0])
            family.join(child, relationship)
            children.append(child)
        return children

    def _add_single(self, family: Family, head: Soul) -> None:
        """Nobody else."""

    def _add_couple(self, family: Family, head: Soul) -> None:
        family.join(self.spouse_of(head), WIFE_OR_HUSBAND)

    def _add_nuclear(self, family: Family, head: Soul) -> None:
        spouse = self.spouse_of(head)
        family.join(spouse, WIFE_OR_HUSBAND)
        father, mother = (head, spouse) if head.sex == "male" else (spouse, head)
        self.children_of(family, father, mother, CHILD)

    def _add_lone_parent(self, family: Family, head: Soul) -> None:
        self.children_of(family, head, head, CHILD)

    def _add_three_generations(self, family: Family, head: Soul) -> None:
        self._add_nuclear(family, head)
        own = self.rng.random() < 0.75
        child = head if own else next(s.soul for s in family.stays if s.relationship == WIFE_OR_HUSBAND)
        relationship = PARENT if own else PARENT_IN_LAW
        mother = self.soul("female", min(child.age_on(DAY) + self.rng.uniform(19, 34), 98), child.ethnicity, "")
        mother.name = pick_name(self.rng, child.ethnicity, "female", pick_surname(self.rng, child.ethnicity))
        family.join(mother, relationship)
        if self.rng.random() < 0.4:
            age = min(mother.age_on(DAY) + self.rng.uniform(-1, 6), 99)
            family.join(self.soul("male", age, child.ethnicity, child.name.split()[0]), relationship)

    def _add_elders(self, family: Family, head: Soul) -> None:
        """An old head, a grown-up child with wife or husband, and grandchildren."""
        if self.rng.random() < 0.6:
            family.join(self.spouse_of(head), WIFE_OR_HUSBAND)
        age = max(head.age_on(DAY) - self.rng.uniform(21, 33), 26)
        son = self.soul("male", age, head.ethnicity, head.name.split()[0])
        family.join(son, CHILD)
        wife = self.spouse_of(son)
        family.join(wife, IN_LAW)
        self.children_of(family, son, wife, GRANDCHILD)

    def _add_relative(self, family: Family, head: Soul) -> None:
        rng = self.rng
        if rng.random() < 0.5:
            sibling = self.soul(
                rng.choice(("male", "female")),
                max(head.age_on(DAY) + rng.uniform(-12, 12), 20),
                head.ethnicity,
                head.name.split()[0],
            )
            family.join(sibling, SIBLING)
        else:
            family.join(self.soul("male", rng.uniform(8, 30), head.ethnicity, head.name.split()[0]), RELATIVE)


def pick_ethnicity(rng: Random, khmer_share: float, urban: bool) -> str:
    """Khmer by the given share; among the rest some Hoa, more of them in towns, and a few Chăm."""
    draw = rng.random()
    if draw < khmer_share:
        return KHMER
    if draw > 0.9995:
        return CHAM
    return HOA if rng.random() < (0.12 if urban else 0.05) else KINH
