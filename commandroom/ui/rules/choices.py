"""Choosing several of a closed list: a small list of ticks, and a button that says what is ticked."""

from collections.abc import Hashable, Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from commandroom.ui.rules.texts import names_text
from commandroom.ui.typeface import ui_font

_VALUE = Qt.ItemDataRole.UserRole
MOST_PX = 340


class CheckPopup(QFrame):
    """Opens at a place, closes by Esc, Enter or a click elsewhere; what is ticked then counts."""

    chosen = Signal(object)
    """The tuple of values, in the order of the list."""

    def __init__(self, names: Mapping[Hashable, str], ticked: Sequence[Hashable], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("hitbox")
        self.list = QListWidget(self)
        self.list.setFont(ui_font())
        for value, name in names.items():
            item = QListWidgetItem(name, self.list)
            item.setData(_VALUE, value)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(Qt.CheckState.Checked if value in ticked else Qt.CheckState.Unchecked)
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 2, 2, 2)
        box.addWidget(self.list)

    def open_at(self, at: QPoint, width: int) -> None:
        """Show it below a field, on the screen."""
        rows = self.list.count() * (self.list.sizeHintForRow(0) if self.list.count() else 20)
        self.resize(max(width, 220), min(rows + 14, MOST_PX))
        screen = self.screen().availableGeometry()
        x = min(at.x(), screen.right() - self.width())
        y = at.y() if at.y() + self.height() <= screen.bottom() else max(at.y() - self.height() - 28, 0)
        self.move(max(x, screen.left()), y)
        self.show()
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def ticked(self) -> tuple[Hashable, ...]:
        """What is ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(each.data(_VALUE) for each in items if each.checkState() is Qt.CheckState.Checked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is as good as Esc: nothing is lost by closing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Say what was ticked."""
        super().hideEvent(event)
        self.chosen.emit(self.ticked())


class ChoiceField(QPushButton):
    """What is ticked, on a button; empty says what empty means."""

    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("text-align: left;")
        self._names: Mapping[Hashable, str] = {}
        self._empty = ""
        self._values: tuple[Hashable, ...] = ()
        self.clicked.connect(self._open)

    @property
    def values(self) -> tuple[Hashable, ...]:
        """What is chosen."""
        return self._values

    def set_names(self, names: Mapping[Hashable, str], empty: str) -> None:
        """What there is to choose, and what no choice means."""
        self._names, self._empty = names, empty
        self.set_values(self._values)

    def set_values(self, values: Sequence[Hashable]) -> None:
        """Choose these; nobody is told."""
        self._values = tuple(values)
        text = names_text(self._values, self._names) or self._empty
        self.setText(text)
        self.setToolTip(text)

    @Slot()
    def _open(self) -> None:
        popup = CheckPopup(self._names, self._values, self)
        popup.chosen.connect(self._on_chosen)
        popup.open_at(self.mapToGlobal(QPoint(0, self.height())), self.width())

    @Slot(object)
    def _on_chosen(self, values: tuple[Hashable, ...]) -> None:
        if values != self._values:
            self.set_values(values)
            self.edited.emit()
