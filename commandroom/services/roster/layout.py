"""How our own workbooks look: headings, widths, text formats and lists to choose from."""

from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from commandroom.services.roster.sheets import Column, Sheet

LAST_LISTED_ROW = 10_000
"""Lists to choose from reach down to this row."""

_HEAD = PatternFill("solid", fgColor="1F3A5F")
_HEAD_NEEDED = PatternFill("solid", fgColor="8A2B2B")
_HEAD_FONT = Font(bold=True, color="FFFFFF")
_AS_TEXT = "@"
_NUMBERS = ("lon", "lat", "crew", "order")


def add_sheet(book: Workbook, sheet: Sheet) -> Worksheet:
    """A sheet with the headings of `sheet`; needed columns are red, ids and phones are text."""
    page: Worksheet = book.create_sheet(sheet.title)
    for number, column in enumerate(sheet.columns, start=1):
        head = page.cell(1, number, column.heading)
        head.fill = _HEAD_NEEDED if column.is_needed else _HEAD
        head.font = _HEAD_FONT
        head.alignment = Alignment(horizontal="center", vertical="center")
        dimension = page.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        if column.field not in _NUMBERS:
            dimension.number_format = _AS_TEXT
        if column.choices is not None:
            page.add_data_validation(_list(column, get_column_letter(number)))
    page.row_dimensions[1].height = 22
    page.freeze_panes = "A2"
    return page


def put(page: Worksheet, row: int, number: int, value: str | float | int) -> Any:
    """Write one cell; text stays text whatever it begins with."""
    cell = page.cell(row, number)
    if isinstance(value, str):
        if value:
            cell.value = value
            cell.data_type = "s"
            cell.number_format = _AS_TEXT
            cell.quotePrefix = value[0] in "=+-@"  # type: ignore[attr-defined, unused-ignore]
    else:
        cell.value = value
    return cell


def _list(column: Column, letter: str) -> DataValidation:
    words = ",".join(column.choices.written) if column.choices is not None else ""
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=not column.is_needed)
    rule.showErrorMessage = True
    rule.error = words
    rule.add(f"{letter}2:{letter}{LAST_LISTED_ROW}")
    return rule
