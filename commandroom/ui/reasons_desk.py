"""Opens the reasons of the selected incident: those that stand now, and every decision that was stored."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from commandroom.models.domain.decision import Decision
from commandroom.models.domain.events import DecisionTaken, OverrideExplained
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.ports import Recorded, Store
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.console import Console, Notice
from commandroom.ui.errands import Errands
from commandroom.ui.reasons_dialog import ReasonsDialog
from commandroom.ui.reasons_rows import ReasonsPainter, ReasonsPicture
from commandroom.ui.theme import Theme


class ReasonsDesk(QObject):
    """One window; what is open in it follows the incident it was opened for, not the selection."""

    def __init__(
        self,
        *,
        room: Room,
        console: Console,
        situation: Situation,
        actions: RoomActions,
        window: QWidget,
        theme: Theme,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._room = room
        self._console = console
        self._situation = situation
        self._window = window
        self._theme = theme
        self._errands = Errands()
        self.dialog: ReasonsDialog | None = None
        self._incident: IncidentId | None = None
        self._decisions: tuple[Decision, ...] = ()
        """Newest first."""
        self._explained = ""
        self._place = 0
        actions["open_reasons"].triggered.connect(self.open)

    def apply_wording(self) -> None:
        """Another language."""
        if self.dialog is not None:
            self.dialog.apply_wording(self._console.phrases)
            self._show()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        if self.dialog is not None:
            self.dialog.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()

    @Slot()
    def open(self) -> None:
        """Ctrl+I: for the selected incident."""
        if self._console.incident is not None:
            self.look_at(self._console.incident)
        elif self.dialog is None:
            self._say("ui.need.incident")

    @Slot(str)
    def look_at(self, incident: str) -> None:
        """Open the reasons of this incident, however old it is."""
        self._errands.start(self._read(IncidentId(incident)))

    async def _read(self, incident: IncidentId) -> None:
        def ask(store: Store) -> tuple[Recorded, ...]:
            return store.decisions(incident)

        facts = await self._room.read(ask)
        taken = [fact.event.decision for fact in facts if isinstance(fact.event, DecisionTaken)]
        if not taken and self._proposal_picture(incident) is None:
            self._say("team.reasons.none", incident=incident)
            return
        self._incident = incident
        self._decisions = tuple(reversed(taken))
        reasons = [fact.event.reason for fact in facts if isinstance(fact.event, OverrideExplained)]
        self._explained = reasons[-1] if reasons else ""
        has_now = self._proposal_picture(incident) is not None
        self._place = 0 if has_now or not self._decisions else 1
        self._open_window()
        self._show()

    def _open_window(self) -> None:
        if self.dialog is None:
            dialog = ReasonsDialog(self._theme, self._console.phrases, self._window)
            dialog.picture_chosen.connect(self._on_chosen)
            dialog.number_asked.connect(self.look_at)
            dialog.unit_chosen.connect(self._on_unit)
            self.dialog = dialog
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.filter.setFocus()

    def _show(self) -> None:
        if self.dialog is None or self._incident is None:
            return
        painter = ReasonsPainter(self._situation, self._console.phrases)
        now = self._console.phrases.say("team.reasons.choice.now")
        self.dialog.offer([now, *(painter.name(each) for each in self._decisions)], self._place)
        incident = self._situation.incidents.get(self._incident)
        if self._place == 0:
            picture = self._proposal_picture(self._incident)
        else:
            decision = self._decisions[self._place - 1]
            picture = painter.decision(decision, incident, self._explained if decision.is_override else "")
        self.dialog.show_picture(picture or self._nothing())

    def _proposal_picture(self, incident: IncidentId) -> ReasonsPicture | None:
        proposal, found = self._console.ranker.proposal, self._situation.incidents.get(incident)
        if proposal is None or proposal.incident != incident or found is None or not found.is_open:
            return None
        return ReasonsPainter(self._situation, self._console.phrases).proposal(proposal, found)

    def _nothing(self) -> ReasonsPicture:
        phrases = self._console.phrases
        return ReasonsPicture(
            phrases.say("team.reasons.closed", incident=phrases.short(self._incident or "")), (), (), ()
        )

    def _say(self, key: str, **values: object) -> None:
        self._console.notice.emit(Notice("refused", self._console.phrases.say(key, **values)))

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        self._place = place
        self._show()

    @Slot(str)
    def _on_unit(self, unit: str) -> None:
        if unit in self._situation.units:
            self._console.select_unit(UnitId(unit))
