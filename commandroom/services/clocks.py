"""Clocks: the wall, and one that a drill or a demo moves by itself."""

from datetime import UTC, datetime, timedelta


class SystemClock:
    """The computer's time, never running backwards past what it said before."""

    def __init__(self, not_before: datetime | None = None) -> None:
        """`not_before`: the time of the newest journal entry, should the computer's clock be behind it."""
        self._last = not_before

    def now(self) -> datetime:
        """The present moment (UTC), at least the last one given."""
        present = datetime.now(UTC)
        if self._last is None or present > self._last:
            self._last = present
        return self._last


class SimulatedClock:
    """Moves only when told to."""

    def __init__(self, start: datetime) -> None:
        """`start` needs a zone."""
        if start.tzinfo is None:
            raise ValueError("a clock needs a zone")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was last moved to (UTC)."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Move on to `moment`; an earlier one is an error of ours."""
        if moment < self._now:
            raise ValueError(f"a clock does not run back: {moment} < {self._now}")
        self._now = moment.astimezone(UTC)

    def move_by(self, seconds: float) -> None:
        """Move on by `seconds`."""
        self.move_to(self._now + timedelta(seconds=seconds))
