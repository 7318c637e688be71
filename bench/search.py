"""Searching a city as one types, beside SQLite's LIKE over the same spellings."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import numpy as np

from bench.figure import Figure
from commandroom.app.search import RoomSearch
from commandroom.geo import LatLon
from commandroom.models.domain.entities import Incident, Member, Post, Unit
from commandroom.models.domain.enums import Level, MemberRole, Party, UnitKind
from commandroom.models.domain.ids import IncidentId, KindCode, MemberId, PostId, UnitId
from commandroom.models.domain.recorded import Snapshot
from commandroom.roads.compile import compile_network
from commandroom.roads.gazetteer import Named
from commandroom.roads.network import RoadNetwork
from commandroom.roads.osm import import_osm
from commandroom.roads.pinyin import folded, initials, readings
from commandroom.roads.raw import RawPlace
from commandroom.roads.spellings import spellings
from commandroom.services.situation import Situation
from commandroom.ui.search.answer import Question

WUHAN = Path(__file__).parents[2] / "shared" / "data" / "wuhan_roads.osm.pbf"
NAMES, ROADS, POSTS, UNITS, MEMBERS, INCIDENTS = 100_000, 4_000, 845, 1_091, 6_000, 1_000
_SIGNS = (
    "永安夏溪江汉武昌解放人民中山建设长乐胜利光明和平新华东西南北"
    "湖山口岭前后金银花园城市华府学院医珞珈水果青岛北京上海"
)
_NOW = datetime(2026, 11, 22, tzinfo=UTC)


def figures() -> Iterator[Figure]:
    """Building the index, answers while typing, answers while incidents come in, and the longest stall."""
    if not WUHAN.exists():
        raise SystemExit(f"needs {WUHAN.name} in ../shared/data")
    chance = Random(7)
    network = _named_city(compile_network(import_osm(WUHAN)), chance)
    situation = _room(network, chance)
    search = RoomSearch(network, situation)
    begun = time.perf_counter()
    search.warm_up()
    yield Figure("search_index", time.perf_counter() - begun, "s", "", None, f"{NAMES} names, in a worker")
    typed = _typed(network, chance)

    def answer(text: str) -> None:
        search.everything(Question(text))

    took, peer = _times(answer, typed), _times(_like(network), typed[::7])
    told = f"{len(typed)} prefixes; {NAMES} names, {MEMBERS} members, {POSTS} posts, {UNITS} units"
    name = f"SQLite {sqlite3.sqlite_version} LIKE"
    yield Figure("search_answer_p50", _at(took, 0.5), "ms", name, _at(peer, 0.5), told)
    yield Figure("search_answer_p95", _at(took, 0.95), "ms", name, _at(peer, 0.95), told)

    def answer_anew(text: str) -> None:
        _report(situation, network, chance)
        search.everything(Question(text))

    busy = _times(answer_anew, typed[:300])
    yield Figure("search_busy_p95", _at(busy, 0.95), "ms", "", None, "a new incident before each question")
    yield Figure(
        "search_stall", _stall(answer, typed[:200]), "ms", "", None, "longest wait of another thread"
    )


def _named_city(network: RoadNetwork, chance: Random) -> RoadNetwork:
    """Wuhan's roads, which have no names in the file, with made-up names, and as many made-up places."""
    endings = ("小学", "医院", "小区", "公司", "超市", "银行", "公园")
    names: dict[str, None] = {}
    while len(names) < NAMES:
        names["".join(chance.choices(_SIGNS, k=chance.randint(2, 5))) + chance.choice(endings)] = None
    roads = sorted({"".join(chance.choices(_SIGNS, k=2)) + chance.choice("路街巷") for _ in range(ROADS)})
    way_name = np.random.default_rng(3).integers(1, len(roads) + 1, network.way_count).astype(np.int32)
    places = tuple(RawPlace(name, "shop", _anywhere(network, chance)) for name in names)
    return replace(network, names=("", *roads), way_name=way_name, places=places)


def _anywhere(network: RoadNetwork, chance: Random) -> LatLon:
    box = network.bbox
    return LatLon(chance.uniform(box.south, box.north), chance.uniform(box.west, box.east))


def _room(network: RoadNetwork, chance: Random) -> Situation:
    posts = tuple(
        Post(PostId(f"P-{n}"), f"{''.join(chance.choices(_SIGNS, k=3))}共治站", _anywhere(network, chance))
        for n in range(POSTS)
    )
    kinds = tuple(UnitKind)
    units = tuple(
        Unit(UnitId(f"U-{n}"), f"巡{n:04}", kinds[n % len(kinds)], Party.GUARD, 3, _anywhere(network, chance))
        for n in range(UNITS)
    )
    members = tuple(
        Member(
            MemberId(f"M-{n}"),
            "".join(chance.choices(_SIGNS, k=3)),
            MemberRole.GUARD,
            post=posts[n % POSTS].id,
        )
        for n in range(MEMBERS)
    )
    situation = Situation(Snapshot(units, posts, (), members, (), (), (), 0))
    for _ in range(INCIDENTS):
        _report(situation, network, chance)
    return situation


def _report(situation: Situation, network: RoadNetwork, chance: Random) -> None:
    number = len(situation.incidents) + 1
    own = IncidentId(f"JQ-20261122-{number:04}")
    place = chance.choice(network.places)
    situation.incidents[own] = Incident(
        own, KindCode("dispute"), Level.ORDINARY, True, place.at, place.name, "有人争吵", "", _NOW, ()
    )
    situation.journal_number += 1


def _typed(network: RoadNetwork, chance: Random) -> list[str]:
    """What somebody types, key by key: names, pinyin, initials, crossings, units, kinds, coordinates."""
    typed = ["l", "路", "人民", "renmin", "lu", "巡0", "巡0312", "车巡", "jq", "0312", "30.59,114.3", "打架"]
    for place in chance.sample(network.places, 30):
        reading = readings(place.name)[0]
        for whole in (place.name, "".join(reading), initials(reading)):
            typed += [whole[:end] for end in range(1, len(whole) + 1)]
    for _ in range(20):
        whole = f"{chance.choice(network.names[1:])}与{chance.choice(network.names[1:])}路口"
        typed += [whole[:end] for end in range(1, len(whole) + 1)]
    return typed


def _like(network: RoadNetwork) -> Callable[[str], None]:
    """The peer: every spelling of the places alone in a table, asked for what holds the text."""
    book = sqlite3.connect(":memory:")
    book.execute("create table spelling (line text, place integer)")
    for number, place in enumerate(network.places):
        lines = {line.lower() for _, line in spellings(Named("place", place.name, place.at))}
        book.executemany("insert into spelling values (?, ?)", ((line, number) for line in lines))

    def ask(text: str) -> None:
        wanted = (f"%{folded(text)}%",)
        book.execute(
            "select place from spelling where line like ? order by length(line) limit 40", wanted
        ).fetchall()

    return ask


def _times(ask: Callable[[str], None], typed: list[str]) -> list[float]:
    """Sorted milliseconds."""
    took = []
    for text in typed:
        begun = time.perf_counter()
        ask(text)
        took.append((time.perf_counter() - begun) * 1e3)
    return sorted(took)


def _at(took: list[float], share: float) -> float:
    return took[min(int(len(took) * share), len(took) - 1)]


def _stall(ask: Callable[[str], None], typed: list[str]) -> float:
    """The longest time in milliseconds that a thread waiting 1 ms at a time was kept from running."""
    worker = threading.Thread(target=lambda: [ask(text) for text in typed])
    longest, last = 0.0, time.perf_counter()
    worker.start()
    while worker.is_alive():
        time.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return longest * 1e3
