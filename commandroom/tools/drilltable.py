"""Writes docs/drill-table.md: every shipped drill played by its own answer, by nobody, and wrongly."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from commandroom.app.drills import drill_setting
from commandroom.drill.headless import run_drill
from commandroom.drill.script import LoadedScript, list_scripts
from commandroom.drill.session import DrillSetting
from commandroom.drill.trainee import TraineeKind
from commandroom.drill.variants import as_variant, variant_ids
from commandroom.drill.wrong_runs import WrongRun, wrong_run_of
from commandroom.services.ports import CriterionResult

DOCUMENT = Path(__file__).parents[2] / "docs" / "drill-table.md"
HEAD = """# 演练脚本试跑表 · The drills, played

每个脚本、每个难度各跑三遍：按示范答案、无人操作、故意做错。数字为通过项 / 已评项；情况没有发生的，不评。
本表由程序写出（`python -m commandroom.tools.drilltable`），`tests/drill/test_shipped.py` 守住它。
Every script in every difficulty is played three times: by its own answer, by nobody, and wrongly on
purpose. Numbers are lines passed of lines judged; a line that speaks of what never happened is not judged.
The program writes this document and `tests/drill/test_shipped.py` holds what it shows.

做错的方式 · what is done wrong:

* `guards_alone`：每起涉刀警情立即派最近四组无盾保安，别的什么都不做。
  The four nearest guard units without shields are sent to every alarm with a blade, and nothing else is done.
* `closes_at_once`：不派人，五秒后办结。Nobody is sent and every incident is closed after five seconds.

“由何条发现 caught by”：没有守住的禁止项 – the forbidden acts that the sheet shows.
"""
SCRIPTS_HEAD = (
    "| 脚本 script | 标题 title | 情况注入 injects | 难度 difficulties | 评分项 criteria | 期望 expected |\n"
    "|---|---|---|---|---|---|"
)
RUNS_HEAD = (
    "| 脚本 script | 难度 difficulty | 示范 answer | 用时 time | 无人 nobody | 做错 wrong "
    "| 由何条发现 caught by |\n"
    "|---|---|---|---|---|---|---|"
)
WRONG_ZH: dict[WrongRun, str] = {"guards_alone": "无盾保安单独上", "closes_at_once": "不派人即办结"}


@dataclass(frozen=True, slots=True)
class Trial:
    """One play of one difficulty."""

    trainee: TraineeKind
    seed: int
    simulated_s: float
    criteria: tuple[CriterionResult, ...]

    @property
    def passed(self) -> tuple[CriterionResult, ...]:
        """Lines that were met."""
        return tuple(each for each in self.criteria if each.passed)

    @property
    def failed(self) -> tuple[CriterionResult, ...]:
        """Lines that were not."""
        return tuple(each for each in self.criteria if each.passed is False)

    @property
    def caught_by(self) -> tuple[CriterionResult, ...]:
        """Forbidden acts that came to pass."""
        return tuple(each for each in self.failed if each.unit == "count")


def trial(
    loaded: LoadedScript, setting: DrillSetting, trainee: TraineeKind, *, seed: int | None = None
) -> Trial:
    """Play a script as it stands (`loaded.variant`) to its end.

    Raises:
        Refusal: it does not fit the town.
    """
    result = run_drill(loaded, setting, seed=seed, trainee=trainee)
    return Trial(trainee, result.seed, result.simulated_seconds, result.criteria)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the document, or to another file where one is named."""
    given = sys.argv[1:] if arguments is None else arguments
    target = Path(given[0]) if given else DOCUMENT
    target.write_text(document(drill_setting(), list_scripts()), encoding="utf-8")
    return 0


def document(setting: DrillSetting, scripts: Sequence[LoadedScript]) -> str:
    """The whole document; the same for the same scripts."""
    return "\n".join([HEAD, *_scripts(scripts), "", *_runs(setting, scripts), ""])


def _scripts(scripts: Sequence[LoadedScript]) -> Iterator[str]:
    yield SCRIPTS_HEAD
    for loaded in scripts:
        script = loaded.script
        expected = sum(len(each.expect) for each in script.injects)
        ids = ", ".join(variant_ids(script))
        yield (
            f"| `{script.id}` | {script.title.zh} · {script.title.en} | {len(script.injects)} "
            f"| {ids} | {len(script.criteria)} | {expected} |"
        )


def _runs(setting: DrillSetting, scripts: Sequence[LoadedScript]) -> Iterator[str]:
    yield RUNS_HEAD
    for loaded in scripts:
        for name in variant_ids(loaded.script):
            yield _run(setting, as_variant(loaded, name))


def _run(setting: DrillSetting, loaded: LoadedScript) -> str:
    wrong = wrong_run_of(loaded.script)
    answer, nobody, erring = (trial(loaded, setting, each) for each in ("answer", "nobody", wrong))
    minutes, seconds = divmod(round(answer.simulated_s), 60)
    caught = "; ".join(f"`{each.id}` {each.title_zh} · {each.title_en}" for each in erring.caught_by)
    return (
        f"| `{loaded.script.id}` | {loaded.variant} | {_judged(answer)} | {minutes}:{seconds:02d} "
        f"| {_judged(nobody)} | {WRONG_ZH[wrong]} `{wrong}` {_judged(erring)} | {caught or '–'} |"
    )


def _judged(run: Trial) -> str:
    return f"{len(run.passed)}/{len(run.passed) + len(run.failed)}"


if __name__ == "__main__":
    raise SystemExit(main())
