"""从此刻起演: a new drill from a moment of an older one, or of real work. What it comes from is only read."""

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import commandroom
from commandroom.drill.actions import Act, moment_of
from commandroom.drill.course import DrillTerms
from commandroom.drill.crews import CrewHabits, Crews
from commandroom.drill.own_store import check_own_store
from commandroom.drill.script import LoadedScript
from commandroom.drill.session import DrillDirector, DrillSetting, open_drill
from commandroom.drill.simulation import Simulation
from commandroom.errors import Refusal
from commandroom.models.domain import events as ev
from commandroom.models.domain.commands import ImportRoster, OpenSession
from commandroom.models.domain.entities import Author
from commandroom.models.domain.ids import IncidentId
from commandroom.models.opening import open_working_store
from commandroom.roads.travel import RoadRouter
from commandroom.services.authority import SYSTEM, SeatAuthority
from commandroom.services.bus import Bus, Desk
from commandroom.services.clocks import SimulatedClock
from commandroom.services.doctrine import shipped_doctrine
from commandroom.services.handlers import HANDLERS
from commandroom.services.ports import (
    Catalogue,
    ComingInject,
    DrillStand,
    DrillSummary,
    Recorded,
    ScoreSheet,
    Store,
    UnitOfWork,
)
from commandroom.services.review.playback import Picture
from commandroom.services.room import Parts
from commandroom.services.situation import Situation
from commandroom.wording import Wording

log = logging.getLogger(__name__)

BRANCH = Author(SYSTEM, "branch")
SEED = 1
REPLAY_STEP = timedelta(seconds=10)
ID_PARTS = 3
"""`JQ-20261120-0007`: series, day, number."""


def branch_of_drill(
    loaded: LoadedScript,
    setting: DrillSetting,
    *,
    seed: int,
    acts: Sequence[Act],
    until: datetime,
    head: tuple[int, str],
    store_url: str,
    terms: DrillTerms,
    live_url: str = "",
    on_open: Callable[[Parts], None] = lambda parts: None,
) -> Parts:
    """Play a drill again up to a moment in a store of its own, then leave it to the desk.

    Args:
        acts: what people did in it, oldest first.
        head: number and hash of the newest entry of the older drill at that moment.
        on_open: called once the new drill stands at its beginning.

    Raises:
        Refusal: the script does not fit the town, or the history did not come out the same
            (another version of the program, another script).
        WorldFailed: the store cannot be opened.
    """
    parts = open_drill(
        loaded, setting, seed=seed, trainee="desk", store_url=store_url, terms=terms, live_url=live_url
    )
    try:
        on_open(parts)
        director = parts.director
        assert isinstance(director, DrillDirector)
        _replay(parts, director, acts, until)
        if parts.store.journal_head() != head:
            raise Refusal("review.branch.differs", number=parts.store.journal_head()[0])
    except BaseException:
        parts.store.close()
        raise
    return parts


def _replay(parts: Parts, director: DrillDirector, acts: Sequence[Act], until: datetime) -> None:
    start = director.sim.begun_at
    for act in acts:
        if moment_of(act, start) > until:
            break
        _go_to(director, moment_of(act, start))
        try:
            parts.bus.handle(act.command)
        except Refusal as why:  # it was refused then too, or the history will not come out the same
            log.info("refused while playing again: %s", why)
    _go_to(director, until)


def _go_to(director: DrillDirector, moment: datetime) -> None:
    while director.sim.now < moment and not director.is_over:
        director.advance_to(min(moment, director.sim.now + REPLAY_STEP))


def branch_of_moment(
    picture: Picture,
    told: Iterable[Recorded],
    *,
    name: str,
    router: RoadRouter,
    catalogue: Catalogue,
    store_url: str,
    terms: DrillTerms,
    live_url: str = "",
    on_open: Callable[[Parts], None] = lambda parts: None,
) -> Parts:
    """A drill without a script from a moment of real work: everybody where he was, all orders as they were.

    Args:
        told: the facts up to that moment, oldest first, those of incidents that were under way included.
        name: what the drill is called.
        on_open: called once the new drill stands at the moment.

    Raises:
        Refusal: the store is not one of the drill's own.
        WorldFailed: the store cannot be opened.
    """
    check_own_store(store_url, live_url=live_url)
    store = open_working_store(store_url)
    try:
        known = picture.situation
        facts = [each.event for each in told if _is_needed(each.event, known)]
        clock = SimulatedClock(min([picture.moment, *(each.at for each in facts)]))
        bus = Bus(store=store, desk=Desk(clock, catalogue), authority=SeatAuthority(), handlers=HANDLERS)
        _seed(bus, store, known, facts, name=name, moment=picture.moment)
        clock.move_to(picture.moment)
        snapshot = store.snapshot(now=clock.now())
        sim = Simulation(bus=bus, clock=clock, snapshot=snapshot, router=router, seed=SEED)
        director = BranchDirector(sim, name, terms)
        parts = Parts(bus, store, clock, catalogue, director, director)
        on_open(parts)
    except BaseException:
        store.close()
        raise
    return parts


def _seed(
    bus: Bus, store: Store, known: Situation, facts: Sequence[ev.Event], *, name: str, moment: datetime
) -> None:
    """The register with everybody where he was, then what had happened, told again as it stands written."""
    details = json.dumps({"branch": name, "moment": moment.isoformat()}, ensure_ascii=False, sort_keys=True)
    opening = OpenSession(BRANCH, "drill", f"commandroom {commandroom.__version__}", details)
    bus.handle(opening)
    units = tuple(
        replace(unit, incident=None, position_at=None, heading_deg=None) for unit in known.units.values()
    )
    register = ImportRoster(
        BRANCH,
        name,
        tuple(known.firms.values()),
        tuple(known.posts.values()),
        units,
        tuple(known.members.values()),
        tuple(known.patrols.values()),
    )
    bus.handle(register)
    with store.transact(BRANCH, opening) as work:
        if known.doctrine != shipped_doctrine():
            work.record(ev.DoctrineSet(moment, known.doctrine, shipped_doctrine()))
        for drawing in known.drawings.values():
            work.record(ev.DrawingPut(moment, drawing, None))
        for fact in facts:
            work.record(fact)
        for incident in known.open_incidents():
            _count_up(work, incident.id)


def _count_up(work: UnitOfWork, incident: IncidentId) -> None:
    """New incidents get numbers after those that are there."""
    parts = incident.split("-")
    if len(parts) == ID_PARTS and parts[2].isdigit():
        while work.next_number(f"incident-{parts[1]}") < int(parts[2]):
            pass


_OF_INCIDENTS = (
    ev.IncidentReported,
    ev.UnitAssigned,
    ev.OrderAcknowledged,
    ev.UnitSetOut,
    ev.UnitArrived,
    ev.UnitCleared,
    ev.AssignmentWithdrawn,
    ev.RingMet,
    ev.RingMissed,
    ev.IncidentClosed,
    ev.IncidentReopened,
    ev.MessageLogged,
    ev.OrderOverdue,
    ev.SimpleRuleEnded,
)


def _is_needed(event: ev.Event, known: Situation) -> bool:
    """Whether a fact tells of an incident that is open at the moment the drill starts from."""
    if not isinstance(event, _OF_INCIDENTS):
        return False
    of = event.incident.id if isinstance(event, ev.IncidentReported) else event.incident
    found = None if of is None else known.incidents.get(of)
    return found is not None and found.is_open


class BranchDirector:
    """Moves the town of a drill that has no script; see `services.ports.Director` and `Course`."""

    def __init__(self, sim: Simulation, name: str, terms: DrillTerms) -> None:
        self.sim = sim
        self._ended = ""
        words = tuple(Wording("zh").say(f"drill.word.{n}") for n in range(1, 7))
        crews = Crews(sim, CrewHabits(clears=False, words=words))
        sim.join(crews)
        sim.join(self)
        sim.begin(crews.begin())
        self._summary = DrillSummary(
            script="branch",
            title_zh=name,
            title_en=name,
            variant=terms.variant,
            variant_zh=terms.variant_zh,
            variant_en=terms.variant_en,
            mode=terms.mode,
            seed=sim.seed,
            start=sim.begun_at,
            trainee=terms.trainee,
        )

    def on_fact(self, fact: Recorded) -> None:
        """Hear that it was ended."""
        if isinstance(fact.event, ev.DrillEnded):
            self._ended = fact.event.because

    def advance_to(self, moment: datetime) -> None:
        """Let everything happen that is due until `moment`."""
        self.sim.hear()
        if not self._ended:
            self.sim.advance_to(moment)

    @property
    def is_over(self) -> bool:
        """Whether somebody ended it: nothing else does."""
        return bool(self._ended)

    def score(self) -> ScoreSheet | None:
        """There are no criteria without a script."""
        return None

    @property
    def summary(self) -> DrillSummary:
        """What is played."""
        return self._summary

    def stand(self) -> DrillStand:
        """How it stands."""
        self.sim.hear()
        return DrillStand("handle", self.sim.seconds(self.sim.now), ended=self._ended)

    def coming(self) -> tuple[ComingInject, ...]:
        """Nothing is written for it."""
        return ()
