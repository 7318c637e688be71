"""The line above a review: what is looked back at, and what must be known about it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from commandroom.ui.panels.text import ElidedLabel
from commandroom.ui.review.legend import GhostLegend
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import TITLE_PX, ui_font
from commandroom.wording import Wording

HEIGHT, CHIP_PX = 40, 26


class ReviewHead(QWidget):
    """复盘, the title, a notice, the sign of ghosts, and whether places are reckoned."""

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.chip, self.title, self.notice = QLabel(self), ElidedLabel(self), ElidedLabel(self)
        self.legend, self.estimated = GhostLegend(wording, self), QLabel(self)
        self.legend.hide()
        self.estimated.hide()
        self.title.setFont(ui_font(TITLE_PX, bold=True))
        self.notice.setObjectName("muted")
        for chip in (self.chip, self.estimated):
            chip.setObjectName("chip")
            chip.setFont(ui_font())
            chip.setFixedHeight(CHIP_PX)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(self.chip)
        line.addWidget(self.title, 3)
        line.addWidget(self.notice, 2)
        line.addWidget(self.legend)
        line.addWidget(self.estimated)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.legend.apply_theme(theme)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self.legend.apply_wording(wording)
        self.chip.setText(wording.say("review.chip"))
        self.estimated.setText(wording.say("review.estimated"))
