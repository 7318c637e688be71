"""What is drawn on the map: refused in plain words, kept, taken back, and the same on every screen."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from commandroom.errors import Refusal, WorldFailed
from commandroom.geo import LatLon, moved
from commandroom.models.domain import commands as co
from commandroom.models.domain.codec import decode
from commandroom.models.domain.entities import Author, Drawing, PatrolRoute
from commandroom.models.domain.enums import AssignmentStatus, DrawingKind, Level, RoadEffect, UnitKind
from commandroom.models.domain.errors import BadDrawing
from commandroom.models.domain.events import RosterImported
from commandroom.models.domain.ids import EXERCISES, DrawingId, KindCode, PatrolId, PostId
from commandroom.services.catalogue import EXERCISE_KINDS
from commandroom.services.ports import Recorded, Snapshot, Trip
from commandroom.services.room import Parts, Room
from commandroom.services.situation import Situation
from commandroom.services.undo import UndoStack
from commandroom.wording import Wording
from tests.conftest import DISPUTE, KNIFE, MARKET, OPERATOR, Office, open_office, small_register

NEXT_SEAT = Author("副班", "席2")
POINT, LINE, AREA = DrawingKind.POINT, DrawingKind.LINE, DrawingKind.AREA


def places(count: int) -> tuple[LatLon, ...]:
    """So many different places in a row."""
    return tuple(moved(MARKET, east_m=10.0 * n, north_m=0) for n in range(count))


def drawings(office: Office) -> dict[DrawingId, Drawing]:
    """What the store holds."""
    return Situation(office.store.snapshot(now=office.clock.now())).drawings


def draw(office: Office, text: str = "封控线", by: Author = OPERATOR) -> Drawing:
    """A line."""
    (fact,) = office.give(co.PutDrawing(by, LINE, places(2), text))
    drawn: Drawing = fact.event.drawing  # type: ignore[attr-defined]
    return drawn


def test_a_drawing_is_numbered_and_says_who_drew_it_and_when(office: Office) -> None:
    first, second = draw(office), draw(office, by=NEXT_SEAT)
    assert [first.id, second.id] == ["BZ-0001", "BZ-0002"]
    assert (second.drawn_by, second.drawn_at) == ("副班", office.clock.now())
    assert drawings(office) == {first.id: first, second.id: second}


def test_a_number_is_never_given_twice(office: Office) -> None:
    office.give(co.RemoveDrawing(OPERATOR, draw(office).id))
    assert draw(office).id == "BZ-0002"


@pytest.mark.parametrize(
    ("kind", "points", "text", "key"),
    [
        (POINT, (), "", "dispatch.bad_drawing.points_few"),
        (POINT, places(2), "", "dispatch.bad_drawing.points_many"),
        (LINE, places(1), "", "dispatch.bad_drawing.points_few"),
        (LINE, places(1) * 2, "", "dispatch.bad_drawing.points_few"),
        (LINE, places(501), "", "dispatch.bad_drawing.points_many"),
        (AREA, places(2), "", "dispatch.bad_drawing.points_few"),
        (AREA, (*places(2), places(1)[0]), "", "dispatch.bad_drawing.points_few"),
        (AREA, places(501), "", "dispatch.bad_drawing.points_many"),
        (POINT, (LatLon(float("nan"), 114.0),), "", "dispatch.bad_input.place"),
        (LINE, (MARKET, LatLon(30.0, 181.0)), "", "dispatch.bad_input.place"),
        (LINE, (MARKET, LatLon(float("inf"), 114.0)), "", "dispatch.bad_input.place"),
        (POINT, places(1), "长" * 201, "dispatch.bad_drawing.text_too_long"),
        (POINT, places(1), "x" * 1_000_000, "dispatch.bad_drawing.text_too_long"),
        (POINT, places(1), "\u200b" * 1_000_000 + "点", "dispatch.bad_drawing.text_too_long"),
        (POINT, places(1), "半个\ud800", "dispatch.bad_input.text_unreadable"),
        (POINT, places(1), "a\0b", "dispatch.bad_input.text_unreadable"),
    ],
)
def test_what_is_no_drawing_is_refused_in_plain_words_and_leaves_no_trace(
    office: Office, kind: DrawingKind, points: tuple[LatLon, ...], text: str, key: str
) -> None:
    before = office.store.journal_head()
    with pytest.raises(Refusal) as no:
        office.give(co.PutDrawing(OPERATOR, kind, points, text))
    assert no.value.key == key
    for language in ("zh", "en"):
        said = Wording(language).error(no.value)  # type: ignore[arg-type]
        assert "dispatch." not in said
        assert "{" not in said
        assert len(said) < 200
    assert (office.store.journal_head(), drawings(office)) == (before, {})
    assert draw(office).id == "BZ-0001"


@pytest.mark.parametrize("kind", DrawingKind)
def test_as_many_points_as_allowed_are_kept_to_the_last_digit(office: Office, kind: DrawingKind) -> None:
    points = places(1 if kind is POINT else 500)
    (fact,) = office.give(co.PutDrawing(OPERATOR, kind, points, "长" * 200))
    (kept,) = drawings(office).values()
    assert kept == fact.event.drawing  # type: ignore[attr-defined]
    assert (kept.points, len(kept.text)) == (points, 200)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  集结点\n东门\t口 ", "集结点 东门 口"),
        ("\u202e反\u202c向\u2066藏\u2069\u200f", "反向藏"),
        ("b\x1b[31mc\x7f\ufeff", "b[31mc"),
        ("👩\u200d🚒消防", "👩\u200d🚒消防"),
        ("\U00031350里\ue000", "\U00031350里\ue000"),  # rare names of places stay whole
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\u200b" * 3_000 + "点", "点"),
    ],
)
def test_characters_that_nobody_sees_are_left_out(office: Office, written: str, kept: str) -> None:
    assert draw(office, written).text == kept
    assert next(iter(drawings(office).values())).text == kept
    assert office.store.verify().is_sound


def test_a_drawing_of_no_number_ever_given_is_refused(office: Office) -> None:
    for order in (
        co.RemoveDrawing(OPERATOR, DrawingId("BZ-0009")),
        co.PutDrawing(OPERATOR, POINT, places(1), "", DrawingId("BZ-0009")),
        co.PutDrawing(OPERATOR, POINT, places(1), "", DrawingId("<b>")),
    ):
        with pytest.raises(Refusal, match=r"dispatch\.unknown\.drawing"):
            office.give(order)


def test_a_drawing_taken_off_the_map_is_not_taken_off_again(office: Office) -> None:
    drawn = draw(office)
    office.give(co.RemoveDrawing(OPERATOR, drawn.id))
    with pytest.raises(Refusal, match=r"dispatch\.unknown\.drawing"):
        office.give(co.RemoveDrawing(OPERATOR, drawn.id))


def test_every_act_of_drawing_is_taken_back_by_its_opposite(office: Office) -> None:
    undo = UndoStack()
    drawn = draw(office)
    for order in (
        co.PutDrawing(OPERATOR, AREA, places(4), "封控区", drawn.id),
        co.RemoveDrawing(OPERATOR, drawn.id),
    ):
        before = drawings(office)
        undo.remember(office.give(order))
        back = undo.take(OPERATOR)
        assert back is not None
        office.give(back)
        assert drawings(office) == before
    undo.remember(office.give(co.PutDrawing(OPERATOR, POINT, places(1), "新")))
    back = undo.take(OPERATOR)
    assert isinstance(back, co.RemoveDrawing)
    office.give(back)
    assert list(drawings(office)) == [drawn.id]


def test_every_seat_and_a_reading_of_the_journal_show_the_same(office: Office) -> None:
    start = office.store.snapshot(now=office.clock.now())
    seats = [Situation(start), Situation(start)]
    facts: list[Recorded] = []
    for listener in (*(seat.apply for seat in seats), facts.append):
        office.bus.subscribe(listener)
    first, second = draw(office), draw(office, "集合点", NEXT_SEAT)
    office.give(co.PutDrawing(NEXT_SEAT, AREA, places(3), "改", first.id))
    office.give(co.RemoveDrawing(OPERATOR, second.id))
    draw(office, "终")
    read = Situation(start)
    for entry in office.store.entries(after=start.journal_number):
        read.apply(Recorded(entry.number, entry.author, entry.fact()))
    stored = drawings(office)
    assert [each.text for each in stored.values()] == ["改", "终"]
    assert seats[0].drawings == seats[1].drawings == read.drawings == stored
    late = Situation(office.store.snapshot(now=office.clock.now()))
    for fact in facts:  # what was told while the late seat opened is not folded in twice
        late.apply(fact)
    assert late.drawings == stored


def test_drawings_and_routes_survive_closing(tmp_path_factory: pytest.TempPathFactory) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('room') / 'room.db'}"
    office = open_office(url)
    register = small_register()
    route = PatrolRoute(PatrolId("R-1"), "夜市环线", places(3), (PostId("P-1"),), closed=True)
    office.give(co.ImportRoster(OPERATOR, "test", register.firms, register.posts, patrols=(route,)))
    drawn = draw(office)
    office.store.close()
    again = open_office(url)
    situation = Situation(again.store.snapshot(now=again.clock.now()))
    assert situation.drawings == {drawn.id: drawn}
    assert situation.patrols == {route.id: route}
    renamed = PatrolRoute(route.id, "改名", places(2))
    again.give(co.ImportRoster(OPERATOR, "test", patrols=(renamed,)))
    assert Situation(again.store.snapshot(now=again.clock.now())).patrols == {route.id: renamed}
    again.store.close()


def test_way_points_stay_out_of_the_journal_and_the_import_counts_them(office: Office) -> None:
    route = PatrolRoute(PatrolId("R-1"), "夜市环线", places(3))
    (fact,) = office.give(co.ImportRoster(OPERATOR, "test", patrols=(route,)))
    assert fact.event.patrols == 1  # type: ignore[attr-defined]
    newest = list(office.store.entries())[-1]
    assert json.loads(newest.command or "")["fields"]["patrols"] == []


def test_an_import_told_by_an_older_program_is_still_read() -> None:
    old = {"at": "2026-05-01T13:00:00.000000Z", "source": "a", "fingerprint": "b"}
    event = decode(RosterImported, old | {"firms": 1, "posts": 2, "units": 3, "members": 4})
    assert event.patrols == 0


@pytest.mark.parametrize(
    ("effect", "factor", "kept"),
    [
        (RoadEffect.CLOSED, 0.3, 1.0),
        (RoadEffect.SLOW, 0.3, 0.3),
        (RoadEffect.NONE, 7.0, 1.0),
    ],
)
def test_what_a_drawing_means_to_the_roads_is_kept_and_comes_back_with_it(
    office: Office, effect: RoadEffect, factor: float, kept: float
) -> None:
    undo = UndoStack()
    order = co.PutDrawing(OPERATOR, AREA, places(3), "结冰", effect=effect, factor=factor)
    (drawn,) = office.give(replace(order, points=(*places(2), moved(MARKET, east_m=0, north_m=50))))
    drawing = drawn.event.drawing  # type: ignore[attr-defined]
    assert (drawing.effect, drawing.factor) == (effect, kept)
    undo.remember(office.give(co.RemoveDrawing(OPERATOR, drawing.id)))
    back = undo.take(OPERATOR)
    assert back is not None
    office.give(back)
    again = drawings(office)[drawing.id]
    assert (again.effect, again.factor) == (effect, kept)


@pytest.mark.parametrize("factor", [0.0, 1.0, 1.5, -0.5, float("nan"), float("inf")])
def test_a_slow_area_that_slows_nobody_down_is_refused(office: Office, factor: float) -> None:
    with pytest.raises(BadDrawing, match="factor"):
        office.give(co.PutDrawing(OPERATOR, POINT, places(1), effect=RoadEffect.SLOW, factor=factor))


def test_a_call_up_is_no_incident_of_the_past(office: Office) -> None:
    start = office.clock.now()
    office.give(co.ReportIncident(OPERATOR, KindCode("callup"), MARKET, "夏市"))
    assert office.store.past_incidents(start, start + timedelta(seconds=1)) == ()
    assert {each.code for each in EXERCISE_KINDS} == EXERCISES


def test_trips_say_what_was_foreseen_and_what_it_took(office: Office) -> None:
    start, incident = office.clock.now(), office.report()
    for unit, eta_s in (("U-3", 80.0), ("U-2", None), ("U-1", 10.0)):
        office.give(co.AssignUnit(OPERATOR, unit, incident, eta_s))
    for unit in ("U-3", "U-2"):
        office.give(co.AdvanceAssignment(OPERATOR, unit, incident, AssignmentStatus.EN_ROUTE))
    office.clock.move_by(100)
    for unit in ("U-3", "U-2", "U-1"):
        office.give(co.AdvanceAssignment(OPERATOR, unit, incident, AssignmentStatus.ON_SCENE))
    assert office.store.trips(start) == (Trip(UnitKind.CAR, 80.0, 100.0),)
    assert office.store.trips(start + timedelta(seconds=1)) == ()


def test_past_incidents_of_a_time_are_told_by_place_level_and_time(office: Office) -> None:
    start = office.clock.now()
    for kind, east_m in ((KNIFE, 0), (DISPUTE, 300), (KNIFE, 600)):
        office.report(kind, moved(MARKET, east_m=east_m, north_m=0))
        office.clock.move_by(60)
    asked = office.store.past_incidents(start, start + timedelta(seconds=120))
    assert [(each[1], each[2] - start) for each in asked] == [
        (Level.GRAVE, timedelta(0)),
        (Level.ORDINARY, timedelta(seconds=60)),
    ]
    assert asked[1][0] == moved(MARKET, east_m=300, north_m=0)
    assert office.store.past_incidents(start - timedelta(days=2), start) == ()


def test_the_window_asks_a_room_for_past_incidents() -> None:
    def build() -> Parts:
        office = open_office()
        for _ in range(4):
            office.report()
            office.clock.move_by(86_400)
        return Parts(office.bus, office.store, office.clock, catalogue=None)  # type: ignore[arg-type]

    async def ask() -> tuple[Snapshot, int]:
        room = Room("live", build)
        snapshot = await room.open()
        now = room.now()
        found = await room.past_incidents(now - timedelta(days=3), now)
        whole = await room.read(lambda store: store.past_incidents(now - timedelta(days=3), now))
        assert found == whole
        await room.close()
        return snapshot, len(found)

    snapshot, count = asyncio.run(ask())
    assert (len(snapshot.incidents), count) == (4, 3)


def test_a_drawing_that_cannot_be_read_stops_the_room_in_plain_words(office: Office) -> None:
    draw(office)
    with office.store.engine.begin() as connection:
        connection.execute(sql("UPDATE drawing SET points = '[[30.1,'"))
    with pytest.raises(WorldFailed, match=r"store\.broken"):
        office.store.snapshot(now=office.clock.now())
