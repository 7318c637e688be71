"""Many at once: the best against every possible assignment, and against the hand."""

from dataclasses import replace
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commandroom.errors import Refusal
from commandroom.models.domain.enums import Level
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.many import (
    FARTHEST_S,
    UNFILLED_S,
    Assigned,
    Need,
    assign_many,
    costs,
    weight_of,
)
from commandroom.wording import Wording


def case(seed: int, needs: int, units: int) -> tuple[list[Need], list[UnitId], np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    wanted = [
        Need(
            IncidentId(f"I-{n // 2}"),
            f"slot-{n % 2}",
            Level(int(chance.integers(1, 4))),
            float(chance.integers(0, 900)),
            float(chance.choice([60, 180, 300])),
        )
        for n in range(needs)
    ]
    seconds = chance.integers(0, 30, (needs, units)) * 20.0  # many ties
    seconds[chance.random((needs, units)) < 0.1] = np.inf
    return wanted, [UnitId(f"U-{n}") for n in range(units)], seconds, chance.random((needs, units)) < 0.7


def brute_force(needs: list[Need], seconds: np.ndarray, able: np.ndarray) -> float:
    """The least cost over every choice of a unit or nobody for each need."""
    cost = costs(needs, seconds)
    best = float("inf")
    choices = [
        [-1, *(u for u in range(seconds.shape[1]) if able[n, u] and seconds[n, u] <= FARTHEST_S)]
        for n in range(len(needs))
    ]
    for chosen in product(*choices):
        taken = [unit for unit in chosen if unit >= 0]
        if len(set(taken)) == len(taken):
            total = sum(
                cost[n, unit] if unit >= 0 else weight_of(needs[n]) * UNFILLED_S
                for n, unit in enumerate(chosen)
            )
            best = min(best, total)
    return best


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(0, 5))
def test_no_assignment_is_cheaper_than_the_optimal_one(seed: int, needs: int, units: int) -> None:
    wanted, crews, seconds, able = case(seed, needs, units)
    plan = assign_many(wanted, crews, seconds, able)
    assert plan.optimal.cost == pytest.approx(brute_force(wanted, seconds, able))
    assert plan.optimal.cost <= plan.greedy.cost + 1e-6
    assert 0.0 <= plan.saved + 1e-12 <= 1.0


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(0, 15))
def test_both_fill_each_slot_once_with_an_able_unit(seed: int, needs: int, units: int) -> None:
    wanted, crews, seconds, able = case(seed, needs, units)
    plan = assign_many(wanted, crews, seconds, able)
    for filled in (plan.optimal, plan.greedy):
        slots = [(each.incident, each.slot) for each in (*filled.pairs, *filled.unfilled)]
        assert sorted(slots) == sorted((need.incident, need.slot) for need in wanted)
        assert len({pair.unit for pair in filled.pairs}) == len(filled.pairs)
        for pair in filled.pairs:
            row = next(
                n for n, need in enumerate(wanted) if (need.incident, need.slot) == (pair.incident, pair.slot)
            )
            column = crews.index(pair.unit)
            assert able[row, column]
            assert pair.eta_s == seconds[row, column] <= FARTHEST_S
            assert pair.is_late == (wanted[row].waited_s + pair.eta_s > wanted[row].limit_s)
        _reasons_hold(filled, wanted, crews, seconds, able)


def _reasons_hold(
    filled: Assigned, wanted: list[Need], crews: list[UnitId], seconds: np.ndarray, able: np.ndarray
) -> None:
    taken = {pair.unit for pair in filled.pairs}
    for each in filled.unfilled:
        row = next(
            n for n, need in enumerate(wanted) if (need.incident, need.slot) == (each.incident, each.slot)
        )
        near = {crews[u] for u in range(len(crews)) if able[row, u] and seconds[row, u] <= FARTHEST_S}
        match each.why:
            case "many.unfilled.nobody_able":
                assert not able[row].any()
            case "many.unfilled.too_far":
                assert able[row].any()
                assert not near
            case _:
                assert near
                assert near <= taken


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.randoms())
def test_the_order_in_which_they_are_given_does_not_matter(seed: int, chance: Random) -> None:
    wanted, crews, seconds, able = case(seed, 6, 8)
    rows, columns = list(range(6)), list(range(8))
    chance.shuffle(rows)
    chance.shuffle(columns)
    turned = np.ix_(rows, columns)
    again = assign_many(
        [wanted[row] for row in rows], [crews[column] for column in columns], seconds[turned], able[turned]
    )
    assert again == assign_many(wanted, crews, seconds, able)


def test_by_hand_the_worst_and_longest_waiting_takes_the_nearest() -> None:
    """The nearest unit of the grave one is the only one of the ordinary: greedy leaves that open."""
    grave = Need(IncidentId("I-2"), "a", Level.GRAVE, 10.0, 180.0)
    ordinary = Need(IncidentId("I-1"), "a", Level.ORDINARY, 500.0, 180.0)
    crews = [UnitId("U-1"), UnitId("U-2")]
    plan = assign_many([ordinary, grave], crews, [[50, 60], [30, 40]], [[True, False], [True, True]])
    assert [(pair.incident, pair.unit) for pair in plan.greedy.pairs] == [("I-2", "U-1")]
    assert [each.why for each in plan.greedy.unfilled] == ["many.unfilled.all_taken"]
    assert [(pair.incident, pair.unit) for pair in plan.optimal.pairs] == [("I-2", "U-2"), ("I-1", "U-1")]


def test_one_unit_for_two_goes_to_the_graver_and_then_to_the_longer_waiting() -> None:
    first = Need(IncidentId("I-1"), "a", Level.ORDINARY, 60.0, 180.0)
    grave = replace(first, incident=IncidentId("I-2"), level=Level.GRAVE)
    longer = replace(first, incident=IncidentId("I-3"), waited_s=170.0)
    for other in (grave, longer):
        plan = assign_many([first, other], [UnitId("U-1")], [[90], [90]], [[True], [True]])
        assert plan.optimal.pairs[0].incident == other.incident
        assert plan.greedy.pairs[0].incident == other.incident


def test_a_late_second_counts_three_times() -> None:
    need = Need(IncidentId("I-1"), "a", Level.ORDINARY, 0.0, 100.0)
    assert costs([need], np.array([[80.0, 130.0]])).tolist() == [[80.0, 130.0 + 2 * 30.0]]
    waited = replace(need, waited_s=100.0)  # twice the weight, and every second is late
    assert costs([waited], np.array([[10.0]])).tolist() == [[2 * (10.0 + 2 * 10.0)]]
    overdue = replace(need, waited_s=150.0)  # what is lost already is lost with every unit
    assert costs([overdue], np.array([[10.0]])).tolist() == [[2.5 * (10.0 + 2 * 10.0)]]
    assert costs([overdue], np.array([[FARTHEST_S]]))[0, 0] < weight_of(overdue) * UNFILLED_S


def test_nothing_to_do_costs_nothing() -> None:
    plan = assign_many([], [UnitId("U-1")], np.empty((0, 1)), np.empty((0, 1)))
    assert plan.optimal == plan.greedy == Assigned((), (), 0.0)
    assert plan.saved == 0.0


NEED = Need(IncidentId("I-1"), "a", Level.GRAVE, 0.0, 60.0)
U = UnitId("U-1")


@pytest.mark.parametrize(
    ("needs", "units", "seconds", "able", "why"),
    [
        ([NEED], [U], [[1.0, 2.0]], [[True, True]], "shape"),
        ([NEED], [U], [[1.0]], [[True], [True]], "shape"),
        ([NEED], [U], [], [], "shape"),
        ([NEED], [U], [[-1.0]], [[True]], "seconds"),
        ([NEED], [U], [[float("nan")]], [[True]], "seconds"),
        ([NEED], [U, U], [[1.0, 1.0]], [[True, True]], "unit_twice"),
        ([NEED, NEED], [U], [[1.0], [1.0]], [[True], [True]], "slot_twice"),
        ([replace(NEED, limit_s=0.0)], [U], [[1.0]], [[True]], "need"),
        ([replace(NEED, waited_s=-1.0)], [U], [[1.0]], [[True]], "need"),
        ([replace(NEED, level=7)], [U], [[1.0]], [[True]], "need"),
    ],
)
def test_bad_input_is_refused_in_words(needs: list, units: list, seconds: list, able: list, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        assign_many(needs, units, seconds, able)
    assert refused.value.key == f"many.bad_input.{why}"
    for language in ("zh", "en"):
        assert Wording(language).has(refused.value.key)
        assert "{" not in Wording(language).error(refused.value)
