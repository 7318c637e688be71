"""The odds of a script: shares with their range, the bottleneck, one more patrol."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from commandroom.app.drills import drill_setting, find_drill
from commandroom.app.odds import Stage, odds_lines, odds_of
from commandroom.drill.odds import Outcome, Tally, better, play, wilson
from commandroom.errors import Refusal
from commandroom.wording import Wording


def outcome(seed: int, met: bool | None, seconds: float | None = 10.0) -> Outcome:
    return Outcome(seed, {"controlled": met}, {"controlled": seconds}, {}, 600.0)


@pytest.mark.parametrize(("met", "runs"), [(0, 20), (20, 20), (7, 20), (480, 1000), (1, 1)])
def test_the_range_is_the_one_that_scipy_gives(met: int, runs: int) -> None:
    asked = stats.binomtest(met, runs).proportion_ci(method="wilson")
    assert np.allclose(wilson(met, runs), (asked.low, asked.high), atol=1e-6)


def test_without_runs_nothing_is_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_line_that_could_not_be_judged_is_no_failure_and_no_success() -> None:
    tally = Tally(find_drill("metro").script)
    for seed, met in enumerate([True, True, False, None]):
        tally.add(outcome(seed, met))
    odds = tally.odds(asked=4, seed=0, variant="standard")
    line = next(each for each in odds.lines if each.id == "controlled")
    assert (line.runs, line.met) == (3, 2)
    assert line.probability == pytest.approx(2 / 3)
    assert odds.all_met == 3
    assert odds.bottleneck is not None
    assert odds.bottleneck.criterion == "controlled"


def test_pairs_of_runs_tell_what_changed() -> None:
    before = [outcome(n, n < 60) for n in range(100)]
    after = [outcome(n, n < 90) for n in range(100)]
    change = better(before, after)[0]
    assert (change.won, change.lost, change.runs) == (30, 0, 100)
    assert change.difference == pytest.approx(0.3)
    assert change.low == pytest.approx(0.3 - 1.96 * np.sqrt(0.3 * 0.7 / 100), abs=1e-3)


def test_a_run_is_the_same_whenever_it_is_played_and_differs_from_the_next() -> None:
    setting, loaded = drill_setting(), find_drill("metro")
    first, again, other = (play(loaded, setting, seed) for seed in (3, 3, 4))
    assert first == again
    assert first.measured != other.measured


def test_several_processes_find_what_one_finds() -> None:
    stage = Stage("metro")
    alone = odds_of(stage, runs=20, workers=1)
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    together = odds_of(stage, runs=20, workers=2, progress=progress)
    assert together.odds == alone.odds
    assert told[-1] == (20, 20)


def test_it_can_be_ended_early_and_tells_what_it_has() -> None:
    report = odds_of(Stage("metro"), runs=500, workers=1, progress=lambda done, _: done < 20)
    assert report.odds.runs == 20
    assert report.odds.asked == 500


def test_one_more_patrol_is_compared_run_by_run() -> None:
    where = drill_setting().town.roster.posts[0].name
    report = odds_of(Stage("metro", patrol_at=where), runs=10, workers=1)
    assert report.with_patrol is not None
    assert report.with_patrol.runs == report.odds.runs == 10
    assert all(change.runs <= 10 for change in report.changes)
    for wording in (Wording("zh"), Wording("en")):
        said = list(odds_lines(report.as_json(), wording))
        assert not [line for line in said if "drill.odds" in line or "{" in line]


@pytest.mark.parametrize(
    ("stage", "runs", "key"),
    [
        (Stage("metro"), 0, "drill.odds.runs"),
        (Stage("metro", patrol_at="没有的地方"), 5, "drill.odds.no_place"),
        (Stage("metro", patrol_at="地铁", patrol_kind="boat"), 5, "drill.odds.kind"),
    ],
)
def test_what_cannot_be_played_is_refused_in_words(stage: Stage, runs: int, key: str) -> None:
    with pytest.raises(Refusal) as refusal:
        odds_of(stage, runs=runs, workers=1)
    assert refusal.value.key == key
    assert Wording("zh").error(refusal.value) != key


def test_a_drill_itself_is_not_varied() -> None:
    setting = drill_setting()
    assert setting.vary is None
    assert replace(setting, vary=None) == setting
