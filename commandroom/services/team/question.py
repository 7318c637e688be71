"""What a team is asked for, and the things as they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import inf

import numpy as np
import numpy.typing as npt

from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import Assignment, Incident, Kit, Post, Unit
from commandroom.models.domain.enums import AssignmentStatus, Ring
from commandroom.models.domain.ids import IncidentId, PostId, UnitId

Floats = npt.NDArray[np.float64]

NextEta = Callable[[Incident, tuple[Unit, ...]], float | None]
"""Seconds until the quickest of these units reaches another incident; None where none does."""


@dataclass(frozen=True)
class Question:
    """One incident, everybody on the register with their travel times, and what else is open."""

    incident: Incident
    units: tuple[Unit, ...]
    eta_s: Floats
    """(units,) seconds by road in each unit's own mode; for a video post 0 in view, else inf."""
    posts: Mapping[PostId, Post]
    assignments: tuple[Assignment, ...]
    """Those that are active, of every incident."""
    incidents: Mapping[IncidentId, Incident]
    """Every open one."""
    doctrine: Doctrine
    now: datetime
    next_eta: NextEta
    looked_s: float = inf
    """How far roads were searched, in seconds: an infinite time means "farther" then, not "no road"."""

    @cached_property
    def place_of(self) -> dict[UnitId, int]:
        """Where each unit stands in `units`."""
        return {unit.id: place for place, unit in enumerate(self.units)}

    @cached_property
    def hands(self) -> dict[UnitId, tuple[Kit, ...]]:
        """What units have at hand, as far as somebody has looked; filled by `fit.at_hand`."""
        return {}

    @cached_property
    def waited_s(self) -> float:
        """Seconds since the alarm."""
        return (self.now - self.incident.reported_at).total_seconds()

    @cached_property
    def on_scene(self) -> frozenset[UnitId]:
        """Units that have arrived where they were sent."""
        return frozenset(each.unit for each in self.assignments if each.status is AssignmentStatus.ON_SCENE)

    @cached_property
    def bound(self) -> Mapping[IncidentId, tuple[Assignment, ...]]:
        """Active assignments of each incident."""
        found: dict[IncidentId, tuple[Assignment, ...]] = {}
        for each in self.assignments:
            found[each.incident] = (*found.get(each.incident, ()), each)
        return found

    def left_s(self, ring: Ring | None) -> float | None:
        """Seconds in which a clock can still be met; None where it does not run, or is missed."""
        clock = None if ring is None else self.incident.ring(ring)
        if clock is None or not clock.is_running or clock.is_missed:
            return None
        return clock.limit_s - self.waited_s
