"""A question across the top of the editor: it waits beside the work and blocks nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from commandroom.ui.typeface import ui_font


class AskStrip(QFrame):
    """One question at a time, with its answers as buttons and, where one is wanted, a line to type in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.text, self.line = QLabel(self), QLineEdit(self)
        self.text.setFont(ui_font(bold=True))
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.line.setMaximumWidth(320)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 12, 6)
        self._row.addWidget(self.text)
        self._row.addWidget(self.line)
        self._row.addStretch(1)
        self.buttons: list[QPushButton] = []
        self._first: Callable[[], object] | None = None
        self.line.returnPressed.connect(self._on_return)
        self.hide()

    def ask(
        self, text: str, answers: Sequence[tuple[str, Callable[[], object]]], *, typed: str | None = None
    ) -> None:
        """Ask; the first answer is what Enter in the line means. Every answer takes the question away."""
        self.withdraw()
        self.text.setText(text)
        self.line.setVisible(typed is not None)
        self.line.setText(typed or "")
        self._first = answers[0][1] if answers else None
        for label, act in answers:
            button = QPushButton(label, self)
            button.clicked.connect(self._answering(act))
            self._row.addWidget(button)
            self.buttons.append(button)
        self.show()
        if typed is not None:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.line.selectAll()

    def withdraw(self) -> bool:
        """Take the question away; False where there is none."""
        was_shown = self.isVisible()
        self.hide()
        for button in self.buttons:
            button.deleteLater()
        self.buttons = []
        self._first = None
        return was_shown

    def _answering(self, act: Callable[[], object]) -> Callable[[], None]:
        def answer() -> None:
            self.withdraw()
            act()

        return answer

    def _on_return(self) -> None:
        if self._first is not None:
            self._answering(self._first)()
