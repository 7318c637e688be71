"""Plays a drill at full speed without a window."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from commandroom.drill.actions import Act, moment_of
from commandroom.drill.script import LoadedScript, find_script, load_script
from commandroom.drill.session import DrillDirector, DrillSetting, open_drill
from commandroom.drill.trainee import TraineeKind
from commandroom.errors import Refusal
from commandroom.models.opening import MEMORY
from commandroom.services.ports import CriterionResult, ScoreSheet
from commandroom.services.room import Parts

STEP = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class DrillResult:
    """What came of a drill."""

    script: str
    title_zh: str
    title_en: str
    trainee: str
    """`answer`: the script's own solution was played; `actions`: those of a file; or a `TraineeKind`."""
    seed: int
    history_sha256: str
    """Hash of the newest journal entry, which contains those of all before."""
    journal_entries: int
    simulated_seconds: float
    wall_seconds: float
    criteria: tuple[CriterionResult, ...]
    refused: tuple[str, ...]
    """Actions that the room refused, as `seconds key(values)`."""

    @property
    def passed(self) -> bool:
        """Whether every line of the score sheet that could be judged was met, and there was one."""
        judged = [each.passed for each in self.criteria if each.passed is not None]
        return bool(judged) and all(judged)

    def as_json(self) -> dict[str, Any]:
        """Plain values for `--json`."""
        return asdict(self) | {"passed": self.passed}


def run_drill(
    script: str | Path | LoadedScript,
    setting: DrillSetting,
    *,
    seed: int | None = None,
    actions: Sequence[Act] | None = None,
    trainee: TraineeKind = "answer",
    store_url: str = MEMORY,
    beat_s: float = STEP.total_seconds(),
) -> DrillResult:
    """Play a script to its end.

    Args:
        script: a path, the id of a shipped script, or one already loaded.
        seed: the script's own when left out.
        actions: what the trainee does; without it `trainee` plays.
        trainee: the script's own answer when left out; nobody, or one who makes a known mistake.

    Raises:
        WorldFailed: the script cannot be read.
        Refusal: it does not fit the town.
    """
    began = time.perf_counter()
    loaded = script if isinstance(script, LoadedScript) else load_script(find_script(str(script)))
    parts = open_drill(
        loaded,
        setting,
        seed=seed,
        trainee=trainee if actions is None else "desk",
        store_url=store_url,
        beat_s=beat_s,
    )
    director = parts.director
    assert isinstance(director, DrillDirector)
    try:
        refused = _play(parts, director, actions or ())
        entries, _ = parts.store.journal_head()
        sheet = director.score()
    finally:
        parts.store.close()
    played = trainee if actions is None else "actions"
    return _result(sheet, played, entries, refused, time.perf_counter() - began)


def _play(parts: Parts, director: DrillDirector, actions: Sequence[Act]) -> list[str]:
    start, refused = director.sim.begun_at, []
    for act in actions:
        _go_to(director, moment_of(act, start))
        if director.is_over:
            break
        try:
            parts.bus.handle(act.command)
        except Refusal as refusal:
            refused.append(f"{act.at_s:g} {refusal}")
    while not director.is_over:
        director.advance_to(director.sim.now + STEP)
    return refused


def _go_to(director: DrillDirector, moment: datetime) -> None:
    while director.sim.now < moment and not director.is_over:
        director.advance_to(min(moment, director.sim.now + STEP))


def _result(sheet: ScoreSheet, trainee: str, entries: int, refused: list[str], wall_s: float) -> DrillResult:
    return DrillResult(
        script=sheet.script,
        title_zh=sheet.title_zh,
        title_en=sheet.title_en,
        trainee=trainee,
        seed=sheet.seed,
        history_sha256=sheet.history_sha256,
        journal_entries=entries,
        simulated_seconds=sheet.simulated_seconds,
        wall_seconds=round(wall_s, 3),
        criteria=sheet.criteria,
        refused=tuple(refused),
    )
