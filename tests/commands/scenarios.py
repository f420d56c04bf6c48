"""One way to do each command: `SCENARIOS[name]()` prepares, committed, and returns the act to do and undo.

Another file of scenarios beside this one (`scenarios_*.py`, with a dict of the same name) is found by itself.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from registry.commands.change import last_change
from registry.commands.classes import correct_class, recognise_class, withdraw_class
from registry.commands.hamlets import add_hamlet, correct_hamlet, end_hamlet
from registry.commands.heads import change_relationship
from registry.commands.households import (
    add_code,
    add_household,
    change_head,
    close_household,
    correct_head,
    correct_household,
    correct_residence,
    move_household,
    withdraw_code,
)
from registry.commands.members import (
    add_member,
    admit_person,
    correct_membership,
    correct_person,
    end_membership,
    merge_households,
    record_death,
    split_household,
)
from registry.commands.numbers import add_number, correct_number, withdraw_number
from registry.commands.rounds import add_round, correct_round
from registry.commands.settings import add_parameter, correct_parameter, end_parameter, set_denominator
from registry.commands.undo import undo_change
from registry.kernel.actor import CONSOLE
from registry.models import Household, HouseholdClass, HouseholdHead, Parameter, Person, Residence
from registry.storage import db
from registry.storage.transaction import transaction
from tests.commands.world import AN, BINH, HAMLETS, LISTED, ROUND_2020, family, hamlet, members, who

Act = Callable[[], object]
DAY = date(2021, 6, 1)
RECOGNISED: dict[str, Any] = {
    "class_": "poor",
    "decision_no": "12/QĐ-UBND",
    "decision_date": date(2020, 12, 10),
    "area_type": "rural",
    "score_b1": 110,
    "score_b2": 20,
    "deprivations": frozenset({"BHYT", "NUOC"}),
}


def saved(work: Callable[[], Any]) -> Any:
    with transaction():
        return work()


def person(household: Household, relationship: str) -> Person:
    return db.session.get_one(Person, members(household, relationship)[0].person_id)


def only(model: Any, household: Household) -> Any:
    return db.session.scalars(select(model).where(model.household_id == household.id)).one()


def _add_household() -> Act:
    return lambda: add_household(
        CONSOLE,
        unit_id=AN,
        hamlet_id=HAMLETS[AN],
        address="Số 2",
        starts=LISTED,
        head=who(),
        causes=frozenset({"1", "4"}),
        merit=True,
    )


def _correct_household() -> Act:
    home = family()
    return lambda: correct_household(
        CONSOLE, home, home.version, phone="0902", causes=frozenset({"2"}), starts=date(2020, 11, 1)
    )


def _correct_residence() -> Act:
    home = family()
    place = only(Residence, home)
    return lambda: correct_residence(
        CONSOLE, place, place.version, unit_id=BINH, hamlet_id=HAMLETS[BINH], address=None, starts=LISTED
    )


def _move_household() -> Act:
    home = family()
    return lambda: move_household(CONSOLE, home, home.version, day=DAY, unit_id=BINH, hamlet_id=None, address="Số 9")


def _change_head() -> Act:
    home = family()
    son = person(home, "03")
    return lambda: change_head(CONSOLE, home, home.version, day=DAY, person=son, old_head_relationship="05")


def _change_relationship() -> Act:
    son = members(family(), "03")[0]
    return lambda: change_relationship(CONSOLE, son, son.version, day=DAY, relationship="08")


def _correct_head() -> Act:
    home = family()
    saved(
        lambda: change_head(CONSOLE, home, home.version, day=DAY, person=person(home, "03"), old_head_relationship="05")
    )
    role = db.session.scalars(
        select(HouseholdHead).where(HouseholdHead.household_id == home.id, HouseholdHead.starts == DAY)
    ).one()
    wife = person(home, "02")
    return lambda: correct_head(
        CONSOLE, role, role.version, person=wife, starts=date(2021, 5, 1), old_head_relationship="03"
    )


def _close_household() -> Act:
    home = family()
    return lambda: close_household(CONSOLE, home, home.version, day=DAY, reason="all_dead", note="Bão")


def _add_code() -> Act:
    home = family()
    return lambda: add_code(CONSOLE, home, source="Phần mềm Bộ", code=f"94-{home.id}")


def _withdraw_code() -> Act:
    home = family()
    row = saved(lambda: add_code(CONSOLE, home, source="Phần mềm Bộ", code=f"94-{home.id}"))
    return lambda: withdraw_code(CONSOLE, row, row.version)


def _add_member() -> Act:
    home = family()
    born = who("Thạch Thị Bé", "female", 2021)
    return lambda: add_member(
        CONSOLE, home, person=born, relationship="08", joined_reason="born", starts=date(2021, 3, 3)
    )


def _admit_person() -> Act:
    old, new = family(), family(BINH)
    son = members(old, "03")[0]
    saved(lambda: end_membership(CONSOLE, son, son.version, day=DAY, reason="married", destination="Xã Bình"))
    code = db.session.get_one(Person, son.person_id).code
    return lambda: admit_person(CONSOLE, new, person_code=code, relationship="04", joined_reason="married", starts=DAY)


def _correct_person() -> Act:
    head = person(family(), "01")
    return lambda: correct_person(CONSOLE, head, head.version, name="Đặng Văn Đức", sex="female", ethnicity="01")


def _correct_membership() -> Act:
    son = members(family(), "03")[0]
    return lambda: correct_membership(
        CONSOLE, son, son.version, relationship="08", joined_reason="moved_in", starts=date(2021, 1, 1)
    )


def _end_membership() -> Act:
    son = members(family(), "03")[0]
    return lambda: end_membership(CONSOLE, son, son.version, day=DAY, reason="moved_out", destination="Bình Dương")


def _record_death() -> Act:
    home = family()
    head, wife = person(home, "01"), person(home, "02")
    return lambda: record_death(CONSOLE, head, head.version, died_on=DAY, new_head=wife)


def _split_household() -> Act:
    home = family()
    code = person(home, "03").code
    return lambda: split_household(
        CONSOLE,
        home,
        home.version,
        day=DAY,
        person_codes=(code,),
        head_code=code,
        unit_id=BINH,
        hamlet_id=None,
        address="Số 5",
    )


def _merge_households() -> Act:
    home, other = family(), family(BINH)
    codes = {person(home, kin).code: "10" for kin in ("01", "02", "03")}
    return lambda: merge_households(CONSOLE, home, home.version, into_code=other.code, day=DAY, relationships=codes)


def _add_number() -> Act:
    head = person(family(), "01")
    return lambda: add_number(CONSOLE, head, kind="CCCD12", number="094070001234", issued_on=date(2021, 5, 5))


def _correct_number() -> Act:
    head = person(family(), "01")
    row = saved(lambda: add_number(CONSOLE, head, kind="CCCD12", number="094070001234"))
    return lambda: correct_number(
        CONSOLE, row, row.version, kind="CMND9", number="365000123", issued_on=DAY, issued_by="Sóc Trăng"
    )


def _withdraw_number() -> Act:
    head = person(family(), "01")
    row = saved(lambda: add_number(CONSOLE, head, kind="CMND9", number="365000123"))
    return lambda: withdraw_number(CONSOLE, row, row.version)


def _recognise_class() -> Act:
    home = family()
    return lambda: recognise_class(
        CONSOLE, home, home.version, round_id=ROUND_2020, causes=frozenset({"7"}), **RECOGNISED
    )


def _recognised() -> HouseholdClass:
    home = family()
    row: HouseholdClass = saved(lambda: recognise_class(CONSOLE, home, home.version, round_id=ROUND_2020, **RECOGNISED))
    return row


def _correct_class() -> Act:
    row = _recognised()
    return lambda: correct_class(
        CONSOLE, row, row.version, class_="near_poor", deprivations=frozenset(), decision_date=date(2020, 12, 20)
    )


def _withdraw_class() -> Act:
    row = _recognised()
    return lambda: withdraw_class(CONSOLE, row, row.version, reason="Ghi nhầm hộ")


ROUND: dict[str, Any] = {"kind": "monthly", "year": 2021, "opens": date(2021, 5, 1), "closes": date(2021, 5, 31)}


def _add_round() -> Act:
    return lambda: add_round(CONSOLE, code="2021-05", standard_id=1, **ROUND)


def _correct_round() -> Act:
    row = saved(lambda: add_round(CONSOLE, code="2021-06", standard_id=1, **ROUND))
    return lambda: correct_round(CONSOLE, row, row.version, standard_id=2, **(ROUND | {"closes": DAY}))


def _add_hamlet() -> Act:
    return lambda: add_hamlet(CONSOLE, unit_id=AN, name="Ấp Mỹ Đức", starts=LISTED)


def _correct_hamlet() -> Act:
    family()
    return lambda: correct_hamlet(CONSOLE, hamlet(), hamlet().version, name="Ấp Hoà An", starts=LISTED)


def _end_hamlet() -> Act:
    row = saved(lambda: add_hamlet(CONSOLE, unit_id=BINH, name="Khóm Tạm", starts=LISTED))
    return lambda: end_hamlet(CONSOLE, row, row.version, day=DAY)


def _parameter(key: str) -> Parameter:
    row: Parameter = saved(lambda: add_parameter(CONSOLE, key=key, value="36", legal_basis="QĐ 28/2015", starts=LISTED))
    return row


def _add_parameter() -> Act:
    return lambda: add_parameter(CONSOLE, key="window", value="36", legal_basis="QĐ 28/2015", starts=LISTED)


def _correct_parameter() -> Act:
    row = _parameter("corrected")
    return lambda: correct_parameter(CONSOLE, row, row.version, value="24", legal_basis="NQ HĐND")


def _end_parameter() -> Act:
    row = _parameter("ended")
    return lambda: end_parameter(CONSOLE, row, row.version, day=DAY)


def _set_denominator() -> Act:
    first = {"unit_id": AN, "measure": "households", "value": 2500, "source": "Cục Thống kê"}
    saved(lambda: set_denominator(CONSOLE, **first, starts=date(2020, 1, 1)))  # type: ignore[arg-type]
    return lambda: set_denominator(CONSOLE, **{**first, "value": 2600}, starts=date(2021, 1, 1))  # type: ignore[arg-type]


def _undo() -> Act:
    act = _split_household()
    saved(act)
    code = last_change()
    return lambda: undo_change(CONSOLE, code)


SCENARIOS: dict[str, Callable[[], Act]] = {
    "add_household": _add_household,
    "correct_household": _correct_household,
    "correct_residence": _correct_residence,
    "move_household": _move_household,
    "change_head": _change_head,
    "change_relationship": _change_relationship,
    "correct_head": _correct_head,
    "close_household": _close_household,
    "add_code": _add_code,
    "withdraw_code": _withdraw_code,
    "add_member": _add_member,
    "admit_person": _admit_person,
    "correct_person": _correct_person,
    "correct_membership": _correct_membership,
    "end_membership": _end_membership,
    "record_death": _record_death,
    "split_household": _split_household,
    "merge_households": _merge_households,
    "add_number": _add_number,
    "correct_number": _correct_number,
    "withdraw_number": _withdraw_number,
    "recognise_class": _recognise_class,
    "correct_class": _correct_class,
    "withdraw_class": _withdraw_class,
    "add_round": _add_round,
    "correct_round": _correct_round,
    "add_hamlet": _add_hamlet,
    "correct_hamlet": _correct_hamlet,
    "end_hamlet": _end_hamlet,
    "add_parameter": _add_parameter,
    "correct_parameter": _correct_parameter,
    "end_parameter": _end_parameter,
    "set_denominator": _set_denominator,
    "undo": _undo,
}
