"""What an overdue step of an order says: since when, how grave, in which words."""

from datetime import datetime

from commandroom.models.domain.entities import Assignment
from commandroom.models.domain.escalation import step_due
from commandroom.models.domain.fold import FEEDBACK as FEEDBACK
from commandroom.models.domain.ids import IncidentId
from commandroom.services.situation import Situation
from commandroom.ui.figures import clock_text
from commandroom.ui.theme import Theme
from commandroom.wording import Wording


def overdue_since(assignment: Assignment, situation: Situation) -> datetime | None:
    """The same, by the room's own rules; None where nothing is overdue or no rule says when."""
    incident = situation.incidents.get(IncidentId(assignment.incident))
    if not assignment.overdue or not assignment.is_active or incident is None:
        return None
    limits = situation.doctrine.limits(incident.kind, incident.level)
    waited = None if limits is None else step_due(assignment, limits)
    return None if waited is None or waited[0] != assignment.overdue else waited[1]


def overdue_words(wording: Wording, step: str, since: datetime | None, now: datetime | None) -> str:
    """签收超时 0:42; without the figure where it is not known."""
    name = wording.say(f"clocks.late.{step}")
    if since is None or now is None:
        return name
    return f"{name} {clock_text(max((now - since).total_seconds(), 0.0))}"


def overdue_colour(theme: Theme, stage: int) -> str:
    """Amber while it only shows, red from the moment it is said aloud."""
    return theme.attention_2 if stage < 2 else theme.attention_1
