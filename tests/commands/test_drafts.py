"""Drafts from a gap list: good for the days asked for, or as long as the register says somebody may be."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.drafts import draft_entries
from registry.kernel.actor import CONSOLE
from registry.models import Finding, Person
from registry.registers.insurance import REGISTER
from registry.registers.insurance.card import InsuranceCard
from registry.storage import db, ends_after
from registry.vn.dates import parse_birth, parse_day
from tests.commands.scenarios import saved
from tests.rules.families import Decision, Who, home, save
from tests.rules.verify import verify

STARTS, ENDS = date(2021, 12, 15), date(2023, 1, 1)
CHILDREN = {
    "15/12/2015": ("HN", "31/12/2022"),
    "16/12/2015": ("TE", "15/12/2021"),
    "29/02/2016": ("TE", "30/09/2022"),
    "30/09/2016": ("TE", "30/09/2022"),
    "01/10/2016": ("TE", "30/09/2022"),
    "02/10/2016": ("TE", "01/10/2022"),
    "2016": ("TE", "30/09/2022"),
    "2015": ("HN", "31/12/2022"),
    "01/01/2017": ("TE", "31/12/2022"),
    "10/08/2020": ("TE", "31/12/2022"),
}
"""Birth, then the code and the last day of a card asked for from 15/12/2021 to 31/12/2022."""


@pytest.mark.parametrize("birth", CHILDREN)
def test_a_small_child_s_card_is_good_to_72_months_or_to_the_school_year(birth: str) -> None:
    code, last = CHILDREN[birth]
    proposed = InsuranceCard.proposed("poor", parse_birth(birth), STARTS)
    assert proposed is not None
    assert proposed["subject_code"] == code
    assert min(ENDS, proposed.get("ends", ENDS)) == ends_after(parse_day(last))


def test_drafts_of_one_list_end_each_on_its_day(world: Flask) -> None:
    births = [birth for birth in CHILDREN if birth.count("/") == 2]
    people = (Who("Mẹ", born="01/01/1990"), *(Who(f"Con {birth}", born=birth) for birth in births))
    (family,) = save([home(*people, by=(Decision("poor", "01/06/2021"),))])
    wanted = select(Finding).where(Finding.household_id == family.households[0], Finding.rule == "E01")
    found = list(db.session.scalars(wanted))
    saved(lambda: draft_entries(CONSOLE, REGISTER, found, starts=STARTS, ends=ENDS))
    line = select(Person.name, InsuranceCard.subject_code, InsuranceCard.ends)
    line = line.join(Person, Person.id == InsuranceCard.person_id)
    rows = db.session.execute(line.where(InsuranceCard.household_id.in_(family.households)))
    last = {row.name.removeprefix("Con "): (row.subject_code, row.ends) for row in rows}
    assert last == {
        "Mẹ": ("HN", ENDS),
        **{birth: (CHILDREN[birth][0], ends_after(parse_day(CHILDREN[birth][1]))) for birth in births},
    }
    verify()
