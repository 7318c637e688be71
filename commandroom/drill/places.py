"""Where a script's places lie in the town at hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from commandroom.drill.findings import guess, suggested
from commandroom.drill.schema import Place, Script
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


def locate(script: Script, network: RoadNetwork, posts: Iterable[Post]) -> dict[str, Located]:
    """Every place of the script.

    Raises:
        Refusal: the town has no such place, more than one, or it lies outside the town.
    """
    known = _known(network.places, posts)
    found: dict[str, Located] = {}
    for name in script.places:
        _locate(name, script, network, known, found)
    return found


def _locate(
    name: str,
    script: Script,
    network: RoadNetwork,
    known: list[tuple[str, str, LatLon]],
    found: dict[str, Located],
) -> Located:
    if name not in found:
        place = script.places[name]
        if place.near is not None:
            base = _locate(place.near, script, network, known, found)
        else:
            base = _named(place, name, known)
        at = moved(base.at, east_m=place.east, north_m=place.north)
        if not network.bbox.holds(at, margin_deg=0.02):
            raise Refusal("drill.place.outside", place=name, town=network.name)
        found[name] = Located(base.name, at)
    return found[name]


def _known(places: Iterable[RawPlace], posts: Iterable[Post]) -> list[tuple[str, str, LatLon]]:
    """Name, kind and point of everything that has a name; places of the map before posts."""
    return [(each.name, each.kind, each.at) for each in places] + [
        (post.name, "post", post.at) for post in posts
    ]


def _named(place: Place, alias: str, known: list[tuple[str, str, LatLon]]) -> Located:
    if place.kind is not None:
        fitting = [each for each in known if each[1] == place.kind]
        if not fitting:
            guessed = guess(place.kind, {each[1] for each in known})
            key = suggested("drill.place.no_kind", guessed)
            raise Refusal(key, place=alias, given=place.kind, guess=guessed)
        return Located(fitting[0][0], fitting[0][2])
    wanted = place.name or ""
    fitting = [each for each in known if each[0] == wanted] or [each for each in known if wanted in each[0]]
    if not fitting:
        guessed = guess(wanted, (each[0] for each in known))
        raise Refusal(suggested("drill.place.unknown", guessed), place=alias, given=wanted, guess=guessed)
    shortest = min(len(each[0]) for each in fitting)
    best = [each for each in fitting if len(each[0]) == shortest]
    if len({each[0] for each in best}) > 1:
        names = "、".join(each[0] for each in best[:5])
        raise Refusal("drill.place.ambiguous", place=alias, given=wanted, names=names)
    return Located(best[0][0], best[0][2])
