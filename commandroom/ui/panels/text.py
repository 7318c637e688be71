"""Text on panels: cut with an ellipsis where it must be, and never read as markup."""

import re
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QWidget

_NUMBER = re.compile(r"([A-Z]+)-\d{8}-(\d+)")


def short_number(incident: str) -> str:
    """`JQ-20261122-0312` as `JQ-0312`; anything else as it stands."""
    found = _NUMBER.fullmatch(incident)
    return f"{found[1]}-{found[2]}" if found else incident


def plain_tip(text: str) -> str:
    """`text` for a tool tip, so that nothing in it is taken for markup."""
    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>" if text else ""


def one_line(text: str) -> str:
    """`text` with line breaks, tabs and control characters as single blanks."""
    shown = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(shown.split())


class ElidedLabel(QLabel):
    """A plain label of one line that gives way: what does not fit ends in an ellipsis and is in the tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        """Show `text` on one line."""
        super().setText(one_line(text))
        self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        """It can shrink to a few letters."""
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, cut to the width there is."""
        painter = QPainter(self)
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class ClampedLabel(QLabel):
    """A plain label of at most so many lines; what does not fit ends in an ellipsis and is in the tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.most_lines = 1

    def setText(self, text: str) -> None:
        """Show `text`, wrapped."""
        super().setText(one_line(text))
        self.setToolTip(plain_tip(text))
        self.updateGeometry()

    def lines(self, width: int) -> list[str]:
        """The text as it is shown in so many pixels."""
        layout, text = QTextLayout(self.text(), self.font()), self.text()
        shown: list[str] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            if len(shown) + 1 == self.most_lines:
                rest = text[line.textStart() :]
                shown.append(self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, width))
                break
            shown.append(text[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
        return shown

    def height_in(self, width: int) -> int:
        """The height its lines need in so many pixels."""
        return len(self.lines(width)) * self.fontMetrics().lineSpacing() + 2

    def minimumSizeHint(self) -> QSize:
        """It can shrink to a few letters."""
        return QSize(40, self.fontMetrics().lineSpacing() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, one below the other."""
        painter = QPainter(self)
        area, step = self.contentsRect(), self.fontMetrics().lineSpacing()
        painter.setPen(self.palette().color(self.foregroundRole()))
        for number, line in enumerate(self.lines(area.width())):
            painter.drawText(area.left(), area.top() + 1 + number * step + self.fontMetrics().ascent(), line)
        painter.end()
