"""The money that a list of lines may tell: what was approved, what was paid out on which day, from which source."""

from registry.inputs.cells import read_choice, read_count, read_day
from registry.inputs.targets import INVALID, Field, Read
from registry.messages import N_, Message
from registry.models.money import EFFECTS, KINDS, OUT, SOURCES, Money

APPROVED, PAID, PAID_ON, SOURCE = "money_approved", "money_paid", "money_paid_on", "money_source"
SHARED = "household"
"""The source that tells a register whose help is shared among several: lists tell what each of them gives."""
HEADERS = {
    "central": ("nstw", "ngan sach tw", "trung uong", "ngan sach trung uong"),
    "province": ("ngan sach tinh", "ns tinh"),
    "local": ("ngan sach huyen", "ngan sach xa", "ns huyen xa"),
    "blended": ("long ghep", "von long ghep"),
    "loan": ("von vay", "vay von", "vay nhcsxh"),
    "raised": ("huy dong", "van dong", "quy vi nguoi ngheo", "xa hoi hoa"),
    SHARED: ("gia dinh", "ho tu co", "dan tu co", "tu co", "doi ung", "ho doi ung", "von doi ung"),
}
"""How lists head what each source gives, folded."""
DAY_TAKEN = "money_day_taken"
"""Of a record: its first day is the day money was paid, as it tells no other."""
NO_DAY = N_("Có số tiền đã chi mà thiếu ngày chi. Hãy ghi ngày, hoặc chọn một ngày cho cả tệp.")
TAKEN = N_("Thiếu ngày bắt đầu, lấy ngày giải ngân %(day)s. Hãy đối chiếu.")


def of_source(source: str) -> str:
    """The field of what was approved from this source."""
    return f"{APPROVED}.{source}"


def kind_paid(money: Money) -> str:
    """The movement a list speaks of: the register's first that pays out."""
    return next(kind for kind in money.kinds if EFFECTS[kind] == OUT)


def money_fields(money: Money) -> tuple[Field, ...]:
    """Of a register with money. A list that has no first day of its own speaks of the day the money was paid."""
    sources = {code: SOURCES[code] for code in money.sources}
    return (
        Field(
            APPROVED, N_("Số tiền được duyệt (đồng)"),
            ("so tien duoc duyet", "so tien phe duyet", "so tien cho vay", "so tien vay", "muc vay", "muc cho vay",
             "tong kinh phi", "kinh phi tong", "kinh phi tong so"),
            read_count,
        ),
        Field(
            PAID, KINDS[kind_paid(money)],
            ("so tien giai ngan", "da giai ngan", "so tien da chi", "da chi", "so tien da giai ngan"), read_count,
        ),
        Field(
            PAID_ON, N_("Ngày giải ngân, chi"), ("ngay giai ngan", "ngay vay", "ngay nhan tien", "ngay chi"), read_day,
            once=True, fills=("starts",), hint=N_("Nếu tệp không có ngày bắt đầu thì lấy ngày này."),
        ),
        Field(
            SOURCE, N_("Nguồn vốn"), ("nguon von", "nguon"), read_choice(sources), once=True,
            choices=tuple(sources.values()),
        ),
        *(
            Field(of_source(code), label, HEADERS[code], read_count, hint=N_("Số tiền được duyệt từ nguồn này (đồng)."))
            for code, label in sources.items() if SHARED in sources
        ),
    )  # fmt: skip


def settle_money(read: Read) -> None:
    """What was paid was paid on a day; where no first day is told, that is it."""
    for record in read.records:
        day = record.get(PAID_ON)
        if record.get(PAID) is not None and day is None:
            read.faults.append(record.line.fault(PAID, Message(NO_DAY)))
        if record.get("starts") is None and day not in (None, INVALID):
            record.values |= {"starts": day, DAY_TAKEN: True}
            read.doubts.append(record.line.fault(PAID_ON, Message(TAKEN, day=f"{day:%d/%m/%Y}")))
