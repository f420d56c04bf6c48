"""A commune asks another for a family it knows nothing of: who asks, who answers, what the asker never learns."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.handovers import decline_request, hand_over, recall_handover, request_handover, withdraw_request
from registry.commands.members import correct_person, end_membership
from registry.commands.numbers import add_number
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE, Actor, Denied
from registry.kernel.scope import EVERYTHING, Scope, set_scope
from registry.models import AuditEvent, Handover
from registry.queries.duplicates import bearers_elsewhere, living_elsewhere, possible_duplicates
from registry.queries.handovers import count_awaited
from registry.storage import db
from tests.commands.problems import problems
from tests.commands.scenarios import DAY, members, person, saved
from tests.commands.scenarios_handovers import asked_for, handed_over
from tests.commands.test_handovers import as_seen, offered
from tests.commands.world import AN, BINH, CHAU, TODAY, acting, clerk, family, leader, stranger, who
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check
SENT = "Đề nghị này đã gửi"


def seen_by(actor: Actor, asked: Handover) -> Any:
    """The list of the actor's page that holds this request, and its line."""
    known, found = asked.id, as_seen(actor)
    lists = {"requests": found.requests, "asked": found.asked, "answered": found.answered}
    ((name, line),) = [(name, line) for name, lines in lists.items() for line in lines if line.row.id == known]
    return name, line


def test_who_asks_learns_nothing_and_who_is_asked_sees_all_of_it(world: Flask) -> None:
    home, waiting = family(head=who("Quạ Kín")), count_awaited(clerk).requests
    code = person(home, "02").code
    with acting(stranger):
        asked = request_handover(stranger, code, to_unit_id=CHAU, reason="Hộ về ở Ấp Mới")
    listed, line = seen_by(stranger, asked)
    assert listed == "asked"
    assert (line.name, line.household, line.people, line.person, line.seen_on) == ("", "", 0, "", None)
    assert (line.leaves, line.row.reason, line.may_recall, line.may_answer) == (
        "Xã An, Huyện Một",
        "Hộ về ở Ấp Mới",
        True,
        False,
    )
    listed, own = seen_by(clerk, asked)
    assert listed == "requests"
    assert (own.name, own.household, own.goes, own.person) == (
        "Quạ Kín",
        home.code,
        "Xã Châu, Huyện Hai",
        person(home, "02").name,
    )
    assert (own.row.made_by, own.may_answer, own.may_recall) == (stranger.name, True, False)
    assert count_awaited(clerk).requests == waiting + 1


def test_a_family_listed_today_is_named_to_the_commune_asked(world: Flask) -> None:
    asked = asked_for(family(head=who("Quạ Mới"), starts=TODAY))
    _, own = seen_by(clerk, asked)
    assert (own.name, own.people) == ("Quạ Mới", 3)


def test_only_one_waits_for_a_household_and_a_commune(world: Flask) -> None:
    home = family()
    asked_for(home)
    code = person(home, "02").code
    said = problems(lambda: request_handover(stranger, code, to_unit_id=CHAU, reason=""), stranger)
    assert SENT in said[""]
    saved(lambda: request_handover(CONSOLE, code, to_unit_id=BINH, reason=""))


@pytest.mark.parametrize("actor", [clerk, leader])
def test_nobody_asks_for_a_commune_that_is_not_theirs(world: Flask, actor: Actor) -> None:
    code = person(family(), "01").code
    with pytest.raises(Denied), acting(actor):
        request_handover(actor, code, to_unit_id=CHAU, reason="")


def test_who_lives_here_or_nowhere_is_not_asked_for(world: Flask) -> None:
    home = family()
    son, code = members(home, "03")[0], person(home, "03").code
    assert "đang ở chính xã này" in problems(lambda: request_handover(clerk, code, to_unit_id=AN, reason=""), clerk)[""]
    saved(lambda: end_membership(CONSOLE, son, son.version, day=DAY, reason="married"))
    for one in (code, "ZZZZZZZZ"):
        said = problems(lambda one=one: request_handover(stranger, one, to_unit_id=CHAU, reason=""), stranger)
        assert "không còn ở hộ nào" in said[""]


def test_what_is_on_its_way_already_is_not_asked_for(world: Flask) -> None:
    home = family()
    code = person(home, "01").code
    handed_over(home)
    said = problems(lambda: request_handover(stranger, code, to_unit_id=CHAU, reason=""), stranger)
    assert "đang chuyển hộ của người này đến" in said[""]


def test_handing_over_grants_the_request_and_undoing_it_opens_it_again(world: Flask) -> None:
    home, incoming = family(), count_awaited(stranger).incoming
    asked, others = asked_for(home), asked_for(home, BINH)
    with acting(clerk):
        offered(home)()
    granted = last_change()
    assert (asked.state, others.state, count_awaited(stranger).incoming) == ("granted", "requested", incoming + 1)
    listed, line = seen_by(stranger, asked)
    assert (listed, line.household) == ("answered", "")
    with acting(clerk):
        undo_change(clerk, granted)
    db.session.expire_all()
    assert (db.session.get_one(Handover, asked.id).state, count_awaited(stranger).incoming) == ("requested", incoming)


def test_declined_with_a_reason_that_the_asker_reads(world: Flask) -> None:
    home = family(head=who("Quạ Kín"))
    asked = asked_for(home)
    assert "Hãy ghi lý do từ chối" in problems(lambda: decline_request(clerk, asked, note=" "), clerk)["note"]
    with acting(clerk):
        decline_request(clerk, asked, note="Người khác, trùng tên")
    _, line = seen_by(stranger, asked)
    assert (line.row.state, line.row.note, line.name, line.household) == ("declined", "Người khác, trùng tên", "", "")
    assert "từ chối" in problems(lambda: withdraw_request(stranger, asked), stranger)[""]
    asked_for(home)


def test_each_side_answers_for_itself(world: Flask) -> None:
    asked = asked_for(family())
    with pytest.raises(Denied), acting(stranger):
        decline_request(stranger, asked, note="x")
    with pytest.raises(Denied), acting(clerk):
        withdraw_request(clerk, asked)
    with acting(stranger):
        withdraw_request(stranger, asked)
    taken = last_change()
    assert "đã rút lại đề nghị" in problems(lambda: decline_request(clerk, asked, note="x"), clerk)[""]
    with acting(stranger):
        undo_change(stranger, taken)
    assert asked.state == "requested"


def test_a_withdrawn_request_does_not_come_back_beside_a_second(world: Flask) -> None:
    home = family()
    asked = asked_for(home)
    with acting(stranger):
        withdraw_request(stranger, asked)
    taken = last_change()
    asked_for(home)
    assert "Đề nghị xã khác chuyển hộ" in problems(lambda: undo_change(stranger, taken), stranger)[""]


def test_a_request_holds_nothing_back_and_outlives_a_recall(world: Flask) -> None:
    home = family()
    asked = asked_for(home)
    with acting(clerk):
        recall_handover(clerk, handed_over(home, BINH))
    assert asked.state == "requested"
    with acting(clerk):
        hand_over(clerk, home, home.version, day=DAY, to_unit_id=CHAU)


def test_the_log_of_a_request_belongs_to_the_commune_the_family_lives_in(world: Flask) -> None:
    home = family()
    asked_for(home)
    events = select(AuditEvent.command).where(AuditEvent.entity == "handover", AuditEvent.household_id == home.id)
    seen = {}
    for unit in (CHAU, AN):
        set_scope(Scope(frozenset({unit}), TODAY))
        seen[unit] = db.session.scalars(events).all()
    set_scope(EVERYTHING)
    assert seen == {CHAU: [], AN: ["request_handover"]}


def test_somebody_outside_is_told_of_by_commune_only_by_name_number_and_code(world: Flask) -> None:
    far = family(CHAU, who("Quạ Rất Kín", year=1931))
    head = person(far, "01")
    saved(lambda: add_number(CONSOLE, head, kind="CMND9", number="365000012"))
    set_scope(Scope(frozenset({AN}), TODAY))
    found: list[Any] = [
        *possible_duplicates("quạ rất kín", 1931, AN).elsewhere,
        *bearers_elsewhere("365 000 012"),
        living_elsewhere(head.code),
    ]
    own = (bearers_elsewhere("365000012", head.id), bearers_elsewhere("36"), bearers_elsewhere(""))
    set_scope(EVERYTHING)
    assert [(one.place, one.person_code) for one in found] == [("Xã Châu, Huyện Hai", head.code)] * 3
    assert own == ((), (), ()) and living_elsewhere(head.code) is None


def test_who_has_left_is_told_of_but_not_to_be_asked_for(world: Flask) -> None:
    far = family(CHAU)
    son, code = members(far, "03")[0], person(far, "03")
    saved(lambda: correct_person(CONSOLE, code, code.version, name="Quạ Rời Tổ"))
    saved(lambda: end_membership(CONSOLE, son, son.version, day=DAY, reason="married"))
    set_scope(Scope(frozenset({AN}), TODAY))
    told = possible_duplicates(code.name, code.birth_year, AN).elsewhere
    set_scope(EVERYTHING)
    assert [(one.place, one.household_code, one.person_code) for one in told] == [("Xã Châu, Huyện Hai", far.code, "")]
