"""多警统派 in the window: two ways side by side, nothing moves by itself, one order for each incident."""

from collections.abc import Callable
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from commandroom.geo import LatLon, distance_m, moved
from commandroom.models.domain import commands as co
from commandroom.models.domain.entities import Kit, Unit
from commandroom.models.domain.enums import Duty, Party, UnitKind
from commandroom.models.domain.events import DecisionTaken
from commandroom.models.domain.ids import IncidentId, PostId, UnitId
from commandroom.services.recommendation import Recommendation
from commandroom.ui.many_dialog import ManyDialog
from commandroom.wording import Wording
from tests.conftest import DISPUTE, KNIFE, MARKET, OPERATOR
from tests.ui.conftest import METRES_PER_S, CrowRouter, Stage

INCIDENTS, UNITS = 100, 300
POST_UNIT, NEXT_DOOR = UnitId("U-1"), UnitId("U-2")


class WideRouter(CrowRouter):
    """Answers for many at once too."""

    def times(
        self, origins: npt.ArrayLike, goals: npt.ArrayLike, _mode: object, *, limit_s: float
    ) -> npt.NDArray[np.float64]:
        starts, ends = np.asarray(origins).reshape(-1, 2), np.asarray(goals).reshape(-1, 2)
        found = np.array(
            [[distance_m(LatLon(*each), LatLon(*goal)) for goal in ends] for each in starts]
        ).reshape(len(starts), len(ends))
        return np.where(found / METRES_PER_S <= limit_s, found / METRES_PER_S, np.inf)


@pytest.fixture
def wide(raise_stage: Callable[..., Stage]) -> Stage:
    """A window whose roads answer for many at once."""
    return raise_stage(roads=Recommendation(WideRouter()))  # type: ignore[arg-type]


def opened(stage: Stage) -> ManyDialog:
    """The dialog, once everything is worked out."""
    stage.window.actions_of_room["many"].trigger()
    rested(stage)
    dialog = stage.window.brain.many.dialog
    assert dialog is not None
    return dialog


def rested(stage: Stage) -> None:
    stage.qtbot.waitUntil(lambda: not stage.window.brain.many.is_busy, timeout=20_000)


def send(stage: Stage, dialog: ManyDialog) -> None:
    dialog.send.held.emit()
    rested(stage)


def sent_to(stage: Stage, incident: IncidentId) -> set[str]:
    return {each.unit for each in stage.situation.assignments(incident) if each.is_active}


def fill(stage: Stage) -> None:
    """A hundred incidents and three hundred more units, spread over six kilometres."""
    chance = Random(5)

    def place() -> LatLon:
        return moved(MARKET, east_m=chance.uniform(-3e3, 3e3), north_m=chance.uniform(-3e3, 3e3))

    kit = (Kit("盾牌", 1), Kit("钢叉", 1), Kit("防暴头盔", 1), Kit("防刺背心", 1))
    units = tuple(
        Unit(
            UnitId(f"V-{number:03}"), f"巡{number:03}", UnitKind.FOOT if number % 3 else UnitKind.CAR,
            Party.GUARD if number % 3 else Party.POLICE, 2, place(), PostId("P-2") if number % 3 else None,
            equipment=kit if number % 2 else (),
        )
        for number in range(UNITS)
    )  # fmt: skip

    async def give() -> None:
        await stage.room.give(co.ImportRoster(OPERATOR, "test", units=units))
        for number in range(INCIDENTS):
            kind = DISPUTE if number % 4 else KNIFE
            await stage.room.give(co.ReportIncident(OPERATOR, kind.code, place(), f"路口{number}", ""))

    stage.run(give())
    stage.qtbot.waitUntil(lambda: len(stage.situation.incidents) == INCIDENTS, timeout=20_000)


def test_a_hundred_incidents_are_shown_in_both_ways_and_the_best_is_sent(wide: Stage) -> None:
    fill(wide)
    dialog = opened(wide)
    picture = wide.window.brain.many._picture
    assert picture is not None
    assert not dialog.isModal()
    assert picture.incidents == INCIDENTS
    assert picture.best.weighted_s < picture.by_hand.weighted_s
    assert dialog.totals.best.numbers[0].text() != dialog.totals.by_hand.numbers[0].text()
    assert any(row.differs for row in picture.rows)
    wanted = {(key[0], row.best.unit) for row in picture.rows for key in [row.key] if row.can_go}
    send(wide, dialog)
    wide.qtbot.waitUntil(lambda: len(list(wide.situation.active_assignments())) == len(wanted))
    signs = {unit.id: unit.call_sign for unit in wide.situation.units.values()}
    assert {(each.incident, signs[each.unit]) for each in wide.situation.active_assignments()} == wanted
    assert not dialog.send.isEnabled()


def test_a_row_without_its_tick_is_not_sent_and_nothing_is_sent_twice(wide: Stage) -> None:
    left, taken = wide.report(DISPUTE), wide.report(DISPUTE)
    dialog = opened(wide)
    model = dialog.table
    row = next(number for number, each in enumerate(model.rows) if each.incident == left)
    assert model.setData(model.index(row, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    send(wide, dialog)
    send(wide, dialog)
    wide.qtbot.waitUntil(lambda: bool(sent_to(wide, taken)))
    assert sent_to(wide, left) == set()
    assert [each.turn for each in wide.situation.assignments(taken)] == [1]
    facts = wide.run(wide.room.read(lambda store: store.decisions(taken)))
    decisions = [each.event.decision for each in facts if isinstance(each.event, DecisionTaken)]
    assert [set(each.chosen) for each in decisions] == [sent_to(wide, taken)]
    assert not decisions[0].is_override


def test_what_is_refused_is_listed_and_stops_no_other(wide: Stage) -> None:
    first, second = wide.report(DISPUTE), wide.report(DISPUTE)
    dialog = opened(wide)
    who = {row.incident: row.best.unit for row in dialog.table.rows}
    assert set(who.values()) == {"站1", "站2"}
    wide.office.give(co.CloseIncident(OPERATOR, first))  # the window does not know it yet
    send(wide, dialog)
    results = {key[0]: result for key, result in dialog.table.results.items()}
    assert results[second] == (True, "已派")
    assert results[first][0] is False
    assert results[first][1].startswith("未派：")
    assert "1 个未派" in dialog.said.text()


def test_one_that_began_to_rest_is_left_for_a_look_and_no_question_comes_up(wide: Stage) -> None:
    incident = wide.report(DISPUTE)
    dialog = opened(wide)
    unit = next(
        each for each in wide.situation.units.values() if each.call_sign == dialog.table.rows[0].best.unit
    )
    wide.run(wide.room.give(co.SetDuty(OPERATOR, unit.id, Duty.RESTING)))
    wide.qtbot.waitUntil(lambda: wide.situation.unit(unit.id).duty is Duty.RESTING)
    send(wide, dialog)
    assert wide.window.console.gates.question is None
    assert sent_to(wide, incident) == set()
    is_sent, words = dialog.table.results[dialog.table.rows[0].key]
    assert not is_sent
    assert words.startswith("需看一眼：")


def test_what_a_gate_asks_about_has_no_tick_and_says_why(wide: Stage) -> None:
    wide.run(wide.room.give(co.SetDuty(OPERATOR, UnitId("U-3"), Duty.OFF)))
    wide.qtbot.waitUntil(lambda: wide.situation.unit(UnitId("U-3")).duty is Duty.OFF)
    wide.report(KNIFE, at=moved(MARKET, east_m=400, north_m=300))  # nobody's own post: guards without police
    dialog = opened(wide)
    held = [row for row in dialog.table.rows if row.best.unit]
    assert held
    assert all(row.is_held and row.note.startswith("需看一眼：") for row in held)
    assert dialog.table.sendable() == []
    empty = [row for row in dialog.table.rows if not row.best.unit]
    assert {row.note for row in empty} >= {"没有能胜任的单元"}


def test_an_empty_room_says_what_would_fill_it_and_an_old_answer_waits_to_be_asked(wide: Stage) -> None:
    dialog = opened(wide)
    assert dialog.nothing.isVisible()
    assert "接警后" in dialog.nothing.text()
    incident = wide.report(DISPUTE)
    wide.qtbot.waitUntil(dialog.old.isVisible)
    assert dialog.table.rows == ()
    dialog.again.click()
    rested(wide)
    assert [row.incident for row in dialog.table.rows] == [incident]
    assert not dialog.old.isVisible()
    send(wide, dialog)
    wide.qtbot.waitUntil(lambda: bool(sent_to(wide, incident)))
    dialog.again.click()
    rested(wide)
    assert "均已派齐" in dialog.nothing.text()


def test_the_button_wants_to_be_held(wide: Stage) -> None:
    incident = wide.report(DISPUTE)
    dialog = opened(wide)
    wide.qtbot.mouseClick(dialog.send, Qt.MouseButton.LeftButton)
    wide.qtbot.wait(200)
    assert sent_to(wide, incident) == set()
    wide.qtbot.mousePress(dialog.send, Qt.MouseButton.LeftButton)
    wide.qtbot.waitUntil(lambda: bool(sent_to(wide, incident)))
    wide.qtbot.mouseRelease(dialog.send, Qt.MouseButton.LeftButton)
    rested(wide)
    wide.run(wide.window.console.undo())
    wide.qtbot.waitUntil(lambda: sent_to(wide, incident) == set())


def test_words_follow_the_language_and_ticks_stay(wide: Stage) -> None:
    wide.report(DISPUTE)
    dialog = opened(wide)
    dialog.table.tick([0])
    wide.window.set_wording(Wording("en"))
    assert dialog.windowTitle() == "Many at once"
    assert dialog.table.rows[0].role.isascii()
    assert dialog.table.sendable() == []
    dialog.table.tick([0])
    dialog.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[1].startswith("Best\t")
    assert lines[2].startswith("Nearest by queue\t")
    assert dialog.table.rows[0].title in lines[-1]


def test_a_double_click_selects_the_incident(wide: Stage) -> None:
    wide.report(KNIFE)
    incident = wide.report(DISPUTE)
    dialog = opened(wide)
    row = next(number for number, each in enumerate(dialog.table.rows) if each.incident == incident)
    dialog.view.doubleClicked.emit(dialog.table.index(row, 2))
    assert wide.window.console.incident == incident


def test_a_window_closed_and_opened_again_at_once_has_its_answer(wide: Stage) -> None:
    incident = wide.report(DISPUTE)
    wide.window.actions_of_room["many"].trigger()
    dialog = wide.window.brain.many.dialog
    assert dialog is not None
    dialog.close()
    wide.window.actions_of_room["many"].trigger()
    wide.qtbot.waitUntil(lambda: bool(dialog.table.sendable()))
    assert {key[0] for key in dialog.table.sendable()} == {incident}
