"""What every tab of the editor can do."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from commandroom.models.domain.doctrine import Doctrine
from commandroom.ui.rules.columns import Vocabulary
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import SMALL_PX, ui_font


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps the rules from being saved: a wording key, its values, and where it is."""

    key: str
    values: dict[str, object]
    place: tuple[int, ...] = ()


class RuleTab(QWidget):
    """One part of the rules. Subclasses keep their part as a draft that may be wrong for a while."""

    edited = Signal()
    area = ""
    """Where its words stand: `clocks.rules.<area>`."""

    def __init__(self, words: Vocabulary, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = words
        self.note = QLabel(self)
        self.note.setObjectName("muted")
        self.note.setFont(ui_font(SMALL_PX))
        self.note.setWordWrap(True)

    def put(self, doctrine: Doctrine) -> None:
        """Show these rules."""
        raise NotImplementedError

    def take(self, doctrine: Doctrine) -> Doctrine:
        """`doctrine` with this part as it was edited; ask `faults` first."""
        raise NotImplementedError

    def faults(self) -> tuple[Fault, ...]:
        """What cannot be saved."""
        return ()

    def go_to(self, fault: Fault) -> None:
        """Put the cursor there."""

    def apply_wording(self) -> None:
        """Another language, which the vocabulary has already."""
        self.note.setText(self.words.wording.say(f"clocks.rules.{self.area}.note"))

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
