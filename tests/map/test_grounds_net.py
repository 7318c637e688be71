"""Tile servers that answer, fail, hang, drip, redirect and lie; a real one on this computer."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from ground_files import png_tile
from map_town import CENTRE, small_tiles
from PySide6.QtGui import QImage

from commandroom.errors import WorldFailed
from commandroom.geo import Datum
from commandroom.grounds import GroundSpec
from commandroom.map.grounds.addresses import quadkey, wmts_address, xyz_address
from commandroom.map.grounds.breaker import FAILURES, PAUSES_S, Breaker
from commandroom.map.grounds.crew import MOST_WAITING, Crew, Errand
from commandroom.map.grounds.far import FarGround
from commandroom.map.grounds.opening import Surroundings, open_ground
from commandroom.map.grounds.tilecache import TileCache
from commandroom.map.grounds.trouble import GroundTrouble
from commandroom.map.grounds.web import Patience, TileWeb
from commandroom.map.mercator import world
from commandroom.wording import Wording

NOON = datetime(2026, 5, 1, 4, 0, tzinfo=UTC)
SHORT = Patience(connect_s=0.5, read_s=0.3, whole_s=0.8)


@dataclass
class Server:
    """A tile server whose manners a test chooses; `asked` is every path it was asked for."""

    manner: Callable[[BaseHTTPRequestHandler], None]
    asked: list[str] = field(default_factory=list)
    port: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/{{z}}/{{x}}/{{y}}.png"


def answer(body: bytes, kind: str = "image/png", status: int = 200) -> Callable[..., None]:
    def manner(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return manner


@pytest.fixture
def server(qapp: object) -> Iterator[Server]:
    made = Server(answer(png_tile()))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            try:
                made.manner(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Silent."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    made.port = listening.server_address[1]
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    made.ended.set()
    listening.shutdown()
    listening.server_close()
    thread.join()


@dataclass
class Laid:
    """A ground on the server and what it said."""

    ground: FarGround
    said: list[GroundTrouble]

    def get(self, x: int = 1, within_s: float = 5.0) -> bytes | None:
        """One tile, waited for."""
        got: list[bytes | None] = []
        there = threading.Event()

        def done(tile: bytes | None) -> None:
            got.append(tile)
            there.set()

        self.ground.ask("day", 12, x, 1, 1, is_wanted=lambda: True, done=done)
        assert there.wait(within_s)
        return got[0]


@pytest.fixture
def laid(server: Server, tmp_path: Path) -> Iterator[Laid]:
    around = Surroundings(small_tiles(), tmp_path / "cache", "zh", lambda: NOON, time.monotonic, SHORT)
    ground = open_ground(GroundSpec("内网", "xyz", address=server.address), around)
    assert isinstance(ground, FarGround)
    made = Laid(ground, [])
    ground.listen(made.said.append)
    yield made
    ground.close()


def in_words(trouble: GroundTrouble) -> str:
    assert trouble.cause is not None
    for language in ("zh", "en"):
        assert "ground." not in Wording(language).error(trouble.cause)  # type: ignore[arg-type]
    return trouble.cause.key


def test_nothing_is_asked_before_a_tile_is_wanted_and_a_kept_one_is_not_asked_again(
    server: Server, laid: Laid
) -> None:
    assert server.asked == []
    tile = laid.get()
    assert tile is not None
    assert QImage.fromData(tile).pixelColor(9, 9).name() == "#3366cc"
    assert laid.get() == tile
    assert laid.ground.tile("day", 12, 1, 1, 1) == tile
    assert server.asked == ["/12/1/1.png"]


def test_a_tile_the_server_does_not_have_is_no_trouble(server: Server, laid: Laid) -> None:
    server.manner = answer(b"no", "text/html", 404)
    assert laid.get() is None
    assert laid.said == []


def hang(server: Server) -> Callable[..., None]:
    def manner(request: BaseHTTPRequestHandler) -> None:
        server.ended.wait(20)

    return manner


def drip(server: Server) -> Callable[..., None]:
    def manner(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "image/png")
        request.send_header("Content-Length", "5000")
        request.end_headers()
        while not server.ended.wait(0.1):
            request.wfile.write(b"x")

    return manner


def drip_head(server: Server) -> Callable[..., None]:
    def manner(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not server.ended.wait(0.1):
            request.wfile.write(b"x")

    return manner


def to(where: str) -> Callable[..., Callable[..., None]]:
    def make(server: Server) -> Callable[..., None]:
        def manner(request: BaseHTTPRequestHandler) -> None:
            request.send_response(302)
            request.send_header("Location", where.format(port=server.port))
            request.end_headers()

        return manner

    return make


def cut_off(server: Server) -> Callable[..., None]:
    def manner(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "5000")
        request.end_headers()
        request.wfile.write(b"x" * 100)

    return manner


@pytest.mark.parametrize(
    ("manner", "key"),
    [
        (hang, "ground.web.slow"),
        (drip, "ground.web.slow"),
        (drip_head, "ground.web.slow"),
        (cut_off, "ground.web.unreachable ground.web.cut"),
        (to("http://example.org/x.png"), "ground.web.elsewhere"),
        (to("http://127.0.0.1:1/x.png"), "ground.web.elsewhere"),
        (to("file:///etc/passwd"), "ground.web.elsewhere"),
        (to("/again.png"), "ground.web.redirects"),
        (lambda _: answer(b"<html>login</html>", "text/html"), "ground.web.type"),
        (lambda _: answer(b"<html>login</html>", "image/png"), "ground.no_picture"),
        (lambda _: answer(png_tile()[:-40] + b"x" * 40), "ground.broken_tile"),
        (lambda _: answer(png_tile(side=2048)), "ground.broken_tile"),
        (lambda _: answer(b"\x89PNG\r\n\x1a\n" + bytes(3_000_000)), "ground.too_big"),
        (lambda _: answer(b"oops", status=500), "ground.web.status"),
        (lambda _: answer(b"no", status=403), "ground.web.key"),
    ],
)
def test_a_server_without_manners_is_said_once_and_the_roads_stand_in(
    server: Server, laid: Laid, manner: Callable[..., Callable[..., None]], key: str
) -> None:
    server.manner = manner(server)
    assert laid.get(1) is None
    assert laid.get(2) is None
    (trouble,) = laid.said
    assert in_words(trouble) in key
    assert trouble.since == NOON
    stand_in = laid.ground.tile("day", 12, 1, 1, 1)
    assert stand_in is not None
    assert QImage.fromData(stand_in).width() == 256


def test_a_server_that_is_away_is_given_a_rest_and_comes_back_by_itself(
    server: Server, laid: Laid, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commandroom.map.grounds.breaker.PAUSES_S", (0.2, 0.2))
    server.manner = answer(b"oops", status=500)
    for x in range(8):
        assert laid.get(x) is None
    assert len(server.asked) < 8
    server.manner = answer(png_tile())
    until = time.monotonic() + 5
    while len(laid.said) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    assert [trouble.cause is None for trouble in laid.said] == [False, True]
    assert laid.get(20) is not None


def test_a_hanging_server_holds_nobody_up(server: Server, laid: Laid) -> None:
    server.manner = hang(server)
    begun = time.monotonic()
    for x in range(40):
        laid.ground.ask("day", 12, x, 1, 1, is_wanted=lambda: True, done=lambda tile: None)
        assert laid.ground.tile("day", 12, x, 1, 1) is not None
    assert time.monotonic() - begun < 1.0
    laid.ground.close()
    assert time.monotonic() - begun < 3.0


def test_a_tile_nobody_wants_any_more_is_not_asked_for(server: Server, laid: Laid) -> None:
    got: list[bytes | None] = []
    laid.ground.ask("day", 12, 1, 1, 1, is_wanted=lambda: False, done=got.append)
    assert laid.get(2) is not None
    assert got == [None]
    assert server.asked == ["/12/2/1.png"]


def test_neighbours_that_need_one_tile_ask_for_it_once(server: Server, laid: Laid, tmp_path: Path) -> None:
    def slowly(request: BaseHTTPRequestHandler) -> None:
        server.ended.wait(0.1)
        answer(png_tile())(request)

    server.manner = slowly
    around = Surroundings(small_tiles(), tmp_path / "other", "zh", lambda: NOON, time.monotonic, SHORT)
    spec = GroundSpec("市局", "xyz", address=server.address, datum=Datum.GCJ02)
    ground = open_ground(spec, around)
    assert isinstance(ground, FarGround)
    x, y = (int(part * 2**14) for part in world(CENTRE))
    got: list[bytes | None] = []
    for dx in range(4):
        for dy in range(4):
            ground.ask("day", 14, x + dx, y + dy, 1, is_wanted=lambda: True, done=got.append)
    until = time.monotonic() + 8
    while len(got) < 16 and time.monotonic() < until:
        time.sleep(0.02)
    assert all(got)
    assert len(got) == 16
    assert len(server.asked) == len(set(server.asked)) <= 25
    ground.close()


def test_the_crew_takes_the_newest_first_and_only_so_many() -> None:
    gate, crew, done, dropped = threading.Event(), Crew("test"), [], []
    for _ in range(4):
        crew.send(Errand(lambda: gate.wait(5) and None, lambda: None))
    time.sleep(0.1)
    for n in range(MOST_WAITING + 5):
        crew.send(Errand(lambda n=n: done.append(n), lambda n=n: dropped.append(n)))
    gate.set()
    until = time.monotonic() + 5
    while len(done) < MOST_WAITING and time.monotonic() < until:
        time.sleep(0.01)
    assert dropped == [0, 1, 2, 3, 4]
    assert done[0] > MOST_WAITING - 5
    crew.close()


def test_the_breaker_pauses_longer_each_time_and_lets_one_question_try() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(FAILURES - 1):
        assert not breaker.failed()
    assert breaker.may_ask()
    assert breaker.failed()
    for pause in PAUSES_S:
        now[0] += pause - 0.1
        assert not breaker.may_ask()
        now[0] += 0.2
        assert breaker.may_ask()
        assert not breaker.may_ask()
        assert breaker.failed()
    now[0] += PAUSES_S[-1] + 1
    assert breaker.may_ask()
    assert breaker.answered()
    assert breaker.may_ask()


def test_the_cache_forgets_after_a_month_and_keeps_to_its_size(tmp_path: Path) -> None:
    now = [NOON]
    cache = TileCache(tmp_path / "c", lambda: now[0], most_bytes=1000)
    cache.write("a", b"x" * 400)
    cache.write("gone", None)
    assert (cache.read("a"), cache.read("gone"), cache.read("b")) == (b"x" * 400, b"", None)
    now[0] += timedelta(days=2)
    assert cache.read("gone") is None
    now[0] += timedelta(days=29)
    assert cache.read("a") is None
    assert cache.read("a", even_old=True) == b"x" * 400
    cache.write("b", b"y" * 400)
    cache.write("c", b"z" * 400)
    assert cache.read("a", even_old=True) is None
    assert cache.read("c") == b"z" * 400


def test_a_disk_that_refuses_costs_only_the_network(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = TileCache(tmp_path / "file", lambda: NOON)
    cache.write("a", b"x")
    assert cache.read("a") is None


def test_addresses_are_written_as_the_servers_want_them() -> None:
    at = (3, 5, 2)
    assert xyz_address("http://a/{z}/{x}/{y}.png").of(*at) == "http://a/3/5/2.png"
    assert xyz_address("http://a/{z}/{x}/{-y}.png").of(*at) == "http://a/3/5/5.png"
    assert xyz_address("https://{s}.a/t/{q}").of(*at) == f"https://b.a/t/{quadkey(*at)}"
    assert quadkey(3, 3, 5) == "213"
    rest = wmts_address("http://a/img/{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png")
    assert rest.of(*at) == "http://a/img/default/GoogleMapsCompatible/3/2/5.png"
    sky = wmts_address(
        "http://t0.a.cn/vec_w/wmts?tk=0123&layer=vec&TILEMATRIXSET=w&style=default&FORMAT=tiles"
    )
    assert sky.of(*at) == (
        "http://t0.a.cn/vec_w/wmts?tk=0123&layer=vec&TILEMATRIXSET=w&style=default&FORMAT=tiles"
        "&SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&TILEMATRIX=3&TILEROW=2&TILECOL=5"
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ftp://a/{z}/{x}/{y}", "bad"),
        ("http://a b/{z}/{x}/{y}", "bad"),
        ("http:///{z}/{x}/{y}", "bad"),
        ("http://user:pass@a/{z}/{x}/{y}", "bad"),
        ("http://{z}/{x}/{y}", "bad"),
        ("http://a:99999/{z}/{x}/{y}", "bad"),
        ("http://a/tile.png", "places"),
        ("http://a/{z}/{x}", "places"),
        ("http://a/{z}/{x}/{y}/{0.__class__}", "places"),
        ("http://a/{z!r}/{x}/{y}", "places"),
        ("http://a/{z}/{x}/{y", "places"),
        ("http://online1.map.bdimg.com/tile/?qt=tile&x={x}&y={y}&z={z}", "baidu"),
    ],
)
def test_what_is_no_tile_address_is_refused(text: str, key: str) -> None:
    with pytest.raises(WorldFailed, match=rf"ground\.address\.{key}"):
        xyz_address(text)


def test_a_wmts_address_needs_a_layer() -> None:
    with pytest.raises(WorldFailed, match=r"ground\.address\.layer"):
        wmts_address("http://a/wmts?SERVICE=WMTS")


def test_a_closed_web_asks_nobody(server: Server) -> None:
    web = TileWeb(time.monotonic)
    web.abort()
    with pytest.raises(WorldFailed, match=r"ground\.web\.shut"):
        web.fetch(server.address.format(z=1, x=1, y=1))
    assert server.asked == []
