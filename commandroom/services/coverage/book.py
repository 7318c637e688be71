"""The book of coverage: what does not change while units do, and the pictures made from it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import isfinite
from threading import Lock

import numpy as np

from commandroom.errors import Refusal
from commandroom.geo import distance_m
from commandroom.models.domain.entities import Post, Unit
from commandroom.models.domain.enums import UnitKind
from commandroom.models.domain.ids import UnitId
from commandroom.models.domain.rules import why_unit_cannot_go
from commandroom.roads.modes import Mode
from commandroom.roads.travel import RoadRouter
from commandroom.services.coverage.demand import STREET_STEP_M, Demand, demand_of
from commandroom.services.coverage.picture import Coverage, Stand
from commandroom.services.coverage.table import flat_of, quickest_of, renewed
from commandroom.services.coverage.times import Row, Targets, targets_of
from commandroom.services.recommendation import MODE_OF

MOST_RENEWED = 100
"""Where more units than this changed, looking at every row once is quicker."""


def covers(unit: Unit) -> bool:
    """Whether a unit counts: on duty, not assigned, and people who can go (no drone, no video post)."""
    return unit.incident is None and why_unit_cannot_go(unit) is None and unit.kind is not UnitKind.DRONE


class CoverageBook:
    """Demand, limits and roads; makes pictures of the coverage. Safe for many threads.

    Built anew when posts, limits, roads or closures change; a picture is renewed when units do.
    """

    def __init__(
        self,
        router: RoadRouter,
        posts: Iterable[Post],
        limits_s: Sequence[float],
        *,
        street_step_m: float = STREET_STEP_M,
        still_m: float = 0.0,
    ) -> None:
        """Cheap but for the street samples (tens of milliseconds on a city).

        Args:
            limits_s: the rings in seconds, rising: 60, 180, 300 or 60, 180, 480.
            still_m: a unit that moved no farther than this keeps what was known of it.

        Raises:
            Refusal: `coverage.limits_must_rise` or `coverage.bad_step`.
        """
        limits = tuple(float(each) for each in limits_s)
        rises = all(sooner < later for sooner, later in pairwise((0.0, *limits)))
        if not limits or not rises or not isfinite(limits[-1]):
            said = " / ".join(f"{each:g}" for each in limits) or "—"
            raise Refusal("coverage.limits_must_rise", limits=said)
        if not (street_step_m > 0 and isfinite(street_step_m)):
            raise Refusal("coverage.bad_step", step=street_step_m)
        self.router = router
        self.limits_s = limits
        self.demand: Demand = demand_of(router.network, posts, street_step_m=street_step_m)
        self._still_m = still_m
        self._building = Lock()
        self._targets: dict[Mode, Targets] = {}
        self._post_rows: dict[Mode, tuple[Row, ...]] = {}

    def survey(self, units: Iterable[Unit]) -> Coverage:
        """The picture from nothing: one limited search for each free unit."""
        known = {unit.id: unit for unit in units}
        stands = {unit.id: Stand(unit.at, MODE_OF[unit.kind]) for unit in known.values() if covers(unit)}
        return self._whole(tuple(sorted(known)), stands, self._rows(stands))

    def renew(self, picture: Coverage, units: Iterable[Unit]) -> Coverage:
        """`picture` for the units as they are now; only those that moved, left or came are searched.

        The same picture comes back where nothing that matters changed.
        """
        known = {unit.id: unit for unit in units}
        stands = {unit.id: self._stand(picture, unit) for unit in known.values() if covers(unit)}
        return self.moved(picture, tuple(sorted(known)), stands)

    def moved(self, picture: Coverage, units: tuple[UnitId, ...], stands: Mapping[UnitId, Stand]) -> Coverage:
        """The same with the free units given by where they stand; `units` are all, in order."""
        asked = {unit: stand for unit, stand in stands.items() if picture.stands.get(unit) != stand}
        left = [unit for unit in picture.stands if unit not in stands]
        if not asked and not left and units == picture.units:
            return picture
        fresh = self._rows(asked)
        if units != picture.units or len(asked) + len(left) > MOST_RENEWED:
            kept = {unit: picture.rows[picture.slot_of[unit]] for unit in stands if unit not in asked}
            return self._whole(units, stands, kept | fresh)
        changed: dict[int, Row | None] = {picture.slot_of[unit]: None for unit in left}
        changed |= {picture.slot_of[unit]: row for unit, row in fresh.items()}
        rows = {slot: row for slot, row in picture.rows.items() if slot not in changed}
        rows |= {slot: row for slot, row in changed.items() if row is not None}
        flat = flat_of(rows)
        table = renewed(picture.quickest, changed, flat)
        return Coverage(self.demand, self.limits_s, units, dict(stands), rows, table, flat)

    def post_rows(self, mode: Mode) -> tuple[Row, ...]:
        """What a unit of `mode` would reach from each post, in the order of the posts; found once."""
        with self._building:
            if mode in self._post_rows:
                return self._post_rows[mode]
        posts = self.demand.points[: self.post_count]
        made = self.targets(mode).rows(posts, self.limits_s[-1])
        with self._building:
            return self._post_rows.setdefault(mode, made)

    @property
    def post_count(self) -> int:
        """How many posts there are; they are the first points of the demand."""
        return sum(1 for each in self.demand.ids if each)

    def targets(self, mode: Mode) -> Targets:
        """The demand on the roads of a mode; made on first use."""
        with self._building:
            if mode not in self._targets:
                self._targets[mode] = targets_of(self.router, self.demand.points, mode)
            return self._targets[mode]

    def _stand(self, picture: Coverage, unit: Unit) -> Stand:
        now, before = Stand(unit.at, MODE_OF[unit.kind]), picture.stands.get(unit.id)
        is_still = before is not None and before.mode is now.mode and before.at != now.at
        if before is not None and is_still and distance_m(before.at, now.at) <= self._still_m:
            return before
        return now

    def _rows(self, stands: Mapping[UnitId, Stand]) -> dict[UnitId, Row]:
        """Units of one mode at one place are searched once."""
        found: dict[UnitId, Row] = {}
        for mode in dict.fromkeys(stand.mode for stand in stands.values()):
            units = [unit for unit, stand in stands.items() if stand.mode is mode]
            places = {stands[unit].at: 0 for unit in units}
            rows = self.targets(mode).rows(np.array(list(places), dtype=np.float64), self.limits_s[-1])
            by_place = dict(zip(places, rows, strict=True))
            found |= {unit: by_place[stands[unit].at] for unit in units}
        return found

    def _whole(
        self, units: tuple[UnitId, ...], stands: Mapping[UnitId, Stand], rows: Mapping[UnitId, Row]
    ) -> Coverage:
        by_slot = {slot: rows[unit] for slot, unit in enumerate(units) if unit in rows}
        table = quickest_of(by_slot, len(self.demand))
        return Coverage(self.demand, self.limits_s, units, dict(stands), by_slot, table)
