"""The head of a side panel: title, a remark at its right, and buttons."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from commandroom.ui.typeface import SMALL_PX, TITLE_PX, ui_font


class PanelHeader(QFrame):
    """One line of fixed height; the title gives way, the remark stays whole."""

    HEIGHT = 38

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setFixedHeight(self.HEIGHT)
        self.title = QLabel(self)
        self.title.setFont(ui_font(TITLE_PX, bold=True))
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title.setMinimumWidth(40)
        self.remark = QLabel(self)
        self.remark.setObjectName("muted")
        self.remark.setFont(ui_font(SMALL_PX))
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(12, 0, 8, 0)
        self._line.setSpacing(8)
        self._line.addWidget(self.title, 1)
        self._line.addWidget(self.remark)

    def add(self, widget: QWidget) -> None:
        """Put a control at the right end."""
        self._line.addWidget(widget)
