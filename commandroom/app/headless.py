"""What runs without a window: the demo at full speed, and the check of a journal."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from commandroom.app.sessions import demo_town, new_demo
from commandroom.models.domain import events as ev
from commandroom.models.opening import open_store
from commandroom.services.ports import Recorded

DEMO_START = datetime(2026, 5, 1, 11, 0, tzinfo=UTC)
"""19:00 in China: headless demos begin at a fixed moment so that a seed gives one history."""


def demo_summary(*, scale: str, seed: int, minutes: float) -> dict[str, Any]:
    """Play the demo in memory for `minutes` of its own time, nobody at the desk."""
    begun = time.perf_counter()
    parts = new_demo(
        "sqlite://", scale=scale, seed=seed, town=demo_town(scale), start=DEMO_START, is_alone=True
    )
    counts = {ev.IncidentReported: 0, ev.UnitAssigned: 0, ev.UnitArrived: 0, ev.IncidentClosed: 0}

    def count(fact: Recorded) -> None:
        kind = type(fact.event)
        if kind in counts:
            counts[kind] += 1

    parts.bus.subscribe(count)
    assert parts.director is not None
    parts.director.advance_to(DEMO_START + timedelta(minutes=minutes))
    entries, head = parts.store.journal_head()
    parts.store.close()
    return {
        "scale": scale,
        "seed": seed,
        "incidents": counts[ev.IncidentReported],
        "orders": counts[ev.UnitAssigned],
        "arrivals": counts[ev.UnitArrived],
        "closed": counts[ev.IncidentClosed],
        "journal_entries": entries,
        "journal_sha256": head,
        "simulated_seconds": round(minutes * 60, 3),
        "wall_seconds": round(time.perf_counter() - begun, 3),
    }


def verify_journal(url: str) -> dict[str, Any]:
    """Check the hash chain of the store at `url`; changes nothing, and may run while the room is open."""
    store = open_store(url, only_to_read=True)
    try:
        verdict = store.verify()
    finally:
        store.close()
    return {
        "store": store.name,
        "sound": verdict.is_sound,
        "entries": verdict.entries,
        "head": verdict.head,
        "first_bad": verdict.first_bad,
        "why": verdict.why,
    }
