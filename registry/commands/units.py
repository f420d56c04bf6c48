"""Take a file of administrative units into the registry: new ones are added, those known are brought up to date."""

from collections import Counter
from datetime import date
from hashlib import sha256

from sqlalchemy import select

from registry.inputs.units import BEGINNING, UnitRow
from registry.kernel.places import full_name
from registry.kernel.settings import forget_settings
from registry.messages import N_, Message, Problem, Problems
from registry.models import Agency, AreaClass, Setting, Unit, UnitSuccession
from registry.storage import db

ATK_FROM = date(2022, 2, 24)
ATK_BASIS = "QĐ 270/QĐ-TTg ngày 24/2/2022"

Units = dict[str, Unit]


def store_units(rows: list[UnitRow]) -> None:
    """Make the registry's units those of the file. Raises Problems when the file lacks one that the registry has."""
    units = _store(rows)
    db.session.flush()
    _store_successions(rows, units)
    _store_atk(rows, units)
    _store_committees(rows, units)
    db.session.flush()
    _stamp()


def _store(rows: list[UnitRow]) -> Units:
    known = {(unit.code, unit.starts): unit for unit in db.session.scalars(select(Unit))}
    _refuse_other_province(known, rows)
    units: Units = {}
    for row in rows:
        unit = known.get((row.code, row.starts)) or Unit(code=row.code, starts=row.starts)
        unit.name, unit.type, unit.ends = row.name, row.type, row.ends
        db.session.add(unit)
        if row.parent_uid:
            parent = units[row.parent_uid]
            if parent.id is None:
                db.session.flush()
            unit.parent_id = parent.id
        units[row.uid] = unit
    return units


def _refuse_other_province(known: dict[tuple[str, date], Unit], rows: list[UnitRow]) -> None:
    lost = known.keys() - {(row.code, row.starts) for row in rows}
    if lost:
        names = ", ".join(sorted(f"{known[key].name} ({key[0]})" for key in lost)[:5])
        wrong = N_("Tệp thiếu %(count)s đơn vị đang có trong sổ: %(names)s. Hãy dùng tệp của đúng tỉnh này, đủ mọi kỳ.")
        raise Problems([Problem("units", Message(wrong, count=len(lost), names=names))])


def _store_successions(rows: list[UnitRow], units: Units) -> None:
    known = set(db.session.execute(select(UnitSuccession.from_id, UnitSuccession.to_id)).all())
    by_uid = {row.uid: row for row in rows}
    founders = Counter(uid for row in rows for uid in row.successors)
    for row in rows:
        for uid in row.successors:
            old, new = units[row.uid], units[uid]
            if (old.id, new.id) not in known:
                whole = len(row.successors) == 1
                kind = _kind(row, by_uid[uid], founders[uid])
                basis = by_uid[uid].source
                made = UnitSuccession(
                    from_id=old.id, to_id=new.id, day=row.ends, kind=kind, whole=whole, legal_basis=basis
                )
                db.session.add(made)


def _kind(old: UnitRow, new: UnitRow, founders: int) -> str:
    """`split`: to several; `merge`: with others, or under another code with what lies outside; else `rename`."""
    if len(old.successors) > 1:
        return "split"
    return "merge" if founders > 1 or old.code != new.code else "rename"


def _store_atk(rows: list[UnitRow], units: Units) -> None:
    """The 2022 list of ATK communes; it says nothing of what a later reform made of them."""
    known = set(db.session.scalars(select(AreaClass.unit_id).where(AreaClass.area_class == "ATK")))
    for row in rows:
        unit = units[row.uid]
        if row.atk and unit.id not in known and row.ends > ATK_FROM:
            starts = max(ATK_FROM, row.starts)
            made = AreaClass(unit_id=unit.id, area_class="ATK", starts=starts, ends=row.ends, legal_basis=ATK_BASIS)
            db.session.add(made)


def _store_committees(rows: list[UnitRow], units: Units) -> None:
    """The People's Committee of each unit: it keeps lists, signs them, and its people hold accounts."""
    known = {agency.code: agency for agency in db.session.scalars(select(Agency))}
    for row in rows:
        code = f"UBND-{row.code}" + (f"-{row.starts.year}" if row.starts != BEGINNING else "")
        agency = known.get(code) or _committee(row, code, units[row.uid].id)
        agency.ends = row.ends
        db.session.add(agency)


def _committee(row: UnitRow, code: str, unit_id: int) -> Agency:
    name = full_name(row.type, row.name)
    return Agency(
        code=code, name=f"Ủy ban nhân dân {name}", short_name=f"UBND {name}"[:60], starts=row.starts, unit_id=unit_id
    )


def _stamp() -> None:
    """Tell every process that its units are old; the same units give the same stamp."""
    columns = (Unit.id, Unit.code, Unit.name, Unit.type, Unit.parent_id, Unit.starts, Unit.ends)
    units = db.session.execute(select(*columns).order_by(Unit.id)).all()
    heirs = db.session.execute(select(UnitSuccession.from_id, UnitSuccession.to_id).order_by(UnitSuccession.id)).all()
    stamp = db.session.get(Setting, "units_stamp") or Setting(key="units_stamp")
    stamp.value = sha256(repr((units, heirs)).encode()).hexdigest()[:32]
    db.session.add(stamp)
    db.session.flush()
    forget_settings()
