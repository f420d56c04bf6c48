"""A family handed over: who may do what, that nothing is lost, that days before stay as they were."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.entries import add_entry
from registry.commands.handovers import accept_handover, hand_over, recall_handover, return_handover
from registry.commands.households import close_household, move_household
from registry.commands.undo import undo_change
from registry.commands.work import work_on_finding
from registry.kernel.actor import CONSOLE, Actor, Denied, NotFound
from registry.kernel.scope import EVERYTHING, Scope, set_scope
from registry.models import AuditEvent, Entry, Finding, FindingWork, Handover, Household, HouseholdPeriod, Residence
from registry.queries.board import load_board
from registry.queries.dossier import load_dossier
from registry.queries.handovers import count_awaited, load_handovers
from registry.registers.insurance import REGISTER
from registry.storage import OPEN, db
from tests.commands.problems import problems
from tests.commands.scenarios import DAY, person, saved
from tests.commands.scenarios_entries import YEAR_2021, poor_family
from tests.commands.scenarios_handovers import handed_over
from tests.commands.world import AN, BINH, CHAU, HAMLETS, LISTED, TODAY, acting, both, clerk, family, leader, stranger
from tests.conftest import postgresql_in_check
from tests.rules.verify import verify

pytestmark = postgresql_in_check

BEFORE = DAY - timedelta(days=1)
NO_ID = {"reason": "no_id", "owner_id": None, "due": date(2021, 12, 31), "note": "Chờ làm căn cước"}


def offered(household: Household, **changed: Any) -> Any:
    given = {"day": DAY, "to_unit_id": CHAU} | changed
    return lambda: hand_over(clerk, household, household.version, **given)


def accepted(household: Household) -> Handover:
    waiting = handed_over(household)
    with acting(stranger):
        accept_handover(stranger, waiting, hamlet_id=HAMLETS[CHAU], address="Số 5")
    return waiting


def unit_on(household: Household, day: date) -> int | None:
    asked = select(HouseholdPeriod.unit_id).where(HouseholdPeriod.household_id == household.id, HouseholdPeriod.on(day))
    return db.session.scalar(asked)


def as_seen(actor: Actor) -> Any:
    """Every hand-over the actor's pages show: by the actor's own scope."""
    db.session.expire_all()
    set_scope(Scope(frozenset({authority.unit_id for authority in actor.authorities}), TODAY))
    found = load_handovers(actor)
    set_scope(EVERYTHING)
    return found


def test_while_it_waits_the_family_stays_and_the_other_commune_learns_no_name(world: Flask) -> None:
    home = family()
    with acting(clerk):
        offered(home)()
    assert unit_on(home, TODAY) == AN
    (line,) = [one for one in as_seen(stranger).incoming if one.household == home.code]
    assert (line.name, line.people, line.leaves, line.seen_on) == ("", 3, "Xã An, Huyện Một", None)
    assert (line.may_answer, line.may_recall) == (True, False)
    (own,) = [one for one in as_seen(clerk).outgoing if one.household == home.code]
    assert (own.name, own.may_answer, own.may_recall, own.seen_on) == ("Thạch Văn Sơn", False, True, TODAY)
    assert load_dossier(home.code, TODAY, CONSOLE).moving.waits


def test_accepted_it_lives_there_from_the_day_and_days_before_stay(world: Flask) -> None:
    home = poor_family()
    line = saved(lambda: add_entry(CONSOLE, REGISTER, home, person(home, "02"), **YEAR_2021))
    before = load_board(CONSOLE, BEFORE, "31501")
    row = accepted(home)
    assert (unit_on(home, BEFORE), unit_on(home, DAY), unit_on(home, TODAY)) == (AN, CHAU, CHAU)
    homes = db.session.scalars(select(Residence).where(Residence.household_id == home.id).order_by(Residence.starts))
    assert [(one.unit_id, one.starts, one.ends, one.address) for one in homes] == [
        (AN, LISTED, DAY, "Số 1"),
        (CHAU, DAY, OPEN, "Số 5"),
    ]
    after = load_board(CONSOLE, BEFORE, "31501")
    assert (before.totals, before.coverage[0].states) == (after.totals, after.coverage[0].states)
    assert db.session.get_one(Entry, line.id).unit_id == AN, "what was as the card was asked for stays"
    (gone,) = [one for one in as_seen(clerk).answered if one.household == home.code]
    assert (gone.name, gone.goes, gone.seen_on) == ("Thạch Văn Sơn", "Xã Châu, Huyện Hai", BEFORE)
    assert row.state == "accepted" and load_dossier(home.code, TODAY, CONSOLE).moving is None
    assert load_dossier(home.code, BEFORE, CONSOLE).moving.goes == "Xã Châu, Huyện Hai"
    verify()


def test_open_findings_go_along_with_their_age_and_what_was_written_about_them(world: Flask) -> None:
    home = poor_family()
    finding = db.session.scalars(
        select(Finding).where(Finding.household_id == home.id, Finding.rule == "E01", Finding.closed_on.is_(None))
    ).first()
    saved(lambda: work_on_finding(CONSOLE, finding, 0, NO_ID))
    known = (finding.id, finding.opened_on)
    accepted(home)
    db.session.expire_all()
    moved = db.session.get_one(Finding, finding.id)
    assert (moved.id, moved.opened_on, moved.closed_on, moved.unit_id) == (*known, None, CHAU)
    work = db.session.scalars(select(FindingWork).where(FindingWork.finding_id == finding.id)).one()
    assert (work.reason, work.due, work.note) == ("no_id", NO_ID["due"], NO_ID["note"])


def test_returned_with_a_reason_nothing_has_changed(world: Flask) -> None:
    home, others = family(), count_awaited(stranger).incoming
    waiting = handed_over(home)
    assert count_awaited(stranger).incoming == others + 1
    assert problems(lambda: return_handover(stranger, waiting, cause="", note=""), stranger) == {
        "cause": "Hãy chọn lý do trả lại."
    }
    assert "note" in problems(lambda: return_handover(stranger, waiting, cause="other", note=" "), stranger)
    with acting(stranger):
        return_handover(stranger, waiting, cause="not_here", note="")
    assert unit_on(home, TODAY) == AN and count_awaited(stranger).incoming == others
    (line,) = [one for one in as_seen(stranger).answered if one.household == home.code]
    assert line.name == ""
    with acting(clerk):
        offered(home, to_unit_id=BINH)()


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"day": LISTED}, "day", "Hộ ở nơi hiện nay từ ngày 15/12/2020"),
        ({"day": TODAY + timedelta(days=1)}, "day", "ở sau ngày làm việc"),
        ({"to_unit_id": AN}, "to_unit_id", "Hộ đang ở chính xã này"),
        ({"to_unit_id": 2}, "to_unit_id", "Chưa rõ xã"),
    ],
)
def test_what_cannot_be_handed_over_is_refused(world: Flask, changed: Any, field: str, said: str) -> None:
    assert said in problems(offered(family(), **changed), clerk)[field]


def test_nothing_else_moves_or_ends_it_while_it_waits(world: Flask) -> None:
    home = family()
    handed_over(home)
    where = {"day": DAY, "unit_id": BINH, "hamlet_id": None, "address": None}
    for work in (
        offered(home),
        lambda: move_household(both, home, home.version, **where),
        lambda: close_household(clerk, home, home.version, day=TODAY, reason="moved_away"),
    ):
        assert "đang chờ Xã Châu, Huyện Hai nhận" in problems(work, both)[""]


def test_an_answer_is_given_once(world: Flask) -> None:
    waiting = handed_over(family())
    with acting(clerk):
        recall_handover(clerk, waiting)
    said = problems(lambda: accept_handover(stranger, waiting, hamlet_id=None, address=None), stranger)
    assert said == {"": "Xã cũ đã rút lại việc chuyển hộ này. Hãy mở lại danh sách."}


def test_a_family_that_has_moved_in_the_meantime_is_not_accepted(world: Flask) -> None:
    """As an undo of an older move may bring about."""
    home = family()
    with acting(both):
        move_household(both, home, home.version, day=date(2021, 5, 1), unit_id=BINH, hamlet_id=None, address=None)
    moved = last_change()
    waiting = handed_over(home)
    saved(lambda: undo_change(CONSOLE, moved))
    said = problems(lambda: accept_handover(stranger, waiting, hamlet_id=None, address=None), stranger)
    assert "Hộ không còn ở xã đã chuyển đi" in said[""]


@pytest.mark.parametrize("actor", [clerk, both, leader])
def test_only_the_commune_it_goes_to_answers(world: Flask, actor: Actor) -> None:
    waiting = handed_over(family())
    with pytest.raises(Denied), acting(actor):
        accept_handover(actor, waiting, hamlet_id=None, address=None)
    with pytest.raises(Denied), acting(actor):
        return_handover(actor, waiting, cause="not_here", note="")


def test_only_the_commune_it_leaves_hands_over_and_recalls(world: Flask) -> None:
    home = family()
    with pytest.raises(Denied), acting(stranger):
        hand_over(stranger, home, home.version, day=DAY, to_unit_id=CHAU)
    waiting = handed_over(home)
    with pytest.raises(Denied), acting(stranger):
        recall_handover(stranger, waiting)


def test_each_side_undoes_its_own_part_and_not_the_others(world: Flask) -> None:
    home, others = family(), count_awaited(stranger).incoming
    with acting(clerk):
        waiting = offered(home)()
    let_go = last_change()
    with acting(stranger):
        accept_handover(stranger, waiting, hamlet_id=None, address=None)
    taken = last_change()
    with pytest.raises(NotFound), acting(clerk):
        undo_change(clerk, taken)
    said = problems(lambda: undo_change(clerk, let_go), clerk)[""]
    assert "Xã Châu" in said and "Nhận hộ chuyển đến" in said and stranger.name not in said
    with acting(stranger):
        undo_change(stranger, taken)
    assert unit_on(home, TODAY) == AN
    with acting(clerk):
        undo_change(clerk, let_go)
    assert count_awaited(stranger).incoming == others


def test_a_recalled_one_does_not_come_back_beside_a_second(world: Flask) -> None:
    home = family()
    waiting = handed_over(home)
    with acting(clerk):
        recall_handover(clerk, waiting)
    recalled = last_change()
    handed_over(home, BINH)
    assert "Chuyển hộ đi xã khác" in problems(lambda: undo_change(clerk, recalled), clerk)[""]


def test_the_log_of_it_belongs_to_the_commune_the_family_lives_in(world: Flask) -> None:
    home = family()
    handed_over(home)
    events = select(AuditEvent.command).where(AuditEvent.entity == "handover", AuditEvent.household_id == home.id)
    set_scope(Scope(frozenset({CHAU}), TODAY))
    assert db.session.scalars(events).all() == []
    set_scope(Scope(frozenset({AN}), TODAY))
    assert db.session.scalars(events).all() == ["hand_over"]
    set_scope(EVERYTHING)
