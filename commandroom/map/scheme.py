"""The page's only world: `room://map/…` serves the page, Leaflet, our scripts and the tiles."""

import logging
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject, QTimer, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from commandroom.map.page import BUNDLE, SCHEME, bundle
from commandroom.map.paintqueue import LookAhead, PaintQueue
from commandroom.map.source import SlowTiles, TileSource
from commandroom.map.tilename import TileName, tile_name
from commandroom.resources import resource

log = logging.getLogger(__name__)

_HOST = "map"
_ALLOWED_SCHEMES = frozenset({SCHEME, "qrc", "data", "blob"})
_TYPES = {
    ".html": b"text/html",
    ".js": b"text/javascript",
    ".css": b"text/css",
    ".png": b"image/png",
}
_BURST_MS = 40
"""Tiles asked for within this time belong together: one look of the page."""
_GRACE_MS = 1200
"""A tile that takes longer is shown from what is at hand, and itself when it has come."""


def register_scheme() -> None:
    """Make `room:` known to Chromium; must run before the QApplication exists. Repeating it does nothing."""
    name = QByteArray(SCHEME.encode())
    if not QWebEngineUrlScheme.schemeByName(name).name().isEmpty():
        return
    scheme = QWebEngineUrlScheme(name)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme | QWebEngineUrlScheme.Flag.CorsEnabled)
    QWebEngineUrlScheme.registerScheme(scheme)


def leaflet_folder() -> Path:
    """Where the PyPI package keeps Leaflet's files."""
    return Path(import_module("xstatic.pkg.leaflet").BASE_DIR)


def file_under(root: Path, name: str) -> Path | None:
    """The file `name` below `root`; None if it does not exist or would lie outside."""
    if not name or "\\" in name or "\0" in name or name.startswith("/"):
        return None
    base = root.resolve()
    found = (base / name).resolve()
    return found if found.is_relative_to(base) and found.is_file() else None


def only_our_schemes(scheme: str) -> bool:
    """Whether the page may ask for an address of this scheme."""
    return scheme in _ALLOWED_SCHEMES


class Gatekeeper(QWebEngineUrlRequestInterceptor):
    """Blocks every request that leaves the program."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Let our own addresses pass, refuse and log all others."""
        url = info.requestUrl()
        if not only_our_schemes(url.scheme()):
            log.warning("the map page asked for %s: refused", url.scheme())
            info.block(True)


class RoomScheme(QWebEngineUrlSchemeHandler):
    """Answers the page; tiles come from the painters' queue and are handed over on the GUI thread."""

    late = Signal()
    """A tile came after something else had been shown in its place."""
    _painted = Signal(int, object)
    _came = Signal(int, object)

    def __init__(self, page: Callable[[], str], parent: QObject | None = None) -> None:
        """`page` writes the HTML text when it is asked for. Without `lay` there are no tiles."""
        super().__init__(parent)
        self._tiles: TileSource | None = None
        self._page = page
        self._roots = {"/leaflet/": leaflet_folder(), "/page/": resource("map")}
        self._ahead = LookAhead()
        self._queue = PaintQueue(self._ahead.next)
        self._burst = QTimer(self, singleShot=True, interval=_BURST_MS)
        self._burst.timeout.connect(self._queue.next_burst)
        self._waiting: dict[int, QWebEngineUrlRequestJob] = {}
        self._asked: dict[int, TileName] = {}
        self._last = 0
        self._closed = False
        self._lent: set[int] = set()
        self._painted.connect(self._deliver)
        self._came.connect(self._on_came)

    def lay(self, tiles: TileSource) -> None:
        """Take tiles from here on."""
        self._tiles = tiles
        self._lent.clear()

    def close(self) -> None:
        """Stop painting; tiles still asked for are dropped."""
        self._closed = True
        self._waiting.clear()
        self._burst.stop()
        self._queue.close()

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer at once, or hand a tile to the workers; what fails on our side fails the request."""
        url = job.requestUrl()
        path = url.path(QUrl.ComponentFormattingOption.FullyDecoded)
        try:
            self._handle(job, url, path)
        except Exception:
            log.exception("no answer for %r", path[:200])
            job.fail(QWebEngineUrlRequestJob.Error.RequestFailed)

    def _handle(self, job: QWebEngineUrlRequestJob, url: QUrl, path: str) -> None:
        if url.host() != _HOST or bytes(job.requestMethod().data()) != b"GET":
            self._refuse(job, path)
        elif path.startswith("/tiles/"):
            self._ask_for_tile(job, path)
        else:
            self._answer(job, path)

    def _answer(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        found = self._content(path)
        if found is None:
            self._refuse(job, path)
        else:
            _reply(job, _TYPES.get(Path(path).suffix, b"application/octet-stream"), found)

    def _content(self, path: str) -> bytes | None:
        if path == "/index.html":
            return self._page().encode()
        if path == f"/page/{BUNDLE}":
            return bundle()
        if path == "/qwebchannel.js":
            return _channel_script()
        for prefix, root in self._roots.items():
            if path.startswith(prefix):
                file = file_under(root, path.removeprefix(prefix))
                return file.read_bytes() if file else None
        return None

    def _ask_for_tile(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        name = tile_name(path)
        if name is None or self._tiles is None:
            self._refuse(job, path)
            return
        if self._closed:
            job.fail(QWebEngineUrlRequestJob.Error.RequestAborted)
            return
        self._last += 1
        number = self._last
        self._waiting[number] = job
        job.destroyed.connect(partial(self._waiting.pop, number, None))
        if isinstance(self._tiles, SlowTiles):
            self._ask_slow(number, name, self._tiles)
        else:
            self._send_to_painter(number, name, self._tiles)

    def _send_to_painter(self, number: int, name: TileName, tiles: TileSource) -> None:
        if not self._burst.isActive():
            self._burst.start()
        self._queue.put(partial(self._paint, number, name, tiles))

    def _ask_slow(self, number: int, name: TileName, tiles: SlowTiles) -> None:
        """Ask in the source's own threads; the painter gives what is at hand when that takes too long."""
        self._asked[number] = name
        tiles.ask(
            name.theme,
            name.zoom,
            name.x,
            name.y,
            name.ratio,
            is_wanted=partial(self._is_wanted, number),
            done=partial(self._say_came, number),
        )
        QTimer.singleShot(_GRACE_MS, self, partial(self._lend, number))

    def _is_wanted(self, number: int) -> bool:
        return number in self._waiting or number in self._lent

    def _say_came(self, number: int, tile: bytes | None) -> None:
        """In any thread."""
        if not self._closed:
            self._came.emit(number, tile)

    def _on_came(self, number: int, tile: bytes | None) -> None:
        if tile is None:
            self._lend(number)
        elif number in self._lent:
            self._lent.discard(number)
            self.late.emit()
        else:
            self._asked.pop(number, None)
            self._deliver(number, tile)

    def _lend(self, number: int) -> None:
        """Show what is at hand in place of a tile that has not come."""
        name, tiles = self._asked.pop(number, None), self._tiles
        if name is not None and tiles is not None and number in self._waiting and not self._closed:
            self._lent.add(number)
            self._send_to_painter(number, name, tiles)

    def _paint(self, number: int, name: TileName, tiles: TileSource) -> None:
        """In a worker: paint, unless the page has turned away meanwhile."""
        if number not in self._waiting:
            return
        try:
            tile = tiles.tile(*name.as_asked())
        except Exception:
            self._painted.emit(number, None)
            raise
        self._painted.emit(number, tile)
        self._ahead.shown(name, tiles)

    def _deliver(self, number: int, tile: bytes | None) -> None:
        job = self._waiting.pop(number, None)
        if job is None or not shiboken6.isValid(job):
            return
        if tile is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        else:
            _reply(job, b"image/png", tile)

    def _refuse(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        log.warning("the map page asked for %r: no such thing", path[:200])
        job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)


def _reply(job: QWebEngineUrlRequestJob, content_type: bytes, content: bytes) -> None:
    buffer = QBuffer(job)
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(QByteArray(content_type), buffer)


def _channel_script() -> bytes:
    file = QFile(":/qtwebchannel/qwebchannel.js")
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        return b""
    return bytes(file.readAll().data())
