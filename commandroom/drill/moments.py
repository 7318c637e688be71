"""The turning points of a drill, read from facts, and who is behind a fact."""

from collections.abc import Iterator

from commandroom.drill.parts import Moment
from commandroom.models.domain import events as ev
from commandroom.models.domain.entities import Author
from commandroom.models.domain.enums import Party, UnitKind
from commandroom.models.domain.ids import IncidentId
from commandroom.models.domain.simple import POLICE_INFORMED
from commandroom.services.authority import SYSTEM
from commandroom.services.ports import Recorded
from commandroom.services.situation import Situation

CAUSE = "inject:"


def script_author(inject: str = "") -> Author:
    """The author of what the script does, with the inject as its cause."""
    return Author(SYSTEM, "script", f"{CAUSE}{inject}" if inject else "")


def is_told(by: Author) -> bool:
    """Whether the drill's world speaks: crews, script, or the instructor's own message; never a trainee."""
    return by.operator == SYSTEM or by.cause.startswith(CAUSE)


def inject_of(by: Author) -> str | None:
    """The inject that made a fact, if one did."""
    return by.cause.removeprefix(CAUSE) if by.seat == "script" and by.cause.startswith(CAUSE) else None


_OF_HAPPENING: dict[str, Moment] = {
    "contact": "contact",
    "escape_cut": "escape_cut",
    "subdued": "subdued",
    "controlled": "controlled",
    "injury": "injury",
    "reached": "reached",
    "escaped": "escaped",
    "hidden": "hidden",
    "found": "found",
}


def moments_in(fact: Recorded, situation: Situation) -> Iterator[tuple[Moment, IncidentId | None]]:
    """The moments that come with a fact, and of which incident; None: of the script's first one."""
    match fact.event:
        case ev.IncidentReported(incident=incident):
            yield "alarm", incident.id
        case ev.UnitAssigned(incident=about):
            yield "first_order", about
        case ev.OrderAcknowledged(incident=about):
            yield "first_acknowledged", about
        case ev.UnitArrived(incident=about, unit=name):
            unit = situation.unit(name)
            yield "first_unit_on_scene", about
            if unit.party is Party.POLICE:
                yield "police_on_scene", about
            if unit.kind is UnitKind.DRONE:
                yield "drone_on_scene", about
        case ev.IncidentClosed(incident=about):
            yield "closed", about
        case ev.MessageLogged(incident=whose, unit=None, text=text) if text != POLICE_INFORMED:
            if not is_told(fact.by):
                yield "message_sent", whose
        case ev.HappeningNoted(code=code, text=text, incident=about) if about is not None:
            yield from _in_happening(code, text, about)


def _in_happening(code: str, text: str, about: IncidentId) -> Iterator[tuple[Moment, IncidentId]]:
    if code in _OF_HAPPENING:
        yield _OF_HAPPENING[code], about
    elif code == "sides" and text == "4":
        yield "four_sides", about
    elif code == "evacuated":
        done, _, whole = text.partition("/")
        if done == whole:
            yield "evacuated", about
