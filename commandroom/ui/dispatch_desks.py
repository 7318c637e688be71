"""The desks that send: the proposed team, the gates' questions, the reasons."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from commandroom.ui.gate_desk import GateDesk
from commandroom.ui.reasons_desk import ReasonsDesk
from commandroom.ui.team_desk import TeamDesk

if TYPE_CHECKING:
    from commandroom.ui.brain_table import BrainDesk, Seat


def dispatch_desks(seat: "Seat", parent: QObject) -> "tuple[BrainDesk, ...]":
    """Built once for a window."""
    team = TeamDesk(
        panel=seat.frame.units.team, console=seat.console, situation=seat.situation, ranker=seat.ranker,
        relay=seat.relay, actions=seat.actions, hands=seat.hands, parent=parent,
    )  # fmt: skip
    gates = GateDesk(console=seat.console, frame=seat.frame, parent=parent)
    reasons = ReasonsDesk(
        room=seat.room, console=seat.console, situation=seat.situation, actions=seat.actions,
        window=seat.window, theme=seat.frame.units.team.theme, parent=parent,
    )  # fmt: skip
    return team, gates, reasons
