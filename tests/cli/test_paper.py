"""`export households --format pdf`: a file of papers, or one sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from registry.cli.output import group
from tests.print.lists import pages, read

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, tmp_path: Path) -> Run:
    """`flask registry export households --format pdf …` on the small world."""
    for url in (app.config["REGISTRY"].database_url, app.config["REGISTRY"].activity_url):
        if url.startswith("sqlite"):
            Path(url.removeprefix("sqlite:///")).chmod(0o600)
    words = ("export", "households", "--format", "pdf", "-o", str(tmp_path / "list.pdf"))
    return lambda *more: app.test_cli_runner().invoke(group, [*words, *more])


def test_a_province_is_one_file_with_a_paper_a_commune(run: Run, tmp_path: Path) -> None:
    done = run()
    assert (done.exit_code, done.stdout) == (0, ""), done.stderr
    pdf = (tmp_path / "list.pdf").read_bytes()
    assert len(read(pdf).outline) == 2
    text = " ".join(pages(pdf))
    assert text.count("Danh sách có 3 hộ") == 2
    assert "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI" in text


def test_a_posted_list_of_one_commune_under_another_head(run: Run, tmp_path: Path) -> None:
    assert run("--unit", "31672", "--variant", "posting", "--agency", "SYT").exit_code == 0
    (text,) = pages((tmp_path / "list.pdf").read_bytes())
    assert "SỞ Y TẾ" in text and "HH-" not in text and "Khmer" not in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--unit", "99999"), "Không có đơn vị mã 99999"),
        (("--agency", "KHONGCO"), "Không có cơ quan mã KHONGCO"),
        (("--day", "2001-01-01"), "Không có hộ nào để in"),
    ],
)
def test_what_cannot_be_printed_is_one_sentence(run: Run, tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    done = run(*words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert says in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "list.pdf").exists()


def test_what_has_no_paper_says_which_formats_it_has(app: Flask, run: Run) -> None:
    done = app.test_cli_runner().invoke(group, ["export", "members", "--format", "pdf", "-o", "-"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Chưa có mẫu in cho members" in done.stderr
