"""What runs without a window: the demo at full speed, and the check of a journal."""

from typing import Any

from commandroom.demo.headless import run_demo
from commandroom.models.opening import open_store


def demo_summary(*, scale: str, seed: int, minutes: float) -> dict[str, Any]:
    """Play the demo in memory for `minutes` of its own time, nobody at the desk."""
    return run_demo(scale, seed=seed, minutes=minutes).as_json()


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
