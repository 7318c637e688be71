"""Words about an incident: what the room tells, what a unit reports, how it ended. Clocks stand meanwhile."""

import re

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from commandroom.models.domain.commands import HoldClocks, LogMessage
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.console import Console, Notice
from commandroom.ui.dialogs import ask_result
from commandroom.ui.errands import Errands
from commandroom.ui.hands import Hands
from commandroom.ui.tell_dialog import TellDialog, Voice
from commandroom.ui.theme import Theme
from commandroom.ui.typing_hold import TypingHold

_NUMBER = re.compile(r"(\d{3,4})")


class WordDesk(QObject):
    """Opens the small dialogs of words and brings what was typed to the console."""

    def __init__(
        self,
        *,
        situation: Situation,
        console: Console,
        actions: RoomActions,
        hands: Hands,
        intake: QWidget,
        window: QWidget,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._situation = situation
        self._console = console
        self._hands = hands
        self._intake = intake
        self._window = window
        self._actions = actions
        self._errands = Errands()
        self.hold = TypingHold(self)
        self.hold.held.connect(self._on_held)
        self.hold.watch_fields(intake, self._named_in_intake)
        actions["tell"].triggered.connect(self.tell)
        actions["feedback"].triggered.connect(self._on_feedback)
        actions["close_with_result"].triggered.connect(self.close_with_result)
        console.unit_selected.connect(self._enable)
        console.incident_selected.connect(self._enable)
        self._enable()

    @Slot()
    def tell(self) -> None:
        """F4: what the room tells its units, or what one of them reports."""
        self._open(self._console.incident, None)

    def feedback_of(self, unit: UnitId, incident: IncidentId) -> None:
        """反馈 on behalf of a unit, about the incident it is on."""
        self._open(incident, unit)

    @Slot()
    def close_with_result(self) -> None:
        """How the selected incident ended."""
        incident = self._console.incident
        if incident is not None:
            phrases = self._console.phrases
            dialog = ask_result(self._window, phrases.wording, phrases.short(incident), self._hands.close)
            self.hold.watch(dialog, incident)

    def apply_wording(self) -> None:
        """Dialogs speak the language they were opened in."""

    def apply_theme(self, theme: Theme) -> None:
        """The window's style sheet reaches the dialogs."""

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self.hold.stop()
        self._errands.cancel()

    def _open(self, incident: IncidentId | None, unit: UnitId | None) -> QDialog:
        phrases = self._console.phrases
        short = "" if incident is None else phrases.short(incident)
        dialog = TellDialog(self._window, phrases.wording, short, self._voices(incident), chosen=unit or "")
        dialog.told.connect(lambda who, text: self._say(incident, UnitId(who) if who else None, text))
        self.hold.watch(dialog, incident)
        dialog.open()
        dialog.field.setFocus()
        return dialog

    def _voices(self, incident: IncidentId | None) -> tuple[Voice, ...]:
        """The units bound to it: whose word it may be."""
        if incident is None:
            return ()
        active = [each.unit for each in self._situation.assignments(incident) if each.is_active]
        return tuple(Voice(unit, self._situation.unit(unit).call_sign) for unit in active)

    def _say(self, incident: IncidentId | None, unit: UnitId | None, text: str) -> None:
        if unit is None:
            self._hands.tell(text)
        elif incident is not None and text:
            self._errands.start(self._report(incident, unit, text))

    async def _report(self, incident: IncidentId, unit: UnitId, text: str) -> None:
        sign = self._situation.unit(unit).call_sign
        facts = await self._console.give(
            LogMessage(self._console.author, "radio", sign, text, incident, unit)
        )
        if facts:
            said = self._console.phrases.say("clocks.feedback.done", unit=sign)
            self._console.notice.emit(Notice("done", said))

    def _named_in_intake(self) -> IncidentId | None:
        """The open incident whose number stands in the text that is being taken."""
        text = _texts(self._intake)
        numbers = set(_NUMBER.findall(text)) if "JQ" in text.upper() else set()
        for each in self._situation.open_incidents():
            if each.id in text or each.id.rsplit("-", 1)[-1] in numbers:
                return each.id
        return None

    @Slot(str, bool)
    def _on_held(self, incident: str, is_held: bool) -> None:
        found = self._situation.incidents.get(IncidentId(incident))
        if found is not None and found.is_open:
            order = HoldClocks(self._console.author, found.id, is_held)
            self._errands.start(self._console.give(order, remember=False))

    @Slot()
    def _on_feedback(self) -> None:
        unit = self._situation.units.get(self._console.unit or UnitId(""))
        if unit is not None and unit.incident is not None:
            self.feedback_of(unit.id, unit.incident)

    @Slot()
    def _enable(self) -> None:
        unit = self._situation.units.get(self._console.unit or UnitId(""))
        self._actions["feedback"].setEnabled(unit is not None and unit.incident is not None)


def _texts(form: QWidget) -> str:
    lines = [each.text() for each in form.findChildren(QLineEdit)]
    return "\n".join(lines + [each.toPlainText() for each in form.findChildren(QPlainTextEdit)])
