"""Commands and events survive the journal unchanged."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commandroom.geo import LatLon
from commandroom.models.domain import codec
from commandroom.models.domain import commands as co
from commandroom.models.domain import events as ev
from commandroom.models.domain.entities import (
    Author,
    Drawing,
    Incident,
    PatrolRoute,
    PositionReport,
    RingClock,
)
from commandroom.models.domain.enums import AssignmentStatus, DrawingKind, Level, Ring

moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
words = st.text(max_size=30)
degrees = st.floats(-85, 85)
points = st.builds(LatLon, degrees, degrees)
authors = st.builds(Author, words, words, words)
clocks = st.builds(
    RingClock,
    st.sampled_from(Ring),
    st.integers(1, 900),
    st.booleans(),
    st.none() | moments,
    st.none() | words,
)
incidents = st.builds(
    Incident,
    id=words,
    kind=words,
    level=st.sampled_from(Level),
    police_needed=st.booleans(),
    at=points,
    place_name=words,
    text=words,
    caller=words,
    reported_at=moments,
    rings=st.lists(clocks, max_size=3).map(tuple),
)
lines = st.lists(points, max_size=4).map(tuple)
drawings = st.builds(Drawing, words, st.sampled_from(DrawingKind), lines, words, words, moments)
routes = st.builds(PatrolRoute, words, words, lines, st.lists(words, max_size=2).map(tuple), st.booleans())
things = st.one_of(
    st.builds(ev.DrawingPut, moments, drawings, st.none() | drawings),
    st.builds(ev.DrawingRemoved, moments, drawings),
    st.builds(co.PutDrawing, authors, st.sampled_from(DrawingKind), lines, words, st.none() | words),
    st.builds(co.ImportRoster, authors, words, patrols=st.lists(routes, max_size=2).map(tuple)),
    st.builds(ev.IncidentReported, moments, incidents),
    st.builds(
        ev.UnitAssigned, moments, words, words, st.integers(1, 9), st.none() | st.floats(0, 1e5), words
    ),
    st.builds(ev.UnitArrived, moments, words, words, points),
    st.builds(ev.RingMet, moments, words, st.sampled_from(Ring), words, st.floats(0, 1e5), st.booleans()),
    st.builds(co.AdvanceAssignment, authors, words, words, st.sampled_from(AssignmentStatus)),
    st.builds(
        co.ReportIncident, authors, words, points, words, words, words, st.none() | st.sampled_from(Level)
    ),
    st.builds(
        co.ReportPositions,
        authors,
        st.lists(st.builds(PositionReport, words, points, st.none() | degrees, moments), max_size=3).map(
            tuple
        ),
    ),
)


@given(things)
def test_what_goes_into_the_journal_comes_out_the_same(thing: Any) -> None:
    assert codec.decode(type(thing), json.loads(codec.canonical(thing))) == thing


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a type of the domain, every field filled."""
    kind = getattr(hint, "__supertype__", hint)
    inner = get_args(kind)
    if kind in SIMPLE:
        return SIMPLE[kind]
    if get_origin(kind) is tuple:
        return st.lists(anything(inner[0]), max_size=2).map(tuple)
    if inner:
        return st.one_of(*(st.none() if each is type(None) else anything(each) for each in inner))
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{each.name: anything(hints[each.name]) for each in dataclasses.fields(kind)})
    return st.sampled_from(kind)


SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: words,
    int: st.integers(-5, 10**6),
    bool: st.booleans(),
    float: st.floats(-1e6, 1e6),
    datetime: moments,
    LatLon: points,
}
JOURNALLED = {**codec.event_types(), **codec.command_types()}


@pytest.mark.parametrize("name", JOURNALLED)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_every_field_of_every_command_and_event_survives(name: str, data: st.DataObject) -> None:
    thing = data.draw(anything(JOURNALLED[name]))
    assert codec.decode(type(thing), json.loads(codec.canonical(thing))) == thing


def test_what_an_older_program_wrote_is_still_read() -> None:
    old = {"at": "2026-05-01T13:00:00.000000Z", "unit": "U-1", "incident": "JQ-1"}
    taken = codec.decode(ev.AssignmentWithdrawn, old | {"reason": ""})
    sent = codec.decode(ev.UnitAssigned, old | {"turn": 1, "eta_s": 60, "ordered_by": "甲"})
    duty = codec.decode(ev.DutyChanged, {"at": old["at"], "unit": "U-1", "duty": "off"})
    assert (taken.order, sent.role, sent.goal, sent.doubts, duty.before) == (None, "", None, (), None)


def test_the_same_moment_has_one_text_whatever_its_zone() -> None:
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert codec.canonical(noon) == codec.canonical(noon.astimezone(timezone(timedelta(hours=8))))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        codec.canonical(datetime(2026, 5, 1))  # noqa: DTZ001


def test_every_event_and_command_has_a_type_the_journal_can_find() -> None:
    assert codec.event_types()["UnitAssigned"] is ev.UnitAssigned
    assert codec.command_types()["AssignUnit"] is co.AssignUnit
    with pytest.raises(ValueError, match="not a UnitAssigned"):
        codec.decode(ev.UnitAssigned, {"at": "2026-05-01T12:00:00Z"})
