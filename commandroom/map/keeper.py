"""Keeps the map's page alive: loads it, notices when it is lost, loads it again."""

import logging

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtWebEngineCore import QWebEngineLoadingInfo, QWebEnginePage

from commandroom.map.page import PAGE_ADDRESS

_log = logging.getLogger(__name__)

PATIENCE_MS = 10_000
"""A page that has not said it is ready by then will not."""
_AGAIN_AFTER_MS = (0, 5_000, 15_000, 60_000)
"""Pauses before the first, second, … try; the last one from then on."""


class PageKeeper(QObject):
    """Loads one page until it answers, and again whenever it is lost."""

    lost = Signal(str, str)
    """`process`, `load` or `silent` and what is known of it; the page is being loaded again."""

    def __init__(self, page: QWebEnginePage, parent: QObject, *, patience_ms: int = PATIENCE_MS) -> None:
        super().__init__(parent)
        self._page = page
        self._tries = 0
        self._patience = QTimer(self, interval=patience_ms, singleShot=True)
        self._patience.timeout.connect(self._on_silence)
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self.load)
        page.renderProcessTerminated.connect(self._on_terminated)
        page.loadingChanged.connect(self._on_loading)

    @Slot()
    def load(self) -> None:
        """Load the page and give it time to answer."""
        self._patience.start()
        self._page.load(QUrl(PAGE_ADDRESS))

    def answered(self) -> None:
        """The page said that it is ready."""
        self._patience.stop()
        self._tries = 0

    def stop(self) -> None:
        """Load no more."""
        self._patience.stop()
        self._pause.stop()
        self._page.renderProcessTerminated.disconnect(self._on_terminated)
        self._page.loadingChanged.disconnect(self._on_loading)

    def _on_terminated(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        self._again("process", f"{status.name} ({code})")

    def _on_loading(self, news: QWebEngineLoadingInfo) -> None:
        if news.status() is QWebEngineLoadingInfo.LoadStatus.LoadFailedStatus:
            self._again("load", f"{news.errorDomain().name} ({news.errorCode()})")

    @Slot()
    def _on_silence(self) -> None:
        self._again("silent", f"{self._patience.interval() / 1000:g}")

    def _again(self, how: str, why: str) -> None:
        """Say why, and load the page after a pause that grows with every vain try."""
        if self._pause.isActive():
            return
        _log.error("the map page was lost: %s %s", how, why)
        self._patience.stop()
        self._pause.start(_AGAIN_AFTER_MS[min(self._tries, len(_AGAIN_AFTER_MS) - 1)])
        self._tries += 1
        self.lost.emit(how, why)
