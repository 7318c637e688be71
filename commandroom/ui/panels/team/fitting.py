"""What a unit that nobody proposed would be good for in a plan."""

from collections.abc import Iterable

from commandroom.models.domain.doctrine import PlanNeed, ResponsePlan
from commandroom.models.domain.entities import Kit, Unit
from commandroom.models.domain.gates import accepts, lacking


def need_for(unit: Unit, plan: ResponsePlan | None, unfilled: Iterable[str] = ()) -> PlanNeed | None:
    """The first unfilled function it fits, else the first it fits at all, else None."""
    if plan is None:
        return None
    fitting = [need for need in plan.needs if accepts(need, unit)]
    wanted = tuple(unfilled)
    return next((need for need in fitting if need.role in wanted), next(iter(fitting), None))


def parted_kit(unit: Unit, need: PlanNeed | None) -> tuple[tuple[Kit, ...], tuple[Kit, ...]]:
    """Of what a need asks for: what the unit carries itself, and what it lacks."""
    if need is None:
        return (), ()
    lacks = lacking(need, unit.equipment)
    return tuple(each for each in need.kit if each not in lacks), lacks


def kit_words(kit: Iterable[Kit]) -> str:
    """Equipment in a few words."""
    return " ".join(each.item if each.count == 1 else f"{each.item}×{each.count}" for each in kit)
