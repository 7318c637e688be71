"""Simulated time over real time, journal and scoring included, beside the same movement elsewhere."""

import time
from collections.abc import Iterator
from importlib.metadata import version

from bench.bigdrill import big_script
from bench.figure import Figure
from bench.simpeers import mesa_seconds, our_seconds, simpy_seconds
from commandroom.app.drills import DrillChoice, drill_setting, play_headless
from commandroom.app.headless import demo_summary
from commandroom.drill.headless import run_drill

HOUR_S = 3600.0


def figures() -> Iterator[Figure]:
    """A large drill for an hour, the city for eight, the demo town for one, and the museum drill."""
    yield from _large_drill()
    summary = demo_summary(scale="city", seed=7, minutes=480.0)
    units = (
        f"1,091 units, 8 h, {summary['incidents']} incidents, {summary['journal_entries']} journal entries"
    )
    yield _speed("city_8h", summary, units)
    yield _speed("demo_town", demo_summary(scale="town", seed=7, minutes=60.0), "60 min")
    yield _speed("drill_museum", play_headless(DrillChoice("museum"), actions=None), "whole drill")


def _large_drill() -> Iterator[Figure]:
    """The best of three in turn, so that a busy moment of the machine spoils none of them alone."""
    setting, loaded = drill_setting(), big_script(300)
    units = setting.town.roster.units
    run_drill(loaded, setting)
    ours, simpy_s, mesa_s, speed, alone = [], [], [], [], []
    for _ in range(3):
        begun = time.perf_counter()
        result = run_drill(loaded, setting)
        ours.append(time.perf_counter() - begun)
        speed.append(result.simulated_seconds / ours[-1])
        alone.append(our_seconds(units, setting.router, until=HOUR_S))
        simpy_s.append(simpy_seconds(units, setting.router, until=HOUR_S))
        mesa_s.append(mesa_seconds(units, setting.router, until=HOUR_S))
    how = f"{len(units)} units, 300 injects, {result.journal_entries} entries, scored; places told every 10 s"
    yield Figure("drill_300_injects", max(speed), "x real time", "aim", 5_000.0, how)
    told = "the rounds of the same units, every place told each 10 s; no orders, journal or scoring"
    for name, spent in (("simpy", simpy_s), ("mesa", mesa_s)):
        peer = f"{name} {version(name)}"
        value, beside = HOUR_S / min(alone), HOUR_S / min(spent)
        yield Figure(f"movement_beside_{name}", value, "x real time", peer, beside, told)


def _speed(name: str, outcome: dict[str, object], how: str) -> Figure:
    simulated, wall = float(str(outcome["simulated_seconds"])), float(str(outcome["wall_seconds"]))
    return Figure(name, simulated / wall, "x real time", "real time", 1.0, how)
