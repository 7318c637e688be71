"""The picture every screen draws from: folded from facts, never the truth itself."""

from collections.abc import Iterator

from commandroom.models.domain import events as ev
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import (
    Assignment,
    Drawing,
    Firm,
    Incident,
    Member,
    Opponent,
    PatrolRoute,
    Post,
    RollCall,
    Unit,
)
from commandroom.models.domain.errors import NotAssigned, UnknownThing
from commandroom.models.domain.fold import Thing, fold
from commandroom.models.domain.ids import (
    DrawingId,
    FirmId,
    IncidentId,
    MemberId,
    PatrolId,
    PostId,
    RollCallId,
    UnitId,
)
from commandroom.services.doctrine import shipped_doctrine
from commandroom.services.ports import Recorded, Snapshot


class Situation:
    """Units, posts, incidents and assignments as the facts so far have made them."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Begin with `snapshot`; `apply` moves on from there."""
        self.units: dict[UnitId, Unit] = {unit.id: unit for unit in snapshot.units}
        self.posts: dict[PostId, Post] = {post.id: post for post in snapshot.posts}
        self.firms: dict[FirmId, Firm] = {firm.id: firm for firm in snapshot.firms}
        self.members: dict[MemberId, Member] = {member.id: member for member in snapshot.members}
        self.incidents: dict[IncidentId, Incident] = {each.id: each for each in snapshot.incidents}
        self.drawings: dict[DrawingId, Drawing] = {each.id: each for each in snapshot.drawings}
        self.patrols: dict[PatrolId, PatrolRoute] = {each.id: each for each in snapshot.patrols}
        self.roll_calls: dict[RollCallId, RollCall] = {each.id: each for each in snapshot.roll_calls}
        self.doctrine: Doctrine = snapshot.doctrine or shipped_doctrine()
        """The rules in force: the room's own, or the shipped ones."""
        self.opponents: tuple[Opponent, ...] = ()
        self.journal_number = snapshot.journal_number
        self._assignments: dict[IncidentId, dict[UnitId, Assignment]] = {}
        """The inner ones are never changed in place: copies of the picture share them."""
        for assignment in snapshot.assignments:
            self.put(assignment)

    def apply(self, fact: Recorded) -> None:
        """Fold one fact in. Facts the snapshot already held are passed over."""
        if fact.number is not None:
            if fact.number <= self.journal_number:
                return
            self.journal_number = fact.number
        if isinstance(fact.event, ev.OpponentsReported):
            self.opponents = fact.event.opponents
        fold(self, fact.event)

    def copy(self) -> "Situation":
        """The same picture, which goes its own way from here; the things in it never change."""
        made = Situation.__new__(Situation)
        made.units, made.posts = dict(self.units), dict(self.posts)
        made.firms, made.members = dict(self.firms), dict(self.members)
        made.incidents, made.drawings = dict(self.incidents), dict(self.drawings)
        made.patrols, made.roll_calls = dict(self.patrols), dict(self.roll_calls)
        made.doctrine, made.opponents = self.doctrine, self.opponents
        made.journal_number = self.journal_number
        made._assignments = dict(self._assignments)
        return made

    def become(self, other: "Situation") -> None:
        """Show what `other` shows from now on; `other` must not be used any more."""
        self.__dict__.update(other.__dict__)

    def unit(self, unit: UnitId) -> Unit:
        """The unit; raises UnknownThing."""
        found = self.units.get(unit)
        if found is None:
            raise UnknownThing("unit", unit)
        return found

    def incident(self, incident: IncidentId) -> Incident:
        """The incident; raises UnknownThing."""
        found = self.incidents.get(incident)
        if found is None:
            raise UnknownThing("incident", incident)
        return found

    def assignment(self, unit: UnitId, incident: IncidentId) -> Assignment:
        """The newest assignment of that unit there; raises NotAssigned."""
        found = self._assignments.get(incident, {}).get(unit)
        if found is None:
            raise NotAssigned(unit, incident)
        return found

    def roll_call(self, call: RollCallId) -> RollCall:
        """The roll-call; raises UnknownThing."""
        found = self.roll_calls.get(call)
        if found is None:
            raise UnknownThing("roll_call", call)
        return found

    def put(self, thing: Thing) -> None:
        """Keep `thing` in place of the one with the same key."""
        match thing:
            case Unit():
                self.units[thing.id] = thing
            case Incident():
                self.incidents[thing.id] = thing
            case Assignment():
                before = self._assignments.get(thing.incident, {})
                self._assignments[thing.incident] = {**before, thing.unit: thing}
            case Drawing():
                self.drawings[thing.id] = thing
            case RollCall():
                self.roll_calls[thing.id] = thing
            case Doctrine():
                self.doctrine = thing

    def wipe(self, drawing: DrawingId) -> None:
        """Keep that drawing no more."""
        self.drawings.pop(drawing, None)

    def assignments(self, incident: IncidentId) -> tuple[Assignment, ...]:
        """The newest assignment of every unit ever sent there, in the order they were first sent."""
        return tuple(self._assignments.get(incident, {}).values())

    def active_assignments(self) -> Iterator[Assignment]:
        """Every assignment that is not over."""
        for of_incident in self._assignments.values():
            yield from (each for each in of_incident.values() if each.is_active)

    def open_incidents(self) -> tuple[Incident, ...]:
        """Worst first, then oldest first: the order of the queue."""
        waiting = [incident for incident in self.incidents.values() if incident.is_open]
        return tuple(sorted(waiting, key=lambda each: (each.level, each.reported_at, each.id)))

    def has_units(self, incident: IncidentId) -> bool:
        """Whether anybody is bound to it now."""
        return any(each.is_active for each in self._assignments.get(incident, {}).values())
