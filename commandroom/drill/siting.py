"""Puts a script to another place, of its own town or of another: what is told by distance comes along.

A script has one site (`site`, else the first of its places). Everything told as `near` it, or near what is
near it, moves with it. What is told by a name, a kind or coordinates stays where it is, unless the script's
own town is at hand: then it keeps its distance and bearing from the site, on the nearest road.
"""

from dataclasses import replace
from math import cos, radians
from typing import Any

from commandroom.drill.places import locate
from commandroom.drill.schema import Place, Script, Variant
from commandroom.drill.script import LoadedScript
from commandroom.drill.town import Town
from commandroom.geo import LatLon

_METRES_A_DEGREE = 111_195.0


def site_of(script: Script) -> str:
    """The place of the script that is put elsewhere."""
    if script.site is not None and script.site in script.places:
        return script.site
    return next(iter(script.places))


def sited(loaded: LoadedScript, post: str, home: Town | None = None) -> LoadedScript:
    """The script with its site at a post or a place of the town, told by its name.

    Whether the town has it is found out where the script is played (`fit.check_fit`). Named units belong to
    the town it was written for, so every unit on duty takes part.

    Args:
        home: the town the script was written for, from which the distances of named places are taken.

    Raises:
        Refusal: `home` lacks a place of the script.
    """
    script = loaded.script
    site = site_of(script)
    placed = {} if home is None else _distances(loaded, home, site)
    places = {name: placed.get(name, place) for name, place in script.places.items()}
    places[site] = _kept(script.places[site], name=post)
    update: dict[str, Any] = {
        "places": places,
        "forces": "all",
        "off_duty": [],
        "variants": [_without_forces(each) for each in script.variants],
    }
    return replace(loaded, script=script.model_copy(update=update))


def _kept(place: Place, **told: Any) -> Place:
    """The place with what it is in the drill, told otherwise."""
    same = {name: getattr(place, name) for name in ("part", "floor", "title")}
    return Place(**told, **same)


def _distances(loaded: LoadedScript, home: Town, site: str) -> dict[str, Place]:
    """The places with a name, a kind or coordinates of their own, told by their distance from the site."""
    at = locate(loaded, home.network, home.roster.posts)
    moving: dict[str, Place] = {}
    for name, place in loaded.script.places.items():
        if name != site and place.near is None and place.one_of is None:
            east, north = _metres(at[site].at, at[name].at)
            moving[name] = _kept(place, near=site, east=east, north=north, on_road=True)
    return moving


def _metres(start: LatLon, end: LatLon) -> tuple[float, float]:
    """East and north of `start`; good within a town."""
    east = (end.lon - start.lon) * cos(radians(start.lat)) * _METRES_A_DEGREE
    north = (end.lat - start.lat) * _METRES_A_DEGREE
    return _within(east), _within(north)


def _within(metres: float) -> float:
    return round(min(max(metres, -20_000.0), 20_000.0), 1)


def _without_forces(variant: Variant) -> Variant:
    return variant.model_copy(update={"forces": None, "off_duty": []})
