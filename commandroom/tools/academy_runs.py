"""Finished runs of the museum drill: those of somebody who orders what the plan does, only later."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path

from commandroom.app.drills import DrillChoice, drill_opening, drill_setting, find_drill, save_actions
from commandroom.drill.actions import Act, actions_of, moment_of
from commandroom.drill.session import DrillDirector, open_drill
from commandroom.errors import Refusal
from commandroom.models.domain.commands import TakeNote
from commandroom.models.domain.entities import Author
from commandroom.models.store.journal import commands_of
from commandroom.models.store.store import SqlStore
from commandroom.settings import Settings

SCRIPT = "museum"
STEP = timedelta(seconds=2)
INSTRUCTOR = Author("导调员", "导调")


@dataclass(frozen=True, slots=True)
class Played:
    """Who played, and how much later than the plan."""

    trainee: str
    late_s: float
    skips: int
    """Every so manyth order is forgotten; 0: none."""


RUNS = (Played("值班员甲", 55.0, 4), Played("值班员乙", 28.0, 6))
NOTES = ((95.0, "remark", "持盾力量先到，保持距离，做得对。"), (210.0, "bookmark", "西侧巷口：派警偏晚"))
"""Second of the drill, kind, text."""


def play_runs(settings: Settings) -> Path:
    """Play `RUNS` to their end; the folder of the last one."""
    acts = _answer(settings)
    folders = [_play(settings, played, acts) for played in RUNS]
    return folders[-1]


def _answer(settings: Settings) -> list[Act]:
    """What the script's own answer does."""
    parts = open_drill(find_drill(SCRIPT), drill_setting(), trainee="answer", store_url="sqlite://")
    director = parts.director
    assert isinstance(director, DrillDirector)
    while not director.is_over:
        director.advance_to(director.sim.now + STEP)
    assert isinstance(parts.store, SqlStore)
    acts = actions_of(commands_of(parts.store.entries()), start=director.sim.begun_at)
    parts.store.close()
    return acts


def _play(settings: Settings, played: Played, answer: list[Act]) -> Path:
    opening = drill_opening(settings, DrillChoice(SCRIPT, trainee=played.trainee))
    assert opening.folder is not None
    assert opening.script_start is not None
    opening.folder.mkdir(parents=True, exist_ok=True)
    parts = opening.build()
    director = parts.director
    assert isinstance(director, DrillDirector)
    for act in _later(answer, played):
        moment = moment_of(act, director.sim.begun_at)
        while director.sim.now < moment and not director.is_over:
            director.advance_to(min(moment, director.sim.now + STEP))
        if director.is_over:
            break
        try:
            parts.bus.handle(act.command)
        except Refusal as why:  # a unit that was sent elsewhere meanwhile, as at any desk
            print(f"{played.trainee} {act.at_s:.0f}s: {why}", flush=True)
    while not director.is_over:
        director.advance_to(director.sim.now + STEP)
    assert isinstance(parts.store, SqlStore)
    sheet = director.score()
    told = json.dumps(asdict(sheet), ensure_ascii=False, indent=1)
    (opening.folder / "score.json").write_text(told, encoding="utf-8")
    save_actions(parts.store, opening.folder / "actions.json", sheet=sheet, start=opening.script_start)
    parts.store.close()
    return opening.folder


def _later(answer: list[Act], played: Played) -> list[Act]:
    """The acts of the answer, by somebody else and later, and what the instructor noted."""
    who = Author(played.trainee, "调度")
    kept = [act for n, act in enumerate(answer, start=1) if not played.skips or n % played.skips]
    acts = [Act(act.at_s + played.late_s, replace(act.command, by=who)) for act in kept]
    acts += [Act(at_s, TakeNote(INSTRUCTOR, text, kind)) for at_s, kind, text in NOTES]
    return sorted(acts, key=lambda act: act.at_s)
