"""The same movement in SimPy and in Mesa: units on their rounds, their places told every ten seconds.

No drill, no orders, no journal and no scoring there: only what these two have in common with ours, with our
own choice of ways and our own places along them. `our_seconds` is our engine with no more than that.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from commandroom.drill.agenda import Agenda
from commandroom.drill.chance import chance
from commandroom.drill.movement import Habit, Movement, habit_of
from commandroom.drill.patrol import BEAT_M, Streets, streets_of, wander
from commandroom.geo import LatLon
from commandroom.models.domain.entities import Unit
from commandroom.roads.travel import Mode, RoadRouter, Route
from commandroom.services.recommendation import MODE_OF

BEAT_S = 10.0
START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@dataclass(slots=True)
class Walker:
    """One unit and the leg it is on."""

    streets: Streets
    mode: Mode
    home: LatLon
    rng: Random
    node: int
    here: LatLon
    route: Route | None = None
    began: float = 0.0

    def set_off(self, now: float) -> float:
        """Choose the next leg; answers how long it takes."""
        self.route, self.node = wander(
            self.streets,
            here=self.here,
            node=self.node,
            home=self.home,
            beat_m=BEAT_M[self.mode],
            rng=self.rng,
        )
        self.began, self.here = now, self.route.points[-1]
        return max(self.route.seconds, 1.0)

    def at(self, now: float) -> tuple[LatLon, float | None]:
        """Place and heading."""
        return (self.here, None) if self.route is None else self.route.at(now - self.began)


def walkers(units: Sequence[Unit], router: RoadRouter) -> list[Walker]:
    """Those of the units that go round, where the register says."""
    found = []
    for unit in units:
        mode = MODE_OF[unit.kind]
        if habit_of(unit) is Habit.ROUND:
            node = router.nearest_node(unit.at, mode)
            rng = chance(7, "round", unit.id)
            found.append(Walker(streets_of(router, mode), mode, unit.at, rng, node, unit.at))
    return found


def our_seconds(units: Sequence[Unit], router: RoadRouter, *, until: float) -> float:
    """Real seconds that our own clockwork takes: an agenda of due turns, and one that tells all places."""
    agenda = Agenda()
    going = [unit for unit in units if habit_of(unit) is Habit.ROUND]
    movement = Movement(router=router, agenda=agenda, units=going, posts={}, seed=7)
    movement.begin()

    def report(tick: int) -> None:
        movement.reports(float(tick), START + timedelta(seconds=tick))
        agenda.put(tick + int(BEAT_S), "~report", report)

    agenda.put(int(BEAT_S), "~report", report)
    begun = time.perf_counter()
    while (tick := agenda.next_tick) is not None and tick <= until:
        due, _, action = agenda.take()
        action(due)
    return time.perf_counter() - begun


def simpy_seconds(units: Sequence[Unit], router: RoadRouter, *, until: float) -> float:
    """Real seconds that SimPy takes: a process for each unit, one that tells all places."""
    import simpy

    env, crowd = simpy.Environment(), walkers(units, router)

    def rounds(walker: Walker):  # type: ignore[no-untyped-def]
        while True:
            yield env.timeout(walker.set_off(env.now))

    def reports():  # type: ignore[no-untyped-def]
        while True:
            yield env.timeout(BEAT_S)
            for walker in crowd:
                walker.at(env.now)

    for walker in crowd:
        env.process(rounds(walker))
    env.process(reports())
    begun = time.perf_counter()
    env.run(until=until)
    return time.perf_counter() - begun


def mesa_seconds(units: Sequence[Unit], router: RoadRouter, *, until: float) -> float:
    """Real seconds that Mesa takes: an agent for each unit, a step for each report."""
    import mesa

    class Town(mesa.Model):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(rng=7)
            self.now = 0.0
            for walker in walkers(units, router):
                Patrol(self, walker)

        def step(self) -> None:
            self.now += BEAT_S
            self.agents.do("step")

    class Patrol(mesa.Agent):  # type: ignore[misc]
        def __init__(self, model: Town, walker: Walker) -> None:
            super().__init__(model)
            self.walker, self.ends = walker, 0.0

        def step(self) -> None:
            while self.ends <= self.model.now:
                self.ends += self.walker.set_off(self.ends)
            self.walker.at(self.model.now)

    town = Town()
    begun = time.perf_counter()
    while town.now < until:
        town.step()
    return time.perf_counter() - begun
