"""What a drill waits for: conditions over its facts, and what is done once one of them holds.

Conditions are looked at only when something they speak of has changed: a moment has come, an inject has
happened, a unit has come or gone. What no fact tells (whether an exit is covered, what an attacker does) is
asked once a second for all who wait for it, and only while somebody does. All times are those of the facts
and ticks, so that it never matters how the time was cut up by those who watch.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from commandroom.drill.conditions import Condition
from commandroom.drill.moments import inject_of, moments_in
from commandroom.drill.parts import Moment
from commandroom.drill.simulation import Simulation
from commandroom.models.domain import events as ev
from commandroom.models.domain.enums import AssignmentStatus
from commandroom.models.domain.ids import IncidentId
from commandroom.services.ports import Recorded

WHO = "~triggers"
"""After the scene of the same second."""
Act = Callable[[datetime], None]
"""Called with the time at which the condition came to hold."""
Key = tuple[str, ...]
_UNITS_CHANGE = (ev.UnitArrived, ev.UnitCleared, ev.AssignmentWithdrawn, ev.IncidentClosed)
_UNTOLD = ("exit", "opponent")
"""Of these no fact tells; see `World`."""
_A_HAIR_S = 1e-6


class World(Protocol):
    """What conditions ask of the scene."""

    def covered(self, place: str) -> bool:
        """Whether somebody on scene holds that place of the script."""

    def opponent_state(self, opponent: str) -> str | None:
        """`active`, `contact`, `subdued`, `hidden`, `escaped` or `arrived`; None before he appears."""


@dataclass(slots=True)
class _Node:
    """A condition as it is waited for once: it remembers since when it has held."""

    asked: Condition
    of: str
    parts: list["_Node"]
    since: float | None = None

    def everything(self) -> Iterable["_Node"]:
        """This one and all within it."""
        yield self
        for part in self.parts:
            yield from part.everything()


@dataclass(slots=True, eq=False)
class Watch:
    """Somebody waits; see `Triggers.watch`."""

    root: _Node
    act: Act
    otherwise: Act | None
    timeout_s: float | None
    is_on: bool = False
    is_over: bool = False
    keys: set[Key] = field(default_factory=set)

    def drop(self) -> None:
        """Wait no longer."""
        self.is_over = True


class Triggers:
    """Which moment came when, and who waits for what."""

    def __init__(self, sim: Simulation, alarm: str) -> None:
        """`alarm`: the inject whose incident is meant where none is named."""
        self._sim = sim
        self._alarm = alarm
        self._world: World | None = None
        self.incident_of: dict[str, IncidentId] = {}
        """Incidents by the inject that reported them."""
        self._inject_of: dict[IncidentId, str] = {}
        self._came: dict[tuple[Moment, str], int] = {}
        self._happened: dict[str, int] = {}
        self._early: list[tuple[Watch, str | None]] = []
        self._by_key: dict[Key, list[Watch]] = {}
        self._seen: dict[Key, object] = {}
        """What no fact tells, as it was in the newest second; only while somebody waits for it."""
        self._looking = False

    def watch(
        self,
        condition: Condition,
        of: str,
        act: Act,
        *,
        since: str | None = None,
        timeout_s: float | None = None,
        otherwise: Act | None = None,
    ) -> Watch:
        """Call `act` once, as soon as `condition` holds.

        Args:
            of: the inject whose incident is meant where the condition names none.
            since: the inject from which on it is looked at; from the start when left out.
            timeout_s: how long, counted from then; after that `otherwise` is called instead.

        Returns:
            What can be dropped when it is not waited for any more.
        """
        made = Watch(_node(condition, of), act, otherwise, timeout_s)
        if self._world is None:
            self._early.append((made, since))
        else:
            self._put(made, since, self._sim.now)
        return made

    def begin(self, world: World) -> None:
        """Look at everything for the first time, in the order in which it was asked for."""
        self._world = world
        early, self._early = self._early, []
        for watch, since in early:
            self._put(watch, since, self._sim.now)

    def happened(self, inject: str, at: datetime) -> None:
        """An inject of the script has happened."""
        self._happened[inject] = self._happened.get(inject, 0) + 1
        self._look_at(("since", inject), at)
        self._look_at(("inject", inject), at)

    def on_fact(self, fact: Recorded) -> None:
        """Recognise the moments, and let those act who waited for them."""
        event = fact.event
        if isinstance(event, ev.IncidentReported):
            inject = inject_of(fact.by)
            if inject is not None:
                self.incident_of[inject] = event.incident.id
                self._inject_of[event.incident.id] = inject
        for moment, about in moments_in(fact, self._sim.situation):
            of = self._alarm if about is None else self._inject_of.get(about)
            if of is not None:
                self._came[moment, of] = self._came.get((moment, of), 0) + 1
                self._look_at(("moment", moment, of), event.at)
        if isinstance(event, _UNITS_CHANGE):
            of = self._inject_of.get(event.incident)
            if of is not None:
                self._look_at(("units", of), event.at)

    def _put(self, watch: Watch, since: str | None, at: datetime) -> None:
        if since is None or since in self._happened:
            self._switch_on(watch, at)
        else:
            self._by_key.setdefault(("since", since), []).append(watch)

    def _switch_on(self, watch: Watch, at: datetime) -> None:
        watch.is_on = True
        keys = dict.fromkeys(key for node in watch.root.everything() for key in _keys(node))
        for key in keys:
            self._by_key.setdefault(key, []).append(watch)
        if watch.timeout_s is not None:
            self._sim.later(at, watch.timeout_s, WHO, lambda tick: self._time_out(watch, tick))
        for key in keys:
            if key[0] in _UNTOLD and key not in self._seen:
                self._seen[key] = self._ask(key)
        self._look(watch, at)
        if self._seen and not self._looking:
            self._looking = True
            self._sim.later(at, 0.0, WHO, self._beat)

    def _beat(self, tick: int) -> None:
        """The second of those who wait for what no fact tells: only what has changed is looked at."""
        for key in tuple(self._seen):
            if all(watch.is_over for watch in self._by_key[key]):
                del self._seen[key], self._by_key[key]
                continue
            now = self._ask(key)
            if now != self._seen[key]:
                self._seen[key] = now
                self._look_at(key, self._sim.moment(tick))
        self._looking = bool(self._seen)
        if self._looking:
            self._sim.agenda.put(tick + 1, WHO, self._beat)

    def _ask(self, key: Key) -> object:
        assert self._world is not None
        return self._world.covered(key[1]) if key[0] == "exit" else self._world.opponent_state(key[1])

    def _look_at(self, key: Key, at: datetime) -> None:
        waiting = self._by_key.get(key)
        if not waiting:
            return
        for watch in tuple(waiting):
            if watch.is_over:
                continue
            if watch.is_on:
                self._look(watch, at)
            else:
                self._switch_on(watch, at)
        if key[0] == "since":
            del self._by_key[key]
        else:
            self._by_key[key] = [each for each in self._by_key[key] if not each.is_over]

    def _look(self, watch: Watch, at: datetime) -> None:
        if not watch.is_over and self._holds(watch.root, watch, at):
            watch.is_over = True
            watch.act(at)

    def _time_out(self, watch: Watch, tick: int) -> None:
        at = self._sim.moment(tick)
        self._look(watch, at)
        if not watch.is_over:
            watch.is_over = True
            if watch.otherwise is not None:
                watch.otherwise(at)

    def _holds(self, node: _Node, watch: Watch, at: datetime) -> bool:
        """Whether it is so, and has been for as long as it says."""
        is_so = self._is_so(node, watch, at)
        if not node.asked.for_:
            return is_so
        now = self._sim.seconds(at)
        if not is_so:
            node.since = None
            return False
        if node.since is None:
            node.since = now
            self._sim.later(at, node.asked.for_, WHO, lambda tick: self._look(watch, self._sim.moment(tick)))
        return now - node.since >= node.asked.for_ - _A_HAIR_S

    def _is_so(self, node: _Node, watch: Watch, at: datetime) -> bool:
        asked = node.asked
        if node.parts:
            found = [self._holds(part, watch, at) for part in node.parts]
            if asked.not_ is not None:
                return not found[0]
            return any(found) if asked.any is not None else all(found)
        if asked.moment is not None:
            return self._came.get((asked.moment, node.of), 0) >= asked.times
        if asked.inject is not None:
            return self._happened.get(asked.inject, 0) >= asked.times
        if asked.units is not None:
            return self._units_on_scene(node.of, asked.party) >= asked.units
        if asked.exit is not None:
            return self._seen["exit", asked.exit] is asked.covered
        return self._seen["opponent", asked.opponent or ""] == asked.state

    def _units_on_scene(self, of: str, party: str | None) -> int:
        incident = self.incident_of.get(of)
        if incident is None:
            return 0
        situation = self._sim.situation
        return sum(
            each.status is AssignmentStatus.ON_SCENE
            and party in (None, situation.unit(each.unit).party.value)
            for each in situation.assignments(incident)
        )


def _node(asked: Condition, of: str) -> _Node:
    of = asked.of or of
    inner = asked.all or asked.any or ([asked.not_] if asked.not_ is not None else [])
    return _Node(asked, of, [_node(each, of) for each in inner])


def _keys(node: _Node) -> Iterable[Key]:
    """What a condition must be looked at anew for."""
    asked = node.asked
    if asked.moment is not None:
        yield "moment", asked.moment, node.of
    elif asked.inject is not None:
        yield "inject", asked.inject
    elif asked.units is not None:
        yield "units", node.of
    elif asked.exit is not None:
        yield "exit", asked.exit
    elif asked.opponent is not None:
        yield "opponent", asked.opponent
