"""合围 (Ctrl+Shift+C): opens the containment of the selected incident, or of a point of the map."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from commandroom.geo import LatLon
from commandroom.models.domain.ids import IncidentId
from commandroom.ui.console import Notice
from commandroom.ui.theme import Theme

if TYPE_CHECKING:
    from commandroom.ui.brain_table import Seat
    from commandroom.ui.panels.contain.session import ContainSession


class ContainDesk(QObject):
    """Whose place is asked about; all else is the session's, which is built when it is first wanted."""

    def __init__(self, seat: "Seat", theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._seat = seat
        self._theme = theme
        self.session: ContainSession | None = None
        self.is_picking = False
        """The next click on the map says where he was last seen."""
        seat.actions["contain"].triggered.connect(self.open)
        seat.pane.place_picked.connect(self._on_picked)
        seat.console.incident_selected.connect(self._on_selected)

    @Slot()
    def open(self) -> None:
        """Ask about the selected incident; without one, about the point clicked next.

        Where the panel shows the same incident already it takes the keys.
        """
        incident = self._seat.situation.incidents.get(self._seat.console.incident or IncidentId(""))
        if incident is None or not incident.is_open:
            if self.session is not None and self.session.is_open:
                self.session.panel.enter()
            else:
                self._pick()
            return
        session = self._session()
        if session.case is not None and session.case.incident == incident.id:
            session.panel.enter()
            return
        from commandroom.ui.panels.contain.case import Case

        self._stop_picking()
        session.begin(Case(incident.at, incident.reported_at, incident.id))

    def step_back(self) -> bool:
        """Esc: put the cross-hair down, then close; False where nothing was open."""
        if self.is_picking:
            self._stop_picking()
            return True
        if self.session is not None and self.session.is_open:
            self.session.close()
            return True
        return False

    def apply_wording(self) -> None:
        """Another language."""
        if self.session is not None:
            self.session.apply_wording()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        if self.session is not None:
            self.session.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        if self.session is not None:
            self.session.stop()

    def _session(self) -> "ContainSession":
        if self.session is None:
            from commandroom.ui.panels.contain.session import ContainSession, SessionParts

            seat = self._seat
            parts = SessionParts(
                seat.room, seat.situation, seat.console, seat.relay, seat.pane, seat.frame.map_space
            )
            self.session = ContainSession(parts, self._theme, self)
            self.session.place_wanted.connect(self._pick)
            self.session.intake_wanted.connect(self._on_intake)
        return self.session

    @Slot()
    def _pick(self) -> None:
        self.is_picking = True
        self._seat.pane.pick_place(True)
        console = self._seat.console
        console.notice.emit(Notice("done", console.phrases.say("contain.need.point")))
        pane = self._seat.pane
        if isinstance(pane, QWidget):
            pane.setFocus()

    def _stop_picking(self) -> None:
        if self.is_picking:
            self.is_picking = False
            self._seat.pane.pick_place(False)

    @Slot(float, float)
    def _on_picked(self, lat: float, lon: float) -> None:
        if not self.is_picking:
            return
        self._stop_picking()
        session, place = self._session(), LatLon(lat, lon)
        if session.is_open:
            session.move_to(place)
            session.panel.enter()
            return
        from commandroom.ui.panels.contain.case import Case

        session.begin(Case(place, self._seat.room.now()))

    @Slot(object)
    def _on_intake(self, place: LatLon) -> None:
        """Nobody can be ordered to nothing: the form opens with the place in it."""
        self._seat.actions["intake"].trigger()
        self._seat.frame.intake.set_place("", place)

    @Slot(str)
    def _on_selected(self, incident: str) -> None:
        if incident and self.session is not None:
            self.session.adopt(IncidentId(incident))
