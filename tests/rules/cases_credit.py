"""Families of the rules of policy credit (domain.md §4.5 and §6), each worked by hand; the demo's day is 15/12/2021.

Whom a programme lends to is asked of one day only, that of form 03/TD; what a household owes is what was paid out less
what came back of the principal.
"""

from typing import Any

from tests.rules.case import POOR, ask, near, poor
from tests.rules.families import Decision, Home, Who, home
from tests.rules.families_credit import Lent


def borrower(*loans: Lent, **more: Any) -> Who:
    return Who("Cha", loans=loans, **more)


def family(*loans: Lent, **more: Any) -> Home:
    return poor(borrower(*loans), **more)


def escaped(*loans: Lent) -> Home:
    """Poor from 10/12/2015, out of the lists on 10/12/2018."""
    return home(borrower(*loans), by=(Decision("poor", "10/12/2015"), Decision("not_poor", "10/12/2018")))


def new(on: str) -> Lent:
    """A loan for those who have newly escaped."""
    return Lent("HMTN", on=on, of=1)


BORROWERS = [
    ask("I02", "a poor household, the programme for poor households", family(Lent("HN"))),
    ask("I02", "near-poor, the programme for poor households", near(borrower(Lent("HN"))), finds="Cha"),
    ask("I02", "near-poor, its own programme", near(borrower(Lent("HCN")))),
    ask("I02", "poor, the programme for near-poor households", family(Lent("HCN")), finds="Cha"),
    ask("I02", "recognised on the day of the form", family(Lent("HN", on="10/12/2020"))),
    ask("I02", "the form was a day before the recognition", family(Lent("HN", on="09/12/2020")), finds="Cha"),
    ask(
        "I02",
        "left poverty on the day after the form: it keeps the loan",
        home(borrower(Lent("HN", on="09/11/2021")), by=(POOR, Decision("not_poor", "10/11/2021"))),
    ),
    ask(
        "I02",
        "left poverty on the day of the form",
        home(borrower(Lent("HN", on="10/11/2021")), by=(POOR, Decision("not_poor", "10/11/2021"))),
        finds="Cha",
    ),
    ask("I02", "golden fixture 8: 35 months after the exit", escaped(new("10/11/2021"))),
    ask("I02", "36 months to the day", escaped(new("10/12/2021"))),
    ask("I02", "36 months and a day", escaped(new("11/12/2021")), finds="Cha"),
    ask("I02", "golden fixture 8: 37 months", escaped(new("10/01/2022")), day="15/01/2022", finds="Cha"),
    ask("I02", "newly escaped, but was never listed", home(borrower(Lent("HMTN"))), finds="Cha"),
    ask("I02", "poor still: has not escaped", family(Lent("HMTN")), finds="Cha"),
    ask(
        "I02",
        "poor again on the day of the form: the window is over",
        home(borrower(Lent("HMTN", on="10/03/2021")), by=(Decision("not_poor", "10/12/2019"), POOR)),
        finds="Cha",
    ),
    ask("I02", "other programmes do not ask of the class", home(borrower(Lent("NSVSMT", quantity=1)))),
    ask("I02", "only asked for", near(borrower(Lent("HN", status="XA_XAC_NHAN")))),
    ask("I02", "approved, not yet paid out", near(borrower(Lent("HN", status="NH_PHE_DUYET"))), finds="Cha"),
    ask("I02", "given back in full", near(borrower(Lent("HN", status="TAT_TOAN", settled="01/11/2021")))),
    ask("I02", "written off", near(borrower(Lent("HN", status="XOA", settled="01/11/2021"))), finds="Cha"),
]

NUMBER = (("CCCD12", "094070001234"),)
DOUBLES = [
    ask("D07", "two open loans of one programme", family(Lent("HN"), Lent("HN", on="01/09/2021")), finds="hộ"),
    ask("D07", "two programmes", family(Lent("HN"), Lent("NSVSMT", quantity=1))),
    ask("D07", "the first is settled", family(Lent("HN", status="TAT_TOAN", settled="01/09/2021"), Lent("HN"))),
    ask(
        "D07", "settled tomorrow: both are out today", family(Lent("HN", settled="16/12/2021"), Lent("HN")), finds="hộ"
    ),
    ask("D07", "settled today", family(Lent("HN", status="TAT_TOAN", settled="15/12/2021"), Lent("HN"))),
    ask("D07", "the second form is of tomorrow", family(Lent("HN"), Lent("HN", on="16/12/2021"))),
    ask("D07", "the second is only asked for", family(Lent("HN"), Lent("HN", status="BINH_XET_TO"))),
    ask("D07", "frozen is not given back", family(Lent("HN", status="KHOANH"), Lent("HN")), finds="hộ"),
    ask(
        "D07",
        "by two people of one household",
        poor(borrower(Lent("HN")), Who("Mẹ", loans=(Lent("HN"),))),
        finds="hộ",
    ),
    ask(
        "D07",
        "for two students",
        family(Lent("HSSV", quantity=10, student="Con A"), Lent("HSSV", quantity=10, student="Con B")),
    ),
    ask(
        "D07",
        "twice for one student",
        family(Lent("HSSV", quantity=10, student="Con A"), Lent("HSSV", quantity=5, student="Con A")),
        finds="hộ",
    ),
    ask(
        "D07",
        "one number in two households",
        poor(borrower(Lent("HN"), ids=NUMBER), name="hộ A"),
        near(Who("Chú", loans=(Lent("HCN"),), ids=NUMBER), name="hộ B"),
        finds="hộ A, hộ B",
    ),
    ask(
        "D07",
        "one digit apart",
        poor(borrower(Lent("HN"), ids=(("CCCD12", "094070009234"),)), name="hộ A"),
        near(Who("Chú", loans=(Lent("HCN"),), ids=(("CCCD12", "094070009235"),)), name="hộ B"),
    ),
    ask(
        "D07",
        "the other has given the money back",
        poor(borrower(Lent("HN"), ids=(("CCCD12", "094070002234"),)), name="hộ A"),
        near(
            Who(
                "Chú",
                loans=(Lent("HCN", status="TAT_TOAN", settled="01/11/2021"),),
                ids=(("CCCD12", "094070002234"),),
            ),
            name="hộ B",
        ),
    ),
    ask(
        "D07",
        "the number is also that of somebody who does not borrow",
        poor(borrower(Lent("HN"), ids=(("CCCD12", "094070003234"),)), name="hộ A"),
        near(Who("Chú", ids=(("CCCD12", "094070003234"),)), name="hộ B"),
    ),
]


def out(programme: str, amount: int, *more: tuple[str, str, int]) -> Lent:
    """A loan paid out in full."""
    return Lent(programme, quantity=1, moved=(("disbursement", "20/03/2021", amount), *more))


FOUR = (
    Lent("HN"),
    Lent("NSVSMT", quantity=1),
    Lent("HSSV", quantity=9, student="Con", study=36),
    Lent("GQVL", quantity=1),
)
DEBT = 100_000_000
DEBTS = [
    ask("O04", "poor, four programmes", family(*FOUR), finds="hộ"),
    ask("O04", "three", family(*FOUR[:3])),
    ask(
        "O04", "four, of which one is settled", family(*FOUR[:3], Lent("GQVL", status="TAT_TOAN", settled="01/11/2021"))
    ),
    ask("O04", "near-poor, four", near(borrower(*FOUR))),
    ask("O04", "poor, 200 million to the đồng", family(out("HN", DEBT), out("GQVL", DEBT))),
    ask("O04", "one đồng more", family(out("HN", DEBT), out("GQVL", DEBT + 1)), finds="hộ"),
    ask(
        "O04",
        "one đồng more, and one came back",
        family(out("HN", DEBT), out("GQVL", DEBT + 1, ("repayment", "01/06/2021", 1))),
    ),
    ask(
        "O04",
        "one came back as interest: the principal is what it was",
        family(out("HN", DEBT), out("GQVL", DEBT + 1, ("interest", "01/06/2021", 1))),
        finds="hộ",
    ),
    ask(
        "O04",
        "comes back only tomorrow",
        family(out("HN", DEBT), out("GQVL", DEBT + 1, ("repayment", "16/12/2021", 1))),
        finds="hộ",
    ),
    ask(
        "O04",
        "a wrong sum was taken back by a correction",
        family(out("HN", DEBT), out("GQVL", 2 * DEBT, ("disbursement", "20/03/2021", -DEBT))),
    ),
    ask("O04", "a student: months of study", near(borrower(Lent("HSSV", quantity=36, study=36, student="Con")))),
    ask(
        "O04",
        "a month more than the course",
        near(borrower(Lent("HSSV", quantity=37, study=36, student="Con"))),
        finds="hộ",
    ),
    ask("O04", "how long the course is was not written down", near(borrower(Lent("HSSV", quantity=37, student="Con")))),
]

CEILING = 100_000_000


def student(amount: int, on: str = "10/03/2021") -> Lent:
    """Ten months of a student."""
    return Lent("HSSV", on=on, quantity=10, student="Con", amounts=(amount,))


SUMS = [
    ask("A01", "the ceiling itself", family(Lent(amounts=(CEILING,)))),
    ask("A01", "one đồng more", family(Lent(amounts=(CEILING + 1,))), finds="Cha"),
    ask("A01", "one đồng more, from two sources", family(Lent(amounts=(CEILING, 1))), finds="Cha"),
    ask("A01", "on the last day of the old ceiling", family(Lent(on="28/02/2019", amounts=(CEILING,))), finds="Cha"),
    ask("A01", "on the first day of the new one", family(Lent(on="01/03/2019", amounts=(CEILING,)))),
    ask(
        "A01",
        "the form before, the approval on the first day of the new one",
        family(Lent(on="20/02/2019", decided="01/03/2019", amounts=(CEILING,))),
    ),
    ask("A01", "a student: 10 months of 2.5 million", near(borrower(student(25_000_000)))),
    ask("A01", "a đồng more", near(borrower(student(25_000_001))), finds="Cha"),
    ask(
        "A01",
        "from 19/5/2022 on 10 months of 4 million",
        near(borrower(student(40_000_000, "19/05/2022"))),
        day="20/05/2022",
    ),
    ask(
        "A01",
        "the day before still 2.5 million",
        near(borrower(student(40_000_000, "18/05/2022"))),
        day="20/05/2022",
        finds="Cha",
    ),
    ask("A01", "only asked for", family(Lent(status="BINH_XET_TO", amounts=(CEILING + 1,)))),
    ask("A01", "no sum written down", family(Lent())),
    ask("A01", "no ceiling known", family(Lent("NDTU", amounts=(10 * CEILING,)))),
    ask("A01", "two works", family(Lent("NSVSMT", quantity=2, amounts=(20_000_000,)))),
    ask("A01", "one work", family(Lent("NSVSMT", quantity=1, amounts=(20_000_000,))), finds="Cha"),
    ask("A01", "land within a programme of parts", family(Lent("DTTS28", part="dat_o", amounts=(50_000_000,)))),
    ask("A01", "a đồng more for land", family(Lent("DTTS28", part="dat_o", amounts=(50_000_001,))), finds="Cha"),
]

RATES = [
    ask("A05", "6.6% for poor households", family(Lent(rate=660))),
    ask("A05", "a hundredth of a percent more", family(Lent(rate=661)), finds="Cha"),
    ask("A05", "and less", family(Lent(rate=659)), finds="Cha"),
    ask("A05", "not written down", family(Lent())),
    ask("A05", "only asked for", family(Lent(rate=661, status="XA_XAC_NHAN"))),
    ask("A05", "jobs: 6.6% to 7/11/2019", near(borrower(Lent("GQVL", on="07/11/2019", rate=660)))),
    ask("A05", "7.92% from 8/11/2019", near(borrower(Lent("GQVL", on="08/11/2019", rate=660))), finds="Cha"),
    ask("A05", "half of it for special groups", near(borrower(Lent("GQVL", part="uu_tien", rate=396)))),
    ask("A05", "half of it for anybody", near(borrower(Lent("GQVL", rate=396))), finds="Cha"),
    ask("A05", "work abroad, poor: 6.6%", family(Lent("XKLD", rate=660))),
    ask("A05", "work abroad, poor: 7.92%", family(Lent("XKLD", rate=792)), finds="Cha"),
    ask("A05", "work abroad, another class: no rate is known here", near(borrower(Lent("XKLD", rate=700)))),
    ask("A05", "ten years", family(Lent(months=120))),
    ask("A05", "a month more", family(Lent(months=121)), finds="Cha"),
    ask("A05", "local budgets lend as they decide", family(Lent("NDTU", rate=100, months=240))),
]

CREDIT = [*BORROWERS, *DOUBLES, *DEBTS, *SUMS, *RATES]

MENDED = [
    ("I02", family(Lent("HN")), near(borrower(Lent("HN")))),
    ("D07", family(Lent("HN")), family(Lent("HN"), Lent("HN"))),
    ("O04", family(*FOUR[:3]), family(*FOUR)),
    ("A01", family(Lent(amounts=(CEILING,))), family(Lent(amounts=(CEILING + 1,)))),
    ("A05", family(Lent(rate=660)), family(Lent(rate=661))),
]
"""Pairs: one condition is false in the first, all hold in the second."""
