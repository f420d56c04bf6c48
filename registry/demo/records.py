"""A family as rows: household, codes, home, head, members, classes, and the periods that follow from them."""

from datetime import UTC, date, datetime
from random import Random
from typing import Any

from registry.commands.timeline import Facts, Recognised, Somebody, Span, periods
from registry.demo.card_rows import write_card
from registry.demo.cards import Card, CardMaker
from registry.demo.codes import public_code
from registry.demo.expected import Expected, entry_code, spans_of
from registry.demo.expected import Span as ClassSpan
from registry.demo.expected_students import look
from registry.demo.house_rows import write_house
from registry.demo.houses import House, HouseMaker
from registry.demo.lending import Lending
from registry.demo.loan_life import OPEN_STATES, Loan
from registry.demo.needs import NeedMaker
from registry.demo.numbers import Numbers
from registry.demo.people import DAY, Family, Soul
from registry.demo.project_rows import write_project
from registry.demo.projects import Candidate, Served, VentureMaker
from registry.demo.reviews import Reviewer
from registry.demo.served import served_by
from registry.demo.student_rows import write_aid
from registry.demo.students import Aid, StudentMaker
from registry.demo.writer import Writer
from registry.models import (
    Household,
    HouseholdClass,
    HouseholdCode,
    HouseholdHead,
    HouseholdPeriod,
    Membership,
    Person,
    PersonNumber,
    Residence,
)
from registry.models.project import PRODUCTION
from registry.storage import OPEN
from registry.vn.fold import fold

OTHER_SYSTEM = "Phần mềm quản lý hộ nghèo"


class Recorder:
    """Turns the families of one commune into rows. `hamlets`: commune and name of each hamlet by id."""

    def __init__(
        self,
        writer: Writer,
        numbers: Numbers,
        rng: Random,
        hamlets: dict[int, tuple[int, str]],
        cards: CardMaker,
        houses: HouseMaker,
        needs: NeedMaker,
        expected: Expected,
        students: StudentMaker,
        lending: Lending,
    ) -> None:
        self.writer, self.numbers, self.rng, self.hamlets = writer, numbers, rng, hamlets
        self.names = {hamlet_id: name for hamlet_id, (_, name) in hamlets.items()}
        self.now = datetime.now(UTC)
        self.cards, self.houses, self.needs, self.expected = cards, houses, needs, expected
        self.students, self.lending = students, lending
        self.holders: list[tuple[Family, Card]] = []
        self.candidates: list[Candidate] = []

    def record(self, family: Family, reviewer: Reviewer, external: str) -> None:
        """Put a family's rows by; `external` begins the codes other systems give in this commune."""
        family.id = self.writer.next_id(Household)
        facts = Facts(family.id, f"HH-{family.id:06d}", family.starts, family.ends, hamlets=self.names)
        self._people(family, facts)
        self._household(family, facts.code, external)
        self._homes(family, facts)
        self._classes(family, facts, reviewer)
        for row in periods(facts):
            self.writer.add(HouseholdPeriod, row)

    def _people(self, family: Family, facts: Facts) -> None:
        for stay in family.stays:
            soul = stay.soul
            if not soul.id:
                self._person(soul)
            self.writer.add(
                Membership,
                {
                    "household_id": family.id,
                    "person_id": soul.id,
                    "starts": stay.starts,
                    "ends": stay.ends,
                    "relationship": stay.relationship,
                    "joined_reason": stay.joined,
                    "left_reason": stay.left,
                    "destination": stay.destination,
                },
            )
            facts.members.append(Span(stay.starts, stay.ends, _somebody(soul)))
        for starts, ends, soul in family.heads:
            role = {"household_id": family.id, "person_id": soul.id, "starts": starts, "ends": ends}
            self.writer.add(HouseholdHead, role)
            facts.heads.append(Span(starts, ends, _somebody(soul)))

    def _person(self, soul: Soul) -> None:
        soul.id = self.writer.next_id(Person)
        self.numbers.planted["people"] += 1
        self.numbers.planted["year_only_births"] += soul.year_only
        row = {
            "id": soul.id,
            "code": public_code(soul.id),
            "name": soul.name,
            "name_fold": fold(soul.name),
            "sex": soul.sex,
            "birth_year": soul.born.year,
            "birth_month": None if soul.year_only else soul.born.month,
            "birth_day": None if soul.year_only else soul.born.day,
            "ethnicity": soul.ethnicity,
            "died_on": soul.died_on,
        }
        self.writer.put(Person, row)
        for number in self.numbers.rows(self.rng, soul):
            soul.numbers.append((number["kind"], number["number"]))
            self.writer.add(PersonNumber, number)

    def _household(self, family: Family, code: str, external: str) -> None:
        rng, listed = self.rng, family.history is not None
        row = {
            "id": family.id,
            "code": code,
            "starts": family.starts,
            "ends": family.ends,
            "ended_reason": family.ended_reason,
            "phone": f"0100{rng.randrange(10**6):06}" if rng.random() < 0.5 else None,
            "causes": frozenset(rng.sample("12345678", rng.randint(1, 3))) if listed else frozenset(),
            "merit": rng.random() < 0.03,
            "no_labour": not is_able(family),
            "social_protection": rng.random() < (0.15 if listed else 0.04),
            "lacks_home_land": listed and rng.random() < 0.12,
            "lacks_farm_land": listed and rng.random() < 0.35,
            "note": None,
            "touched_at": self.now,
        }
        self.writer.put(Household, row)
        if listed and rng.random() < 0.4:
            known = {"household_id": family.id, "source": OTHER_SYSTEM, "code": f"{external}-{family.id:06d}"}
            self.writer.add(HouseholdCode, known)

    def _homes(self, family: Family, facts: Facts) -> None:
        for starts, ends, hamlet_id in family.homes:
            unit_id = self.hamlets[hamlet_id][0]
            address = f"Tổ {self.rng.randint(1, 12)}" if self.rng.random() < 0.4 else None
            self.writer.add(
                Residence,
                {
                    "household_id": family.id,
                    "starts": starts,
                    "ends": ends,
                    "unit_id": unit_id,
                    "hamlet_id": hamlet_id,
                    "address": address,
                },
            )
            facts.homes.append(Span(starts, ends, (unit_id, hamlet_id)))

    def _classes(self, family: Family, facts: Facts, reviewer: Reviewer) -> None:
        rows = reviewer.rows(family)
        cards = self.cards.choose(family, rows)
        for row in rows:
            id_ = self.writer.add(HouseholdClass, row)
            facts.classes.append(Recognised(_counts_from(row, reviewer), id_, row["class_"]))
        self.needs.ask(family, rows)
        for card in cards:
            write_card(self.writer, family, card, self.hamlets[family.homes[-1][2]][0])
        spans = spans_of(rows, [counted.starts for counted in facts.classes])
        self.expected.look(family, spans, cards)
        houses = self._houses(family, rows, spans)
        self.holders += [(family, card) for card in cards]
        aids = self._students(family, facts, spans)
        ids, unit_id = [one.id for one in facts.classes], self.hamlets[family.homes[-1][2]][0]
        loans = self.lending.record(family, spans, ids, unit_id, self.needs.asked["credit"].get(family.id))
        if family.is_there and rows:
            served = served_by(cards, houses, aids, loans)
            self.candidates.append(self._candidate(family, list(zip(rows, spans, strict=True)), served, loans))

    def _students(self, family: Family, facts: Facts, spans: list[ClassSpan]) -> list[Aid]:
        aids = self.students.choose(family, spans)
        unit_id, ids = self.hamlets[family.homes[-1][2]][0], [counted.id for counted in facts.classes]
        for aid in aids:
            write_aid(self.writer, family, aid, unit_id, spans, ids)
        for rule, found in look(family, spans, aids) if family.is_there else ():
            code = public_code(found.id) if isinstance(found, Soul) else entry_code(found.id)
            self.expected.subjects[rule].append(f"HH-{family.id:06d}/{code}")
        return aids

    def _houses(self, family: Family, rows: list[dict[str, Any]], spans: list[ClassSpan]) -> list[House]:
        held = list(zip(rows, spans, strict=True))
        now = next((row for row, (starts, ends, _) in held if starts <= DAY < ends), None)
        houses = self.houses.choose(family, now, spans)
        for house in houses:
            day = house.decided or house.asked
            then = next((row for row, (starts, ends, _) in held if starts <= day < ends), None)
            class_ = (then["class_"], then["id"]) if then else ("not_poor", None)
            write_house(self.writer, family, house, self.hamlets[family.homes[-1][2]][0], class_)
        self.expected.look_at_houses(family, spans, now["weak_parts"] if now else frozenset(), houses)
        return houses

    def _candidate(self, family: Family, held: list[Any], served: list[Served], loans: list[Loan]) -> Candidate:
        """What is known of a family that may take part in a project."""
        unit_id = self.hamlets[family.homes[-1][2]][0]
        asked = {key: days.get(family.id) for key, days in self.needs.asked.items()}
        lent = any(loan.status in OPEN_STATES for loan in loans)
        return Candidate(family, held, unit_id, asked[PRODUCTION], any(asked.values()), lent, is_able(family), served)

    def finish(self) -> None:
        """What only the whole commune shows."""
        self.expected.look_at_numbers(self.holders)
        self.lending.finish()

    def add_projects(self, maker: VentureMaker, unit_id: int, place: str) -> int:
        """The commune's projects, once its families are known; how many."""
        ventures = maker.choose(self.candidates)
        for venture in ventures:
            write_project(self.writer, venture, unit_id, place)
        self.expected.look_at_projects(self.candidates, ventures)
        return len(ventures)


def is_able(family: Family) -> bool:
    """Whether somebody in it can work."""
    return any(stay.ends == OPEN and 16 <= stay.soul.age_on(DAY) < 60 for stay in family.stays)


def _counts_from(row: dict[str, Any], reviewer: Reviewer) -> date:
    """The decision's day, but not before the standard applies."""
    decided, counts = row["decision_date"], reviewer.rounds[row["round_id"] - 1].standard.starts
    return counts if counts > decided else date.fromordinal(decided.toordinal())


def _somebody(soul: Soul) -> Somebody:
    return Somebody(soul.id, soul.name, soul.sex, soul.ethnicity, soul.died_on)
