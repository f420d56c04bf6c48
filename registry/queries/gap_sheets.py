"""A list of people behind a number as it is signed: a sheet for each commune."""

from registry.queries.gap_filters import Asked
from registry.queries.gaps import Source, gap_list, split_of
from registry.queries.sheets import Sheet, Sheets


def gap_sheets(source: Source, asked: Asked) -> list[Sheet]:
    """The whole list, in the order of given names within a hamlet; sums count people, or households without people."""
    sheets = Sheets(asked.day)
    for one in gap_list(source, asked).table.rows:
        sheets.add(one.unit_id, one.hamlet, one)
    finished = sheets.finished()
    for sheet in finished:
        sheet.sums.households, sheet.sums.members = len({one.household for one in sheet.rows}), len(sheet.rows)
        sheet.sums.splits = split_of(sheet.rows)
    return finished
