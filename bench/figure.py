"""One measured figure, beside its peer, and the machine it was measured on."""

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`ratio` is value / peer_value; None where there is no peer."""

    name: str
    value: float
    unit: str
    peer: str
    peer_value: float | None
    how: str

    def plain(self) -> dict[str, object]:
        """As one JSON object."""
        ratio = None if not self.peer_value else round(self.value / self.peer_value, 4)
        rounded = None if self.peer_value is None else round(self.peer_value, 4)
        return asdict(self) | {
            "value": round(self.value, 4),
            "peer_value": rounded,
            "ratio": ratio,
            "machine": machine(),
        }


def machine() -> str:
    """What this was measured on."""
    cores, python = os.cpu_count(), platform.python_version()
    return f"{platform.machine()}, {cores} cores, {platform.system()}, Python {python}"


def median_ms(act: Callable[[], object], *, rounds: int) -> float:
    """Median milliseconds of `act` over `rounds` runs, one run before to warm up."""
    act()
    spans = []
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        spans.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spans)
