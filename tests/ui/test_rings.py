"""The ring panel: what each clock says at a moment, and what a screen reader hears."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Assignment, Incident, RingClock
from commandroom.models.domain.enums import AssignmentStatus, IncidentStatus, Level, Ring
from commandroom.models.domain.ids import IncidentId, KindCode, UnitId
from commandroom.ui.panels.rings.faces import ring_face, town_faces
from commandroom.ui.panels.rings.state import RingState, read_ring, town_rings
from commandroom.ui.panels.rings.steps import last_step, step_row
from commandroom.ui.panels.rings.tiles import ClockTile
from commandroom.ui.panels.rings.view import RingPanel
from commandroom.ui.theme import DAY
from commandroom.wording import Wording

ALARM = datetime(2026, 11, 22, 14, 40, tzinfo=UTC)
ZH = Wording("zh")


def after(seconds: float) -> datetime:
    return ALARM + timedelta(seconds=seconds)


def incident(number: int = 1, *rings: RingClock) -> Incident:
    clocks = rings or (RingClock(Ring.SELF, 60), RingClock(Ring.MUTUAL, 180), RingClock(Ring.SUPPORT, 300))
    return Incident(
        id=IncidentId(f"JQ-20261122-{number:04d}"),
        kind=KindCode("knife"),
        level=Level.GRAVE,
        police_needed=True,
        at=LatLon(30.5, 114.3),
        place_name="地铁A口",
        text="",
        caller="",
        reported_at=ALARM,
        rings=clocks,
    )


def state(clock: RingClock, seconds: float, **changes: object) -> RingState:
    return read_ring(replace(incident(1, clock), **changes), clock, after(seconds)).state  # type: ignore[arg-type]


def test_a_clock_runs_until_its_limit_and_is_missed_after_it_even_before_the_journal_says_so() -> None:
    clock = RingClock(Ring.SELF, 60)
    assert state(clock, 60) is RingState.RUNNING
    assert state(clock, 60.1) is RingState.MISSED


def test_an_arrival_in_time_meets_the_ring_and_a_later_one_is_late() -> None:
    assert state(RingClock(Ring.SELF, 60, met_at=after(41)), 900) is RingState.MET
    assert state(RingClock(Ring.SELF, 60, met_at=after(75), is_missed=True), 900) is RingState.LATE


def test_a_ring_without_an_owner_neither_runs_nor_fails() -> None:
    assert state(RingClock(Ring.SELF, 60, has_owner=False), 900) is RingState.NO_OWNER


def test_closing_stops_the_clocks() -> None:
    clock = RingClock(Ring.SUPPORT, 300)
    closed = replace(incident(1, clock), status=IncidentStatus.CLOSED, closed_at=after(100))
    reading = read_ring(closed, clock, after(4_000))
    assert reading.state is RingState.STOPPED
    assert reading.elapsed_s == 100


@given(st.floats(0, 100_000), st.integers(1, 3_600))
def test_the_bar_is_never_shorter_than_empty_nor_longer_than_full(seconds: float, limit: int) -> None:
    clock = RingClock(Ring.SELF, limit)
    reading = read_ring(incident(1, clock), clock, after(seconds))
    assert 0.0 <= reading.share <= 1.0
    assert reading.elapsed_s + reading.remaining_s == pytest.approx(limit, abs=1e-6)


def test_elapsed_and_remaining_add_up_to_the_limit_on_the_tile() -> None:
    clock = RingClock(Ring.SELF, 60)
    face = ring_face(read_ring(incident(1, clock), clock, after(41.9)), {}, ZH)
    assert face.figures == "0:41"
    assert "0:19" in face.note


def test_a_missed_ring_says_so_in_words_and_sign_not_by_colour_alone() -> None:
    clock = RingClock(Ring.SUPPORT, 300, is_missed=True)
    face = ring_face(read_ring(incident(1, clock), clock, after(400)), {}, ZH)
    assert face.is_alarm
    assert face.mark == "✗"
    assert "超时 1:40" in face.spoken


def test_a_met_ring_names_who_came() -> None:
    clock = RingClock(Ring.SELF, 60, met_at=after(41), met_by=UnitId("P-12"))
    face = ring_face(read_ring(incident(1, clock), clock, after(400)), {"P-12": "步12"}, ZH)
    assert (face.mark, face.figures, face.is_alarm) == ("✓", "0:41", False)
    assert "步12" in face.note


def test_the_town_counts_running_and_missed_clocks_and_names_the_next() -> None:
    older = replace(incident(2), reported_at=after(-100))
    closed = replace(incident(3), status=IncidentStatus.CLOSED, closed_at=after(1))
    town = town_rings([incident(1), older, closed], after(30))
    assert (town.running, town.missed, town.incidents) == (5, 1, 2)
    assert (town.next_incident, town.next_ring, town.next_due_at) == (
        "JQ-20261122-0001",
        Ring.SELF,
        after(60),
    )
    running, following, late = town_faces(town, after(30), ZH)
    assert (running.figures, following.figures, late.figures) == ("5", "0:30", "1")
    assert "JQ-0001" in following.note


def test_an_empty_town_is_calm() -> None:
    assert all(face.is_calm for face in town_faces(town_rings([], ALARM), ALARM, ZH))


def sent(**changes: object) -> Assignment:
    order = Assignment(
        UnitId("C-07"), IncidentId("JQ-20261122-0001"), 1, AssignmentStatus.ORDERED, ALARM, "王某", 100.0
    )
    return replace(order, **changes)  # type: ignore[arg-type]


def test_the_last_step_comes_with_its_time_and_the_expected_arrival() -> None:
    on_the_way = sent(status=AssignmentStatus.EN_ROUTE, en_route_at=after(30))
    assert last_step(step_row(on_the_way, {}), ZH) == "出动 22:40:30  预计 1:40"
    there = sent(status=AssignmentStatus.ON_SCENE, on_scene_at=after(90))
    assert last_step(step_row(there, {}), ZH) == "到场 22:41:30"
    back = sent(status=AssignmentStatus.WITHDRAWN, withdrawn_at=after(20))
    assert last_step(step_row(back, {}), ZH) == "已撤回 22:40:20"


def test_the_panel_ticks_and_speaks_for_screen_readers(qtbot) -> None:
    panel = RingPanel(ZH)
    qtbot.addWidget(panel)
    panel.apply_theme(DAY)
    panel.resize(480, 185)
    panel.show_incident(incident(), [sent()], {"C-07": "巡07"}, "持刀", after(10))
    panel.show()
    tiles = panel.findChildren(ClockTile)
    assert [tile.face.figures for tile in tiles] == ["0:10"] * 3
    panel.tick(after(65))
    assert [tile.face.is_alarm for tile in tiles] == [True, False, False]
    assert "自救" in tiles[0].accessibleName()
    assert all(tile.geometry().bottom() < panel.height() for tile in tiles)
    assert not panel.grab().isNull()


def test_with_nothing_selected_the_panel_speaks_of_the_town_and_leads_to_the_next(qtbot) -> None:
    panel = RingPanel(ZH)
    qtbot.addWidget(panel)
    panel.show_town(town_rings([incident(7)], after(5)), after(5))
    panel.show()
    assert panel.findChildren(ClockTile)[0].face.figures == "3"
    with qtbot.waitSignal(panel.incident_activated, timeout=500) as told:
        panel._go.click()
    assert told.args == ["JQ-20261122-0007"]
