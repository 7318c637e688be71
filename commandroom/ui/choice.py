"""Which one unit the room proposes first: the nearest that stops a clock nobody is on the way to stop."""

from collections.abc import Iterable, Mapping

from commandroom.models.domain.entities import Assignment, Incident, Unit
from commandroom.models.domain.enums import Ring
from commandroom.models.domain.ids import UnitId
from commandroom.models.domain.rules import ring_of
from commandroom.services.recommendation import Candidate


def proposed(
    incident: Incident,
    ranking: Iterable[Candidate],
    units: Mapping[UnitId, Unit],
    assigned: Iterable[Assignment],
) -> Candidate | None:
    """The candidate to send next, or None when nobody may go.

    `ranking` comes nearest first. A clock counts as served while a unit that would stop it is bound to
    the incident. A drone stops no clock, so it is never proposed.
    """
    able = [each for each in ranking if each.may_go and each.ring is not None]
    served = {ring_of(units[each.unit], incident.own_post) for each in assigned if each.is_active}
    wanted = [ring for ring in _running(incident) if ring not in served]
    for ring in wanted:
        found = next((each for each in able if each.ring is ring and each.meets_ring), None)
        if found is not None:
            return found
    late = next((each for each in able if each.ring in wanted), None)
    return late if late is not None else next(iter(able), None)


def _running(incident: Incident) -> list[Ring]:
    """The clocks that still run, shortest limit first; support only where the police are needed."""
    clocks = sorted(
        (clock for clock in incident.rings if clock.is_running and not clock.is_missed),
        key=lambda clock: clock.limit_s,
    )
    needed = [clock.ring for clock in clocks if incident.police_needed or clock.ring is not Ring.SUPPORT]
    return needed or [clock.ring for clock in clocks]
