"""The shift's charts: what is counted, and that drawing is held back."""

from datetime import UTC, datetime, timedelta

from PySide6.QtGui import QGuiApplication

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Incident, RingClock
from commandroom.models.domain.enums import Level, Ring
from commandroom.models.domain.ids import IncidentId, KindCode
from commandroom.ui.panels.chart.bars import AttainmentBars
from commandroom.ui.panels.chart.figures import attainment, hourly
from commandroom.ui.panels.chart.view import ShiftCharts
from commandroom.ui.theme import DAY, NIGHT
from commandroom.wording import Wording

NOW = datetime(2026, 11, 22, 14, 41, 7, tzinfo=UTC)
ZH = Wording("zh")


def incident(minutes_ago: float, *rings: RingClock, level: Level = Level.ORDINARY) -> Incident:
    return Incident(
        id=IncidentId(f"JQ-{minutes_ago}"),
        kind=KindCode("quarrel"),
        level=level,
        police_needed=False,
        at=LatLon(30.5, 114.3),
        place_name="",
        text="",
        caller="",
        reported_at=NOW - timedelta(minutes=minutes_ago),
        rings=rings,
    )


def met(ring: Ring, minutes_ago: float, seconds: float, limit_s: int) -> Incident:
    at = NOW - timedelta(minutes=minutes_ago) + timedelta(seconds=seconds)
    return incident(minutes_ago, RingClock(ring, limit_s, met_at=at, is_missed=seconds > limit_s))


def test_incidents_fall_into_clock_hours_of_china_oldest_first() -> None:
    loads = hourly([incident(5), incident(41), incident(42), incident(60 * 13)], NOW)
    assert len(loads) == 12
    assert loads[-1].hour == 22
    assert [load.total for load in loads] == [0] * 10 + [1, 2]


def test_the_first_hour_of_the_window_counts_and_the_one_before_does_not() -> None:
    begins = 11 * 60 + 41
    assert hourly([incident(begins)], NOW)[0].total == 1
    assert sum(load.total for load in hourly([incident(begins + 1)], NOW)) == 0


def test_levels_are_counted_apart() -> None:
    mixed = [incident(1, level=Level.GRAVE), incident(2, level=Level.GRAVE), incident(3, level=Level.SERIOUS)]
    assert hourly(mixed, NOW)[-1].by_level == (2, 1, 0)


def test_attainment_counts_met_late_and_missed_but_nothing_that_still_runs_or_has_no_owner() -> None:
    rings = attainment(
        [
            met(Ring.SELF, 100, 41, 60),
            met(Ring.SELF, 90, 75, 60),
            incident(80, RingClock(Ring.SELF, 60, is_missed=True)),
            incident(0.5, RingClock(Ring.SELF, 60)),
            incident(70, RingClock(Ring.SELF, 60, has_owner=False)),
            met(Ring.SUPPORT, 60, 299, 300),
        ],
        NOW,
    )
    by_ring = {each.ring: each for each in rings}
    assert (by_ring[Ring.SELF].met, by_ring[Ring.SELF].decided) == (1, 3)
    assert by_ring[Ring.SUPPORT].share == 1.0
    assert by_ring[Ring.MUTUAL].share is None


def test_the_bars_say_share_and_n(qtbot) -> None:
    bars = AttainmentBars(ZH)
    qtbot.addWidget(bars)
    bars.put(attainment([met(Ring.SELF, 9, 41, 60)] * 6 + [met(Ring.SELF, 9, 61, 60)], NOW))
    assert "自救 86% (6/7)" in bars.accessibleName()
    assert "尚无" in bars.accessibleName()


def test_drawing_is_held_back_and_the_newest_call_wins(qtbot) -> None:
    charts = ShiftCharts(ZH)
    qtbot.addWidget(charts)
    charts._rest.setInterval(50)
    charts.show_shift([incident(1)], NOW)
    for count in range(2, 9):
        charts.show_shift([incident(n) for n in range(1, count + 1)], NOW)
    assert charts._loads[-1].total == 1
    qtbot.waitUntil(lambda: charts._loads[-1].total == 8, timeout=2_000)


def test_both_themes_draw_with_and_without_incidents(qtbot) -> None:
    for theme in (NIGHT, DAY):
        charts = ShiftCharts(ZH)
        qtbot.addWidget(charts)
        charts.apply_theme(theme)
        charts.resize(430, 185)
        charts.show()
        charts.show_shift([], NOW)
        corner = charts._plot.grab().toImage().pixelColor(2, 2).name()
        assert corner == theme.panel


def test_picture_and_figures_can_be_copied(qtbot):
    charts = ShiftCharts(ZH)
    qtbot.addWidget(charts)
    charts.resize(430, 185)
    charts.show_shift([incident(1), met(Ring.SELF, 9, 41, 60)], NOW)
    charts.copy()
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.hasImage()
    assert "22:00\t2" in copied.text()
    assert "自救\t100% (1/1)" in copied.text()
    QGuiApplication.clipboard().clear()  # what Python put there must not outlive the interpreter
