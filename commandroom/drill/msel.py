"""The inject list as a spreadsheet with the columns of an MSEL (master scenario events list), and back.

What an exercise planner reads stands in a column of its own; what only a script has (chance, repeats, what is
measured) stands as JSON in the last column, so that an export read back is the same list of injects.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from pydantic import ValidationError
from ruamel.yaml.error import YAMLError

from commandroom.drill.complaints import complaint_of
from commandroom.drill.findings import Finding
from commandroom.drill.msel_columns import COLUMNS, HEADINGS, PHASE_WORDS, TYPE_WORDS, column_of, word_in
from commandroom.drill.pieces import text_of, value_of
from commandroom.drill.schema import Inject
from commandroom.errors import Refusal, WorldFailed
from commandroom.services.roster.cells import Flaw, clean
from commandroom.services.roster.raw import Row
from commandroom.services.roster.workbook import workbook_rows
from commandroom.services.roster.writer import save_workbook

MOST_CELL = 32_767
"""Characters a cell of a spreadsheet holds."""
_CHANNELS = ("radio", "phone", "group", "clue", "room")
_CLOCK = re.compile(r"\d{1,3}(:\d{2}){1,2}")

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MselList:
    """What a spreadsheet holds."""

    injects: list[Fields]
    """Fields of the injects, as a script has them."""
    remarks: list[str]
    """The remark of each, which a script keeps as a comment above it."""
    faults: list[Finding] = field(default_factory=list)
    """Rows that are no inject: `line` is the row."""
    refused: list[tuple[int, list[str], Finding]] = field(default_factory=list)
    """Row number, cells and the fault of each of them, so that nothing is lost."""


def export_msel(injects: Sequence[Fields], remarks: Sequence[str], path: Path) -> None:
    """Write the list.

    Raises:
        Refusal: a text is longer than a cell holds.
        OSError: the disk refuses; what was there before is still there.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "MSEL"
    for column, (name, width) in enumerate(COLUMNS.items(), start=1):
        _put(sheet, 1, column, " / ".join(HEADINGS[name]))
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, fields in enumerate(injects, start=2):
        cells = _cells(row - 1, fields, remarks[row - 2] if row - 2 < len(remarks) else "")
        for column, name in enumerate(COLUMNS, start=1):
            _put(sheet, row, column, cells.get(name, ""))
    sheet.freeze_panes = "E2"
    save_workbook(book, path)


def import_msel(path: Path) -> MselList:
    """Read a list; rows without anything are passed over.

    Raises:
        WorldFailed: the file is no workbook, or no sheet of it has the columns.
    """
    try:
        for _, rows in workbook_rows(path):
            found = _header(rows)
            if found is not None:
                number, names = found
                return _read(path.name, [each for each in rows if each[0] > number], names)
    except OSError as why:
        raise WorldFailed("roster.file.unreadable", path=str(path), why=str(why)) from why
    raise WorldFailed("editor.msel.no_columns", path=path.name)


def write_refused(
    refused: Sequence[tuple[int, list[str], Finding]], reasons: Sequence[str], path: Path
) -> None:
    """Write the rows that were not taken over, each with its row number and the reason."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row, ((number, cells, _), reason) in enumerate(zip(refused, reasons, strict=True), start=1):
        for column, text in enumerate([str(number), reason, *cells], start=1):
            _put(sheet, row, column, text)
    save_workbook(book, path)


# Out


def _cells(number: int, fields: Fields, remark: str) -> dict[str, str]:
    """What stands in the columns; what they do not tell exactly goes to the last one."""
    rest = json.loads(json.dumps(fields))
    cells: dict[str, str] = {"number": str(number), "remarks": remark, "to": "指挥室 Room"}
    kind = _kind(fields)
    cells["type"] = TYPE_WORDS[kind]
    for name, way in _ways(kind).items():
        value = _dig(fields, way)
        if isinstance(value, str) and clean(value) == value:
            cells[name] = value
            _drop(rest, way)
    if isinstance(fields.get("phase"), str):
        cells["phase"] = str(PHASE_WORDS.get(fields["phase"], fields["phase"]))
        rest.pop("phase")
    if "when" in fields:
        cells["condition"] = text_of(fields["when"])
    elif fields.get("called"):
        cells["condition"] = "called"
    expect = fields.get("expect")
    if isinstance(expect, list) and expect and isinstance(expect[0], Mapping):
        title = expect[0].get("title")
        cells["expected"] = " / ".join(title.values()) if isinstance(title, Mapping) else ""
        cells["within"] = str(expect[0].get("within", ""))
    if rest:
        cells["rest"] = _json(rest)
    return cells


def _kind(fields: Fields) -> str:
    """The one word of the type column."""
    if "report" in fields:
        return "report"
    message = fields.get("message")
    if isinstance(message, Mapping):
        return str(message.get("channel")) if message.get("channel") in _CHANNELS else "radio"
    return "flee" if "flee" in fields else "note"


def _ways(kind: str) -> dict[str, tuple[str, ...]]:
    """Where the text columns come from."""
    ways: dict[str, tuple[str, ...]] = {"id": ("id",), "time": ("at",), "after": ("after",)}
    if kind == "report":
        said = {"from": "caller", "text_zh": "text", "text_en": "text_en", "place": "place", "kind": "kind"}
        return ways | {name: ("report", each) for name, each in said.items()}
    if kind in _CHANNELS:
        said = {"from": "sender", "text_zh": "text", "text_en": "text_en", "about": "about"}
        return (
            ways
            | {name: ("message", each) for name, each in said.items()}
            | {"channel": ("message", "channel")}
        )
    return ways | ({"text_zh": ("note",)} if kind == "note" else {})


def _json(value: Any) -> str:
    """JSON that survives whatever a spreadsheet does to blanks and unseen characters."""
    text = json.dumps(value, ensure_ascii=False)
    shown = "".join(
        each if each.isprintable() and each != "\u3000" else f"\\u{ord(each):04x}" for each in text
    )
    return shown.replace("  ", " \\u0020").replace("  ", " \\u0020")


def _put(sheet: Any, row: int, column: int, text: str) -> None:
    """A cell that is text whatever it begins with: no spreadsheet takes it for a formula."""
    if len(text) > MOST_CELL:
        raise Refusal("editor.msel.too_long", row=row, limit=MOST_CELL)
    cell = sheet.cell(row, column)
    if text:
        cell.value, cell.data_type = text, "s"
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@\t\r"
        cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")


# Back


def _header(rows: Sequence[Row]) -> tuple[int, dict[int, str]] | None:
    """The row of the headings, and the columns by position."""
    for number, cells in rows[:20]:
        names = {n: name for n, each in enumerate(cells) if (name := column_of(each))}
        if "text_zh" in names.values() and ("time" in names.values() or "condition" in names.values()):
            return number, names
    return None


def _read(file: str, rows: Sequence[Row], names: Mapping[int, str]) -> MselList:
    found = MselList([], [])
    taken: set[str] = set()
    for number, cells in rows:
        shown = ["" if isinstance(each, Flaw) else each for each in cells]
        if not any(cells):
            continue
        flaw = next((each for n, each in enumerate(cells) if isinstance(each, Flaw) and n in names), None)
        told = {names[n]: each for n, each in enumerate(shown) if n in names}
        fault = None
        fields: Fields = {}
        if flaw is not None:
            shown = [each.shown if isinstance(each, Flaw) else each for each in cells]
            fault = Finding(file, number, "editor.msel.cell", {"given": flaw.shown})
        else:
            fields, fault = _checked(file, number, told, taken)
        if fault is not None:
            found.faults.append(fault)
            found.refused.append((number, shown, fault))
            continue
        taken.add(fields["id"])
        found.injects.append(fields)
        found.remarks.append(told.get("remarks", ""))
    return found


def _checked(file: str, row: int, told: Mapping[str, str], taken: set[str]) -> tuple[Fields, Finding | None]:
    try:
        fields = _fields(told, row)
    except (ValueError, YAMLError) as why:
        given = str(why).splitlines()[0][:80]
        return {}, Finding(file, row, "editor.msel.cell", {"given": given})
    if fields["id"] in taken:
        values = {"field": "id", "given": fields["id"]}
        return {}, Finding(file, row, "drill.script.twice", values)
    try:
        Inject.model_validate(fields)
    except ValidationError as why:
        error = why.errors(include_url=False)[0]
        return {}, complaint_of(error, file, {(): row})
    return fields, None


def _fields(told: Mapping[str, str], row: int) -> Fields:
    """The inject of one row; what the last column says stands where its own column says nothing else."""
    fields: Fields = json.loads(told["rest"]) if told.get("rest") else {}
    if not isinstance(fields, dict):
        raise ValueError(told["rest"])
    kind = word_in(told.get("type", ""), TYPE_WORDS) or _kind(fields)
    ways = _ways(kind)
    for name, way in ways.items():
        text = kind if name == "channel" else told.get(name, "")
        if text and clean(str(_dig(fields, way) or "")) != text:
            _bury(fields, way, text)
    if told.get("phase"):
        fields["phase"] = word_in(told["phase"], PHASE_WORDS) or told["phase"]
    _set_moment(fields, told)
    _set_expected(fields, told)
    fields.setdefault("id", f"inject_{row}")
    return fields


def _set_moment(fields: Fields, told: Mapping[str, str]) -> None:
    condition, time = told.get("condition", ""), told.get("time", "")
    if condition == "called":
        fields["called"] = True
    elif condition and text_of(fields.get("when")) != condition:
        fields["when"] = value_of(condition)
        if not time:
            fields.pop("at", None)
    if time and not _CLOCK.fullmatch(time) and time.replace(".", "").isdigit():
        raise ValueError(time)


def _set_expected(fields: Fields, told: Mapping[str, str]) -> None:
    """A planner's own words: of an expectation that is there, else a hint: nobody says how to measure it."""
    text, within = told.get("expected", ""), told.get("within", "")
    expect = fields.get("expect")
    if isinstance(expect, list) and expect and isinstance(expect[0], dict):
        title = expect[0].get("title")
        if text and isinstance(title, dict) and " / ".join(title.values()) != text:
            expect[0]["title"] = _title(text)
        if within:
            expect[0]["within"] = within
    elif text and "hint" not in fields:
        fields["hint"] = _title(f"{text}（{within}）" if within else text)


def _title(text: str) -> dict[str, str]:
    zh, _, en = text.partition(" / ")
    return {"zh": zh, "en": en or zh}


def _dig(fields: Mapping[str, Any], way: Sequence[str]) -> Any:
    value: Any = fields
    for key in way:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _drop(fields: Fields, way: Sequence[str]) -> None:
    if len(way) == 1:
        fields.pop(way[0], None)
        return
    inner = fields.get(way[0])
    if isinstance(inner, dict):
        _drop(inner, way[1:])
        if not inner:
            fields.pop(way[0])


def _bury(fields: Fields, way: Sequence[str], text: str) -> None:
    for key in way[:-1]:
        inner = fields.setdefault(key, {})
        if not isinstance(inner, dict):
            raise ValueError(str(inner))
        fields = inner
    fields[way[-1]] = text
