"""A small made-up world: two communes in two districts, three households each, and the cast."""

from dataclasses import dataclass, field
from datetime import date

from registry.commands.accounts.users import create_user
from registry.commands.change import command
from registry.commands.classes import recognise_class
from registry.commands.credit_places import add_credit_group, set_transaction_point
from registry.commands.hamlets import add_hamlet
from registry.commands.households import add_household
from registry.commands.members import add_member
from registry.commands.persons import PersonValues
from registry.commands.reference import load_reference
from registry.commands.rounds import add_round
from registry.commands.schools import add_school
from registry.kernel.actor import CONSOLE
from registry.kernel.places import bare_name, places
from registry.kernel.scope import EVERYTHING, set_scope
from registry.kernel.settings import forget_settings
from registry.models import Household, PovertyStandard, ReviewRound, Setting, User
from registry.storage import db
from registry.storage.transaction import transaction
from registry.vn.dates import PartialDate

DAY = date(2021, 12, 15)
OURS, THEIRS = "31672", "31570"
"""Xã Đại Ân 2 (Trần Đề) and xã Hồ Đắc Kiện (Châu Thành)."""

CANARY = "Quạ Kín"
"""A name that only households of the other commune bear."""

CAST = {
    "coordinator": ("coordinator", None),
    "health": ("department", None),
    "clerk": ("commune", OURS),
    "stranger": ("commune", THEIRS),
    "district": ("district", "951"),
    "auditor": ("auditor", None),
    "leader": ("leader", None),
    "administrator": ("administrator", None),
}


@dataclass
class World:
    """The codes tests speak of."""

    ours: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)


def build() -> World:
    """Fill a migrated registry; call inside an application context."""
    with transaction():
        set_scope(EVERYTHING)
        _settle(CONSOLE)
        load_reference(CONSOLE)
        _cast()
    with transaction():
        set_scope(EVERYTHING)
        for code in (OURS, THEIRS):
            _add_school(code)
            _add_credit_group(code)
        return World(add_commune(OURS, OUR_FAMILIES, "Đại Nôn"), add_commune(THEIRS, THEIR_FAMILIES, "Đắc Lực"))


@command("tests.settle", "Dựng thế giới thử", "")
def _settle(actor: object) -> None:
    for key, value in {"demo": "1", "installed": "1", "working_day": DAY.isoformat()}.items():
        db.session.add(Setting(key=key, value=value))
    db.session.flush()
    forget_settings()


def _add_school(code: str) -> None:
    """A primary school of a commune, for lines of its pupils."""
    place = places().by_code(code, DAY)
    assert place is not None
    name = f"Trường Tiểu học {bare_name(place.type, place.name)}"
    add_school(CONSOLE, code=f"TH-{code}", name=name, level="th", unit_id=place.id)


def _add_credit_group(code: str) -> None:
    """A savings-and-credit group of a commune, and the bank's day there."""
    place = places().by_code(code, DAY)
    assert place is not None
    named = {"code": f"TO-{code}-01", "name": f"Tổ 1 {place.name}", "association": "HPN", "hamlet_id": None}
    add_credit_group(CONSOLE, unit_id=place.id, **named)
    set_transaction_point(CONSOLE, unit_id=place.id, place=f"UBND {place.full_name}", month_day=12)


def _cast() -> None:
    for username, (role, code) in CAST.items():
        unit = places().by_code(code, DAY) if code else None
        user, _slip = create_user(
            CONSOLE,
            username=username,
            name=f"Người {username}",
            role=role,
            unit_id=unit.id if unit else None,
            starts=date(2016, 1, 1),
        )
        _as_demo(CONSOLE, user)
    db.session.flush()


@command("tests.as_demo", "Cho vào bằng nút vai", "")
def _as_demo(actor: object, user: User) -> None:
    user.demo, user.must_change = True, False


def person(name: str, sex: str = "male", born: int = 1970, ethnicity: str = "01", number: str = "") -> PersonValues:
    kind = "CMND9" if len(number) == 9 else "CCCD12"
    return PersonValues(name, sex, PartialDate(born), ethnicity, ((kind, number),) if number else ())


OUR_FAMILIES = [
    (
        person("Đặng Văn Đức", born=1961, number="366123456"),
        [("02", person("Trần Thị Hoà", "female", 1965)), ("03", person("Đặng Thị Út", "female", 2015))],
        "poor",
    ),
    (
        person("Thạch Thị Sa Rinh", "female", 1980, "05"),
        [("03", person("Thạch Sô Phan", "male", 2012, "05"))],
        "near_poor",
    ),
    (person("Lý Hòa Thuận", born=1975, ethnicity="04"), [], None),
]
THEIR_FAMILIES = [
    (person(f"{CANARY} Một", born=1950, number="366999111"), [("02", person(f"{CANARY} Hai", "female", 1955))], "poor"),
    (person(f"{CANARY} Ba", "female", 1990, "05"), [], "near_poor"),
    (person(f"{CANARY} Đức", born=1985), [], None),
]


def add_commune(code: str, families: list, hamlet: str) -> list[str]:
    """Families of a commune, each its head, other members and class; their household codes."""
    unit = places().by_code(code, DAY)
    assert unit is not None
    where = add_hamlet(CONSOLE, unit_id=unit.id, name=f"Ấp {hamlet}", starts=date(2016, 1, 1))
    return [_family(unit.id, where.id, *family) for family in families]


def _family(unit_id: int, hamlet_id: int, head: PersonValues, others: list, class_: str | None) -> str:
    household = add_household(
        CONSOLE, unit_id=unit_id, hamlet_id=hamlet_id, address="Số 1", starts=date(2018, 1, 1), head=head
    )
    for relationship, someone in others:
        add_member(
            CONSOLE,
            household,
            person=someone,
            relationship=relationship,
            joined_reason="listed",
            starts=date(2018, 1, 1),
        )
    if class_:
        _recognise(household, class_)
    return household.code


def _recognise(household: Household, class_: str) -> None:
    recognise_class(
        CONSOLE,
        household,
        household.version,
        round_id=_round().id,
        class_=class_,
        decision_no="12/QĐ-UBND",
        decision_date=date(2020, 12, 10),
        area_type="rural",
        score_b1=110,
        score_b2=30,
        income_pc=None,
        deprivations=frozenset(),
        weak_parts=frozenset(),
        certificate=True,
    )


def _round() -> ReviewRound:
    found = db.session.query(ReviewRound).filter_by(code="R2020").first()
    if found is not None:
        return found
    standard = db.session.query(PovertyStandard).filter_by(code="2016").one()
    dates = {"year": 2020, "opens": date(2020, 9, 1), "closes": date(2020, 12, 14)}
    made = add_round(CONSOLE, code="R2020", kind="periodic", standard_id=standard.id, **dates)
    db.session.flush()
    return made
