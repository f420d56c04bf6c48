"""What a file says of a household, its class and each of its people, compared with what the registry holds."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from registry.commands.checks import Checks
from registry.commands.classes import FIELDS as CLASS_FIELDS
from registry.commands.classes import check_class
from registry.commands.importing.compare import HouseholdPlan, PersonPlan, changed_columns, match_person
from registry.commands.importing.known import Inside
from registry.commands.importing.report import Difference
from registry.commands.importing.work import Work, collect, indicators_for
from registry.commands.persons import check_columns
from registry.inputs.household_list import HEAD, first
from registry.inputs.targets import Record
from registry.messages import N_, Message
from registry.models import Household, HouseholdClass, Residence, ReviewRound
from registry.models.household_period import CLASSES
from registry.vn.dates import PartialDate, format_day
from registry.vn.fold import fold
from registry.vn.ids import check_number

CHILD = 14
"""Before this age a 12-digit number is no citizen's card yet."""


def plan_home(work: Work, plan: HouseholdPlan, inside: Inside) -> None:
    """What the file says of the household itself. Another commune or hamlet is a move, which has a day: refused."""
    household = inside.households.get(plan.home.id) if plan.home else None
    wanted = {key: told[1] for key in ("phone",) if (told := first(plan.records, key))[1]}
    found = Checks()
    plan.columns = found.values(Household, wanted, ("phone",))
    plan.place["address"] = found.value(Residence.address, plan.place["address"])
    found.past("starts", plan.starts)
    collect(work, plan.records, found)
    if household is None or plan.home is None:
        return
    lives = inside.homes[household.id]
    moved = plan.home.unit_id != plan.place["unit_id"] or plan.place["hamlet_id"] not in (None, lives.hamlet_id)
    if moved:
        record, _ = first(plan.records, "hamlet")
        text = N_("Hộ %(code)s trong sổ ở nơi khác. Hãy dùng Chuyển nơi ở hoặc Đính chính nơi ở, rồi nhập lại.")
        work.refuse(record, "hamlet", Message(text, code=household.code))
    plan.columns = {key: value for key, value in plan.columns.items() if getattr(household, key) != value}
    if plan.place["address"] in (None, lives.address):
        plan.place["address"] = None
    if plan.external in inside.externals.get(household.id, ()):
        plan.external = None
    plan.differences += _home_differences(plan, household, lives)


def _home_differences(plan: HouseholdPlan, household: Household, lives: Residence) -> Iterable[Difference]:
    if plan.place["address"]:
        yield Difference(N_("Địa chỉ"), lives.address or "–", plan.place["address"])
    if "phone" in plan.columns:
        yield Difference(N_("Điện thoại"), household.phone or "–", plan.columns["phone"])
    if plan.external:
        yield Difference(N_("Mã ở hệ thống khác"), "–", plan.external)


def plan_class(work: Work, plan: HouseholdPlan, inside: Inside) -> None:
    """The class of a round by its decision: new to the household, or told otherwise than it stands."""
    record, class_ = first(plan.records, "class_")
    if not class_:
        return
    told = {key: first(plan.records, key)[1] for key in ("decision_no", "decision_date")}
    review = work.rounds.get(fold(str(first(plan.records, "round")[1] or "")))
    if review is None:
        codes = ", ".join(row.code for row in work.rounds.values())
        text = N_("Diện hộ cần kỳ rà soát. Hãy chọn một kỳ cho cả tệp hoặc ghi ở từng dòng: %(codes)s.")
        work.refuse(record, "round" if "round" in record.line.columns else "class_", Message(text, codes=codes))
        return
    row = inside.classes.get((plan.home.id, review.id)) if plan.home else None
    unit = work.finder.places.on(plan.place["unit_id"], told["decision_date"] or work.finder.day)
    base = {"area_type": unit.area_type} if row is None else {key: getattr(row, key) for key in CLASS_FIELDS}
    found = Checks()
    values = {"class_": class_, **{key: value for key, value in told.items() if value or row is None}}
    columns = check_class(found, review, dict.fromkeys(CLASS_FIELDS) | base | values, indicators_for(work, review))
    if collect(work, [record], found):
        return
    plan.class_row = row
    plan.class_ = {key: value for key, value in columns.items() if row is None or getattr(row, key) != value}
    if row is None:
        plan.class_ |= {"round_id": review.id, "standard_id": review.standard_id}
    plan.differences += _class_differences(row, plan.class_, review)


def _class_differences(
    row: HouseholdClass | None, columns: dict[str, Any], review: ReviewRound
) -> Iterable[Difference]:
    if "class_" in columns:
        before = Message(CLASSES[row.class_]) if row else "–"
        label = Message(N_("Diện hộ kỳ %(round)s"), round=review.code)
        yield Difference(label, before, Message(CLASSES[columns["class_"]]))
    if "decision_no" in columns:
        yield Difference(N_("Số quyết định"), row.decision_no if row else "–", columns["decision_no"])
    if "decision_date" in columns:
        before = format_day(row.decision_date) if row else "–"
        yield Difference(N_("Ngày quyết định"), before, format_day(columns["decision_date"]))


def plan_person(work: Work, plan: HouseholdPlan, record: Record, inside: Inside, bearers: dict[str, list[Any]]) -> None:
    ethnicity = work.spellings.get(fold(record.get("ethnicity")))
    found = Checks()
    columns = check_columns(found, record.get("name"), record.get("sex"), record.get("birth"), ethnicity or "")
    if collect(work, [record], found):
        return
    matched = match_person(record, inside, plan.home) if plan.home else None
    if isinstance(matched, Message):
        work.refuse(record, "name", matched)
        return
    person = PersonPlan(record, columns, record.get("relationship"))
    if matched:
        person.membership, person.person = matched
        person.columns = changed_columns(person.person, columns)
        work.once(record, "name", ("person", person.person.id), N_("Người này đã có ở dòng %(row)s. Hãy bỏ một."))
    _check_role(work, plan, person)
    _plan_number(work, person, inside, bearers)
    plan.people.append(person)


def _check_role(work: Work, plan: HouseholdPlan, person: PersonPlan) -> None:
    """The head changes by its own command, with a day; a household of the file has one head."""
    was = person.membership.relationship if person.membership else None
    if plan.home is None:
        heads = [one for one in plan.people if one.relationship == HEAD]
        if person.relationship == HEAD and heads:
            work.refuse(person.record, "relationship", Message(N_("Hộ này đã có chủ hộ. Hãy ghi quan hệ khác.")))
    elif person.relationship != was and HEAD in (person.relationship, was):
        told = N_("Chủ hộ của hộ %(code)s trong sổ là người khác. Hãy dùng Đổi chủ hộ, rồi nhập lại.")
        work.refuse(person.record, "relationship", Message(told, code=plan.home.code))


def _plan_number(work: Work, person: PersonPlan, inside: Inside, bearers: dict[str, list[Any]]) -> None:
    """The number is added where it is new; one that somebody of the area bears is a fault, elsewhere a doubt."""
    record, told = person.record, person.record.get("number")
    if not told:
        return
    kind, number = told
    work.once(record, "number", ("number", number), N_("Số này đã có ở dòng %(row)s. Hãy kiểm tra lại."))
    own = person.person.id if person.person else None
    if any(row.number == number for row in inside.numbers.get(own or 0, ())):
        return
    for holder, name, _household_id, unit_id in bearers.get(number, ()):
        if holder != own:
            _told_elsewhere(work, record, name, unit_id)
    birth: PartialDate = record.get("birth")
    kind = "DDCN12" if kind == "CCCD12" and birth.year + CHILD > work.finder.day.year else kind
    for doubt in check_number(kind, number, record.get("sex"), birth.year):
        work.doubt(record, "number", doubt)
    person.number = {"kind": kind, "number": number}


def _told_elsewhere(work: Work, record: Record, name: str, unit_id: int | None) -> None:
    allowed = work.finder.allowed()
    if unit_id is not None and (allowed is None or unit_id in allowed):
        told = N_("Số này đã ghi cho %(name)s. Nếu là cùng một người, hãy dùng Nhận người đã có trong sổ.")
        work.refuse(record, "number", Message(told, name=name))
    else:
        told = N_("Số này đã ghi cho một người ở địa bàn khác. Hãy đối chiếu giấy tờ.")
        work.doubt(record, "number", Message(told))


def joined_on(record: Record, starts: date) -> tuple[date, str]:
    """Since when a new member belongs: listed with the household, or born since."""
    born = record.get("birth").earliest()
    return (born, "born") if born > starts else (starts, "listed")
