"""The data every registry begins with, once; and a units file from another province, whole or refused."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.commands.reference import load_reference
from registry.inputs.table import read_data
from registry.inputs.units import read_units
from registry.kernel.actor import CONSOLE, Actor, Authority, Denied
from registry.kernel.places import places
from registry.kernel.scope import unscoped
from registry.kernel.settings import settings
from registry.messages import Problems
from registry.models import (
    Agency,
    AgencyDuty,
    AreaClass,
    AuditEvent,
    AuditHead,
    DeprivationIndicator,
    EthnicGroup,
    Parameter,
    PovertyStandard,
    Unit,
    UnitSuccession,
)
from registry.storage import OPEN, db
from registry.storage.transaction import transaction
from registry.vn.fold import fold
from tests.conftest import postgresql_in_check

pytestmark = postgresql_in_check

TABLES = (Agency, AgencyDuty, AreaClass, DeprivationIndicator, EthnicGroup, Parameter, PovertyStandard, Unit)
SMALL = """uid,code,name,type,parent_uid,valid_from,valid_to,successor_uid
p,95,Tỉnh Thử,tinh,,,,
d,954,Huyện Thử,huyen,p,,,
a,1,Xã An,xa,d,,2025-07-01,c
b,2,Xã Bình,xa,d,,2025-07-01,c;e
c,1,Xã Chung,xa,p,2025-07-01,,
e,3,Xã Em,xa,p,2025-07-01,,
"""


@pytest.fixture
def registry(empty_app: Flask) -> Iterator[None]:
    with empty_app.app_context():
        yield


def load(units: Path | bytes | None = None) -> None:
    with transaction():
        load_reference(CONSOLE, units)


def dump() -> dict[str, list[tuple[object, ...]]]:
    return {
        model.__tablename__: sorted(
            tuple(str(value) for value in row) for row in db.session.execute(select(*model.__table__.columns))
        )
        for model in (*TABLES, UnitSuccession, AuditHead)
    }


def test_loading_twice_changes_nothing(registry: None) -> None:
    load()
    first, stamp = dump(), settings()["units_stamp"]
    load()
    assert dump() == first
    assert settings()["units_stamp"] == stamp
    assert len(first["unit"]) == 166


def test_the_shipped_rows_are_complete(registry: None) -> None:
    load()
    counted = {model.__tablename__: db.session.scalar(select(func.count()).select_from(model)) for model in TABLES}
    assert counted["ethnic_group"] == 55
    assert counted["poverty_standard"] == 3
    per_standard = (
        select(PovertyStandard.code, func.count(DeprivationIndicator.id))
        .join(DeprivationIndicator, DeprivationIndicator.standard_id == PovertyStandard.id)
        .group_by(PovertyStandard.code)
    )
    assert dict(db.session.execute(per_standard).all()) == {"2016": 10, "2022": 12, "2027": 12}
    assert counted["agency"] == len(read_data("agencies")) + 166
    window = db.session.scalars(select(Parameter).where(Parameter.key == "newly_escaped_months")).one()
    assert (window.value, window.ends) == ("36", OPEN)


def test_every_shipped_row_names_its_source() -> None:
    for name in ("units", "agencies", "duties", "ethnic_groups", "indicators", "parameters", "poverty_standards"):
        assert [row for row in read_data(name) if not row["source"]] == [], name


def test_standards_keep_lines_and_points(registry: None) -> None:
    load()
    by_code = {row.code: row for row in db.session.scalars(select(PovertyStandard))}
    old, new, next_ = (by_code[code] for code in ("2016", "2022", "2027"))
    assert (old.poor_when, old.rural_line, old.urban_minimum, old.rural_b1, old.urban_b1_minimum) == (
        "or", 700_000, 1_300_000, 120, 175,
    )  # fmt: skip
    assert (new.poor_when, new.rural_line, new.urban_line, new.rural_average) == (
        "and",
        1_500_000,
        2_000_000,
        2_250_000,
    )
    assert (next_.rural_line, next_.urban_line, next_.rural_b1) == (2_200_000, 2_800_000, None)
    assert (old.ends, new.ends, next_.ends) == (new.starts, next_.starts, OPEN)


def test_ethnic_synonyms_are_folded_and_name_one_group_each(registry: None) -> None:
    load()
    spellings: dict[str, str] = {}
    for group in db.session.scalars(select(EthnicGroup)):
        for spelling in filter(None, group.synonyms.split(",")):
            assert spelling == fold(spelling)
            assert spellings.setdefault(spelling, group.code) == group.code
    for typed in ("Khmer", "Khơ-me", "Khơ me", "Khơme", "Kho me", "KM", "Miên", "Campuchia"):
        assert spellings[fold(typed)] == "05"


def test_duties_pass_to_successors_without_gap_or_overlap(registry: None) -> None:
    load()
    rows = db.session.execute(select(AgencyDuty.duty, Agency.code, AgencyDuty.starts, AgencyDuty.ends).join(Agency))
    duties: dict[str, list[tuple[date, date, str]]] = {}
    for duty, agency, starts, ends in rows:
        duties.setdefault(duty, []).append((starts, ends, agency))
    assert [agency for *_, agency in sorted(duties["review"])] == ["SLDTBXH", "SNNMT"]
    for duty, held in duties.items():
        held.sort()
        assert [ends for _, ends, _ in held] == [*(starts for starts, *_ in held[1:]), OPEN], duty


def test_successions_say_their_kind(registry: None) -> None:
    load()
    kinds = dict(db.session.execute(select(UnitSuccession.kind, func.count()).group_by(UnitSuccession.kind)).all())
    assert kinds["merge"] + kinds["rename"] == 2 + 108 + 1
    assert "split" not in kinds
    merged = select(UnitSuccession.legal_basis).where(UnitSuccession.day == date(2024, 9, 1))
    assert set(db.session.scalars(merged)) == {"NQ 1105/NQ-UBTVQH15 ngày 23/7/2024"}


def test_atk_communes_are_listed_from_the_decision_on(registry: None) -> None:
    load()
    rows = db.session.scalars(select(AreaClass)).all()
    assert len(rows) == 33
    assert {(row.area_class, row.starts, row.legal_basis, row.fictional) for row in rows} == {
        ("ATK", date(2022, 2, 24), "QĐ 270/QĐ-TTg ngày 24/2/2022", False)
    }
    names = {places().units[row.unit_id].name for row in rows}
    assert {"Xã Ba Trinh", "Xã Trinh Phú", "Xã Đại Hải", "Xã An Thạnh Đông", "Xã Liêu Tú"} <= names


def test_settings_parameters_and_letterheads_are_logged(registry: None) -> None:
    load()
    with unscoped():
        assert set(db.session.scalars(select(AuditEvent.entity))) == {"letterhead", "parameter", "setting"}


def test_only_an_administrator_loads(registry: None) -> None:
    clerk = Actor(1, "Lê Thị Mẫu", authorities=(Authority("commune"),))
    with pytest.raises(Denied), transaction():
        load_reference(clerk)


def test_another_province_s_file_and_a_later_reform(registry: None, tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("\ufeff" + SMALL, "utf-8")
    load(path)
    province = places().province(date(2021, 1, 1))
    assert province is not None and province.name == "Tỉnh Thử"
    kinds = set(db.session.execute(select(UnitSuccession.kind, UnitSuccession.whole)).all())
    assert kinds == {("merge", True), ("split", False)}
    load()
    assert db.session.scalar(select(func.count()).select_from(Unit)) == 6

    stamp = settings()["units_stamp"]
    load(SMALL.replace("Xã Em,xa,p,2025-07-01,,", "Xã Em,xa,p,2025-07-01,2030-01-01,f").encode() + NEWER.encode())
    assert settings()["units_stamp"] != stamp
    heir = places().by_code("3", date(2030, 1, 1))
    assert heir is not None and heir.name == "Phường Em"


NEWER = "f,3,Phường Em,phuong,p,2030-01-01,,\n"


def test_a_file_of_another_province_is_refused(registry: None) -> None:
    load()
    with pytest.raises(Problems, match="Tệp thiếu 166 đơn vị đang có trong sổ"):
        load(SMALL.encode())
    assert db.session.scalar(select(func.count()).select_from(Unit)) == 166


def edited(change: Callable[[list[dict[str, str]]], None]) -> bytes:
    rows = list(csv.DictReader(io.StringIO(SMALL)))
    change(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize(
    ("row", "column", "value", "said"),
    [
        (2, "type", "lang", "Dòng 4: không có loại “lang”"),
        (2, "parent_uid", "x", "Dòng 4: parent_uid “x” không có trong tệp"),
        (2, "parent_uid", "", "Dòng 4: parent_uid phải là huyện hoặc tỉnh"),
        (2, "parent_uid", "b", "Dòng 4: parent_uid phải là huyện hoặc tỉnh"),
        (0, "parent_uid", "d", "Dòng 2: tỉnh không thuộc đơn vị nào"),
        (2, "successor_uid", "x", "Dòng 4: successor_uid “x” không có trong tệp"),
        (2, "successor_uid", "b", "Dòng 4: “b” phải cùng cấp và đang có hiệu lực"),
        (5, "successor_uid", "c", "Dòng 7: có đơn vị kế thừa thì phải ghi ngày kết thúc"),
        (2, "valid_to", "1/7/2025", "Dòng 4: ngày “1/7/2025” ở cột valid_to không đọc được"),
        (2, "valid_to", "2025-02-30", "Dòng 4: ngày “2025-02-30”"),
        (4, "valid_to", "2025-07-01", "Dòng 6: valid_to phải sau valid_from"),
        (3, "code", "1", "Dòng 5: mã 1 đã dùng trong cùng thời gian ở dòng 4"),
        (3, "code", "", "Dòng 5: mã “” phải gồm 1 đến 10"),
        (3, "uid", "a", "Dòng 5: uid “a” đã có ở dòng 4"),
        (3, "name", "", "Dòng 5: thiếu uid hoặc tên"),
        (3, "name", "Xã Bì\u200bnh", "Dòng 5: tên dài quá 100 ký tự hoặc có ký tự không nhìn thấy"),
        (3, "name", "Xã " + "B" * 100, "Dòng 5: tên dài quá 100 ký tự"),
        (1, "type", "tinh", "Dòng 3: tỉnh không thuộc đơn vị nào"),
    ],
)
def test_a_faulty_cell_is_told_at_its_row(row: int, column: str, value: str, said: str) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows[row][column] = value

    with pytest.raises(Problems) as refused:
        read_units(edited(change))
    assert said in str(refused.value)
    assert {problem.field for problem in refused.value.problems} == {"units"}


def test_a_province_or_commune_is_needed() -> None:
    with pytest.raises(Problems, match="không có tỉnh"):
        read_units(edited(lambda rows: rows.pop(0)))
    with pytest.raises(Problems, match="không có xã, phường hoặc thị trấn"):
        read_units(edited(lambda rows: rows.__delitem__(slice(2, None))))


def test_two_provinces_at_once_are_refused() -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows.append({**rows[0], "uid": "q", "code": "96"})

    with pytest.raises(Problems, match="sổ này giữ dữ liệu của một tỉnh"):
        read_units(edited(change))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SMALL.replace(",valid_to", "").encode(), "Tệp thiếu cột: valid_to"),
        (b"", "Tệp thiếu cột: uid, code"),
        (SMALL.encode("utf-16"), "không phải UTF-8"),
        (b"uid,code\n" + b"x" * (2 * 1024 * 1024), "lớn hơn 2 MB"),
        (SMALL.encode() + b'"mo ngoac', "Không đọc được tệp từ dòng"),
        (SMALL.encode() + b"x" * 200_000, "Không đọc được tệp từ dòng"),
    ],
)
def test_an_unreadable_file_is_told_in_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(Problems) as refused:
        read_units(content)
    assert said in str(refused.value)
    assert len(refused.value.problems) == 1


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="Không mở được tệp none.csv"):
        read_units(tmp_path / "none.csv")


def test_many_faults_are_shortened() -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows += [{**rows[3], "uid": f"u{number}", "type": "?"} for number in range(100)]

    with pytest.raises(Problems) as refused:
        read_units(edited(change))
    assert len(refused.value.problems) == 21
    assert "còn 80 lỗi khác" in str(refused.value)
