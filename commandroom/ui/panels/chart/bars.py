"""Ring attainment as three small bars, each with its n."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from commandroom.ui.panels.chart.figures import Attainment
from commandroom.ui.panels.look import lettering, tint
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import SMALL_PX
from commandroom.wording import Wording

ROW_PX = 42.0
LINE_PX = 19.0
BAR_PX = 9.0
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class AttainmentBars(QWidget):
    """Three rows: name, bar, share and n. A short bar is short; no colour is needed to read it."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._theme: Theme = NIGHT
        self._rows: tuple[Attainment, ...] = ()
        self.setMinimumSize(150, 84)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Three lines and room for the words."""
        return QSize(200, 120)

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self.update()

    def apply_wording(self, wording: Wording) -> None:
        """Speak this language."""
        self._wording = wording
        self.put(self._rows)

    def put(self, rows: Sequence[Attainment]) -> None:
        """Show these rings."""
        self._rows = tuple(rows)
        said = " ".join(self.lines()).replace("\t", " ")
        self.setAccessibleName(f"{self._wording.say('panels.chart.attainment')} {said}")
        self.update()

    def lines(self) -> list[str]:
        """Ring and figures with a tab between, for each ring."""
        return [f"{self._wording.say(f'ring.{row.ring}')}\t{self.said(row)}" for row in self._rows]

    def said(self, row: Attainment) -> str:
        """`86% (12/14)`, or a dash with the reason while nothing is decided."""
        if row.share is None:
            return self._wording.say("panels.chart.undecided")
        return f"{round(row.share * 100)}% ({row.met}/{row.decided})"

    def paintEvent(self, event: QPaintEvent) -> None:
        """One row for each ring."""
        painter = QPainter(self)
        painter.setFont(lettering(SMALL_PX))
        height = min(ROW_PX, self.height() / max(1, len(self._rows)))
        for place, row in enumerate(self._rows):
            line = QRectF(0, place * height, self.width(), LINE_PX)
            painter.setPen(tint(self._theme.text))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | MIDDLE, self._wording.say(f"ring.{row.ring}"))
            painter.setPen(tint(self._theme.muted if row.share is None else self._theme.text))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | MIDDLE, self.said(row))
            room = min(BAR_PX, height - LINE_PX - 2)
            self._paint_bar(painter, QRectF(0, line.bottom() + 1, self.width(), room), row.share)
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: QRectF, share: float | None) -> None:
        painter.setPen(QPen(tint(self._theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        if share:
            painter.fillRect(
                QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), tint(self._theme.muted)
            )
