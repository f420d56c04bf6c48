"""Lists as one PDF: each list drawn part by part in the child, then joined with bookmarks."""

from collections.abc import Callable, Iterable, Sequence

from registry.outputs.print.failures import PrintFailed
from registry.outputs.print.layout import KEPT_ROWS
from registry.outputs.print.model import PrintedList
from registry.outputs.print.paper import part_htmls
from registry.outputs.print.worker import THE_WORKER, Worker


def render_pdf(
    papers: Iterable[PrintedList], each: Callable[[int], None] | None = None, worker: Worker | None = None
) -> bytes:
    """The lists as one file, each a paper with page numbers of its own and, among several, a bookmark.

    `each` is told how many lists are drawn, so that a job can show its progress. Raises PrintFailed with a sentence
    when Pango is missing, a limit is reached or the child dies; the next call starts a new one.
    """
    worker = worker or THE_WORKER
    pdfs: list[bytes] = []
    bookmarks: list[str] = []
    titles: list[str] = []
    for count, paper in enumerate(papers, 1):
        drawn = _draw(paper, worker)
        pdfs += drawn
        bookmarks += [paper.bookmark or paper.title, *[""] * (len(drawn) - 1)]
        titles.append(paper.title)
        if each is not None:
            each(count)
    if not pdfs:
        raise ValueError("nothing to print")
    if len(titles) == 1:
        bookmarks = [""] * len(pdfs)
    return pdfs[0] if len(pdfs) == 1 else worker.join(pdfs, bookmarks, titles[0])


def join_pdfs(pdfs: Sequence[bytes], bookmarks: Sequence[str], title: str, worker: Worker | None = None) -> bytes:
    """Finished papers as one file, each found by its bookmark. Raises PrintFailed."""
    return (worker or THE_WORKER).join(pdfs, bookmarks if len(pdfs) > 1 else [""], title)


def pages_of(paper: PrintedList, worker: Worker | None = None) -> int | None:
    """How many sheets the list takes; None where nothing can be drawn."""
    try:
        return _drawn(paper, worker or THE_WORKER)[1]
    except PrintFailed:
        return None


def _draw(paper: PrintedList, worker: Worker) -> list[bytes]:
    """The parts of one list. Few rows that go on a second sheet are drawn smaller, and so kept when one sheet holds
    them: a head without rows is nothing to read."""
    drawn, pages = _drawn(paper, worker)
    if pages > 1 and paper.rows <= KEPT_ROWS and not paper.small:
        smaller, fewer = _drawn(paper.tightened(), worker)
        return smaller if fewer == 1 else drawn
    return drawn


def _drawn(paper: PrintedList, worker: Worker) -> tuple[list[bytes], int]:
    """The parts, page numbers running through them; and how many pages there are."""
    drawn, first = [], 1
    for html in part_htmls(paper):
        pdf, pages = worker.draw(html, first)
        drawn.append(pdf)
        first += pages
    return drawn, first - 1
