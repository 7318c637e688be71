"""A picture of the past as marks of the map, with the plan's units as ghosts among them."""

from dataclasses import replace

from commandroom.geo import distance_m
from commandroom.map.marks import UnitMark
from commandroom.services.review.playback import Picture
from commandroom.services.situation import Situation
from commandroom.ui.marks import unit_mark

GHOST_FROM_M = 40.0
"""A ghost nearer to its unit than this would only hide it."""
GHOST = "ghost:"
ABOUT = "≈"


def unit_marks(picture: Picture) -> list[UnitMark]:
    """Every unit; a place that was reckoned is hatched and its name says so."""
    return [
        _about(mark) if unit.id in picture.estimated else mark
        for unit in picture.situation.units.values()
        for mark in (unit_mark(unit, now=picture.moment),)
    ]


def ghost_marks(ghosts: Picture, shown: Situation) -> list[UnitMark]:
    """The units that the plan had elsewhere or had sent where the trainee did not."""
    made = []
    for unit in ghosts.situation.units.values():
        own = shown.units.get(unit.id)
        if unit.incident is None and (own is None or own.incident is None):
            continue
        if own is not None and distance_m(own.at, unit.at) < GHOST_FROM_M:
            continue
        mark = unit_mark(unit, now=ghosts.moment)
        made.append(replace(mark, id=GHOST + unit.id, state="ghost", stale=False, since="", bound_for=""))
    return made


def _about(mark: UnitMark) -> UnitMark:
    """Those under way keep their colour: what they were doing is known, only their place is reckoned."""
    return replace(mark, label=f"{ABOUT}{mark.label}", stale=mark.state != "busy", since="")
