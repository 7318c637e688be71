"""The tables. Portable SQL only: nothing here knows which database it is in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Kit
from commandroom.models.store.columns import IdList, KitList, Place, PointList, UtcTime


class Row(DeclarativeBase):
    """Base of every table; constraint names are fixed so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcTime, tuple[Kit, ...]: KitList, str: Text}  # noqa: RUF012


class FirmRow(Row):
    """保安从业单位."""

    __tablename__ = "firm"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]


class PostRow(Row):
    """共治站."""

    __tablename__ = "post"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    address: Mapped[str]
    firm: Mapped[str | None] = mapped_column(ForeignKey("firm.id"))
    equipment: Mapped[tuple[Kit, ...]] = mapped_column(KitList)


class UnitRow(Row):
    """最小单元."""

    __tablename__ = "unit"
    id: Mapped[str] = mapped_column(primary_key=True)
    call_sign: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    party: Mapped[str]
    crew: Mapped[int]
    lat: Mapped[float]
    lon: Mapped[float]
    home_post: Mapped[str | None] = mapped_column(ForeignKey("post.id"))
    firm: Mapped[str | None] = mapped_column(ForeignKey("firm.id"))
    equipment: Mapped[tuple[Kit, ...]] = mapped_column(KitList)
    duty: Mapped[str]
    heading_deg: Mapped[float | None]
    position_at: Mapped[datetime | None]
    incident: Mapped[str | None] = mapped_column(ForeignKey("incident.id"))
    missed_calls: Mapped[int]


class MemberRow(Row):
    """成员."""

    __tablename__ = "member"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    firm: Mapped[str | None] = mapped_column(ForeignKey("firm.id"))
    post: Mapped[str | None] = mapped_column(ForeignKey("post.id"))
    unit: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    phone: Mapped[str]


class IncidentRow(Row):
    """警情."""

    __tablename__ = "incident"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    level: Mapped[int]
    police_needed: Mapped[bool]
    lat: Mapped[float]
    lon: Mapped[float]
    place_name: Mapped[str]
    text: Mapped[str]
    caller: Mapped[str]
    reported_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    own_post: Mapped[str | None] = mapped_column(ForeignKey("post.id"))
    status: Mapped[str] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    result: Mapped[str]
    simple_rule: Mapped[str]
    held_until: Mapped[datetime | None]


class RingClockRow(Row):
    """快反圈: one clock of one incident."""

    __tablename__ = "ring_clock"
    incident: Mapped[str] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    ring: Mapped[str] = mapped_column(primary_key=True)
    limit_s: Mapped[int]
    has_owner: Mapped[bool]
    met_at: Mapped[datetime | None]
    met_by: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    is_missed: Mapped[bool]


class AssignmentRow(Row):
    """派警: one turn of one unit on one incident."""

    __tablename__ = "assignment"
    incident: Mapped[str] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    is_active: Mapped[bool]
    status: Mapped[str]
    ordered_at: Mapped[datetime]
    ordered_by: Mapped[str]
    eta_s: Mapped[float | None]
    acknowledged_at: Mapped[datetime | None]
    en_route_at: Mapped[datetime | None]
    on_scene_at: Mapped[datetime | None]
    cleared_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    role: Mapped[str]
    goal: Mapped[LatLon | None] = mapped_column(Place)
    goal_name: Mapped[str]
    last_word_at: Mapped[datetime | None]
    overdue: Mapped[str]
    stage: Mapped[int]

    # Double dispatch is impossible in the database itself, whatever a seat believes.
    __table_args__ = (
        Index(
            "uq_assignment_one_active_per_unit",
            "unit",
            unique=True,
            sqlite_where=text("is_active"),
            postgresql_where=text("is_active"),
        ),
    )


class PatrolRow(Row):
    """巡逻路线."""

    __tablename__ = "patrol"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    points: Mapped[tuple[LatLon, ...]] = mapped_column(PointList)
    posts: Mapped[tuple[str, ...]] = mapped_column(IdList)
    closed: Mapped[bool]


class DrawingRow(Row):
    """标绘. One taken off the map stays as `is_removed`, so that it can be put back under its id."""

    __tablename__ = "drawing"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    points: Mapped[tuple[LatLon, ...]] = mapped_column(PointList)
    text: Mapped[str]
    drawn_by: Mapped[str]
    drawn_at: Mapped[datetime]
    effect: Mapped[str]
    factor: Mapped[float]
    is_removed: Mapped[bool]


class RollCallRow(Row):
    """点名."""

    __tablename__ = "roll_call"
    id: Mapped[str] = mapped_column(primary_key=True)
    called_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    due_at: Mapped[datetime]
    units: Mapped[tuple[str, ...]] = mapped_column(IdList)
    answers: Mapped[str]
    """The answers as JSON of the domain."""
    is_over: Mapped[bool] = mapped_column(index=True)


class DoctrineRow(Row):
    """勤务规则 as they are now; one row, none where they were never changed."""

    __tablename__ = "doctrine"
    id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]
    """The rules as JSON of the domain."""


class JournalRow(Row):
    """One fact, chained by hash to the one before."""

    __tablename__ = "journal"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    operator: Mapped[str]
    seat: Mapped[str]
    cause: Mapped[str]
    command: Mapped[str | None]
    """Type and fields of the command as JSON, on the first of its facts."""
    event: Mapped[str]
    body: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


class CounterRow(Row):
    """The last number given out in a series."""

    __tablename__ = "counter"
    series: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class MarkRow(Row):
    """Small facts about the store itself: the journal's head, the road file it was made for."""

    __tablename__ = "mark"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
