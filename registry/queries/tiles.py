"""The tile map: one square per commune near its place, for the units it was drawn for; none elsewhere."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from registry.inputs.table import read_data
from registry.kernel.places import places

CLASSES = 5


@dataclass(frozen=True)
class Tile:
    """A commune's square: column and row, short name, full name, code, the number shown and its class (0 for none)."""

    x: int
    y: int
    short: str
    name: str
    code: str
    district: str
    number: int
    shade: int


@dataclass(frozen=True)
class TileMap:
    """The squares, and the upper limit of each class."""

    tiles: tuple[Tile, ...]
    limits: tuple[int, ...]
    columns: int
    rows: int


def by_commune(numbers: Iterable[tuple[int, int]], day: date) -> dict[str, int]:
    """Sums of the numbers of stored communes, by the code they have on the day."""
    here: Counter[str] = Counter()
    for unit_id, number in numbers:
        here[places().on(unit_id, day).code] += number
    return dict(here)


def tile_map(numbers: Mapping[str, int], day: date) -> TileMap | None:
    """The map with these numbers by commune code; None where the day's communes are others than it shows."""
    drawn = _drawn()
    codes = {commune.code: commune for commune in places().communes(day)}
    if set(codes) != {one["code"] for one in drawn}:
        return None
    limits = _limits(numbers.get(code, 0) for code in codes)
    tiles = tuple(_tile(one, codes[one["code"]].full_name, numbers.get(one["code"], 0), limits) for one in drawn)
    return TileMap(tiles, limits, 1 + max(tile.x for tile in tiles), 1 + max(tile.y for tile in tiles))


def _tile(one: dict[str, str], name: str, number: int, limits: tuple[int, ...]) -> Tile:
    shade = 0 if not number else 1 + sum(number > limit for limit in limits[:-1])
    return Tile(int(one["x"]), int(one["y"]), _short(one["name"]), name, one["code"], one["district"], number, shade)


def _short(name: str) -> str:
    """ "An Thạnh Đông" is ATĐ, "Phường 5" P5; "Long Phú (Thị trấn)" is LP like the commune around it."""
    words = name.partition(" (")[0].split()
    return "".join(word if word.isdigit() else word[0] for word in words)[:4]


def _limits(numbers: Iterable[int]) -> tuple[int, ...]:
    """Upper limits of five classes with about as many communes each, so that any filter shows a pattern."""
    some = sorted(number for number in numbers if number)
    if not some:
        return ()
    return tuple(sorted({some[min(len(some) - 1, len(some) * (at + 1) // CLASSES)] for at in range(CLASSES)}))


@cache
def _drawn() -> list[dict[str, str]]:
    return read_data("tiles_soctrang_2021")
