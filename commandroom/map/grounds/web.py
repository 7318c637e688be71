"""One bounded request to a tile server: it may hang, drip, redirect or lie; it costs some seconds at most."""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Event, Lock, Timer
from urllib.parse import SplitResult, urljoin, urlsplit

from commandroom import __version__
from commandroom.errors import WorldFailed
from commandroom.map.grounds.quarry import MOST_TILE_BYTES

CONNECT_S = 3.0
READ_S = 5.0
WHOLE_S = 10.0
"""A server that sends a byte now and then is given up after so long."""
_REDIRECTS = 3
_CHUNK = 64 * 1024
_TILE_TYPES = ("image/", "application/octet-stream", "application/x-protobuf", "application/protobuf",
               "application/vnd.mapbox-vector-tile", "binary/octet-stream", "application/gzip")  # fmt: skip
_ABSENT = (204, 404, 410)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for the connection, for each answer, and for a tile as a whole."""

    connect_s: float = CONNECT_S
    read_s: float = READ_S
    whole_s: float = WHOLE_S


class TileWeb:
    """Fetches over connections that `abort` cuts at once; asked from several threads.

    A connection serves one request: a tile server across a room answers in a millisecond, and a kept one that
    died in silence would cost the next tile its patience. No proxy is asked, no cookie is kept.
    """

    def __init__(self, monotonic: Callable[[], float], patience: Patience = Patience()) -> None:
        self._monotonic = monotonic
        self._patience = patience
        self._open: set[HTTPConnection] = set()
        self._lock = Lock()
        self._is_shut = False
        self._tls: ssl.SSLContext | None = None

    def fetch(self, address: str) -> bytes | None:
        """The body of a tile; None where the server has none.

        Raises:
            WorldFailed: `ground.web.*`, in plain words.
        """
        deadline = self._monotonic() + self._patience.whole_s
        at = address
        for _ in range(_REDIRECTS + 1):
            answer = self._ask(at, deadline)
            if not isinstance(answer, str):
                return answer[0]
            at = _next_address(at, answer)
        raise WorldFailed("ground.web.redirects", host=_host(address))

    def abort(self) -> None:
        """Cut every connection; what waits fails at once."""
        with self._lock:
            self._is_shut = True
            waiting = list(self._open)
        for connection in waiting:
            _cut(connection)

    def _ask(self, address: str, deadline: float) -> str | tuple[bytes | None]:
        """The body in a tuple, or where to ask instead."""
        connection = self._connection(address)
        host = _host(address)
        is_late = Event()
        watch = Timer(max(0.0, deadline - self._monotonic()), _give_up, (connection, is_late))
        watch.daemon = True
        watch.start()
        try:
            return self._spoken(connection, address, deadline, host)
        except (TimeoutError, OSError, HTTPException, ValueError) as why:
            if is_late.is_set():
                raise WorldFailed("ground.web.slow", host=host) from why
            raise _in_words(why, host) from why
        finally:
            watch.cancel()
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _spoken(
        self, connection: HTTPConnection, address: str, deadline: float, host: str
    ) -> str | tuple[bytes | None]:
        """One question and its answer."""
        connection.connect()
        if connection.sock is not None:
            connection.sock.settimeout(self._patience.read_s)
        parts = urlsplit(address)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            "GET", target, headers={"User-Agent": f"commandroom/{__version__}", "Accept": "*/*"}
        )
        answer = connection.getresponse()
        if answer.status in (301, 302, 303, 307, 308):
            return answer.getheader("Location") or ""
        if answer.status in _ABSENT:
            return (None,)
        if answer.status != 200:
            key = "ground.web.key" if answer.status in (401, 403) else "ground.web.status"
            raise WorldFailed(key, host=host, status=answer.status)
        _check_type(answer, host)
        return (self._body(answer, deadline, host),)

    def _connection(self, address: str) -> HTTPConnection:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        with self._lock:
            if self._is_shut:
                raise WorldFailed("ground.web.shut")
            made: HTTPConnection
            if parts.scheme == "https":
                self._tls = self._tls or ssl.create_default_context()
                made = HTTPSConnection(host, port, timeout=self._patience.connect_s, context=self._tls)
            else:
                made = HTTPConnection(host, port, timeout=self._patience.connect_s)
            self._open.add(made)
        return made

    def _body(self, answer: HTTPResponse, deadline: float, host: str) -> bytes:
        """All of it, piece by piece, so that neither size nor dripping goes on for ever."""
        parts: list[bytes] = []
        size = 0
        while True:
            if self._monotonic() > deadline:
                raise WorldFailed("ground.web.slow", host=host)
            part = answer.read1(_CHUNK)
            if not part:
                break
            parts.append(part)
            size += len(part)
            if size > MOST_TILE_BYTES:
                raise WorldFailed("ground.too_big", limit=MOST_TILE_BYTES // 1_000_000)
        if answer.length:
            raise WorldFailed("ground.web.cut", host=host)
        return b"".join(parts)


def _check_type(answer: HTTPResponse, host: str) -> None:
    kind = (answer.getheader("Content-Type") or "").split(";")[0].strip().lower()
    if kind and not kind.startswith(_TILE_TYPES):
        raise WorldFailed("ground.web.type", host=host, kind=kind[:60])
    length = answer.length
    if length is not None and length > MOST_TILE_BYTES:
        raise WorldFailed("ground.too_big", limit=MOST_TILE_BYTES // 1_000_000)


def _next_address(address: str, to: str) -> str:
    """Where a redirect leads, if it stays on the same host and port and does not leave TLS."""
    before, after = urlsplit(address), urlsplit(urljoin(address, to))
    is_same_host = after.hostname == before.hostname
    is_same = is_same_host and after.scheme == before.scheme and _port(after) == _port(before)
    is_safer = is_same_host and before.scheme == "http" and after.scheme == "https" and after.port is None
    if not to or not (is_same or is_safer):
        raise WorldFailed("ground.web.elsewhere", host=before.hostname or "", to=(after.hostname or "?")[:80])
    return after.geturl()


def _port(parts: SplitResult) -> int | None:
    return parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _host(address: str) -> str:
    return urlsplit(address).netloc


def _in_words(why: Exception, host: str) -> WorldFailed:
    """What a failed request is to the operator."""
    if isinstance(why, TimeoutError):
        return WorldFailed("ground.web.slow", host=host)
    if isinstance(why, ssl.SSLError):
        return WorldFailed("ground.web.tls", host=host, why=why.reason or str(why))
    reason = getattr(why, "strerror", None) or str(why) or type(why).__name__
    return WorldFailed("ground.web.unreachable", host=host, why=reason)


def _give_up(connection: HTTPConnection, is_late: Event) -> None:
    """The time for a whole tile is over, however busily the server drips."""
    is_late.set()
    _cut(connection)


def _cut(connection: HTTPConnection) -> None:
    held = connection.sock
    if held is not None:
        try:
            held.shutdown(socket.SHUT_RDWR)
        except OSError:
            held.close()
