"""What may be otherwise when a script is played again and again: where patrols are, how quick ways
and desks are.

Delays of crews, opponents and injects vary with the seed of the run by themselves (`drill.chance`).
"""

from dataclasses import dataclass

from commandroom.drill.chance import chance, human_delay_s
from commandroom.models.domain.ids import UnitId


@dataclass(frozen=True, slots=True)
class Vary:
    """The spread of one run."""

    seed: int
    travel_spread: float = 0.15
    """Sigma of the log of a way's travel time: 0.15 means two ways in three within about 15 %."""
    desk_spread: float = 0.35
    """The same of the time somebody at a desk takes to act, as of crews (`chance.human_delay_s`)."""
    roams: bool = True
    """Whether units on a round begin anywhere on it instead of where the register says."""

    def pace(self, unit: UnitId, errand: int) -> float:
        """What to multiply the seconds of one way with."""
        stream = chance(self.seed, "way", unit, str(errand))
        return stream.lognormvariate(0.0, self.travel_spread) if self.travel_spread > 0 else 1.0

    def desk_delay_s(self, step: int, seconds: float) -> float:
        """How long the desk takes to do a step of the answer for which the script gives `seconds`."""
        stream = chance(self.seed, "desk", str(step))
        return human_delay_s(stream, median_s=seconds, spread=self.desk_spread) if seconds > 0 else 0.0

    def share(self, unit: UnitId) -> float:
        """How much of its first leg a unit on a round has gone, 0 to 1."""
        return chance(self.seed, "starting place", unit).random()
