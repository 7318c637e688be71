"""Who may do what: asked once for every command, whatever road it came by."""

from commandroom.models.domain.commands import Command, NoteHappening, ReportOpponents, ReportPositions
from commandroom.models.domain.errors import NotPermitted

SYSTEM = "system"
"""The operator name under which clocks, crews and scripts give commands."""

_ONLY_SYSTEM: tuple[type[Command], ...] = (ReportPositions, ReportOpponents, NoteHappening)


class SeatAuthority:
    """Every named operator may work the desk; positions and drill notes come from the system alone.

    Roles and log-ins refine this answer; the question is asked here and nowhere else.
    """

    def __init__(self, *, observers: frozenset[str] = frozenset()) -> None:
        """`observers`: operators who may look but give no command."""
        self._observers = observers

    def check(self, command: Command) -> None:
        """Pass or refuse.

        Raises:
            NotPermitted: no operator is named, an observer gives a command, or a seat claims the system's.
        """
        operator = command.by.operator
        if not operator.strip() or operator in self._observers:
            raise NotPermitted(operator, type(command).__name__)
        if isinstance(command, _ONLY_SYSTEM) and operator != SYSTEM:
            raise NotPermitted(operator, type(command).__name__)
