"""The rows behind a number of the board as its files hold them: csv, the workbook read back, the names on paper."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

from flask import Flask
from openpyxl import load_workbook

from tests.jobs.desk import work
from tests.page import Page
from tests.print.lists import pages

Number = tuple[str, int]
"""An address and what the board says of it."""
PERSON = re.compile(r"\d (\D+?) ((?:\d\d/){0,2}\d{4}) (?:Nam|Nữ) ")
NOBODY = "(chưa có chủ hộ)"
"""What stands for the name, and the ethnic group, of a household without a head."""


def sample(found: Sequence[Number], size: int, seed: int) -> list[Number]:
    """A number of each list there is, a 0, the largest, and others to make up the size."""
    chance, chosen = Random(seed), {max(found, key=lambda one: one[1])}
    by_list: dict[str, list[Number]] = {}
    for one in sorted(set(found)):
        by_list.setdefault(one[0].partition("?")[0], []).append(one)
    zeros = [one for one in found if not one[1]]
    chosen |= {chance.choice(some) for some in (*by_list.values(), *([zeros] if zeros else []))}
    others = sorted(set(found) - chosen)
    chosen |= set(chance.sample(others, min(max(size - len(chosen), 0), len(others))))
    return sorted(chosen)


def assert_files_hold(app: Flask, visitor: Any, number: Number) -> None:
    """Workbook and paper have as many rows as the board says, and of the people the list's csv names."""
    href, count = number
    rows = list(csv.DictReader(io.StringIO(_file(visitor, href, "csv").decode("utf-8-sig"))))
    second = "birth" if rows and "birth" in rows[0] else "ethnicity"
    names = Counter((row["name"] or NOBODY, row[second] or "–") for row in rows)
    assert (len(rows), _in_workbook(visitor, href)) == (count, count), href
    shape = PERSON if second == "birth" else _household({group for _, group in names})
    drawn = _on_paper(app, visitor, href, shape)
    assert drawn == names, f"{href}: {drawn - names} thừa, {names - drawn} thiếu"


def _household(groups: set[str]) -> re.Pattern[str]:
    """A name and an ethnic group; Danh Thị Hoa of the Khmer is nobody called Danh Thị of the Hoa."""
    group = "|".join(map(re.escape, sorted({*groups, "–"})))
    return re.compile(rf"\d (\D+?) ({group}) (?!(?:{group}) )")


def _file(visitor: Any, href: str, kind: str) -> bytes:
    answer = visitor.get(_as(href, kind))
    assert answer.status_code == 200, f"{href} {kind}: {answer.status_code}"
    return bytes(answer.get_data())


def _as(href: str, kind: str) -> str:
    return f"{href}{'&' if '?' in href else '?'}format={kind}"


def _in_workbook(visitor: Any, href: str) -> int:
    """Rows that name a household: neither the title, the head nor the sums."""
    sheet = load_workbook(io.BytesIO(_file(visitor, href, "xlsx")), read_only=True).worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    return sum(any(re.fullmatch(r"HH-\d{6}", str(cell)) for cell in row) for row in rows)


def _on_paper(app: Flask, visitor: Any, href: str, shape: re.Pattern[str]) -> Counter[tuple[str, str]]:
    """Who stands in the rows drawn on paper; nobody where there is nothing to print."""
    answer = visitor.get(_as(href, "pdf"))
    with _later(app, visitor, answer) if answer.status_code == 202 else answer as paper:
        body = paper.get_data()
    if paper.mimetype != "application/pdf":
        assert "Không có" in body.decode(), f"{href}: {paper.status_code}"
        return Counter()
    return Counter(shape.findall(" ".join(pages(body)).replace(NOBODY, f"{NOBODY} –")))


def _later(app: Flask, visitor: Any, answer: Any) -> Any:
    """The file of the job that a list too long to draw at once offers."""
    forms = [str(form.get("action")) for form in Page(answer, 0).tree.iter("form")]
    later = next(action for action in forms if "/print" in action)
    job = visitor.post(later, {"variant": "office", "signer": "1", "side": "portrait"}, form="/account/password")
    work(app)
    return visitor.get(f"{job.headers['Location']}/file")
