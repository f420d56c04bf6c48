"""Families of the rules of pupils (domain.md §4.4 and §6), each worked by hand; the demo's day is 15/12/2021.

The school year 2021-2022 runs from 1/9/2021; a gap is one after 30/11. Nine months of CPHT from September 2021 come to
1 x 100.000 (September, before 15/10/2021) + 8 x 150.000 = 1.300.000 đồng.
"""

from dataclasses import replace
from typing import Any

from tests.rules.case import POOR, ask, near, poor
from tests.rules.families import Decision, Home, Who, home
from tests.rules.families_students import Aid


def child(*aids: Aid, born: str = "01/05/2013", **more: Any) -> Who:
    """A pupil of eight."""
    return Who("Con", aids=aids, born=born, **more)


def family(*aids: Aid, **more: Any) -> Home:
    return poor(Who("Cha"), child(*aids, **more))


WAITING = Aid(status="NOP_HO_SO", decided=None)
ENROLMENT = [
    ask("E06", "no school knows the child; the father is no child", family(), finds="Con"),
    ask("E06", "on 30 November lists may still come", family(), day="30/11/2021"),
    ask("E06", "on 1 December they are late", family(), day="01/12/2021", finds="Con"),
    ask("E06", "three today", family(born="15/12/2018"), finds="Con"),
    ask("E06", "three tomorrow", family(born="16/12/2018")),
    ask("E06", "sixteen tomorrow", family(born="16/12/2005"), finds="Con"),
    ask("E06", "sixteen today", family(born="15/12/2005")),
    ask("E06", "born in 2018, the day unknown: three for certain only at the year's end", family(born="2018")),
    ask("E06", "born in 2005, the day unknown: may be sixteen", family(born="2005")),
    ask("E06", "born in 2006, the day unknown: fifteen at most", family(born="2006"), finds="Con"),
    ask("E06", "the family has handed in its papers: a school knows the child", family(WAITING)),
    ask(
        "E06",
        "a school of the year before is none of this year",
        family(Aid(year="2020-2021", first="01/09/2020", last="31/08/2021", decided="20/10/2020")),
        finds="Con",
    ),
    ask("E06", "stopped because the child left school", family(Aid(status="DUNG", stopped="left_school")), finds="Con"),
    ask("E06", "stopped because it went to another school", family(Aid(status="DUNG", stopped="moved"))),
    ask("E06", "near-poor is not asked", near(Who("Cha"), child())),
    ask("E06", "the last day of summer still asks about the year that ended", family(Aid()), day="31/08/2022"),
    ask("E06", "of the new year nobody is asked before December", family(), day="01/09/2022"),
]

COSTS = [
    ask("E07", "only asked for: not yet given", family(WAITING), finds="Con"),
    ask("E07", "appraised, not approved", family(Aid(status="THAM_DINH", decided=None)), finds="Con"),
    ask("E07", "approved", family(Aid())),
    ask("E07", "paid and settled", family(Aid(status="QUYET_TOAN"))),
    ask("E07", "another help than the costs of learning", family(Aid("AN_TRUA", school="MN-A")), finds="Con"),
    ask("E07", "no school: another rule", family()),
    ask("E07", "on 30 November", family(WAITING), day="30/11/2021"),
    ask("E07", "on 1 December", family(WAITING), day="01/12/2021", finds="Con"),
    ask(
        "E07",
        "stopped as not entitled, and still a pupil",
        family(Aid(status="DUNG", stopped="not_entitled")),
        finds="Con",
    ),
    ask(
        "E07",
        "approved for the year before, this year only asked for",
        family(Aid(year="2020-2021", first="01/09/2020", last="31/08/2021", decided="20/10/2020"), WAITING),
        finds="Con",
    ),
    ask("E07", "near-poor households have no right to it", near(Who("Cha"), child(WAITING))),
    ask("E07", "recognised tomorrow", home(Who("Cha"), child(WAITING), by=(Decision("poor", "16/12/2021"),))),
]

ON_THE_DAY = Decision("poor", "20/10/2021")
CLASSES = [
    ask("I03", "poor on the day of the decision", family(Aid())),
    ask("I03", "near-poor on it", near(Who("Cha"), child(Aid())), finds="Con"),
    ask("I03", "recognised on the day of the decision", home(Who("Cha"), child(Aid()), by=(ON_THE_DAY,))),
    ask(
        "I03",
        "decided the day before the household was recognised",
        home(Who("Cha"), child(Aid(decided="19/10/2021")), by=(ON_THE_DAY,)),
        finds="Con",
    ),
    ask("I03", "an orphan needs no poor household", near(Who("Cha"), child(Aid(ground="orphan")))),
    ask("I03", "never recognised", home(Who("Cha"), child(Aid())), finds="Con"),
    ask(
        "I03",
        "left poverty afterwards: kept to the end of the school year",
        home(Who("Cha"), child(Aid()), by=(POOR, Decision("near_poor", "20/11/2021"))),
    ),
    ask("I03", "asked for, not approved", near(Who("Cha"), child(WAITING))),
    ask("I03", "lunch is for the near-poor too", near(Who("Cha"), child(Aid("AN_TRUA", school="MN-A")))),
]

FIRST_HALF = Aid(last="31/12/2021", months=4)
SECOND_HALF = Aid(first="01/01/2022", months=5)
DOUBLES = [
    ask("O03", "the costs of learning twice", family(Aid(), Aid(school="TH-A", decided="25/10/2021")), finds="Con"),
    ask("O03", "one asked for beside one approved", family(Aid(), WAITING)),
    ask("O03", "tuition at two schools", family(Aid("MGHP"), Aid("MGHP", school="TH-B")), finds="Con"),
    ask("O03", "tuition and costs at one school", family(Aid(), Aid("MGHP"))),
    ask("O03", "costs at one school, lunch at another", family(Aid(), Aid("AN_TRUA", school="MN-A")), finds="Con"),
    ask("O03", "half a year each, one after the other", family(FIRST_HALF, SECOND_HALF), day="15/01/2022"),
    ask(
        "O03",
        "half a year each at two schools, one after the other",
        family(FIRST_HALF, Aid(first="01/01/2022", months=5, school="TH-B")),
        day="15/01/2022",
    ),
    ask(
        "O03",
        "they share one day",
        family(FIRST_HALF, Aid(first="31/12/2021", months=5)),
        day="31/12/2021",
        finds="Con",
    ),
    ask("O03", "the second begins tomorrow", family(Aid(), Aid(first="16/12/2021"))),
    ask(
        "O03",
        "another school year",
        family(Aid(), Aid(year="2020-2021", first="01/09/2020", last="31/08/2021", decided="20/10/2020")),
    ),
    ask("O03", "the first school stopped it", family(Aid(status="DUNG", stopped="moved"), Aid(school="TH-B"))),
    ask("O03", "a fund's bicycle is no double", family(Aid(), Aid("KHUYEN_HOC", school="TH-B", months=None))),
]

NINE = 1_300_000
MONEY = [
    ask("A03", "the sum of nine months over both rates (golden fixture 7)", family(Aid(amounts=(NINE,)))),
    ask("A03", "one đồng more", family(Aid(amounts=(NINE + 1,))), finds="Con"),
    ask("A03", "one đồng less", family(Aid(amounts=(NINE - 1,))), finds="Con"),
    ask("A03", "September, too, at the rate of October", family(Aid(amounts=(1_350_000,))), finds="Con"),
    ask("A03", "the same sum from two sources", family(Aid(amounts=(1_000_000, 300_000)))),
    ask("A03", "no sum written down yet", family(Aid())),
    ask("A03", "ten months", family(Aid(months=10)), finds="Con"),
    ask("A03", "ten months, only asked for", family(Aid(status="NOP_HO_SO", decided=None, months=10))),
    ask("A03", "eight months from October", family(Aid(first="01/10/2021", months=8, amounts=(1_200_000,)))),
    ask("A03", "lunch: 9 x 160.000", family(Aid("AN_TRUA", school="MN-A", amounts=(1_440_000,)))),
    ask(
        "A03",
        "boarding with lodging of one's own: 9 x (596.000 + 149.000)",
        family(Aid("BAN_TRU", lodging=True, amounts=(6_705_000,))),
    ),
    ask("A03", "boarding, lodging paid to who has none", family(Aid("BAN_TRU", amounts=(6_705_000,))), finds="Con"),
    ask("A03", "students: 10 x 894.000", family(Aid("SV_DTTS", school="DH-A", months=10, amounts=(8_940_000,)))),
    ask("A03", "students: eleven", family(Aid("SV_DTTS", school="DH-A", months=11)), finds="Con"),
    ask("A03", "tuition: nine months of what the school takes", family(Aid("MGHP", rate=60_000, amounts=(540_000,)))),
    ask("A03", "tuition, another sum", family(Aid("MGHP", rate=60_000, amounts=(600_000,))), finds="Con"),
    ask("A03", "a fund gives what it will", family(Aid("KHUYEN_HOC", months=None, amounts=(2_000_000,)))),
]

FULL = {"amounts": (NINE,)}
LATE = [
    ask("T05", "nothing paid by 31 December", family(Aid(**FULL)), day="01/01/2022", finds="Con"),
    ask("T05", "on 31 December there is still time", family(Aid(**FULL)), day="31/12/2021"),
    ask("T05", "paid on 31 December", family(Aid(**FULL, paid=(("31/12/2021", 550_000),))), day="01/01/2022"),
    ask(
        "T05",
        "paid a day later: it stays late",
        family(Aid(**FULL, paid=(("01/01/2022", NINE),))),
        day="15/01/2022",
        finds="Con",
    ),
    ask("T05", "decided after the deadline", family(Aid(**FULL, decided="01/01/2022")), day="15/01/2022"),
    ask(
        "T05",
        "the rest paid on 31 May",
        family(Aid(**FULL, paid=(("20/12/2021", 550_000), ("31/05/2022", 750_000)))),
        day="01/06/2022",
    ),
    ask(
        "T05",
        "one đồng is missing on it",
        family(Aid(**FULL, paid=(("20/12/2021", 550_000), ("31/05/2022", 749_999)))),
        day="01/06/2022",
        finds="Con",
    ),
    ask(
        "T05",
        "the rest paid on 1 June",
        family(Aid(**FULL, paid=(("20/12/2021", 550_000), ("01/06/2022", 750_000)))),
        day="01/06/2022",
        finds="Con",
    ),
    ask(
        "T05",
        "what was paid was taken back by a correction",
        family(Aid(**FULL, paid=(("20/12/2021", 550_000), ("20/12/2021", -550_000)))),
        day="01/01/2022",
        finds="Con",
    ),
    ask("T05", "lunch has no such day", family(Aid("AN_TRUA", school="MN-A")), day="01/01/2022"),
    ask("T05", "not yet approved", family(WAITING), day="01/01/2022"),
]

STUDENTS = [*ENROLMENT, *COSTS, *CLASSES, *DOUBLES, *MONEY, *LATE]


def alone(*aids: Aid, **more: Any) -> Home:
    """A pupil who heads a household: the subject of `MENDED`."""
    return poor(Who("Cha", aids=aids, born="01/05/2013"), **more)


BEFORE = Aid(year="2020-2021", first="01/09/2020", last="31/08/2021", decided="20/10/2020", amounts=(900_000,))
MENDED = [
    ("E06", alone(WAITING), alone()),
    ("E07", alone(Aid()), alone(WAITING)),
    ("I03", alone(Aid()), near(Who("Cha", aids=(Aid(),), born="2013"))),
    ("O03", alone(Aid()), alone(Aid(), Aid())),
    ("A03", alone(Aid(amounts=(NINE,))), alone(Aid(amounts=(NINE + 1,)))),
    ("T05", alone(replace(BEFORE, paid=(("30/12/2020", 900_000),))), alone(BEFORE)),
]
"""Pairs: one condition is false in the first, all hold in the second."""
