"""From a ring to orders: who is sent, who changes his point, who is no longer needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.decision import (
    CONTAINMENT,
    Considered,
    Decision,
    LeftOut,
    Shortfall,
    UnitOrder,
)
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.containment import Containment, Hold
from commandroom.ui.panels.contain.case import HOLD, SAME_M


@dataclass(frozen=True, slots=True)
class Change:
    """What must be ordered so that the ring is as computed."""

    send: tuple[Hold, ...] = ()
    move: tuple[Hold, ...] = ()
    """Units ordered already, but to another point."""
    drop: tuple[UnitId, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is to be ordered."""
        return bool(self.send or self.move or self.drop)


def change(holds: Iterable[Hold], ordered: Mapping[UnitId, LatLon]) -> Change:
    """The difference between a ring and the orders in force, by unit and goal."""
    send, move, kept = [], [], set()
    for each in holds:
        unit = UnitId(each.unit)
        goal = ordered.get(unit)
        kept.add(unit)
        if goal is None:
            send.append(each)
        elif distance_m(goal, each.at) > SAME_M:
            move.append(each)
    return Change(tuple(send), tuple(move), tuple(sorted(ordered.keys() - kept)))


def order(hold: Hold, name: str) -> UnitOrder:
    """The order to go and hold a point."""
    return UnitOrder(UnitId(hold.unit), round(hold.unit_eta_s, 1), HOLD, hold.at, name)


def decision(
    ring: Containment,
    incident: IncidentId,
    sent: Iterable[Hold],
    *,
    made_at: datetime,
    assumed: str,
    points: tuple[str, str],
) -> Decision:
    """The record: the ring as proposed, who was sent, what stays open.

    `points`: "hold point" in Chinese and English.
    """
    zh, en = points
    holes = len(ring.holes)
    return Decision(
        incident=incident,
        made_at=made_at,
        plan=CONTAINMENT,
        simple_rule="",
        travel=assumed,
        nearest=tuple(
            Considered(UnitId(each.unit), round(each.unit_eta_s, 1), HOLD)
            for each in sorted(ring.holds, key=lambda each: (each.unit_eta_s, each.unit))
            if isfinite(each.unit_eta_s)
        ),
        farther=(LeftOut("", len(ring.spare)),) if ring.spare else (),
        proposed=tuple(UnitId(each.unit) for each in ring.holds),
        chosen=tuple(UnitId(each.unit) for each in sent),
        shortfalls=(Shortfall(HOLD, zh, en, holes, ()),) if holes else (),
    )
