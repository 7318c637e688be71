"""Says when the map broke off, and when it is there again."""

from PySide6.QtCore import QObject, Slot

from commandroom.ui.console import Console, Notice
from commandroom.ui.map_pane import MapPane


class MapWatch(QObject):
    """The map starts itself again; the operator must only know why it is dark."""

    def __init__(self, pane: MapPane, console: Console, parent: QObject) -> None:
        super().__init__(parent)
        self._console = console
        self._is_lost = False
        pane.page_lost.connect(self._on_lost)
        pane.ready.connect(self._on_ready)

    @Slot(str)
    def _on_lost(self, why: str) -> None:
        self._is_lost = True
        self._console.notice.emit(Notice("failed", self._console.phrases.say("map.page_lost", why=why)))

    @Slot()
    def _on_ready(self) -> None:
        if self._is_lost:
            self._is_lost = False
            self._console.notice.emit(Notice("done", self._console.phrases.say("ui.map.is_back")))
