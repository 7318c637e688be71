"""The choice of layers and its panel: kept, worked by mouse or keys alone, said in two languages."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from commandroom.errors import WorldFailed
from commandroom.map.marks import LAYERS
from commandroom.ui.layers.choice import CHOOSABLE, OPTIONS, LayerChoice, choice_of
from commandroom.ui.layers.keeping import SEAT, keep_choice, kept_choice
from commandroom.ui.layers.model import COUNT, ROW, ROWS, WORDS, LayerModel
from commandroom.ui.layers.panel import LayerPanel
from commandroom.ui.theme import NIGHT
from commandroom.wording import Wording


@pytest.fixture
def model() -> LayerModel:
    made = LayerModel(Wording("zh"))
    made.wanted.connect(lambda names, on: made.set_choice(made._choice.with_layers(names, on)))
    made.option_wanted.connect(lambda name, value: made.set_choice(made._choice.with_option(name, value)))
    return made


@pytest.fixture
def panel(model: LayerModel, qtbot: Any) -> LayerPanel:
    made = LayerPanel(model, NIGHT, Wording("zh"))
    qtbot.addWidget(made)
    made.resize(232, 700)
    made.show()
    qtbot.waitExposed(made)
    made.enter()
    return made


def state(model: LayerModel, name: str) -> Qt.CheckState:
    return Qt.CheckState(model.index_of(name).data(Qt.ItemDataRole.CheckStateRole))


def middle(panel: LayerPanel, index: QModelIndex, x: float) -> QPoint:
    box = panel.tree.visualRect(index)
    return QPoint(round(x), box.center().y())


def test_every_layer_of_the_map_can_be_chosen_or_always_shows() -> None:
    assert set(LAYERS) - set(CHOOSABLE) == {"opponent", "contain"}
    assert set(CHOOSABLE) <= set(LAYERS)


def test_every_layer_stands_in_the_panel_once() -> None:
    parts = [part for row in ROWS if not row.kids or row.kids[0].options for part in row.parts]
    parts += [kid.name for row in ROWS for kid in row.kids if not kid.options]
    assert sorted(parts) == sorted(CHOOSABLE)


def test_a_choice_survives_the_night(tmp_path: Path) -> None:
    choice = LayerChoice(is_open=True).with_layers(frozenset({"heat"}), True).with_option("heat.days", "90")
    choice = choice.with_layers(frozenset({"post", "unit.dog"}), False)
    keep_choice(tmp_path, choice)
    assert kept_choice(tmp_path) == choice


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"off": 7}', "\x00\xff", "[" * 100_000])
def test_a_spoilt_file_costs_the_choice_and_no_more(text: str, tmp_path: Path, caplog: Any) -> None:
    (tmp_path / SEAT).write_bytes(text.encode("latin-1"))
    with caplog.at_level(logging.WARNING):
        assert kept_choice(tmp_path) == LayerChoice()


def test_what_is_unknown_in_the_file_is_passed_over() -> None:
    said = {"off": ["post", "zeppelins", 4], "reach.mode": "rocket", "trail.minutes": "30", "open": "yes"}
    choice = choice_of(said)
    assert "post" not in choice.on
    assert choice.option("reach.mode") == LayerChoice().option("reach.mode")
    assert (choice.option("trail.minutes"), choice.is_open) == ("30", False)


def test_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(WorldFailed):
        keep_choice(tmp_path / "home", LayerChoice())


def test_the_file_holds_no_more_than_the_choice(tmp_path: Path) -> None:
    keep_choice(tmp_path, LayerChoice())
    assert set(json.loads((tmp_path / SEAT).read_text())) == {"off", "open", *OPTIONS}


def test_the_tree_is_a_sound_model(model: LayerModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_counts({"post": 3})
    model.set_choice(LayerChoice().with_layers(frozenset({"trail"}), True))
    assert model.rowCount() == len(ROWS)


def test_a_group_is_half_ticked_and_a_click_ticks_all(model: LayerModel) -> None:
    model.set_choice(LayerChoice().with_layers(frozenset({"unit.dog"}), False))
    assert state(model, "units") is Qt.CheckState.PartiallyChecked
    model.toggle(model.index_of("units"))
    assert state(model, "units") is Qt.CheckState.Checked
    model.toggle(model.index_of("units"))
    assert state(model, "unit.foot") is Qt.CheckState.Unchecked


def test_counts_stand_behind_the_names_and_a_group_sums_its_own(model: LayerModel) -> None:
    model.set_counts({"unit.foot": 139, "unit.car": 18, "post": 120})
    assert model.index_of("units").data(COUNT) == "157"
    assert model.index_of("unit.car").data(COUNT) == "18"
    assert model.index_of("label").data(COUNT) == ""


def test_a_reader_of_screens_hears_name_count_and_state(model: LayerModel) -> None:
    model.set_counts({"unit.video": 9})
    spoken = model.index_of("unit.video").data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "视频 9 显示"
    assert model.index_of("trail.who").data(Qt.ItemDataRole.AccessibleTextRole) == "谁的轨迹 所选"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_and_value_has_words(language: str) -> None:
    wording = Wording(language)  # type: ignore[arg-type]
    model = LayerModel(wording)
    rows = [*ROWS, *(kid for row in ROWS for kid in row.kids)]
    for row in rows:
        assert wording.has(f"layers.row.{row.name}"), row.name
        words = model.index_of(row.name).data(WORDS) or ()
        assert all("layers." not in word for word in words), row.name


def test_space_and_enter_tick_and_no_key_gets_past_the_tree(panel: LayerPanel, model: LayerModel) -> None:
    panel.tree.setCurrentIndex(model.index_of("post"))
    QTest.keyClick(panel.tree, Qt.Key.Key_Space)
    assert state(model, "post") is Qt.CheckState.Unchecked
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert state(model, "post") is Qt.CheckState.Checked


def test_arrows_open_a_group_walk_it_and_choose_values(panel: LayerPanel, model: LayerModel) -> None:
    panel.tree.setCurrentIndex(model.index_of("units"))
    QTest.keyClick(panel.tree, Qt.Key.Key_Right)
    assert panel.tree.isExpanded(model.index_of("units"))
    QTest.keyClick(panel.tree, Qt.Key.Key_Down)
    assert panel.tree.currentIndex().data(ROW).name == "unit.foot"
    model.set_choice(LayerChoice().with_layers(frozenset({"heat"}), True))
    panel.tree.setCurrentIndex(model.index_of("heat.days"))
    QTest.keyClick(panel.tree, Qt.Key.Key_Right)
    assert model._choice.option("heat.days") == "90"
    QTest.keyClick(panel.tree, Qt.Key.Key_Right)
    assert model._choice.option("heat.days") == "7"


def test_what_can_be_chosen_of_a_layer_shows_while_the_layer_does(
    panel: LayerPanel, model: LayerModel
) -> None:
    assert not panel.tree.isExpanded(model.index_of("trail"))
    model.toggle(model.index_of("trail"))
    assert panel.tree.isExpanded(model.index_of("trail"))
    model.toggle(model.index_of("trail"))
    assert not panel.tree.isExpanded(model.index_of("trail"))


def test_a_click_on_a_value_takes_it(panel: LayerPanel, model: LayerModel) -> None:
    model.toggle(model.index_of("reach"))
    index = model.index_of("reach.mode")
    words = index.data(WORDS)
    places = panel.tree.rows.segments(panel.tree.visualRect(index).toRectF(), words)
    spot = places[2].center().toPoint()
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert model._choice.option("reach.mode") == "car"


def test_a_click_on_the_fold_mark_opens_and_one_on_the_name_ticks(
    panel: LayerPanel, model: LayerModel
) -> None:
    index = model.index_of("incidents")
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=middle(panel, index, 10))
    assert panel.tree.isExpanded(index)
    assert state(model, "incidents") is Qt.CheckState.PartiallyChecked
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=middle(panel, index, 90))
    assert state(model, "incidents") is Qt.CheckState.Checked


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_value_is_wider_than_its_place(language: str, qapp: QApplication, qtbot: Any) -> None:
    from PySide6.QtGui import QFontMetricsF

    from commandroom.ui.typeface import SMALL_PX, ui_font

    model = LayerModel(Wording(language))  # type: ignore[arg-type]
    model.set_choice(LayerChoice(on=frozenset(CHOOSABLE)))
    panel = LayerPanel(model, NIGHT, Wording(language))  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    panel.show()
    metrics = QFontMetricsF(ui_font(SMALL_PX, bold=True))
    for name in OPTIONS:
        index = model.index_of(name)
        words = index.data(WORDS)
        for word, place in zip(
            words, panel.tree.rows.segments(panel.tree.visualRect(index).toRectF(), words), strict=True
        ):
            assert metrics.horizontalAdvance(word) <= place.width(), (name, word)
