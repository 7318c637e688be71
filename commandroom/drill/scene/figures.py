"""Somebody of the opposing force, or somebody who is looked for: where he is and what he does."""

from dataclasses import dataclass

from commandroom.geo import LatLon, distance_m
from commandroom.roads.modes import OFF_ROAD_KMH
from commandroom.roads.route import route_through
from commandroom.roads.travel import Mode, RoadRouter, Route

FOOT_KMH = OFF_ROAD_KMH[Mode.FOOT]
FOLLOW_M = 4.0
"""Whoever follows keeps so far behind."""
JOINS_M = 10.0
"""Whoever is so near to whom he follows hides and gets away with him."""
CATCH_UP_M = 30.0
"""Whoever is farther from whom he follows goes by road until he is not."""


@dataclass(slots=True)
class Figure:
    """One attacker, suspect or missing person."""

    id: str
    inject: str
    """The inject to whose incident he belongs now."""
    origin: str
    """The one he belonged to at first."""
    here: LatLon
    speed_kmh: float
    is_armed: bool
    route: Route | None = None
    gone_s: float = 0.0
    """How far along the route, in seconds of a jogging guard."""
    pace: float = 1.0
    """Seconds of a jogging guard that he covers in one second."""
    state: str = "active"
    """`active`, `contact`, `hidden` or `subdued`."""
    is_fleeing: bool = False
    """Whether he breaks away: he is stopped by the rule `cut`, not by `contact`."""
    follows: str = ""
    has_escaped: bool = False
    has_arrived: bool = False
    """Whether he came to where he wanted to go."""
    falls_at: int | None = None
    """The tick at which he is overpowered."""
    sought_s: float = 0.0
    """How long he has been searched for, in seconds of a full search."""
    is_seen: bool = False

    def walk(self) -> None:
        """One second on."""
        if self.route is not None and self.state == "active" and self.gone_s < self.route.seconds:
            self.gone_s += self.pace
            self.here, _ = self.route.at(self.gone_s)

    def walk_after(self, leader: LatLon, router: RoadRouter) -> None:
        """One second towards whom he follows: by road until he is near, then in his steps."""
        away = distance_m(self.here, leader)
        if self.state != "active" or away <= FOLLOW_M:
            return
        if away > CATCH_UP_M:
            if not self.is_on_way:
                followed = self.follows
                self.set_off(router, [leader], self.speed_kmh)
                self.follows = followed
            self.walk()
            return
        self.route = None
        share = min(1.0, self.speed_kmh / 3.6 / away)
        lat = self.here.lat + (leader.lat - self.here.lat) * share
        self.here = LatLon(lat, self.here.lon + (leader.lon - self.here.lon) * share)

    def set_off(self, router: RoadRouter, goals: list[LatLon], kmh: float) -> None:
        """By road from goal to goal; straight where no road leads."""
        stops: list[tuple[LatLon, float]] = [(self.here, 0.0)]
        for goal in goals:
            here, clock = stops[-1]
            route = router.field(goal, Mode.FOOT).route(here)
            if route is None:
                route = route_through([(here, 0.0), (goal, distance_m(here, goal) / (FOOT_KMH / 3.6))])
            stops += [(p, clock + s) for p, s in zip(route.points, route.cumulative_s, strict=True)]
        self.route, self.gone_s, self.pace = route_through(stops), 0.0, kmh / FOOT_KMH
        self.follows, self.has_arrived = "", False

    def stand(self) -> None:
        """Stay where he is."""
        self.route, self.follows = None, ""

    @property
    def is_on_way(self) -> bool:
        """Whether he has somewhere to go and is not there."""
        return self.route is not None and self.gone_s < self.route.seconds

    @property
    def is_out(self) -> bool:
        """Whether nothing more can happen to him."""
        return self.state == "subdued" or self.has_escaped

    @property
    def is_dangerous(self) -> bool:
        """Whether he has a weapon and nobody holds him."""
        return self.is_armed and self.state == "active" and not self.has_escaped
