"""The plates of the wall, painted: nothing on them is smaller than 28 px, to be read at five metres."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from commandroom.ui.panels.look import lettering, tint
from commandroom.ui.theme import Theme
from commandroom.ui.wall.reading import WallClock, WallIncident

LEAST_PX = 28
TITLE_PX, FIGURE_PX, HEAD_PX, CLOCK_PX = 32, 36, 32, 60
PLATE_PX, PLATE_WIDTH_PX, GAP_PX, PAD_PX = 186, 470, 8, 16
HEAD_HEIGHT_PX = 84
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter


class WallHead(QWidget):
    """Station, how much is open, how many are free, the time."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._station = self._counts = self._clock = self._date = ""
        self.setFixedHeight(HEAD_HEIGHT_PX)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_words(self, *, station: str, counts: str, clock: str, date: str) -> None:
        """Say these; paints only what changed."""
        told = (station, counts, clock, date)
        if told != (self._station, self._counts, self._clock, self._date):
            self._station, self._counts, self._clock, self._date = told
            self.setAccessibleName(" ".join(told))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One line across the wall; the station gives way first."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint(self._theme.panel))
        box = QRectF(self.rect()).adjusted(PAD_PX, 0, -PAD_PX, 0)
        box = _write_right(painter, box, self._clock, CLOCK_PX, self._theme.text, bold=True)
        box = _write_right(painter, box, self._date, LEAST_PX, self._theme.muted)
        box = _write_right(painter, box, self._counts, HEAD_PX, self._theme.text)
        _write(painter, box, self._station, HEAD_PX, self._theme.text, bold=True)
        painter.end()


class WallPlates(QWidget):
    """As many incidents side by side as the wall is wide, and how many more there are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plates: tuple[WallIncident, ...] = ()
        self._more = ""
        self._empty = ""
        self.setFixedHeight(PLATE_PX + 2 * GAP_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two plates at least."""
        return QSize(2 * PLATE_WIDTH_PX, PLATE_PX + 2 * GAP_PX)

    @property
    def room(self) -> int:
        """How many plates fit."""
        return max(1, (self.width() - GAP_PX) // (PLATE_WIDTH_PX + GAP_PX))

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_plates(self, plates: Sequence[WallIncident], *, more: str, empty: str) -> None:
        """Show these; `more` tells of those without a plate, `empty` stands where there are none."""
        told = tuple(plates)
        if (told, more, empty) != (self._plates, self._more, self._empty):
            self._plates, self._more, self._empty = told, more, empty
            self.setAccessibleName(" · ".join(f"{each.title} {each.place}" for each in told) or empty)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Plate beside plate."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), tint(self._theme.ground))
        if not self._plates:
            _write(painter, QRectF(self.rect()), self._empty, HEAD_PX, self._theme.muted, align=_MIDDLE)
        for place, plate in enumerate(self._plates):
            width = (self.width() - GAP_PX) / max(len(self._plates), min(self.room, 3)) - GAP_PX
            box = QRectF(GAP_PX + place * (width + GAP_PX), GAP_PX, width, PLATE_PX)
            note = self._more if place == len(self._plates) - 1 else ""
            self._paint_plate(painter, box, plate, note)
        painter.end()

    def _paint_plate(self, painter: QPainter, box: QRectF, plate: WallIncident, more: str) -> None:
        theme, colour = self._theme, self._theme.attention(plate.level)
        painter.fillRect(box, tint(theme.panel))
        painter.fillRect(QRectF(box.left(), box.top(), 10, box.height()), tint(colour))
        inner = box.adjusted(10 + PAD_PX, 6, -PAD_PX, -6)
        third = inner.height() / 10
        top = QRectF(inner.left(), inner.top(), inner.width(), 3 * third)
        rest = _write_right(painter, top, plate.since, FIGURE_PX, theme.text, bold=True)
        sign = QRectF(rest.left(), rest.center().y() - 19, 38, 38)
        painter.fillRect(sign, tint(colour))
        _write(painter, sign, str(plate.level), LEAST_PX, theme.on_attention, bold=True, align=_MIDDLE)
        _write(painter, rest.adjusted(50, 0, 0, 0), plate.title, TITLE_PX, theme.text, bold=True)
        middle = QRectF(inner.left(), top.bottom(), inner.width(), 2.8 * third)
        tail = " · ".join(part for part in (plate.crews, more) if part)
        shade = theme.text if plate.is_alone else theme.muted
        room = _write_right(painter, middle, tail, LEAST_PX, shade, bold=plate.is_alone)
        _write(painter, room, plate.place, LEAST_PX, theme.muted)
        self._paint_clocks(painter, inner.adjusted(0, 5.8 * third, 0, 0), plate.clocks)

    def _paint_clocks(self, painter: QPainter, box: QRectF, clocks: Sequence[WallClock]) -> None:
        """Rings side by side: the name above, the figure below in the colour of its state."""
        theme = self._theme
        colours = {"running": theme.text, "good": theme.free, "alarm": theme.attention_1, "rest": theme.muted}
        width = box.width() / max(1, len(clocks))
        names, figures = QFontMetrics(lettering(LEAST_PX)), QFontMetrics(lettering(FIGURE_PX, bold=True))
        half = box.height() / 2
        is_high = any(
            names.horizontalAdvance(each.name) + figures.horizontalAdvance(each.figure) + 16 > width
            for each in clocks
        )
        for place, clock in enumerate(clocks):
            cell = QRectF(box.left() + place * width, box.top(), width - 8, box.height())
            beside = names.horizontalAdvance(clock.name) + 8
            upper = cell.adjusted(0, 0, 0, -half) if is_high else cell
            lower = cell.adjusted(0, half, 0, 0) if is_high else cell.adjusted(beside, 0, 0, 0)
            _write(painter, upper, clock.name, LEAST_PX, theme.muted)
            _write(painter, lower, clock.figure, FIGURE_PX, colours[clock.state], bold=True)


def _write(
    painter: QPainter,
    box: QRectF,
    text: str,
    px: int,
    colour: str,
    *,
    bold: bool = False,
    align: Qt.AlignmentFlag = _LEFT,
) -> None:
    """One line in `box`, cut with an ellipsis where it must be."""
    font = lettering(px, bold=bold)
    painter.setFont(font)
    painter.setPen(tint(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, align | Qt.TextFlag.TextSingleLine, shown)


def _write_right(
    painter: QPainter, box: QRectF, text: str, px: int, colour: str, *, bold: bool = False
) -> QRectF:
    """One line at the right end of `box`; what is left of the box."""
    _write(painter, box, text, px, colour, bold=bold, align=_RIGHT)
    width = QFontMetrics(lettering(px, bold=bold)).horizontalAdvance(text)
    return box.adjusted(0, 0, -(width + 2 * PAD_PX if text else 0), 0)
