"""The things of the town in the words of the desk, in one language."""

from math import isfinite

from commandroom.geo import distance_m
from commandroom.models.domain.entities import Incident, Unit
from commandroom.models.domain.enums import AssignmentStatus
from commandroom.models.domain.errors import NotAssigned, UnknownThing
from commandroom.models.domain.ids import IncidentId, KindCode
from commandroom.services.ports import Catalogue
from commandroom.services.recommendation import Candidate
from commandroom.services.situation import Situation
from commandroom.ui.figures import clock_text
from commandroom.wording import Wording

AT_POST_WITHIN_M = 60.0
"""A unit this near to its post stands at it."""


class Phrases:
    """Short texts about units and incidents. Make a new one when the language changes."""

    def __init__(self, wording: Wording, catalogue: Catalogue, situation: Situation) -> None:
        self.wording = wording
        self._catalogue = catalogue
        self._situation = situation

    def say(self, key: str, **values: object) -> str:
        """The text for a key of the wording files."""
        return self.wording.say(key, **values)

    def kind(self, code: KindCode) -> str:
        """The name of an incident kind; the code where the catalogue has it no longer."""
        try:
            kind = self._catalogue.kind(code)
        except UnknownThing:
            return code
        return kind.zh if self.wording.language == "zh" else kind.en

    def short(self, incident: IncidentId | str) -> str:
        """The number of an incident without its day, for narrow places."""
        parts = incident.split("-")
        return f"{parts[0]}-{parts[-1]}" if len(parts) == 3 else str(incident)

    def incident(self, incident: Incident) -> str:
        """Number, kind and place on one line."""
        return f"{self.short(incident.id)} {self.kind(incident.kind)} {incident.place_name}"

    def crew(self, unit: Unit) -> str:
        """Whose people, and how many."""
        party = self.say(f"party.{unit.party.value}")
        return self.say("ui.units.crew", party=party, n=unit.crew)

    def kit(self, unit: Unit) -> str:
        """The equipment in a few words."""
        return " ".join(
            each.item if each.count == 1 else f"{each.item}×{each.count}" for each in unit.equipment
        )

    def where(self, unit: Unit) -> str:
        """At an incident's place, at its post, on the way or on patrol."""
        if unit.incident is not None and step_of(self._situation, unit) is AssignmentStatus.ON_SCENE:
            goal = self._situation.assignment(unit.id, unit.incident).goal_name
            place = goal or self._situation.incident(unit.incident).place_name
            return self.say("ui.units.at_place", place=place)
        post = None if unit.home_post is None else self._situation.posts.get(unit.home_post)
        if post is not None and distance_m(unit.at, post.at) <= AT_POST_WITHIN_M:
            return post.name
        return self.say("ui.units.patrolling" if unit.incident is None else "ui.units.on_the_way")

    def status(self, unit: Unit) -> str:
        """Free, resting, off; or the incident it is on and its step there."""
        if unit.incident is None:
            key = "ui.units.free" if unit.is_free else f"duty.{unit.duty.value}"
            return self.say(key)
        return f"{self.short(unit.incident)} {self.step(unit)}"

    def step(self, unit: Unit) -> str:
        """The step of the unit on its incident; empty when it is on none."""
        step = step_of(self._situation, unit)
        return "" if step is None else self.say(f"status.{step.value}")

    def ring_promise(self, candidate: Candidate) -> str:
        """Which clock the unit's arrival would stop, and whether in time."""
        if candidate.ring is None:
            return self.say("ui.preview.no_ring")
        ring = self.say(f"ring.{candidate.ring.value}")
        if candidate.meets_ring is None:
            return self.say("ui.preview.ring_over", ring=ring)
        return self.say("ui.preview.in_time" if candidate.meets_ring else "ui.preview.too_late", ring=ring)

    def preview(self, unit: Unit, candidate: Candidate) -> str:
        """What sending `unit` would bring, on one line."""
        if candidate.why_not is not None:
            return f"{unit.call_sign} · {self.say(candidate.why_not)}"
        eta = clock_text(candidate.eta_s) if isfinite(candidate.eta_s) else "–"
        return f"{unit.call_sign} {eta} · {self.ring_promise(candidate)}"


def step_of(situation: Situation, unit: Unit) -> AssignmentStatus | None:
    """The step of a unit on the incident it is bound to."""
    if unit.incident is None:
        return None
    try:
        return situation.assignment(unit.id, unit.incident).status
    except NotAssigned:
        return None
