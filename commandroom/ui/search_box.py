"""Ctrl+K: one field for places, roads, posts, units, incidents and members."""

import asyncio
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QStringListModel, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from commandroom.ui.errands import Errands
from commandroom.ui.panels.intake.entry import PlaceHit, Search
from commandroom.ui.panels.intake.words import place_words
from commandroom.wording import Wording


class SearchBox(QLineEdit):
    """Asks `search` in a thread of its own while one types; Enter takes the marked answer."""

    chosen = Signal(object)
    """A PlaceHit."""

    WAIT_MS = 120
    MOST = 12

    def __init__(self, search: Search, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._wording = wording
        self._hits: tuple[PlaceHit, ...] = ()
        self._errands = Errands()
        self._asked = 0
        self._texts = QStringListModel(self)
        self.setClearButtonEnabled(True)
        self._wait = QTimer(self, singleShot=True, interval=self.WAIT_MS)
        self._wait.timeout.connect(self._ask)
        self.textEdited.connect(self._on_edited)
        self.popup = QListView(self)
        self.popup.setObjectName("hits")
        self.popup.setModel(self._texts)
        self.popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.popup.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.popup.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.popup.clicked.connect(self._take)
        self.popup.hide()
        self.apply_wording(wording)

    @property
    def hits(self) -> tuple[PlaceHit, ...]:
        """The answers shown."""
        return self._hits

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        self.setPlaceholderText(wording.say("ui.search.placeholder"))
        self.setToolTip(wording.say("ui.search.tip"))
        self.setAccessibleName(wording.say("ui.search.name"))
        self.popup.setAccessibleName(wording.say("ui.search.hits"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the answers, Enter takes one, Esc leaves."""
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self._hits:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                row = (self.popup.currentIndex().row() + step) % len(self._hits)
                self.popup.setCurrentIndex(self._texts.index(row, 0))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take()
            case Qt.Key.Key_Escape:
                self._leave()
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: Any) -> None:
        """Answers are shown only while one types."""
        super().focusOutEvent(event)
        self.popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the answers under the field when the window changes."""
        if event.type() == QEvent.Type.Resize and self.popup.isVisible():
            self._place()
        return False

    def stop(self) -> None:
        """Ask no more, as the window closes."""
        self._wait.stop()
        self._errands.cancel()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if text.strip():
            self._wait.start()
        else:
            self._wait.stop()
            self._asked += 1
            self._show(())

    @Slot()
    def _ask(self) -> None:
        self._asked += 1
        self._errands.start(self._answer(self.text().strip(), self._asked))

    async def _answer(self, text: str, number: int) -> None:
        hits = tuple(await asyncio.to_thread(self._search, text))[: self.MOST]
        if number == self._asked:
            self._show(hits)

    def _show(self, hits: tuple[PlaceHit, ...]) -> None:
        self._hits = hits
        said = [self._line(hit) for hit in hits]
        if not hits and self.text().strip():
            said = [self._wording.say("ui.search.none")]
        self._texts.setStringList(said)
        if not said or not self.hasFocus():
            self.popup.hide()
            return
        if hits:
            self.popup.setCurrentIndex(self._texts.index(0, 0))
        self._place()
        self.popup.show()
        self.popup.raise_()

    def _line(self, hit: PlaceHit) -> str:
        kind = self._wording.say(f"ui.search.kind.{hit.kind}")
        detail = place_words(hit, self._wording)
        return f"{kind}  {hit.name}" + (f"  ·  {detail}" if detail else "")

    def _place(self) -> None:
        window = self.window()
        if self.popup.parentWidget() is not window:
            self.popup.setParent(window)
            window.installEventFilter(self)
        self.popup.ensurePolished()
        rows = max(self._texts.rowCount(), 1)
        height = rows * max(self.popup.sizeHintForRow(0), 26) + 2 * self.popup.frameWidth() + 6
        spot = self.mapTo(window, QPoint(0, self.height() + 2))
        self.popup.setGeometry(spot.x(), spot.y(), self.width(), height)

    @Slot()
    def _take(self) -> None:
        row = self.popup.currentIndex().row()
        if not 0 <= row < len(self._hits):
            return
        hit = self._hits[row]
        self._leave()
        self.chosen.emit(hit)

    def _leave(self) -> None:
        self._asked += 1
        self._wait.stop()
        self._hits = ()
        self.clear()
        self.popup.hide()
        self.clearFocus()
