"""The rows of the proposed team: tick, send one, drag out, take a unit in."""

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from commandroom.models.domain.ids import UnitId
from commandroom.ui.hold import HandHold
from commandroom.ui.panels.team.lines import TeamLine
from commandroom.ui.panels.team.model import MEMBER, TeamModel
from commandroom.ui.panels.team.row import TICK_WIDTH, TeamRowPainter
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import Theme
from commandroom.ui.unit_drag import carry, unit_in


class TeamList(QListView):
    """Says by id what was ticked, meant, chosen or let go."""

    chosen = Signal(str)
    hovered = Signal(str)
    """The unit under the pointer; empty for none."""
    ticked = Signal(str)
    """Tick this one, or untick it."""
    meant = Signal(str)
    """Enter or a double click: send just this one."""
    added = Signal(str)
    """A unit of the list was let go here."""
    menu_requested = Signal(str, QPoint)

    def __init__(
        self, model: TeamModel, theme: Theme, phrases: Phrases, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.painter_of_rows = TeamRowPainter(theme, phrases, self)
        self.hold = HandHold(self.viewport())
        self._under = ""
        self.setModel(model)
        self.setItemDelegate(self.painter_of_rows)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.hold.changed.connect(self._on_hold)
        self.doubleClicked.connect(self._on_double_clicked)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.painter_of_rows.theme = theme
        self.viewport().update()

    def set_phrases(self, phrases: Phrases) -> None:
        """Another language."""
        self.painter_of_rows.phrases = phrases
        self.viewport().update()

    def select(self, unit: UnitId | None) -> None:
        """Mark a unit without saying that it was chosen."""
        row = -1 if unit is None else self._model.row_of(unit)
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif row not in [each.row() for each in self.selectedIndexes()]:
            self.setCurrentIndex(self._model.index(row, 0))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """A row was marked; getting the focus alone marks none."""
        super().selectionChanged(selected, deselected)
        line = None if selected.isEmpty() else selected.indexes()[0].data(MEMBER)
        if isinstance(line, TeamLine):
            self.chosen.emit(line.unit.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends the row, Space ticks it; without a row both are the window's."""
        line = self.currentIndex().data(MEMBER)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if isinstance(line, TeamLine):
                self.meant.emit(line.unit.id)
            case Qt.Key.Key_Space if isinstance(line, TeamLine) and line.may_be_sent:
                self.ticked.emit(line.unit.id)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the box ticks; the rest of the row is chosen and can be dragged."""
        if not self._ticks(event):
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick clicks on a box are two clicks; elsewhere they send."""
        if not self._ticks(event):
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say over which unit the pointer is."""
        super().mouseMoveEvent(event)
        line = self.indexAt(event.position().toPoint()).data(MEMBER)
        self._hover(line.unit.id if isinstance(line, TeamLine) else "")

    def leaveEvent(self, event: object) -> None:
        """The pointer went elsewhere."""
        self._hover("")
        super().leaveEvent(event)  # type: ignore[arg-type]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the unit under the pointer, or of the current one by key."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        spot = self.currentIndex() if by_key else self.indexAt(event.pos())
        line = spot.data(MEMBER)
        if isinstance(line, TeamLine):
            at = self.visualRect(spot).center() if by_key else event.pos()
            self.menu_requested.emit(line.unit.id, self.viewport().mapToGlobal(at))

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Take the current unit on the pointer; rows stay where they are until it is let go."""
        line = self.currentIndex().data(MEMBER)
        if isinstance(line, TeamLine):
            self.hold.grip("drag")
            carry(self, line.unit, self.painter_of_rows.phrases, self.painter_of_rows.theme)
            self.hold.let_go("drag")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only units, and not back from here."""
        self._judge(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere on the panel will do."""
        self._judge(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The hand went elsewhere."""
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """A unit was let go here."""
        unit = unit_in(event.mimeData())
        if not unit or event.source() is self:
            event.ignore()
            return
        event.acceptProposedAction()
        self.added.emit(unit)

    def _ticks(self, event: QMouseEvent) -> bool:
        spot = event.position().toPoint()
        line = self.indexAt(spot).data(MEMBER)
        is_on_box = event.button() is Qt.MouseButton.LeftButton and spot.x() < TICK_WIDTH
        if not (is_on_box and isinstance(line, TeamLine) and line.may_be_sent):
            return False
        self.ticked.emit(line.unit.id)
        event.accept()
        return True

    def _judge(self, event: QDragEnterEvent | QDragMoveEvent) -> None:
        if unit_in(event.mimeData()) and event.source() is not self:
            event.acceptProposedAction()
        else:
            event.ignore()

    def _hover(self, unit: str) -> None:
        if unit != self._under:
            self._under = unit
            self.hovered.emit(unit)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        line = index.data(MEMBER)
        if isinstance(line, TeamLine):
            self.meant.emit(line.unit.id)

    @Slot(bool)
    def _on_hold(self, is_held: bool) -> None:
        self._model.is_held = is_held
        if not is_held:
            self._model.release()
