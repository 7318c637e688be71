"""100 open incidents and 1,000 free units: the best assignment, by hand, and by another solver."""

from collections.abc import Iterator

import numpy as np

from bench.figure import Figure, median_ms
from commandroom.models.domain.enums import Level
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.many import FARTHEST_S, UNFILLED_S, Need, assign_many, costs, weight_of

INCIDENTS, UNITS = 100, 1_000


def figures() -> Iterator[Figure]:
    """Once with plenty of units, once with too few."""
    for name, units, how in (("many", UNITS, "one slot each"), ("many_short", 60, "too few units")):
        needs, crews, seconds, able = _case(units)
        plan = assign_many(needs, crews, seconds, able)
        took = median_ms(lambda case=(needs, crews, seconds, able): assign_many(*case), rounds=15)
        how = f"{INCIDENTS} × {units}, {how}; optimal and greedy"
        if name == "many":
            peer, peer_ms, cost = _cbc(needs, seconds, able)
            yield Figure("many_ms", took, "ms", peer, peer_ms, how)
            if cost is not None:
                yield Figure("many_cost_beside_cbc", plan.optimal.cost, "weighted s", peer, cost, how)
        else:
            yield Figure(f"{name}_ms", took, "ms", "", None, how)
        by_hand = "greedy in queue order, nearest first"
        yield Figure(f"{name}_cost", plan.optimal.cost, "weighted s", by_hand, plan.greedy.cost, how)
        yield Figure(f"{name}_late", plan.optimal.late, "slots late", by_hand, plan.greedy.late, how)


def _case(units: int) -> tuple[list[Need], list[UnitId], np.ndarray, np.ndarray]:
    """Places in a city of 20 km, 8 m/s as the crow flies; two units of three are able."""
    chance = np.random.default_rng(9)
    needs = [
        Need(
            IncidentId(f"I-{number:03}"),
            "1",
            Level(int(chance.integers(1, 4))),
            float(chance.integers(0, 600)),
            float(chance.choice([60, 180, 300])),
        )
        for number in range(INCIDENTS)
    ]
    here, there = chance.random((INCIDENTS, 2)) * 20_000, chance.random((units, 2)) * 20_000
    seconds = np.hypot(*(here[:, None] - there[None]).transpose(2, 0, 1)) / 8.0
    able = chance.random((INCIDENTS, units)) < 0.67
    return needs, [UnitId(f"U-{number:04}") for number in range(units)], seconds, able


def _cbc(needs: list[Need], seconds: np.ndarray, able: np.ndarray) -> tuple[str, float | None, float | None]:
    """The same cost as a linear programme by CBC through PuLP, where that is installed."""
    try:
        import pulp
    except ImportError:
        return "", None, None
    cost = costs(needs, seconds)
    total = 0.0

    def solve() -> None:
        nonlocal total
        model = pulp.LpProblem("many", pulp.LpMinimize)
        pairs = [(int(n), int(u)) for n, u in np.argwhere(able & (seconds <= FARTHEST_S))]
        sent = {(n, u): pulp.LpVariable(f"x{n}_{u}", 0, 1) for n, u in pairs}
        open_ = [pulp.LpVariable(f"o{n}", 0, 1) for n in range(len(needs))]
        weights = [weight_of(need) * UNFILLED_S for need in needs]
        model += pulp.lpSum([float(cost[p]) * x for p, x in sent.items()]) + pulp.lpSum(
            weight * each for weight, each in zip(weights, open_, strict=True)
        )
        by_need, by_unit = {}, {}
        for (n, u), x in sent.items():
            by_need.setdefault(n, []).append(x)
            by_unit.setdefault(u, []).append(x)
        for n, each in enumerate(open_):
            model += pulp.lpSum(by_need.get(n, [])) + each == 1
        for some in by_unit.values():
            model += pulp.lpSum(some) <= 1
        model.solve(pulp.PULP_CBC_CMD(msg=False))
        total = float(pulp.value(model.objective))

    return f"PuLP {pulp.__version__} with CBC", median_ms(solve, rounds=1), total
