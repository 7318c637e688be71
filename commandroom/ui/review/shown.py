"""What a review's window is given to show."""

from dataclasses import dataclass
from datetime import datetime

from commandroom.services.ports import CriterionResult
from commandroom.services.review.playback import Picture, Playback


@dataclass(frozen=True, slots=True)
class Shown:
    """A past as the window shows it."""

    playback: Playback
    title: str
    is_drill: bool
    """Whether remarks may be kept and the plan's answer be played."""
    done: tuple[CriterionResult, ...] = ()
    """What was measured of a drill."""


def pictures(playback: Playback, ghosts: Playback | None, moment: datetime) -> tuple[Picture, Picture | None]:
    """The moment as it was, and as the plan had it."""
    return playback.at(moment), None if ghosts is None else ghosts.at(moment)
