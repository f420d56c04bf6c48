"""Every rule's families, worked by hand from domain.md §6, the nearest case that must not be found among them.

A case says what is asked and on which day; `finds` names the people (or holders of the cards, or households) that the
law means. The answers are reasoned in the sentences, never read off the program.
"""

from dataclasses import dataclass
from typing import Any

from tests.rules.families import Card, Decision, Home, Who, home

DAY = "15/12/2021"


@dataclass(frozen=True)
class Case:
    """One question to one rule."""

    rule: str
    says: str
    homes: tuple[Home, ...]
    finds: frozenset[str]
    day: str = DAY


def ask(rule: str, says: str, *homes: Home, finds: str = "", day: str = DAY) -> Case:
    return Case(rule, says, homes, frozenset(filter(None, finds.split(", "))), day)


POOR, NEAR = Decision("poor", "10/12/2020"), Decision("near_poor", "10/12/2020")
YEAR = ("01/01/2021", "31/12/2021")


def poor(*people: Who, **more: Any) -> Home:
    return home(*people, by=(POOR,), **more)


def near(*people: Who, **more: Any) -> Home:
    return home(*people, by=(NEAR,), **more)


def year(code: str = "HN", **more: Any) -> Card:
    """A card for the whole of 2021."""
    return Card(code, *YEAR, **more)


def with_cards(*cards: Card, **more: Any) -> Who:
    return Who("Cha", cards, **more)


GAPS = [
    ask("E01", "never had a card", poor(Who("Cha")), finds="Cha"),
    ask("E01", "the card ended yesterday", poor(with_cards(Card("HN", "01/01/2021", "14/12/2021"))), finds="Cha"),
    ask("E01", "the card is good for one day more: today", poor(with_cards(Card("HN", "01/01/2021", DAY)))),
    ask("E01", "the card begins tomorrow", poor(with_cards(Card("HN", "16/12/2021", "31/12/2022"))), finds="Cha"),
    ask("E01", "any code covers: a factory worker's too", poor(with_cards(year("DN")))),
    ask("E01", "asked for, not issued: still no card", poor(with_cards(year(status="GUI_BHXH"))), finds="Cha"),
    ask("E01", "reported for decrease, good until its end", poor(with_cards(year(status="BAO_GIAM")))),
    ask("E01", "taken back", poor(with_cards(year(status="THU_HOI"))), finds="Cha"),
    ask("E01", "recognised tomorrow: not poor today", home(Who("Cha"), by=(Decision("poor", "16/12/2021"),))),
    ask("E01", "recognised today", home(Who("Cha"), by=(Decision("poor", DAY),)), finds="Cha"),
    ask("E01", "of the dead nobody is asked", poor(Who("Cha", (year(),)), Who("Bà", died=DAY))),
    ask("E01", "alive on the day before", poor(Who("Cha", (year(),)), Who("Bà", died="16/12/2021")), finds="Bà"),
    ask("E01", "left the household today", poor(Who("Cha", (year(),)), Who("Con", left=DAY))),
    ask("E01", "near-poor is another rule", near(Who("Cha"))),
    ask("E02", "near-poor, no card", near(Who("Cha"), Who("Con", (year("HS"),))), finds="Cha"),
    ask("E02", "average living: not asked", home(Who("Cha"), by=(Decision("average", "10/12/2020"),))),
    ask(
        "E02",
        "by the standard of 2022, decided in 2021: not yet on the last day of 2021",
        home(Who("Cha"), by=(Decision("near_poor", "10/12/2021", standard="2022"),)),
        day="31/12/2021",
    ),
    ask(
        "E02",
        "and from 1 January on",
        home(Who("Cha"), by=(Decision("near_poor", "10/12/2021", standard="2022"),)),
        day="01/01/2022",
        finds="Cha",
    ),
    ask("E03", "nobody of three", poor(Who("Cha"), Who("Mẹ"), Who("Con")), finds="hộ"),
    ask("E03", "one of three has one, by an employer", poor(Who("Cha"), Who("Mẹ"), Who("Con", (year("DN"),)))),
    ask("E03", "the only card is a dead man's", near(Who("Cha"), Who("Ông", (year(),), died="14/12/2021")), finds="hộ"),
    ask("E03", "not listed", home(Who("Cha"))),
    ask("E03", "nobody lives there any more", poor(Who("Cha", died="14/12/2021"))),
]

TICKED = Decision("poor", "10/12/2020", ticked=True)
TICKS = [
    ask("E04", "ticked, and yet all have cards", home(with_cards(year()), by=(TICKED,)), finds="hộ"),
    ask("E04", "ticked, one has none: as written", home(with_cards(year()), Who("Mẹ"), by=(TICKED,))),
    ask("E04", "not ticked, one has none", poor(with_cards(year()), Who("Mẹ")), finds="hộ"),
    ask("E04", "not ticked, all have", poor(with_cards(year()), Who("Mẹ", (year("DT"),)))),
    ask("E04", "six tomorrow: does not count", poor(with_cards(year()), Who("Con", born="16/12/2015"))),
    ask("E04", "six today", poor(with_cards(year()), Who("Con", born=DAY.replace("2021", "2015"))), finds="hộ"),
    ask(
        "E04",
        "born in 2015, the day unknown: six for certain only at its end",
        poor(with_cards(year()), Who("Con", born="2015")),
    ),
    ask("E04", "average living is not looked at", home(Who("Cha"), by=(Decision("average", "10/12/2020"),))),
    ask(
        "E04",
        "two decisions of one day: the later one is in force, and it is not ticked",
        home(with_cards(year()), by=(TICKED, Decision("poor", "10/12/2020"))),
    ),
    ask(
        "E04",
        "ticked in a decision that counts only from 1 January",
        home(with_cards(year()), by=(POOR, Decision("poor", "14/12/2021", ticked=True, standard="2022"))),
    ),
]

OTHER_BASIS, LACKING = "DA_CHIEU_KHAC", "DA_CHIEU_THIEU_BHYT"
BY_2022 = Decision("poor", "10/12/2021", standard="2022")
NEXT_YEAR = ("01/01/2022", "31/12/2022")
CODES = [
    ask(
        "MISCLASSIFIED",
        "golden fixture 1: of a worker, a pupil, a child and an elder only the pupil has the wrong code",
        poor(
            with_cards(year("DN")),
            Who("Con", (year("HS"),), born="2009"),
            Who("Bé", (year("TE"),), born="2017"),
            Who("Bà", (year("BT"),), born="1938"),
        ),
        finds="Con",
    ),
    ask("MISCLASSIFIED", "CN in a poor household", poor(with_cards(year("CN"))), finds="Cha"),
    ask("MISCLASSIFIED", "HN in a poor household", poor(with_cards(year("HN")))),
    ask("MISCLASSIFIED", "HS beside HN: the better one counts", poor(with_cards(year("HS"), year("HN")))),
    ask(
        "MISCLASSIFIED",
        "HS, and HN ended yesterday",
        poor(with_cards(year("HS"), Card("HN", "01/01/2021", "14/12/2021"))),
        finds="Cha",
    ),
    ask(
        "MISCLASSIFIED",
        "HS ended yesterday: no card is no wrong card",
        poor(with_cards(Card("HS", "01/01/2021", "14/12/2021"))),
    ),
    ask("MISCLASSIFIED", "GD in a near-poor household", near(with_cards(year("GD"))), finds="Cha"),
    ask("MISCLASSIFIED", "CN in a near-poor household", near(with_cards(year("CN")))),
    ask(
        "MISCLASSIFIED",
        "GB in an average household",
        home(with_cards(year("GB")), by=(Decision("average", "10/12/2020"),)),
    ),
    ask(
        "MISCLASSIFIED",
        "2016: poor without lack of insurance gets CN by law",
        poor(with_cards(year("CN", basis=OTHER_BASIS))),
    ),
    ask(
        "MISCLASSIFIED",
        "2016: poor and lacking insurance gets HN",
        poor(with_cards(year("CN", basis=LACKING))),
        finds="Cha",
    ),
    ask("MISCLASSIFIED", "2016: the right CN beside GD", poor(with_cards(year("CN", basis=OTHER_BASIS), year("GD")))),
    ask(
        "MISCLASSIFIED",
        "2022: every poor household gets HN",
        home(with_cards(Card("CN", *NEXT_YEAR, basis=OTHER_BASIS)), by=(POOR, BY_2022)),
        day="01/01/2022",
        finds="Cha",
    ),
]

TWICE = [
    ask(
        "D01",
        "HN and BT share one day",
        poor(with_cards(Card("HN", "01/01/2021", "01/07/2021"), Card("BT", "01/07/2021", "31/12/2021"))),
        finds="Cha",
    ),
    ask(
        "D01",
        "BT begins the day after HN",
        poor(with_cards(Card("HN", "01/01/2021", "30/06/2021"), Card("BT", "01/07/2021", "31/12/2021"))),
    ),
    ask("D01", "the same code twice", near(with_cards(year("CN"), year("CN"))), finds="Cha"),
    ask("D01", "the pension fund pays HT", poor(with_cards(year("HN"), year("HT")))),
    ask("D01", "the household pays GD itself", poor(with_cards(year("HN"), year("GD")))),
    ask("D01", "the budget helps pay HS", poor(with_cards(year("HN"), year("HS"))), finds="Cha"),
    ask("D01", "one of the two is a draft", poor(with_cards(year("HN"), year("BT", status="DU_THAO")))),
    ask("D01", "the second begins tomorrow", poor(with_cards(year("HN"), Card("BT", "16/12/2021", "31/12/2022")))),
    ask("D01", "and today", poor(with_cards(year("HN"), Card("BT", DAY, "31/12/2022"))), finds="Cha"),
    ask("D01", "two people, one card each", poor(with_cards(year("HN")), Who("Mẹ", (year("HN"),)))),
    ask(
        "D04",
        "one number, two people of a household",
        poor(with_cards(year(no="9400000001")), Who("Mẹ", (year(no="9400000001"),))),
        finds="Cha, Mẹ",
    ),
    ask(
        "D04",
        "in two households",
        poor(with_cards(year(no="9400000002"))),
        near(Who("Mẹ", (year("CN", no="9400000002"),))),
        finds="Cha, Mẹ",
    ),
    ask("D04", "one digit apart", poor(with_cards(year(no="9400000003")), Who("Mẹ", (year(no="9400000004"),)))),
    ask(
        "D04", "one person, two years", poor(with_cards(year(no="9400000005"), Card("HN", *NEXT_YEAR, no="9400000005")))
    ),
    ask(
        "D04",
        "the other line was cancelled: it was never issued",
        poor(with_cards(year(no="9400000006")), Who("Mẹ", (year(no="9400000006", status="HUY"),))),
    ),
]

LEFT = Decision("not_poor", "12/12/2021")
STAYED_POOR = Decision("poor", "12/12/2021")
LONG = [
    ask(
        "I01",
        "golden fixture 2: out of poverty on 12/12/2021, the card ends with the year",
        home(with_cards(year()), by=(POOR, LEFT)),
    ),
    ask(
        "I01",
        "golden fixture 2: the card runs on through 2022",
        home(with_cards(Card("HN", "01/01/2021", "31/12/2022")), by=(POOR, LEFT)),
        finds="Cha",
    ),
    ask(
        "I01",
        "one day into 2022",
        home(with_cards(Card("HN", "01/01/2021", "01/01/2022")), by=(POOR, LEFT)),
        finds="Cha",
    ),
    ask(
        "I01",
        "before the decision nobody knows",
        home(with_cards(Card("HN", "01/01/2021", "31/12/2022")), by=(POOR, LEFT)),
        day="11/12/2021",
    ),
    ask("I01", "poor again", home(with_cards(Card("HN", "01/01/2021", "31/12/2022")), by=(POOR, STAYED_POOR))),
    ask(
        "I01",
        "near-poor is not poor",
        home(with_cards(Card("HN", *NEXT_YEAR)), by=(POOR, Decision("near_poor", "12/12/2021"))),
        finds="Cha",
    ),
    ask("I01", "CN is not HN", home(with_cards(Card("CN", *NEXT_YEAR)), by=(POOR, LEFT))),
    ask("I01", "only asked for", home(with_cards(Card("HN", *NEXT_YEAR, status="XA_DUYET")), by=(POOR, LEFT))),
    ask("I01", "never recognised as poor", home(with_cards(year())), finds="Cha"),
    ask("I01", "never recognised; the card is of last year", home(with_cards(Card("HN", "01/01/2020", "31/12/2020")))),
    ask(
        "I01",
        "new in the list by the standard of 2022; the card waits for 1 January like the class",
        home(with_cards(Card("HN", *NEXT_YEAR)), by=(Decision("poor", "10/12/2021", standard="2022"),)),
    ),
]


def decided(day: str, *cards: Card, **more: Any) -> Home:
    return home(with_cards(*cards), by=(Decision("poor", day, **more),))


LATE = [
    ask(
        "T01",
        "decided in December: 30 days from 1 January",
        decided("10/12/2020", Card("HN", "31/01/2021", "31/12/2021")),
    ),
    ask("T01", "31 days", decided("10/12/2020", Card("HN", "01/02/2021", "31/12/2021")), finds="Cha"),
    ask(
        "T01",
        "decided on 30 November: 30 days from then",
        decided("30/11/2020", Card("HN", "30/12/2020", "31/12/2021")),
    ),
    ask("T01", "31 days from 30 November", decided("30/11/2020", Card("HN", "31/12/2020", "31/12/2021")), finds="Cha"),
    ask(
        "T01",
        "decided on 1 December: from 1 January too",
        decided("01/12/2020", Card("HN", "31/01/2021", "31/12/2021")),
    ),
    ask("T01", "in summer, 31 days", decided("01/06/2021", Card("CN", "02/07/2021", "31/12/2021")), finds="Cha"),
    ask("T01", "BT does not hang on the decision", decided("01/06/2021", Card("BT", "02/09/2021", "31/12/2021"))),
    ask(
        "T01",
        "the second line of a decision is not the first",
        decided("10/12/2020", Card("HN", "01/01/2021", "30/06/2021"), Card("HN", "01/09/2021", "31/12/2021")),
    ),
    ask(
        "T01",
        "begins tomorrow: not late before it has begun",
        decided("01/06/2021", Card("HN", "16/12/2021", "31/12/2021")),
    ),
    ask(
        "T01",
        "the decision was withdrawn: nothing to be late for",
        decided("01/06/2021", Card("HN", "02/09/2021", "31/12/2021"), withdrawn=True),
    ),
]

DIED = {"died": "03/03/2021"}
AFTER_DEATH = [
    ask(
        "V01",
        "golden fixture 9: dead on 3 March, reported on 10 June",
        poor(Who("Cha", (year(),)), Who("Ông", (year(status="BAO_GIAM", reduced="10/06/2021"),), **DIED)),
        finds="Ông",
    ),
    ask(
        "V01",
        "reported on the 30th day",
        poor(Who("Cha", (year(),)), Who("Ông", (year(status="BAO_GIAM", reduced="02/04/2021"),), **DIED)),
    ),
    ask(
        "V01",
        "on the 31st",
        poor(Who("Cha", (year(),)), Who("Ông", (year(status="BAO_GIAM", reduced="03/04/2021"),), **DIED)),
        finds="Ông",
    ),
    ask(
        "V01",
        "never reported, 30 days after",
        poor(Who("Cha", (year(),)), Who("Ông", (year(),), **DIED)),
        day="02/04/2021",
    ),
    ask(
        "V01",
        "never reported, 31 days after",
        poor(Who("Cha", (year(),)), Who("Ông", (year(),), **DIED)),
        day="03/04/2021",
        finds="Ông",
    ),
    ask(
        "V01",
        "the card's last day was the day of death",
        poor(Who("Cha", (year(),)), Who("Ông", (Card("HN", "01/01/2020", "03/03/2021"),), **DIED)),
    ),
    ask(
        "V01",
        "its last day was the one after",
        poor(Who("Cha", (year(),)), Who("Ông", (Card("HN", "01/01/2020", "04/03/2021"),), **DIED)),
        finds="Ông",
    ),
    ask(
        "V01",
        "reported late and then cut back to the day of death",
        poor(
            Who("Cha", (year(),)),
            Who("Ông", (Card("HN", "01/01/2021", "03/03/2021", status="BAO_GIAM", reduced="10/06/2021"),), **DIED),
        ),
        finds="Ông",
    ),
    ask(
        "V01",
        "issued for the year after the death",
        poor(Who("Cha", (year(),)), Who("Ông", (year(),), died="03/11/2020")),
        finds="Ông",
    ),
    ask("V01", "only asked for", poor(Who("Cha", (year(),)), Who("Ông", (year(status="DU_THAO"),), **DIED))),
]


def citizen(number: str, kind: str = "CCCD12") -> dict[str, Any]:
    return {"ids": ((kind, number),)}


RECORDS = [
    ask(
        "Q01", "fourteen today", home(Who("Cha", **citizen("094070001234")), Who("Con", born="15/12/2007")), finds="Con"
    ),
    ask("Q01", "fourteen tomorrow", home(Who("Cha", **citizen("094070001234")), Who("Con", born="16/12/2007"))),
    ask(
        "Q01",
        "born in 2007, the day unknown: fourteen only at its end",
        home(Who("Cha", **citizen("094070001234")), Who("Con", born="2007")),
    ),
    ask("Q01", "born in 2006", home(Who("Cha", **citizen("094070001234")), Who("Con", born="2006")), finds="Con"),
    ask("Q01", "an old nine-digit number is a number", home(Who("Cha", **citizen("365000123", "CMND9")))),
    ask("Q02", "a man with a woman's digit", home(Who("Cha", **citizen("094170001234"))), finds="Cha"),
    ask("Q02", "a man of the last century: 0", home(Who("Cha", **citizen("094070001234")))),
    ask("Q02", "a man of this one: 2", home(Who("Cha", born="2005", **citizen("094205001234")))),
    ask(
        "Q02",
        "a girl with 2",
        home(Who("Con", born="2012", sex="female", **citizen("094212001234", "DDCN12"))),
        finds="Con",
    ),
    ask("Q02", "a girl with 3", home(Who("Con", born="2012", sex="female", **citizen("094312001234", "DDCN12")))),
    ask("Q02", "nine digits tell no sex", home(Who("Mẹ", sex="female", **citizen("365000123", "CMND9")))),
    ask("Q03", "born in 1970, the number says 1971", home(Who("Cha", **citizen("094071001234"))), finds="Cha"),
    ask("Q03", "the number says 1970", home(Who("Cha", **citizen("094070001234")))),
    ask(
        "Q03",
        "born in 2005, the number says 1905",
        home(Who("Con", born="2005", **citizen("094005001234"))),
        finds="Con",
    ),
    ask("Q03", "born in 2005, the number says 2005", home(Who("Con", born="2005", **citizen("094205001234")))),
    ask(
        "Q03",
        "born in 2005, the number says 2105",
        home(Who("Con", born="2005", **citizen("094405001234"))),
        finds="Con",
    ),
    ask("Q04", "born in 1899", home(Who("Cha", born="1899")), finds="Cha"),
    ask("Q04", "born in 1900", home(Who("Cha", born="1900"))),
    ask("Q04", "born tomorrow", home(Who("Cha"), Who("Con", born="16/12/2021")), finds="Con"),
    ask("Q04", "born today", home(Who("Cha"), Who("Con", born="15/12/2021"))),
    ask("Q04", "born this year", home(Who("Cha"), Who("Con", born="2021"))),
    ask("Q04", "born next year", home(Who("Cha"), Who("Con", born="2022")), finds="Con"),
    ask("Q05", "no head", home(Who("Cha"), heads=()), finds="hộ"),
    ask("Q05", "one head", home(Who("Cha"))),
    ask(
        "Q05",
        "two heads",
        home(Who("Cha"), Who("Mẹ"), heads=((0, "01/01/2018", None), (1, "01/01/2021", None))),
        finds="hộ",
    ),
    ask("Q05", "handed over today", home(Who("Cha"), Who("Mẹ"), heads=((0, "01/01/2018", DAY), (1, DAY, None)))),
    ask(
        "Q05",
        "handed over with a day's gap",
        home(Who("Cha"), Who("Mẹ"), heads=((0, "01/01/2018", DAY), (1, "16/12/2021", None))),
        finds="hộ",
    ),
]

CASES = [*GAPS, *TICKS, *CODES, *TWICE, *LONG, *LATE, *AFTER_DEATH, *RECORDS]
