"""What serves or served a family of the demo: from, until, and whether it does so still."""

from registry.demo.cards import COVERING, Card
from registry.demo.houses import BUILT, House
from registry.demo.loan_life import OPEN_STATES, Loan
from registry.demo.projects import Served
from registry.demo.students import APPROVED, Aid
from registry.storage import OPEN

WITH_CARD, WITH_AID = COVERING | {"THU_HOI"}, (*APPROVED, "DUNG")
LENT = (*OPEN_STATES, "TAT_TOAN", "XOA")


def served_by(cards: list[Card], houses: list[House], aids: list[Aid], loans: list[Loan]) -> list[Served]:
    """By lines of the registers of cards, houses, pupils and loans; those never granted are left out."""
    return [
        *((one.starts, one.ends, one.status in COVERING) for one in cards if one.status in WITH_CARD),
        *((one.asked, OPEN, True) for one in houses if one.status in BUILT),
        *((one.starts, one.ends, one.status in APPROVED) for one in aids if one.status in WITH_AID),
        *((one.on, one.ends, one.status in OPEN_STATES) for one in loans if one.status in LENT),
    ]
