"""Names for people who do not exist, by ethnic group and sex; and for hamlets."""

from functools import cache
from itertools import accumulate
from random import Random
from typing import NamedTuple

from registry.inputs.table import read_data
from registry.models.ethnic import HOA, KHMER, KINH

CHAM = "17"
NAMED = (KINH, HOA, KHMER, CHAM)


class Words(NamedTuple):
    """Words to choose from, and how often each comes, added up."""

    words: list[str]
    weights: list[int]

    def pick(self, rng: Random) -> str:
        return rng.choices(self.words, cum_weights=self.weights)[0]


@cache
def _lists() -> dict[tuple[str, str], Words]:
    """By ethnic group and part of the name. In the file "_" is a space, "-" no word, "*3" three times as often."""
    found = {}
    for row in read_data("demo_names"):
        pairs = [word.partition("*") for word in row["words"].split()]
        words = ["" if word == "-" else word.replace("_", " ") for word, _, _ in pairs]
        weights = list(accumulate(int(often or 1) for _, _, often in pairs))
        found[row["ethnicity"], row["part"]] = Words(words, weights)
    return found


def pick_surname(rng: Random, ethnicity: str) -> str:
    return _lists()[ethnicity, "surname"].pick(rng)


def pick_name(rng: Random, ethnicity: str, sex: str, surname: str) -> str:
    """A full name; given names of two words are common among Khmer people, a middle name is not."""
    lists = _lists()
    middle, given = lists[ethnicity, f"{sex}_middle"].pick(rng), lists[ethnicity, sex].pick(rng)
    return f"{surname} {middle} {given}" if middle else f"{surname} {given}"


def pick_hamlets(rng: Random, urban: bool, khmer: bool, count: int) -> list[str]:
    """Names that differ: "Khóm 1 …" in wards and townships, "Ấp Phú Lợi" in communes."""
    if urban:
        return [f"Khóm {number}" for number in range(1, count + 1)]
    lists = _lists()
    names = {lists["hamlet", "khmer"].pick(rng): None for _ in range(count // 2)} if khmer else {}
    while len(names) < count:
        first, second = lists["hamlet", "first"].pick(rng), lists["hamlet", "second"].pick(rng)
        if first != second:
            names[f"{first} {second}"] = None
    return [f"Ấp {name}" for name in names]
