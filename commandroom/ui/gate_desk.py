"""The strips at the foot of the window: a gate's question, and why somebody else was sent."""

from PySide6.QtCore import QObject, Slot

from commandroom.models.domain.ids import IncidentId
from commandroom.ui.confirm_strip import ConfirmStrip
from commandroom.ui.console import Console
from commandroom.ui.errands import Errands
from commandroom.ui.frame import RoomFrame
from commandroom.ui.theme import Theme
from commandroom.ui.why_strip import WhyStrip


class GateDesk(QObject):
    """Brings the console's questions to the operator, and the answers back."""

    def __init__(self, *, console: Console, frame: RoomFrame, parent: QObject) -> None:
        super().__init__(parent)
        self._console = console
        self._errands = Errands()
        wording, theme = console.phrases.wording, frame.units.team.theme
        self.why = WhyStrip(frame, frame.notices, theme, wording)
        self.confirm = ConfirmStrip(frame, frame.notices, theme, wording)
        console.gates.changed.connect(self.confirm.show_question)
        self.confirm.answered.connect(console.gates.answer)
        console.override_given.connect(self._on_override)
        self.why.explained.connect(self._on_explained)

    def apply_wording(self) -> None:
        """Another language."""
        wording = self._console.phrases.wording
        self.confirm.apply_wording(wording)
        self.why.apply_wording(wording)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.confirm.apply_theme(theme)
        self.why.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()
        self._console.gates.stop()

    @Slot(str)
    def _on_override(self, incident: str) -> None:
        self.why.ask(IncidentId(incident), self._console.phrases.short(incident))

    @Slot(str, str)
    def _on_explained(self, incident: str, reason: str) -> None:
        self._errands.start(self._console.explain(IncidentId(incident), reason))
