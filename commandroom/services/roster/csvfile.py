"""CSV files as raw rows: UTF-8 with or without mark, UTF-16 with mark, or GB 18030."""

import codecs
import csv
import io
from pathlib import Path

from commandroom.errors import WorldFailed
from commandroom.services.roster.cells import Cell, csv_cell
from commandroom.services.roster.raw import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Row


def csv_rows(path: Path) -> list[Row]:
    """The records, numbered as a spreadsheet would.

    Raises:
        WorldFailed: not text, an unknown encoding, broken quotes or far too large.
    """
    if path.stat().st_size > MOST_BYTES:
        raise WorldFailed("roster.file.too_large", path=str(path), limit=MOST_BYTES // 1_000_000)
    text = _decoded(path, path.read_bytes())
    rows: list[Row] = []
    try:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        for number, record in enumerate(records, start=1):
            if number > MOST_ROWS:
                raise WorldFailed("roster.file.too_many_rows", path=str(path), limit=MOST_ROWS)
            cells: list[Cell] = [csv_cell(field) for field in record[:MOST_COLUMNS]]
            rows.append((number, cells))
    except csv.Error as why:
        raise WorldFailed("roster.file.broken_csv", path=str(path), row=len(rows) + 1, why=str(why)) from why
    return rows


def _decoded(path: Path, content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        raise WorldFailed("roster.file.not_csv", path=str(path))
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise WorldFailed("roster.file.not_text", path=str(path))


def _delimiter(text: str) -> str:
    """Comma, unless the first line has more tabs or semicolons."""
    first = text.lstrip().split("\n", 1)[0]
    return max((",", "\t", ";"), key=first.count)
