"""A drawing of one seat is told to every seat, in the order in which it was drawn."""

from pytestqt.qtbot import QtBot

from commandroom.models.domain import commands as co
from commandroom.models.domain.entities import Author
from commandroom.models.domain.enums import DrawingKind
from commandroom.models.domain.ids import DrawingId
from commandroom.services.situation import Situation
from commandroom.ui.relay import Relay
from tests.conftest import MARKET, OPERATOR, Office


def test_a_drawing_of_one_seat_is_told_to_every_seat(office: Office, qtbot: QtBot) -> None:
    start = office.store.snapshot(now=office.clock.now())
    seats = [Situation(start), Situation(start)]
    relays = [Relay(seat) for seat in seats]
    told: list[tuple[str, bool]] = []
    for relay in relays:
        relay.listen(office.bus.subscribe)
    relays[1].drawing_changed.connect(lambda each: told.append((each, each in seats[1].drawings)))
    with qtbot.waitSignals([relay.drawing_changed for relay in relays], timeout=2_000):
        office.give(co.PutDrawing(OPERATOR, DrawingKind.POINT, (MARKET,), "集合点"))
    with qtbot.waitSignals([relay.drawing_changed for relay in relays], timeout=2_000):
        office.give(co.RemoveDrawing(Author("副班", "席2"), DrawingId("BZ-0001")))
    assert told == [("BZ-0001", True), ("BZ-0001", False)]
    assert seats[0].drawings == seats[1].drawings == {}
    for relay in relays:
        relay.leave()
