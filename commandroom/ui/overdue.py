"""What an overdue step of an order says: since when, how grave, in which words."""

from datetime import datetime, timedelta

from commandroom.models.domain.doctrine import StepLimits
from commandroom.models.domain.entities import Assignment
from commandroom.models.domain.ids import IncidentId
from commandroom.services.situation import Situation
from commandroom.ui.figures import clock_text
from commandroom.ui.theme import Theme
from commandroom.wording import Wording

FEEDBACK = "feedback"
"""The step after 到场: the unit's word is asked for again and again."""


def due_at(assignment: Assignment, limits: StepLimits) -> datetime | None:
    """When the step that is overdue was due by `limits`; None where none is overdue."""
    match assignment.overdue:
        case "acknowledged" if limits.acknowledge_s is not None:
            return assignment.ordered_at + timedelta(seconds=limits.acknowledge_s)
        case "en_route" if limits.set_out_s is not None:
            return assignment.ordered_at + timedelta(seconds=limits.set_out_s)
        case "on_scene":
            begin = assignment.en_route_at or assignment.ordered_at
            foreseen = (assignment.eta_s or 0.0) * limits.arrive_factor
            return begin + timedelta(seconds=max(foreseen, limits.arrive_least_s))
        case "feedback" if limits.feedback_s is not None:
            heard = assignment.last_word_at or assignment.on_scene_at or assignment.ordered_at
            return heard + timedelta(seconds=limits.feedback_s)
    return None


def overdue_since(assignment: Assignment, situation: Situation) -> datetime | None:
    """The same, by the room's own rules; None where nothing is overdue or no rule says when."""
    incident = situation.incidents.get(IncidentId(assignment.incident))
    if not assignment.overdue or not assignment.is_active or incident is None:
        return None
    limits = situation.doctrine.limits(incident.kind, incident.level)
    return None if limits is None else due_at(assignment, limits)


def overdue_words(wording: Wording, step: str, since: datetime | None, now: datetime | None) -> str:
    """签收超时 0:42; without the figure where it is not known."""
    name = wording.say(f"clocks.late.{step}")
    if since is None or now is None:
        return name
    return f"{name} {clock_text(max((now - since).total_seconds(), 0.0))}"


def overdue_colour(theme: Theme, stage: int) -> str:
    """Amber while it only shows, red from the moment it is said aloud."""
    return theme.attention_2 if stage < 2 else theme.attention_1
