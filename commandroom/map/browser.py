"""A browser that can reach nothing but the room's own scheme and remembers nothing."""

import logging

from PySide6.QtCore import QByteArray, QMetaObject, QObject, Qt, QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView

from commandroom.map.page import SCHEME
from commandroom.map.scheme import Gatekeeper, RoomScheme

_log = logging.getLogger(__name__)

_OFF = (
    QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessFileUrls,
    QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows,
    QWebEngineSettings.WebAttribute.JavascriptCanAccessClipboard,
    QWebEngineSettings.WebAttribute.NavigateOnDropEnabled,
    QWebEngineSettings.WebAttribute.PluginsEnabled,
    QWebEngineSettings.WebAttribute.LocalStorageEnabled,
    QWebEngineSettings.WebAttribute.HyperlinkAuditingEnabled,
    QWebEngineSettings.WebAttribute.DnsPrefetchEnabled,
    QWebEngineSettings.WebAttribute.FullScreenSupportEnabled,
    QWebEngineSettings.WebAttribute.ErrorPageEnabled,
    QWebEngineSettings.WebAttribute.ShowScrollBars,
    QWebEngineSettings.WebAttribute.FocusOnNavigationEnabled,
)


def start_engine() -> QWebEngineView:
    """Let Chromium start with the next turn of Qt's loop; keep what is returned until it has.

    It starts inside the first page's constructor and takes 0.2 s. Called from Python that would hold the
    interpreter's lock; a view that Qt tells to stop makes its page without it, and imports go on meanwhile.
    """
    starter = QWebEngineView()
    QMetaObject.invokeMethod(starter, "stop", Qt.ConnectionType.QueuedConnection)
    return starter


def closed_profile(scheme: RoomScheme) -> QWebEngineProfile:
    """An off-the-record profile whose requests go to `scheme` or nowhere."""
    profile = QWebEngineProfile()
    profile.installUrlSchemeHandler(QByteArray(SCHEME.encode()), scheme)
    profile.setUrlRequestInterceptor(Gatekeeper(profile))
    settings = profile.settings()
    for attribute in _OFF:
        settings.setAttribute(attribute, False)
    return profile


class MapPage(QWebEnginePage):
    """Stays on the room's scheme, opens no windows, writes console lines to the log."""

    def __init__(self, profile: QWebEngineProfile, parent: QObject) -> None:
        super().__init__(profile, parent)

    def acceptNavigationRequest(
        self, url: QUrl | str, type: QWebEnginePage.NavigationType, isMainFrame: bool
    ) -> bool:
        """Only our own page."""
        return QUrl(url).scheme() == SCHEME

    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        lineNumber: int,
        sourceID: str,
    ) -> None:
        """What the page complains of belongs in the log."""
        loud = level is QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel
        _log.log(logging.ERROR if loud else logging.DEBUG, "page %s:%d %s", sourceID, lineNumber, message)
