"""People who must be brought away, and who may be hurt until they are.

They leave through exits that no dangerous attacker is near, `per_minute` through each; through one way where
the script names no exit near by. Where everybody goes (`to`) is told, not walked.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from commandroom.drill.chance import chance
from commandroom.drill.conditions import Condition
from commandroom.drill.scene.figures import Figure
from commandroom.drill.scene.stage import HOLDS_M, Stage
from commandroom.drill.schema import Crowd
from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.ports import CrowdStand

USUAL = Condition.model_validate({"any": ["first_unit_on_scene", "message_sent"]})
"""When people leave where the script does not say."""
EXIT_M = 400.0
"""A way out farther off than this belongs to another place."""
TOLD_EVERY = 4
"""So many times on the way to everybody being out."""


@dataclass(slots=True)
class People:
    """One crowd."""

    crowd: Crowd
    exits: list[LatLon]
    """The ways out that are theirs."""
    out: float = 0.0
    leaves: bool = False

    @property
    def left(self) -> int:
        """How many are still there."""
        return self.crowd.count - int(self.out)


class Crowds:
    """All crowds of a script."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        exits = [place.at for place in stage.places.values() if place.part == "exit"]
        self._people = [
            People(each, [spot for spot in exits if distance_m(spot, stage.places[each.at].at) <= EXIT_M])
            for each in stage.script.crowds
        ]
        self._told: dict[IncidentId, int] = {}
        self._hurt: set[str] = set()

    def begin(self) -> None:
        """Wait for what makes them leave."""
        for people in self._people:
            of = people.crowd.incident or self._stage.script.alarm
            self._stage.triggers.watch(people.crowd.when or USUAL, of, partial(self._leave, people))

    def stands(self) -> tuple[CrowdStand, ...]:
        """How each stands."""
        return tuple(
            CrowdStand(each.crowd.id, self._stage.places[each.crowd.at].at, each.crowd.count, int(each.out))
            for each in self._people
        )

    def pass_second(self, figures: list[Figure], tick: int) -> None:
        """One second of leaving and of danger."""
        dangerous = [each for each in figures if each.is_dangerous]
        for people in self._people:
            if people.left > 0 and dangerous:
                self._may_be_hurt(people, dangerous, tick)
            if people.leaves and people.left > 0:
                people.out = min(people.out + self._flow(people, dangerous), float(people.crowd.count))
                self._tell(self._stage.incident(people.crowd.incident))

    def guards_in_danger(
        self, figures: list[Figure], alone: list[UnitId], incident: IncidentId, tick: int
    ) -> None:
        """Units without a shield that met somebody dangerous alone may be hurt."""
        rule = self._stage.rules.injury
        for unit in alone:
            at = self._stage.at(unit, float(tick))
            met = [
                each for each in figures if each.is_dangerous and distance_m(each.here, at) <= rule.within_m
            ]
            for figure in met:
                if unit not in self._hurt and self._strikes(rule.guard_per_minute, figure.id, unit, tick):
                    self._hurt.add(unit)
                    sign = self._stage.sim.situation.unit(unit).call_sign
                    self._stage.note("injury", sign, incident)

    def _may_be_hurt(self, people: People, dangerous: list[Figure], tick: int) -> None:
        rule, at = self._stage.rules.injury, self._stage.places[people.crowd.at].at
        for figure in dangerous:
            near = distance_m(figure.here, at) <= rule.within_m
            if near and self._strikes(rule.crowd_per_minute, figure.id, people.crowd.id, tick):
                self._stage.note("injury", people.crowd.id, self._stage.incident(people.crowd.incident))

    def _strikes(self, per_minute: float, who: str, whom: str, tick: int) -> bool:
        if per_minute <= 0:
            return False
        stream = chance(self._stage.sim.seed, "injury", who, whom, str(tick))
        return stream.random() < per_minute / 60.0

    def _leave(self, people: People, _at: datetime) -> None:
        people.leaves = True
        incident = self._stage.incident(people.crowd.incident)
        self._stage.note("evacuating", f"{people.crowd.id} {people.crowd.count}", incident)

    def _flow(self, people: People, dangerous: list[Figure]) -> float:
        """People in one second."""
        free = sum(
            all(distance_m(figure.here, spot) > HOLDS_M for figure in dangerous) for spot in people.exits
        )
        return people.crowd.per_minute / 60.0 * (free if people.exits else 1)

    def _tell(self, incident: IncidentId | None) -> None:
        """Say it at every quarter, of all who belong to one incident together."""
        if incident is None:
            return
        mine = [each for each in self._people if self._stage.incident(each.crowd.incident) == incident]
        out, whole = sum(int(each.out) for each in mine), sum(each.crowd.count for each in mine)
        quarter = out * TOLD_EVERY // whole
        if quarter > self._told.get(incident, 0):
            self._told[incident] = quarter
            self._stage.note("evacuated", f"{out}/{whole}", incident)
