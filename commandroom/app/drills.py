"""Drills for the command line and the window: which there are, are they sound, how they are played."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from commandroom.app.openings import Opening, station_name
from commandroom.app.sessions import catalogue, live_network, road_file
from commandroom.demo.town import load_demo
from commandroom.drill.actions import actions_of, read_actions, write_actions
from commandroom.drill.course import STANDARD, DrillMode, DrillTerms
from commandroom.drill.deadends import remarks
from commandroom.drill.findings import Finding
from commandroom.drill.fit import misfits
from commandroom.drill.headless import run_drill
from commandroom.drill.script import LoadedScript, examine, find_script, list_scripts, load_script
from commandroom.drill.session import DrillSetting, open_drill
from commandroom.drill.siting import sited
from commandroom.drill.town import OwnRegister, Town, own_town
from commandroom.drill.variants import as_variant, in_language, variant_ids
from commandroom.errors import WorldFailed
from commandroom.models.domain.entities import Author
from commandroom.models.opening import open_store
from commandroom.models.store.journal import commands_of
from commandroom.models.store.store import SqlStore
from commandroom.roads.travel import RoadRouter
from commandroom.services.ports import ScoreSheet
from commandroom.services.room import Parts
from commandroom.services.tracks import TRACK_FILE, track_file
from commandroom.settings import Settings, store_url
from commandroom.ui.figures import clock_text
from commandroom.wholefile import write_whole
from commandroom.wording import Wording

_DATABASE = Path("drill").with_suffix(".db").name
SCRIPT_FILE, RUN_FILE = Path("script.yaml"), Path("run.json")
"""In the folder of each drill."""


@dataclass(frozen=True, slots=True)
class DrillChoice:
    """What somebody who starts a drill has chosen."""

    script: str
    """Id of a shipped script, or a file."""
    variant: str = STANDARD
    mode: DrillMode = "exercise"
    site: str = ""
    """Name of the post to which the script is put; empty: where it was written for."""
    seed: int | None = None
    """The script's own when left out."""
    trainee: str = ""
    """Who is trained; empty: the operator of the settings."""


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
    what it names and the demo town lacks, else (`remark`) what can be played but hardly is meant so. Line 0:
    the file as a whole."""
    town, kinds = load_demo("town"), catalogue().kinds
    return [
        {
            "file": str(path),
            "line": finding.line,
            "key": finding.key,
            "level": "remark" if finding.key.startswith("drill.remark.") else "fault",
            "text": wording.say(finding.key, **finding.said_with),
        }
        for path in paths
        for finding in _faults(path, town, kinds)
    ]


def _faults(path: Path, town: Town, kinds: Iterable[str]) -> list[Finding]:
    loaded, findings = examine(path)
    if loaded is None:
        return findings
    chosen = (as_variant(loaded, each) for each in variant_ids(loaded.script))
    unfit = [found for one in chosen for found in misfits(one, town, kinds)]
    once = {(each.line, each.key, str(each.values)): each for each in unfit}
    return list(once.values()) or remarks(loaded.script, path.name, loaded.lines)


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


def own_posts(settings: Settings) -> tuple[str, ...]:
    """Posts of the room's own town to which a script can be put; none where no town or register is there."""
    try:
        return tuple(post.name for post in _own_register(settings).posts) if has_own_roads(settings) else ()
    except WorldFailed:
        return ()


def setting_at(settings: Settings, site: str) -> DrillSetting:
    """The town a drill is played in: the room's own where the site is a place or post of it and none of the
    demo town's; else the demo town.

    Raises:
        WorldFailed: the room's own roads or register cannot be read.
    """
    demo = drill_setting()
    if not site or _has(demo.town, site) or not has_own_roads(settings):
        return demo
    network = live_network(settings)
    town = own_town(network, _own_register(settings))
    return DrillSetting(town, RoadRouter(network), catalogue()) if _has(town, site) else demo


def has_own_roads(settings: Settings) -> bool:
    """Whether the room has a town of its own."""
    return road_file(settings).exists()


def _own_register(settings: Settings) -> OwnRegister:
    """A copy of the live room's register; the store is opened to read only."""
    store = open_store(settings.store_url, only_to_read=True)
    try:
        known = store.snapshot(now=store.last_time() or datetime.now(UTC), journal_lines=0)
    finally:
        store.close()
    return OwnRegister(known.firms, known.posts, known.units, known.members, known.patrols)


def _has(town: Town, name: str) -> bool:
    known = (*(post.name for post in town.roster.posts), *(place.name for place in town.network.places))
    return any(name in each for each in known)


def chosen_script(choice: DrillChoice) -> LoadedScript:
    """The script in the difficulty and at the site that were chosen.

    Raises:
        WorldFailed: there is no such script, or it is faulty.
        Refusal: it has no such variant, or cannot be put to that post.
    """
    return as_played(find_drill(choice.script), choice.variant, choice.site)


def as_played(loaded: LoadedScript, variant: str, site: str) -> LoadedScript:
    """A script as it was written, put to a place and in a difficulty.

    Raises:
        Refusal: it has no such variant, or cannot be put to that post.
    """
    placed = sited(loaded, site, load_demo("town")) if site else loaded
    return as_variant(placed, variant)


def terms_of(loaded: LoadedScript, choice: DrillChoice) -> DrillTerms:
    """How `loaded`, the script as it was written, is played."""
    chosen = next((each for each in loaded.script.variants if each.id == choice.variant), None)
    zh, en = ("", "") if chosen is None else (chosen.title.zh, chosen.title.en)
    return DrillTerms(choice.mode, choice.variant, zh, en, choice.site, choice.trainee)


def drill_opening(settings: Settings, choice: DrillChoice) -> Opening:
    """A drill with a store of its own in a folder of its own.

    Raises:
        WorldFailed: there is no such script, or it is faulty.
        Refusal: it has no such variant, or cannot be put to that post.
    """
    setting = setting_at(settings, choice.site)
    loaded = in_language(chosen_script(choice), settings.language)
    terms = terms_of(find_drill(choice.script), choice)
    started = datetime.now(UTC)
    folder = _new_folder(settings.home / "drills", f"{started:%Y%m%d-%H%M%S}-{loaded.script.id}")

    def build() -> Parts:
        parts = open_drill(
            loaded,
            setting,
            seed=choice.seed,
            trainee="answer" if choice.mode == "demonstration" else "desk",
            store_url=store_url(_DATABASE, base=folder),
            terms=terms,
            live_url=settings.store_url,
        )
        try:
            _write_run(folder, loaded, choice, parts, started=started, language=settings.language)
            keep_tracks(parts, folder)
        except OSError as why:
            parts.store.close()
            raise WorldFailed("run.folder", path=str(folder), why=why.strerror or str(why)) from why
        return parts

    return Opening(
        mode="drill",
        station=station_name(settings, setting.town.network),
        author=Author(choice.trainee.strip() or settings.operator, settings.seat),
        network=setting.town.network,
        router=setting.router,
        build=build,
        script_start=loaded.script.start_at,
        folder=folder,
    )


def keep_tracks(parts: Parts, folder: Path) -> None:
    """Write down beside a drill's store where everybody is, from now on; for its review.

    Raises:
        WorldFailed: it cannot be written.
    """
    now = parts.clock.now()
    units = parts.store.snapshot(now=now).units
    parts.bus.subscribe(track_file(folder / TRACK_FILE, now, units).hear)


def _new_folder(base: Path, name: str) -> Path:
    """A folder that is not there yet; two drills may begin in the same second."""
    names = (name if n == 1 else f"{name}-{n}" for n in count(1))
    return next(base / each for each in names if not (base / each).exists())


def _write_run(
    folder: Path,
    loaded: LoadedScript,
    choice: DrillChoice,
    parts: Parts,
    *,
    started: datetime,
    language: str,
) -> None:
    """The script as it was written, and what was chosen: enough to play the run again anywhere."""
    assert parts.course is not None
    run = {
        "script": loaded.script.id,
        "variant": choice.variant,
        "mode": choice.mode,
        "site": choice.site,
        "seed": parts.course.summary.seed,
        "trainee": choice.trainee,
        "started": started.isoformat(timespec="seconds"),
        "language": language,
        "fingerprint": loaded.fingerprint,
    }
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / SCRIPT_FILE, loaded.text.encode())
    write_whole(folder / RUN_FILE, json.dumps(run, ensure_ascii=False, indent=1).encode())


def play_headless(
    choice: DrillChoice, *, actions: Path | None, settings: Settings | None = None
) -> dict[str, Any]:
    """Play a script at full speed: with the actions of a file, else with the script's own answer.

    `settings`: of the room, where the script may be put to a post of its own town.
    """
    acts = None if actions is None else read_actions(actions)
    loaded = chosen_script(choice)
    setting = drill_setting() if settings is None else setting_at(settings, choice.site)
    return run_drill(loaded, setting, seed=choice.seed, actions=acts).as_json()


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
