"""The child that draws: it fetches nothing, keeps to its limits, says why it failed, and the next list prints."""

import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from registry.outputs.print import PaperColumn, PrintFailed, RowGroup, render_pdf
from registry.outputs.print.worker import CHILD, STATIC, Limits, Worker
from tests.print.lists import COLUMNS, Home, fonts, pages, paper

TINOS = {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}
TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]


def vietnamese_letters() -> list[str]:
    """The 134 letters of Vietnamese that ASCII lacks: 12 vowels with six tones less the six of ASCII, and đ, twice."""
    small = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES} | {"đ"}
    return [letter for small_one in sorted(small) for letter in (small_one, small_one.upper()) if not letter.isascii()]


def test_each_face_of_tinos_has_all_134_vietnamese_letters() -> None:
    letters = vietnamese_letters()
    assert len(letters) == 134
    faces = sorted((STATIC / "fonts/print").glob("*.ttf"))
    assert len(faces) == 4
    for face in faces:
        known = TTFont(face).getBestCmap()
        assert [letter for letter in letters if ord(letter) not in known] == [], face.name


def test_a_pdf_holds_tinos_and_no_other_font_whatever_is_written() -> None:
    strange = [Home("ថាច់ សុខ Thứ-1. 漢字 😀", 1), Home("".join(vietnamese_letters()), 1), Home("A\u2011B\u200b", 2)]
    pdf = render_pdf([paper(3, hamlets=1, title="".join(vietnamese_letters()))])
    assert fonts(pdf) == TINOS
    pdf = render_pdf([paper(0, title="Lạ", groups=(RowGroup("Ấp", strange),))])
    assert fonts(pdf) <= TINOS
    assert "A-B" in pages(pdf)[0] and "□□" in pages(pdf)[0]


@pytest.fixture
def visited() -> Iterator[tuple[str, list[str]]]:
    """An address of this machine, and the paths somebody asked it for."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_hostile_names_are_printed_as_they_are_and_fetch_nothing(visited: tuple[str, list[str]]) -> None:
    address, asked = visited
    names = [
        f"<img src={address}/img>",
        f"</td></table><link rel=stylesheet href={address}/link>",
        f"<style>@import url({address}/import);</style>",
        "{{ 7*7 }} {% raw %}",
        f"url({address}/url) &lt;script&gt;",
    ]
    made = paper(0, groups=(RowGroup(f"<img src={address}/heading>", [Home(name, 1) for name in names]),))
    text = " ".join(pages(render_pdf([made]))).replace(" ", "")
    for name in names:
        assert name.replace(" ", "") in text
    assert asked == []


def test_p27_even_hostile_markup_reaches_neither_network_nor_files(
    visited: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = visited
    secret = tmp_path / "secret.txt"
    secret.write_text("KHÔNG ĐƯỢC LỘ")
    channels = [
        f"<link rel=stylesheet href={address}/link>",
        f"<link rel=attachment href={address}/attachment>",
        f"<link rel=attachment href={secret.as_uri()}>",
        f"<style>@import url({address}/import); @import '{secret.as_uri()}'; </style>",
        f"<style>p {{ background: url({address}/background) }}</style>",
        f"<style>@font-face {{ font-family: X; src: url({address}/font) }} p {{ font-family: X }}</style>",
        f"<style>@color-profile --x {{ src: url({address}/profile) }}</style>",
        f"<img src={address}/img><img src={secret.as_uri()}><embed src={address}/embed><object data={address}/object>",
        f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{address}/svg'/><use href='{secret.as_uri()}#a'/></svg>",
        f"<ul><li style='list-style-image: url({address}/list)'>x</ul><p style=\"content: url('{address}/content')\">y",
    ]
    worker = Worker()
    for channel in channels:
        try:
            pdf, _pages = worker.draw(f"<html lang=vi><body>{channel}<p>xong</body></html>", 1)
        except PrintFailed as refused:
            assert refused.reason == "died"
            continue
        assert "xong" in " ".join(pages(pdf))
        assert "KHÔNG ĐƯỢC LỘ" not in " ".join(pages(pdf))
        assert b"EmbeddedFile" not in pdf
    worker.close()
    assert asked == []


@pytest.mark.parametrize(
    ("limits", "rows", "reasons"),
    [
        (Limits(wall=0.5), 3_000, {"time"}),
        (Limits(cpu=0), 3_000, {"time"}),
        (Limits(memory=300 << 20), 2, {"memory", "died"}),
    ],
    ids=["clock", "processor", "memory"],
)
def test_a_list_over_a_limit_gets_a_sentence_and_the_next_one_prints(
    limits: Limits, rows: int, reasons: set[str]
) -> None:
    worker = Worker(limits)
    huge = PaperColumn("name", "Họ và tên", 60, lambda home: "x" * 10_000_000)
    columns = (huge,) if "memory" in reasons else COLUMNS
    with pytest.raises(PrintFailed) as failed:
        render_pdf([paper(rows, columns=columns)], worker=worker)
    assert failed.value.reason in reasons
    assert "Hãy" in str(failed.value) and "in lại" in str(failed.value)
    worker.limits = Limits()
    assert len(pages(render_pdf([paper(3)], worker=worker))) == 1
    worker.close()


def test_readers_who_print_at_the_same_time_each_get_their_own_list() -> None:
    worker = Worker()
    with ThreadPoolExecutor(4) as readers:
        made = list(readers.map(lambda count: render_pdf([paper(count)], worker=worker), range(1, 9)))
    for count, pdf in enumerate(made, 1):
        assert f"Danh sách có {count} hộ" in pages(pdf)[-1]
    worker.close()


def test_who_waits_too_long_for_a_turn_is_told_so() -> None:
    worker = Worker(Limits(wall=0.2))
    with worker._turn, pytest.raises(PrintFailed, match="đang bận in cho người khác"):
        render_pdf([paper(1)], worker=worker)


def test_a_child_that_was_killed_is_replaced() -> None:
    worker = Worker()
    render_pdf([paper(1)], worker=worker)
    child = worker._child
    assert child is not None
    child.kill()
    child.wait()
    assert len(pages(render_pdf([paper(2)], worker=worker))) == 1
    worker.close()


def test_the_child_knows_no_settings_and_works_in_an_empty_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_SECRET_KEY", "never-to-be-seen-by-the-child")
    worker = Worker()
    render_pdf([paper(1)], worker=worker)
    assert worker._child is not None
    process = Path(f"/proc/{worker._child.pid}")
    assert b"REGISTRY" not in (process / "environ").read_bytes()
    assert (process / "cwd").resolve().name.startswith("paper-")
    folder = (process / "cwd").resolve()
    worker.close()
    assert not folder.exists()


def test_without_pango_the_sentence_says_what_to_install() -> None:
    """As on a machine without the library: loading it fails before anything else."""
    code = (
        "import cffi, runpy, sys\n"
        "def fail(*_): raise OSError('cannot load library')\n"
        "cffi.FFI.dlopen = fail\n"
        f"sys.argv = [{str(CHILD)!r}, {str(STATIC)!r}, str(1 << 30), '60']\n"
        f"runpy.run_path({str(CHILD)!r}, run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, timeout=60, input=b"")
    assert b'"failed": "missing"' in done.stdout
    assert "apt-get install -y libpangoft2-1.0-0" in str(PrintFailed("missing"))
