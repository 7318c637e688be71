"""A store that lives as long as its program: no file, no SQL, the same folds and the same hash chain.

For what is played at full speed and thrown away: headless drills, odds, dry runs. A journal written here has
the same entries and the same hashes as one in a database.
"""

from bisect import insort
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, TypeVar

from commandroom.geo import LatLon, moved
from commandroom.models.domain import codec
from commandroom.models.domain.commands import Command
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import (
    Assignment,
    Author,
    Drawing,
    Firm,
    Incident,
    Member,
    PatrolRoute,
    PositionReport,
    Post,
    RollCall,
    Unit,
)
from commandroom.models.domain.errors import NotAssigned, UnknownThing
from commandroom.models.domain.events import (
    PASSING,
    DecisionTaken,
    Event,
    OverrideExplained,
    PositionsReported,
)
from commandroom.models.domain.fold import Thing, fold
from commandroom.models.domain.ids import EXERCISES, DrawingId, IncidentId, RollCallId, UnitId
from commandroom.models.domain.recorded import PastIncident, Recorded, Snapshot, Trip
from commandroom.models.store.journal import BEGINNING, Entry, Verdict, command_text, verify
from commandroom.models.store.positions import LastPositions
from commandroom.models.store.queries import OF_INCIDENTS
from commandroom.models.store.writable import refuse_unwritable

T = TypeVar("T")
_MISSING: Any = object()
_ORDER = attrgetter("ordered_at", "unit", "turn")
_AGE = attrgetter("reported_at", "id")


class _Tables:
    """Everything by its key; a row that is replaced is kept for the undo of a command that fails."""

    def __init__(self) -> None:
        self.firms: dict[str, Firm] = {}
        self.posts: dict[str, Post] = {}
        self.units: dict[str, Unit] = {}
        self.members: dict[str, Member] = {}
        self.patrols: dict[str, PatrolRoute] = {}
        self.incidents: dict[str, Incident] = {}
        self.open: dict[str, Incident] = {}
        self.orders: dict[str, dict[tuple[str, int], Assignment]] = {}
        """By incident, then by unit and turn."""
        self.active: dict[tuple[str, str, int], Assignment] = {}
        self.drawings: dict[str, Drawing] = {}
        self.removed: dict[str, bool] = {}
        self.roll_calls: dict[str, RollCall] = {}
        self.doctrine: dict[str, Doctrine] = {}
        self.counters: dict[str, int] = {}


class MemoryWork:
    """The unit of work handed to a handler; see `services.ports.UnitOfWork`."""

    def __init__(self, store: "MemoryStore", by: Author, command: Command) -> None:
        self._store, self._tables, self._by = store, store.tables, by
        self._command: Command | None = command
        self._undo: list[tuple[dict[Any, Any], Any, Any]] = []
        self.head = store.journal_head()
        self.entries: list[Entry] = []
        self.recorded: list[tuple[int | None, Event]] = []
        self.reports: list[PositionReport] = []

    def unit(self, unit: UnitId) -> Unit:
        """The unit where it was last reported; raises UnknownThing."""
        return self._store.positions.applied_to(_found(self._tables.units, "unit", unit))

    def incident(self, incident: IncidentId) -> Incident:
        """The incident; raises UnknownThing."""
        return _found(self._tables.incidents, "incident", incident)

    def assignment(self, unit: UnitId, incident: IncidentId) -> Assignment:
        """The newest assignment; raises NotAssigned."""
        found = self.latest_assignment(unit, incident)
        if found is None:
            raise NotAssigned(unit, incident)
        return found

    def latest_assignment(self, unit: UnitId, incident: IncidentId) -> Assignment | None:
        """The newest assignment of that unit there, or None."""
        orders = self._tables.orders.get(incident, {})
        mine = [order for (who, _), order in orders.items() if who == unit]
        return max(mine, key=lambda each: each.turn, default=None)

    def active_assignments(self, incident: IncidentId) -> tuple[Assignment, ...]:
        """Oldest order first."""
        orders = self._tables.orders.get(incident, {}).values()
        return tuple(sorted((each for each in orders if each.is_active), key=_ORDER))

    def assignments(self, incident: IncidentId) -> tuple[Assignment, ...]:
        """All there ever were, oldest order first."""
        return tuple(sorted(self._tables.orders.get(incident, {}).values(), key=_ORDER))

    def orders_under_way(self) -> tuple[Assignment, ...]:
        """Of every incident, oldest first."""
        return tuple(sorted(self._tables.active.values(), key=_ORDER))

    def roll_call(self, call: RollCallId) -> RollCall:
        """The roll-call; raises UnknownThing."""
        return _found(self._tables.roll_calls, "roll_call", call)

    def running_roll_calls(self) -> tuple[RollCall, ...]:
        """Those that are not over, oldest first."""
        running = (each for each in self._tables.roll_calls.values() if not each.is_over)
        return tuple(sorted(running, key=attrgetter("called_at", "id")))

    def doctrine(self) -> Doctrine | None:
        """The room's own rules; None where they were never changed."""
        return self._tables.doctrine.get("")

    def posts_near(self, place: LatLon, within_m: float) -> tuple[Post, ...]:
        """The posts in the square of that half-width round `place`, by id."""
        corner = moved(place, east_m=within_m, north_m=within_m)
        d_lat, d_lon = corner.lat - place.lat, corner.lon - place.lon
        south, north, west, east = place.lat - d_lat, place.lat + d_lat, place.lon - d_lon, place.lon + d_lon
        posts = self._tables.posts.values()
        near = (post for post in posts if south <= post.at.lat <= north and west <= post.at.lon <= east)
        return tuple(sorted(near, key=attrgetter("id")))

    def open_incidents(self) -> tuple[Incident, ...]:
        """Oldest first."""
        return tuple(sorted(self._tables.open.values(), key=_AGE))

    def drawing(self, drawing: DrawingId) -> Drawing:
        """The drawing on the map; raises UnknownThing."""
        found = self.drawn(drawing)
        if found is None:
            raise UnknownThing("drawing", drawing)
        return found

    def drawn(self, drawing: DrawingId) -> Drawing | None:
        """The drawing, None where it was taken off the map; raises UnknownThing where none ever was."""
        found = _found(self._tables.drawings, "drawing", drawing)
        return None if self._tables.removed.get(drawing) else found

    def next_number(self, series: str) -> int:
        """1, 2, 3 …"""
        number = self._tables.counters.get(series, 0) + 1
        self._set(self._tables.counters, series, number)
        return number

    def put(self, thing: Thing) -> None:
        """Keep the thing in place of the one with the same key."""
        tables = self._tables
        match thing:
            case Unit():
                self._set(tables.units, thing.id, thing)
            case Incident():
                self._set(tables.incidents, thing.id, thing)
                self._set(tables.open, thing.id, thing if thing.is_open else _MISSING)
            case Assignment():
                orders = tables.orders.setdefault(thing.incident, {})
                self._set(orders, (thing.unit, thing.turn), thing)
                key = (thing.incident, thing.unit, thing.turn)
                self._set(tables.active, key, thing if thing.is_active else _MISSING)
            case Drawing():
                self._set(tables.drawings, thing.id, thing)
                self._set(tables.removed, thing.id, False)
            case RollCall():
                self._set(tables.roll_calls, thing.id, thing)
            case Doctrine():
                self._set(tables.doctrine, "", thing)

    def wipe(self, drawing: DrawingId) -> None:
        """Take the drawing off the map; it stays known, so that it can be put back."""
        self._set(self._tables.removed, drawing, True)

    def put_roster(
        self,
        firms: Iterable[Firm],
        posts: Iterable[Post],
        units: Iterable[Unit],
        members: Iterable[Member],
        patrols: Iterable[PatrolRoute] = (),
    ) -> None:
        """Insert or replace by id."""
        tables = self._tables
        kept: tuple[tuple[dict[str, Any], Iterable[Any]], ...] = (
            (tables.firms, firms),
            (tables.posts, posts),
            (tables.units, units),
            (tables.members, members),
            (tables.patrols, patrols),
        )
        for table, things in kept:
            for thing in things:
                self._set(table, thing.id, thing)

    def record(self, event: Event) -> None:
        """Fold the fact in and chain it to the journal; passing facts only pass."""
        if isinstance(event, PASSING):
            if isinstance(event, PositionsReported):
                self.reports.extend(event.reports)
            self.recorded.append((None, event))
            return
        fold(self, event)
        number, previous = self.head[0] + 1, self.head[1]
        self.head = (number, self._chained(number, previous, event))
        self._command = None
        self.recorded.append((number, event))

    def undo(self) -> None:
        """Put everything back as it was."""
        for table, key, before in reversed(self._undo):
            if before is _MISSING:
                table.pop(key, None)
            else:
                table[key] = before

    def _chained(self, number: int, previous: str, event: Event) -> str:
        if not self._store.is_chained:
            return previous
        entry = Entry(
            number=number,
            at=event.at,
            operator=self._by.operator,
            seat=self._by.seat,
            cause=self._by.cause,
            command=None if self._command is None else command_text(self._command),
            event=type(event).__name__,
            body=codec.canonical(event),
            previous=previous,
        )
        digest = entry.digest()
        object.__setattr__(entry, "hash", digest)
        self.entries.append(entry)
        return digest

    def _set(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        self._undo.append((table, key, table.get(key, _MISSING)))
        if value is _MISSING:
            table.pop(key, None)
        else:
            table[key] = value


class MemoryTransaction:
    """`with` it: keeps what was done at the end of the block, undoes everything on any error."""

    def __init__(self, store: "MemoryStore", by: Author, command: Command) -> None:
        self._store, self._by = store, by
        self._work = MemoryWork(store, by, command)
        self.recorded: tuple[Recorded, ...] = ()

    def __enter__(self) -> MemoryWork:
        """Begin."""
        return self._work

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Keep or undo. Text that cannot be written in UTF-8 is refused, as a database does."""
        if error is not None:
            self._work.undo()
            if isinstance(error, UnicodeEncodeError):
                raise refuse_unwritable(error) from error
            return
        self.recorded = tuple(Recorded(number, self._by, event) for number, event in self._work.recorded)
        self._store.keep(self._work, self.recorded)


class MemoryStore:
    """See `services.ports.Store`; nothing is left when it is closed."""

    name = "memory"

    def __init__(self, *, is_chained: bool = True) -> None:
        """`is_chained`: whether a journal is kept; without one the facts are told and forgotten."""
        self.is_chained = is_chained
        self.tables = _Tables()
        self.positions = LastPositions()
        self._head = (0, BEGINNING)
        self._entries: list[Entry] = []
        self._facts: list[Recorded] = []

    def transact(self, by: Author, command: Command) -> MemoryTransaction:
        """Begin the unit of work of `command`."""
        return MemoryTransaction(self, by, command)

    def keep(self, work: MemoryWork, recorded: Iterable[Recorded]) -> None:
        """A transaction is done."""
        if work.reports:
            self.positions.keep(work.reports)
        self._head = work.head
        self._entries += work.entries
        if self.is_chained:
            self._facts += (fact for fact in recorded if fact.number is not None)

    def journal_head(self) -> tuple[int, str]:
        """Number and hash of the newest entry."""
        return self._head

    def entries(self, *, after: int = 0) -> Iterator[Entry]:
        """Journal entries from number `after` + 1 on."""
        return iter(self._entries[after:])

    def snapshot(self, *, now: datetime, journal_lines: int = 200) -> Snapshot:
        """The present state; closed incidents of the last day included."""
        tables, since = self.tables, now - timedelta(days=1)
        shown = [each for each in tables.incidents.values() if each.is_open or each.reported_at >= since]
        orders: list[Assignment] = []
        for incident in shown:
            for order in tables.orders.get(incident.id, {}).values():
                insort(orders, order, key=_ORDER)
        by_id = attrgetter("id")
        calls = (each for each in tables.roll_calls.values() if not each.is_over or each.called_at >= since)
        drawings = (each for each in tables.drawings.values() if not tables.removed.get(each.id))
        units = sorted(tables.units.values(), key=by_id)
        return Snapshot(
            units=tuple(self.positions.applied_to(unit) for unit in units),
            posts=tuple(sorted(tables.posts.values(), key=by_id)),
            firms=tuple(sorted(tables.firms.values(), key=by_id)),
            members=tuple(sorted(tables.members.values(), key=by_id)),
            incidents=tuple(sorted(shown, key=_AGE)),
            assignments=tuple(orders),
            journal=tuple(self._facts[-journal_lines:]) if journal_lines else (),
            journal_number=self._head[0],
            drawings=tuple(sorted(drawings, key=attrgetter("drawn_at", "id"))),
            patrols=tuple(sorted(tables.patrols.values(), key=by_id)),
            roll_calls=tuple(sorted(calls, key=attrgetter("called_at", "id"))),
            doctrine=tables.doctrine.get(""),
        )

    def past_incidents(self, since: datetime, until: datetime) -> tuple[PastIncident, ...]:
        """Place, level and time of the incidents reported from `since` up to, not including, `until`."""
        then = [
            each
            for each in self.tables.incidents.values()
            if since <= each.reported_at < until and each.kind not in EXERCISES
        ]
        return tuple((each.at, each.level, each.reported_at) for each in sorted(then, key=_AGE))

    def past_facts(self, since: datetime, until: datetime) -> tuple[Recorded, ...]:
        """What the journal tells of incidents from `since` up to, not including, `until`, oldest first."""
        return tuple(
            fact
            for fact in self._facts
            if since <= fact.event.at < until and type(fact.event).__name__ in OF_INCIDENTS
        )

    def trips(self, since: datetime) -> tuple[Trip, ...]:
        """The ways units made since then, as foreseen and as they were, oldest first."""
        made = [
            (order.en_route_at, order.unit, order.eta_s, order.on_scene_at)
            for orders in self.tables.orders.values()
            for order in orders.values()
            if order.en_route_at is not None and order.on_scene_at is not None and order.eta_s is not None
            if order.en_route_at >= since
        ]
        return tuple(
            Trip(self.tables.units[unit].kind, eta_s, (there - out).total_seconds())
            for out, unit, eta_s, there in sorted(made, key=lambda one: one[:2])
        )

    def decisions(self, incident: IncidentId) -> tuple[Recorded, ...]:
        """The decisions about an incident and the reasons given for them, oldest first."""
        return tuple(
            fact
            for fact in self._facts
            if (isinstance(fact.event, DecisionTaken) and fact.event.decision.incident == incident)
            or (isinstance(fact.event, OverrideExplained) and fact.event.incident == incident)
        )

    def verify(self) -> Verdict:
        """Check the whole chain."""
        return verify(self._entries, marked_head=f"{self._head[0]}:{self._head[1]}")

    def last_time(self) -> datetime | None:
        """The time of the newest entry."""
        return self._facts[-1].event.at if self._facts else None

    def close(self) -> None:
        """Nothing is held."""


def _found(table: dict[str, T], what: str, key: str) -> T:
    found = table.get(key)
    if found is None:
        raise UnknownThing(what, key)
    return found
