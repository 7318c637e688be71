"""拉动演练: draws units, sends them, and reads how they do from their orders."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Incident, Unit
from commandroom.models.domain.events import IncidentReported
from commandroom.models.domain.ids import FirmId, IncidentId, PostId, UnitId
from commandroom.services.callup import (
    call_up_rows,
    call_up_table,
    call_ups,
    draw_units,
    firm_scores,
    report_of,
    team_of,
    to_be_called,
)
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.console import Console, Notice
from commandroom.ui.errands import Errands
from commandroom.ui.figures import clock_text, minute_text
from commandroom.ui.map_pane import MapPane
from commandroom.ui.panels.rollcall.chance import MOST_SEED
from commandroom.ui.relay import Relay
from commandroom.ui.theme import NIGHT, Theme

if TYPE_CHECKING:
    from commandroom.ui.panels.callup.view import CallUpDialog


class CallUpDesk(QObject):
    """One dialog; the call-up itself is an incident and goes on without it."""

    TICK_MS = 1000

    def __init__(
        self,
        *,
        window: QMainWindow,
        room: Room,
        situation: Situation,
        console: Console,
        relay: Relay,
        pane: MapPane,
        actions: RoomActions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._room, self._situation = window, room, situation
        self._console, self._pane = console, pane
        self._theme: Theme = NIGHT
        self._errands = Errands()
        self._shown: IncidentId | None = None
        self._point: LatLon | None = None
        self._is_picking = False
        self.dialog: CallUpDialog | None = None
        self._tick = QTimer(self, interval=self.TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        actions["call_up"].triggered.connect(self.open)
        relay.assignment_changed.connect(self._on_assignment)
        relay.incident_changed.connect(self._on_incident)
        pane.place_picked.connect(self._on_picked)

    @Slot()
    def open(self) -> None:
        """Show the dialog, or bring it to the front."""
        self._stop_picking()
        if self.dialog is None:
            self.dialog = self._made()
            self._draw_anew()
        self._show_choices()
        self._show_able()
        self._show()
        self._tick.start()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def apply_wording(self) -> None:
        """Another language."""
        if self.dialog is not None:
            self.dialog.apply_wording(self._console.phrases.wording)
            self._show_choices()
            self._show_able()
            self._show()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        if self.dialog is not None:
            self.dialog.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._tick.stop()
        self._errands.cancel()

    def _made(self) -> "CallUpDialog":
        """The dialog; its modules are loaded when it is first wanted."""
        from commandroom.ui.panels.callup.view import CallUpDialog

        dialog = CallUpDialog(self._console.phrases.wording, self._window)
        dialog.apply_theme(self._theme)
        dialog.wish_changed.connect(self._on_wish)
        dialog.begin_wanted.connect(self._on_begin)
        dialog.end_wanted.connect(self._on_end)
        dialog.copy_wanted.connect(self._on_copy)
        dialog.pick_wanted.connect(self._on_pick)
        dialog.shown_changed.connect(self._on_shown)
        dialog.finished.connect(self._tick.stop)
        return dialog

    def _drawn(self, dialog: "CallUpDialog") -> tuple[tuple[Unit, ...], tuple[UnitId, ...]]:
        wish = dialog.wish()
        able = to_be_called(self._situation.units.values(), FirmId(wish.firm) if wish.firm else None)
        return able, draw_units(able, wish.n, wish.seed)

    def _show_choices(self) -> None:
        if self.dialog is None:
            return
        say, here = self._console.phrases.say, self._situation
        firms = sorted(((each.id, each.name) for each in here.firms.values()), key=lambda each: each[1])
        places: list[tuple[str, str]] = []
        if self._point is not None:
            places.append(("point", say("clocks.callup.point")))
        incident = here.incidents.get(self._console.incident or IncidentId(""))
        if incident is not None:
            places.append(("incident", say("clocks.callup.selected", place=incident.place_name)))
        posts = sorted(((f"post:{each.id}", each.name) for each in here.posts.values()), key=lambda p: p[1])
        self.dialog.set_choices(firms, [*places, *posts])

    def _show_able(self, *, seed: int | None = None) -> None:
        if self.dialog is not None:
            able, drawn = self._drawn(self.dialog)
            has_place = self._place(self.dialog.wish().place) is not None
            self.dialog.show_able(len(able), len(drawn), has_place=has_place, seed=seed)

    def _draw_anew(self) -> None:
        """Another seed, from the room's time: written on the form, and free to be changed there."""
        self._show_able(seed=int(self._room.now().timestamp()) % MOST_SEED)

    def _place(self, key: str) -> tuple[str, LatLon] | None:
        """Name and position of what the form chose."""
        here = self._situation
        if key == "point" and self._point is not None:
            return self._console.phrases.say("clocks.callup.point"), self._point
        if key == "incident":
            incident = here.incidents.get(self._console.incident or IncidentId(""))
            return None if incident is None else (incident.place_name, incident.at)
        post = here.posts.get(PostId(key.removeprefix("post:")))
        return None if post is None else (post.name, post.at)

    def _show(self) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        say, now = self._console.phrases.say, self._room.now()
        kept = call_ups(self._situation.incidents.values(), now)
        shown = next((each for each in kept if each.id == self._shown), kept[0] if kept else None)
        self._shown = None if shown is None else shown.id
        words = [
            (each.id, say("clocks.callup.past", at=minute_text(each.reported_at), place=each.place_name))
            for each in kept
        ]
        dialog.show_past(words, self._shown or "")
        if shown is None:
            dialog.show_call_up("", (), (), None)
            return
        rows = call_up_rows(self._situation.assignments(shown.id), self._situation.units)
        elapsed = (now - shown.reported_at).total_seconds() if shown.is_open else None
        dialog.show_call_up(self._title(shown), rows, firm_scores(rows, dialog.target_s), elapsed)

    def _title(self, incident: Incident) -> str:
        phrases = self._console.phrases
        key = "clocks.callup.running" if incident.is_open else "clocks.callup.ended"
        return phrases.say(
            key,
            number=phrases.short(incident.id),
            place=incident.place_name,
            at=minute_text(incident.reported_at),
        )

    @Slot()
    def _on_begin(self) -> None:
        if self.dialog is None:
            return
        wish, (_, drawn) = self.dialog.wish(), self._drawn(self.dialog)
        place = self._place(wish.place)
        if place is not None and drawn:
            text = self._console.phrases.say(
                "clocks.callup.text",
                target=clock_text(self.dialog.target_s),
                seed=wish.seed,
                n=len(drawn),
            )
            self._errands.start(self._begin(place[0], place[1], text, drawn))

    async def _begin(self, name: str, at: LatLon, text: str, units: tuple[UnitId, ...]) -> None:
        """接警 and 派警 in one go; an exercise nobody could be sent to is closed again."""
        console = self._console
        facts = await console.give(report_of(console.author, at, name, text), remember=False)
        taken = next(
            (each.event.incident for each in facts if isinstance(each.event, IncidentReported)), None
        )
        if taken is None:
            return
        self._shown = taken.id
        ranked = await console.ranker.rank(taken)
        eta_s = {each.unit: each.eta_s for each in ranked if each.eta_s < float("inf")}
        if await console.give(team_of(console.author, taken.id, units, eta_s), remember=False):
            said = console.phrases.say("clocks.callup.begun", n=len(units), place=name)
            console.notice.emit(Notice("done", said))
            console.select_when_known(taken.id)
            self._draw_anew()
        else:
            await console.close(taken.id, console.phrases.say("clocks.callup.nobody"))

    @Slot()
    def _on_end(self) -> None:
        incident = self._situation.incidents.get(self._shown or IncidentId(""))
        if incident is not None and incident.is_open:
            result = self._console.phrases.say("clocks.callup.result")
            self._errands.start(self._console.close(incident.id, result))

    @Slot()
    def _on_copy(self) -> None:
        if self.dialog is None or self._shown is None:
            return
        say = self._console.phrases.say
        rows = call_up_rows(self._situation.assignments(self._shown), self._situation.units)
        firms = {each.id: each.name for each in self._situation.firms.values()}
        head = [say(f"clocks.callup.csv.{each}") for each in ("unit", "firm", "acknowledged", "en_route",
                                                              "on_scene", "in_time")]  # fmt: skip
        QGuiApplication.clipboard().setText(call_up_table(head, rows, firms, self.dialog.target_s))
        self._console.notice.emit(Notice("done", say("clocks.callup.copied", n=len(rows))))

    @Slot()
    def _on_pick(self) -> None:
        """Out of the way until the map was clicked."""
        if self.dialog is not None:
            self._is_picking = True
            self.dialog.hide()
            self._pane.pick_place(True)

    @Slot(float, float)
    def _on_picked(self, lat: float, lon: float) -> None:
        if not self._is_picking or self.dialog is None:
            return
        self._point = LatLon(lat, lon)
        self.open()
        self.dialog.place.setCurrentIndex(self.dialog.place.findData("point"))
        self._show_able()

    def _stop_picking(self) -> None:
        if self._is_picking:
            self._is_picking = False
            self._pane.pick_place(False)

    @Slot()
    def _on_wish(self) -> None:
        self._show_able()
        self._show()

    @Slot(str)
    def _on_shown(self, incident: str) -> None:
        self._shown = IncidentId(incident)
        self._show()

    @Slot(str, str)
    def _on_assignment(self, _unit: str, incident: str) -> None:
        if incident == self._shown:
            self._show()

    @Slot(str)
    def _on_incident(self, incident: str) -> None:
        if incident == self._shown:
            self._show()

    @Slot()
    def _on_tick(self) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self._show()
