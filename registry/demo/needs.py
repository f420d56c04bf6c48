"""What families of the demo have answered about production support and credit; many have not been asked yet."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

from registry.demo.people import Family
from registry.demo.writer import Writer
from registry.models import Need
from registry.models.need import ASKED, DECLINED, PROGRAMMES, UNKNOWN, UNSUITABLE
from registry.storage import OPEN

BEGAN, DAYS = date(2021, 3, 1), 270
SHARES = {ASKED: 0.34, DECLINED: 0.14, UNSUITABLE: 0.06, UNKNOWN: 0.04}
"""Of families a programme is for; the rest has not been asked."""
AGAIN = 0.1
"""So many had answered otherwise before."""
LOANS = {"poor": "HN", "near_poor": "HCN"}
ESCAPED = "HMTN"


class NeedMaker:
    """Draws the answers of one commune's families; `asked` is, by programme, when which of them said they need it."""

    def __init__(self, writer: Writer, rng: Random, planted: Counter[str]) -> None:
        self.writer, self.rng, self.planted = writer, rng, planted
        self.asked: dict[str, dict[int, date]] = {programme: {} for programme in PROGRAMMES}

    def ask(self, family: Family, classes: list[dict[str, Any]]) -> None:
        """Put the answers of a family by, whose recognised classes these are; of one that never was poor, none."""
        if family.ends != OPEN or not any(row["class_"] in LOANS for row in classes):
            return
        loan = LOANS.get(classes[-1]["class_"], ESCAPED)
        for programme in PROGRAMMES:
            answer = self._drawn()
            if answer:
                detail = loan if programme == "credit" else None
                day = self._answers(family, {"programme": programme, "detail": detail, "answer": answer})
                if answer == ASKED:
                    self.asked[programme][family.id] = day

    def _drawn(self) -> str:
        drawn = self.rng.random()
        for answer, share in SHARES.items():
            drawn -= share
            if drawn < 0:
                return answer
        return ""

    def _answers(self, family: Family, said: dict[str, Any]) -> date:
        day = max(BEGAN + timedelta(self.rng.randrange(DAYS)), family.starts)
        earlier = self.rng.random() < AGAIN and day > family.starts
        if earlier:
            self._put(family, {**said, "answer": UNKNOWN}, family.starts)
        self._put(family, said, day)
        return day

    def _put(self, family: Family, said: dict[str, Any], day: date) -> None:
        source = self.rng.choice(("survey", "meeting", "application"))
        self.planted["needs"] += 1
        self.writer.add(Need, {"household_id": family.id, **said, "on_date": day, "source": source})
