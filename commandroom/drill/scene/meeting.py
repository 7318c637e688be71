"""What comes of meeting an attacker: contact, stand-off, control; the numbers stand in the script (`rules`).

* Units on scene stand around attackers on four sides (`cordon`). Shields and forks go near; whoever has none
  keeps away until the attackers are held.
* **Contact**: he stops when at least `contact.units` units on scene, `contact.shielded` of them with shields
  or forks (none for somebody without a weapon), are within `contact.within_m`. If they leave, he goes on.
* **Subdued**: a held group is overpowered once `subdue.units` units, `subdue.police` of them police, stand
  within `subdue.within_m` and `subdue.sides` sides are closed, without a break for `subdue.hold`; each
  takes up to 8 seconds more (seeded).
* **Flight**: somebody who runs, rides or breaks away is stopped (`escape_cut`) when `cut.police` police units
  among `cut.units` units on scene of the incident he belongs to are within `cut.within_m`, and subdued after
  `cut.hold`.
"""

from dataclasses import dataclass, field

from commandroom.drill.chance import chance
from commandroom.drill.cordon import FAR_M, NEAR_M, WATCH_M, Cordon
from commandroom.drill.scene.figures import Figure
from commandroom.drill.scene.stage import Stage
from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.ids import IncidentId, UnitId

TOGETHER_M = 60.0
"""Attackers farther apart than this are surrounded each for themselves."""
IN_REACH_M = 60.0
"""A guard this near to an active attacker, with no shield on scene as near, has met him bare-handed."""


@dataclass(slots=True)
class Group:
    """What is known of one incident's scene."""

    cordon: Cordon
    most_sides: int = 0
    looked_at: int = -1
    """The tick at which it was looked at last."""
    since: int | None = None
    """The tick since when the conditions to overpower have held."""
    met_unshielded: set[UnitId] = field(default_factory=set)


class Meeting:
    """The rules of contact."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._groups: dict[str, Group] = {}
        """By attacker."""

    def shared_out(
        self, figures: list[Figure], units: list[UnitId], tick: int
    ) -> list[tuple[list[Figure], list[UnitId]]]:
        """Those who stand together, each group with the units that are nearer to it than to any other."""
        groups: list[list[Figure]] = []
        for figure in figures:
            near = [group for group in groups if distance_m(group[0].here, figure.here) <= TOGETHER_M]
            if near:
                near[0].append(figure)
            else:
                groups.append([figure])
        if len(groups) <= 1:
            return [(group, units) for group in groups]
        theirs: list[list[UnitId]] = [[] for _ in groups]
        for unit in units:
            at = self._stage.at(unit, float(tick))
            away = [min(distance_m(at, each.here) for each in group) for group in groups]
            theirs[away.index(min(away))].append(unit)
        return list(zip(groups, theirs, strict=True))

    def _group(self, figures: list[Figure], tick: int) -> Group:
        """The one they were, while nobody else still is it; else a new one."""
        group = self._groups.get(figures[0].id)
        if group is None or group.looked_at == tick:
            group = Group(Cordon(self._stage.sim.movement))
        group.looked_at = tick
        for figure in figures:
            self._groups[figure.id] = group
        return group

    def surround(self, figures: list[Figure], incident: IncidentId, units: list[UnitId], tick: int) -> None:
        """One second of a group that stands or walks, and of the units round it."""
        group, t, rule = self._group(figures, tick), float(tick), self._stage.rules.subdue
        centre = _middle(figures)
        places = {unit: self._stage.at(unit, t) for unit in units}
        self._note_unshielded(group, figures, incident, places)
        held = any(each.state == "contact" for each in figures)
        armed = any(each.is_armed for each in figures)
        off = FAR_M if held or not armed else WATCH_M
        distance = {unit: NEAR_M if self._stage.has_shield(unit) else off for unit in units}
        group.cordon.close_in(units, centre, t, distance=distance)
        for figure in figures:
            self._hold_or_let_go(figure, incident, places)
        sides = group.cordon.closed(places.values(), centre, within_m=rule.within_m)
        if sides > group.most_sides:
            group.most_sides = sides
            self._stage.note("sides", str(sides), incident)
        near = self._stage.near(places, centre, rule.within_m)
        police = sum(self._stage.is_police(unit) for unit in near)
        is_ready = (
            all(each.state == "contact" for each in figures)
            and len(near) >= rule.units
            and police >= rule.police
            and sides >= rule.sides
        )
        self._overpower(group, figures, incident, tick, is_ready=is_ready)

    def cut_off(self, figure: Figure, incident: IncidentId, units: list[UnitId], tick: int) -> None:
        """One second of somebody who runs away."""
        rule, places = self._stage.rules.cut, {unit: self._stage.at(unit, float(tick)) for unit in units}
        near = self._stage.near(places, figure.here, rule.within_m)
        police = sum(self._stage.is_police(unit) for unit in near)
        if figure.state == "active" and len(near) >= rule.units and police >= rule.police:
            figure.state, figure.is_fleeing = "contact", True
            slower = chance(self._stage.sim.seed, "overpower", figure.id).uniform(0.0, 5.0)
            figure.falls_at = tick + round(rule.hold + slower)
            self._stage.note("escape_cut", figure.id, incident)
        if figure.state == "contact":
            self._falls(figure, incident, tick)

    def _hold_or_let_go(self, figure: Figure, incident: IncidentId, places: dict[UnitId, LatLon]) -> None:
        rule = self._stage.rules.contact
        near = self._stage.near(places, figure.here, rule.within_m)
        shields = sum(self._stage.has_shield(unit) for unit in near)
        is_held = len(near) >= rule.units and (shields >= rule.shielded or not figure.is_armed)
        if is_held and figure.state == "active":
            figure.state = "contact"
            self._stage.note("contact", figure.id, incident)
        elif not is_held and figure.state == "contact":
            figure.state = "active"
            self._stage.note("contact_lost", figure.id, incident)

    def _overpower(
        self, group: Group, figures: list[Figure], incident: IncidentId, tick: int, *, is_ready: bool
    ) -> None:
        if not is_ready:
            group.since = None
            for figure in figures:
                figure.falls_at = None
            return
        group.since = tick if group.since is None else group.since
        for figure in figures:
            if figure.falls_at is None:
                slower = chance(self._stage.sim.seed, "overpower", figure.id).uniform(0.0, 8.0)
                figure.falls_at = group.since + round(self._stage.rules.subdue.hold + slower)
            self._falls(figure, incident, tick)

    def _falls(self, figure: Figure, incident: IncidentId, tick: int) -> None:
        if figure.falls_at is not None and tick >= figure.falls_at:
            figure.state = "subdued"
            self._stage.note("subdued", figure.id, incident)

    def _note_unshielded(
        self, group: Group, figures: list[Figure], incident: IncidentId, places: dict[UnitId, LatLon]
    ) -> None:
        dangerous = [each for each in figures if each.is_dangerous]
        if not dangerous:
            return
        for unit, place in places.items():
            known = unit in group.met_unshielded or self._stage.has_shield(unit)
            if known or not self._stage.is_guard(unit):
                continue
            met = [each for each in dangerous if distance_m(each.here, place) <= IN_REACH_M]
            if any(not self._is_covered(each, places) for each in met):
                group.met_unshielded.add(unit)
                sign = self._stage.sim.situation.unit(unit).call_sign
                self._stage.note("unshielded_contact", sign, incident)

    def _is_covered(self, figure: Figure, places: dict[UnitId, LatLon]) -> bool:
        near = self._stage.near(places, figure.here, IN_REACH_M)
        return any(self._stage.has_shield(unit) for unit in near)


def _middle(figures: list[Figure]) -> LatLon:
    count = len(figures)
    return LatLon(
        sum(each.here.lat for each in figures) / count, sum(each.here.lon for each in figures) / count
    )
