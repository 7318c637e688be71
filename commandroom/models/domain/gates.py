"""The gates that every order passes, on whatever road it comes: drag, key, palette, phone or drill."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from commandroom.geo import distance_m
from commandroom.models.domain.doctrine import Doctrine, Doubt, Gate, PlanNeed, ResponsePlan
from commandroom.models.domain.entities import Incident, Kit, Post, Unit
from commandroom.models.domain.enums import Duty, Party, UnitKind
from commandroom.models.domain.errors import UnitBusy, UnitNotAvailable

STALE_AFTER = timedelta(minutes=10)
"""A position older than this may be anywhere by now."""

AT_POST_M = 100.0
"""A unit this near to its post stands there."""

SCRIPTED = tuple(each for each in Doubt if each is not Doubt.BUSY)
"""What scripts and assistants confirm with every order: they mean what they order, and take nobody away."""

EYES = (UnitKind.DRONE, UnitKind.VIDEO)
"""They bring no people."""


def doubts(
    unit: Unit,
    incident: Incident,
    *,
    plan: ResponsePlan | None,
    mates: Iterable[Unit],
    now: datetime,
    post: Post | None = None,
) -> tuple[Doubt, ...]:
    """Why sending `unit` to `incident` may be wrong, gravest first, whatever the gates make of it.

    Args:
        mates: everybody bound to the incident, or about to be sent with it; `unit` itself does no harm.
        post: its home post; while it stands there it can take what the post keeps, and its place is known.
    """
    stands_there = post is not None and distance_m(unit.at, post.at) <= AT_POST_M
    at_hand = (*unit.equipment, *post.equipment) if post is not None and stands_there else unit.equipment
    is_old = unit.position_at is not None and now - unit.position_at > STALE_AFTER
    found = {
        Doubt.BUSY: unit.incident is not None and unit.incident != incident.id,
        Doubt.OFF: unit.duty is Duty.OFF,
        Doubt.RESTING: unit.duty is Duty.RESTING,
        Doubt.NO_CREW: unit.crew <= 0,
        Doubt.WRONG_KIND: _is_wrong_kind(unit, plan),
        Doubt.MISSING_KIT: _lacks_kit(unit, plan, at_hand),
        Doubt.ALONE: _is_alone(unit, incident, plan, mates),
        Doubt.STALE: is_old and not stands_there,
    }
    return tuple(doubt for doubt, is_so in found.items() if is_so)


def asked_about(
    unit: Unit,
    incident: Incident,
    *,
    plan: ResponsePlan | None,
    doctrine: Doctrine,
    mates: Iterable[Unit],
    now: datetime,
    post: Post | None = None,
) -> tuple[Doubt, ...]:
    """The doubts whose gate warns.

    Raises:
        UnitBusy, UnitNotAvailable: a doubt whose gate blocks, or a video post, which never goes.
    """
    if unit.kind is UnitKind.VIDEO:
        raise UnitNotAvailable(unit.call_sign, "video")
    found = doubts(unit, incident, plan=plan, mates=mates, now=now, post=post)
    for doubt in found:
        if doctrine.gate(doubt) is Gate.BLOCK:
            if doubt is Doubt.BUSY:
                raise UnitBusy(unit.call_sign, unit.incident or "")
            raise UnitNotAvailable(unit.call_sign, doubt.value)
    return tuple(doubt for doubt in found if doctrine.gate(doubt) is Gate.WARN)


def accepts(need: PlanNeed, unit: Unit) -> bool:
    """Whether a function of a plan asks for a unit of this sort; its kit and crew are other questions."""
    if need.parties and unit.party not in need.parties:
        return False
    return unit.kind in need.kinds if need.kinds else unit.kind not in EYES


def lacking(need: PlanNeed, equipment: Iterable[Kit]) -> tuple[Kit, ...]:
    """What of the need's kit is not there in its number."""
    have: dict[str, int] = {}
    for each in equipment:
        have[each.item] = have.get(each.item, 0) + each.count
    return tuple(each for each in need.kit if have.get(each.item, 0) < each.count)


def _is_wrong_kind(unit: Unit, plan: ResponsePlan | None) -> bool:
    return plan is not None and bool(plan.needs) and not any(accepts(each, unit) for each in plan.needs)


def _lacks_kit(unit: Unit, plan: ResponsePlan | None, at_hand: Sequence[Kit]) -> bool:
    """Whether it could fill no function of the plan with what it has at hand."""
    wanted = [] if plan is None else [each for each in plan.needs if accepts(each, unit)]
    return bool(wanted) and all(lacking(each, at_hand) for each in wanted)


def _is_alone(unit: Unit, incident: Incident, plan: ResponsePlan | None, mates: Iterable[Unit]) -> bool:
    """Whether the plan forbids its people there without police, and no police are on it.

    The own post's people are there already: for them the plan's caution says to keep their distance.
    """
    if plan is None or unit.party not in plan.never_alone or unit.kind in EYES:
        return False
    if incident.own_post is not None and unit.home_post == incident.own_post:
        return False
    return not any(each.party is Party.POLICE and each.kind not in EYES for each in mates)
