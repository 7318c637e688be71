"""The alarm bar at the foot of the window, and the list that opens above it. Both take plain lines."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from commandroom.ui.panels.alarms.lines import MOST_LINES, AlarmLine
from commandroom.ui.panels.text import ElidedLabel
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import BODY_PX, SMALL_PX, ui_font
from commandroom.wording import Wording

BEAT_MS = 500
"""A mark is dark half of every second."""
HEIGHT = 36
LIST_WIDTH = 640


class Mark(QWidget):
    """A filled square with its level: colour, digit and, while it calls, a beat."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(20, 20))
        self._theme, self._level, self._is_dark = NIGHT, 2, False

    def show_mark(self, theme: Theme, level: int, *, is_dark: bool) -> None:
        """Level 1 red, 2 amber; dark is the outline alone."""
        if (theme, level, is_dark) != (self._theme, self._level, self._is_dark):
            self._theme, self._level, self._is_dark = theme, level, is_dark
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The square and an exclamation of the trade: the level's digit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = QColor(self._theme.attention(self._level))
        box = QRectF(1, 1, 18, 18)
        painter.setPen(tone)
        painter.setBrush(Qt.BrushStyle.NoBrush if self._is_dark else tone)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(tone if self._is_dark else QColor(self._theme.on_attention))
        painter.setFont(ui_font(SMALL_PX, bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._level))
        painter.end()


class AlarmRow(QFrame):
    """Mark, words, and the one button."""

    pressed = Signal(object)
    """The `AlarmLine` whose act is wanted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line: AlarmLine | None = None
        self.mark = Mark(self)
        self.text = ElidedLabel(self)
        self.text.setFont(ui_font(BODY_PX))
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(self)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._on_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 8, 2)
        row.setSpacing(8)
        row.addWidget(self.mark)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)

    def show_line(self, line: AlarmLine, theme: Theme, *, is_dark: bool) -> None:
        """Say this."""
        self.mark.show_mark(theme, line.level, is_dark=is_dark and line.is_calling)
        if line != self.line:
            self.line = line
            self.text.setText(line.text)
            self.button.setText(line.act_text)
            self.setAccessibleName(f"{line.text} {line.act_text}")

    @Slot()
    def _on_pressed(self) -> None:
        if self.line is not None:
            self.pressed.emit(self.line)


class AlarmBar(QFrame):
    """The worst alarm beside the notices; hidden where there is none. Never takes the focus."""

    act_wanted = Signal(object)
    """An `AlarmLine`."""

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("noticeline")
        self.setFixedHeight(HEIGHT)
        self._wording, self._theme = wording, NIGHT
        self._lines: tuple[AlarmLine, ...] = ()
        self._is_dark = False
        self.row = AlarmRow(self)
        self.row.pressed.connect(self.act_wanted)
        self.more = QPushButton(self)
        self.more.setCheckable(True)
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = AlarmList(self.window())
        self.list.act_wanted.connect(self.act_wanted)
        self.more.toggled.connect(self._on_more)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 8, 0)
        line.setSpacing(0)
        line.addWidget(self.row, 1)
        line.addWidget(self.more)
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self._on_beat)
        self.hide()

    @property
    def lines(self) -> tuple[AlarmLine, ...]:
        """What it says, worst first."""
        return self._lines

    def show_lines(self, lines: Sequence[AlarmLine]) -> None:
        """The worst one here, all of them (six at most) in the list."""
        self._lines = tuple(lines)
        self.setVisible(bool(lines))
        if any(each.is_calling for each in lines):
            if not self._beat.isActive():
                self._beat.start()
        else:
            self._beat.stop()
            self._is_dark = False
        self._paint()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self._paint()

    def apply_wording(self, wording: Wording) -> None:
        """Another language; the lines come anew."""
        self._wording = wording
        self.setAccessibleName(wording.say("clocks.alarm.bar"))
        self._paint()

    def stop(self) -> None:
        """Beat no more."""
        self._beat.stop()

    def _paint(self) -> None:
        if not self._lines:
            self.more.setChecked(False)
            return
        self.row.show_line(self._lines[0], self._theme, is_dark=self._is_dark)
        self.more.setVisible(len(self._lines) > 1)
        sign = "▾" if self.more.isChecked() else "▴"
        self.more.setText(f"{sign} {len(self._lines)}")
        self.more.setToolTip(self._wording.say("clocks.alarm.all", n=len(self._lines)))
        if self.more.isChecked():
            self.list.show_lines(self._lines, self._theme, self._wording, is_dark=self._is_dark)
            self.list.stand_above(self)

    @Slot()
    def _on_beat(self) -> None:
        self._is_dark = not self._is_dark
        self._paint()

    @Slot(bool)
    def _on_more(self, on: bool) -> None:
        self.list.setVisible(on)
        self._paint()


class AlarmList(QFrame):
    """Up to six lines; what is beyond is counted."""

    act_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hitbox")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 4, 2, 4)
        box.setSpacing(0)
        self.rows = tuple(AlarmRow(self) for _ in range(MOST_LINES))
        for row in self.rows:
            row.pressed.connect(self.act_wanted)
            box.addWidget(row)
        self.rest = QLabel(self)
        self.rest.setObjectName("muted")
        self.rest.setContentsMargins(12, 2, 12, 4)
        box.addWidget(self.rest)
        self.hide()

    def show_lines(
        self, lines: Sequence[AlarmLine], theme: Theme, wording: Wording, *, is_dark: bool
    ) -> None:
        """The worst six."""
        for row, line in zip(self.rows, lines, strict=False):
            row.show_line(line, theme, is_dark=is_dark)
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(lines))
        beyond = len(lines) - len(self.rows)
        self.rest.setVisible(beyond > 0)
        self.rest.setText(wording.say("clocks.alarm.more", n=beyond))

    def stand_above(self, bar: QWidget) -> None:
        """Over the map and the strip, with its foot on the bar."""
        room = self.parentWidget()
        if room is None:
            return
        corner = bar.mapTo(room, QPoint(0, 0))
        width = min(max(LIST_WIDTH, bar.width()), room.width() - corner.x())
        height = self.sizeHint().height()
        self.setGeometry(corner.x(), corner.y() - height, width, height)
        self.raise_()
