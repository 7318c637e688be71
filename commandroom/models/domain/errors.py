"""Reasons why the room says no."""

from commandroom.errors import Refusal
from commandroom.models.domain.doctrine import Doubt


class UnknownThing(Refusal):
    """There is nothing of that id on the register or in the queue."""

    def __init__(self, kind: str, thing_id: str) -> None:
        super().__init__(f"dispatch.unknown.{kind}", id=thing_id)


class UnitNotAvailable(Refusal):
    """The unit rests, is off duty or cannot go anywhere."""

    def __init__(self, call_sign: str, why: str) -> None:
        super().__init__(f"dispatch.unit_not_available.{why}", unit=call_sign)


class NeedsConfirmation(Refusal):
    """The order meets doubts that a warning gate wants confirmed; give it again with them in `confirmed`."""

    def __init__(self, unit: str, doubts: tuple[Doubt, ...]) -> None:
        first = doubts[0].value
        super().__init__(f"dispatch.doubt.{first}", unit=unit, more=len(doubts) - 1)
        self.doubts = doubts


class UnitBusy(Refusal):
    """The unit is bound to another incident."""

    def __init__(self, call_sign: str, incident: str) -> None:
        super().__init__("dispatch.unit_busy", unit=call_sign, incident=incident)


class AlreadyAssigned(Refusal):
    """The unit is on this very incident; nothing was changed."""

    def __init__(self, call_sign: str, incident: str, status: str) -> None:
        super().__init__(
            "dispatch.already_assigned", unit=call_sign, incident=incident, status=f"status.{status}"
        )


class NotAssigned(Refusal):
    """The unit is not on that incident."""

    def __init__(self, unit: str, incident: str) -> None:
        super().__init__("dispatch.not_assigned", unit=unit, incident=incident)


class StepBackwards(Refusal):
    """A crew cannot report a step it has passed."""

    def __init__(self, unit: str, now: str, asked: str) -> None:
        super().__init__("dispatch.step_backwards", unit=unit, now=f"status.{now}", asked=f"status.{asked}")


class IncidentIsClosed(Refusal):
    """Nobody is sent to an incident that is over."""

    def __init__(self, incident: str) -> None:
        super().__init__("dispatch.incident_closed", incident=incident)


class IncidentIsOpen(Refusal):
    """Only a closed incident can be reopened."""

    def __init__(self, incident: str) -> None:
        super().__init__("dispatch.incident_open", incident=incident)


class BadDrawing(Refusal):
    """A drawing cannot be kept as it is: `points_few`, `points_many`, `text_too_long`, `factor`."""

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(f"dispatch.bad_drawing.{why}", **values)


class RollCallIsOver(Refusal):
    """Too late to answer."""

    def __init__(self, call: str) -> None:
        super().__init__("dispatch.roll_call_over", call=call)


class NotCalled(Refusal):
    """The roll-call did not ask this unit."""

    def __init__(self, unit: str, call: str) -> None:
        super().__init__("dispatch.not_called", unit=unit, call=call)


class UnitNotCallable(Refusal):
    """A roll-call cannot ask it: `off` or `video`."""

    def __init__(self, unit: str, why: str) -> None:
        super().__init__(f"dispatch.not_callable.{why}", unit=unit)


class BadDoctrine(Refusal):
    """Rules cannot be as they are; `path` says where, e.g. `plans[2].needs[0].count`."""

    def __init__(self, why: str, path: str, **values: object) -> None:
        super().__init__(f"dispatch.bad_doctrine.{why}", path=path, **values)


class NotPermitted(Refusal):
    """This seat may not give this command."""

    def __init__(self, operator: str, command: str) -> None:
        super().__init__("dispatch.not_permitted", operator=operator, command=f"command.{command}")


class BadInput(Refusal):
    """A field of a command cannot be right."""

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(f"dispatch.bad_input.{why}", **values)
