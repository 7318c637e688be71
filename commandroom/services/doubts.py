"""What the gates will find in an order, as far as a screen's picture knows."""

from collections.abc import Iterable
from datetime import datetime

from commandroom.models.domain import gates
from commandroom.models.domain.doctrine import Doubt
from commandroom.models.domain.entities import Incident, Unit
from commandroom.services.situation import Situation


def doubts_about(
    here: Situation, unit: Unit, incident: Incident, *, now: datetime, team: Iterable[Unit] = ()
) -> tuple[Doubt, ...]:
    """As `gates.doubts`; `team`: who is sent with it, besides those bound to the incident already."""
    bound = [here.unit(each.unit) for each in here.assignments(incident.id) if each.is_active]
    return gates.doubts(
        unit,
        incident,
        plan=here.doctrine.plan(incident.kind, incident.level),
        mates=(*bound, *team),
        now=now,
        post=None if unit.home_post is None else here.posts.get(unit.home_post),
    )
