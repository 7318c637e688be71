"""The opposing force of a drill, and what comes of meeting it.

The rules are few, so that a trainer can say them aloud; their numbers stand in the script (`rules`):

* Attackers walk along the roads to where they want to go, at 4.5 km/h unless the script says otherwise; one
  who comes there has `reached` it.
* Units on scene stand around them on four sides (`cordon`). Shields and forks go near; whoever has none
  keeps away until the attackers are held. A guard unit without a shield that is on scene in reach of active
  attackers before any shield is there is noted (`unshielded_contact`).
* **Contact**: an attacker stops when at least `contact.units` units on scene, `contact.shielded` of them
  with shields or forks, are within `contact.within_m`. If they leave, he goes on.
* **Subdued**: a held group is overpowered once `subdue.units` units, `subdue.police` of them police, stand
  within `subdue.within_m` and `subdue.sides` sides are closed, without a break for `subdue.hold`; each
  attacker takes a few seconds more or less (seeded).
* **Flight**: an attacker whom the script lets break away runs by the place of the incident `cut_at` to his
  goal. He is stopped (`escape_cut`) when `cut.police` police units among `cut.units` units on scene of
  *that* incident are within `cut.within_m` of him, and subdued after `cut.hold`. Whoever reaches his goal
  has `escaped`.
* **Controlled**: every attacker is subdued.
"""

from dataclasses import dataclass, field

from commandroom.drill.chance import chance
from commandroom.drill.cordon import FAR_M, NEAR_M, WATCH_M, Cordon
from commandroom.drill.moments import script_author
from commandroom.drill.picking import SHIELDS, has_kit
from commandroom.drill.places import Located
from commandroom.drill.schema import Flight, Script
from commandroom.drill.simulation import Simulation
from commandroom.drill.triggers import Triggers
from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.commands import NoteHappening, ReportOpponents
from commandroom.models.domain.entities import Assignment, Opponent
from commandroom.models.domain.enums import AssignmentStatus, Party, UnitKind
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.roads.modes import OFF_ROAD_KMH
from commandroom.roads.route import route_through
from commandroom.roads.travel import Mode, Route

FOOT_KMH = OFF_ROAD_KMH[Mode.FOOT]
LAST = "~scene"
"""After every unit of the same second."""
IN_REACH_M = 60.0
"""A guard this near to an active attacker, with no shield on scene as near, has met him bare-handed."""


@dataclass(slots=True)
class Figure:
    """One attacker."""

    id: str
    inject: str
    """The inject to whose incident he belongs now."""
    here: LatLon
    route: Route | None = None
    gone_s: float = 0.0
    """How far along the route, in seconds of a jogging guard."""
    pace: float = 1.0
    """Seconds of a jogging guard that he covers in one second."""
    state: str = "active"
    is_fleeing: bool = False
    has_escaped: bool = False
    has_arrived: bool = False
    """Whether he came to where he wanted to go."""
    falls_at: int | None = None
    """The tick at which he is overpowered."""

    def walk(self) -> None:
        """One second on."""
        if self.route is not None and self.state == "active" and self.gone_s < self.route.seconds:
            self.gone_s += self.pace
            self.here, _ = self.route.at(self.gone_s)

    @property
    def is_out(self) -> bool:
        """Whether nothing more can happen to him."""
        return self.state == "subdued" or self.has_escaped


@dataclass(slots=True)
class _Group:
    """What is known of one incident's scene."""

    cordon: Cordon
    most_sides: int = 0
    since: int | None = None
    """The tick since when the conditions to overpower have held."""
    met_unshielded: set[UnitId] = field(default_factory=set)


class Scene:
    """All attackers of a script and the people around them."""

    def __init__(
        self, sim: Simulation, script: Script, places: dict[str, Located], moments: Triggers
    ) -> None:
        self._sim = sim
        self._script = script
        self._rules = script.rules
        self._places = places
        self._moments = moments
        self._figures: dict[str, Figure] = {}
        self._groups: dict[str, _Group] = {}
        self._shielded: dict[UnitId, bool] = {}
        self._told: tuple[Opponent, ...] = ()
        self.over_at: int | None = None
        """The tick at which nothing more is to be done; None until then."""

    def begin(self) -> None:
        """Let the attackers appear at their times."""
        for opponent in self._script.opponents:
            figure = Figure(opponent.id, opponent.incident, self._places[opponent.start].at)
            goal = self._places[opponent.walk_to or opponent.start].at

            def appear(
                _tick: int, figure: Figure = figure, goal: LatLon = goal, kmh: float = opponent.speed_kmh
            ) -> None:
                self._figures[figure.id] = figure
                self._set_off(figure, [goal], kmh)

            self._sim.later(self._sim.begun_at, opponent.at, LAST, appear)
        if self._script.opponents:
            self._sim.later(self._sim.begun_at, 1.0, LAST, self._beat)

    def covered(self, place: str) -> bool:
        """Whether a unit on scene of any incident is within `IN_REACH_M` of that place of the script."""
        t, spot = self._sim.seconds(self._sim.now), self._places[place].at
        there = (
            each.unit for each in self._sim.situation.active_assignments() if each.on_scene_at is not None
        )
        return any(distance_m(self._sim.movement.at(unit, t)[0], spot) <= IN_REACH_M for unit in there)

    def opponent_state(self, opponent: str) -> str | None:
        """How he is; None before he appears."""
        figure = self._figures.get(opponent)
        if figure is None:
            return None
        if figure.has_escaped:
            return "escaped"
        return "arrived" if figure.has_arrived and figure.state == "active" else figure.state

    def flee(self, flight: Flight) -> None:
        """An attacker breaks away, unless he is subdued already."""
        figure = self._figures.get(flight.opponent)
        if figure is None or figure.is_out:
            return
        incident = self._moments.incident_of.get(flight.cut_at)
        via = [] if incident is None else [self._sim.situation.incident(incident).at]
        figure.is_fleeing, figure.state, figure.falls_at = True, "active", None
        figure.inject = flight.cut_at
        self._set_off(figure, [*via, self._places[flight.to].at], flight.speed_kmh)

    def _set_off(self, figure: Figure, goals: list[LatLon], kmh: float) -> None:
        """By road from goal to goal; straight where no road leads."""
        stops: list[tuple[LatLon, float]] = [(figure.here, 0.0)]
        for goal in goals:
            here, clock = stops[-1]
            route = self._sim.router.field(goal, Mode.FOOT).route(here)
            if route is None:
                route = route_through([(here, 0.0), (goal, distance_m(here, goal) / (FOOT_KMH / 3.6))])
            stops += [(p, clock + s) for p, s in zip(route.points, route.cumulative_s, strict=True)]
        figure.route, figure.gone_s, figure.pace = route_through(stops), 0.0, kmh / FOOT_KMH

    def _beat(self, tick: int) -> None:
        for figure in self._figures.values():
            figure.walk()
        for inject in dict.fromkeys(each.inject for each in self._figures.values()):
            self._meet(inject, tick)
        for figure in self._figures.values():
            self._end_of_way(figure)
        self._check_control(tick)
        self._tell()
        if self.over_at is None:
            self._sim.agenda.put(tick + 1, LAST, self._beat)

    def _meet(self, inject: str, tick: int) -> None:
        """One incident's second."""
        incident = self._moments.incident_of.get(inject)
        figures = [each for each in self._figures.values() if each.inject == inject and not each.is_out]
        if incident is None or not figures:
            return
        group = self._groups.setdefault(inject, _Group(Cordon(self._sim.movement)))
        there = self._on_scene(incident)
        fleeing = [each for each in figures if each.is_fleeing]
        for figure in fleeing:
            self._cut_off(figure, incident, [each.unit for each in there], tick)
        standing = [each for each in figures if not each.is_fleeing]
        if standing:
            gathered = [each.unit for each in there if each.goal is None]
            self._surround(group, standing, incident, gathered, tick)

    def _surround(
        self, group: _Group, figures: list[Figure], incident: IncidentId, units: list[UnitId], tick: int
    ) -> None:
        t, rule = float(tick), self._rules.subdue
        centre = _middle(figures)
        self._note_unshielded(group, figures, incident, units, t)
        held = any(each.state == "contact" for each in figures)
        off = FAR_M if held else WATCH_M
        distance = {unit: NEAR_M if self._has_shield(unit) else off for unit in units}
        group.cordon.close_in(units, centre, t, distance=distance)
        for figure in figures:
            self._hold_or_let_go(figure, incident, units, t)
        sides = group.cordon.closed(units, centre, t, within_m=rule.within_m)
        if sides > group.most_sides:
            group.most_sides = sides
            self._note("sides", str(sides), incident)
        near = self._near(units, centre, t, rule.within_m)
        police = sum(self._is_police(unit) for unit in near)
        is_ready = (
            all(each.state == "contact" for each in figures)
            and len(near) >= rule.units
            and police >= rule.police
            and sides >= rule.sides
        )
        self._overpower(group, figures, incident, tick, is_ready=is_ready)

    def _hold_or_let_go(self, figure: Figure, incident: IncidentId, units: list[UnitId], t: float) -> None:
        rule = self._rules.contact
        near = self._near(units, figure.here, t, rule.within_m)
        shields = sum(self._has_shield(unit) for unit in near)
        is_held = len(near) >= rule.units and shields >= rule.shielded
        if is_held and figure.state == "active":
            figure.state = "contact"
            self._note("contact", figure.id, incident)
        elif not is_held and figure.state == "contact":
            figure.state = "active"
            self._note("contact_lost", figure.id, incident)

    def _overpower(
        self, group: _Group, figures: list[Figure], incident: IncidentId, tick: int, *, is_ready: bool
    ) -> None:
        if not is_ready:
            group.since = None
            for figure in figures:
                figure.falls_at = None
            return
        group.since = tick if group.since is None else group.since
        for figure in figures:
            if figure.falls_at is None:
                slower = chance(self._sim.seed, "overpower", figure.id).uniform(0.0, 8.0)
                figure.falls_at = group.since + round(self._rules.subdue.hold + slower)
            self._falls(figure, incident, tick)

    def _cut_off(self, figure: Figure, incident: IncidentId, units: list[UnitId], tick: int) -> None:
        rule = self._rules.cut
        near = self._near(units, figure.here, float(tick), rule.within_m)
        police = sum(self._is_police(unit) for unit in near)
        if figure.state == "active" and len(near) >= rule.units and police >= rule.police:
            figure.state = "contact"
            slower = chance(self._sim.seed, "overpower", figure.id).uniform(0.0, 5.0)
            figure.falls_at = tick + round(rule.hold + slower)
            self._note("escape_cut", figure.id, incident)
        if figure.state == "contact":
            self._falls(figure, incident, tick)

    def _falls(self, figure: Figure, incident: IncidentId, tick: int) -> None:
        if figure.falls_at is not None and tick >= figure.falls_at:
            figure.state = "subdued"
            self._note("subdued", figure.id, incident)

    def _end_of_way(self, figure: Figure) -> None:
        has_come = figure.route is not None and figure.gone_s >= figure.route.seconds
        if not has_come or figure.is_out or figure.state != "active":
            return
        incident = self._moments.incident_of.get(figure.inject)
        if figure.is_fleeing:
            figure.has_escaped = True
            self._note("escaped", figure.id, incident)
        elif not figure.has_arrived:
            figure.has_arrived = True
            self._note("reached", figure.id, incident)

    def _check_control(self, tick: int) -> None:
        everybody = list(self._figures.values())
        if len(everybody) < len(self._script.opponents) or not all(each.is_out for each in everybody):
            return
        if not any(each.has_escaped for each in everybody):
            self._note("controlled", str(len(everybody)), self._moments.incident_of.get(self._script.alarm))
        self.over_at = tick + round(self._rules.aftermath)

    def _note_unshielded(
        self, group: _Group, figures: list[Figure], incident: IncidentId, units: list[UnitId], t: float
    ) -> None:
        active = [each for each in figures if each.state == "active"]
        for unit in units:
            is_guard = self._sim.situation.unit(unit).party is Party.GUARD
            if not is_guard or unit in group.met_unshielded or self._has_shield(unit):
                continue
            place = self._sim.movement.at(unit, t)[0]
            met = [each for each in active if distance_m(each.here, place) <= IN_REACH_M]
            if any(not self._is_covered(each, units, t) for each in met):
                group.met_unshielded.add(unit)
                self._note("unshielded_contact", self._sim.situation.unit(unit).call_sign, incident)

    def _is_covered(self, figure: Figure, units: list[UnitId], t: float) -> bool:
        near = self._near(units, figure.here, t, IN_REACH_M)
        return any(self._has_shield(unit) for unit in near)

    def _on_scene(self, incident: IncidentId) -> list[Assignment]:
        """In order of arrival, those who hold a point elsewhere too; a drone watches and holds nobody."""
        there = [
            (each.on_scene_at, each.unit, each)
            for each in self._sim.situation.assignments(incident)
            if each.status is AssignmentStatus.ON_SCENE
            and each.on_scene_at is not None
            and self._sim.situation.unit(each.unit).kind is not UnitKind.DRONE
        ]
        return [each for _, _, each in sorted(there, key=lambda one: one[:2])]

    def _near(self, units: list[UnitId], place: LatLon, t: float, within_m: float) -> list[UnitId]:
        return [unit for unit in units if distance_m(self._sim.movement.at(unit, t)[0], place) <= within_m]

    def _has_shield(self, unit: UnitId) -> bool:
        if unit not in self._shielded:
            self._shielded[unit] = has_kit(self._sim.situation.unit(unit), SHIELDS)
        return self._shielded[unit]

    def _is_police(self, unit: UnitId) -> bool:
        return self._sim.situation.unit(unit).party is Party.POLICE

    def _note(self, code: str, text: str, incident: IncidentId | None) -> None:
        self._sim.give(NoteHappening(script_author(), code, text, incident))

    def _tell(self) -> None:
        """Show where the attackers are, when that has changed."""
        now = tuple(Opponent(each.id, each.here, each.state) for each in self._figures.values())
        if now != self._told:
            self._told = now
            self._sim.give(ReportOpponents(script_author(), now))


def _middle(figures: list[Figure]) -> LatLon:
    count = len(figures)
    return LatLon(
        sum(each.here.lat for each in figures) / count, sum(each.here.lon for each in figures) / count
    )
