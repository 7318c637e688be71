"""The head of the window: whose room, which mode, is the store well, how much waits, and the time."""

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from commandroom.services.room import Mode
from commandroom.ui.figures import date_text, time_text
from commandroom.ui.search.answer import Ask
from commandroom.ui.search.box import SearchBox
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import SMALL_PX, TITLE_PX, ui_font
from commandroom.wording import Wording

NARROW_PX = 1500
"""Below this width the operator's name and the store's words give way to the clock."""
CRAMPED_PX = 1150
"""Below this width the switch of the colours is left to the menu and its key."""


class TopBar(QFrame):
    """Shows; says when a switch was pressed."""

    language_wanted = Signal()
    theme_wanted = Signal()
    intake_wanted = Signal()

    def __init__(
        self,
        *,
        station: str,
        operator: str,
        mode: Mode,
        search: Ask,
        theme: Theme,
        wording: Wording,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setFixedHeight(52)
        self._mode: Mode = mode
        self._theme = theme
        self._wording = wording
        self._is_well = True
        self._since: datetime | None = None
        self._counts = (0, 0)
        self.station = QLabel(station, self)
        self.mode = QLabel(self)
        self.store = QLabel(self)
        self.counts = QLabel(self)
        self.intake = QToolButton(self)
        self.search = SearchBox(search, wording, self)
        self.language = QToolButton(self)
        self.theme = QToolButton(self)
        self.clock = QLabel("–", self)
        self.date = QLabel(self)
        self.operator = QLabel(operator, self)
        self._build()
        self.apply_wording(wording)

    def show_time(self, now: datetime) -> None:
        """The big clock."""
        self.clock.setText(time_text(now))
        self.date.setText(date_text(now))

    @Slot(int, int)
    def show_counts(self, waiting: int, unassigned: int) -> None:
        """Open incidents, and those nobody was sent to."""
        self._counts = (waiting, unassigned)
        self._show_words()

    @Slot(bool, object)
    def show_store(self, is_well: bool, since: datetime) -> None:
        """Whether the store keeps what it is given, and since when."""
        self._is_well, self._since = is_well, since
        self._show_words()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.search.apply_theme(theme)
        self._show_words()

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        self.search.apply_wording(wording)
        for button, name in ((self.language, "language"), (self.theme, "theme"), (self.intake, "intake")):
            button.setText(wording.say(f"ui.top.{name}"))
            button.setToolTip(wording.say(f"ui.top.{name}.tip"))
            button.setAccessibleName(wording.say(f"ui.top.{name}.tip"))
        self.mode.setText(wording.say(f"ui.mode.{self._mode}"))
        self.clock.setAccessibleName(wording.say("ui.top.clock"))
        self._show_words()

    def resizeEvent(self, event: object) -> None:
        """Give way in the order of what can be spared."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        is_wide = self.width() >= NARROW_PX
        self.operator.setVisible(is_wide)
        self.date.setVisible(is_wide)
        self.theme.setVisible(self.width() >= CRAMPED_PX)
        self._show_words()

    def _build(self) -> None:
        self.station.setFont(ui_font(TITLE_PX + 1, bold=True))
        self.mode.setObjectName("chipDrill" if self._mode == "drill" else "chip")
        self.mode.setFont(ui_font(14, bold=True))
        self.mode.setFixedHeight(28)
        self.store.setFont(ui_font(SMALL_PX))
        self.counts.setFont(ui_font(15, bold=True))
        self.clock.setFont(ui_font(26, bold=True, tabular=True))
        self.date.setFont(ui_font(SMALL_PX, tabular=True))
        self.date.setObjectName("muted")
        self.operator.setFont(ui_font(14))
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(560)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.language.clicked.connect(self.language_wanted)
        self.theme.clicked.connect(self.theme_wanted)
        self.intake.clicked.connect(self.intake_wanted)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 0, 14, 0)
        line.setSpacing(12)
        for widget in (self.station, self.mode, self.store, self.counts, self.intake):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self.search, 4)
        line.addStretch(1)
        for widget in (self.language, self.theme, self.operator, self.date, self.clock):
            line.addWidget(widget)

    def _show_words(self) -> None:
        say, theme = self._wording.say, self._theme
        since = "" if self._since is None else time_text(self._since)
        tone = theme.free if self._is_well else theme.attention_1
        key = "ui.store.well" if self._is_well else "ui.store.failing"
        words = say(key) if not since else f"{say(key)} {say('ui.store.since', since=since)}"
        is_wide = self.width() >= NARROW_PX or not self._is_well
        shown = words if is_wide else say("ui.store.short")
        mark = "●" if self._is_well else "✗"
        self.store.setText(f'<span style="color:{tone}">{mark}</span> {shown}')
        self.store.setToolTip(words)
        waiting, unassigned = self._counts
        text = say("ui.top.counts", n=waiting)
        if unassigned:
            late = say("ui.top.unassigned", n=unassigned)
            text = f'{text} · <span style="color:{theme.attention_1}">{late}</span>'
        self.counts.setText(text)
