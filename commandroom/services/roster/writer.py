"""Writes a roster so that `read_roster` gives the same things back."""

import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from commandroom.errors import WorldFailed
from commandroom.models.domain.entities import Firm, Member, PatrolRoute, Post, Unit
from commandroom.services.roster.cells import clean, guarded
from commandroom.services.roster.kit import kit_text
from commandroom.services.roster.layout import add_sheet, put
from commandroom.services.roster.patrols import DECIMALS, patrol_rows
from commandroom.services.roster.sheets import SHEETS, Column, Sheet, Table

Value = str | float | int


def write_roster(
    path: Path,
    firms: Iterable[Firm],
    posts: Iterable[Post],
    units: Iterable[Unit],
    members: Iterable[Member],
    patrols: Iterable[PatrolRoute] = (),
    *,
    with_phones: bool = False,
) -> None:
    """Write a workbook (`path` ends in .xlsx) or a folder of five CSV files; WGS-84, phones only if asked.

    A unit's present place is written, not its assignment. Nothing in the file is taken for a formula.

    Raises:
        WorldFailed: the disk refuses.
    """
    things: Mapping[Table, Sequence[Any]] = {
        Table.FIRMS: tuple(firms),
        Table.POSTS: tuple(posts),
        Table.UNITS: tuple(units),
        Table.MEMBERS: tuple(members),
    }
    rows: dict[Table, list[list[Value]]] = {
        table: [
            [_value(column, thing, with_phones=with_phones) for column in SHEETS[table].columns]
            for thing in of
        ]
        for table, of in things.items()
    }
    rows[Table.PATROLS] = patrol_rows(patrols, things[Table.POSTS])
    try:
        if path.suffix.lower() == ".xlsx":
            _write_workbook(path, rows)
        else:
            _write_folder(path, rows)
    except OSError as why:
        raise WorldFailed("roster.file.unwritable", path=str(path), why=why.strerror or str(why)) from why


def save_workbook(book: Workbook, path: Path) -> None:
    """Write `book` beside `path` and put it in place in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    try:
        book.save(beside)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _value(column: Column, thing: Any, *, with_phones: bool) -> Value:
    match column.field:
        case "lon" | "lat":
            return round(float(getattr(thing.at, column.field)), DECIMALS)
        case "datum":
            return "WGS-84"
        case "equipment":
            return clean(kit_text(thing.equipment))
        case "crew":
            return int(thing.crew)
        case "phone":
            return clean(thing.phone) if with_phones else ""
    value = getattr(thing, column.field)
    if column.choices is not None:
        return column.choices.word(value)
    return "" if value is None else clean(value)


def _write_workbook(path: Path, rows: Mapping[Table, list[list[Value]]]) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for table, lines in rows.items():
        page = add_sheet(book, SHEETS[table])
        for number, line in enumerate(lines, start=2):
            for column, value in enumerate(line, start=1):
                put(page, number, column, value)
    save_workbook(book, path)


def _write_folder(path: Path, rows: Mapping[Table, list[list[Value]]]) -> None:
    path.mkdir(parents=True, exist_ok=True)
    for table, lines in rows.items():
        _write_csv(path, SHEETS[table], lines)


def _write_csv(folder: Path, sheet: Sheet, lines: list[list[Value]]) -> None:
    with (folder / f"{sheet.title}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([column.heading for column in sheet.columns])
        for line in lines:
            out.writerow([guarded(value) if isinstance(value, str) else repr(value) for value in line])
