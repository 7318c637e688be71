"""A table as it stands in a file, before anything in it is believed."""

from collections.abc import Sequence
from dataclasses import dataclass

from commandroom.services.roster.cells import Cell
from commandroom.services.roster.reading import Note, RowProblem
from commandroom.services.roster.sheets import Column, Sheet, sheet_called, sheet_with

HEADINGS_WITHIN = 10
"""The headings stand in one of the first so many rows; titles may stand above."""

MOST_ROWS = 200_000
MOST_COLUMNS = 64
MOST_BYTES = 50_000_000
"""Limits of one file, unpacked: far above a prefecture, far below what hurts."""

Row = tuple[int, Sequence[Cell]]
"""Row number from 1 and the cells from the first column on."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows under one line of headings."""

    title: str
    sheet: Sheet
    headings: dict[str, str]
    """Field → heading as written."""
    rows: tuple[tuple[int, dict[str, Cell]], ...]
    """Row number and field → cell; blank rows are left out."""
    problems: tuple[RowProblem, ...]
    notes: tuple[Note, ...]


def raw_table(title: str, rows: Sequence[Row], *, is_titled: bool) -> RawTable | None:
    """The table in `rows`, or None where no known headings stand.

    `is_titled`: `title` is the name of a sheet and may say which table it is.
    """
    named = sheet_called(title) if is_titled else None
    for index, (number, cells) in enumerate(rows[:HEADINGS_WITHIN]):
        headings = [each if isinstance(each, str) else "" for each in cells]
        sheet = named or sheet_with(headings)
        if sheet is not None and _looks_like_headings(sheet, headings):
            return _under_headings(title, sheet, number, headings, rows[index + 1 :])
    return None


def _looks_like_headings(sheet: Sheet, headings: list[str]) -> bool:
    return sum(sheet.column(each) is not None for each in headings) >= 2


def _under_headings(
    title: str, sheet: Sheet, number: int, headings: list[str], below: Sequence[Row]
) -> RawTable:
    problems: list[RowProblem] = []
    notes: list[Note] = []
    columns: list[Column | None] = []
    for heading in headings:
        column = sheet.column(heading)
        if column is not None and column in columns:
            problems.append(RowProblem(title, number, heading, "roster.sheet.heading_twice", {}))
            column = None
        elif column is None and heading:
            notes.append(Note("roster.warning.heading_unknown", {"sheet": title, "heading": heading}))
        columns.append(column)
    for column in sheet.needed:
        if column not in columns:
            values = {"heading": column.heading}
            problems.append(RowProblem(title, number, "", "roster.sheet.heading_missing", values))
    written = {column.field: heading for column, heading in zip(columns, headings, strict=True) if column}
    is_readable = not problems
    rows = [] if not is_readable else [(at, cells) for at, cells in below if any(cells)]
    for at, cells in rows:
        if any(cells[len(headings) :]):
            problems.append(RowProblem(title, at, "", "roster.row.extra_cells", {"count": len(headings)}))
    picked = tuple((at, _picked(columns, cells)) for at, cells in rows)
    return RawTable(title, sheet, written, picked, tuple(problems), tuple(notes))


def _picked(columns: list[Column | None], cells: Sequence[Cell]) -> dict[str, Cell]:
    return {column.field: cell for column, cell in zip(columns, cells, strict=False) if column is not None}
