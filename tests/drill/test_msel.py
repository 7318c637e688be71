"""The inject list as a spreadsheet: read back it is the same; what cannot be read is named and kept."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from commandroom.drill.draft import Draft
from commandroom.drill.msel import export_msel, import_msel, write_refused
from commandroom.drill.schema import Inject
from commandroom.drill.script import shipped
from commandroom.errors import WorldFailed


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_an_export_read_back_is_the_same_list(path: Path, tmp_path: Path):
    draft = Draft(path.read_text(encoding="utf-8"))
    injects = [each for each in draft.items("injects") if each]
    export_msel(injects, [draft.remark("injects", n) for n in range(len(injects))], tmp_path / "a.xlsx")
    back = import_msel(tmp_path / "a.xlsx")
    assert back.faults == []
    assert [Inject.model_validate(each) for each in back.injects] == [
        Inject.model_validate(each) for each in injects
    ]
    draft.replace_injects(back.injects, back.remarks)
    assert draft.ids("injects") == [each["id"] for each in injects]
    draft.undo()
    assert draft.text == path.read_text(encoding="utf-8")


def test_texts_that_a_spreadsheet_would_change_come_back_as_they_were(tmp_path: Path):
    said = {"channel": "radio", "sender": "=HYPERLINK(1)", "text": "  两行\n　全角  两格 ", "text_en": "-1+1"}
    injects = [{"id": "odd", "at": "0:10", "message": said, "chance": 0.5, "only": ["hard"]}]
    export_msel(injects, ["@remark"], tmp_path / "a.xlsx")
    cells = [cell for row in load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert [cell.quotePrefix for cell in cells if str(cell.value).startswith("=")] == [True]
    back = import_msel(tmp_path / "a.xlsx")
    assert (back.injects, back.remarks, back.faults) == (injects, ["@remark"], [])


def test_a_foreign_list_is_read_and_its_bad_rows_are_named(tmp_path: Path):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["某市演练"])
    sheet.append(["No.", "Time", "Type", "From", "Description", "Expected action", "Within", "Phase"])
    sheet.append([1, "0:30", "phone", "门卫", "有人翻墙", "派两组", "2m", "增援"])
    sheet.append([2, "soon", "phone", "门卫", "又来一个", "", "", ""])
    sheet.append([3, "1:00", "电台", "巡组", "=1+1", "", "", ""])
    sheet.append([None] * 8)
    sheet.append([4, "2:00", "radio", "", "没有发送方", "", "", ""])
    book.save(tmp_path / "b.xlsx")
    back = import_msel(tmp_path / "b.xlsx")
    assert [each["id"] for each in back.injects] == ["inject_3"]
    assert back.injects[0]["hint"]["zh"] == "派两组（2m）"
    assert back.injects[0]["phase"] == "reinforce"
    assert [(each.line, each.key) for each in back.faults] == [
        (4, "drill.script.bad_duration"),
        (5, "editor.msel.cell"),
        (7, "drill.script.missing"),
    ]
    write_refused(back.refused, ["a", "b", "c"], tmp_path / "c.xlsx")
    kept = list(load_workbook(tmp_path / "c.xlsx").worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in kept] == ["4", "5", "7"]
    assert "没有发送方" in kept[2]


def test_a_file_without_the_columns_is_refused(tmp_path: Path):
    book = Workbook()
    book.worksheets[0].append(["a", "b"])
    book.save(tmp_path / "d.xlsx")
    with pytest.raises(WorldFailed) as failed:
        import_msel(tmp_path / "d.xlsx")
    assert failed.value.key == "editor.msel.no_columns"
