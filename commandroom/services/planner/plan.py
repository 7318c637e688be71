"""What a plan is run under, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

from commandroom.services.planner.sites import Flags, Site

TIME_LIMIT_S = 60.0


class Stage(StrEnum):
    """What a plan is doing."""

    TIMES = "times"
    QUICK = "quick"
    EXACT = "exact"


class Ended(StrEnum):
    """Why a plan came to its end."""

    OPTIMAL = "optimal"
    TIME = "time"
    CANCELLED = "cancelled"
    UNPROVEN = "unproven"
    """The exact solver was not asked, or gave no answer."""


@dataclass(frozen=True, slots=True)
class Progress:
    """News of a running plan, told in the thread that runs it."""

    stage: Stage
    seconds: float
    value: float | None = None
    """Best so far: weight covered, or stations needed."""
    bound: float | None = None
    """What no plan can pass."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a plan is run."""

    time_limit_s: float = TIME_LIMIT_S
    """For the exact solver alone."""
    is_exact: bool = True
    progress: Callable[[Progress], None] | None = None
    is_cancelled: Callable[[], bool] | None = None
    """Asked some twenty times a second, from the thread that runs the plan."""
    stopwatch: Callable[[], float] = monotonic

    def stopped(self) -> bool:
        """Whether somebody wants it to end."""
        return self.is_cancelled is not None and self.is_cancelled()

    def tell(self, news: Progress) -> None:
        """To whom it may concern."""
        if self.progress is not None:
            self.progress(news)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Where stations should stand."""

    chosen: tuple[Site, ...]
    """Without the fixed ones, in the order they were given; fewer than asked where more add nothing."""
    given_up: tuple[Site, ...]
    """Movable stations that the plan leaves."""
    covered_before: float
    """Weight that the fixed and the movable stations reach today."""
    covered_after: float
    total: float
    """Weight of all demand."""
    coverable: float
    """Weight that all sites together would reach."""
    bound: float
    """No plan under the same terms covers more."""
    quick: float
    """What greedy and exchanges alone covered."""
    seconds: float
    ended: Ended
    reached_before: Flags
    """(n,) which points of demand are reached today …"""
    reached_after: Flags
    """… and under the plan."""

    @property
    def is_optimal(self) -> bool:
        """Whether no plan covers more, proven."""
        return self.ended is Ended.OPTIMAL

    @property
    def gap(self) -> float:
        """The most by which the best plan might be better: a share of the bound, 0 where it is optimal."""
        return max(0.0, (self.bound - self.covered_after) / self.bound) if self.bound else 0.0


@dataclass(frozen=True, slots=True)
class Needed:
    """How many stations it would take."""

    chosen: tuple[Site, ...]
    """Beside the fixed ones."""
    share: float
    """Share of all demand they reach with the fixed ones; at least what was asked."""
    at_least: int
    """No fewer can do it."""
    seconds: float
    ended: Ended

    @property
    def is_optimal(self) -> bool:
        """Whether fewer would not do, proven."""
        return self.ended is Ended.OPTIMAL
