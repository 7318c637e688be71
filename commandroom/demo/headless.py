"""Lets the demo run at full speed without a window, for measuring and for a proof of sameness."""

import time
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from commandroom.demo.autopilot import ALONE
from commandroom.demo.day import DayPlan, open_demo
from commandroom.demo.incidents import PACES
from commandroom.demo.town.shipped import DemoTown, load_demo
from commandroom.models.domain.rules import CHINA
from commandroom.models.opening import MEMORY
from commandroom.roads.travel import RoadRouter
from commandroom.services.ports import Recorded

START = datetime(2026, 11, 20, 8, 0, tzinfo=CHINA)
"""Every headless demo begins at this moment, so that two runs can be compared."""
STEP = timedelta(seconds=30)
"""Between two position reports; the journal does not depend on it."""


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What happened in a headless demo."""

    scale: str
    seed: int
    incidents: int
    orders: int
    closed: int
    rings_met: int
    rings_missed: int
    journal_entries: int
    journal_sha256: str
    simulated_seconds: float
    wall_seconds: float

    @property
    def speed(self) -> float:
        """Simulated seconds in a real one."""
        return self.simulated_seconds / self.wall_seconds if self.wall_seconds > 0 else 0.0

    def as_json(self) -> dict[str, Any]:
        """Plain values for `--json`."""
        return asdict(self) | {"speed": round(self.speed, 1)}


def run_demo(
    scale: str = "town",
    *,
    seed: int = 1,
    minutes: float = 60.0,
    store_url: str = MEMORY,
    town: DemoTown | None = None,
) -> DemoResult:
    """Let the demo of a scale run for so many simulated minutes.

    Raises:
        Refusal: there is no such scale.
        WorldFailed: a shipped file is missing, or the store cannot be written.
    """
    town = town or load_demo(scale)
    began = time.perf_counter()
    plan = DayPlan(seed=seed, pace=PACES[scale], patience=ALONE, beat_s=STEP.total_seconds())
    parts = open_demo(town, RoadRouter(town.network), plan, start=START, store_url=store_url)
    seen: Counter[str] = Counter()

    def count(fact: Recorded) -> None:
        seen[type(fact.event).__name__] += 1

    parts.bus.subscribe(count)
    director = parts.director
    try:
        end = parts.clock.now() + timedelta(minutes=minutes)
        while director is not None and parts.clock.now() < end:
            director.advance_to(min(parts.clock.now() + STEP, end))
        entries, head = parts.store.journal_head()
    finally:
        parts.store.close()
    return DemoResult(
        scale=scale,
        seed=seed,
        incidents=seen["IncidentReported"],
        orders=seen["UnitAssigned"],
        closed=seen["IncidentClosed"],
        rings_met=seen["RingMet"],
        rings_missed=seen["RingMissed"],
        journal_entries=entries,
        journal_sha256=head,
        simulated_seconds=minutes * 60.0,
        wall_seconds=round(time.perf_counter() - began, 3),
    )
