"""A register's lines as they are signed: which papers it has, and a sheet for each commune."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Date, func, select
from sqlalchemy.orm import aliased

from registry.kernel.places import places
from registry.kernel.register import Register
from registry.messages import N_
from registry.models import EthnicGroup, Hamlet, Household, HouseholdPeriod, Person, PersonNumber
from registry.models.money import SOURCES
from registry.models.words import in_words
from registry.paper import (
    BIRTH,
    BIRTH_YEAR,
    HEAD,
    LIST,
    NAME,
    PaperColumn,
    PaperLine,
    RegisterPaper,
    day_column,
    money_column,
    spare_room,
    title_from,
)
from registry.queries.entry_filters import AskedLines, EntryFilters, chosen, facet, lines
from registry.queries.entry_money import NO_FUNDS, PAID, TOTAL, Funds, funds_of
from registry.queries.gap_totals import split_of
from registry.queries.sheets import Sheet, Sheets
from registry.storage import db, valid_through
from registry.vn.dates import format_partial
from registry.vn.ids import mask
from registry.vn.sort import name_key

BEYOND = "(nay ở ngoài địa bàn)"
NARROW, WIDE = 16, 40
TOLD = 10
"""Columns of a line; its rank stands behind them."""
APPROVED = money_column(TOTAL, "Được duyệt (đồng)", lambda funds: funds.total, 26)
PAID_OUT = money_column(PAID, "Đã chi (đồng)", lambda funds: funds.paid, 26)


def papers_of(register: Register) -> dict[str, RegisterPaper]:
    """The register's papers by key, that of its list first: its own, or made of the columns its list page has."""
    own = {paper.key: paper for paper in register.papers}
    return {LIST: own[LIST] if LIST in own else _list_paper(register)} | own


def entry_sheets(register: Register, paper: RegisterPaper, filters: EntryFilters) -> list[Sheet]:
    """The paper's lines by given name within a hamlet, or within the paper's one group; sums count lines."""
    found = _lines(register, paper, filters)
    rows = dict(zip((line.entry.id for line in found), paper.read(found), strict=True))
    sheets, told = Sheets(filters.day), dict[tuple[int, str], list[PaperLine]]()
    for line in found:
        part = paper.part(line) if paper.part else ""
        sheet = sheets.add(line.unit_id, _heading(paper, line), rows[line.entry.id], part)
        told.setdefault((sheet.place.id, part), []).append(line)
    finished = sheets.finished()
    for sheet in finished:
        there = told[sheet.place.id, sheet.part]
        sheet.sums.households, sheet.sums.members = len({line.household for line in there}), len(there)
        sheet.sums.splits, sheet.sums.approved = split_of(there), _approved(register, there)
        sheet.draft = any(line.entry.status in paper.drafts for line in there)
    return finished


def _approved(register: Register, told: Sequence[PaperLine]) -> dict[str, int]:
    """đồng approved for these lines, by the name of the source, in the order the register has them."""
    sources = register.money.sources if register.money else ()
    sums = {SOURCES[one]: sum(line.funds.approved.get(one, 0) for line in told) for one in sources}
    return {name: amount for name, amount in sums.items() if amount}


def _heading(paper: RegisterPaper, line: PaperLine) -> str:
    if paper.grouped is not None:
        return paper.grouped(line)
    return "" if paper.group else line.hamlet


def empty_entry_sheets(register: Register, paper: RegisterPaper, filters: EntryFilters) -> list[Sheet]:
    """The communes of the paper, in the same order, without their rows."""
    asked = AskedLines(register, filters, places())
    sheets = Sheets(filters.day)
    for unit_id in db.session.scalars(lines(asked, asked.unit_id).where(*_wanted(asked, paper)).distinct()):
        sheets.of(unit_id)
    return sheets.finished()


def count_lines(register: Register, paper: RegisterPaper, filters: EntryFilters) -> int:
    """How many lines the paper holds."""
    asked = AskedLines(register, filters, places())
    return int(db.session.scalar(lines(asked, func.count()).where(*_wanted(asked, paper))) or 0)


def _wanted(asked: AskedLines, paper: RegisterPaper) -> list[ColumnElement[bool]]:
    states = [asked.register.model.status.in_(sorted(paper.states))] if paper.states else []
    return [*chosen(asked), *states]


def _lines(register: Register, paper: RegisterPaper, filters: EntryFilters) -> list[PaperLine]:
    asked, period = AskedLines(register, filters, places()), HouseholdPeriod
    told = (Household.code, period.head_name, period.head_sex, period.ethnicity, Hamlet.name, asked.unit_id)
    number = select(PersonNumber.number).where(PersonNumber.person_id == Person.id).order_by(PersonNumber.id.desc())
    head = aliased(Person)
    born = select(head.birth_year).where(head.id == period.head_id).correlate(period).scalar_subquery()
    columns = (register.model, Person, number.limit(1).scalar_subquery(), born, *told)
    ranked = lines(asked, *columns, *register.rank(register.model)).where(*_wanted(asked, paper))
    found = db.session.execute(ranked).all()
    funds = funds_of(register, [row[0].id for row in found])
    groups = dict(db.session.execute(select(EthnicGroup.code, EthnicGroup.name)).all())
    lined = [(row[TOLD:], _line(register.names_person, funds, *row[:TOLD])) for row in found]
    made = [(rank, replace(line, ethnic_name=groups.get(line.ethnicity, ""))) for rank, line in lined]
    made.sort(key=lambda one: (*one[0], name_key(one[1].name), one[1].entry.starts, one[1].entry.id))
    return [line for _rank, line in made]


def _line(
    personal: bool,
    funds: Mapping[int, Funds],
    entry: Any,
    person: Person | None,
    number: str | None,
    head_born: int | None,
    household: str,
    head: str | None,
    head_sex: str | None,
    head_ethnicity: str | None,
    hamlet: str | None,
    unit_id: int,
) -> PaperLine:
    """A line of a person who is beyond the reader's area tells nothing of that person."""
    return PaperLine(
        entry=entry,
        name=person.name if person else BEYOND if personal else head or "",
        birth=format_partial(person.birth) if person else "" if personal else str(head_born or ""),
        sex=(person.sex if person else "" if personal else head_sex) or "",
        ethnicity=(person.ethnicity if person else "" if personal else head_ethnicity) or "",
        head=head or "",
        household=household,
        hamlet=hamlet or "",
        unit_id=unit_id,
        id_number=mask(number) if person and number else "",
        funds=funds.get(entry.id, NO_FUNDS),
    )


def _list_paper(register: Register) -> RegisterPaper:
    """What the list page shows, on paper: whose line it is, the columns `in_list`, state and days."""
    personal = register.names_person
    own = [_own(register, key) for key in register.fields if facet(register, key).in_list]
    states = register.workflow.states
    columns = (
        *((NAME, BIRTH) if personal else (replace(NAME, label="Họ và tên chủ hộ"),)),
        *own,
        *((APPROVED, PAID_OUT) if register.money else ()),
        PaperColumn("state", N_("Trạng thái"), 26, lambda row: states[row.entry.status]),
        day_column("starts", N_("Từ ngày"), lambda row: row.entry.starts),
        day_column("valid_through", N_("Đến hết ngày"), lambda row: valid_through(row.entry.ends)),
    )
    posted = (NAME, BIRTH_YEAR, HEAD) if personal else columns[:1]
    sums = (APPROVED.key, PAID_OUT.key) if register.money else ()
    amount = APPROVED.key if register.money else ""
    return RegisterPaper(LIST, title_from(register.title), _fitting(columns), posted, sums=sums, amount=amount)


def _own(register: Register, key: str) -> PaperColumn:
    """A column in words, numbers masked, as wide as what it may say."""

    def value(row: PaperLine) -> str:
        stored = getattr(row.entry, key)
        return "" if stored is None else str(in_words(register.model, key, stored))

    column = getattr(register.model, key)
    known = facet(register, key)
    longest = max(map(len, known.choices.values())) if known.choices else getattr(column.type, "length", None) or NARROW
    width = 23 if isinstance(column.type, Date) else min(max(NARROW, longest), WIDE)
    return PaperColumn(key, known.label, width, value)


def _fitting(columns: Sequence[PaperColumn]) -> tuple[PaperColumn, ...]:
    """The columns, texts narrowed alike where even a sheet that lies flat is too small: a day or a number that breaks
    over two lines is misread."""
    short = -spare_room(columns, landscape=True)
    if short <= 0:
        return tuple(columns)
    texts = sum(column.width for column in columns if column.align == "left")
    return tuple(replace(c, width=c.width * (texts - short) // texts) if c.align == "left" else c for c in columns)
