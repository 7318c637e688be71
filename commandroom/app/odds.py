"""The odds of a script, played in several processes."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from multiprocessing import get_context
from typing import Any

from commandroom.app.drills import DrillChoice, chosen_script, drill_setting
from commandroom.drill.odds import Change, Odds, Outcome, Tally, better, play
from commandroom.drill.script import LoadedScript
from commandroom.drill.session import DrillSetting
from commandroom.drill.town import Register, Town
from commandroom.errors import Refusal
from commandroom.geo import LatLon
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.enums import Party, UnitKind
from commandroom.models.domain.ids import UnitId
from commandroom.roads.network import RoadNetwork
from commandroom.wording import Wording

CHUNK = 10
"""Runs that are handed to a process at a time."""
MOST_RUNS = 100_000
MOST_WORKERS = 8

Progress = Callable[[int, int], bool]
"""Told how many runs of how many are done; answers whether to go on."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What is played, in words that any process can be told."""

    script: str
    """Id or file."""
    variant: str = "standard"
    site: str = ""
    patrol_at: str = ""
    """A place or post where one more police unit stands; none where empty."""
    patrol_kind: str = "car"


@dataclass(frozen=True, slots=True)
class OddsReport:
    """The odds, and what one more patrol would change."""

    odds: Odds
    with_patrol: Odds | None
    changes: tuple[Change, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values for `--json`."""
        after = None if self.with_patrol is None else self.with_patrol.as_json()
        changes = [asdict(each) for each in self.changes]
        return self.odds.as_json() | {"with_patrol": after, "changes": changes}


def odds_of(
    stage: Stage, *, runs: int, seed: int = 1, workers: int = 0, progress: Progress | None = None
) -> OddsReport:
    """Play `stage` so often; where it asks for a patrol, once without and once with it.

    Args:
        seed: of the first run; the others follow.
        workers: processes; as many as there are processors, at most 8, when 0.
        progress: may end it early; what has been played until then is told.

    Raises:
        Refusal: there is no such variant, place or kind of unit, or the script does not fit the town.
        WorldFailed: there is no such script, or it is faulty.
    """
    if not 1 <= runs <= MOST_RUNS:
        raise Refusal("drill.odds.runs", given=runs, limit=MOST_RUNS)
    plain = replace(stage, patrol_at="")
    stages = [plain] if not stage.patrol_at else [plain, stage]
    for each in stages:
        staged(each)
    tallies = {each: Tally(staged(each)[0].script) for each in stages}
    total, done = runs * len(stages), 0
    for which, outcomes in _played(stages, runs, seed, workers or min(os.cpu_count() or 1, MOST_WORKERS)):
        for outcome in outcomes:
            tallies[which].add(outcome)
        done += len(outcomes)
        if progress is not None and not progress(done, total):
            break
    told = [tallies[each].odds(asked=runs, seed=seed, variant=stage.variant) for each in stages]
    if len(stages) == 1:
        return OddsReport(told[0], None, ())
    before, after = (tallies[each].results.values() for each in stages)
    return OddsReport(told[0], told[1], better(before, after))


@lru_cache(maxsize=2)
def staged(stage: Stage) -> tuple[LoadedScript, DrillSetting]:
    """Script and town; kept, because a process plays it many times."""
    loaded = chosen_script(DrillChoice(stage.script, stage.variant, site=stage.site))
    setting = drill_setting()
    if stage.patrol_at:
        unit = _patrol(setting.town, stage.patrol_at, stage.patrol_kind)
        setting = replace(setting, town=Reinforced(setting.town, unit))
    return loaded, setting


def play_some(stage: Stage, seeds: Sequence[int]) -> list[Outcome]:
    """Some runs, in a process of its own."""
    loaded, setting = staged(stage)
    return [play(loaded, setting, seed) for seed in seeds]


def _played(
    stages: Sequence[Stage], runs: int, seed: int, workers: int
) -> Iterator[tuple[Stage, list[Outcome]]]:
    """Every run of every stage as it comes in; when the iterator is dropped, the rest is not begun."""
    jobs = [
        (each, range(first, min(first + CHUNK, seed + runs)))
        for first in range(seed, seed + runs, CHUNK)
        for each in stages
    ]
    if workers == 1 or len(jobs) == 1:
        for each, seeds in jobs:
            yield each, play_some(each, seeds)
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_interrupts)
    try:
        waiting: dict[Future[list[Outcome]], Stage] = {
            pool.submit(play_some, each, seeds): each for each, seeds in jobs
        }
        while waiting:
            ready, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in ready:
                yield waiting.pop(future), future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl+C is for the process that asked; it lets the others finish what they have begun."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@dataclass(frozen=True, slots=True)
class _Register:
    firms: Any
    posts: Any
    units: Any
    members: Any
    patrols: Any


@dataclass(frozen=True, slots=True)
class Reinforced:
    """A town with one more unit."""

    town: Town
    unit: Unit

    @property
    def network(self) -> RoadNetwork:
        """The same roads."""
        return self.town.network

    @property
    def roster(self) -> Register:
        """The same register, and the unit."""
        known = self.town.roster
        units = (*known.units, self.unit)
        return _Register(known.firms, known.posts, units, known.members, known.patrols)


def _patrol(town: Town, place: str, kind: str) -> Unit:
    """A police unit like the first one of its kind, at a place of the town."""
    kinds = {each.value for each in UnitKind if each is not UnitKind.VIDEO}
    if kind not in kinds:
        raise Refusal("drill.odds.kind", given=kind, known=", ".join(sorted(kinds)))
    like = next(
        (unit for unit in town.roster.units if unit.party is Party.POLICE and unit.kind.value == kind), None
    )
    if like is None:
        raise Refusal("drill.odds.no_model", kind=kind)
    at = _place(town, place)
    return replace(
        like, id=UnitId("U-MORE"), call_sign="增巡1", at=at, home_post=None, heading_deg=None, incident=None
    )


def _place(town: Town, name: str) -> LatLon:
    known = [(post.name, post.at) for post in town.roster.posts]
    known += [(place.name, place.at) for place in town.network.places]
    found = [at for each, at in known if each == name] or [at for each, at in known if name in each]
    if not found:
        raise Refusal("drill.odds.no_place", name=name)
    return found[0]


def odds_lines(report: dict[str, Any], wording: Wording) -> Iterator[str]:
    """The odds as text."""
    say, title = wording.say, f"title_{wording.language}"
    yield say("drill.odds.head", **report)
    for line in report["lines"]:
        if line["probability"] is None:
            yield say("drill.odds.never", title=line[title])
            continue
        yield say("drill.odds.line", title=line[title], **_percents(line))
    low, high = f"{report['low']:.1%}", f"{report['high']:.1%}"
    share = f"{report['all_met'] / max(report['runs'], 1):.1%}"
    yield say("drill.odds.all", share=share, low=low, high=high)
    weakest = report["bottleneck"]
    if weakest is not None:
        said = say("drill.odds.bottleneck", title=weakest[title], share=f"{weakest['probability']:.1%}")
        if weakest["step"]:
            step = say(f"drill.odds.step.{weakest['step']}")
            said += say("drill.odds.step", step=step, seconds=round(weakest["step_s"]), unit=weakest["unit"])
        yield said
    for change in report["changes"]:
        if change["won"] or change["lost"]:
            yield say("drill.odds.change", id=change["id"], **_change(change))


def _percents(line: dict[str, Any]) -> dict[str, str]:
    return {name: f"{line[name]:.1%}" for name in ("probability", "low", "high")}


def _change(change: dict[str, Any]) -> dict[str, str]:
    signed = {name: f"{change[name]:+.1%}" for name in ("difference", "low", "high")}
    return signed | {name: f"{change[name]:.1%}" for name in ("before", "after")}
