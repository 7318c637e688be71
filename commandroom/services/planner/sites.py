"""What a plan is made from: demand, places that could be stations, and which of them reaches what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from commandroom.errors import Refusal
from commandroom.geo import LatLon
from commandroom.models.domain.entities import Incident, Post
from commandroom.models.domain.enums import Level
from commandroom.roads.modes import Mode
from commandroom.roads.network import Floats
from commandroom.roads.travel import RoadRouter
from commandroom.services.coverage.times import targets_of

if TYPE_CHECKING:  # slow to import, and not needed before the first plan
    from scipy.sparse import csr_matrix

Flags = npt.NDArray[np.bool_]

WEIGHT_OF_LEVEL: Mapping[Level, float] = {Level.GRAVE: 5.0, Level.SERIOUS: 3.0, Level.ORDINARY: 1.0}
"""What a past incident weighs where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place where a station stands or could stand."""

    id: str
    name: str
    at: LatLon


@dataclass(frozen=True, slots=True, eq=False)
class PlanDemand:
    """Points and what reaching each is worth."""

    points: Floats
    """(n, 2) latitude and longitude."""
    weight: Floats
    """(n,) above 0."""


def demand_from_incidents(
    incidents: Iterable[Incident],
    *,
    until: datetime,
    weights: Mapping[Level, float] = WEIGHT_OF_LEVEL,
    half_life_days: float | None = None,
) -> PlanDemand:
    """Past incidents up to `until`, weighted by level; with a half-life older ones weigh less.

    Raises:
        Refusal: `planner.no_demand`, or `planner.bad_half_life`.
    """
    if half_life_days is not None and not half_life_days > 0:
        raise Refusal("planner.bad_half_life", days=half_life_days)
    past = sorted((each for each in incidents if each.reported_at <= until), key=lambda each: each.id)
    weight = np.array([weights[each.level] for each in past], dtype=np.float64)
    if half_life_days is not None:
        days = [(until - each.reported_at).total_seconds() / 86_400 for each in past]
        weight = weight * 0.5 ** (np.array(days, dtype=np.float64) / half_life_days)
    return demand_at([each.at for each in past], weight)


def demand_from_posts(posts: Iterable[Post]) -> PlanDemand:
    """Every post weighs the same."""
    places = [post.at for post in sorted(posts, key=lambda each: each.id)]
    return demand_at(places, np.ones(len(places)))


def demand_at(places: Sequence[LatLon], weight: npt.ArrayLike) -> PlanDemand:
    """Any points; those without weight are left out.

    Raises:
        Refusal: `planner.no_demand` where nothing is left, `planner.bad_weight` for a negative one.
    """
    points, worth = np.array(places, dtype=np.float64).reshape(-1, 2), np.asarray(weight, dtype=np.float64)
    if worth.shape != (len(points),) or not np.isfinite(worth).all() or (worth < 0).any():
        raise Refusal("planner.bad_weight")
    if not (worth > 0).any():
        raise Refusal("planner.no_demand")
    return PlanDemand(points[worth > 0], worth[worth > 0])


@dataclass(frozen=True, slots=True, eq=False)
class CoverTable:
    """Which site reaches which point of demand in time."""

    demand: PlanDemand
    sites: tuple[Site, ...]
    reaches: "csr_matrix"
    """(sites, n) 1 where the site reaches the point."""

    def covered(self, chosen: Iterable[int]) -> Flags:
        """(n,) whether some of the chosen sites reaches the point."""
        found = np.zeros(len(self.demand.weight), dtype=np.bool_)
        for site in chosen:
            found[self.reaches.indices[self.reaches.indptr[site] : self.reaches.indptr[site + 1]]] = True
        return found

    def weight(self, chosen: Iterable[int]) -> float:
        """How much demand the chosen sites reach together."""
        return float(self.demand.weight[self.covered(chosen)].sum())


def cover_table(
    router: RoadRouter, demand: PlanDemand, sites: Sequence[Site], *, mode: Mode, limit_s: float
) -> CoverTable:
    """One limited search for each site.

    Raises:
        Refusal: `planner.bad_limit`, `planner.no_sites` or `planner.site_twice`.
    """
    if not (isfinite(limit_s) and limit_s > 0):
        raise Refusal("planner.bad_limit", seconds=limit_s)
    if not sites:
        raise Refusal("planner.no_sites")
    seen: set[str] = set()
    for site in sites:
        if site.id in seen:
            raise Refusal("planner.site_twice", name=site.name, id=site.id)
        seen.add(site.id)
    starts = np.array([site.at for site in sites], dtype=np.float64)
    near = [row.demand for row in targets_of(router, demand.points, mode).rows(starts, limit_s)]
    return table_of(demand, sites, near)


def table_of(
    demand: PlanDemand, sites: Sequence[Site], near: Sequence[npt.NDArray[np.signedinteger]]
) -> CoverTable:
    """The table where the points each site reaches are already known."""
    from scipy.sparse import csr_matrix

    start = np.concatenate(([0], np.cumsum([len(each) for each in near])))
    points = np.concatenate([*near, np.empty(0, dtype=np.int32)])
    shape = (len(sites), len(demand.weight))
    return CoverTable(demand, tuple(sites), csr_matrix((np.ones(len(points)), points, start), shape=shape))
