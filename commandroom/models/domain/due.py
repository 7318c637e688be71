"""When the clock's beat will next have something to write down, for whoever keeps an agenda."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import Assignment, Incident
from commandroom.models.domain.escalation import next_overdue_at
from commandroom.models.domain.rules import next_ring_due
from commandroom.models.domain.simple import time_outs


def dues(incident: Incident, orders: Iterable[Assignment], doctrine: Doctrine) -> Iterator[datetime]:
    """Every moment at which something about an open incident will be overdue, in no order.

    Args:
        orders: the newest assignment of every unit that was ever sent there.
    """
    if not incident.is_open:
        return
    orders = tuple(orders)
    ring = next_ring_due(incident)
    if ring is not None:
        yield ring
    limits = doctrine.limits(incident.kind, incident.level)
    for order in orders:
        late = next_overdue_at(order, incident, limits) if order.is_active else None
        if late is not None:
            yield late
    attended = any(order.on_scene_at is not None for order in orders)
    yield from (due for due, _ in time_outs(incident, doctrine, was_attended=attended))
