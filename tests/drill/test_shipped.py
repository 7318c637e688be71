"""The drills that are shipped: what each holds, and what comes of it played well, by nobody, and wrongly.

The table `docs/drill-table.md` shows the same for every difficulty.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from commandroom.app.drills import drill_setting, find_drill
from commandroom.demo.town.shipped import load_demo
from commandroom.drill.fit import misfits
from commandroom.drill.parts import PHASES
from commandroom.drill.schema import Script
from commandroom.drill.script import LoadedScript, list_scripts, shipped
from commandroom.drill.session import DrillSetting
from commandroom.drill.siting import sited
from commandroom.drill.variants import STANDARD, as_variant, variant_ids
from commandroom.drill.wrong_runs import wrong_run_of
from commandroom.roads.travel import RoadRouter
from commandroom.tools.drilltable import DOCUMENT, Trial, trial

IDS = [
    "cable_theft",
    "car_door",
    "dormitory",
    "drone_search",
    "drunk",
    "feint",
    "hospital",
    "icy_road",
    "marathon",
    "metro",
    "museum",
    "night_market",
]
SEEDS = (1, 2, 3, 4, 5)


@pytest.fixture(scope="module")
def setting() -> DrillSetting:
    return drill_setting()


@pytest.fixture(scope="module")
def scripts() -> dict[str, LoadedScript]:
    return {each.script.id: each for each in list_scripts()}


def ids(lines: tuple[object, ...]) -> list[str]:
    return [str(getattr(each, "id", "")) for each in lines]


def test_every_shipped_file_is_one_of_the_twelve(scripts: dict[str, LoadedScript]) -> None:
    assert sorted(scripts) == IDS
    assert len(shipped()) == len(IDS)


@pytest.mark.parametrize("name", IDS)
def test_a_script_is_rich_enough_to_train_with(name: str, scripts: dict[str, LoadedScript]) -> None:
    script = scripts[name].script
    injects = script.injects
    assert 15 <= len(injects) <= 60
    assert len(script.variants) >= 2
    assert 8 <= len(script.criteria) <= 20
    assert script.roles
    assert all(each.phase for each in injects)
    assert len({each.phase for each in injects}) >= 4
    assert any(each.at is not None for each in injects)
    assert any(each.when is not None for each in injects)
    assert any(each.chance < 1 or each.spread for each in injects)
    assert any(each.timeout is not None and each.otherwise is not None for each in injects)
    assert any(each.hint is not None for each in injects)
    assert any(each.expect for each in injects)
    assert any(each.part == "exit" for each in script.places.values()) or any(
        each.part in ("cordon", "shelter") for each in script.places.values()
    )
    assert all(each.phase in PHASES for each in script.criteria)
    assert any(each.measure in ("never", "alone") for each in script.criteria)
    assert any(each.measure in ("message_sent", "report_sent") and each.word for each in script.criteria)


@pytest.mark.parametrize("name", IDS)
def test_a_script_speaks_both_languages(name: str, scripts: dict[str, LoadedScript]) -> None:
    script = scripts[name].script
    for chinese, english in _texts(script):
        assert any("\u4e00" <= each <= "\u9fff" for each in chinese), chinese
        assert english, chinese
        assert not any("\u4e00" <= each <= "\u9fff" for each in english), english
        assert not {"！", "!"} & {*chinese, *english}, chinese


def _texts(script: Script) -> Iterator[tuple[str, str]]:
    titles = [script.title, script.about]
    titles += [each.title for each in script.roles] + [each.task for each in script.roles]
    titles += [each.title for each in script.criteria] + [each.title for each in script.variants]
    titles += [each.hint for each in script.injects]
    titles += [each.title for inject in script.injects for each in inject.expect]
    yield from ((each.zh, each.en) for each in titles if each is not None)
    for inject in script.injects:
        said = inject.report or inject.message
        if said is not None:
            yield said.text, said.text_en or ""
    yield from ((each.message, each.message_en or "") for each in script.answer if each.message is not None)


@pytest.mark.parametrize("name", IDS)
def test_its_own_answer_passes_every_line(
    name: str, setting: DrillSetting, scripts: dict[str, LoadedScript]
) -> None:
    assert ids(trial(as_variant(scripts[name], STANDARD), setting, "answer").failed) == []


@pytest.mark.parametrize("name", IDS)
def test_doing_nothing_fails(name: str, setting: DrillSetting, scripts: dict[str, LoadedScript]) -> None:
    _fails_by_doing_nothing(trial(as_variant(scripts[name], STANDARD), setting, "nobody"))


@pytest.mark.parametrize("name", IDS)
def test_a_wrong_run_is_caught(name: str, setting: DrillSetting, scripts: dict[str, LoadedScript]) -> None:
    loaded = as_variant(scripts[name], STANDARD)
    assert ids(trial(loaded, setting, wrong_run_of(loaded.script)).caught_by) != []


def _fails_by_doing_nothing(run: Trial) -> None:
    """Most lines fail, and whoever did nothing is never shown anything done."""
    judged = Counter(each.passed for each in run.criteria)
    assert judged[False] > 2 * judged[True]
    assert all(each.unit == "count" for each in run.passed), ids(run.passed)


@pytest.mark.slow
@pytest.mark.parametrize("name", IDS)
def test_every_difficulty_holds_with_many_seeds(
    name: str, setting: DrillSetting, scripts: dict[str, LoadedScript]
) -> None:
    for variant in variant_ids(scripts[name].script):
        loaded = as_variant(scripts[name], variant)
        for seed in (None, *SEEDS):
            run = trial(loaded, setting, "answer", seed=seed)
            assert (variant, seed, ids(run.failed)) == (variant, seed, [])
        _fails_by_doing_nothing(trial(loaded, setting, "nobody"))
        assert trial(loaded, setting, wrong_run_of(loaded.script)).caught_by


def test_the_museum_drill_is_played_elsewhere(setting: DrillSetting) -> None:
    moved = sited(find_drill("museum"), "临澜客运站共治站", load_demo("town"))
    assert ids(trial(as_variant(moved, STANDARD), setting, "answer").failed) == []


@pytest.mark.slow
def test_the_museum_drill_is_played_in_the_city() -> None:
    city = load_demo("city")
    setting = DrillSetting(city, RoadRouter(city.network), city.kinds)
    moved = as_variant(sited(find_drill("museum"), _shielded_post(setting), load_demo("town")), STANDARD)
    assert misfits(moved, city, city.kinds.kinds) == []
    assert ids(trial(moved, setting, "answer").failed) == []


def _shielded_post(setting: DrillSetting) -> str:
    """The first post of the town with three guard units."""
    posts = {each.id: each.name for each in setting.town.roster.posts}
    units = Counter(each.home_post for each in setting.town.roster.units)
    return next(posts[post] for post, count in units.items() if post is not None and count >= 3)


def test_the_table_of_runs_speaks_of_every_script() -> None:
    shown = Path(DOCUMENT).read_text(encoding="utf-8")
    for loaded in list_scripts():
        for variant in variant_ids(loaded.script):
            assert f"| `{loaded.script.id}` | {variant} |" in shown
