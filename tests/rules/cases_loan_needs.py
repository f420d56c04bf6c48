"""Families who asked for a loan, worked by hand from domain.md §4.5 and decisions.md 20. The day is 15/12/2021, and
18/06/2021 is 180 days before it."""

from tests.rules.answers import Asks
from tests.rules.case import Case, ask, near, poor
from tests.rules.cases_credit import borrower
from tests.rules.families import Home
from tests.rules.families_credit import Lent


def told(on: str, answer: str = "asked") -> Asks:
    return Asks(on, answer, "credit")


def wanting(*answers: Asks, loans: tuple[Lent, ...] = ()) -> Home:
    return poor(borrower(*loans), lines=answers)


def paid_back(*moved: tuple[str, str, int]) -> Lent:
    """A loan that is over since November, with what moved."""
    return Lent("HN", on="01/02/2021", status="TAT_TOAN", settled="01/11/2021", moved=moved)


LENT = 20_000_000
ASKED = told("01/03/2021")
LOAN_NEEDS: list[Case] = [
    ask("NEED-credit", "asked 181 days ago, nothing came", wanting(told("17/06/2021")), finds="hộ"),
    ask("NEED-credit", "asked 180 days ago", wanting(told("18/06/2021"))),
    ask("NEED-credit", "never asked: nobody is missing a loan by being poor", wanting()),
    ask("NEED-credit", "a project was asked for, not a loan", wanting(Asks("01/03/2021"))),
    ask("NEED-credit", "near-poor, asked", near(borrower(), lines=(ASKED,)), finds="hộ"),
    ask("NEED-credit", "asked, and later not any more", wanting(ASKED, told("01/12/2021", "declined"))),
    ask("NEED-credit", "declines only tomorrow", wanting(ASKED, told("16/12/2021", "declined")), finds="hộ"),
    ask("NEED-credit", "a loan that was out before it asked still is", wanting(ASKED, loans=(Lent(on="01/02/2021"),))),
    ask("NEED-credit", "overdue is still out", wanting(ASKED, loans=(Lent(on="01/02/2021", status="QUA_HAN"),))),
    ask(
        "NEED-credit",
        "approved, nothing paid out",
        wanting(ASKED, loans=(Lent(on="10/03/2021", status="NH_PHE_DUYET"),)),
        finds="hộ",
    ),
    ask("NEED-credit", "the form is of tomorrow", wanting(ASKED, loans=(Lent(on="16/12/2021"),)), finds="hộ"),
    ask(
        "NEED-credit",
        "disbursed on the day it asked, paid back since",
        wanting(ASKED, loans=(paid_back(("disbursement", "01/03/2021", LENT), ("repayment", "31/10/2021", LENT)),)),
    ),
    ask(
        "NEED-credit",
        "disbursed the day before it asked, paid back since",
        wanting(ASKED, loans=(paid_back(("disbursement", "28/02/2021", LENT), ("repayment", "31/10/2021", LENT)),)),
        finds="hộ",
    ),
    ask(
        "NEED-credit",
        "the disbursement was a mistake, taken back by a correction",
        wanting(ASKED, loans=(paid_back(("disbursement", "10/03/2021", LENT), ("disbursement", "10/03/2021", -LENT)),)),
        finds="hộ",
    ),
]

MENDED = [("NEED-credit", wanting(told("18/06/2021")), wanting(told("17/06/2021")))]
"""Rule, a family with one condition false, the same with it true."""
