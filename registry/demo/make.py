"""Make the demo: plan, hamlets, then commune after commune, and an account of what was planted."""

import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from registry.commands.flaws import rebuild_flaws
from registry.commands.reference import load_reference
from registry.commands.sweep import sweep
from registry.demo.areas import add_area_classes, add_denominators, add_hamlets
from registry.demo.cards import CardMaker
from registry.demo.cast import COMMUNES, add_cast
from registry.demo.commune import CommuneMaker
from registry.demo.expected import Expected
from registry.demo.handovers import add_handovers
from registry.demo.houses import HouseMaker
from registry.demo.needs import NeedMaker
from registry.demo.numbers import Numbers
from registry.demo.people import DAY
from registry.demo.plan import SIZES, YEARS, CommunePlan, make_plan
from registry.demo.records import Recorder
from registry.demo.reviews import Reviewer, Round, make_rounds
from registry.demo.writer import Writer
from registry.kernel.actor import CONSOLE
from registry.kernel.places import Place, places
from registry.kernel.scope import unscoped
from registry.kernel.settings import forget_settings
from registry.messages import N_, Message, Problem, Problems
from registry.models import Agency, DeprivationIndicator, PovertyStandard, ReviewRound, Setting, Unit, User
from registry.models import Counter as Series
from registry.storage import db
from registry.storage.transaction import transaction
from registry.storage.upkeep import refresh_statistics, restart_sequences

BATCH = 10
"""Communes written in one transaction."""
EXTERNAL = "94"
"""What codes of other systems begin with: the province."""


def make_demo(size: str, seed: int = 1, manifest: Path | None = None) -> dict[str, Any]:
    """Fill an empty, migrated registry; the same size and seed give the same rows, times and log apart.

    Returns the manifest, and writes it where `manifest` says. Raises Problems when the registry is not empty or the
    size unknown. It is marked as a demo first and gets its accounts last: one that broke off lets nobody in.
    """
    _refuse(size)
    demo = Demo(size, seed)
    demo.run()
    found = demo.manifest()
    if manifest is not None:
        manifest.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return found


def _refuse(size: str) -> None:
    if size not in SIZES:
        wrong = N_("Không có cỡ “%(size)s”. Hãy dùng một trong: %(sizes)s.")
        raise Problems([Problem("size", Message(wrong, size=size, sizes=", ".join(SIZES)))])
    db.session.rollback()
    if any(db.session.scalar(select(model).limit(1)) for model in (Unit.id, User.id, ReviewRound.id)):
        raise Problems([Problem("size", Message(N_("Sổ này đã có dữ liệu. Dữ liệu mẫu chỉ nạp vào một sổ trống.")))])


class Demo:
    """One demo in the making."""

    def __init__(self, size: str, seed: int) -> None:
        self.size, self.seed = size, seed
        self.writer, self.numbers = Writer(), Numbers()
        self.plans: list[CommunePlan] = []
        self.rounds: list[Round] = []
        self.hamlets: dict[int, tuple[int, str]] = {}
        self.planted: Counter[str] = Counter()
        self.expected = Expected()

    def run(self) -> None:
        """Reference data and areas, then households a few communes at a time, accounts last."""
        with transaction():
            load_reference(CONSOLE)
            self._prepare()
        for at in range(0, len(self.plans), BATCH):
            with transaction():
                for plan in self.plans[at : at + BATCH]:
                    self._make_commune(plan)
                self.writer.flush(f"communes up to {plan.place.code}")
        with transaction():
            self._finish()

    def _prepare(self) -> None:
        for key, value in (("demo", "1"), ("working_day", DAY.isoformat())):
            self.writer.put(Setting, {"key": key, "value": value})
        communes = [(place, _district(place)) for place in places().communes(DAY)]
        self.plans = make_plan(communes, SIZES[self.size], self.seed)
        self.hamlets = add_hamlets(self.writer, self.plans, self.seed)
        add_area_classes(self.writer, self.plans, self.hamlets, self.seed)
        add_denominators(self.writer, self.plans)
        self.rounds = _rounds()
        for one in self.rounds:
            self.writer.put(ReviewRound, one.row())
        self.writer.flush("areas")
        forget_settings()

    def _make_commune(self, plan: CommunePlan) -> None:
        own = [hamlet_id for hamlet_id, (unit_id, _) in self.hamlets.items() if unit_id == plan.place.id]
        commune = CommuneMaker(plan, self.seed, SIZES[self.size].whole, own, list(self.hamlets))
        families = commune.make()
        rng = Random(f"{self.seed}:{plan.place.code}:records")
        reviewer = Reviewer(rng, self.rounds, plan.place.area_type == "urban")
        drawn = Random(f"{self.seed}:{plan.place.code}:cards")
        cards = CardMaker(drawn, self.rounds[-2].indicators, late=plan.place.code in COMMUNES)
        houses = HouseMaker(Random(f"{self.seed}:{plan.place.code}:houses"))
        needs = NeedMaker(self.writer, Random(f"{self.seed}:{plan.place.code}:needs"), self.planted)
        recorder = Recorder(self.writer, self.numbers, rng, self.hamlets, cards, houses, needs, self.expected)
        for family in families:
            recorder.record(family, reviewer, f"{EXTERNAL}-{plan.district}-{plan.place.code}")
        recorder.finish()
        self.planted["households"] += len(families)
        self.planted["ever_listed"] += sum(family.history is not None for family in families)
        self.planted["namesakes"] += commune.namesakes
        self.planted["class_mismatches"] += reviewer.inconsistent
        if self.writer.is_full:
            self.writer.flush(f"communes up to {plan.place.code}")

    def _finish(self) -> None:
        self.writer.put(Series, {"name": "household", "value": self.planted["households"]})
        agencies = dict(db.session.execute(select(Agency.code, Agency.id)).all())
        units = {place.code: place.id for place in places().units.values() if place.holds_on(DAY)}
        add_cast(self.writer, agencies, units)
        add_handovers(self.writer, units, self.seed)
        self.writer.flush("accounts")
        restart_sequences()
        with unscoped():
            rebuild_flaws()
        refresh_statistics()
        sweep()

    def manifest(self) -> dict[str, Any]:
        """What was planted, and what the rules must find in it."""
        return {
            "day": DAY.isoformat(),
            "seed": self.seed,
            "size": self.size,
            "rules": self.expected.manifest(),
            "planted": {**self.planted, **self.numbers.planted, "rounds": round_totals(self.plans)},
        }


def round_totals(plans: list[CommunePlan]) -> dict[str, dict[str, int]]:
    """All, poor and near-poor households of the province at each review, the last by the standard of 2022."""
    totals = {}
    codes = [*(f"R{year}" for year in YEARS), f"R{YEARS[-1]}-2022"]
    for at, (code, year) in enumerate(zip(codes, [*YEARS, YEARS[-1]], strict=True)):
        totals[code] = {
            "households": sum(plan.households_at_end(year) for plan in plans),
            "poor": sum(plan.poor[at] for plan in plans),
            "near_poor": sum(plan.near_poor[at] for plan in plans),
        }
    return totals


def _district(place: Place) -> str:
    district = places().district_of(place)
    return district.code if district else ""


def _rounds() -> list[Round]:
    """The reviews; their standards are taken out of the session, which ends with each transaction."""
    standards = list(db.session.scalars(select(PovertyStandard)))
    indicators = list(db.session.scalars(select(DeprivationIndicator)))
    for row in (*standards, *indicators):
        db.session.expunge(row)
    return make_rounds({standard.code: standard for standard in standards}, indicators)
