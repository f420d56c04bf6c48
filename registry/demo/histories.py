"""Who is poor when: a class for each listed household at each review, so that the counts are the planned ones."""

from random import Random

from registry.demo.plan import YEARS, CommunePlan

ROUNDS = len(YEARS) + 1
"""One review a year, and at the end of 2021 a second one by the standard of 2022."""
History = list[str | None]
FRESH, RELAPSED, RISEN = 0.03, 0.015, 0.015
FRESH_NEAR = 0.05
AVERAGE = 0.3


class Listing:
    """The listed households of a commune, followed from review to review."""

    def __init__(self, plan: CommunePlan, rng: Random) -> None:
        self.plan, self.rng = plan, rng
        self.histories: list[History] = []

    def run(self) -> list[History]:
        """A class at each review, None where the review had nothing to say of the household."""
        self._add(0, "poor", self.plan.poor[0])
        self._add(0, "near_poor", self.plan.near_poor[0])
        for at in range(1, ROUNDS - 1):
            self._review(at)
        self._review_by_new_standard()
        return self.histories

    def _add(self, at: int, class_: str, count: int) -> None:
        for _ in range(count):
            history: History = [None] * ROUNDS
            history[at] = class_
            self.histories.append(history)

    def _now(self, at: int, class_: str) -> list[History]:
        return [history for history in self.histories if history[at] == class_]

    def _review(self, at: int) -> None:
        """New and returning households come in, enough of the others leave to meet the plan."""
        poor, near = self._now(at - 1, "poor"), self._now(at - 1, "near_poor")
        away = [one for one in self.histories if one[at - 1] not in ("poor", "near_poor") and "poor" in one]
        wanted = self.plan.poor[at]
        coming = self._take(away, round(wanted * RELAPSED)) + self._take(near, round(wanted * RISEN))
        fresh = round(wanted * FRESH)
        staying = self._take(poor, wanted - len(coming) - fresh)
        self._set(at, "poor", staying + coming)
        self._add(at, "poor", wanted - len(staying) - len(coming))
        self._settle_near_poor(at, poor, near)

    def _settle_near_poor(self, at: int, left_poor: list[History], left_near: list[History]) -> None:
        """`left_poor` and `left_near` are those still without a class at this review."""
        wanted = self.plan.near_poor[at]
        fallen = self._take(left_poor, min(len(left_poor) * 2 // 5, wanted))
        fresh = round(wanted * FRESH_NEAR)
        staying = self._take(left_near, max(wanted - len(fallen) - fresh, 0))
        self._set(at, "near_poor", fallen + staying)
        self._add(at, "near_poor", wanted - len(fallen) - len(staying))
        for history in (*left_poor, *left_near):
            history[at] = "average" if self.rng.random() < AVERAGE else "not_poor"

    def _review_by_new_standard(self) -> None:
        """Higher lines: nearly all the poor stay poor, near-poor rise into it, escaped ones are listed again."""
        at = ROUNDS - 1
        poor, near = self._now(at - 1, "poor"), self._now(at - 1, "near_poor")
        away = [one for one in self.histories if one[at - 1] not in ("poor", "near_poor")]
        wanted = self.plan.poor[at]
        listed = self._take(poor, min(len(poor) * 9 // 10, wanted))
        listed += self._take(near, min(len(near) // 2, wanted - len(listed)))
        listed += self._take(away, (wanted - len(listed)) * 4 // 5)
        self._set(at, "poor", listed)
        self._add(at, "poor", wanted - len(listed))
        wanted = self.plan.near_poor[at]
        listed = self._take(poor, wanted)
        listed += self._take(near, min(len(near) * 9 // 10, wanted - len(listed)))
        listed += self._take(away, (wanted - len(listed)) * 4 // 5)
        self._set(at, "near_poor", listed)
        self._add(at, "near_poor", wanted - len(listed))
        self._set(at, "not_poor", poor + near)

    def _take(self, source: list[History], count: int) -> list[History]:
        """Some of `source`, chosen by chance and taken out of it."""
        self.rng.shuffle(source)
        count = max(min(count, len(source)), 0)
        taken = source[:count]
        del source[:count]
        return taken

    def _set(self, at: int, class_: str, histories: list[History]) -> None:
        for history in histories:
            history[at] = class_
