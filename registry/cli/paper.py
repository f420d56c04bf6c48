"""`export … --format pdf`: the official list, one paper a commune, joined with bookmarks."""

from datetime import UTC, date, datetime

from registry.cli.output import Refusal, say
from registry.jobs.papers import letterhead_of
from registry.kernel.actor import CONSOLE
from registry.kernel.places import places
from registry.kernel.settings import today
from registry.models import Letterhead
from registry.outputs.print import Order, PrintFailed, Stamp, render_pdf
from registry.outputs.print.households import household_papers
from registry.queries.household_filters import Filters
from registry.queries.household_sheets import household_sheets
from registry.queries.letterheads import agency_with, coordinating_agency
from registry.vn.clock import local
from registry.vn.dates import format_day


def paper_file(key: str, code: str | None, day: date, variant: str, agency: str | None) -> bytes:
    """The PDF of a list. Raises Refusal with a sentence when there is none to make."""
    if key != "households":
        raise Refusal(f"Chưa có mẫu in cho {key}; hãy dùng --format csv hoặc xlsx.")
    if code is not None and places().by_code(code, day) is None:
        raise Refusal(f"Không có đơn vị mã {code} vào ngày {format_day(day)}; hãy xem lại mã hoặc ngày.")
    sheets = household_sheets(Filters(day, units=frozenset({code} if code else ())))
    if not sheets:
        raise Refusal("Không có hộ nào để in; hãy xem lại đơn vị hoặc ngày.")
    order = Order(_letterhead(agency), today(), _stamp(), variant)
    try:
        return render_pdf(household_papers(sheets, order), each=lambda done: _progress(done, len(sheets)))
    except PrintFailed as failed:
        raise Refusal(str(failed)) from None


def _letterhead(code: str | None) -> Letterhead:
    agency = agency_with(code) if code else coordinating_agency(today())
    if agency is None:
        raise Refusal(f"Không có cơ quan mã {code}; hãy xem mã ở trang Địa bàn, mục Cơ quan.")
    return letterhead_of(agency)


def _stamp() -> Stamp:
    return Stamp(CONSOLE.name, local(datetime.now(UTC)).strftime("%H:%M %d/%m/%Y"))


def _progress(done: int, of: int) -> None:
    if of > 1 and (done == of or done % 10 == 0):
        say(f"Đã vẽ {done}/{of} xã.")
