"""Simulated time over real time, store, journal and scoring included."""

from collections.abc import Iterator

from bench.figure import Figure
from commandroom.app.drills import DrillChoice, play_headless
from commandroom.app.headless import demo_summary


def figures() -> Iterator[Figure]:
    """The demo town and city for an hour, and the museum drill."""
    for scale in ("town", "city"):
        summary = demo_summary(scale=scale, seed=7, minutes=60.0)
        yield _speed(f"demo_{scale}", summary, "60 min headless")
    yield _speed("drill_museum", play_headless(DrillChoice("museum"), actions=None), "whole drill headless")


def _speed(name: str, outcome: dict[str, object], how: str) -> Figure:
    simulated, wall = float(str(outcome["simulated_seconds"])), float(str(outcome["wall_seconds"]))
    return Figure(name, simulated / wall, "x real time", "real time", 1.0, how)
