"""The data every registry begins with: units, agencies, ethnic groups, standards, parameters (registry/data)."""

from collections.abc import Callable, Hashable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from registry.commands.change import command
from registry.commands.units import store_units
from registry.inputs.table import read_data
from registry.inputs.units import BEGINNING, read_units
from registry.kernel.actor import MANAGE, Actor
from registry.kernel.places import TITLES, bare_name, full_name
from registry.messages import N_
from registry.models import (
    Agency,
    AgencyDuty,
    DeprivationIndicator,
    EthnicGroup,
    Letterhead,
    Parameter,
    PovertyStandard,
    Unit,
)
from registry.models.area import PROVINCE_TYPES
from registry.storage import OPEN, db

Row = dict[str, str]
STANDARD_TEXTS = ("code", "legal_basis", "poor_when")


@command(
    "load_reference",
    N_("Nạp danh mục dùng chung"),
    MANAGE,
    final=N_("Danh mục dùng chung chỉ được bổ sung. Hãy sửa từng dòng ở trang quản trị."),
)
def load_reference(actor: Actor, units: Path | bytes | None = None) -> None:
    """Add what is missing of the shipped reference data; what is there stays as people have edited it.

    `units`: a CSV file (or its bytes) of another province or of a later reform; without one, the shipped units of
    Sóc Trăng are taken when the registry has none. Raises Problems at "units" when the file cannot be used.
    """
    if units is not None:
        store_units(read_units(units))
    elif db.session.scalar(select(Unit.id).limit(1)) is None:
        store_units(read_units(_shipped_units()))
    _add("ethnic_groups", EthnicGroup, lambda group: group.code, _ethnic_group)
    _add("poverty_standards", PovertyStandard, lambda standard: standard.code, _standard)
    _add("indicators", DeprivationIndicator, lambda one: (one.standard_id, one.code), _indicator())
    _add("agencies", Agency, lambda agency: agency.code, _agency)
    _add_letterheads()
    _add("duties", AgencyDuty, lambda duty: (duty.agency_id, duty.duty, duty.starts), _duty())
    _add("parameters", Parameter, lambda one: (one.key, one.scope, one.starts), _parameter)


def _shipped_units() -> Path:
    return Path(__file__).resolve().parent.parent / "data" / "units.csv"


def _add(name: str, model: type[Any], key: Callable[[Any], Hashable], make: Callable[[Row], Any]) -> None:
    """Make the rows of a shipped file that the table lacks; `key` says which row is which."""
    known = {key(row) for row in db.session.scalars(select(model))}
    for cells in read_data(name):
        row = make(cells)
        if key(row) not in known:
            db.session.add(row)
    db.session.flush()


def _ids(model: type[Agency] | type[PovertyStandard]) -> dict[str, int]:
    return dict(db.session.execute(select(model.code, model.id)).all())


def _period(row: Row) -> dict[str, date]:
    starts, ends = row["starts"], row["ends"]
    return {
        "starts": date.fromisoformat(starts) if starts else BEGINNING,
        "ends": date.fromisoformat(ends) if ends else OPEN,
    }


def _ethnic_group(row: Row) -> EthnicGroup:
    return EthnicGroup(code=row["code"], name=row["name"], synonyms=row["synonyms"].replace("|", ","))


def _standard(row: Row) -> PovertyStandard:
    texts = {column: row[column] for column in STANDARD_TEXTS}
    others = row.keys() - {*STANDARD_TEXTS, "starts", "ends", "source"}
    numbers = {column: int(row[column]) if row[column] else None for column in others}
    return PovertyStandard(**texts, **numbers, **_period(row))


def _indicator() -> Callable[[Row], DeprivationIndicator]:
    standards = _ids(PovertyStandard)
    return lambda row: DeprivationIndicator(
        standard_id=standards[row["standard"]],
        number=int(row["number"]),
        code=row["code"],
        dimension=row["dimension"],
        name=row["name"],
    )


def _agency(row: Row) -> Agency:
    return Agency(code=row["code"], name=row["name"], short_name=row["short_name"], **_period(row))


def _duty() -> Callable[[Row], AgencyDuty]:
    agencies = _ids(Agency)
    return lambda row: AgencyDuty(
        agency_id=agencies[row["agency"]], duty=row["duty"], legal_basis=row["legal_basis"], **_period(row)
    )


def _parameter(row: Row) -> Parameter:
    columns = {column: row[column] for column in ("key", "scope", "value", "legal_basis")}
    return Parameter(**columns, **_period(row))


def _add_letterheads() -> None:
    """For each agency that has none yet, one for each name its province bore in the agency's time."""
    agencies = {agency.code: agency for agency in db.session.scalars(select(Agency))}
    known = set(db.session.scalars(select(Letterhead.agency_id)))
    provinces = list(db.session.scalars(select(Unit).where(Unit.type.in_(PROVINCE_TYPES)).order_by(Unit.starts)))
    for row in read_data("letterheads"):
        agency = agencies[row["agency"]]
        if agency.id not in known:
            db.session.add_all(_letterhead(row, agency, province) for province in provinces if _meet(agency, province))
    db.session.flush()


def _meet(agency: Agency, province: Unit) -> bool:
    return agency.starts < province.ends and province.starts < agency.ends


def _letterhead(row: Row, agency: Agency, province: Unit) -> Letterhead:
    name = full_name(province.type, province.name).upper()
    return Letterhead(
        agency_id=agency.id,
        parent=row["parent"].format(province=name),
        issuer=row["issuer"].format(province=name),
        place=bare_name(province.type, province.name),
        suffix=row["suffix"],
        signers=row["signers"].replace("|", "\n"),
        recipients=row["recipients"].format(level=TITLES[province.type].lower()).replace("|", "\n"),
        starts=max(agency.starts, province.starts),
        ends=min(agency.ends, province.ends),
    )
