"""A day in the demo town: units patrol, incidents come up, crews answer, an assistant helps out."""

from dataclasses import dataclass
from datetime import datetime

import commandroom
from commandroom.demo.autopilot import IN_THE_WINDOW, Autopilot, Patience
from commandroom.demo.incidents import PACES, IncidentSource, Pace
from commandroom.demo.texts import read_texts
from commandroom.demo.town.shipped import DemoTown
from commandroom.drill.crews import CrewHabits, Crews
from commandroom.drill.simulation import Simulation
from commandroom.models.domain.commands import ImportRoster, OpenSession
from commandroom.models.domain.entities import Author
from commandroom.models.opening import MEMORY, open_working_store
from commandroom.roads.travel import RoadRouter
from commandroom.services.authority import SYSTEM, SeatAuthority
from commandroom.services.bus import Bus, Desk
from commandroom.services.clocks import SimulatedClock
from commandroom.services.handlers import HANDLERS
from commandroom.services.ports import ScoreSheet
from commandroom.services.room import Parts
from commandroom.wording import Language, Wording

DEMO = Author(SYSTEM, "demo")


@dataclass(frozen=True, slots=True)
class DayPlan:
    """How a demo day is to be."""

    seed: int
    pace: Pace
    patience: Patience = IN_THE_WINDOW
    language: Language = "zh"
    beat_s: float = 1.0
    """Positions are reported no more often than this, in simulated seconds."""


class DemoDay:
    """Moves the demo town; see `services.ports.Director`. It goes on for ever and is never scored.

    The rounds are worked out with the first step of time, so that the town is on the map before.
    """

    def __init__(self, sim: Simulation, town: DemoTown, plan: DayPlan) -> None:
        """What was under way when the store was closed goes on."""
        self.sim = sim
        say = Wording(plan.language).say
        results = tuple(say(f"drill.result.{n}") for n in range(1, 7))
        words = tuple(say(f"drill.word.{n}") for n in range(1, 7))
        self._crews = Crews(sim, CrewHabits(clears=True, results=results, words=words))
        self._source = IncidentSource(
            sim, texts=read_texts(), network=town.network, pace=plan.pace, language=plan.language
        )
        self.autopilot = Autopilot(sim, plan.patience)
        self._is_under_way = False
        for actor in (self._crews, self._source, self.autopilot):
            sim.join(actor)

    @property
    def is_over(self) -> bool:
        """Never."""
        return False

    def advance_to(self, moment: datetime) -> None:
        """Let everything happen that is due until `moment`."""
        if not self._is_under_way:
            self._begin()
        self.sim.advance_to(moment)

    def _begin(self) -> None:
        self._is_under_way = True
        self.sim.begin(self._crews.begin())
        self._source.begin()
        self.autopilot.begin()

    def score(self) -> ScoreSheet | None:
        """Nobody is examined in a demo."""
        return None


def open_demo(
    town: DemoTown, router: RoadRouter, plan: DayPlan, *, start: datetime, store_url: str = MEMORY
) -> Parts:
    """Build a demo session; call it on the thread that will own it.

    A store that has been used goes on where it stopped, no earlier than its newest entry.

    Raises:
        WorldFailed: the store cannot be opened, or a shipped file is broken.
    """
    store = open_working_store(store_url)
    try:
        last = store.last_time()
        clock = SimulatedClock(start if last is None else max(start, last))
        desk = Desk(clock, town.kinds)
        bus = Bus(store=store, desk=desk, authority=SeatAuthority(), handlers=HANDLERS)
        bus.handle(OpenSession(DEMO, "demo", f"commandroom {commandroom.__version__}", f"seed {plan.seed}"))
        if last is None:
            roster = town.roster
            bus.handle(
                ImportRoster(
                    DEMO,
                    town.network.name,
                    roster.firms,
                    roster.posts,
                    roster.units,
                    roster.members,
                    roster.patrols,
                )
            )
        sim = Simulation(
            bus=bus,
            clock=clock,
            snapshot=store.snapshot(now=clock.now()),
            router=router,
            seed=plan.seed,
            beat_s=plan.beat_s,
        )
        director = DemoDay(sim, town, plan)
    except BaseException:
        store.close()
        raise
    return Parts(bus=bus, store=store, clock=clock, catalogue=town.kinds, director=director)


def plan_for(scale: str, *, seed: int, language: Language = "zh") -> DayPlan:
    """The day of a scale as the window shows it."""
    return DayPlan(seed=seed, pace=PACES[scale], language=language)
