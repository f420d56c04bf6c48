"""The child that draws PDFs: it reads requests on its standard input and answers on its output, until either closes.

It is started by its path, not as a module: nothing of the registry is loaded here, no settings, no database, no
secrets. A request and an answer are each a line of JSON, followed by as many bytes as it says (`sizes`, `size`).
It may hold only so much memory, reach no network, and read no file but the fonts and the stylesheet it was given.
"""

import gc
import io
import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

BASE = "http://registry.invalid/"
"""Where our own files seem to lie: a name that by RFC 2606 exists nowhere."""
EMPTY_BOX = "\u25a1"
FORBIDDEN = (
    "socket.",
    "urllib.",
    "http.",
    "ftplib.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.system",
    "os.posix_spawn",
)


def serve(requests: BinaryIO, answers: BinaryIO, static: Path, memory: int, seconds: int) -> None:
    """Answer request after request; end after one that failed, for nobody knows in which state it left us."""
    limit_memory(memory)
    try:
        work(Studio(static), requests, answers, seconds)
    except MemoryError:
        send(answers, {"failed": "memory"})
    except LibraryMissing:
        send(answers, {"failed": "missing"})


def work(studio: "Studio", requests: BinaryIO, answers: BinaryIO, seconds: int) -> None:
    """Draw and join until nobody asks any more; each request has its own seconds of processor."""
    sys.addaudithook(_forbid)
    while line := requests.readline():
        limit_time(seconds)
        asked = json.loads(line)
        blobs = [requests.read(size) for size in asked.get("sizes", ())]
        told, body = studio.draw(asked) if "html" in asked else join(asked, blobs)
        send(answers, {**told, "memory": memory_used()}, body)


class LibraryMissing(Exception):
    """The machine lacks Pango, or what comes with it."""


class Studio:
    """WeasyPrint with our stylesheet and fonts loaded once, for all papers."""

    def __init__(self, static: Path) -> None:
        try:
            from fontTools.ttLib import TTFont  # here, because they take a second and may lack Pango
            from weasyprint import CSS, HTML
            from weasyprint.text.fonts import FontConfiguration
        except OSError as lacking:
            raise LibraryMissing from lacking
        self.html = HTML
        self.css = CSS
        self.fonts = FontConfiguration()
        self.fetcher = _fetcher(static)
        self.letters = {10, *TTFont(static / "fonts/print/Tinos-Regular.ttf").getBestCmap()}
        sheet = (static / "css/paper.css").read_text("utf-8")
        self.sheet = CSS(string=sheet, base_url=f"{BASE}css/", url_fetcher=self.fetcher, font_config=self.fonts)

    def draw(self, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """One document; its first page is number `first` of the paper. Collecting garbage meanwhile costs a third."""
        gc.disable()
        try:
            sheets = [self.sheet, *self._numbered(int(asked["first"]))]
            source = self.html(string=self._printable(asked["html"]), url_fetcher=self.fetcher, base_url=None)
            document = source.render(stylesheets=sheets, font_config=self.fonts)
            return {"pages": len(document.pages)}, document.write_pdf()
        finally:
            gc.enable()

    def _printable(self, html: str) -> str:
        """A letter our fonts lack shows as an empty box: no other font may step in, and nothing vanishes unseen."""
        return "".join(letter if ord(letter) in self.letters else EMPTY_BOX for letter in html)

    def _numbered(self, first: int) -> list[Any]:
        """What a part that is not the first one adds: its first page has a number, too."""
        if first == 1:
            return []
        rule = f"@page :first {{ counter-reset: page {first}; @top-center {{ content: counter(page) }} }}"
        return [self.css(string=rule, url_fetcher=self.fetcher, font_config=self.fonts)]


def join(asked: dict[str, Any], blobs: list[bytes]) -> tuple[dict[str, Any], bytes]:
    """The parts as one file; a part with a `bookmark` is found by it."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for bookmark, blob in zip(asked["bookmarks"], blobs, strict=True):
        page = len(writer.pages)
        writer.append(io.BytesIO(blob), import_outline=False)
        if bookmark:
            writer.add_outline_item(title=bookmark, page_number=page)
    writer.compress_identical_objects()
    writer.add_metadata({"/Title": asked["title"]})
    writer.root_object[_name("/Lang")] = _text("vi")
    made = io.BytesIO()
    writer.write(made)
    return {"pages": len(writer.pages)}, made.getvalue()


def _name(text: str) -> Any:
    from pypdf.generic import NameObject

    return NameObject(text)


def _text(text: str) -> Any:
    from pypdf.generic import TextStringObject

    return TextStringObject(text)


def _fetcher(static: Path) -> Any:
    """Serves our fonts, by the addresses the stylesheet gives them, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    files = {f"{BASE}fonts/print/{path.name}": path for path in (static / "fonts/print").glob("*.ttf")}

    class Assets(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
        """Our files by address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in files:
                raise ValueError("not one of our files")
            return URLFetcherResponse(url, files[url].read_bytes(), {"Content-Type": "font/ttf"})

    return Assets(allowed_protocols=(), allow_redirects=False)


def _forbid(event: str, _arguments: tuple[Any, ...]) -> None:
    """A second lock behind the fetcher: whatever finds a way past it ends here."""
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"{event} is not for this process")


def limit_memory(memory: int) -> None:
    """At most this many bytes of address space; systems that cannot limit it go without."""
    if resource := _resource():
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def limit_time(seconds: int) -> None:
    """So many more seconds of processor from now on."""
    if resource := _resource():
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + seconds + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def memory_used() -> int:
    """Bytes this process holds; 0 where the system does not say.

    Not `ru_maxrss`: a process started by a big one inherits its figure.
    """
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * (resource.getpagesize() if (resource := _resource()) else 0)


def _resource() -> Any:
    try:
        import resource
    except ImportError:
        return None
    return resource


def send(answers: BinaryIO, told: dict[str, Any], body: bytes = b"") -> None:
    answers.write(json.dumps({**told, "size": len(body)}).encode() + b"\n")
    answers.write(body)
    answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
