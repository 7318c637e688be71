"""One road: committed first, told after, never nested."""

import logging

import pytest

from commandroom.models.domain import commands as co
from commandroom.models.domain import events as ev
from commandroom.models.domain.errors import UnitNotAvailable
from commandroom.services.bus import HandledInsideListener
from commandroom.services.ports import Recorded
from tests.conftest import OPERATOR, Office


def test_listeners_hear_only_what_is_committed(office: Office) -> None:
    heard: list[tuple[str, int]] = []

    def on_fact(fact: Recorded) -> None:
        heard.append((type(fact.event).__name__, office.store.journal_head()[0]))

    undo = office.bus.subscribe(on_fact)
    incident = office.report()
    with pytest.raises(UnitNotAvailable):
        office.give(co.AssignUnit(OPERATOR, "U-4", incident))
    assert heard == [("IncidentReported", 2)]
    undo()
    office.report()
    assert len(heard) == 1


def test_a_listener_may_post_but_not_handle(office: Office) -> None:
    errors: list[Exception] = []

    def on_fact(fact: Recorded) -> None:
        if isinstance(fact.event, ev.IncidentReported):
            office.bus.post(co.AssignUnit(OPERATOR, "U-3", fact.event.incident.id))
            try:
                office.bus.handle(co.NoteMissedRings(OPERATOR))
            except HandledInsideListener as why:
                errors.append(why)

    office.bus.subscribe(on_fact)
    office.report()
    assert len(errors) == 1
    last = office.store.snapshot(now=office.clock.now()).journal[-1]
    assert isinstance(last.event, ev.UnitAssigned)


def test_one_failing_listener_does_not_deafen_the_rest(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Recorded] = []

    def broken(fact: Recorded) -> None:
        raise RuntimeError("deaf")

    office.bus.subscribe(broken)
    office.bus.subscribe(heard.append)
    with caplog.at_level(logging.ERROR):
        office.report()
    assert len(heard) == 1
    assert "a listener failed" in caplog.text
