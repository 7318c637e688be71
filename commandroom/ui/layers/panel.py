"""The layers panel: a tree that is worked by mouse or by keys alone."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QToolButton, QTreeView, QVBoxLayout, QWidget

from commandroom.ui.layers.model import ROW, WORDS, LayerModel, LayerRow
from commandroom.ui.layers.rows import RowPainter
from commandroom.ui.panels.header import PanelHeader
from commandroom.ui.theme import Theme
from commandroom.wording import Wording

WIDTH = 232


class LayerTree(QTreeView):
    """Space and Enter tick or take the next value, ← → fold, open and choose; no key gets past it."""

    def __init__(self, model: LayerModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.rows = RowPainter(theme, self)
        self.setModel(model)
        self.setItemDelegate(self.rows)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        model.dataChanged.connect(self._open_options)
        self._open_options()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The room's own Enter, Space and arrows mean other things; here they end."""
        index = self.currentIndex()
        row: LayerRow | None = index.data(ROW)
        match event.key():
            case Qt.Key.Key_Escape | Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                super().keyPressEvent(event)
                return
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter if row is not None:
                self._use(index)
            case Qt.Key.Key_Left | Qt.Key.Key_Right if row is not None and row.options:
                self._model.step_option(index, 1 if event.key() == Qt.Key.Key_Right else -1)
            case Qt.Key.Key_Up | Qt.Key.Key_Down | Qt.Key.Key_Left | Qt.Key.Key_Right:
                super().keyPressEvent(event)
            case Qt.Key.Key_Home | Qt.Key.Key_End | Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                super().keyPressEvent(event)
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                pass
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click ticks a layer, opens a group at its mark, or takes the value under it."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        self.setCurrentIndex(index)
        box, row = QRectF(self.visualRect(index)), index.data(ROW)
        if row.options:
            places = self.rows.segments(box, index.data(WORDS))
            for value, place in zip(row.options, places, strict=True):
                if place.contains(event.position()):
                    self._model.option_wanted.emit(row.name, value)
        elif _can_fold(row) and self.rows.fold_mark(box).contains(event.position()):
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self._model.toggle(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick clicks are two clicks."""
        self.mousePressEvent(event)

    @Slot()
    def _open_options(self) -> None:
        """What can be chosen of a layer stands below it while it shows."""
        for at in range(self._model.rowCount()):
            index = self._model.index(at, 0)
            if index.data(ROW).kids and not _can_fold(index.data(ROW)):
                is_on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
                self.setExpanded(index, is_on)

    def _use(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if index.data(ROW).options:
            self._model.step_option(index, 1)
        else:
            self._model.toggle(index)


class LayerPanel(QFrame):
    """Head and tree; `closed` when it is to fold away."""

    closed = Signal()

    def __init__(
        self, model: LayerModel, theme: Theme, wording: Wording, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setFixedWidth(WIDTH)
        self.header = PanelHeader(self)
        self.fold = QToolButton(self)
        self.fold.setText("✕")
        self.fold.setFixedSize(28, 26)
        self.fold.setStyleSheet("padding: 0; min-height: 0;")
        self.fold.clicked.connect(self.closed)
        self.header.add(self.fold)
        self.tree = LayerTree(model, theme, self)
        self.setFocusProxy(self.tree)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.header)
        box.addWidget(self.tree, 1)
        self.apply_wording(wording)

    def enter(self) -> None:
        """Take the keys, at the row where they were last."""
        self.tree.setFocus()
        if not self.tree.currentIndex().isValid():
            self.tree.setCurrentIndex(self.tree.model().index(0, 0))

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.tree.rows.theme = theme
        self.tree.viewport().update()

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self.header.title.setText(wording.say("layers.title"))
        self.tree.setAccessibleName(wording.say("layers.title"))
        self.fold.setToolTip(wording.say("layers.fold"))
        self.fold.setAccessibleName(wording.say("layers.fold"))


def _can_fold(row: LayerRow) -> bool:
    return bool(row.kids) and not row.kids[0].options
