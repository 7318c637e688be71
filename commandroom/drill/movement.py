"""Where every unit is at any second: on its round, at its post, or on the way to an incident.

A unit's place is a function of time along a route laid down once; nothing is computed for a unit that
nobody asks about, and a unit that stands still costs nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import lru_cache
from random import Random

from commandroom.drill.agenda import Agenda
from commandroom.drill.chance import chance
from commandroom.drill.patrol import BEAT_M, Streets, streets_of, wander
from commandroom.drill.vary import Vary
from commandroom.geo import LatLon, distance_m, moved
from commandroom.models.domain.entities import PositionReport, Post, Unit
from commandroom.models.domain.enums import Party, UnitKind
from commandroom.models.domain.ids import PostId, UnitId
from commandroom.roads.route import route_through
from commandroom.roads.travel import Mode, RoadRouter, Route
from commandroom.services.recommendation import MODE_OF

STROLL_M = 25.0
"""How far a post guard strolls from where the post stands."""
STROLL_EVERY_S = 420.0
"""Mean pause between two strolls of a post guard."""
WALK_MPS = 1.25
BACK_PACE = 1.8
"""People walk back at this many times the seconds they ran."""
AT_HOME_M = 60.0
OF_POST_M = 150.0
"""A unit of a post that stands within this of it stands at its own place: a gate, a corner of the hall."""


class Habit(Enum):
    """What a unit does when nobody needs it."""

    ROUND = auto()
    POST = auto()
    STAY = auto()


STANDING_SAYS_EVERY_S = 60.0
"""A unit that stands still says so this often, so that nobody takes it for lost."""


@dataclass(slots=True)
class _Mover:
    unit: UnitId
    mode: Mode
    habit: Habit
    home: LatLon
    here: LatLon
    """Where it stands, or where its route begins."""
    rng: Random
    heading: float | None = None
    route: Route | None = None
    began: float = 0.0
    pace: float = 1.0
    node: int = -1
    """The node its round has come to; -1 when it must be looked up."""
    errand: int = 0
    """Rises with every change of mind, so that older plans lapse."""
    came: Route | None = None
    """The way it was sent last, to be gone back."""
    told: LatLon | None = None
    """The place reported last."""
    told_t: float = 0.0
    """When, in seconds of the simulation."""


def habit_of(unit: Unit) -> Habit:
    """Vehicles, dogs, police and volunteers on foot go round; guards stand at their post; the rest waits."""
    if unit.kind in (UnitKind.VIDEO, UnitKind.DRONE):
        return Habit.STAY
    if unit.kind is UnitKind.FOOT and unit.party is Party.GUARD and unit.home_post is not None:
        return Habit.POST
    return Habit.ROUND


class Movement:
    """All units on the roads. Times are seconds since the simulation began."""

    def __init__(
        self,
        *,
        router: RoadRouter,
        agenda: Agenda,
        units: Iterable[Unit],
        posts: Mapping[PostId, Post],
        seed: int,
        vary: Vary | None = None,
    ) -> None:
        """Units stand where the register says; `begin` sets them going. `vary`: for odds alone."""
        self._router = router
        self._vary = vary
        self._agenda = agenda
        self._streets: dict[Mode, Streets] = {}
        self._movers: dict[UnitId, _Mover] = {}
        for unit in sorted(units, key=lambda each: each.id):
            post = None if unit.home_post is None else posts.get(unit.home_post)
            self._movers[unit.id] = _Mover(
                unit=unit.id,
                mode=MODE_OF[unit.kind],
                habit=habit_of(unit),
                home=unit.at if post is None or distance_m(unit.at, post.at) <= OF_POST_M else post.at,
                here=unit.at,
                rng=chance(seed, "round", unit.id),
                heading=unit.heading_deg,
                told=unit.at,
            )

    def begin(self, busy: frozenset[UnitId] = frozenset()) -> None:
        """Everybody but `busy` takes up its round."""
        for mover in self._movers.values():
            if mover.unit not in busy:
                self._resume(mover, 0.0)
                if self._vary is not None and self._vary.roams and mover.habit is Habit.ROUND:
                    self._begin_anywhere(mover, self._vary.share(mover.unit))

    def at(self, unit: UnitId, t: float) -> tuple[LatLon, float | None]:
        """Place and heading of a unit at `t`."""
        return _where(self._movers[unit], t)

    def place(self, unit: UnitId, t: float) -> LatLon:
        """Place of a unit at `t`."""
        mover = self._movers[unit]
        if mover.route is None:
            return mover.here
        return mover.route.place((t - mover.began) / mover.pace)

    def go(self, unit: UnitId, place: LatLon, t: float) -> float | None:
        """Send a unit by road from where it is; returns when it will be there, None where no way leads."""
        mover = self._movers[unit]
        here, _ = _where(mover, t)
        route = self._router.field(place, mover.mode).route(here)
        if route is None:
            return None
        pace = 1.0 if self._vary is None else self._vary.pace(unit, mover.errand)
        self._take(mover, route, t, pace=pace)
        mover.came = route
        return t + route.seconds * pace

    def step(self, unit: UnitId, place: LatLon, t: float, *, mps: float = 2.5) -> None:
        """Walk straight to `place`: people leave the vehicle and take a position near by."""
        mover = self._movers[unit]
        here, _ = _where(mover, t)
        self._take(mover, _straight(here, place, mps), t, pace=1.0)

    def stop(self, unit: UnitId, t: float) -> None:
        """Stand where it is."""
        mover = self._movers[unit]
        mover.here, mover.heading = _where(mover, t)
        mover.route = None
        mover.errand += 1

    def resume(self, unit: UnitId, t: float) -> None:
        """Go back to the round or the post."""
        self._resume(self._movers[unit], t)

    def reports(self, t: float, moment: datetime) -> tuple[PositionReport, ...]:
        """The places of all units that moved since they were last asked, or stand and were silent long."""
        found = []
        for mover in self._movers.values():
            is_due = t - mover.told_t >= STANDING_SAYS_EVERY_S
            if mover.route is None and mover.told is mover.here and not is_due:
                continue
            place, heading = _where(mover, t)
            if mover.route is None:
                mover.here = place
            if place != mover.told or is_due:
                mover.told_t = t
                found.append(PositionReport(mover.unit, _rounded(place), _whole(heading), moment))
            mover.told = place
        return tuple(found)

    def _begin_anywhere(self, mover: _Mover, share: float) -> None:
        """As if so much of the first leg had been gone when the simulation began."""
        if mover.route is not None:
            mover.began = -share * mover.route.seconds * mover.pace
            mover.errand += 1
            self._when_done(mover, lambda done: self._go_round(mover, done))

    def _take(self, mover: _Mover, route: Route, t: float, *, pace: float) -> None:
        mover.here, mover.route, mover.began, mover.pace = route.points[0], route, t, pace
        mover.node = -1
        mover.errand += 1

    def _resume(self, mover: _Mover, t: float) -> None:
        here, mover.heading = _where(mover, t)
        came, mover.came = mover.came, None
        mover.here, mover.route, mover.node = here, None, -1
        mover.errand += 1
        if mover.habit is Habit.ROUND:
            self._go_round(mover, t)
        elif distance_m(here, mover.home) > AT_HOME_M:
            self._go_home(mover, came, t)
        elif mover.habit is Habit.POST:
            self._stroll_later(mover, t)

    def _go_round(self, mover: _Mover, t: float) -> None:
        """Lay down the next leg of a round, and think again when it ends."""
        if mover.node < 0:
            mover.node = _node_near(self._router, mover.here, mover.mode)
            if mover.node < 0:
                return
        node = mover.node
        route, end = wander(
            self._streets_of(mover.mode),
            here=mover.here,
            node=node,
            home=mover.home,
            beat_m=BEAT_M[mover.mode],
            rng=mover.rng,
        )
        self._take(mover, route, t, pace=1.0)
        mover.node = end
        self._when_done(mover, lambda done: self._go_round(mover, done))

    def _go_home(self, mover: _Mover, came: Route | None, t: float) -> None:
        route = None
        if came is not None and distance_m(came.points[0], mover.home) <= AT_HOME_M:
            route = _turned(came, mover.here)
        if route is None:
            route = self._router.field(mover.home, mover.mode).route(mover.here)
        if route is None:
            return
        self._take(mover, route, t, pace=BACK_PACE)
        if mover.habit is Habit.POST:
            self._when_done(mover, lambda done: self._stroll_later(mover, done))

    def _stroll_later(self, mover: _Mover, t: float) -> None:
        mover.here, mover.heading = _where(mover, t)
        mover.route = None
        errand = mover.errand
        pause = 30.0 + mover.rng.expovariate(1 / STROLL_EVERY_S)

        def stroll(tick: int) -> None:
            if mover.errand == errand:
                self._stroll(mover, float(tick))

        self._agenda.put(int(t + pause) + 1, mover.unit, stroll)

    def _stroll(self, mover: _Mover, t: float) -> None:
        east, north = mover.rng.uniform(-STROLL_M, STROLL_M), mover.rng.uniform(-STROLL_M, STROLL_M)
        goal = moved(mover.home, east_m=east, north_m=north)
        self._take(mover, _straight(mover.here, goal, WALK_MPS), t, pace=1.0)
        self._when_done(mover, lambda done: self._stroll_later(mover, done))

    def _when_done(self, mover: _Mover, then: Callable[[float], None]) -> None:
        """Call `then` when the present route ends, unless the unit has changed its mind by then."""
        errand, route = mover.errand, mover.route
        if route is None:
            return
        ends = mover.began + max(route.seconds * mover.pace, 1.0)

        def done(tick: int) -> None:
            if mover.errand == errand:
                mover.here, mover.heading = _where(mover, float(tick))
                then(float(tick))

        self._agenda.put(int(ends) + 1, mover.unit, done)

    def _streets_of(self, mode: Mode) -> Streets:
        if mode not in self._streets:
            self._streets[mode] = streets_of(self._router, mode)
        return self._streets[mode]


@lru_cache(maxsize=8_192)
def _node_near(router: RoadRouter, here: LatLon, mode: Mode) -> int:
    """Kept: a script that is played a thousand times begins at the same places."""
    return router.nearest_node(here, mode)


def _where(mover: _Mover, t: float) -> tuple[LatLon, float | None]:
    if mover.route is None:
        return mover.here, mover.heading
    return mover.route.at((t - mover.began) / mover.pace)


def _straight(a: LatLon, b: LatLon, mps: float) -> Route:
    return route_through([(a, 0.0), (b, distance_m(a, b) / mps)])


def _turned(came: Route, here: LatLon) -> Route | None:
    """The way back along the part of `came` that was gone, from `here`; None if it does not pass there."""
    gone = list(zip(came.points, came.cumulative_s, strict=True))
    nearest = min(range(len(gone)), key=lambda i: distance_m(gone[i][0], here))
    last = gone[nearest][1]
    if came.seconds <= 0 or distance_m(gone[nearest][0], here) > 400.0:
        return None
    lead = distance_m(here, gone[nearest][0]) / 2.5
    return route_through([(here, 0.0), *((p, lead + last - s) for p, s in reversed(gone[: nearest + 1]))])


def _rounded(place: LatLon) -> LatLon:
    """To about a centimetre: shorter to write, no different to see."""
    return LatLon(round(place.lat, 7), round(place.lon, 7))


def _whole(heading: float | None) -> float | None:
    return None if heading is None else round(heading, 1)
