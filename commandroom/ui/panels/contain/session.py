"""One suspect at a time: what is asked, what is shown, what is ordered, until it is closed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from commandroom.errors import Refusal
from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.containment import Containment, Flight
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.ui.console import Console, Notice
from commandroom.ui.layers.space import MapSpace
from commandroom.ui.map_pane import MapPane
from commandroom.ui.panels.contain.case import Case, holders, orders_of
from commandroom.ui.panels.contain.give import RingOrders
from commandroom.ui.panels.contain.orders import change
from commandroom.ui.panels.contain.panel import ContainPanel
from commandroom.ui.panels.contain.picture import (
    ContainPicture,
    PointLine,
    assumption,
    later_text,
    picture,
    point_names,
)
from commandroom.ui.panels.contain.placing import PanelPlace
from commandroom.ui.panels.contain.reckon import Asked, Reckoned
from commandroom.ui.panels.contain.reckoner import Reckoner
from commandroom.ui.panels.contain.shapes import ring_shapes
from commandroom.ui.relay import Relay
from commandroom.ui.theme import Theme

TICK_MS = 500
AGAIN_S = 5.0
"""Of the room's time: the ring is computed anew."""
REST_TIMES = 3.0
"""A ring that took long to compute is computed anew only after so many times as long."""
NEAR_M = 400.0
"""An incident taken so near to a point of the map is the one that was asked about."""


@dataclass(frozen=True, slots=True)
class SessionParts:
    """What a session works with."""

    room: Room
    situation: Situation
    console: Console
    relay: Relay
    pane: MapPane
    space: MapSpace


class ContainSession(QObject):
    """Keeps panel and map true for one case. Orders are given through the console alone."""

    intake_wanted = Signal(object)
    """An incident must be taken at this LatLon first."""
    place_wanted = Signal()
    ended = Signal()

    def __init__(self, parts: SessionParts, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._room, self._situation, self._console = parts.room, parts.situation, parts.console
        self._pane, self._space = parts.pane, parts.space
        self.case: Case | None = None
        self.reckoned: Reckoned | None = None
        self._later: Containment | None = None
        self._kept: dict[IncidentId, Case] = {}
        self._is_stale = False
        self._is_fitted = False
        self._asked_at: datetime | None = None
        self._asked_wall = 0.0
        self._said_broken = False
        self.panel = ContainPanel(theme, parts.console.phrases.wording, parts.space)
        self._placing = PanelPlace(self.panel, parts.space, parts.pane)
        self.reckoner = Reckoner(lambda: parts.console.ranker.router, self)
        self.orders = RingOrders(parts.console, parts.situation, parts.room.now, self)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._connect(parts.relay)

    @property
    def is_open(self) -> bool:
        """Whether there is a case."""
        return self.case is not None

    def begin(self, case: Case) -> None:
        """Ask about this suspect; what was said of the same incident before still holds."""
        if case.incident is not None:
            case = self._kept.get(case.incident, case)
        self._said_broken = False
        self._set(case)
        self.panel.show()
        self._placing.place()
        self.panel.enter()
        self._tick.start()

    def close(self) -> None:
        """Let go: panel and layers are taken away, orders stay in force."""
        if self.case is None:
            return
        focused = QApplication.focusWidget()
        had_keys = focused is not None and self.panel.isAncestorOf(focused)
        self.case = self.reckoned = self._later = None
        self._tick.stop()
        self.reckoner.forget()
        self.panel.hide()
        self._pane.overlays.set_shapes("contain", ())
        if had_keys:
            self._space.map.setFocus()
        self.ended.emit()

    def adopt(self, incident: IncidentId) -> bool:
        """An incident was taken where there was none: it is about this suspect where it is near."""
        found = self._situation.incidents.get(incident)
        if self.case is None or self.case.incident is not None or found is None or not found.is_open:
            return False
        if distance_m(found.at, self.case.place) > NEAR_M:
            return False
        self._set(replace(self.case, incident=incident))
        return True

    def move_to(self, place: LatLon) -> None:
        """He was last seen there."""
        if self.case is not None:
            self._set(replace(self.case, place=place))

    def apply_wording(self) -> None:
        """Another language."""
        self.panel.apply_wording(self._console.phrases.wording)
        self._show()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.panel.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._tick.stop()
        self.reckoner.stop()
        self.orders.stop()

    def _connect(self, relay: Relay) -> None:
        panel, entries = self.panel, self.panel.entries
        panel.closed.connect(self.close)
        panel.order_wanted.connect(self._on_order)
        panel.point_meant.connect(self._on_point)
        entries.flight_chosen.connect(self._on_flight)
        entries.seen_typed.connect(self._on_seen)
        entries.seen_stepped.connect(self._on_stepped)
        entries.speed_typed.connect(self._on_speed)
        entries.place_wanted.connect(self.place_wanted)
        self.reckoner.answered.connect(self._on_answer)
        self.reckoner.answered_later.connect(self._on_later)
        self.reckoner.refused.connect(self._on_refused)
        self.reckoner.busy.connect(self._on_busy)
        self.orders.settled.connect(self._on_settled)
        relay.incident_changed.connect(self._on_incident)
        relay.assignment_changed.connect(self._on_assignment)
        relay.unit_changed.connect(self._on_unit)

    # The case

    def _set(self, case: Case) -> None:
        """Another case: nothing of the last answer holds."""
        self.case = case
        if case.incident is not None:
            self._kept[case.incident] = case
        self.reckoned = self._later = None
        self._is_fitted = False
        self.panel.show_later("")
        self._pane.overlays.set_shapes("contain", ())
        self._show()
        self._ask(is_new=True)

    def _ask(self, *, is_new: bool) -> None:
        case, now = self.case, self._room.now()
        if case is None:
            return
        self._is_stale, self._asked_at = False, now
        self._asked_wall = 0.0
        here, goals = self._situation, self._goals()
        asked = Asked(
            case=case,
            now=now,
            units=holders(here, case),
            goals={str(unit): goal for unit, goal in goals.items()},
            known=tuple((each.name, each.at) for each in here.posts.values() if each.name),
        )
        self.reckoner.ask(asked, is_new=is_new, with_later=not goals)

    def _goals(self) -> Mapping[UnitId, LatLon]:
        """Where those ordered for this case are sent, those just sent among them."""
        incident = None if self.case is None else self.case.incident
        told = {unit: each.goal for unit, each in orders_of(self._situation, incident).items() if each.goal}
        return self.orders.with_those_on_the_way(told)

    @Slot(object)
    def _on_flight(self, flight: Flight) -> None:
        if self.case is not None and flight is not self.case.flight:
            self._set(replace(self.case, flight=flight, speed_kmh=None))

    @Slot(float)
    def _on_seen(self, ago_s: float) -> None:
        if self.case is not None:
            self._set(replace(self.case, seen_at=self._room.now() - timedelta(seconds=ago_s)))

    @Slot(float)
    def _on_stepped(self, seconds: float) -> None:
        if self.case is not None:
            ago_s = max(self.case.ago_s(self._room.now()) + seconds, 0.0)
            self._set(replace(self.case, seen_at=self._room.now() - timedelta(seconds=ago_s)))

    @Slot(object)
    def _on_speed(self, kmh: float | None) -> None:
        if self.case is not None:
            self._set(replace(self.case, speed_kmh=kmh))

    # Time and facts

    @Slot()
    def _on_tick(self) -> None:
        if self.case is None:
            return
        now = self._room.now()
        self.panel.entries.show_case(self.case, self.case.ago_s(now))
        self._asked_wall += TICK_MS / 1000.0
        rested = self._asked_wall >= max(1.0, REST_TIMES * self.reckoner.took_s)
        is_old = self._asked_at is None or (now - self._asked_at).total_seconds() >= AGAIN_S
        if rested and (is_old or self._is_stale) and not self.reckoner.is_computing:
            self._ask(is_new=False)

    @Slot(str)
    def _on_incident(self, incident: str) -> None:
        found = self._situation.incidents.get(IncidentId(incident))
        if self.case is None or self.case.incident != incident or found is None or found.is_open:
            return
        self._kept.pop(found.id, None)
        self.close()
        self._say("done", "contain.ended", incident=self._console.phrases.short(found.id))

    @Slot(str, str)
    def _on_assignment(self, unit: str, incident: str) -> None:
        self.orders.note(UnitId(unit))
        if self.case is not None and incident == self.case.incident:
            self._is_stale = True
            self._show()

    @Slot(str)
    def _on_unit(self, _unit: str) -> None:
        self._is_stale = True

    # The answer

    @Slot(object)
    def _on_answer(self, found: Reckoned) -> None:
        if self.case is None or found.asked.case != self.case:
            return
        if found.asked.goals.keys() != self._goals().keys():
            self._is_stale = True  # orders were given or taken back meanwhile: it answers another question
            return
        self.reckoned = found
        self._show()
        if not self._is_fitted:
            self._is_fitted = True
            self._placing.show_whole(found.ring, self.case.place)
        self._warn(found.ring)

    @Slot(object)
    def _on_later(self, ring: Containment) -> None:
        if self.case is not None and not self._goals():
            self._later = ring
            self.panel.show_later(later_text(ring, self._console.phrases))

    @Slot(object)
    def _on_refused(self, no: Refusal) -> None:
        if self.case is not None:
            said = self._console.phrases.wording.error(no)
            verdict = self._console.phrases.say("contain.verdict.failed")
            self._show_picture(ContainPicture(verdict=verdict, detail=said, tone="bad"))

    @Slot(bool)
    def _on_busy(self, on: bool) -> None:
        if on and self.reckoned is None and self.case is not None:
            self._show_picture(ContainPicture(verdict=self._console.phrases.say("contain.busy")))

    def _warn(self, ring: Containment) -> None:
        """Say once that the orders in force shut him in no longer, and whether others would."""
        incident, goals = None if self.case is None else self.case.incident, self._goals()
        is_broken = bool(goals) and (not ring.is_closed or bool(change(ring.holds, goals)))
        if is_broken and not self._said_broken and incident is not None and not self.orders.is_giving:
            key = "contain.changed" if ring.is_closed else "contain.broken"
            self._say("failed", key, incident=self._console.phrases.short(incident), n=len(ring.holes))
        self._said_broken = is_broken

    def _show(self) -> None:
        """Panel and map as the newest answer and the orders in force have it."""
        if self.case is None:
            return
        self.panel.entries.show_case(self.case, self.case.ago_s(self._room.now()))
        if self.reckoned is None:
            self._show_picture(ContainPicture())
            return
        phrases, goals = self._console.phrases, self._goals()
        shown = picture(self.reckoned, self._situation, phrases, goals)
        self._show_picture(shown)
        self.panel.order.setEnabled(not self.orders.is_giving)
        text = "" if self._later is None or goals else later_text(self._later, phrases)
        self.panel.show_later(text)
        shapes = ring_shapes(self.reckoned.ring, self.case.place, shown.lines, self._situation)
        self._pane.overlays.set_shapes("contain", shapes)

    def _show_picture(self, shown: ContainPicture) -> None:
        assert self.case is not None
        phrases = self._console.phrases
        incident = self._situation.incidents.get(self.case.incident or IncidentId(""))
        title = phrases.say("contain.title.point")
        if incident is not None:
            title = phrases.say("contain.title.of", incident=phrases.incident(incident))
        said = assumption(self.case.flight, self.case.speed_kmh, phrases)
        self.panel.show_picture(shown, title=title, assumed=said)

    # Orders

    @Slot()
    def _on_order(self) -> None:
        if self.case is None or self.reckoned is None or self.orders.is_giving:
            return
        if self.case.incident is None:
            self.intake_wanted.emit(self.case.place)
            return
        phrases = self._console.phrases
        self.orders.give(
            self.reckoned.ring,
            self.case.incident,
            point_names(self.reckoned, phrases),
            self._goals(),
            assumption(self.case.flight, self.case.speed_kmh, phrases),
        )
        self.panel.order.setEnabled(False)

    @Slot()
    def _on_settled(self) -> None:
        """The orders were given or refused."""
        self._is_stale = True
        self._later = None
        self._show()

    @Slot(object)
    def _on_point(self, line: PointLine) -> None:
        self._pane.reveal(line.at, asked=True)
        if line.unit is not None:
            self._console.select_unit(line.unit)

    def _say(self, tone: str, key: str, **values: object) -> None:
        text = self._console.phrases.say(key, **values)
        self._console.notice.emit(Notice("failed" if tone == "failed" else "done", text))
