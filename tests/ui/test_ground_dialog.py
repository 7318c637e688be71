"""The dialog of base maps: plain values in, plain values out."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from commandroom.geo import Datum
from commandroom.grounds import GroundSpec
from commandroom.ui.ground_dialog import GroundDialog, GroundRow, kind_of_source
from commandroom.wording import Wording

ROWS = (
    GroundRow("roads", "道路底图", "自绘道路", False),
    GroundRow("影像", "影像", "MBTiles 文件", True),
)


@pytest.fixture
def dialog(qtbot) -> GroundDialog:  # type: ignore[no-untyped-def]
    parent = QWidget()
    qtbot.addWidget(parent)
    made = GroundDialog(Wording("zh"), parent)
    made.show_grounds(ROWS, "roads")
    made.show()
    made.parent_of_test = parent  # type: ignore[attr-defined]
    return made


def click(qtbot, dialog: GroundDialog, row: int) -> None:  # type: ignore[no-untyped-def]
    spot = dialog.list.visualItemRect(dialog.list.item(row)).center()
    qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_a_click_chooses_and_only_what_was_added_can_be_removed(qtbot, dialog: GroundDialog) -> None:
    assert not dialog.isModal()
    assert not dialog.remove.isEnabled()
    with qtbot.waitSignal(dialog.chosen) as told:
        click(qtbot, dialog, 1)
    assert told.args == ["影像"]
    assert dialog.remove.isEnabled()
    with qtbot.waitSignal(dialog.remove_wanted) as told:
        qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    assert told.args == ["影像"]


def test_the_form_says_what_is_missing_and_then_what_to_try(
    qtbot, dialog: GroundDialog, tmp_path: Path
) -> None:
    qtbot.mouseClick(dialog.trial, Qt.MouseButton.LeftButton)
    assert dialog.answer.text() == "填文件或地址"
    file = tmp_path / "市区.pmtiles"
    dialog.source.setText(str(file))
    assert dialog.name.text() == "市区"
    dialog.datum.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.try_wanted) as told:
        qtbot.mouseClick(dialog.trial, Qt.MouseButton.LeftButton)
    assert told.args == [GroundSpec("市区", "pmtiles", file, datum=Datum.GCJ02)]
    assert not dialog.trial.isEnabled()
    dialog.show_trial("连不上", None, is_good=False)
    assert dialog.trial.isEnabled()
    dialog.source.setText("http://10.0.0.8/{z}/{x}/{y}.png")
    dialog.name.setText("内网")
    with qtbot.waitSignal(dialog.add_wanted) as told:
        qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    assert (told.args[0].kind, told.args[0].path, told.args[0].address) == (
        "xyz", None, "http://10.0.0.8/{z}/{x}/{y}.png",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("/a/b.MBTILES", "mbtiles"),
        ("C:\\maps\\b.pmtiles", "pmtiles"),
        ("http://a/{z}/{x}/{y}.png", "xyz"),
        ("http://a/tiles.pmtiles", "xyz"),
        ("http://t0.a.cn/vec_w/wmts?LAYER=vec&tk=1", "wmts"),
        ("http://a/{TileMatrix}/{TileRow}/{TileCol}.png", "wmts"),
    ],
)
def test_what_was_typed_says_its_kind(source: str, kind: str) -> None:
    assert kind_of_source(source) == kind


def test_the_dialog_speaks_both_languages(dialog: GroundDialog) -> None:
    dialog.apply_wording(Wording("en"))
    assert dialog.trial.text() == "Try it"
    assert dialog.windowTitle() == "Base map"
