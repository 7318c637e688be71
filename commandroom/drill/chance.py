"""Chance from one seed, split by concern, so that one concern's draws never disturb another's."""

from hashlib import sha256
from math import log
from random import Random


def chance(seed: int, *concern: str) -> Random:
    """The stream of chance for one concern, e.g. ``chance(7, "patrol", unit)``; the same on every machine."""
    text = "\x1f".join((str(seed), *concern))
    return Random(int.from_bytes(sha256(text.encode()).digest()[:8], "big"))


def human_delay_s(rng: Random, *, median_s: float, spread: float = 0.35) -> float:
    """A delay as people have it: log-normal about `median_s`, between a third of it and four times it."""
    return min(max(rng.lognormvariate(log(median_s), spread), median_s / 3), median_s * 4)
