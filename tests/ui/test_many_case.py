"""What the many-at-once window asks: which functions are open, who may fill them, and what is recorded."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from commandroom.geo import LatLon, distance_m, moved
from commandroom.models.domain.doctrine import Doctrine, PlanNeed, ResponsePlan
from commandroom.models.domain.entities import Assignment, Incident, Kit, RingClock, Unit
from commandroom.models.domain.enums import AssignmentStatus, Duty, Level, Party, Ring, UnitKind
from commandroom.models.domain.ids import IncidentId, KindCode, UnitId
from commandroom.models.domain.teams import check_decision
from commandroom.services.many_case import ManyCase, Scene, Stopped, by_incident, work_out
from tests.conftest import MARKET, NINE_PM
from tests.ui.many_city import city_router, city_scene

METRES_PER_S = 5.0
SHIELD = Kit("盾牌", 1)
GUARD = PlanNeed("guard", "稳控", "control", ring=Ring.MUTUAL, parties=(Party.GUARD,), kit=(SHIELD,))
POLICE = PlanNeed("police", "处置", "police", ring=Ring.SUPPORT, parties=(Party.POLICE,))
LUXURY = PlanNeed("extra", "增援", "extra", parties=(Party.POLICE,), is_required=False)
PLAN = ResponsePlan("knife", (KindCode("knife"),), (GUARD, POLICE, LUXURY))
RULES = Doctrine((PLAN,))


class Crow:
    """Everybody walks straight at five metres a second."""

    def times(
        self, origins: npt.ArrayLike, goals: npt.ArrayLike, _mode: object, **_more: Any
    ) -> npt.NDArray[np.float64]:
        starts, ends = np.asarray(origins).reshape(-1, 2), np.asarray(goals).reshape(-1, 2)
        return np.array(
            [[distance_m(LatLon(*each), LatLon(*goal)) / METRES_PER_S for goal in ends] for each in starts]
        ).reshape(len(starts), len(ends))


def incident(number: int, east_m: float = 0, waited_s: float = 0) -> Incident:
    rings = (RingClock(Ring.MUTUAL, 180), RingClock(Ring.SUPPORT, 300))
    return Incident(
        IncidentId(f"JQ-20260501-{number:04}"), KindCode("knife"), Level.GRAVE, True,
        moved(MARKET, east_m=east_m, north_m=0), "夏市口", "", "",
        NINE_PM - timedelta(seconds=waited_s), rings,
    )  # fmt: skip


def unit(name: str, party: Party, east_m: float, **more: Any) -> Unit:
    at = moved(MARKET, east_m=east_m, north_m=0)
    return Unit(UnitId(name), name, UnitKind.FOOT, party, 2, at, equipment=(SHIELD,), **more)


def worked(
    incidents: tuple[Incident, ...], units: tuple[Unit, ...], *bound: Assignment, rules: Doctrine = RULES
) -> ManyCase:
    scene = Scene(incidents, units, bound, (), rules, NINE_PM, travel="平时")
    return work_out(Crow(), scene, lambda _done, _of: None, lambda: False)  # type: ignore[arg-type]


def sent(case: ManyCase) -> dict[tuple[str, str], str]:
    return {(each.incident, each.slot.split("-")[0]): each.unit for each in case.plan.optimal.pairs}


def test_what_the_plan_requires_is_asked_for_and_nothing_else() -> None:
    case = worked((incident(1),), (unit("G", Party.GUARD, 100), unit("P", Party.POLICE, 200)))
    assert sent(case) == {("JQ-20260501-0001", "guard"): "G", ("JQ-20260501-0001", "police"): "P"}
    assert [each.need.role for each in case.places.values()] == ["guard", "police"]


def test_what_somebody_already_fills_is_asked_for_no_more() -> None:
    first = incident(1)
    there = unit("G", Party.GUARD, 100, incident=first.id)
    bound = Assignment(there.id, first.id, 1, AssignmentStatus.EN_ROUTE, NINE_PM, "值班员", role="guard")
    case = worked((first,), (there, unit("G2", Party.GUARD, 50), unit("P", Party.POLICE, 200)), bound)
    assert sent(case) == {(first.id, "police"): "P"}


@pytest.mark.parametrize(
    "held",
    [{"duty": Duty.OFF}, {"duty": Duty.RESTING}, {"incident": IncidentId("JQ-20260501-0009")}],
    ids=["off", "resting", "busy"],
)
def test_only_the_free_are_sent(held: dict[str, Any]) -> None:
    case = worked((incident(1),), (unit("G", Party.GUARD, 100), unit("P", Party.POLICE, 50, **held)))
    assert sent(case) == {("JQ-20260501-0001", "guard"): "G"}
    assert [each.why for each in case.plan.optimal.unfilled] == ["many.unfilled.nobody_able"]


def test_one_without_the_kit_is_taken_only_where_another_comes_much_later() -> None:
    bare = replace(unit("A", Party.GUARD, 100), equipment=())
    near, far = unit("B", Party.GUARD, 800), unit("B", Party.GUARD, 1200)
    assert "B" in sent(worked((incident(1),), (bare, near))).values()
    case = worked((incident(1),), (bare, far))
    assert "A" in sent(case).values()
    pair = case.plan.optimal.pairs[0]
    assert case.lacks(pair) == (SHIELD,)
    assert case.eta_s(pair) == pytest.approx(20, abs=0.1), "the price of the kit is no travel time"


def test_one_beyond_the_distance_of_the_plan_is_too_far_and_not_unable() -> None:
    rules = Doctrine((replace(PLAN, needs=(replace(GUARD, within_s=60),)),))
    first = replace(incident(1), police_needed=False)
    case = worked((first,), (unit("G", Party.GUARD, 500),), rules=rules)
    assert [each.why for each in case.plan.optimal.unfilled] == ["many.unfilled.too_far"]
    near = worked((first,), (unit("G", Party.GUARD, 250),), rules=rules)
    assert list(sent(near).values()) == ["G"]


def test_late_is_counted_from_the_alarm() -> None:
    crowd = (unit("G", Party.GUARD, 500), unit("P", Party.POLICE, 500))
    fresh, old = worked((incident(1),), crowd), worked((incident(1, waited_s=100),), crowd)
    assert [fresh.is_late(each) for each in fresh.plan.optimal.pairs] == [False, False]
    assert [old.is_late(each) for each in old.plan.optimal.pairs] == [True, False]


def test_the_record_names_plan_function_times_and_conditions_and_can_be_kept() -> None:
    case = worked((incident(1),), (unit("G", Party.GUARD, 100), unit("P", Party.POLICE, 200)))
    pairs = by_incident(case.plan.optimal)[IncidentId("JQ-20260501-0001")]
    decision = case.decision(pairs[0].incident, pairs[:1])
    check_decision(decision, pairs[0].incident)
    assert (decision.plan, decision.travel, decision.chosen) == ("knife", "平时", ("G",))
    assert decision.proposed == ("G", "P")
    assert not decision.is_override
    assert {each.unit: each.eta_s for each in decision.nearest}[UnitId("G")] == pytest.approx(20, abs=0.1)


def test_nothing_open_and_nobody_there_are_answers_too() -> None:
    assert worked((), (unit("G", Party.GUARD, 1),)).plan.optimal.pairs == ()
    empty = worked((incident(1),), ())
    assert [each.why for each in empty.plan.optimal.unfilled] == ["many.unfilled.nobody_able"] * 2


def test_it_stops_when_the_answer_is_wanted_no_more() -> None:
    scene = Scene((incident(1),), (unit("G", Party.GUARD, 100),), (), (), RULES, NINE_PM)
    with pytest.raises(Stopped):
        work_out(Crow(), scene, lambda _done, _of: None, lambda: True)  # type: ignore[arg-type]


def test_in_the_city_the_best_is_never_dearer_and_sends_nobody_twice() -> None:
    scene = city_scene(40)
    case = work_out(city_router(), scene, lambda _done, _of: None, lambda: False)
    best, hand = case.plan.optimal, case.plan.greedy
    assert best.cost < hand.cost
    for way in (best, hand):
        assert len({each.unit for each in way.pairs}) == len(way.pairs)
        assert len(way.pairs) + len(way.unfilled) == len(case.places)
    assert all(each.is_free for each in scene.units if each.id in {pair.unit for pair in best.pairs})
