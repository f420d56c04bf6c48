"""Made-up savings-and-credit groups, two or three of each hamlet, and where the bank comes to each commune."""

from random import Random

from registry.demo.plan import CommunePlan
from registry.demo.writer import Writer
from registry.models import CreditGroup, TransactionPoint

ASSOCIATIONS = ("HND", "HPN", "CCB", "DTN")
Groups = dict[int, list[str]]


def add_credit_places(
    writer: Writer, plans: list[CommunePlan], hamlets: dict[int, tuple[int, str]], seed: int
) -> Groups:
    """Put them by; the codes of the groups of each hamlet."""
    by_hamlet: Groups = {}
    for at, plan in enumerate(plans):
        rng = Random(f"{seed}:{plan.place.code}:groups")
        place = f"Trụ sở UBND {plan.place.full_name[0].lower()}{plan.place.full_name[1:]}"
        day = {"place": place, "month_day": at % 26 + 3}
        writer.add(TransactionPoint, {"unit_id": plan.place.id, **day, "fictional": True})
        own = [(id_, name) for id_, (unit_id, name) in hamlets.items() if unit_id == plan.place.id]
        number = 0
        for hamlet_id, name in own:
            for association in rng.sample(ASSOCIATIONS, rng.choice((2, 2, 3))):
                number += 1
                code = f"TO-{plan.place.code}-{number:02}"
                row = {"code": code, "name": f"Tổ {number} {name}", "association": association}
                writer.add(CreditGroup, {**row, "unit_id": plan.place.id, "hamlet_id": hamlet_id, "fictional": True})
                writer.associations[code] = association
                by_hamlet.setdefault(hamlet_id, []).append(code)
    return by_hamlet
