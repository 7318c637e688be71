"""The editor of drill scripts: time, map, form, text and faults show one draft; every change can go back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import qasync
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from commandroom.app.editing import Shelf
from commandroom.app.rehearsal import DraftRehearsal
from commandroom.app.script_reader import ReaderProcess
from commandroom.drill.draft import Draft
from commandroom.drill.pieces import plain_of
from commandroom.geo import LatLon
from commandroom.ui.editor.reading import Desks
from commandroom.ui.editor.window import EditorWindow
from commandroom.ui.theme import DAY, NIGHT
from commandroom.wording import Wording
from tests.ui.conftest import PlainMap, run

PACE = 1e6


class Bench:
    """An editor on a map without a page."""

    def __init__(self, home: Path, loop: Any, qtbot: Any) -> None:
        from commandroom.app.drills import drill_setting

        self.home, self.loop, self.qtbot = home, loop, qtbot
        self.pane = PlainMap()
        desks = Desks(ReaderProcess(), DraftRehearsal(drill_setting), Shelf(home / "scripts"))
        self.window = EditorWindow(pane=self.pane, desks=desks, theme=NIGHT, wording=Wording("zh"))
        self.window.resize(1500, 860)
        self.window.show()
        qtbot.waitExposed(self.window)
        run(loop, qtbot, self.window.files.begin())
        self.known()

    @property
    def draft(self) -> Draft:
        return self.window.desk.draft

    def known(self) -> None:
        """Wait until the faults of the text as it stands are known."""
        self.qtbot.waitUntil(lambda: self.window.lint.is_current, timeout=20_000)

    def spot(self, inject: str) -> QPoint:
        n = self.draft.ids("injects").index(inject)
        spot = self.window.parts.timeline.spot_of(n)
        assert spot is not None
        return spot

    def drag(self, inject: str, down: int) -> None:
        viewport, spot = self.window.parts.timeline.viewport(), self.spot(inject)
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseMove(viewport, spot + QPoint(0, down // 2))
        QTest.mouseMove(viewport, spot + QPoint(0, down))
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=spot + QPoint(0, down))

    def type_into(self, way: tuple[str, ...], text: str) -> None:
        entry = self.window.form.entry(way)
        assert entry is not None
        control = entry.control
        line = control.lineEdit() if isinstance(control, QComboBox) else control
        assert isinstance(line, QLineEdit)
        line.setText(text)
        line.editingFinished.emit()

    def close(self) -> None:
        errands = self.window.errands
        self.window.close()
        self.qtbot.waitUntil(lambda: not shiboken6.isValid(self.window))
        self.qtbot.waitUntil(lambda: not errands._running)


@pytest.fixture
def open_editor(tmp_path: Path, loop: qasync.QEventLoop, qtbot: Any) -> Iterator[Callable[[], Bench]]:
    """Opens editors in one home and closes them at the end."""
    opened: list[Bench] = []

    def build() -> Bench:
        opened.append(Bench(tmp_path, loop, qtbot))
        return opened[-1]

    yield build
    for each in opened:
        if shiboken6.isValid(each.window):
            each.close()


def test_an_inject_is_dragged_in_time_and_goes_back(open_editor):
    bench = open_editor()
    before = bench.draft.text
    bench.drag("crowd", 40)
    moved = bench.draft.item("injects", 1)["at"]
    assert moved == "1:50"  # forty pixels of 1.25 s, in steps of five
    bench.drag("there", 16)
    assert bench.draft.item("injects", 2)["after"] == "30s"
    assert "when: first_unit_on_scene" in bench.draft.text
    QTest.keyClick(bench.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(bench.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    bench.qtbot.waitUntil(lambda: bench.draft.text == before)
    bench.window.redo()
    assert bench.draft.item("injects", 1)["at"] == moved


def test_a_form_changes_its_field_and_says_what_is_wrong_with_it(open_editor):
    bench = open_editor()
    bench.window.showing.choose("injects", 1)
    bench.type_into(("message", "sender"), "门岗")
    bench.type_into(("at",), "soon")
    bench.known()
    assert bench.draft.item("injects", 1)["message"]["sender"] == "门岗"
    faults = bench.window.lint.faults(bench.window.wording)
    assert [each.line for each in faults] == [bench.draft.line_of("injects", 1) + 2]
    entry = bench.window.form.entry(("at",))
    assert "soon" in entry.said("urgent")
    assert bench.window.parts.timeline._faulty == {1}
    bench.window.showing.choose("places", 0)
    bench.window.fault_list.line_wanted.emit(faults[0].line)
    assert (bench.window.showing.part, bench.window.showing.n) == ("injects", 1)
    bench.type_into(("when",), "{all: [contact")
    assert bench.draft.item("injects", 1)["at"] == "soon"
    assert bench.window.form.entry(("when",)).said("urgent")
    bench.type_into(("when",), "{all: [contact, first_order]}")
    bench.known()
    assert bench.window.lint.findings == ()
    assert "at" not in bench.draft.item("injects", 1)
    assert "形成接触 且 首次派警" in bench.window.form.entry(("when",)).said("muted")
    bench.window.form.kind_wanted.emit("report")
    assert bench.draft.item("injects", 1)["report"]["text"] == "围观二十余人，通道被堵。"
    assert bench.window.form.entry(("report", "kind")) is not None


def test_places_are_set_dragged_and_walked_on_the_map(open_editor):
    bench = open_editor()
    where = bench.window.lint.places["gate"]
    assert {each.id for each in bench.pane.overlays.shapes("drawing")} == {"place:site", "place:gate"}
    bench.window.map.place_moved.emit("gate", LatLon(where.lat + 0.001, where.lon))
    assert bench.draft.item("places", 1)["north"] == pytest.approx(191, abs=1)
    assert bench.draft.item("places", 1)["part"] == "exit"
    bench.window.map.place_moved.emit("site", where)
    assert "site" in bench.window.said.text()
    assert bench.draft.item("places", 0) == {"kind": "night_market"}
    bench.window.buttons["place"].click()
    assert bench.pane.tools.tool == "draw_point"
    bench.pane.tools.drawn.emit("point", (LatLon(where.lat, where.lon + 0.001),))
    assert bench.draft.item("places", 2)["east"] == pytest.approx(96, abs=2)
    before = bench.draft.text
    bench.pane.tools.drawn.emit("line", tuple(LatLon(where.lat, where.lon + n / 1000) for n in (1, 2, 3)))
    suspect = bench.draft.item("opponents", 0)
    assert (suspect["start"], suspect["plan"]) == ("way", [{"walk_to": "way_2"}, {"walk_to": "way_3"}])
    bench.known()
    assert bench.window.lint.findings == ()
    assert len(bench.pane.overlays.shapes("contain")) == 1
    bench.window.undo()
    assert bench.draft.text == before


def test_a_hand_takes_a_place_by_its_flag_and_the_page_feels_nothing(open_editor):
    bench = open_editor()
    name = "gate"
    x, y = bench.pane.view.to_screen(bench.window.lint.places[name])
    spot = QPoint(round(x), round(y) - 6)
    heard: list[str] = []
    bench.window.map.place_moved.connect(lambda name, _at: heard.append(name))
    QTest.mousePress(bench.pane, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseMove(bench.pane, spot + QPoint(30, 0))
    QTest.mouseRelease(bench.pane, Qt.MouseButton.LeftButton, pos=spot + QPoint(30, 0))
    assert heard == [name]
    assert bench.draft.item("places", 1)["east"] > 50
    assert (bench.window.showing.part, bench.window.showing.n) == ("places", 1)


def test_text_is_two_way_and_wrong_text_stays(open_editor):
    bench = open_editor()
    page = bench.window.text_page
    bench.window.pages.setCurrentWidget(page)
    assert page.toPlainText() == bench.draft.text
    bench.drag("crowd", 40)
    assert "at: 1:50" in page.toPlainText()
    wrong = page.toPlainText().replace("criteria:", "criteria: [")
    page.setPlainText(wrong)
    page.tell()
    bench.known()
    assert (bench.draft.text, page.toPlainText()) == (wrong, wrong)
    assert len(page.extraSelections()) == 1
    assert bench.window.parts.timeline.spot_of(0) is not None
    bench.window.undo()
    bench.known()
    assert page.extraSelections() == []


def test_scripts_are_saved_opened_as_copies_and_recovered(open_editor):
    bench = open_editor()
    bench.window.files.save()
    assert bench.window.ask.isVisible()
    bench.window.ask.line.setText("夜市")
    bench.window.ask.buttons[0].click()
    path = bench.home / "scripts" / "夜市.yaml"
    bench.qtbot.waitUntil(path.exists)
    bench.qtbot.waitUntil(lambda: not bench.draft.is_changed)
    shipped = next(each for each in Shelf(bench.home / "scripts").files() if each.path.stem == "night_market")
    bench.window.files.open(shipped)
    bench.qtbot.waitUntil(lambda: "夜市" in str(bench.draft.field("title")))
    assert (bench.draft.name, bench.draft.is_changed or not bench.draft.can_undo) == ("", True)
    bench.known()
    bench.drag("alarm", 20)
    changed = bench.draft.text
    bench.close()
    again = open_editor()
    assert again.draft.text != changed
    again.window.ask.buttons[0].click()
    assert again.draft.text == changed
    assert again.draft.is_changed


def test_a_dry_run_is_shown_on_the_timeline(open_editor, monkeypatch):
    monkeypatch.setattr("commandroom.app.rehearsal.PACE", PACE)
    bench = open_editor()
    bench.window.rehearsal.play()
    bench.qtbot.waitUntil(bench.window.play_page.play.isEnabled, timeout=20_000)
    assert bench.window.play_page.table.rowCount() == 3
    assert "3/3" in bench.window.play_page.state.text()
    assert bench.window.parts.timeline._happened["there"] > 20
    monkeypatch.setattr("commandroom.app.rehearsal.PACE", 1.0)
    bench.window.rehearsal.play()
    bench.window.rehearsal.stop()
    bench.qtbot.waitUntil(bench.window.play_page.play.isEnabled, timeout=20_000)
    assert bench.window.play_page.state.text() == "已停止"


def test_injects_go_out_as_a_sheet_and_come_back(open_editor, tmp_path):
    bench = open_editor()
    before = [plain_of(each) for each in bench.draft.pieces()]
    run(bench.loop, bench.qtbot, bench.window.files.export_to(tmp_path / "a.xlsx"))
    bench.window.desk.do(lambda: bench.draft.remove("injects", 3))
    run(bench.loop, bench.qtbot, bench.window.files.import_from(tmp_path / "a.xlsx"))
    after = [plain_of(each) for each in bench.draft.pieces()]
    assert after == before
    bench.window.undo()
    assert bench.draft.count("injects") == 4


def test_another_language_and_theme_at_once(open_editor):
    bench = open_editor()
    bench.window.apply_wording(Wording("en"))
    bench.window.apply_theme(DAY)
    assert bench.window.buttons["save"].text() == "Save"
    assert (bench.pane.language, bench.pane.theme) == ("en", "day")
    assert bench.window.verdict.text() == "✓ ready to play"
