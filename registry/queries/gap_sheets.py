"""A list of people behind a number as it is signed: a sheet for each commune."""

from registry.kernel.register import Register
from registry.kernel.rules import Rule
from registry.queries.gap_filters import Asked
from registry.queries.gap_totals import split_of
from registry.queries.gaps import listed
from registry.queries.sheets import Sheet, Sheets


def gap_sheets(of: Rule | Register, asked: Asked) -> list[Sheet]:
    """The whole list, by given name within a hamlet; sums count people, or households without people."""
    sheets = Sheets(asked.day)
    for one in listed(of, asked):
        sheets.add(one.unit_id, one.hamlet, one)
    finished = sheets.finished()
    for sheet in finished:
        sheet.sums.households, sheet.sums.members = len({one.household for one in sheet.rows}), len(sheet.rows)
        sheet.sums.splits = split_of(sheet.rows)
    return finished
