"""How each part of the town is cut into blocks, and where the parts lie."""

from dataclasses import dataclass
from math import cos, radians, sin, sqrt
from random import Random

from commandroom.demo.town.plat import Block, Plat, area, long_axis, middle
from commandroom.roads.raw import RoadClass


@dataclass(frozen=True, slots=True)
class Style:
    """The habit of a district. Lengths in metres, areas in square metres, angles in degrees."""

    block: float
    """Area at which a block is left whole."""
    angle: float
    """How far a new street may lean."""
    drift: float
    """How far off the middle it may lie, as a share of the block's length."""
    snap: float
    """Junctions nearer than this become one."""
    compound: float
    """Chance that a larger block is kept whole for a school, a hospital, a housing estate."""
    blind: float
    """Chance of a blind lane into a finished block."""
    slenderness: float = 2.3


STYLES = {
    "old": Style(7_000, 13.0, 0.20, 15.0, 0.03, 0.34),
    "homes": Style(23_000, 5.0, 0.13, 32.0, 0.06, 0.40),
    "grid": Style(34_000, 1.0, 0.03, 48.0, 0.06, 0.30, 1.9),
    "works": Style(95_000, 2.0, 0.08, 45.0, 0.02, 0.25),
    "fields": Style(420_000, 14.0, 0.16, 60.0, 0.0, 0.12),
    "village": Style(6_800, 17.0, 0.24, 14.0, 0.0, 0.45, 3.0),
}
WHOLE = ("lake", "hills", "river")
"""Styles that are never cut."""

COMPOUND_AREA = (15_000.0, 52_000.0)
"""Square metres of a plot that may stay whole for one user."""
GROUNDS_AREA = (52_000.0, 110_000.0)
"""The same for parks and sports grounds."""


def road_class_for(style: str, size: float) -> RoadClass:
    """Class of a street that cuts a block of `size` square metres."""
    steps = _CLASSES[style]
    return next((road_class for least, road_class in steps if size >= least), steps[-1][1])


_CLASSES: dict[str, tuple[tuple[float, RoadClass], ...]] = {
    "old": ((700_000, RoadClass.SECONDARY), (170_000, RoadClass.TERTIARY), (16_000, RoadClass.RESIDENTIAL),
            (0, RoadClass.SERVICE)),
    "homes": ((900_000, RoadClass.SECONDARY), (240_000, RoadClass.TERTIARY), (0, RoadClass.RESIDENTIAL)),
    "grid": ((700_000, RoadClass.SECONDARY), (200_000, RoadClass.TERTIARY), (0, RoadClass.RESIDENTIAL)),
    "works": ((900_000, RoadClass.SECONDARY), (260_000, RoadClass.TERTIARY), (0, RoadClass.RESIDENTIAL)),
    "fields": ((2_500_000, RoadClass.TERTIARY), (500_000, RoadClass.RESIDENTIAL), (0, RoadClass.SERVICE)),
    "village": ((30_000, RoadClass.RESIDENTIAL), (0, RoadClass.SERVICE)),
}  # fmt: skip


def cut_up(plat: Plat, start: Block, rng: Random) -> list[Block]:
    """Cut a district into finished blocks."""
    done: list[Block] = []
    waiting = [start]
    while waiting:
        block = waiting.pop()
        halves = None if _is_finished(plat, block, rng) else _halve(plat, block, rng)
        if halves is None:
            done.append(block)
        else:
            waiting.extend(halves)
    return done


def _is_finished(plat: Plat, block: Block, rng: Random) -> bool:
    if block.style in WHOLE:
        return True
    ring = plat.corners(block)
    size = area(ring)
    style = STYLES[block.style]
    if block.style == "fields" and size < 95_000 and rng.random() < 0.30:
        block.style = "village"
        return False
    if COMPOUND_AREA[0] < size < COMPOUND_AREA[1] and rng.random() < style.compound:
        block.use = "compound"
        return True
    if GROUNDS_AREA[0] < size < GROUNDS_AREA[1] and block.style in ("homes", "grid") and rng.random() < 0.05:
        block.use = "compound"
        return True
    _, length, width = long_axis(ring)
    target = style.block * rng.uniform(0.6, 1.5)
    if block.style == "fields":
        return size < 1_500_000 and rng.random() < (0.22 if size > 95_000 else 1.0)
    return size < target and length < style.slenderness * max(width, 1.0)


def _halve(plat: Plat, block: Block, rng: Random) -> tuple[Block, Block] | None:
    ring = plat.corners(block)
    style = STYLES[block.style]
    axis, length, _ = long_axis(ring)
    size = area(ring)
    for narrower in (1.0, 0.5, 0.0):
        shift = _shift(block.style, length, sqrt(style.block), rng) * narrower
        lean = radians(rng.uniform(-style.angle, style.angle) * narrower)
        centre = middle(ring)
        through = (centre[0] + axis[0] * shift, centre[1] + axis[1] * shift)
        across = (-axis[1] * cos(lean) - axis[0] * sin(lean), axis[0] * cos(lean) - axis[1] * sin(lean))
        road_class = road_class_for(block.style, size)
        halves = plat.cut(block, through, across, road_class, snap=style.snap)
        if halves is not None:
            return halves
    return None


def _shift(style: str, length: float, spacing: float, rng: Random) -> float:
    """How far off the middle to cut; a planned district cuts at whole plots."""
    if style != "grid":
        return rng.uniform(-1, 1) * STYLES[style].drift * length
    plots = max(2, round(length / spacing))
    return (plots // 2 / plots - 0.5) * length + rng.uniform(-6, 6)
