"""What the plan asks for, as places to fill one by one."""

from dataclasses import dataclass, replace

from commandroom.models.domain.doctrine import PlanNeed, ResponsePlan, SimpleRule
from commandroom.models.domain.entities import Incident
from commandroom.models.domain.enums import Party, Ring, UnitKind
from commandroom.models.domain.gates import EYES
from commandroom.models.domain.simple import rule_of
from commandroom.services.team.question import Question

HANDLERS = (Party.GUARD, Party.VOLUNTEER)
"""Who handles a simple incident."""

NO_PLAN = ResponsePlan(
    "", (), (PlanNeed("first", "先期处置", "first handling", ring=Ring.MUTUAL, parties=()),)
)
"""Where the rules name no plan at all, the nearest goes."""

POLICE_ASKED = PlanNeed("police", "公安处置", "police", ring=Ring.SUPPORT, parties=(Party.POLICE,))
"""Added where the operator has said that police are needed and the plan does not ask for them."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One unit of one need."""

    need: PlanNeed
    number: int
    """Which of its kind, from 0."""
    from_post: bool = False
    """Only a unit of a linked post."""

    @property
    def is_watch(self) -> bool:
        """Whether a fixed video post may fill it."""
        return UnitKind.VIDEO in self.need.kinds


@dataclass(frozen=True, slots=True)
class Wanted:
    """The plan that applies, and its slots in the order of the plan."""

    plan: ResponsePlan
    rule: SimpleRule | None
    slots: tuple[Slot, ...]


def wanted(question: Question) -> Wanted:
    """What this incident asks for now."""
    incident = question.incident
    plan = question.doctrine.plan(incident.kind, incident.level) or NO_PLAN
    rule = rule_of(incident, question.doctrine)
    needs = _with_police(plan.needs, incident) if rule is None else _simple(plan.needs, rule)
    slots = tuple(
        Slot(need, number, from_post=rule is not None and place == 0)
        for place, need in enumerate(needs)
        for number in range(need.count)
    )
    return Wanted(plan, rule, slots)


def _with_police(needs: tuple[PlanNeed, ...], incident: Incident) -> tuple[PlanNeed, ...]:
    asked = any(each.parties == (Party.POLICE,) and each.is_required for each in needs)
    return needs if asked or not incident.police_needed else (*needs, POLICE_ASKED)


def _simple(needs: tuple[PlanNeed, ...], rule: SimpleRule) -> tuple[PlanNeed, ...]:
    """The first of the plan's needs from the nearest linked post; then the others, without police.

    Eyes are nobody on scene: a police camera may watch.
    """
    others = [held for each in needs if (held := _without_police(each)) is not None]
    first = others[0] if others else NO_PLAN.needs[0]
    post = replace(first, count=1, parties=HANDLERS, kinds=(), within_s=rule.post_within_s, is_required=True)
    return (post, *others[1:])


def _without_police(need: PlanNeed) -> PlanNeed | None:
    if need.kinds and all(kind in EYES for kind in need.kinds):
        return need
    parties = tuple(each for each in need.parties or HANDLERS if each is not Party.POLICE)
    return replace(need, parties=parties) if parties else None
