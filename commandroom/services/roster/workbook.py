"""XLSX files as raw rows, and refused before they can hurt."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from commandroom.errors import WorldFailed
from commandroom.services.roster.cells import Cell, Flaw, clean
from commandroom.services.roster.raw import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Row

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZEROS = re.compile(r"0+")
_EXACT = 1e15
"""Numbers from here on have lost digits in a spreadsheet: ids and phones must be text."""


def workbook_rows(path: Path) -> Iterator[tuple[str, list[Row]]]:
    """Each sheet's title and rows, numbered as the spreadsheet does.

    Raises:
        WorldFailed: not an XLSX file, damaged, protected by a password or far too large.
    """
    _check_package(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and validations it drops
            book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
            try:
                for sheet in book.worksheets:
                    sheet.reset_dimensions()
                    yield sheet.title, list(_rows(path, sheet))
            finally:
                book.close()
    except OSError as why:
        raise WorldFailed("roster.file.unreadable", path=str(path), why=str(why)) from why
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,  # what XML parsers raise
    ) as why:
        raise WorldFailed("roster.file.broken", path=str(path), why=str(why)[:200]) from why


def _rows(path: Path, sheet: Any) -> Iterator[Row]:
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = [_cell(each) for each in cells[:MOST_COLUMNS]]
        if number <= MOST_ROWS:
            yield number, row
        elif any(row):
            raise WorldFailed("roster.file.too_many_rows", path=str(path), limit=MOST_ROWS)
        elif number > 2_000_000:
            return


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Flaw("roster.row.formula", shown=str(value)[:40])
    if cell.data_type == "e":
        return Flaw("roster.row.error_value", shown=str(value))
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (date, time, timedelta)):
        return Flaw("roster.row.is_date", shown=str(value))
    return _number(value, cell.number_format)


def _number(value: float, number_format: str) -> Cell:
    """A number as its digits; a format of zeros alone (`0000`) is how a spreadsheet shows leading zeros."""
    if abs(value) >= _EXACT:
        return Flaw("roster.row.rounded", shown=str(value))
    if value != int(value):
        return repr(value)
    digits = str(int(value))
    return digits.zfill(len(number_format)) if _ZEROS.fullmatch(number_format or "") else digits


def _check_package(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLD_EXCEL:
        raise WorldFailed("roster.file.old_or_locked", path=str(path))
    if not start.startswith(b"PK"):
        raise WorldFailed("roster.file.not_xlsx", path=str(path))
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > MOST_BYTES or len(parts) > 5_000:
                raise WorldFailed("roster.file.too_large", path=str(path), limit=MOST_BYTES // 1_000_000)
            for part in parts:
                _check_part(path, package, part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as why:
        raise WorldFailed("roster.file.broken", path=str(path), why=str(why)[:200]) from why


def _check_part(path: Path, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No XML part of an honest workbook declares a document type; entity bombs do."""
    if not part.filename.endswith((".xml", ".rels")):
        return
    with package.open(part) as content:
        if b"<!DOCTYPE" in content.read(4096):
            raise WorldFailed("roster.file.broken", path=str(path), why=f"DOCTYPE in {part.filename}")
