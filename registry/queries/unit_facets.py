"""Facets of the units: the same beside every list."""

from collections import Counter
from datetime import date

from registry.kernel.places import Place, Places
from registry.kernel.table import FacetGroup, Option
from registry.messages import N_
from registry.vn.sort import sort_key


def unit_facets(
    known: Places,
    day: date,
    counts: Counter[int],
    chosen: tuple[Place, ...],
    picked: frozenset[str],
    countless: bool = False,
) -> tuple[list[FacetGroup], list[Place]]:
    """Districts where they exist, communes of the chosen ones (all, without districts); and the communes shown.

    `counts` are by commune with the units' own choices removed; `countless`: the search stopped counting.
    """
    communes = sorted((known.units[unit_id] for unit_id in counts), key=lambda place: sort_key(place.name))
    districts = {c.id: d for c in communes if (d := known.district_of(c)) and d.holds_on(day)}
    facets = []
    if len({d.id for d in districts.values()}) > 1:
        by_district: Counter[Place] = Counter()
        for unit_id, count in counts.items():
            by_district[districts[unit_id]] += count
        facets.append(_facet(N_("Huyện, thị xã, thành phố"), by_district, picked, countless))
        open_ = {p for place in chosen for p in (place, *known.parents(place))}
        communes = [c for c in communes if districts[c.id] in open_]
    if communes:
        by_commune = Counter({c: counts[c.id] for c in communes})
        facets.append(_facet(N_("Xã, phường, thị trấn"), by_commune, picked, countless))
    return facets, communes


def _facet(label: str, counts: Counter[Place], picked: frozenset[str], countless: bool) -> FacetGroup:
    places = sorted(counts, key=lambda place: sort_key(place.name))
    options = (
        Option(one.code, one.full_name, None if countless else counts[one], one.code in picked) for one in places
    )
    return FacetGroup("unit", label, tuple(options))
