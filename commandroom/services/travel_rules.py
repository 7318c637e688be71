"""How fast units move now: the room's speed rules, the time of day, what is drawn, what was learned."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from math import isfinite
from statistics import median

from commandroom.models.domain.doctrine import SpeedRules, TimeBand
from commandroom.models.domain.entities import Drawing
from commandroom.models.domain.enums import RoadEffect, UnitKind
from commandroom.models.domain.recorded import Trip
from commandroom.models.domain.rules import CHINA
from commandroom.roads.conditions import Band, Conditions, Effect
from commandroom.roads.modes import SPEEDS_KMH, Mode
from commandroom.roads.raw import RoadClass
from commandroom.services.team.whereabouts import MODE_OF

LEAST_TRIPS = 8
"""Fewer trips of a kind teach nothing."""
LEAST_RATIO, MOST_RATIO = 0.5, 2.0
"""However the trips were, a time is not changed by more."""
SHORTEST_S = 20.0
"""A shorter way says more about the door than about the road."""
SLOWEST_SHARE = 0.05
"""A slow road keeps at least this share of its speed; a closed one is another matter."""

Learned = Mapping[UnitKind, tuple[float, int]]
"""By kind of unit: how many times as long as foreseen its trips took (median), and of how many trips."""


def learned_factors(trips: Iterable[Trip]) -> dict[UnitKind, tuple[float, int]]:
    """The median of took / foreseen of each kind with enough trips, kept within bounds."""
    ratios: dict[UnitKind, list[float]] = defaultdict(list)
    for trip in trips:
        if isfinite(trip.eta_s) and trip.eta_s >= SHORTEST_S and trip.took_s > 0:
            ratios[trip.kind].append(trip.took_s / trip.eta_s)
    return {
        kind: (min(max(median(of_kind), LEAST_RATIO), MOST_RATIO), len(of_kind))
        for kind, of_kind in sorted(ratios.items())
        if len(of_kind) >= LEAST_TRIPS
    }


def conditions_of(
    speeds: SpeedRules, drawings: Iterable[Drawing], now: datetime, learned: Learned
) -> Conditions:
    """What travel times depend on at `now`. `learned` counts only where the rules say so.

    Raises:
        ValueError: a speed or a factor of the rules is no sensible number.
    """
    known = {mode.value: mode for mode in Mode}
    return Conditions(
        kmh={known[each.mode]: each.kmh for each in speeds.speeds if each.mode in known} or SPEEDS_KMH,
        factor={MODE_OF[kind]: ratio for kind, (ratio, _) in _used(speeds, learned).items()},
        bands=tuple(band_of(each) for each in speeds.bands),
        hour=_hour(now),
        ignores_oneway=frozenset({Mode.CAR}) if speeds.police_ignore_oneway else frozenset(),
        effects=tuple(_effect(each) for each in _with_effect(drawings)),
    )


def travel_line(speeds: SpeedRules, drawings: Iterable[Drawing], now: datetime, learned: Learned) -> str:
    """The same in one line of `key=value`, always in this order, for the record of a decision.

    `speeds` names modes that are not the program's, `band` hours and factor, `closed` and `slow` ids of
    drawings, `learned` kind:ratio/trips. What does not hold is not there.
    """
    drawn = _with_effect(drawings)
    band = next((each for each in speeds.bands if _holds(each, _hour(now))), None)
    parts = {
        "speeds": ",".join(f"{each.mode}:{'/'.join(f'{v:g}' for v in each.kmh)}" for each in speeds.speeds),
        "band": "" if band is None else f"{band.from_hour:g}-{band.to_hour:g}x{band.factor:g}",
        "oneway": "ignored_by_car" if speeds.police_ignore_oneway else "",
        "closed": ",".join(each.id for each in drawn if each.effect is RoadEffect.CLOSED),
        "slow": ",".join(f"{each.id}:{each.factor:g}" for each in drawn if each.effect is RoadEffect.SLOW),
        "learned": ",".join(
            f"{kind.value}:{ratio:.2f}/{count}" for kind, (ratio, count) in _used(speeds, learned).items()
        ),
    }
    said = " ".join(f"{key}={value}" for key, value in parts.items() if value)
    return said or "as shipped"


def band_of(band: TimeBand) -> Band:
    """Full effect from secondary roads up, half on tertiary ones, none below.

    A band that ends before it begins goes on after midnight.
    """
    full = 1.0 / band.factor
    rises = tuple(
        full if each >= RoadClass.SECONDARY else (1.0 + full) / 2 if each is RoadClass.TERTIARY else 1.0
        for each in RoadClass
    )
    ends = band.to_hour if band.to_hour > band.from_hour else band.to_hour + 24.0
    return band.from_hour, ends, rises


def _used(speeds: SpeedRules, learned: Learned) -> Learned:
    return learned if speeds.learned else {}


def _with_effect(drawings: Iterable[Drawing]) -> list[Drawing]:
    return sorted((each for each in drawings if each.effect is not RoadEffect.NONE), key=lambda each: each.id)


def _effect(drawing: Drawing) -> Effect:
    is_slow = drawing.effect is RoadEffect.SLOW
    return Effect(
        kind="slow" if is_slow else "closed",
        shape=drawing.kind.value,
        points=drawing.points,
        factor=min(max(drawing.factor, SLOWEST_SHARE), 1.0) if is_slow else 1.0,
        id=drawing.id,
    )


def _hour(now: datetime) -> float:
    local = now.astimezone(CHINA)
    return local.hour + local.minute / 60


def _holds(band: TimeBand, hour: float) -> bool:
    start, end, _ = band_of(band)
    return start <= hour < end or start <= hour + 24.0 < end
