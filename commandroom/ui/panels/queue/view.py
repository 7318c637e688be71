"""The queue as a list that takes dropped units."""

from datetime import datetime

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from commandroom.models.domain.ids import IncidentId
from commandroom.ui.hold import HandHold
from commandroom.ui.panels.queue.card import CardPainter
from commandroom.ui.panels.queue.model import CARD, QueueCard, QueueModel
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import Theme
from commandroom.ui.unit_drag import unit_in


class QueueList(QListView):
    """Shows the cards; says what was chosen, hovered with a unit or dropped on, always by id."""

    chosen = Signal(str)
    unit_over = Signal(str, str)
    """Unit and incident under a drag; incident empty when it left."""
    unit_dropped = Signal(str, str)
    menu_requested = Signal(str, QPoint)
    confirmed = Signal(str)
    """Enter on a card."""

    BLINK_MS = 500

    def __init__(
        self, model: QueueModel, theme: Theme, phrases: Phrases, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.painter_of_cards = CardPainter(theme, phrases, self)
        self.hold = HandHold(self.viewport())
        self._blink = QTimer(self, interval=self.BLINK_MS)
        self.setModel(model)
        self.setItemDelegate(self.painter_of_cards)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.hold.changed.connect(self._on_hold)
        self._blink.timeout.connect(self._on_blink)

    def show_at(self, now: datetime) -> None:
        """Let the clocks of the visible cards say `now`; the model is not touched."""
        self.painter_of_cards.now = now
        self.viewport().update()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.painter_of_cards.theme = theme
        self.viewport().update()

    def set_phrases(self, phrases: Phrases) -> None:
        """Another language."""
        self.painter_of_cards.phrases = phrases
        self.viewport().update()

    def set_preview(self, text: str) -> None:
        """What dropping here would bring."""
        self.painter_of_cards.preview = text
        self.viewport().update()

    def blink(self, on: bool) -> None:
        """Flash the marks of unacknowledged cards, once a second at most."""
        if on and not self._blink.isActive():
            self._blink.start()
        elif not on:
            self._blink.stop()
            self.painter_of_cards.is_dark_beat = False
            self.viewport().update()

    def select(self, incident: IncidentId | None) -> None:
        """Mark a card without saying that it was chosen."""
        row = -1 if incident is None else self._model.row_of(incident)
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif row != self._chosen_row():
            self.setCurrentIndex(self._model.index(row, 0))

    def step(self, by: int) -> None:
        """Choose the card `by` places further down; the first when none is chosen."""
        rows = self._model.rowCount()
        if rows:
            at = self._chosen_row()
            self.setCurrentIndex(self._model.index(0 if at < 0 else min(max(at + by, 0), rows - 1), 0))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """A card was marked, by hand, by key or by `select`; getting the focus alone marks none."""
        super().selectionChanged(selected, deselected)
        card = None if selected.isEmpty() else selected.indexes()[0].data(CARD)
        if isinstance(card, QueueCard):
            self.chosen.emit(card.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter says the card is meant; Space is the window's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            card = self.currentIndex().data(CARD)
            if isinstance(card, QueueCard):
                self.confirmed.emit(card.id)
            return
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the card under the pointer, or of the current one by key."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        spot = self.currentIndex() if by_key else self.indexAt(event.pos())
        card = spot.data(CARD)
        if isinstance(card, QueueCard):
            at = self.visualRect(spot).center() if by_key else event.pos()
            self.menu_requested.emit(card.id, self.viewport().mapToGlobal(at))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only units."""
        if unit_in(event.mimeData()):
            self.hold.grip("drag")
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light up the card under the hand."""
        unit, card = unit_in(event.mimeData()), self._card_at(event.position().toPoint())
        self._aim(unit, card.id if unit and card is not None and card.is_open else "")
        if self.painter_of_cards.dropping_on:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The hand went elsewhere."""
        self._aim("", "")
        self.hold.let_go("drag")
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """A unit was let go over a card."""
        unit, card = unit_in(event.mimeData()), self._card_at(event.position().toPoint())
        self._aim("", "")
        self.hold.let_go("drag")
        if not unit or card is None or not card.is_open:
            event.ignore()
            return
        event.acceptProposedAction()
        self.unit_dropped.emit(unit, card.id)

    def _chosen_row(self) -> int:
        marked = self.selectedIndexes()
        return marked[0].row() if marked else -1

    def _aim(self, unit: str, incident: str) -> None:
        if incident == self.painter_of_cards.dropping_on:
            return
        self.painter_of_cards.dropping_on = incident
        self.painter_of_cards.preview = ""
        self.viewport().update()
        self.unit_over.emit(unit, incident)

    def _card_at(self, spot: QPoint) -> QueueCard | None:
        card = self.indexAt(spot).data(CARD)
        return card if isinstance(card, QueueCard) else None

    @Slot(bool)
    def _on_hold(self, is_held: bool) -> None:
        self._model.is_held = is_held
        if not is_held:
            self._model.refresh()

    @Slot()
    def _on_blink(self) -> None:
        self.painter_of_cards.is_dark_beat = not self.painter_of_cards.is_dark_beat
        self.viewport().update()
