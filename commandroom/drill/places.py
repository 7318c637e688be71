"""Where a script's places lie in the town at hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from commandroom.drill.findings import guess, line_of, suggested
from commandroom.drill.schema import Place
from commandroom.drill.script import LoadedScript
from commandroom.errors import Refusal
from commandroom.geo import LatLon, moved
from commandroom.models.domain.entities import Post
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import RawPlace


@dataclass(frozen=True, slots=True)
class Located:
    """A place of the script on the map."""

    name: str
    at: LatLon


def locate(loaded: LoadedScript, network: RoadNetwork, posts: Iterable[Post]) -> dict[str, Located]:
    """Every place of the script.

    Raises:
        Refusal: the town has no such place, more than one, or it lies outside the town; says file and line.
    """
    known = _known(network.places, posts)
    found: dict[str, Located] = {}
    for name in loaded.script.places:
        _locate(name, loaded, network, known, found)
    return found


def locate_one(name: str, loaded: LoadedScript, network: RoadNetwork, posts: Iterable[Post]) -> Located:
    """One place of the script, and those it is near.

    Raises:
        Refusal: as `locate`; `place` says of which place.
    """
    return _locate(name, loaded, network, _known(network.places, posts), {})


def _locate(
    name: str,
    loaded: LoadedScript,
    network: RoadNetwork,
    known: list[tuple[str, str, LatLon]],
    found: dict[str, Located],
) -> Located:
    if name not in found:
        place = loaded.script.places[name]
        where = {"place": name, "file": loaded.path.name, "line": line_of(("places", name), loaded.lines)}
        if place.near is not None:
            base = _locate(place.near, loaded, network, known, found)
        else:
            base = _named(place, known, where)
        at = moved(base.at, east_m=place.east, north_m=place.north)
        if not network.bbox.holds(at, margin_deg=0.02):
            raise Refusal("drill.place.outside", town=network.name, **where)
        found[name] = Located(base.name, at)
    return found[name]


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
