"""Where a script's places lie in the town at hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

from commandroom.drill.chance import chance
from commandroom.drill.findings import guess, line_of, suggested
from commandroom.drill.schema import Place
from commandroom.drill.script import LoadedScript
from commandroom.errors import Refusal
from commandroom.geo import LatLon, moved
from commandroom.models.domain.entities import Post
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import RawPlace
from commandroom.roads.travel import Mode, RoadRouter

_OFF = sqrt(0.5)
BEARINGS: dict[str, tuple[float, float]] = {
    "north": (0.0, 1.0),
    "northeast": (_OFF, _OFF),
    "east": (1.0, 0.0),
    "southeast": (_OFF, -_OFF),
    "south": (0.0, -1.0),
    "southwest": (-_OFF, -_OFF),
    "west": (-1.0, 0.0),
    "northwest": (-_OFF, _OFF),
}
"""East and north of a step of one metre."""


@dataclass(frozen=True, slots=True)
class Located:
    """A place of the script on the map."""

    name: str
    """What the town calls the place it lies at or near."""
    at: LatLon
    title: str = ""
    """What the script calls it, else `name`."""
    part: str = ""
    """`exit`, `cordon`, `shelter`, `hide`, or empty."""


@dataclass(frozen=True, slots=True)
class _Map:
    """What places are looked for in."""

    loaded: LoadedScript
    network: RoadNetwork
    known: list[tuple[str, str, LatLon]]
    router: RoadRouter | None
    seed: int


def locate(
    loaded: LoadedScript,
    network: RoadNetwork,
    posts: Iterable[Post],
    *,
    router: RoadRouter | None = None,
    seed: int | None = None,
) -> dict[str, Located]:
    """Every place of the script.

    Args:
        router: puts places that must be `on_road` there; without it they stay where they are.
        seed: picks among places (`one_of`); the script's own when left out.

    Raises:
        Refusal: the town has no such place, more than one, or it lies outside the town; says file and line.
    """
    seed = loaded.script.seed if seed is None else seed
    town = _Map(loaded, network, _known(network.places, posts), router, seed)
    found: dict[str, Located] = {}
    for name in loaded.script.places:
        _locate(name, town, found)
    return found


def locate_one(name: str, loaded: LoadedScript, network: RoadNetwork, posts: Iterable[Post]) -> Located:
    """One place of the script, and those it is near.

    Raises:
        Refusal: as `locate`; `place` says of which place.
    """
    town = _Map(loaded, network, _known(network.places, posts), None, loaded.script.seed)
    return _locate(name, town, {})


def offset_of(place: Place) -> tuple[float, float]:
    """Metres east and north of what the place is told by."""
    east, north = BEARINGS[place.toward] if place.toward is not None else (0.0, 0.0)
    return place.east + east * place.metres, place.north + north * place.metres


def _locate(name: str, town: _Map, found: dict[str, Located]) -> Located:
    if name not in found:
        place = town.loaded.script.places[name]
        line = line_of(("places", name), town.loaded.lines)
        where = {"place": name, "file": town.loaded.path.name, "line": line}
        base = _base(name, place, town, found, where)
        east, north = offset_of(place)
        at = moved(base.at, east_m=east, north_m=north) if east or north else base.at
        if place.on_road and town.router is not None:
            at = _on_road(at, town.router)
        if not town.network.bbox.holds(at, margin_deg=0.02):
            raise Refusal("drill.place.outside", town=town.network.name, **where)
        title = place.title.zh if place.title is not None else base.name
        found[name] = Located(base.name, at, title, place.part or "")
    return found[name]


def _base(name: str, place: Place, town: _Map, found: dict[str, Located], where: dict[str, Any]) -> Located:
    """What the place is so many metres away from."""
    if place.near is not None:
        return _locate(place.near, town, found)
    if place.one_of is not None:
        return _locate(chance(town.seed, "place", name).choice(place.one_of), town, found)
    if place.at is not None:
        return Located(name, LatLon(*place.at))
    return _named(place, town.known, where)


def _on_road(at: LatLon, router: RoadRouter) -> LatLon:
    """The nearest point of a road for people on foot."""
    snap = router.snap([at], Mode.FOOT)
    segment = int(snap.segment[0])
    if segment < 0:
        return at
    network, share = router.network, float(snap.fraction[0])
    start, end = network.node(int(network.seg_from[segment])), network.node(int(network.seg_to[segment]))
    return LatLon(start.lat + (end.lat - start.lat) * share, start.lon + (end.lon - start.lon) * share)


def _known(places: Iterable[RawPlace], posts: Iterable[Post]) -> list[tuple[str, str, LatLon]]:
    """Name, kind and point of everything that has a name; places of the map before posts."""
    return [(each.name, each.kind, each.at) for each in places] + [
        (post.name, "post", post.at) for post in posts
    ]


def _named(place: Place, known: list[tuple[str, str, LatLon]], where: dict[str, Any]) -> Located:
    if place.kind is not None:
        fitting = [each for each in known if each[1] == place.kind]
        if not fitting:
            guessed = guess(place.kind, {each[1] for each in known})
            key = suggested("drill.place.no_kind", guessed)
            raise Refusal(key, given=place.kind, guess=guessed, **where)
        return Located(fitting[0][0], fitting[0][2])
    wanted = place.name or ""
    fitting = [each for each in known if each[0] == wanted] or [each for each in known if wanted in each[0]]
    if not fitting:
        guessed = guess(wanted, (each[0] for each in known))
        raise Refusal(suggested("drill.place.unknown", guessed), given=wanted, guess=guessed, **where)
    shortest = min(len(each[0]) for each in fitting)
    best = [each for each in fitting if len(each[0]) == shortest]
    if len({each[0] for each in best}) > 1:
        names = "、".join(each[0] for each in best[:5])
        raise Refusal("drill.place.ambiguous", given=wanted, names=names, **where)
    return Located(best[0][0], best[0][2])
