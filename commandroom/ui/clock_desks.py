"""Builds the desks of point 5, escalating clocks, roll-calls, call-ups, and the editor of the rules."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from commandroom.ui.callup_desk import CallUpDesk
from commandroom.ui.clock_desk import ClockDesk, ClockParts
from commandroom.ui.rollcall_desk import RollCallDesk
from commandroom.ui.rules.desk import RulesDesk
from commandroom.ui.word_desk import WordDesk

if TYPE_CHECKING:
    from commandroom.ui.brain_table import BrainDesk, Seat


def clock_desks(seat: "Seat", parent: QObject) -> "tuple[BrainDesk, ...]":
    """The desks, in the order in which they depend on each other."""
    words = WordDesk(
        situation=seat.situation, console=seat.console, actions=seat.actions, hands=seat.hands,
        intake=seat.frame.intake, window=seat.window, parent=parent,
    )  # fmt: skip
    clocks = ClockDesk(
        ClockParts(
            window=seat.window, room=seat.room, situation=seat.situation, console=seat.console,
            ranker=seat.ranker, relay=seat.relay, alarms=seat.alarms, chime=seat.chime, actions=seat.actions,
            frame=seat.frame, words=words,
        ),
        parent,
    )  # fmt: skip
    roll = RollCallDesk(
        window=seat.window, room=seat.room, situation=seat.situation, console=seat.console,
        relay=seat.relay, pane=seat.pane, actions=seat.actions,
        seed=int(seat.room.now().timestamp()), parent=parent,
    )  # fmt: skip
    call_up = CallUpDesk(
        window=seat.window, room=seat.room, situation=seat.situation, console=seat.console,
        relay=seat.relay, pane=seat.pane, actions=seat.actions, parent=parent,
    )  # fmt: skip
    rules = RulesDesk(
        window=seat.window, room=seat.room, situation=seat.situation, catalogue=seat.catalogue,
        console=seat.console, relay=seat.relay, actions=seat.actions, parent=parent,
    )  # fmt: skip
    return words, clocks, roll, call_up, rules
