"""Files that are no rosters get one clear sentence; nobody's memory is blown."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from commandroom.errors import WorldFailed
from commandroom.services.roster import read_roster, write_template
from commandroom.wording import Wording
from tests.roster.books import A_FIRM, FIRMS, book, good_book, sheet


def empty(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("hello, world\n1,2\n", encoding="utf-8")


def cut(path: Path) -> None:
    whole = good_book(path.with_name("whole.xlsx")).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def garbled(path: Path) -> None:
    whole = bytearray(good_book(path.with_name("whole.xlsx")).read_bytes())
    whole[60:400] = bytes(340)
    path.write_bytes(whole)


def other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("readme.txt", "nothing")


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", bytes(60_000_000))


def entities(path: Path) -> None:
    good_book(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/extra.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


def old_excel(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))


def book_as_csv(path: Path) -> None:
    good_book(path.with_name("x.xlsx")).rename(path)


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 4)


def open_quote(path: Path) -> None:
    path.write_text('单位编号,单位名称,单位类别\nF1,"甲,物业\n', encoding="utf-8")


def no_headings(path: Path) -> None:
    book(path, 随便=[["甲", "乙"], [1, 2]])


@pytest.mark.parametrize(
    ("name", "make", "key"),
    [
        ("r.xlsx", empty, "empty"),
        ("r.csv", empty, "empty"),
        ("r.xlsx", text, "not_xlsx"),
        ("r.xlsx", cut, "broken"),
        ("r.xlsx", garbled, "broken"),
        ("r.xlsx", other_zip, "broken"),
        ("r.xlsx", bomb, "too_large"),
        ("r.xlsx", entities, "broken"),
        ("r.xlsx", old_excel, "old_or_locked"),
        ("r.xls", old_excel, "old_or_locked"),
        ("r.csv", book_as_csv, "not_csv"),
        ("r.csv", binary, "not_text"),
        ("r.csv", open_quote, "broken_csv"),
        ("r.csv", text, "no_table"),
        ("r.xlsx", no_headings, "no_table"),
        ("r.pdf", text, "wrong_type"),
    ],
)
def test_what_is_no_roster_is_refused_in_words(
    tmp_path: Path, name: str, make: Callable[[Path], None], key: str
) -> None:
    path = tmp_path / name
    make(path)
    with pytest.raises(WorldFailed) as met:
        read_roster(path)
    assert met.value.key == f"roster.file.{key}"
    for language in ("zh", "en"):
        said = Wording(language).error(met.value)
        assert name in said
        assert "{" not in said


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorldFailed, match=r"roster\.file\.missing"):
        read_roster(tmp_path / "none.xlsx")


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    path.write_text("单位编号,单位名称,单位类别\n" + "F1,甲,物业\n" * 200_001, encoding="utf-8")
    with pytest.raises(WorldFailed, match=r"roster\.file\.too_many_rows"):
        read_roster(path)


def test_a_row_numbered_beyond_reason_ends_the_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", 保安从业单位=[FIRMS, A_FIRM])
    other = tmp_path / "far.xlsx"
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(other, "w") as far:
        for part in package.namelist():
            content = package.read(part)
            if part.endswith("sheet1.xml"):
                content = content.replace(b'r="2"', b'r="900000000"').replace(b'2" t=', b'900000000" t=')
            far.writestr(part, content)
    reading = read_roster(other)
    assert reading.firms == ()


def test_the_template_is_read_back_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "名册.xlsx"
    write_template(path)
    reading = read_roster(path)
    assert not reading.problems
    assert reading.counts["examples"] == 11
    assert reading.counts["rows"] == 0
    assert [note.key for note in reading.warnings] == ["roster.warning.no_rows"]


def test_the_examples_of_the_template_are_good_rows(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "t.xlsx"
    write_template(path)
    filled = load_workbook(path)
    for page in filled.worksheets[1:]:
        for row in page.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace("示例", "真")
    filled.save(path)
    reading = read_roster(path)
    assert not reading.problems, [problem.told(Wording("en")) for problem in reading.problems]
    assert [reading.counts[name] for name in ("firms", "posts", "units", "members")] == [2, 2, 2, 2]


def test_every_column_of_the_template_is_explained(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "t.xlsx"
    write_template(path)
    said = [cell.value for row in load_workbook(path)["说明"].iter_rows() for cell in row if cell.value]
    assert not [text for text in said if "roster." in str(text)]


def test_a_template_is_xlsx_only(tmp_path: Path) -> None:
    with pytest.raises(WorldFailed, match=r"roster\.file\.template_type"):
        write_template(tmp_path / "t.csv")


def test_a_folder_of_csv_files_is_one_roster(tmp_path: Path) -> None:
    sheet(
        tmp_path / "a.csv", [["成员编号", "姓名", "人员类别", "所属单位编号"], ["M1", "甲", "保安员", "F1"]]
    )
    sheet(tmp_path / "b.csv", [FIRMS, A_FIRM])
    reading = read_roster(tmp_path)
    assert not reading.problems
    assert reading.members[0].firm == "F1"
