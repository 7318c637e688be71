"""The empty roster that a station fills in."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from commandroom.errors import WorldFailed
from commandroom.services.roster.layout import add_sheet, put
from commandroom.services.roster.sheets import SHEETS, Column, Sheet, Table
from commandroom.services.roster.writer import save_workbook
from commandroom.wording import Wording

_EXAMPLE = Font(italic=True, color="7F7F7F")
_BAND = PatternFill("solid", fgColor="E8EDF3")
_WRAP = Alignment(wrap_text=True, vertical="top")
_INTRO = ("purpose", "examples", "needed", "ids", "coordinates", "equipment", "check")

_EXAMPLES: dict[Table, tuple[tuple[str | float | int, ...], ...]] = {
    Table.FIRMS: (
        ("示例-F01", "示例保安服务有限公司", "保安公司"),
        ("示例-F02", "示例物业服务中心", "物业公司"),
    ),
    Table.POSTS: (
        (
            "示例-P001",
            "示例夜市共治站",
            120.03,
            28.89,
            "WGS-84",
            "示例路 1 号",
            "示例-F01",
            "防暴头盔×4; 对讲机×2",
        ),
        (
            "示例-P002",
            "示例小区共治站",
            120.04,
            28.9,
            "GCJ-02",
            "示例路 2 号",
            "示例-F02",
            "防刺背心×2; 盾牌×2",
        ),
    ),
    Table.UNITS: (
        ("示例-U001", "示例一组", "步巡", "保安", 3, "示例-P001", "示例-F01", "", "", "", "对讲机×3", "在勤"),
        ("示例-U002", "示例车巡", "车巡", "公安", 2, "", "", 120.035, 28.895, "WGS-84", "防暴叉×1", "在勤"),
    ),
    Table.MEMBERS: (
        ("示例-M0001", "示例甲", "保安员", "示例-F01", "示例-P001", "示例-U001", ""),
        ("示例-M0002", "示例乙", "民警", "", "", "示例-U002", ""),
    ),
    Table.PATROLS: (
        ("示例-R01", "示例夜市环线", 1, "示例-P001", "", "是"),
        ("示例-R01", "", 2, "28.895,120.035", "WGS-84", ""),
        ("示例-R01", "", 3, "示例-P002", "", ""),
    ),
}


def write_template(path: Path) -> None:
    """Write the XLSX template: explanations in Chinese and English, then the five sheets with examples.

    Raises:
        WorldFailed: not an .xlsx name, or the disk refuses.
    """
    if path.suffix.lower() != ".xlsx":
        raise WorldFailed("roster.file.template_type", path=str(path))
    book = Workbook()
    _explain(book.worksheets[0])
    for table, sheet in SHEETS.items():
        page = add_sheet(book, sheet)
        for row, example in enumerate(_EXAMPLES[table], start=2):
            for number, value in enumerate(example, start=1):
                put(page, row, number, value).font = _EXAMPLE
    try:
        save_workbook(book, path)
    except OSError as why:
        raise WorldFailed("roster.file.unwritable", path=str(path), why=why.strerror or str(why)) from why


def _explain(page: Worksheet) -> None:
    zh, en = Wording("zh"), Wording("en")
    page.title = "说明"
    for letter, width in (("A", 16), ("B", 18), ("C", 10), ("D", 52), ("E", 52)):
        page.column_dimensions[letter].width = width
    put(page, 1, 1, zh.say("roster.template.title")).font = Font(bold=True, size=14)
    put(page, 1, 5, en.say("roster.template.title")).font = Font(bold=True, size=14)
    row = 2
    for part in _INTRO:
        row += 1
        _wrapped(page, row, 4, zh.say(f"roster.template.{part}"))
        _wrapped(page, row, 5, en.say(f"roster.template.{part}"))
    row += 2
    for number, part in enumerate(("sheet", "column", "is_needed", "meaning", "meaning_en"), start=1):
        cell = put(page, row, number, zh.say(f"roster.template.head.{part}"))
        cell.font, cell.fill = Font(bold=True), _BAND
    for sheet in SHEETS.values():
        for column in sheet.columns:
            row += 1
            _explain_column(page, row, sheet, column, zh, en)


def _explain_column(
    page: Worksheet, row: int, sheet: Sheet, column: Column, zh: Wording, en: Wording
) -> None:
    key = f"roster.explain.{sheet.table.value}.{column.field}"
    put(page, row, 1, sheet.title)
    put(page, row, 2, column.heading)
    put(page, row, 3, zh.say("roster.template.yes" if column.is_needed else "roster.template.no"))
    for number, wording in ((4, zh), (5, en)):
        text = wording.say(key)
        if column.choices is not None:
            text += " " + wording.say("roster.template.allowed", words=column.choices.told())
        _wrapped(page, row, number, text)


def _wrapped(page: Worksheet, row: int, number: int, text: str) -> None:
    put(page, row, number, text).alignment = _WRAP
