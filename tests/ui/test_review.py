"""The review's window on a drill that was really played; only the map is a stand-in."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import qasync
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from commandroom.drill.ghosts import play_answer
from commandroom.drill.script import load_script
from commandroom.models.domain import events as ev
from commandroom.models.domain.commands import TakeNote
from commandroom.models.domain.entities import Author
from commandroom.models.opening import open_store
from commandroom.services.review.history import Past, past_of_day, past_of_drill
from commandroom.services.review.notes import keep_note
from commandroom.settings import store_url
from commandroom.ui.panels.journal.model import JournalModel
from commandroom.ui.review.events import COMING, NOW
from commandroom.ui.review.marks import ABOUT, GHOST
from commandroom.ui.review.picker import Choosable, Picker
from commandroom.ui.review.shown import Shown
from commandroom.ui.review.window import ReviewWindow
from commandroom.ui.theme import DAY, NIGHT
from commandroom.wording import Wording
from tests.drill.small_town import catalogue
from tests.review.conftest import SEED, Played
from tests.review.conftest import played as played
from tests.review.conftest import setting as setting
from tests.ui.conftest import PlainMap

TEACHER = Author("教官", "复盘")


@pytest.fixture(scope="module")
def past(played: Played) -> Past:
    return past_of_drill(played.folder)


@pytest.fixture
def window(qtbot: Any, loop: qasync.QEventLoop, past: Past) -> Iterator[ReviewWindow]:
    made = ReviewWindow(map_pane=PlainMap(), catalogue=catalogue(), theme=NIGHT, wording=Wording("zh"))
    made.show()
    qtbot.waitExposed(made)
    made.show_past(Shown(past.playback, "小城持刀", is_drill=True))
    settled(qtbot, made)
    yield made
    made.close()
    qtbot.waitUntil(lambda: not shiboken6.isValid(made))


def settled(qtbot: Any, window: ReviewWindow) -> None:
    """Until the moment that was wanted last shows."""
    assert window.shown is not None
    wanted = window.shown.playback.start + timedelta(seconds=window.player.at_s)
    qtbot.waitUntil(lambda: window.moment == wanted and not window._is_asking)


def go(qtbot: Any, window: ReviewWindow, seconds: float) -> None:
    window.player.seek(seconds)
    settled(qtbot, window)


def test_a_drag_of_the_hand_shows_the_room_as_it_stood(qtbot: Any, window: ReviewWindow, past: Past) -> None:
    line, span = window.timeline, window.player.span_s
    spot = QPoint(round(line.x_of(span * 0.2)), 30)
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=spot)
    for share in (0.3, 0.5, 0.7):
        QTest.mouseMove(line, QPoint(round(line.x_of(span * share)), 30))
    there = QPoint(round(line.x_of(span * 0.7)), 30)
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=there)
    settled(qtbot, window)
    assert window.player.at_s == pytest.approx(span * 0.7, abs=span / 200)
    assert window.moment is not None
    want = past.playback.at(window.moment).situation
    pane = window.map_pane
    assert {each.id: each.at for each in pane.units.values()} == {u.id: u.at for u in want.units.values()}  # type: ignore[attr-defined]
    assert set(pane.incidents) == {each.id for each in want.open_incidents()}  # type: ignore[attr-defined]
    assert window.queue.model.ids == tuple(each.id for each in want.open_incidents())


def test_the_list_follows_the_moment_and_a_click_on_a_line_goes_to_its_own(
    qtbot: Any, window: ReviewWindow, past: Past
) -> None:
    model = window.events.events
    go(qtbot, window, window.player.span_s / 2)
    assert window.moment is not None
    told = past.playback.told_by(window.moment)
    assert [bool(model.index(row).data(COMING)) for row in (0, told - 1, told)] == [False, False, True]
    assert [row for row in range(model.rowCount()) if model.index(row).data(NOW)] == [told - 1]
    row = next(n for n, fact in enumerate(past.playback.facts) if isinstance(fact.event, ev.UnitArrived))
    window.events.scrollTo(model.index(row))
    spot = window.events.visualRect(model.index(row)).center()
    QTest.mouseClick(window.events.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    settled(qtbot, window)
    assert window.moment == past.playback.facts[row].event.at
    arrived = past.playback.facts[row].event
    assert isinstance(arrived, ev.UnitArrived)
    assert window.situation.assignment(arrived.unit, arrived.incident).on_scene_at == arrived.at
    assert "到场" in model.index(row).data(JournalModel.LINE).text


def test_it_plays_forwards_and_backwards_and_steps(qtbot: Any, window: ReviewWindow, past: Past) -> None:
    window.player.set_speed(64)
    go(qtbot, window, 20)
    window.bar.buttons["play"].click()
    qtbot.waitUntil(lambda: window.player.at_s > 40)
    window.bar.buttons["back"].click()
    turned = window.player.at_s
    qtbot.waitUntil(lambda: window.player.at_s < turned - 10)
    window.bar.buttons["next"].click()
    assert window.player.way == 0
    settled(qtbot, window)
    here = window.moment
    assert here in {fact.event.at for fact in past.playback.facts}
    window.bar.buttons["previous"].click()
    settled(qtbot, window)
    assert window.moment == past.playback.previous_moment(here)


def test_what_the_seat_knew_leaves_out_the_future_and_whom_nobody_saw(
    qtbot: Any, window: ReviewWindow, past: Past
) -> None:
    moments = range(0, int(window.player.span_s), 5)
    start = past.playback.start
    hidden_at = next(
        (
            n
            for n in moments
            if any(
                not each.is_seen and each.state != "subdued"
                for each in past.playback.at(start + timedelta(seconds=n)).situation.opponents
            )
        ),
        None,
    )
    go(qtbot, window, window.player.span_s / 3 if hidden_at is None else hidden_at)
    every = len(window.map_pane.opponents)  # type: ignore[attr-defined]
    rows = window.events.events.rowCount()
    window.bar.knowing.click()
    qtbot.waitUntil(lambda: not window._is_asking)
    settled(qtbot, window)
    seen = len(window.map_pane.opponents)  # type: ignore[attr-defined]
    assert seen <= every
    assert hidden_at is None or seen < every
    assert window.events.events.rowCount() < rows, "bookmarks were nothing the seat knew"


def test_a_note_is_kept_in_the_drill_and_stands_at_its_moment(
    qtbot: Any, window: ReviewWindow, played: Played, past: Past
) -> None:
    go(qtbot, window, 33)
    wanted: list[tuple[str, str, Any]] = []
    window.note_wanted.connect(lambda *each: wanted.append(each))
    QTest.keyClicks(window.bar.text, "late shields")
    window.bar.remark.click()
    assert wanted == [("late shields", "remark", past.playback.start + timedelta(seconds=33))]
    (fact,) = keep_note(played.folder, TEACHER, *wanted[0])
    window.add_note(fact)
    store = open_store(store_url("drill.db", base=played.folder), only_to_read=True)
    newest = list(store.entries())[-1]
    assert store.verify().is_sound
    store.close()
    assert (newest.event, newest.operator) == ("NoteTaken", TEACHER.operator)
    assert isinstance(newest.order(), TakeNote)
    assert any(tick.lane == "note" and tick.at_s == 33 for tick in window.timeline._ticks)


def test_the_plans_units_stand_beside_the_trainees(
    qtbot: Any, window: ReviewWindow, played: Played, setting: Any
) -> None:
    loaded = load_script(played.folder / "script.yaml")
    ghosts = play_answer(loaded, setting, seed=SEED, is_wanted=lambda: True)
    assert ghosts is not None
    window.show_ghosts(ghosts.playback, ghosts.sheet.criteria, "并列")
    found: set[str] = set()
    for seconds in range(30, 240, 15):
        go(qtbot, window, seconds)
        marks = [each for each in window.map_pane.units.values() if each.id.startswith(GHOST)]  # type: ignore[attr-defined]
        found |= {each.id for each in marks}
        assert all(each.state == "ghost" for each in marks)
    assert found
    assert window.head.legend.isVisible()
    rows = window.comparison.table.rowCount()
    assert rows == len(ghosts.sheet.criteria)
    plan = [window.comparison.table.item(row, 2) for row in range(rows)]
    assert any(each is not None and "✓" in each.text() for each in plan)
    window.show_ghosts(None, None, "")
    settled(qtbot, window)
    qtbot.waitUntil(lambda: not any(each.startswith(GHOST) for each in window.map_pane.units))  # type: ignore[attr-defined]


def test_reckoned_places_say_that_they_are(
    qtbot: Any, window: ReviewWindow, played: Played, setting: Any
) -> None:
    url = store_url("drill.db", base=played.folder)
    day = past_of_day(url, played.start, played.end + timedelta(seconds=1), setting.router)
    window.show_past(Shown(day.playback, "2026-11-20", is_drill=False))
    go(qtbot, window, window.player.span_s / 2)
    assert window.head.estimated.isVisible()
    marks = window.map_pane.units  # type: ignore[attr-defined]
    reckoned = {unit for unit, mark in marks.items() if mark.label.startswith(ABOUT)}
    assert window.picture is not None
    assert reckoned == set(window.picture.estimated) != set()
    assert not window.bar.remark.isEnabled()
    assert not window.bar.ghosts.isEnabled()


def test_theme_and_language_change_under_it(qtbot: Any, window: ReviewWindow) -> None:
    window.apply_theme(DAY)
    window.apply_wording(Wording("en"))
    settled(qtbot, window)
    assert window.bar.branch.text() == "Drill from here"
    assert window.map_pane.theme == "day"  # type: ignore[attr-defined]
    wished: list[Any] = []
    window.branch_wanted.connect(wished.append)
    window.bar.branch.click()
    assert wished == [window.moment]


def test_the_picker_searches_and_says_what_was_chosen(qtbot: Any) -> None:
    picker = Picker(Wording("zh"))
    qtbot.addWidget(picker)
    lines = [Choosable("/a", "博物馆 练习", "museum"), Choosable("/b", "地铁 考核", "metro")]
    picker.offer(lines, [], None)
    wanted: list[tuple[str, str]] = []
    picker.chosen.connect(lambda *each: wanted.append(each))
    QTest.keyClicks(picker.drills.field, "metro")
    assert picker.drills.list.count() == 1
    picker.open_button.click()
    picker.tabs.setCurrentIndex(2)
    picker.open_button.click()
    assert wanted == [("drill", "/b")]
