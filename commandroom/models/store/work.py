"""One command's transaction: rows, fact and journal entry together, or nothing."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnExpressionArgument, select
from sqlalchemy.orm import Session

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
from commandroom.models.domain.enums import IncidentStatus
from commandroom.models.domain.errors import NotAssigned, UnknownThing
from commandroom.models.domain.events import PASSING, Event, PositionsReported
from commandroom.models.domain.fold import Thing, fold
from commandroom.models.domain.ids import DrawingId, IncidentId, RollCallId, UnitId
from commandroom.models.store import mapping, queries
from commandroom.models.store.journal import Entry, command_text
from commandroom.models.store.positions import LastPositions
from commandroom.models.store.register import put_roster, write_row
from commandroom.models.store.rows import (
    AssignmentRow,
    CounterRow,
    DoctrineRow,
    DrawingRow,
    IncidentRow,
    JournalRow,
    PostRow,
    RingClockRow,
    RollCallRow,
    Row,
    UnitRow,
)


class SqlWork:
    """The unit of work handed to a handler; see `services.ports.UnitOfWork`."""

    def __init__(
        self,
        session: Session,
        *,
        by: Author,
        command: Command,
        head: tuple[int, str],
        positions: LastPositions,
    ) -> None:
        self._session = session
        self._by = by
        self._command: Command | None = command
        self._positions = positions
        self.head = head
        """Number and hash of the newest entry, this transaction's own included."""
        self.recorded: list[tuple[int | None, Event]] = []
        self.reports: list[PositionReport] = []

    def unit(self, unit: UnitId) -> Unit:
        """The unit where it was last reported; raises UnknownThing."""
        row = self._session.get(UnitRow, unit)
        if row is None:
            raise UnknownThing("unit", unit)
        return self._positions.applied_to(mapping.unit_of(row))

    def incident(self, incident: IncidentId) -> Incident:
        """The incident; raises UnknownThing."""
        row = self._session.get(IncidentRow, incident)
        if row is None:
            raise UnknownThing("incident", incident)
        return mapping.incident_of(row, self._clocks(incident))

    def assignment(self, unit: UnitId, incident: IncidentId) -> Assignment:
        """The newest assignment; raises NotAssigned."""
        found = self.latest_assignment(unit, incident)
        if found is None:
            raise NotAssigned(unit, incident)
        return found

    def latest_assignment(self, unit: UnitId, incident: IncidentId) -> Assignment | None:
        """The newest assignment of that unit there, or None."""
        newest = (
            select(AssignmentRow)
            .where(AssignmentRow.unit == unit, AssignmentRow.incident == incident)
            .order_by(AssignmentRow.turn.desc())
            .limit(1)
        )
        row = self._session.scalars(newest).first()
        return None if row is None else mapping.assignment_of(row)

    def active_assignments(self, incident: IncidentId) -> tuple[Assignment, ...]:
        """Oldest order first."""
        return self._orders(AssignmentRow.incident == incident, AssignmentRow.is_active)

    def assignments(self, incident: IncidentId) -> tuple[Assignment, ...]:
        """All there ever were, oldest order first."""
        return self._orders(AssignmentRow.incident == incident)

    def orders_under_way(self) -> tuple[Assignment, ...]:
        """Of every incident, oldest first."""
        return self._orders(AssignmentRow.is_active)

    def roll_call(self, call: RollCallId) -> RollCall:
        """The roll-call; raises UnknownThing."""
        row = self._session.get(RollCallRow, call)
        if row is None:
            raise UnknownThing("roll_call", call)
        return mapping.roll_call_of(row)

    def running_roll_calls(self) -> tuple[RollCall, ...]:
        """Those that are not over, oldest first."""
        running = select(RollCallRow).where(~RollCallRow.is_over)
        rows = self._session.scalars(running.order_by(RollCallRow.called_at, RollCallRow.id))
        return tuple(mapping.roll_call_of(row) for row in rows)

    def doctrine(self) -> Doctrine | None:
        """The room's own rules; None where they were never changed."""
        return queries.doctrine(self._session)

    def posts_near(self, place: LatLon, within_m: float) -> tuple[Post, ...]:
        """The posts in the square of that half-width round `place`, by id."""
        corner = moved(place, east_m=within_m, north_m=within_m)
        d_lat, d_lon = corner.lat - place.lat, corner.lon - place.lon
        near = select(PostRow).where(
            PostRow.lat.between(place.lat - d_lat, place.lat + d_lat),
            PostRow.lon.between(place.lon - d_lon, place.lon + d_lon),
        )
        return tuple(mapping.post_of(row) for row in self._session.scalars(near.order_by(PostRow.id)))

    def open_incidents(self) -> tuple[Incident, ...]:
        """Oldest first."""
        waiting = (
            select(IncidentRow)
            .where(IncidentRow.status == IncidentStatus.OPEN.value)
            .order_by(IncidentRow.reported_at, IncidentRow.id)
        )
        rows = tuple(self._session.scalars(waiting))
        clocks: defaultdict[str, list[RingClockRow]] = defaultdict(list)
        of_open = select(RingClockRow).join(IncidentRow, RingClockRow.incident == IncidentRow.id)
        for clock in self._session.scalars(of_open.where(IncidentRow.status == IncidentStatus.OPEN.value)):
            clocks[clock.incident].append(clock)
        return tuple(mapping.incident_of(row, clocks[row.id]) for row in rows)

    def drawing(self, drawing: DrawingId) -> Drawing:
        """The drawing on the map; raises UnknownThing."""
        found = self.drawn(drawing)
        if found is None:
            raise UnknownThing("drawing", drawing)
        return found

    def drawn(self, drawing: DrawingId) -> Drawing | None:
        """The drawing, None where it was taken off the map; raises UnknownThing where none ever was."""
        row = self._session.get(DrawingRow, drawing)
        if row is None:
            raise UnknownThing("drawing", drawing)
        return None if row.is_removed else mapping.drawing_of(row)

    def next_number(self, series: str) -> int:
        """1, 2, 3 …"""
        row = self._session.get(CounterRow, series)
        if row is None:
            row = CounterRow(series=series, value=0)
            self._session.add(row)
        row.value += 1
        return row.value

    def put(self, thing: Thing) -> None:
        """Write the thing's row."""
        match thing:
            case Unit():
                self._write(UnitRow, thing.id, mapping.columns_of(thing))
            case Incident():
                self._write(IncidentRow, thing.id, mapping.columns_of(thing))
                for clock in mapping.clock_columns(thing):
                    self._write(RingClockRow, (clock["incident"], clock["ring"]), clock)
            case Assignment():
                order = (thing.incident, thing.unit, thing.turn)
                self._write(AssignmentRow, order, mapping.columns_of(thing))
            case Drawing():
                self._write(DrawingRow, thing.id, mapping.columns_of(thing))
            case RollCall():
                self._write(RollCallRow, thing.id, mapping.columns_of(thing))
            case Doctrine():
                key = queries.DOCTRINE
                self._write(DoctrineRow, key, {"id": key, "body": codec.canonical(thing)})

    def wipe(self, drawing: DrawingId) -> None:
        """Take the drawing off the map; its row stays, so that it can be put back."""
        row = self._session.get(DrawingRow, drawing)
        if row is not None:
            row.is_removed = True

    def put_roster(
        self,
        firms: Iterable[Firm],
        posts: Iterable[Post],
        units: Iterable[Unit],
        members: Iterable[Member],
        patrols: Iterable[PatrolRoute] = (),
    ) -> None:
        """Insert or replace by id, in the order in which they refer to each other."""
        put_roster(self._session, (firms, posts, units, members, patrols))

    def record(self, event: Event) -> None:
        """Fold the fact into the rows and chain it to the journal; passing facts only pass."""
        if isinstance(event, PASSING):
            if isinstance(event, PositionsReported):
                self.reports.extend(event.reports)
            self.recorded.append((None, event))
            return
        fold(self, event)
        number, previous = self.head[0] + 1, self.head[1]
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
        self._command = None
        digest = entry.digest()
        fields = {name: getattr(entry, name) for name in entry.__slots__} | {"hash": digest}
        self._session.execute(JournalRow.__table__.insert(), fields)  # type: ignore[attr-defined]
        self.head = (number, digest)
        self.recorded.append((number, event))

    def _write(self, table: type[Row], key: object, values: dict[str, Any]) -> None:
        write_row(self._session, table, key, values)

    def _orders(self, *those: ColumnExpressionArgument[bool]) -> tuple[Assignment, ...]:
        """Oldest order first."""
        order = (AssignmentRow.ordered_at, AssignmentRow.unit, AssignmentRow.turn)
        rows = self._session.scalars(select(AssignmentRow).where(*those).order_by(*order))
        return tuple(mapping.assignment_of(row) for row in rows)

    def _clocks(self, incident: str) -> tuple[RingClockRow, ...]:
        clocks = select(RingClockRow).where(RingClockRow.incident == incident)
        return tuple(self._session.scalars(clocks))
