"""People to be brought away, as points on the instructor's map."""

from collections.abc import Iterable

from commandroom.map.marks import Shape
from commandroom.services.ports import CrowdStand
from commandroom.wording import Wording


def crowd_shapes(crowds: Iterable[CrowdStand], wording: Wording) -> list[Shape]:
    """A point for each crowd, with how many are still there."""
    return [
        Shape(
            each.id,
            "point",
            (each.at,),
            "drawing",
            wording.say("run.crowd", left=each.total - each.gone, total=each.total),
        )
        for each in crowds
    ]
