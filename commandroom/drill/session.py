"""A drill as a session of its own: its own store, its own bus, a simulated clock."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor

import commandroom
from commandroom.drill.course import DrillCourse, DrillTerms
from commandroom.drill.crews import CrewHabits, Crews
from commandroom.drill.demonstration import OnlookersMayNotOrder
from commandroom.drill.fit import check_fit
from commandroom.drill.injects import Injects
from commandroom.drill.moments import script_author
from commandroom.drill.own_store import check_own_store
from commandroom.drill.places import locate
from commandroom.drill.scene import Scene
from commandroom.drill.schema import Script
from commandroom.drill.scoring import history, score
from commandroom.drill.script import LoadedScript
from commandroom.drill.simulation import Simulation
from commandroom.drill.town import Town
from commandroom.drill.trainee import TraineeKind, trainee_of
from commandroom.drill.triggers import Triggers
from commandroom.drill.variants import as_variant
from commandroom.drill.vary import Vary
from commandroom.models.domain import events as ev
from commandroom.models.domain.commands import EndDrill, ImportRoster, OpenSession, SetDuty
from commandroom.models.domain.enums import Duty
from commandroom.models.opening import MEMORY, open_working_store
from commandroom.roads.travel import RoadRouter
from commandroom.services.authority import SeatAuthority
from commandroom.services.bus import Bus, Desk
from commandroom.services.clocks import SimulatedClock
from commandroom.services.handlers import HANDLERS
from commandroom.services.ports import Catalogue, ComingInject, Recorded, ScoreSheet, Store
from commandroom.services.room import Parts
from commandroom.wording import Wording


@dataclass(frozen=True, slots=True)
class DrillSetting:
    """What a drill is played in; read-only and shared with nobody's store."""

    town: Town
    router: RoadRouter
    catalogue: Catalogue
    vary: Vary | None = None
    """For odds: starting places and ways that differ from run to run."""


class DrillDirector:
    """Moves the town of a drill and knows how it stands; see `services.ports.Director`."""

    def __init__(
        self,
        *,
        loaded: LoadedScript,
        sim: Simulation,
        store: Store,
        setting: DrillSetting,
        trainee: TraineeKind,
        terms: DrillTerms,
    ) -> None:
        """Raises `Refusal` where the town lacks a place that the script names."""
        self.script: Script = loaded.script
        self.sim = sim
        self._store = store
        self._terms = terms
        self._facts: list[Recorded] = []
        self._ended = ""
        self._met_at: datetime | None = None
        """When what the script ends with came to be."""
        script = self.script
        posts = sim.situation.posts.values()
        places = locate(loaded, setting.town.network, posts, router=setting.router, seed=sim.seed)
        self._triggers = Triggers(sim, script.alarm)
        words = tuple(Wording("zh").say(f"drill.word.{n}") for n in range(1, 7))
        crews = Crews(sim, CrewHabits(clears=False, words=words))
        self._scene = Scene(sim, script, places, self._triggers)
        self._injects = Injects(sim, script, places, self._triggers, self._scene)
        sim.join(self)
        sim.join(crews)
        sim.join(self._triggers)
        sim.join(self._injects)
        sim.begin(crews.begin())
        self._scene.begin()
        self._injects.begin()
        player = trainee_of(trainee, sim, script, places, self._triggers)
        if player is not None:
            player.begin()
        if script.ends_when is not None:
            self._triggers.watch(script.ends_when, script.alarm, self._is_met)
        self._triggers.begin(self._scene)
        self.course = DrillCourse(
            script,
            terms,
            seed=sim.seed,
            coming=self._coming,
            elapsed_s=lambda: sim.seconds(sim.now),
            ended=lambda: self._ended,
            crowds=self._scene.crowds,
        )

    def on_fact(self, fact: Recorded) -> None:
        """Keep what will be scored."""
        self._facts.append(fact)
        if isinstance(fact.event, ev.DrillEnded):
            self._ended = fact.event.because

    def _is_met(self, at: datetime) -> None:
        self._met_at = at + timedelta(seconds=self.script.rules.aftermath)

    def _coming(self) -> tuple[ComingInject, ...]:
        self.sim.hear()
        return self._injects.coming()

    @property
    def facts(self) -> Sequence[Recorded]:
        """What has happened so far, in order."""
        return self._facts

    @property
    def ends_at(self) -> datetime:
        """When the drill is over at the latest."""
        end = self.script.start_at + timedelta(seconds=self.script.duration)
        over = self._scene.over_at
        ends = [end, *([self.sim.moment(over)] if over is not None else [])]
        return min([*ends, *([self._met_at] if self._met_at is not None else [])])

    @property
    def is_over(self) -> bool:
        """Whether the drill has ended: that is a fact of its journal, so any thread may ask."""
        return bool(self._ended)

    @property
    def _ends_because(self) -> str:
        """Why it is over now: nobody at large for a while, everything closed, or time is up."""
        over = self._scene.over_at
        if over is not None and self.sim.now >= self.sim.moment(over):
            return "controlled" if self._scene.is_controlled else "escaped"
        if self._met_at is not None and self.sim.now >= self._met_at:
            return "script"
        if self._is_worked_off:
            return "closed"
        return "time" if self.sim.now >= self.ends_at else ""

    @property
    def _is_worked_off(self) -> bool:
        """For scripts without attackers: nothing more is due and every incident is closed."""
        if self.script.opponents or self._injects.pending:
            return False
        return not self.sim.situation.open_incidents()

    def advance_to(self, moment: datetime) -> None:
        """Go on to `moment`, or to the end of the drill if that comes before.

        The end is looked for at every whole second, so that it never depends on how time is cut up.
        """
        self.sim.hear()
        self._look_for_the_end()
        while self.sim.now < moment and not self._ended:
            second = self.sim.moment(floor(self.sim.seconds(self.sim.now)) + 1)
            self.sim.run_to(min(moment, self.ends_at, second))
            self._look_for_the_end()
        self.sim.report()

    def _look_for_the_end(self) -> None:
        because = "" if self._ended else self._ends_because
        if because:
            self.sim.give(EndDrill(script_author(), because))
            self.sim.hear()

    def score(self) -> ScoreSheet:
        """The score sheet so far."""
        self.sim.hear()
        sim = self.sim
        past = history(self._facts, sim.situation.units.values())
        return score(
            self.script,
            past,
            seed=sim.seed,
            simulated_s=sim.seconds(sim.now),
            head=self._store.journal_head()[1],
            is_over=self.is_over,
            variant=self._terms.variant,
            mode=self._terms.mode,
        )


def open_drill(
    loaded: LoadedScript,
    setting: DrillSetting,
    *,
    seed: int | None = None,
    trainee: TraineeKind = "desk",
    store_url: str = MEMORY,
    beat_s: float = 1.0,
    terms: DrillTerms | None = None,
    live_url: str = "",
) -> Parts:
    """Build the session of a drill; call it on the thread that will own it.

    Args:
        seed: the script's own when left out.
        store_url: in memory unless the drill is to be kept: then a new file.
        terms: how it is played; as an exercise in the standard difficulty when left out.
        live_url: the live room's store, so that no drill can be opened on it.

    Raises:
        Refusal: the script does not fit the town, or the store is not one of the drill's own.
        WorldFailed: the store cannot be opened.
    """
    loaded = as_variant(loaded, loaded.variant)
    script = loaded.script
    check_fit(loaded, setting.town, setting.catalogue.kinds)
    check_own_store(store_url, live_url=live_url)
    store = open_working_store(store_url)
    try:
        used = script.seed if seed is None else seed
        clock = SimulatedClock(script.start_at)
        desk = Desk(clock, setting.catalogue)
        is_shown = terms is not None and terms.mode == "demonstration"
        authority = OnlookersMayNotOrder() if is_shown else SeatAuthority()
        bus = Bus(store=store, desk=desk, authority=authority, handlers=HANDLERS)
        _fill(bus, loaded, setting.town, used)
        sim = Simulation(
            bus=bus,
            clock=clock,
            snapshot=store.snapshot(now=clock.now()),
            router=setting.router,
            seed=used,
            beat_s=beat_s,
            vary=setting.vary,
        )
        director = DrillDirector(
            loaded=loaded,
            sim=sim,
            store=store,
            setting=setting,
            trainee=trainee,
            terms=terms or DrillTerms(variant=loaded.variant),
        )
    except BaseException:
        store.close()
        raise
    return Parts(
        bus=bus,
        store=store,
        clock=clock,
        catalogue=setting.catalogue,
        director=director,
        course=director.course,
    )


def _fill(bus: Bus, loaded: LoadedScript, town: Town, seed: int) -> None:
    """The register, who of it is on duty, and what this session is."""
    script, author, roster = loaded.script, script_author(), town.roster
    details = {"script": script.id, "sha256": loaded.fingerprint, "seed": seed}
    text = json.dumps(details, sort_keys=True)
    bus.handle(OpenSession(author, "drill", f"commandroom {commandroom.__version__}", text))
    things = (roster.firms, roster.posts, roster.units, roster.members, roster.patrols)
    bus.handle(ImportRoster(author, town.network.name, *things))
    for unit in roster.units:
        names = {str(unit.id), unit.call_sign}
        is_there = script.forces == "all" or not names.isdisjoint(script.forces)
        if not is_there or not names.isdisjoint(script.off_duty):
            bus.handle(SetDuty(author, unit.id, Duty.OFF))
