"""The line at the foot of the window: what just happened, how to take it back, and the next key."""

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from commandroom.ui.console import Notice
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import ui_font
from commandroom.wording import Wording

UNDO_OFFER_S = 10
STAYS_S = 20


class NoticeLine(QFrame):
    """Never covers anything and never takes the focus."""

    undo_wanted = Signal()

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeline")
        self.setFixedHeight(36)
        self._theme = theme
        self._wording = wording
        self._notice: Notice | None = None
        self._since = QElapsedTimer()
        self._mark = QLabel(self)
        self.text = QLabel(self)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setFont(ui_font(14))
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.undo = QPushButton(self)
        self.undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.undo.clicked.connect(self.undo_wanted)
        self.undo.hide()
        self.hint = QLabel(self)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setFont(ui_font(14))
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 3, 12, 3)
        line.setSpacing(10)
        line.addWidget(self._mark)
        line.addWidget(self.text, 1)
        line.addWidget(self.undo)
        line.addWidget(self.hint)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._on_tick)
        self.apply_wording(wording)

    @property
    def notice(self) -> Notice | None:
        """What is shown now."""
        return self._notice

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Say it; the newest takes the place of the one before."""
        self._notice = notice
        self._since.start()
        self._tick.start()
        self._paint()

    def set_hint(self, text: str) -> None:
        """The keys that lead on from here."""
        self.hint.setText(text)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self._paint()

    def apply_wording(self, wording: Wording) -> None:
        """Another language, from the next notice on."""
        self._wording = wording
        self.undo.setToolTip(wording.say("ui.undo.tip"))
        self.undo.setAccessibleName(wording.say("ui.undo.tip"))
        self._paint()

    @Slot()
    def _on_tick(self) -> None:
        if self._since.elapsed() >= STAYS_S * 1000:
            self._tick.stop()
            self._notice = None
        self._paint()

    def _paint(self) -> None:
        notice, theme = self._notice, self._theme
        if notice is None:
            self._mark.clear()
            self.text.clear()
            self.undo.hide()
            return
        mark = {"done": "✓", "refused": "✗", "failed": "✗"}[notice.tone]
        tone = theme.free if notice.tone == "done" else theme.attention_1
        self._mark.setText(mark)
        self._mark.setStyleSheet(f"color: {tone};")
        self.text.setText(notice.text)
        self.text.setToolTip("" if len(notice.text) < 40 else notice.text)
        left = UNDO_OFFER_S - self._since.elapsed() // 1000
        self.undo.setVisible(notice.can_undo and left > 0)
        self.undo.setText(self._wording.say("ui.undo.offer", s=left))
