"""合围: the smallest set of road points that shuts a fleeing suspect in, and who holds which in time."""

from commandroom.services.containment.contain import contain, later
from commandroom.services.containment.question import (
    Containment,
    ContainmentQuestion,
    Flight,
    Hold,
    HoldUnit,
    Hole,
)

__all__ = ["Containment", "ContainmentQuestion", "Flight", "Hold", "HoldUnit", "Hole", "contain", "later"]
