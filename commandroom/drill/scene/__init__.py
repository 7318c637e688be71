"""The opposing force of a drill, the people around it, and what comes of it; see docs/drill-physics.md."""

from functools import partial

from commandroom.drill.moments import script_author
from commandroom.drill.places import Located
from commandroom.drill.scene.crowds import Crowds
from commandroom.drill.scene.figures import JOINS_M, Figure
from commandroom.drill.scene.holding import Holding
from commandroom.drill.scene.meeting import IN_REACH_M, Meeting
from commandroom.drill.scene.plans import Plans
from commandroom.drill.scene.search import Search
from commandroom.drill.scene.sight import Sight
from commandroom.drill.scene.stage import HOLDS_M, LAST, Stage, is_within
from commandroom.drill.schema import Flight, Opponent, Script
from commandroom.drill.simulation import Simulation
from commandroom.drill.triggers import Triggers
from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.commands import ReportOpponents
from commandroom.models.domain.entities import Opponent as Shown
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.ports import CrowdStand

__all__ = ["HOLDS_M", "IN_REACH_M", "Scene"]


class Scene:
    """All attackers of a script, the people in danger, and the second-by-second rules between them."""

    def __init__(
        self, sim: Simulation, script: Script, places: dict[str, Located], triggers: Triggers
    ) -> None:
        self._stage = Stage(sim, script, places, triggers)
        self._sim, self._script = sim, script
        self._figures: dict[str, Figure] = {}
        self._plans = Plans(self._stage, self._figures)
        self._meeting = Meeting(self._stage)
        self._holding = Holding(self._stage)
        self._crowds = Crowds(self._stage)
        self._search = Search(self._stage)
        self._sight = Sight(self._stage)
        self._counted: tuple[float, dict[UnitId, LatLon]] = (-1.0, {})
        """When those on scene were counted last, and where they were."""
        self._told: tuple[Shown, ...] = ()
        self._controlled: set[str] = set()
        self.over_at: int | None = None
        """The tick at which nothing more is to be done; None until then."""

    def begin(self) -> None:
        """Let the attackers appear at their times."""
        for opponent in self._script.opponents:
            self._sim.later(self._sim.begun_at, opponent.at, LAST, partial(self._appear, opponent))
        self._crowds.begin()
        if self._script.opponents or self._script.crowds or self._holding.is_needed:
            self._sim.later(self._sim.begun_at, 1.0, LAST, self._beat)

    def covered(self, place: str) -> bool:
        """Whether a unit on scene of any incident is within `HOLDS_M` of that place of the script."""
        spot = self._stage.places[place].at
        places = self._everybody(self._sim.seconds(self._sim.now))
        return any(is_within(at, spot, HOLDS_M) for at in places.values())

    def opponent_state(self, opponent: str) -> str | None:
        """How he is; None before he appears."""
        figure = self._figures.get(opponent)
        if figure is None:
            return None
        if figure.has_escaped:
            return "escaped"
        return "arrived" if figure.has_arrived and figure.state == "active" else figure.state

    def crowds(self) -> tuple[CrowdStand, ...]:
        """How the people in danger stand."""
        return self._crowds.stands()

    def flee(self, flight: Flight) -> None:
        """An attacker breaks away, unless he is subdued already."""
        self._plans.flee(flight)

    @property
    def is_controlled(self) -> bool:
        """Whether everybody of the opposing force was subdued."""
        everybody = self._figures.values()
        return bool(self._figures) and all(each.state == "subdued" for each in everybody)

    def _appear(self, opponent: Opponent, _tick: int) -> None:
        self._figures[opponent.id] = Figure(
            opponent.id,
            opponent.incident,
            opponent.incident,
            self._stage.places[opponent.start].at,
            opponent.speed_kmh,
            opponent.weapon != "none",
        )
        self._plans.begin(opponent)

    def _beat(self, tick: int) -> None:
        figures = list(self._figures.values())
        self._walk(figures)
        everybody = self._everybody(float(tick))
        for inject in self._injects():
            self._meet(inject, tick)
        for figure in figures:
            self._end_of_way(figure)
        self._crowds.pass_second(figures, tick)
        if self._holding.is_needed:
            self._holding.look(everybody)
        self._check_control(tick)
        if self._sim.vary is None:
            self._sight.look(figures, list(everybody.values()), tick)
            self._tell()
        if self.over_at is None or tick < self.over_at:
            self._sim.agenda.put(tick + 1, LAST, self._beat)

    def _walk(self, figures: list[Figure]) -> None:
        for figure in figures:
            if figure.follows:
                self._go_after(figure)
            else:
                figure.walk()

    def _go_after(self, figure: Figure) -> None:
        """Whoever follows goes, hides and gets away with whom he follows."""
        leader = self._figures.get(figure.follows)
        if leader is None or figure.is_out:
            return
        figure.walk_after(leader.here, self._sim.router)
        incident = self._stage.incident(figure.inject)
        if distance_m(figure.here, leader.here) > JOINS_M:
            return
        if leader.has_escaped:
            figure.has_escaped = True
            self._stage.note("escaped", figure.id, incident)
        elif leader.state == "hidden" and figure.state == "active" and not figure.is_out:
            figure.state, figure.sought_s = "hidden", leader.sought_s
            self._stage.note("hidden", figure.id, incident)
        elif leader.state == "active" and figure.state == "hidden":
            figure.state = "active"

    def _injects(self) -> list[str]:
        """Every incident that somebody of the opposing force or of the holding belongs to."""
        known = dict.fromkeys(each.inject for each in self._figures.values())
        if self._script.rules.hold:
            known.setdefault(self._script.alarm)
        return list(known)

    def _meet(self, inject: str, tick: int) -> None:
        """One incident's second."""
        incident = self._stage.incident(inject)
        if incident is None:
            return
        figures = [each for each in self._figures.values() if each.inject == inject and not each.is_out]
        there = self._stage.on_scene(incident)
        if not there:
            return
        units = [each.unit for each in there]
        gathered = [each.unit for each in there if each.goal is None and not self._stage.flies(each.unit)]
        if inject == self._script.alarm:
            gathered = self._holding.spare(gathered, self._needed(figures))
        on_foot = [unit for unit in units if not self._stage.flies(unit)]
        for figure in figures:
            if figure.state == "hidden":
                self._search.look_for(figure, incident, units, gathered, tick)
            elif figure.is_fleeing or (figure.state == "active" and self._runs(figure)):
                self._meeting.cut_off(figure, incident, on_foot, tick)
        standing = [each for each in figures if not each.is_fleeing and each.state != "hidden"]
        for group, units_there in self._meeting.shared_out(standing, gathered, tick):
            self._meeting.surround(group, incident, units_there, tick)
        if not any(self._stage.has_shield(unit) for unit in gathered):
            self._crowds.guards_in_danger(standing, gathered, incident, tick)

    def _runs(self, figure: Figure) -> bool:
        return self._plans.runs(figure) and figure.is_on_way

    def _needed(self, figures: list[Figure]) -> int:
        """How many are wanted round the attackers before anybody is spared for a place to hold."""
        if not figures:
            return 1
        rules = self._script.rules
        return max(rules.subdue.units, rules.contact.units)

    def _end_of_way(self, figure: Figure) -> None:
        has_come = figure.route is not None and not figure.is_on_way and not figure.has_arrived
        if has_come and not figure.is_out and figure.state == "active":
            self._plans.came(figure)

    def _check_control(self, tick: int) -> None:
        everybody = list(self._figures.values())
        if len(everybody) < len(self._script.opponents):
            return
        for origin in dict.fromkeys(each.origin for each in everybody):
            mine = [each for each in everybody if each.origin == origin]
            if origin not in self._controlled and all(each.state == "subdued" for each in mine):
                self._controlled.add(origin)
                self._stage.note("controlled", str(len(mine)), self._stage.incident(origin))
        if self.over_at is None and everybody and all(each.is_out for each in everybody):
            self.over_at = tick + round(self._script.rules.aftermath)

    def _everybody(self, t: float) -> dict[UnitId, LatLon]:
        """Where all units on scene are, drones left out: they cover nothing."""
        if t == self._counted[0]:
            return self._counted[1]
        found: dict[UnitId, LatLon] = {}
        for incident in self._open():
            for each in self._stage.on_scene(incident):
                if not self._stage.flies(each.unit):
                    found[each.unit] = self._stage.at(each.unit, t)
        self._counted = t, found
        return found

    def _open(self) -> list[IncidentId]:
        return list(self._stage.triggers.incident_of.values())

    def _tell(self) -> None:
        """Show where the attackers are, when that has changed."""
        now = tuple(
            Shown(each.id, each.here, "escaped" if each.has_escaped else each.state, is_seen=each.is_seen)
            for each in self._figures.values()
        )
        if now != self._told:
            self._told = now
            self._sim.give(ReportOpponents(script_author(), now))
