"""建议编组: stands above the unit list while an open incident is selected."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from commandroom.models.domain.ids import UnitId
from commandroom.ui.panels.header import PanelHeader
from commandroom.ui.panels.team.lines import TeamLine
from commandroom.ui.panels.team.model import TeamModel
from commandroom.ui.panels.team.row import ROW_HEIGHT
from commandroom.ui.panels.team.view import TeamList
from commandroom.ui.panels.text import ClampedLabel, ElidedLabel, plain_tip
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, ui_font

MOST_ROWS, LEAST_ROWS = 8, 2
MOST_SHORTFALLS = 2
"""Lines of what is short; the others are counted and stand in the reasons window."""
LINE_HEIGHT = 22
TALL_PX = 560
"""From this height of the column on the caution may take two lines."""
KEPT_FOR_UNITS_PX = 200
"""So much of the column stays with the unit list, its head and its filter."""


@dataclass(frozen=True, slots=True)
class TeamPicture:
    """All that the panel shows, as plain values."""

    title: str
    short_title: str
    """Where there is little room."""
    caution: str
    lines: tuple[TeamLine, ...]
    shortfalls: tuple[str, ...]
    is_complete: bool
    """Every required function is filled by units that are sent."""


class TeamPanel(QFrame):
    """Caution, rows by ring, what is short, and one button."""

    accept_wanted = Signal()
    reasons_wanted = Signal()

    def __init__(self, theme: Theme, phrases: Phrases, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("team")
        self._phrases = phrases
        self.theme = theme
        self._column_height = 1_000
        self.picture: TeamPicture | None = None
        self.model = TeamModel(phrases, self)
        self.list = TeamList(self.model, theme, phrases, self)
        self.header = PanelHeader(self)
        self.caution = ClampedLabel(self)
        self.filled = ElidedLabel(self)
        self.shortfalls = [ElidedLabel(self) for _ in range(MOST_SHORTFALLS)]
        self.reasons = QPushButton(self)
        self.accept = QPushButton(self)
        self._build()
        self.model.resized.connect(self._fit_rows)
        self.set_phrases(phrases)
        self.apply_theme(theme)
        self.hide()

    def show_picture(self, picture: TeamPicture | None, *, even_if_held: bool = False) -> None:
        """Show this team; None for none."""
        self.picture = picture
        self.setVisible(picture is not None)
        if picture is None:
            self.model.put((), even_if_held=True)
            return
        self.model.put(picture.lines, even_if_held=even_if_held)
        self._refresh()

    def ready(self) -> tuple[UnitId, ...]:
        """Who goes when all are sent: ticked, and not sent yet, from top to bottom."""
        return tuple(line.unit.id for line in self.model.lines if line.is_ticked and line.may_be_sent)

    def fit(self, column_height: int) -> None:
        """Leave the unit list its place in a column of so many pixels."""
        self._column_height = column_height
        self._refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.theme = theme
        self.list.apply_theme(theme)
        for label in (self.caution, *self.shortfalls):
            label.setStyleSheet(f"color: {theme.attention_2};")
        self.filled.setStyleSheet(f"color: {theme.muted};")

    def set_phrases(self, phrases: Phrases) -> None:
        """Another language."""
        self._phrases = phrases
        say = phrases.say
        self.model.set_phrases(phrases)
        self.list.set_phrases(phrases)
        self.list.setAccessibleName(say("team.panel.name"))
        self.reasons.setText(say("team.panel.reasons"))
        for button, text in (
            (self.reasons, say("team.panel.reasons.tip")),
            (self.accept, say("team.panel.accept.tip")),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)
        self._refresh()

    def _build(self) -> None:
        for button in (self.reasons, self.accept):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setFont(ui_font(BODY_PX))
            self.header.add(button)
        self.accept.setFont(ui_font(BODY_PX, bold=True))
        self.reasons.clicked.connect(self.reasons_wanted)
        self.accept.clicked.connect(self.accept_wanted)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.header)
        for label in (self.caution, self.filled):
            box.addLayout(self._inset(label))
        box.addWidget(self.list)
        for label in self.shortfalls:
            box.addLayout(self._inset(label))

    def _inset(self, label: ElidedLabel | ClampedLabel) -> QHBoxLayout:
        label.setFont(ui_font(BODY_PX))
        label.setFixedHeight(LINE_HEIGHT)
        inset = QHBoxLayout()
        inset.setContentsMargins(12, 0, 12, 0)
        inset.addWidget(label)
        return inset

    def _refresh(self) -> None:
        picture = self.picture
        if picture is None:
            return
        say = self._phrases.say
        self.caution.setText(picture.caution)
        self.caution.setVisible(bool(picture.caution) and not picture.is_complete)
        who = say("team.list").join(line.unit.call_sign for line in picture.lines if line.is_sent)
        self.filled.setText(say("team.panel.complete", who=who))
        self.filled.setVisible(picture.is_complete)
        self._say_short(picture.shortfalls)
        ready = len(self.ready())
        self.accept.setText(say("team.panel.accept", n=ready))
        self.accept.setEnabled(ready > 0)
        self.accept.setVisible(not picture.is_complete)
        self._say_title(picture)
        self._fit_rows()

    def _say_title(self, picture: TeamPicture) -> None:
        label = self.header.title
        shown = [each for each in (self.reasons, self.accept) if not each.isHidden()]
        room = self.width() - 40 - sum(each.sizeHint().width() + 8 for each in shown)
        is_long = label.fontMetrics().horizontalAdvance(picture.title) <= room
        label.setText(picture.title if is_long else picture.short_title)
        label.setToolTip(plain_tip(picture.title))

    def _say_short(self, texts: Sequence[str]) -> None:
        shown = list(texts[:MOST_SHORTFALLS])
        if len(texts) > MOST_SHORTFALLS:
            more = len(texts) - MOST_SHORTFALLS + 1
            shown[-1] = self._phrases.say("team.panel.short_more", n=more)
        for place, label in enumerate(self.shortfalls):
            label.setText(shown[place] if place < len(shown) else "")
            label.setVisible(place < len(shown))

    @Slot()
    def _fit_rows(self) -> None:
        self.caution.most_lines = 2 if self._column_height >= TALL_PX else 1
        self.caution.setFixedHeight(max(LINE_HEIGHT, self.caution.height_in(max(self.width() - 24, 100)) + 2))
        is_folded = self.picture is not None and self.picture.is_complete
        lines = sum(not each.isHidden() for each in self.shortfalls)
        around = PanelHeader.HEIGHT + self.caution.height() + LINE_HEIGHT * lines
        fitting = (self._column_height - KEPT_FOR_UNITS_PX - around) // ROW_HEIGHT
        rows = min(self.model.rowCount(), max(LEAST_ROWS, min(MOST_ROWS, fitting)))
        self.list.setVisible(rows > 0 and not is_folded)
        self.list.setFixedHeight(rows * ROW_HEIGHT)
