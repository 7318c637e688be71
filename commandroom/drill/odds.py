"""How likely a script's answer meets each criterion: played many times with other chances each time.

Each run has a seed of its own: delays of crews, chances of injects, where patrols are when it begins and
how quick each way is differ (`drill.vary`). The probability of a line is its share of the runs in which it
could be judged; its range is Wilson's 95 % interval. The bottleneck is the line that is met least often, with
the step that takes longest on the way of the unit that decided it. `better` compares with the same runs and
one more unit, run by run.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from math import sqrt
from statistics import median
from typing import Any

from commandroom.drill.headless import STEP
from commandroom.drill.schema import Script
from commandroom.drill.scoring import lines_of
from commandroom.drill.script import LoadedScript
from commandroom.drill.session import DrillDirector, DrillSetting, open_drill
from commandroom.drill.vary import Vary
from commandroom.models.domain import events as ev
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.models.opening import FORGETFUL
from commandroom.services.ports import CriterionResult, Recorded

Z95 = 1.959964
"""Of the normal distribution, two-sided 95 %."""
NO_REPORTS_S = 1e8
"""Nobody looks at a map: no position is reported."""
STEPS = ("order", "sign", "set_out", "travel", "on_scene")
"""派警, 签收, 出动, 途中, 到场后."""


@dataclass(frozen=True, slots=True)
class Way:
    """How the unit that decided a line came to it: seconds of each of `STEPS`."""

    call_sign: str
    steps: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one run."""

    seed: int
    passed: dict[str, bool | None]
    measured: dict[str, float | None]
    ways: dict[str, Way]
    seconds: float


@dataclass(frozen=True, slots=True)
class LineOdds:
    """One criterion over all runs."""

    id: str
    title_zh: str
    title_en: str
    runs: int
    """In which it could be judged."""
    met: int
    probability: float | None
    low: float | None
    high: float | None
    median: float | None
    p90: float | None
    limit: float
    unit: str


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Where the script's answer is weakest."""

    criterion: str
    title_zh: str
    title_en: str
    probability: float
    step: str
    """Of `STEPS`: what takes longest for whoever decides it; empty where no unit does."""
    step_s: float
    """Median seconds of that step."""
    unit: str
    """The unit that decides it most often, by call sign."""


@dataclass(frozen=True, slots=True)
class Odds:
    """The odds of a script."""

    script: str
    variant: str
    runs: int
    asked: int
    """More than `runs` where it was cancelled."""
    seed: int
    all_met: int
    low: float
    high: float
    lines: tuple[LineOdds, ...]
    bottleneck: Bottleneck | None

    def as_json(self) -> dict[str, Any]:
        """Plain values for `--json`."""
        return asdict(self) | {"steps": STEPS}


@dataclass(frozen=True, slots=True)
class Change:
    """What one more unit does to one line, run by run with the same chances."""

    id: str
    before: float
    after: float
    difference: float
    low: float
    high: float
    """95 % interval of the difference of paired shares."""
    runs: int
    won: int
    """Runs that met it only with the unit."""
    lost: int


@dataclass(slots=True)
class Tally:
    """Outcomes as they come in, from any worker in any order."""

    script: Script
    results: dict[int, Outcome] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        """One more run."""
        self.results[outcome.seed] = outcome

    def odds(self, *, asked: int, seed: int, variant: str) -> Odds:
        """The odds of what has been played so far."""
        runs = [self.results[each] for each in sorted(self.results)]
        lines = tuple(
            _line(each.id, each.title.zh, each.title.en, each.asked, runs) for each in lines_of(self.script)
        )
        whole = [all(met is not False for met in run.passed.values()) for run in runs]
        low, high = wilson(sum(whole), len(whole))
        return Odds(
            script=self.script.id,
            variant=variant,
            runs=len(runs),
            asked=asked,
            seed=seed,
            all_met=sum(whole),
            low=low,
            high=high,
            lines=lines,
            bottleneck=_bottleneck(lines, runs),
        )


def wilson(met: int, runs: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share; (0, 1) without runs."""
    if runs == 0:
        return 0.0, 1.0
    share, z2 = met / runs, Z95 * Z95
    centre = (share + z2 / (2 * runs)) / (1 + z2 / runs)
    half = Z95 * sqrt(share * (1 - share) / runs + z2 / (4 * runs * runs)) / (1 + z2 / runs)
    return max(0.0, centre - half), min(1.0, centre + half)


def better(before: Iterable[Outcome], after: Iterable[Outcome]) -> tuple[Change, ...]:
    """What changed from one set of runs to another with the same seeds, line by line in the lines' order."""
    others = {each.seed: each for each in after}
    pairs = [(each, others[each.seed]) for each in before if each.seed in others]
    ids = dict.fromkeys(line for one, _ in pairs for line in one.passed)
    return tuple(change for line in ids if (change := _change(line, pairs)) is not None)


def _change(line: str, pairs: Sequence[tuple[Outcome, Outcome]]) -> Change | None:
    judged = [
        (one.passed[line], other.passed.get(line))
        for one, other in pairs
        if one.passed[line] is not None and other.passed.get(line) is not None
    ]
    n = len(judged)
    if n == 0:
        return None
    won = sum(not one and bool(other) for one, other in judged)
    lost = sum(bool(one) and not other for one, other in judged)
    difference = (won - lost) / n
    half = Z95 * sqrt(max(won + lost - (won - lost) ** 2 / n, 0.0)) / n
    before, after = (sum(bool(each[side]) for each in judged) / n for side in (0, 1))
    return Change(line, before, after, difference, difference - half, difference + half, n, won, lost)


def play(loaded: LoadedScript, setting: DrillSetting, seed: int) -> Outcome:
    """One run: the script's answer, with chances of this seed.

    Raises:
        Refusal: the script does not fit the town.
    """
    varied = replace(setting, vary=Vary(seed))
    parts = open_drill(loaded, varied, seed=seed, trainee="answer", store_url=FORGETFUL, beat_s=NO_REPORTS_S)
    director = parts.director
    assert isinstance(director, DrillDirector)
    while not director.is_over:
        director.advance_to(director.sim.now + STEP)
    criteria = director.score().criteria
    signs = {unit.id: unit.call_sign for unit in director.sim.situation.units.values()}
    return Outcome(
        seed=seed,
        passed={each.id: each.passed for each in criteria},
        measured={each.id: each.measured for each in criteria},
        ways=dict(_ways(criteria, director.facts, signs)),
        seconds=director.sim.seconds(director.sim.now),
    )


def _ways(
    criteria: Sequence[CriterionResult], facts: Sequence[Recorded], signs: Mapping[UnitId, str]
) -> Iterator[tuple[str, Way]]:
    """For every timed line that came about, how the unit that decided it came there."""
    by_number = {fact.number: fact for fact in facts}
    alarms = {
        fact.event.incident.id: fact.event.at for fact in facts if isinstance(fact.event, ev.IncidentReported)
    }
    stamps: defaultdict[tuple[str, str], dict[type[ev.Event], Recorded]] = defaultdict(dict)
    for fact in facts:
        if isinstance(fact.event, (ev.UnitAssigned, ev.OrderAcknowledged, ev.UnitSetOut, ev.UnitArrived)):
            stamps[fact.event.incident, fact.event.unit].setdefault(type(fact.event), fact)
    arrivals = [fact for fact in facts if isinstance(fact.event, ev.UnitArrived)]
    for line in criteria:
        if line.unit != "s" or not line.evidence:
            continue
        decided = by_number.get(line.evidence[-1])
        if decided is None:
            continue
        came = decided if isinstance(decided.event, ev.UnitArrived) else _last_before(arrivals, decided)
        if came is None or not isinstance(came.event, ev.UnitArrived):
            continue
        way = _way(came.event.incident, came.event.unit, decided, stamps, alarms)
        if way is not None:
            yield line.id, Way(signs[came.event.unit], way)


def _last_before(arrivals: Sequence[Recorded], decided: Recorded) -> Recorded | None:
    incident = getattr(decided.event, "incident", None)
    before = [
        each
        for each in arrivals
        if each.event.at <= decided.event.at and getattr(each.event, "incident", None) == incident
    ]
    return before[-1] if before else None


def _way(
    incident: IncidentId,
    unit: UnitId,
    decided: Recorded,
    stamps: dict[tuple[str, str], dict[type[ev.Event], Recorded]],
    alarms: dict[IncidentId, Any],
) -> tuple[float, ...] | None:
    """Seconds of each of `STEPS`."""
    mine, alarm = stamps.get((incident, unit), {}), alarms.get(incident)
    kinds = (ev.UnitAssigned, ev.OrderAcknowledged, ev.UnitSetOut, ev.UnitArrived)
    if alarm is None or any(kind not in mine for kind in kinds):
        return None
    moments = [alarm, *(mine[kind].event.at for kind in kinds), decided.event.at]
    return tuple(max((b - a).total_seconds(), 0.0) for a, b in pairwise(moments))


def _line(name: str, zh: str, en: str, asked: Any, runs: Sequence[Outcome]) -> LineOdds:
    judged = [run for run in runs if run.passed.get(name) is not None]
    met = sum(bool(run.passed[name]) for run in judged)
    values = sorted(value for run in judged if (value := run.measured.get(name)) is not None)
    low, high = wilson(met, len(judged))
    is_count = asked.at_most is not None
    return LineOdds(
        id=name,
        title_zh=zh,
        title_en=en,
        runs=len(judged),
        met=met,
        probability=met / len(judged) if judged else None,
        low=low if judged else None,
        high=high if judged else None,
        median=median(values) if values else None,
        p90=values[min(len(values) - 1, int(0.9 * len(values)))] if values else None,
        limit=float(asked.at_most if is_count else asked.within or 0.0),
        unit="count" if is_count else "s",
    )


def _bottleneck(lines: Sequence[LineOdds], runs: Sequence[Outcome]) -> Bottleneck | None:
    """The line met least often; of equals, the one whose 90th percentile is nearest to its limit."""
    judged = [each for each in lines if each.probability is not None]
    if not judged:
        return None
    worst = min(judged, key=lambda each: (each.probability or 0.0, -_strain(each)))
    ways = [run.ways[worst.id] for run in runs if worst.id in run.ways]
    step, step_s, unit = "", 0.0, ""
    if ways:
        medians = [median(way.steps[n] for way in ways) for n in range(len(STEPS))]
        longest = max(range(len(STEPS)), key=lambda n: medians[n])
        step, step_s = STEPS[longest], medians[longest]
        unit = Counter(way.call_sign for way in ways).most_common(1)[0][0]
    return Bottleneck(worst.id, worst.title_zh, worst.title_en, worst.probability or 0.0, step, step_s, unit)


def _strain(line: LineOdds) -> float:
    """How much of what is allowed the slowest tenth needs."""
    if line.unit != "s" or line.p90 is None or line.limit <= 0:
        return 0.0
    return line.p90 / line.limit
