"""How numbers and times are written on every screen."""

from datetime import datetime
from math import isfinite

from commandroom.models.domain.rules import CHINA


def clock_text(seconds: float | None) -> str:
    """A span as m:ss under an hour and h:mm:ss above; a dash where there is none."""
    if seconds is None or not isfinite(seconds):
        return "–"
    sign = "-" if seconds < 0 else ""
    whole = int(abs(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{sign}{hours}:{minutes:02}:{secs:02}" if hours else f"{sign}{minutes}:{secs:02}"


def time_text(at: datetime | None) -> str:
    """A moment as HH:MM:SS in China; a dash where there is none."""
    return "–" if at is None else at.astimezone(CHINA).strftime("%H:%M:%S")


def minute_text(at: datetime | None) -> str:
    """A moment as HH:MM in China; nothing where there is none."""
    return "" if at is None else at.astimezone(CHINA).strftime("%H:%M")


def date_text(at: datetime) -> str:
    """A day as YYYY-MM-DD in China."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d")
