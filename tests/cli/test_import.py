"""`import KEY FILE`: what it prints is what scripts read; with a wrong row nothing is written."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli import console
from tests.cli.console import refused
from tests.inputs.lists import saved

HEADER = ["STT", "Họ và tên", "Quan hệ", "Năm sinh", "Giới tính", "Dân tộc", "Xã"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("import")
    assert run(folder, "init").returncode == 0
    return folder


def run(place: Path, *words: str) -> Any:
    """At the console, on a day when communes lay in districts."""
    return console.run(place, *words, env={"REGISTRY_TODAY": "2021-12-15"})


def file(place: Path, name: str, *rows: list) -> str:
    path = place / name
    path.write_bytes(saved([HEADER, *rows]))
    return str(path)


def test_import_checks_then_writes_then_finds_everything_the_same(place: Path) -> None:
    path = file(
        place, "a.xlsx", [1, "Lý Một", "Chủ hộ", 1970, "Nam", "Hoa", "31672"], ["", "Lý Hai", "Con", 2001, "Nữ"]
    )
    given = ("--set", "ethnicity=Kinh")
    done = run(place, "import", "households", path, "--check", "--json", *given)
    moved = {"opened": 2, "closed": 0}  # nobody told an identity number
    assert json.loads(done.stdout) == {
        "new": 2, "changed": 0, "same": 0, "findings": moved, "errors": [], "warnings": []
    }  # fmt: skip
    done = run(place, "import", "households", path, *given)
    told = "Đã nhập: 2 dòng mới, 0 thay đổi, 0 giữ nguyên, 0 lỗi. Khoảng trống: đóng 0, mở 2."
    assert (done.returncode, done.stdout.strip()) == (0, told)
    assert json.loads(run(place, "import", "households", path, "--json", *given).stdout)["same"] == 2
    assert run(place, "audit", "verify").returncode == 0


def test_import_with_wrong_rows_exits_1_and_names_every_cell(place: Path) -> None:
    path = file(
        place, "b.xlsx", [1, "Lý Ba", "bạn", 1970, "Nam", "Hoa", "31672"], [2, "Lý Tư", "CH", "?", "Nam", "Hoa", "9"]
    )
    done = run(place, "import", "households", path, "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert [(one["sheet"], one["row"], one["column"]) for one in told["errors"]] == [
        ("Sheet1", 2, "C"), ("Sheet1", 3, "D"), ("Sheet1", 3, "G"),
    ]  # fmt: skip
    assert "Không rõ quan hệ “bạn”" in told["errors"][0]["message"]


def test_import_brings_in_a_list_of_houses_too(place: Path) -> None:
    assert run(place, "import", "households", file(
        place, "d.xlsx", [1, "Lý Nhà", "Chủ hộ", 1970, "Nam", "Hoa", "31672"])).returncode == 0  # fmt: skip
    path = place / "nha.xlsx"
    rows = [["DANH SÁCH NHÀ Ở"], ["STT", "Họ tên chủ hộ", "Năm sinh", "Xây mới", "NSTW"]]
    path.write_bytes(saved([*rows, [1, "Lý Nhà", 1970, "x", "40.000.000"]]))
    given = ("--set", "programme=QD33", "--set", "starts=01/03/2021")
    done = run(place, "import", "housing", str(path), "--check", "--json", *given)
    told = json.loads(done.stdout)
    assert (done.returncode, told["new"], told["errors"]) == (0, 1, [])
    done = run(place, "import", "housing", str(path), *given)
    assert (done.returncode, done.stdout.startswith("Đã nhập: 1 dòng mới")) == (0, True)
    assert json.loads(run(place, "import", "housing", str(path), "--json", *given).stdout)["same"] == 1


def test_import_refuses_in_one_sentence(place: Path) -> None:
    assert "Không mở được tệp khong-co.xlsx" in refused(
        run(place, "import", "households", str(place / "khong-co.xlsx"))
    )
    path = file(place, "c.xlsx", [1, "Lý Ba", "CH", 1970, "Nam", "Hoa", "31672"])
    assert "Không có ô mau" in refused(run(place, "import", "households", path, "--set", "mau=1"))
    assert run(place, "import", "cars", path).returncode == 2
