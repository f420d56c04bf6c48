"""Few dependencies, each with a reason; none of a version known to be bad (security.md P36)."""

import re
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

import pysqlite3
import pytest

from tests.shape.source import ROOT

# The first version without the hole: what the hole was.
FLOORS = {
    "flask": ("3.1.3", "CVE-2023-30861, CVE-2025-47278, CVE-2026-27205: sessions cached for others, wrong key"),
    "werkzeug": ("3.1.6", "CVE-2024-49767, CVE-2025-66221, CVE-2026-27199: memory by multipart, safe_join"),
    "jinja2": ("3.1.6", "CVE-2025-27516: way out of the sandbox"),
    "gunicorn": ("26.1", "CVE-2024-1135, CVE-2024-6827: request smuggling"),
    "pysqlite3": ("0.6.1", "SQLite before 3.51.3 loses acknowledged writes under WAL"),
    "weasyprint": ("70.0", "CVE-2026-49452, CVE-2026-55073: reads addresses its fetcher forbids"),
}
SQLITE_FLOOR = "3.51.3"
PIN = re.compile(r"^([a-z0-9._-]+)==([0-9][\w.]*)", re.MULTILINE)


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))


def under_floor(versions: Iterable[tuple[str, str]]) -> list[str]:
    return [
        f"{name} {found} is under {FLOORS[name][0]} ({FLOORS[name][1]}): raise it, make requirements."
        for name, found in versions
        if name in FLOORS and numbers(found) < numbers(FLOORS[name][0])
    ]


def without_reason(requirements: str) -> list[str]:
    lines = (line for line in requirements.splitlines() if line.strip() and not line.startswith(("#", "-c ")))
    return [
        f"{line.split()[0]} has no reason: write `# why · licence …` beside it, or do without it."
        for line in lines
        if len(line.partition("#")[2].split("·")) < 2
    ]


def strangers(requirements: str, compiled: str) -> list[str]:
    """What requirements.in asks for and the pinned file lacks."""
    asked = {re.split(r"[\[<>=;\s]", line)[0] for line in requirements.splitlines() if re.match("[a-z]", line)}
    pinned = {name for name, _ in PIN.findall(compiled)}
    return [f"{name} is not pinned: run make requirements." for name in sorted(asked - pinned)]


def installed() -> Iterable[tuple[str, str]]:
    for name in FLOORS:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue  # enters with a later feature; requirements.txt says which are needed now


def test_P36_no_known_bad_version_is_pinned_or_installed() -> None:
    pinned = PIN.findall((ROOT / "requirements.txt").read_text("utf-8"))
    assert {"flask", "werkzeug", "jinja2", "gunicorn", "pysqlite3"} <= dict(pinned).keys()
    assert under_floor(pinned) == []
    assert under_floor(installed()) == []


def test_P36_the_sqlite_inside_keeps_acknowledged_writes() -> None:
    found = pysqlite3.sqlite_version
    assert numbers(found) >= numbers(SQLITE_FLOOR), (
        f"SQLite {found} has the WAL-reset bug: pysqlite3 >= 0.6.1 brings 3.53."
    )


@pytest.mark.parametrize(
    ("name", "bad"), [("flask", "3.1.2"), ("werkzeug", "3.1.5"), ("gunicorn", "25.3.0"), ("pysqlite3", "0.6.0")]
)
def test_P36_a_known_bad_version_is_named(name: str, bad: str) -> None:
    assert f"{name} {bad} is under" in under_floor([(name, bad)])[0]
    assert under_floor([(name, FLOORS[name][0])]) == []


@pytest.mark.parametrize("kind", ["requirements", "requirements-dev"])
def test_every_requirement_has_a_reason_and_a_pin(kind: str) -> None:
    asked, compiled = ((ROOT / f"{kind}{suffix}").read_text("utf-8") for suffix in (".in", ".txt"))
    assert without_reason(asked) == []
    assert strangers(asked, compiled) == []


def test_a_requirement_without_a_reason_or_a_pin_is_named() -> None:
    assert "flask has no reason" in without_reason("flask   # web\nwtforms # forms · BSD-3\n")[0]
    assert len(without_reason("flask\nwtforms # forms · BSD-3\n")) == 1
    assert strangers("flask>=3.1\npsycopg[binary]\n", "flask==3.1.3\n") == [
        "psycopg is not pinned: run make requirements."
    ]


def test_the_pinned_files_name_no_index() -> None:
    for kind in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / kind).read_text("utf-8")
        assert not re.search(r"://|--index|--extra|--find-links|--trusted| @ ", text), (
            f"{kind} names a place: run make requirements."
        )
