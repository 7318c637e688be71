"""Drills for the command line and the window: which there are, are they sound, how they are played."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from commandroom.app.openings import Opening, station_name
from commandroom.app.sessions import catalogue
from commandroom.demo.town import load_demo
from commandroom.drill.actions import actions_of, read_actions, write_actions
from commandroom.drill.findings import Finding
from commandroom.drill.fit import misfits
from commandroom.drill.headless import run_drill
from commandroom.drill.script import LoadedScript, examine, find_script, list_scripts, load_script
from commandroom.drill.session import DrillSetting, open_drill
from commandroom.drill.town import Town
from commandroom.models.domain.entities import Author
from commandroom.models.store.journal import commands_of
from commandroom.models.store.store import SqlStore
from commandroom.roads.travel import RoadRouter
from commandroom.services.ports import ScoreSheet
from commandroom.services.room import Parts
from commandroom.settings import Settings, store_url
from commandroom.ui.figures import clock_text
from commandroom.wording import Wording

_DATABASE = Path("drill").with_suffix(".db").name
"""In the folder of each drill."""


def shipped_drills() -> list[dict[str, Any]]:
    """Id and titles of every shipped script."""
    return [
        {
            "id": loaded.script.id,
            "title_zh": loaded.script.title.zh,
            "title_en": loaded.script.title.en,
            "seed": loaded.script.seed,
            "duration_s": loaded.script.duration,
        }
        for loaded in list_scripts()
    ]


def lint_files(paths: Iterable[Path], wording: Wording) -> list[dict[str, Any]]:
    """Every fault of every file, with file, line, key and the sentence: first of the file itself, else of
    what it names and the demo town lacks. Line 0: the file as a whole."""
    town, kinds = load_demo("town"), catalogue().kinds
    return [
        {
            "file": str(path),
            "line": finding.line,
            "key": finding.key,
            "text": wording.say(finding.key, **finding.said_with),
        }
        for path in paths
        for finding in _faults(path, town, kinds)
    ]


def _faults(path: Path, town: Town, kinds: Iterable[str]) -> list[Finding]:
    loaded, findings = examine(path)
    return findings if loaded is None else misfits(loaded, town, kinds)


def find_drill(name: str) -> LoadedScript:
    """A script by file or by the id of a shipped one.

    Raises:
        WorldFailed: there is none, or it is faulty.
    """
    return load_script(find_script(name))


def drill_setting() -> DrillSetting:
    """The demo town, in which the shipped scripts are played."""
    town = load_demo("town")
    return DrillSetting(town, RoadRouter(town.network), catalogue())


def drill_parts(loaded: LoadedScript, setting: DrillSetting, *, seed: int | None, store: str) -> Parts:
    """The session of a drill with somebody at the desk; never on the live store."""
    return open_drill(loaded, setting, seed=seed, trainee="desk", store_url=store)


def drill_opening(settings: Settings, script: str, *, seed: int | None) -> Opening:
    """A drill with a store of its own in a folder of its own.

    Raises:
        WorldFailed: there is no such script, or it is faulty.
    """
    loaded = find_drill(script)
    setting = drill_setting()
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    folder = settings.home / "drills" / f"{stamp}-{loaded.script.id}"
    own_store = store_url(_DATABASE, base=folder)
    return Opening(
        mode="drill",
        station=station_name(settings, setting.town.network),
        author=Author(settings.operator, settings.seat),
        network=setting.town.network,
        router=setting.router,
        build=lambda: drill_parts(loaded, setting, seed=seed, store=own_store),
        script_start=loaded.script.start_at,
        folder=folder,
    )


def play_headless(script: str, *, seed: int | None, actions: Path | None) -> dict[str, Any]:
    """Play a script at full speed: with the actions of a file, else with the script's own answer."""
    acts = None if actions is None else read_actions(actions)
    return run_drill(find_drill(script), drill_setting(), seed=seed, actions=acts).as_json()


def save_actions(store: SqlStore, path: Path, *, sheet: ScoreSheet, start: datetime) -> None:
    """Write what the trainee did, so that it can be played again without a window."""
    acts = actions_of(commands_of(store.entries()), start=start)
    write_actions(path, acts, script=sheet.script, seed=sheet.seed)


def sheet_lines(outcome: dict[str, Any], wording: Wording) -> Iterable[str]:
    """A score sheet as text."""
    yield wording.say("app.drill.head", title=outcome[f"title_{wording.language}"], **outcome)
    for line in outcome["criteria"]:
        verdict = {True: "passed", False: "failed", None: "open"}[line["passed"]]
        is_time = line["unit"] == "s"
        measured, limit = (
            clock_text(line[name]) if is_time else f"{line[name] or 0:g}" for name in ("measured", "limit")
        )
        mark = wording.say(f"app.drill.{verdict}")
        yield f"  {mark}  {measured:>6} / {limit:<6} {line[f'title_{wording.language}']}"
    passed = sum(1 for line in outcome["criteria"] if line["passed"])
    judged = sum(1 for line in outcome["criteria"] if line["passed"] is not None)
    for refused in outcome["refused"]:
        yield wording.say("app.drill.refused", action=refused)
    yield wording.say("app.drill.sum", passed=passed, judged=judged, total=len(outcome["criteria"]))
