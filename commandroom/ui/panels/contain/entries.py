"""The fields of the question: how he flees, when he was seen, how fast he is."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from commandroom.services.containment import Flight
from commandroom.ui.figures import clock_text
from commandroom.ui.panels.contain.case import Case
from commandroom.ui.typeface import BODY_PX, SMALL_PX, ui_font
from commandroom.wording import Wording

STEP_S = 30.0
LONGEST_S = 6 * 3600.0
FASTEST_KMH = 200.0
_CLOCK = re.compile(r"(?:(\d{1,2})[:\uff1a])?(\d{1,3})[:\uff1a](\d{2})")


def seconds_of(text: str) -> float | None:
    """`3:20`, `1:02:00`, or whole minutes as `3`; None for anything else."""
    said = text.strip()
    if said.isascii() and said.isdigit():
        return min(60.0 * int(said), LONGEST_S) if len(said) <= 4 else None
    found = _CLOCK.fullmatch(said)
    if found is None or int(found[3]) > 59:
        return None
    return min(3600.0 * int(found[1] or 0) + 60.0 * int(found[2]) + int(found[3]), LONGEST_S)


def kmh_of(text: str) -> float | None:
    """A speed that somebody can have; None for anything else."""
    try:
        kmh = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return kmh if 1.0 <= kmh <= FASTEST_KMH else None


class Entries(QWidget):
    """Three lines; says what was changed and never changes it itself."""

    flight_chosen = Signal(object)
    seen_typed = Signal(float)
    """Seconds ago."""
    seen_stepped = Signal(float)
    """So many seconds earlier (above 0) or later."""
    speed_typed = Signal(object)
    """km/h, or None for the usual one."""
    place_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.flights = {each: QPushButton(self) for each in Flight}
        self._group = QButtonGroup(self)
        for button in self.flights.values():
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._group.addButton(button)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(self._on_flight)
        self.seen = _Field(self)
        self.speed = _Field(self)
        self.earlier, self.later = QToolButton(self), QToolButton(self)
        self.earlier.setText("+30")
        self.later.setText("−30")
        self.place = QToolButton(self)
        self.labels = {name: QLabel(self) for name in ("seen", "ago", "speed", "unit")}
        self._build()
        self.earlier.clicked.connect(self._on_earlier)
        self.later.clicked.connect(self._on_later)
        self.place.clicked.connect(self.place_wanted)
        self.seen.editingFinished.connect(self._on_seen)
        self.speed.editingFinished.connect(self._on_speed)
        self._speed_text = ""

    def show_case(self, case: Case, ago_s: float) -> None:
        """Show what holds; a field somebody types in is left alone."""
        self.flights[case.flight].setChecked(True)
        if not self.seen.hasFocus():
            self.seen.setText(clock_text(ago_s))
        if not self.speed.hasFocus():
            self._speed_text = "" if case.speed_kmh is None else f"{case.speed_kmh:g}"
            self.speed.setText(self._speed_text)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        say = wording.say
        for flight, button in self.flights.items():
            button.setText(say(f"contain.flight.{flight.value}"))
        self.labels["seen"].setText(say("contain.seen"))
        self.labels["ago"].setText(say("contain.seen.ago"))
        self.labels["speed"].setText(say("contain.speed"))
        self.labels["unit"].setText(say("contain.speed.unit"))
        self.seen.setAccessibleName(say("contain.seen.name"))
        self.speed.setAccessibleName(say("contain.speed.name"))
        self.speed.setPlaceholderText(say("contain.speed.usual"))
        for step, key in ((self.earlier, "contain.seen.more"), (self.later, "contain.seen.less")):
            step.setToolTip(say(key))
            step.setAccessibleName(say(key))
        self.place.setText(say("contain.place"))
        self.place.setToolTip(say("contain.place.tip"))

    def _build(self) -> None:
        buttons: tuple[QWidget, ...] = (*self.flights.values(), self.earlier, self.later, self.place)
        for each in buttons:
            each.setFont(ui_font(BODY_PX))
        for label in self.labels.values():
            label.setFont(ui_font(SMALL_PX))
            label.setObjectName("muted")
        self.seen.setFixedWidth(64)
        self.speed.setFixedWidth(64)
        self.seen.setFont(ui_font(BODY_PX, bold=True, tabular=True))
        modes = QHBoxLayout()
        modes.setSpacing(4)
        for flight in self.flights.values():
            modes.addWidget(flight, 1)
        seen = QHBoxLayout()
        seen.setSpacing(4)
        for part in (self.later, self.seen, self.earlier, self.labels["ago"]):
            seen.addWidget(part)
        seen.addStretch(1)
        speed = QHBoxLayout()
        speed.setSpacing(4)
        speed.addWidget(self.speed)
        speed.addWidget(self.labels["unit"])
        speed.addStretch(1)
        speed.addWidget(self.place)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.addLayout(modes, 0, 0, 1, 2)
        grid.addWidget(self.labels["seen"], 1, 0)
        grid.addLayout(seen, 1, 1)
        grid.addWidget(self.labels["speed"], 2, 0)
        grid.addLayout(speed, 2, 1)
        grid.setColumnStretch(1, 1)

    def _on_flight(self) -> None:
        chosen = next(each for each, button in self.flights.items() if button.isChecked())
        self.flight_chosen.emit(chosen)

    def _on_earlier(self) -> None:
        self.seen_stepped.emit(STEP_S)

    def _on_later(self) -> None:
        self.seen_stepped.emit(-STEP_S)

    def _on_seen(self) -> None:
        seconds = seconds_of(self.seen.text()) if self.seen.isModified() else None
        self.seen.setModified(False)
        if seconds is not None:
            self.seen_typed.emit(seconds)

    def _on_speed(self) -> None:
        text = self.speed.text().strip()
        if text == self._speed_text:
            return
        kmh = kmh_of(text)
        if text and kmh is None:
            self.speed.setText(self._speed_text)
            return
        self._speed_text = text
        self.speed_typed.emit(kmh)


class _Field(QLineEdit):
    """Written over as a whole."""

    def focusInEvent(self, event: object) -> None:
        """What is there goes with the first key."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.selectAll()
