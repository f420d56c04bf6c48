"""A small registry made by hand: a province, two districts, three communes, two standards, three rounds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from registry.commands.hamlets import add_hamlet
from registry.commands.households import PersonValues, add_household
from registry.commands.members import add_member
from registry.commands.rounds import add_round
from registry.commands.settings import set_setting
from registry.kernel.actor import CONSOLE, Actor, Authority
from registry.kernel.places import places
from registry.kernel.scope import EVERYTHING, Scope, set_scope
from registry.kernel.settings import today
from registry.models import (
    DeprivationIndicator,
    EthnicGroup,
    Hamlet,
    Household,
    Membership,
    PovertyStandard,
    Unit,
)
from registry.storage import OPEN, db
from registry.storage.transaction import transaction
from registry.vn.dates import PartialDate

BEGINNING = date(2004, 1, 1)
LISTED = date(2020, 12, 15)
TODAY = date(2021, 12, 15)
AN, BINH, CHAU = 3, 4, 6
"""Communes: An and Bình lie in district 2, Châu in district 5."""
HAMLETS = {AN: 1, BINH: 2, CHAU: 3}
ROUND_2020, ROUND_2021, ROUND_2021_NEW = 1, 2, 3

clerk = Actor(11, "Cán bộ An", authorities=(Authority("commune", AN),))
both = Actor(12, "Cán bộ An và Bình", authorities=(Authority("commune", AN), Authority("commune", BINH)))
stranger = Actor(13, "Cán bộ Châu", authorities=(Authority("commune", CHAU),))
leader = Actor(14, "Lãnh đạo", authorities=(Authority("leader"),))
coordinator = Actor(15, "Điều phối", authorities=(Authority("coordinator"),))


def standard(code: str) -> PovertyStandard:
    """QĐ 59/2015 and NĐ 07/2021, as domain.md §2 gives them."""
    if code == "2016":
        return PovertyStandard(
            code="2016",
            legal_basis="QĐ 59/2015/QĐ-TTg",
            poor_when="or",
            rural_line=700_000,
            urban_line=900_000,
            rural_minimum=1_000_000,
            urban_minimum=1_300_000,
            rural_average=1_500_000,
            urban_average=1_950_000,
            rural_b1=120,
            urban_b1=140,
            rural_b1_minimum=150,
            urban_b1_minimum=175,
            deprivations_for_poor=3,
            b2_for_poor=30,
            starts=date(2016, 1, 1),
            ends=date(2022, 1, 1),
        )
    return PovertyStandard(
        code="2022",
        legal_basis="NĐ 07/2021/NĐ-CP",
        poor_when="and",
        rural_line=1_500_000,
        urban_line=2_000_000,
        rural_minimum=1_500_000,
        urban_minimum=2_000_000,
        rural_average=2_250_000,
        urban_average=3_000_000,
        rural_b1=140,
        urban_b1=175,
        rural_b1_minimum=140,
        urban_b1_minimum=175,
        deprivations_for_poor=3,
        b2_for_poor=30,
        starts=date(2022, 1, 1),
        ends=OPEN,
    )


def build() -> None:
    """Fill an empty registry."""
    with transaction():
        _units()
        db.session.add_all([EthnicGroup(code="01", name="Kinh"), EthnicGroup(code="05", name="Khmer")])
        _standards()
    with transaction():
        set_setting(CONSOLE, "working_day", TODAY.isoformat())
        for unit_id in HAMLETS:
            add_hamlet(CONSOLE, unit_id=unit_id, name="Ấp Hòa Thuận", starts=BEGINNING)
    set_scope(EVERYTHING)


def _units() -> None:
    rows = [
        (1, "94", "Tỉnh Thử", "tinh", None),
        (2, "941", "Huyện Một", "huyen", 1),
        (AN, "31501", "An", "xa", 2),
        (BINH, "31502", "Bình", "thi_tran", 2),
        (5, "942", "Huyện Hai", "huyen", 1),
        (CHAU, "31601", "Châu", "xa", 5),
    ]
    for id_, code, name, type_, parent_id in rows:
        db.session.add(Unit(id=id_, code=code, name=name, type=type_, parent_id=parent_id, starts=BEGINNING, ends=OPEN))
        db.session.flush()


def _standards() -> None:
    old, new = standard("2016"), standard("2022")
    db.session.add_all([old, new])
    db.session.flush()
    for one, codes in ((old, ("BHYT", "NUOC", "NHA_TIEU")), (new, ("BHYT", "NUOC", "NHA_TIEU", "VIEC_LAM"))):
        for number, code in enumerate(codes, start=1):
            db.session.add(DeprivationIndicator(standard_id=one.id, number=number, code=code, dimension="-", name=code))
    for code, one, year in (("2020", old, 2020), ("2021", old, 2021), ("2021-2022", new, 2021)):
        opens, closes = date(year, 9, 1), date(year, 12, 14)
        add_round(CONSOLE, code=code, kind="periodic", year=year, standard_id=one.id, opens=opens, closes=closes)
        db.session.flush()


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """One request of this actor: scope, transaction, commit."""
    try:
        with transaction():
            set_scope(Scope(actor.units("write", places(), today()), today()))
            yield
    finally:
        set_scope(EVERYTHING)


def who(name: str = "Thạch Văn Sơn", sex: str = "male", year: int = 1970, ethnicity: str = "05") -> PersonValues:
    return PersonValues(name, sex, PartialDate(year), ethnicity)


def family(unit_id: int = AN, head: PersonValues | None = None, starts: date = LISTED) -> Household:
    """A household of a head, a wife and a son, saved."""
    with transaction():
        household = add_household(
            CONSOLE,
            unit_id=unit_id,
            hamlet_id=HAMLETS[unit_id],
            address="Số 1",
            starts=starts,
            head=head or who(),
            phone="0901",
        )
        add_member(
            CONSOLE, household, person=who("Lâm Thị Hoa", "female", 1972), relationship="02",
            joined_reason="listed", starts=starts,
        )  # fmt: skip
        add_member(
            CONSOLE, household, person=who("Thạch Minh", "male", 2001), relationship="03",
            joined_reason="listed", starts=starts,
        )  # fmt: skip
    return household


def members(household: Household, relationship: str = "") -> list[Membership]:
    """Present memberships, in the order they began."""
    rows = db.session.query(Membership).filter_by(household_id=household.id, ends=OPEN).order_by(Membership.id)
    return [row for row in rows if not relationship or row.relationship == relationship]


def hamlet(unit_id: int = AN) -> Hamlet:
    return db.session.get_one(Hamlet, HAMLETS[unit_id])
