"""Lines of registers: drafted, corrected, taken along their workflow, by whoever may; and what rules then find."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.checks import Stale
from registry.commands.entries import add_entry, correct_entry, move_entry
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE, Actor, Authority, Denied
from registry.messages import Problems
from registry.models import Coverage, EntryStep, Finding
from registry.registers.insurance import REGISTER
from registry.storage import db
from tests.commands.scenarios import person, saved
from tests.commands.scenarios_entries import YEAR_2021, card, issued, poor_family
from tests.commands.world import AN, CHAU
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

CLERK = Actor(21, "Cán bộ An", authorities=(Authority("commune", AN),))
STRANGER = Actor(22, "Cán bộ Châu", authorities=(Authority("commune", CHAU),))
HOUSING = Actor(23, "Sở Xây dựng", authorities=(Authority("department", register="housing"),))


def without_card() -> set[int | None]:
    """Whom E01 finds, as it is kept."""
    db.session.rollback()
    asked = select(Finding.person_id).where(Finding.rule == "E01", Finding.closed_on.is_(None))
    return set(db.session.scalars(asked))


def states() -> dict[int, str]:
    return dict(db.session.execute(select(Coverage.subject_id, Coverage.state)).all())


def test_a_poor_family_without_cards_is_missing_three(world: Flask) -> None:
    household = poor_family()
    assert without_card() == {person(household, one).id for one in ("01", "02", "03")}
    assert set(states().values()) == {"missing"}


def test_a_draft_waits_and_an_issued_card_closes_the_gap(world: Flask) -> None:
    line = card()
    assert line.person_id in without_card()
    assert states()[line.person_id or 0] == "waiting"
    line = issued()
    assert line.person_id not in without_card()
    assert states()[line.person_id or 0] == "covered"
    assert (line.class_, line.unit_id, line.benefit_level) == ("poor", AN, "2")  # type: ignore[attr-defined]


def test_undoing_the_issue_opens_the_same_finding_again(world: Flask) -> None:
    household = poor_family()
    wife = person(household, "02")
    before = db.session.scalars(select(Finding.code).where(Finding.person_id == wife.id, Finding.rule == "E01")).one()
    line = saved(lambda: add_entry(CONSOLE, REGISTER, household, wife, **YEAR_2021))
    given = {"card_kind": "BHXH10", "card_no": "9401234567", "facility_code": "94001"}
    for move in ("approve", "send"):
        saved(lambda m=move: move_entry(CONSOLE, line, line.version, move=m, on_date=date(2021, 1, 5)))
    saved(lambda: move_entry(CONSOLE, line, line.version, move="issue", on_date=date(2021, 1, 6), **given))
    issue = last_change()
    assert wife.id not in without_card()
    saved(lambda: undo_change(CONSOLE, issue))
    kept = select(Finding.code).where(Finding.person_id == wife.id, Finding.rule == "E01", Finding.closed_on.is_(None))
    assert db.session.scalars(kept).all() == [before]


def test_every_move_is_a_step_with_its_day_and_hand(world: Flask) -> None:
    line = issued()
    steps = db.session.scalars(select(EntryStep).where(EntryStep.entry_id == line.id).order_by(EntryStep.id)).all()
    assert [step.to_state for step in steps] == ["DU_THAO", "XA_DUYET", "GUI_BHXH", "DA_CAP"]
    assert {step.made_by for step in steps} == {CONSOLE.name}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"subject_code": "ZZ"}, "subject_code"),
        ({"card_kind": "BHXH10", "card_no": "123"}, "card_no"),
        ({"card_no": "94012345"}, "card_kind"),
        ({"card_kind": "OLD15", "card_no": "CN3940123456789"}, "card_no"),
        ({"facility_code": "94"}, "facility_code"),
        ({"starts": None}, "starts"),
        ({"ends": date(2020, 12, 31)}, "ends"),
        ({"note": "x" * 501}, "note"),
        ({"note": "a\u202eb"}, "note"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(world: Flask, values: dict[str, object], field: str) -> None:
    household = poor_family()
    with pytest.raises(Problems) as told:
        saved(lambda: add_entry(CONSOLE, REGISTER, household, person(household, "02"), **YEAR_2021 | values))
    assert field in {problem.field for problem in told.value.problems}


def test_a_step_out_of_turn_is_refused(world: Flask) -> None:
    line = card()
    with pytest.raises(Problems):
        saved(lambda: move_entry(CONSOLE, line, line.version, move="hand_over", on_date=date(2021, 1, 5)))


def test_a_commune_drafts_but_does_not_issue(world: Flask) -> None:
    household = poor_family()
    line = saved(lambda: add_entry(CLERK, REGISTER, household, person(household, "02"), **YEAR_2021))
    for move in ("approve", "send"):
        saved(lambda m=move: move_entry(CLERK, line, line.version, move=m, on_date=date(2021, 1, 5)))
    with pytest.raises(Denied):
        saved(lambda: move_entry(CLERK, line, line.version, move="issue", on_date=date(2021, 1, 6)))


@pytest.mark.parametrize("actor", [STRANGER, HOUSING], ids=["another commune", "another register"])
def test_others_draft_nothing_here(world: Flask, actor: Actor) -> None:
    household = poor_family()
    with pytest.raises(Denied):
        saved(lambda: add_entry(actor, REGISTER, household, person(household, "02"), **YEAR_2021))


def test_what_an_office_issued_a_commune_does_not_undo(world: Flask) -> None:
    issued()
    issue = last_change()
    with pytest.raises(Denied):
        saved(lambda: undo_change(CLERK, issue))


def test_a_stale_copy_is_not_saved_over_a_newer_one(world: Flask) -> None:
    line = card()
    seen = line.version
    saved(lambda: correct_entry(CONSOLE, line, seen, note="mới"))
    with pytest.raises(Stale):
        saved(lambda: correct_entry(CONSOLE, line, seen, note="cũ"))
