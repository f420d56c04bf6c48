"""The conditions of the card rules as SQL over a frame (domain.md §6).

A card covers while its state does (`WORKFLOW.covering`) and its days last; what a decision of December asks for counts
from 1 January (decisions.md 10).
"""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, exists, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from registry.kernel.parameters import parameter_sql
from registry.kernel.rules import (
    Frame,
    Node,
    in_class,
    line_of,
)
from registry.messages import N_, Message
from registry.models import EntryStep, HouseholdClass, HouseholdPeriod, Membership, Person, PovertyStandard
from registry.registers.insurance.card import InsuranceCard
from registry.registers.insurance.subjects import BUDGET, paid_by
from registry.registers.insurance.workflow import WORKFLOW
from registry.storage.sql_dates import at_least, day_number, days_between, next_january

COVERING = WORKFLOW.covering
BUDGET_CODES = paid_by(*BUDGET)
LOWER = {"poor": ("HS", "SV", "GD", "GB", "CN"), "near_poor": ("GD", "HS")}
"""Codes that give members of a poor or near-poor household less than is theirs."""

POOR = in_class(Message(N_("Hộ thuộc diện nghèo")), "poor")
NEAR_POOR = in_class(Message(N_("Hộ thuộc diện cận nghèo")), "near_poor")
LISTED = in_class(Message(N_("Hộ thuộc diện nghèo hoặc cận nghèo")), "poor", "near_poor")


def covered(person_id: Any, day: Any, card: Any = InsuranceCard, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return line_of(card, person_id, COVERING, day, *more)


def cards_end(f: Frame) -> list[Any]:
    """The last day any of the person's cards was or will be good for."""
    card = aliased(InsuranceCard)
    return [
        select(func.max(card.ends))
        .where(card.person_id == f.person.id, card.status.in_(COVERING), ~card.withdrawn)
        .scalar_subquery()
    ]


NO_CARD = Node(
    Message(N_("Không có thẻ BHYT nào còn hiệu lực, theo bất cứ mã đối tượng nào")),
    lambda f: ~covered(f.person.id, f.day, aliased(InsuranceCard)),
    cards_end,
)


def members(f: Frame, *conditions: Any) -> Any:
    """Living members of the household on the day, for a question inside the question."""
    member, person = aliased(Membership), aliased(Person)
    asked = select(member.id).join(person, person.id == member.person_id)
    there = (member.starts <= f.day, member.ends > f.day, ~member.withdrawn)
    alive = or_(person.died_on.is_(None), person.died_on > f.day)
    wanted = [condition(person) for condition in conditions]
    return asked.where(member.household_id == f.home.household_id, *there, alive, *wanted).correlate(f.home).exists()


def has_card(f: Frame) -> Any:
    return lambda person: covered(person.id, f.day, aliased(InsuranceCard))


def has_none(f: Frame) -> Any:
    return lambda person: ~covered(person.id, f.day, aliased(InsuranceCard))


def six_or_older(f: Frame) -> Any:
    """Whether a member is of the age the indicator asks about, to be asked of each."""
    return lambda person: at_least(person, 6, f.day)


def ticked(f: Frame) -> ColumnElement[bool]:
    """The class in force says that somebody lacks insurance."""
    row, standard = aliased(HouseholdClass), aliased(PovertyStandard)
    in_force = or_(row.decision_date == f.home.class_from, standard.starts == f.home.class_from)
    found = select(row.id).join(standard, standard.id == row.standard_id)
    ticked = type_coerce(row.deprivations, String).like("%,BHYT,%")
    own = (row.household_id == f.home.household_id, row.class_ == f.home.class_, row.decision_date <= f.home.class_from)
    return found.where(*own, in_force, ~row.withdrawn, ticked).correlate(f.home).exists()


def contradicts(f: Frame) -> ColumnElement[bool]:
    older, none, some = six_or_older(f), has_none(f), has_card(f)
    all_covered = and_(members(f, older, some), ~members(f, older, none))
    return case((ticked(f), all_covered), else_=members(f, older, none))


def lower_code(f: Frame) -> ColumnElement[bool]:
    """A card of a code that gives less than the household's class does, and none that gives as much."""
    card, better = aliased(InsuranceCard), aliased(InsuranceCard)
    poor, near = (card.subject_code.in_(LOWER[class_]) for class_ in ("poor", "near_poor"))
    nuance = and_(card.subject_code == "CN", card.hn_basis == "DA_CHIEU_KHAC", by_standard(f, "2016"))
    wrong = or_(
        and_(f.home.class_ == "poor", poor, ~func.coalesce(nuance, False)), and_(f.home.class_ == "near_poor", near)
    )
    enough = case(
        (f.home.class_ == "poor", better.subject_code.not_in(LOWER["poor"])),
        else_=better.subject_code.not_in(LOWER["near_poor"]),
    )
    return and_(covered(f.person.id, f.day, card, wrong), ~covered(f.person.id, f.day, better, enough))


def by_standard(f: Frame, code: str) -> ColumnElement[bool]:
    """The household's class in force was recognised by this poverty standard."""
    row, standard = aliased(HouseholdClass), aliased(PovertyStandard)
    found = select(row.id).join(standard, standard.id == row.standard_id)
    own = (row.household_id == f.home.household_id, row.class_ == f.home.class_, ~row.withdrawn)
    in_force = or_(row.decision_date == f.home.class_from, standard.starts == f.home.class_from)
    return found.where(*own, in_force, standard.code == code).correlate(f.home).exists()


def lower_shown(f: Frame) -> list[Any]:
    card = aliased(InsuranceCard)
    codes = select(func.min(card.subject_code)).where(
        card.person_id == f.person.id,
        card.status.in_(COVERING),
        card.starts <= f.day,
        card.ends > f.day,
        ~card.withdrawn,
    )
    return [codes.scalar_subquery()]


def overlap(f: Frame) -> ColumnElement[bool]:
    """Two of the person's budget-paid cards good for the same days, of which the first has come."""
    one, other = aliased(InsuranceCard), aliased(InsuranceCard)

    def ours(card: Any) -> list[Any]:
        paid = (card.status.in_(COVERING), card.subject_code.in_(sorted(BUDGET_CODES)))
        return [card.person_id == f.person.id, *paid, ~card.withdrawn, card.starts <= f.day]

    both = and_(one.id < other.id, one.starts < other.ends, other.starts < one.ends)
    return exists(select(one.id).where(*ours(one), *ours(other), both).correlate(f.person))


def shared_number(f: Frame) -> ColumnElement[bool]:
    """The person's BHXH number stands on a card of somebody else."""
    own, theirs = aliased(InsuranceCard), aliased(InsuranceCard)
    live = (~own.withdrawn, ~theirs.withdrawn, own.person_id == f.person.id, theirs.person_id != own.person_id)
    return exists(select(own.id).where(*live, own.bhxh_no == theirs.bhxh_no).correlate(f.person))


def poor_no_more(f: Frame) -> ColumnElement[bool]:
    """The card reaches into days on which the household is not poor and the year of grace is over."""
    later = aliased(HouseholdPeriod)
    grace_over = next_january(later.class_from)
    return exists().where(
        later.household_id == f.entry.household_id,
        later.class_ != "poor",
        later.class_from <= f.day,
        later.ends > f.entry.starts,
        later.ends > grace_over,
        later.starts < f.entry.ends,
        f.entry.ends > grace_over,
    )


def first_of_its_class(f: Frame) -> ColumnElement[bool]:
    earlier = aliased(InsuranceCard)
    return ~exists().where(
        earlier.person_id == f.entry.person_id,
        earlier.class_id == f.entry.class_id,
        earlier.subject_code.in_(("HN", "CN")),
        earlier.status.in_(COVERING),
        ~earlier.withdrawn,
        or_(earlier.starts < f.entry.starts, and_(earlier.starts == f.entry.starts, earlier.id < f.entry.id)),
    )


def late(f: Frame) -> ColumnElement[bool]:
    return exists(
        select(HouseholdClass.id)
        .where(
            HouseholdClass.id == f.entry.class_id,
            days_between(f.entry.starts, counts_from()) > days("late_card_days", f),
        )
        .correlate(f.entry)
    )


def counts_from() -> Any:
    """A decision of December counts from 1 January."""
    decided = HouseholdClass.decision_date
    return case((day_number(decided) % 10000 > 1130, next_january(decided)), else_=decided)


def days(key: str, f: Frame) -> ColumnElement[int]:
    return parameter_sql(key, f.day, 30)


def decided(f: Frame) -> list[Any]:
    decided = select(HouseholdClass.decision_date).where(HouseholdClass.id == f.entry.class_id)
    return [f.entry.starts, decided.scalar_subquery()]


def reported_in_time(f: Frame) -> ColumnElement[bool]:
    step = aliased(EntryStep)
    in_time = days_between(step.on_date, f.person.died_on) <= days("death_report_days", f)
    return exists().where(step.entry_id == f.entry.id, step.to_state == "BAO_GIAM", ~step.withdrawn, in_time)
