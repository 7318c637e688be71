"""Who may act in a demonstration: the script's own answer; everybody else looks on."""

from commandroom.errors import Refusal
from commandroom.models.domain.commands import (
    Command,
    EndDrill,
    HoldClocks,
    LogMessage,
    OpenSession,
    SetCorrection,
    SteerInject,
    TakeNote,
)
from commandroom.services.authority import SYSTEM, SeatAuthority

ANSWER = "answer"
"""The operator name under which the script's own answer gives its orders."""
_OF_AN_ONLOOKER: tuple[type[Command], ...] = (
    EndDrill,
    HoldClocks,
    LogMessage,
    OpenSession,
    SetCorrection,
    SteerInject,
    TakeNote,
)


class OnlookersMayNotOrder(SeatAuthority):
    """An order by hand would spoil what is being shown; remarks and steering are no orders."""

    def check(self, command: Command) -> None:
        """Pass or refuse.

        Raises:
            Refusal: somebody at the desk gives an order.
            NotPermitted: as in every room.
        """
        super().check(command)
        by_hand = command.by.operator not in (SYSTEM, ANSWER)
        if by_hand and not isinstance(command, _OF_AN_ONLOOKER):
            raise Refusal("run.demonstration.hands")
