"""A click on the card selected already brings its place back into view."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import Stage


def test_a_click_on_the_selected_card_shows_its_place_again(stage: Stage) -> None:
    incident = stage.report()
    at = stage.situation.incident(incident).at
    cards = stage.window.frame.queue.list
    spot = cards.visualRect(cards.model().index(cards.model().row_of(incident), 0)).center()
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert stage.window.console.incident == incident
    shown = len(stage.window.map_pane.revealed)
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert stage.window.map_pane.revealed[shown:] == [at]
