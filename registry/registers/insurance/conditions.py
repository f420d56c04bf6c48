"""The conditions of the card rules as SQL over a frame (domain.md §6).

A card covers while its state does (`WORKFLOW.covering`) and its days last; what a decision of December asks for counts
from 1 January (decisions.md 10).
"""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, exists, func, literal, or_, select, type_coerce
from sqlalchemy.orm import aliased

from registry.kernel.rules import Frame, Node, Shown, in_class
from registry.messages import N_, Message
from registry.models import Entry, EntryStep, HouseholdClass, HouseholdPeriod, Membership, Person, PovertyStandard
from registry.models.parameter import parameter_sql
from registry.registers.insurance.card import InsuranceCard
from registry.registers.insurance.subjects import BUDGET, paid_by
from registry.registers.insurance.workflow import WORKFLOW
from registry.storage.sql_dates import at_least, days_between, last_day, month_of, next_january
from registry.storage.sql_lookups import looked_up

COVERING, CANCELLED = WORKFLOW.covering, "HUY"
BUDGET_CODES = paid_by(*BUDGET)
LOWER = {"poor": ("HS", "SV", "GD", "GB", "CN"), "near_poor": ("GD", "HS")}
"""Codes that give members of a poor or near-poor household less than is theirs."""

CODE, FIRST_DAY, LAST_DAY = N_("Mã đối tượng: %(value)s"), N_("Thẻ từ: %(value)s"), N_("Thẻ đến hết: %(value)s")
DECIDED, REPORTED = N_("Quyết định ngày: %(value)s"), N_("Báo giảm ngày: %(value)s")

POOR = in_class(Message(N_("Hộ thuộc diện nghèo")), "poor")
NEAR_POOR = in_class(Message(N_("Hộ thuộc diện cận nghèo")), "near_poor")
LISTED = in_class(Message(N_("Hộ thuộc diện nghèo hoặc cận nghèo")), "poor", "near_poor")


def covered(person_id: Any, day: Any) -> ColumnElement[bool]:
    """Some card of the person covers on the day. The spine knows it alone: its index answers without the card's row."""
    return exists().where(*covering(aliased(Entry), person_id, day))


def covering(line: Any, person_id: Any, day: Any) -> tuple[ColumnElement[bool], ...]:
    """What makes a line a card of this person that covers on the day. The state is hidden from the index, which would
    be entered once for each instead of once for a person who has a card or two."""
    held = (*of_person(line, person_id), line.status.concat("").in_(sorted(COVERING)))
    return (*held, line.starts <= day, line.ends > day, ~line.withdrawn)


def of_person(line: Any, person_id: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """A card of this person. The register is named although only cards are asked for: the index begins with it."""
    return line.register == InsuranceCard.__tablename__, line.person_id == person_id


def cards_end(f: Frame) -> Shown:
    """The last day any of the person's cards was or will be good for."""
    card = aliased(InsuranceCard)
    own = (card.person_id == f.person.id, card.status.in_(COVERING), ~card.withdrawn)
    return {LAST_DAY: last_day(select(func.max(card.ends)).where(*own).scalar_subquery())}


NO_CARD = Node(
    Message(N_("Không có thẻ BHYT nào còn hiệu lực, theo bất cứ mã đối tượng nào")),
    lambda f: ~covered(f.who, f.day),
    cards_end,
)


def members(f: Frame, *conditions: Any) -> ColumnElement[bool]:
    """Living members of the household on the day, for a question inside the question. What is asked of each is given
    the id and the person: who is told from others by the id alone need not be read."""
    member, person = aliased(Membership), aliased(Person)
    asked = select(member.id).join(person, person.id == member.person_id)
    there = (member.starts <= f.day, member.ends > f.day, ~member.withdrawn, ~person.withdrawn)
    alive = or_(person.died_on.is_(None), person.died_on > f.day)
    wanted = [condition(member.person_id, person) for condition in conditions]
    own = member.household_id == f.home.household_id
    return looked_up(asked.where(own, *there, alive, *wanted).correlate(f.home))


def has_card(f: Frame) -> Any:
    return lambda person_id, _person: covered(person_id, f.day)


def has_none(f: Frame) -> Any:
    return lambda person_id, _person: ~covered(person_id, f.day)


def six_or_older(f: Frame) -> Any:
    """Whether a member is of the age the indicator asks about, to be asked of each."""
    return lambda _id, person: at_least(person, 6, f.day)


def ticked(f: Frame) -> ColumnElement[bool]:
    """The decision in force says that somebody lacks insurance. SQLite plans a statement anew each time it is given
    another pattern, even the same: this one stands in the text."""
    row, pattern = aliased(HouseholdClass), literal("%,BHYT,%", literal_execute=True)
    return exists().where(row.id == f.home.class_id, type_coerce(row.deprivations, String).like(pattern))


def contradicts(f: Frame) -> ColumnElement[bool]:
    """Nobody is looked at twice: where none lacks a card, whoever is old enough has one."""
    older = six_or_older(f)
    return case((members(f, older, has_none(f)), ~ticked(f)), else_=and_(ticked(f), members(f, older)))


def lower_code(f: Frame) -> ColumnElement[bool]:
    """A card of a code that gives less than the household's class does, and none that gives as much."""
    card, better = aliased(InsuranceCard), aliased(InsuranceCard)
    wrong = exists().where(*covering(card, f.who, f.day), gives_less(f, card))
    return and_(wrong, ~exists().where(*covering(better, f.who, f.day), ~gives_less(f, better)))


def gives_less(f: Frame, card: Any) -> ColumnElement[bool]:
    """By the standard of 2016 the poor who did not lack insurance got CN by law (NĐ 146/2018/NĐ-CP, Điều 4)."""
    lawful = and_(card.subject_code == "CN", card.hn_basis == "DA_CHIEU_KHAC", by_standard(f, "2016"))
    poor = and_(f.home.class_ == "poor", card.subject_code.in_(LOWER["poor"]), ~func.coalesce(lawful, False))
    return or_(poor, and_(f.home.class_ == "near_poor", card.subject_code.in_(LOWER["near_poor"])))


def by_standard(f: Frame, code: str) -> ColumnElement[bool]:
    """The household's class was recognised by this poverty standard."""
    row, standard = aliased(HouseholdClass), aliased(PovertyStandard)
    found = select(row.id).join(standard, standard.id == row.standard_id)
    return found.where(row.id == f.home.class_id, standard.code == code).correlate(f.home).exists()


def code_today(f: Frame) -> Shown:
    card = aliased(InsuranceCard)
    codes = select(func.min(card.subject_code)).where(*covering(card, f.person.id, f.day))
    return {CODE: codes.scalar_subquery()}


def overlap(f: Frame) -> ColumnElement[bool]:
    """Two of the person's budget-paid cards good for the same days, of which the first has come."""
    one, other = aliased(InsuranceCard), aliased(InsuranceCard)

    def ours(card: Any) -> list[Any]:
        paid = (card.status.in_(COVERING), card.subject_code.in_(sorted(BUDGET_CODES)))
        return [*of_person(card, f.person.id), *paid, ~card.withdrawn, card.starts <= f.day]

    both = and_(one.id < other.id, one.starts < other.ends, other.starts < one.ends)
    return exists(select(one.id).where(*ours(one), *ours(other), both).correlate(f.person))


def shared_number(f: Frame) -> ColumnElement[bool]:
    """The person's BHXH number stands on a card of somebody else; what was cancelled never became one."""
    own, theirs = aliased(InsuranceCard), aliased(InsuranceCard)
    live = [condition for card in (own, theirs) for condition in (~card.withdrawn, card.status != CANCELLED)]
    people = (*of_person(own, f.person.id), theirs.person_id != own.person_id)
    return exists(select(own.id).where(*live, *people, own.bhxh_no == theirs.bhxh_no).correlate(f.person))


def not_poor(f: Frame) -> ColumnElement[bool]:
    """The card reaches into days on which the household is not poor: after the year of grace in which it left, or,
    where no decision was ever recorded, from the day itself on (what was before the records is not known)."""
    other = aliased(HouseholdPeriod)
    since = func.coalesce(next_january(other.class_from), f.day)
    return exists().where(
        other.household_id == f.entry.household_id,
        other.class_ != "poor",
        or_(other.class_from.is_(None), other.class_from <= f.day),
        other.ends > f.entry.starts,
        other.ends > since,
        other.starts < f.entry.ends,
        f.entry.ends > since,
    )


def first_of_its_class(f: Frame) -> ColumnElement[bool]:
    earlier = aliased(InsuranceCard)
    return ~exists().where(
        *of_person(earlier, f.entry.person_id),
        earlier.class_id == f.entry.class_id,
        earlier.subject_code.in_(("HN", "CN")),
        earlier.status.in_(COVERING),
        ~earlier.withdrawn,
        or_(earlier.starts < f.entry.starts, and_(earlier.starts == f.entry.starts, earlier.id < f.entry.id)),
    )


def late(f: Frame) -> ColumnElement[bool]:
    """Days are counted from the decision itself first: most cards are told by that not to be late."""
    row, allowed = aliased(HouseholdClass), days("late_card_days", f)
    since_decided, since = (days_between(f.entry.starts, day) for day in (row.decision_date, counts_from(row)))
    waited = select(case((since_decided > allowed, since))).where(row.id == f.entry.class_id, ~row.withdrawn)
    found: ColumnElement[bool] = waited.correlate(f.entry).scalar_subquery() > allowed
    return found


def counts_from(row: Any) -> Any:
    """A decision of December counts from 1 January."""
    decided = row.decision_date
    return case((month_of(decided) == 12, next_january(decided)), else_=decided)


def days(key: str, f: Frame) -> ColumnElement[int]:
    return parameter_sql(key, f.day, 30)


def decided(f: Frame) -> Shown:
    decided = select(HouseholdClass.decision_date).where(HouseholdClass.id == f.entry.class_id)
    return {DECIDED: decided.scalar_subquery(), FIRST_DAY: f.entry.starts}


def beyond_death(f: Frame) -> ColumnElement[bool]:
    """The card was good on a day after the death, or until somebody reported it."""
    return or_(days_between(f.entry.ends, f.person.died_on) > 1, reported(f))


def reported_in_time(f: Frame) -> ColumnElement[bool]:
    return reported(f, lambda step: days_between(step.on_date, f.person.died_on) <= days("death_report_days", f))


def reported(f: Frame, *conditions: Any) -> ColumnElement[bool]:
    """A decrease was reported for the line."""
    step = aliased(EntryStep)
    wanted = [condition(step) for condition in conditions]
    return exists().where(step.entry_id == f.entry.id, step.to_state == "BAO_GIAM", ~step.withdrawn, *wanted)


def reported_on(f: Frame) -> Shown:
    step = aliased(EntryStep)
    own = (step.entry_id == f.entry.id, step.to_state == "BAO_GIAM", ~step.withdrawn)
    return {REPORTED: select(func.min(step.on_date)).where(*own).scalar_subquery()}
