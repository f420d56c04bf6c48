"""What lies beside the code: the readme, third-party files, names that belong to somebody's machine."""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.shape.source import ROOT, Source, sources

STATIC = ROOT / "registry" / "static"
THIRD_PARTY = ("*.min.js", "*.woff2", "*.woff", "*.ttf", "*.otf")
VENDORED = re.compile(r"([\w@./-]+\.(?:js|css|woff2?|ttf|otf|svg|txt)).*?\b([0-9a-f]{64})\b")
MACHINES = ["/home/", "/root/", "/Users/", "pypi.org", "pythonhosted", "registry.npmjs", "deb.debian"]
LISTED_HERE = "tests/shape/test_frame.py"
TEXTS = (".py", ".html", ".css", ".js", ".md", ".txt", ".in", ".toml", ".cfg", ".ini", ".mako", ".po", ".csv", ".json")
SCRIPTS = (".yml", ".yaml", ".sh", ".service", "Makefile", ".ci/run", "scripts/ensure")


def machine_names(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{number} names {name}: that is somebody's machine or network; say it without."
        for file in files
        for number, line in enumerate(file.text.splitlines(), 1)
        for name in MACHINES
        if name in line and file.path != LISTED_HERE
    ]


def vendored_faults(listing: str, static: Path) -> list[str]:
    """`listing`: one line per file with its path below registry/static and its sha256."""
    listed = dict(VENDORED.findall(listing))
    found = {path.relative_to(static).as_posix() for pattern in THIRD_PARTY for path in static.rglob(pattern)}
    missing = [f"{name} is listed in VENDORED.md but not there." for name in listed if not (static / name).is_file()]
    strangers = sorted(found - listed.keys())
    unlisted = [f"{name} came from outside: list it with source, licence and sha256." for name in strangers]
    changed = [
        f"{name} is not the file that VENDORED.md lists: fetch it again, or list the new one on purpose."
        for name, digest in listed.items()
        if (static / name).is_file() and sha256((static / name).read_bytes()).hexdigest() != digest
    ]
    return missing + unlisted + changed


def test_no_file_names_somebody_s_machine() -> None:
    assert machine_names(sources(*TEXTS, *SCRIPTS)) == []


@pytest.mark.parametrize("name", MACHINES)
def test_a_file_that_names_a_machine_is_named(name: str) -> None:
    assert "docs/x.md:2 names" in machine_names([Source("docs/x.md", f"first\nsee {name}x\n")])[0]


def test_third_party_files_are_the_ones_listed() -> None:
    listing = STATIC / "VENDORED.md"
    assert listing.is_file(), f"{listing.name} is missing: list each file from outside with source, licence and sha256."
    assert vendored_faults(listing.read_text("utf-8"), STATIC) == []


def test_a_changed_missing_or_unlisted_third_party_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "htmx.min.js").write_text("changed")
    (tmp_path / "fonts" / "inter.woff2").write_text("unlisted")
    digest = sha256(b"as it came").hexdigest()
    faults = vendored_faults(f"| `htmx.min.js` | 4.0.1 | {digest} |\n| `gone.svg` | 1 | {digest} |", tmp_path)
    assert [fault.split()[0] for fault in faults] == ["gone.svg", "fonts/inter.woff2", "htmx.min.js"]
    (tmp_path / "htmx.min.js").write_text("as it came")
    (tmp_path / "fonts" / "inter.woff2").unlink()
    assert vendored_faults(f"| `htmx.min.js` | 4.0.1 | {digest} |", tmp_path) == []


def test_the_readme_shows_the_two_commands_within_200_lines() -> None:
    assert (ROOT / "README.md").is_file(), "README.md is missing: a newcomer starts there."
    readme = (ROOT / "README.md").read_text("utf-8")
    assert len(readme.splitlines()) <= 200, "README.md is over 200 lines: move the details into docs/."
    absent = [command for command in ("make run", "make test") if command not in readme]
    assert absent == [], f"README.md does not show {absent}: a newcomer needs both."


def test_the_make_targets_are_the_promised_ones() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    shown = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    promised = {"run", "start", "test", "check", "lint", "bench", "demo", "help"}
    assert promised <= shown, f"`make help` does not show {sorted(promised - shown)}: give each target a ## text."
