"""从此刻起演: what a window is opened on when a drill starts from a moment of the past."""

import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from commandroom.app.drills import (
    RUN_FILE,
    SCRIPT_FILE,
    DrillChoice,
    chosen_script,
    drill_setting,
    keep_tracks,
    terms_of,
)
from commandroom.app.openings import Opening, station_name
from commandroom.drill.actions import actions_of
from commandroom.drill.branch import branch_of_drill, branch_of_moment
from commandroom.drill.course import DrillTerms
from commandroom.drill.script import LoadedScript, load_script
from commandroom.drill.session import DrillSetting
from commandroom.drill.variants import in_language
from commandroom.errors import Refusal
from commandroom.models.domain.entities import Author
from commandroom.models.opening import open_store
from commandroom.models.store.journal import commands_of
from commandroom.services.ports import Catalogue
from commandroom.services.review.history import DRILL_STORE, run_of
from commandroom.services.review.playback import Playback
from commandroom.services.room import Parts
from commandroom.settings import Settings, store_url
from commandroom.wholefile import write_whole

BRANCHES = "drills"


def script_of(folder: Path) -> tuple[LoadedScript, DrillSetting, int, dict[str, Any]]:
    """The script of a past drill as it was played, the town, the seed, and what was chosen.

    Raises:
        Refusal: the drill kept no script, or the script does not fit any more.
        WorldFailed: the script is faulty.
    """
    run, path = run_of(folder), folder / SCRIPT_FILE
    if not run or not path.exists():
        raise Refusal("review.branch.no_script")
    loaded = in_language(chosen_script(_choice(folder, run)), str(run.get("language") or "zh"))
    return loaded, drill_setting(), int(run.get("seed", loaded.script.seed)), run


def drill_branch(settings: Settings, folder: Path, moment: datetime) -> Opening:
    """A new drill that was the drill in `folder` until `moment`.

    Raises:
        Refusal: the drill kept no script.
        WorldFailed: script or store cannot be read.
    """
    loaded, setting, seed, run = script_of(folder)
    choice = _choice(folder, run)
    terms = terms_of(load_script(folder / SCRIPT_FILE), choice)
    store = open_store(store_url(str(DRILL_STORE), base=folder), only_to_read=True)
    try:
        begun = loaded.script.start_at
        head, passed = (0, ""), []
        for entry in store.entries():
            if entry.at > moment:
                break
            head = (entry.number, entry.hash)
            passed.append(entry)
        acts = actions_of(commands_of(passed), start=begun)
    finally:
        store.close()
    new = _folder(settings, loaded.script.id)
    told = run | {"mode": terms.mode, "branch_of": folder.name, "branch_at": moment.isoformat()}

    def build() -> Parts:
        return branch_of_drill(
            loaded,
            setting,
            seed=seed,
            acts=acts,
            until=moment,
            head=head,
            store_url=store_url(str(DRILL_STORE), base=new),
            terms=terms,
            live_url=settings.store_url,
            on_open=partial(_begin, new, told, loaded.text),
        )

    return Opening(
        mode="drill",
        station=station_name(settings, setting.town.network),
        author=Author(settings.operator, settings.seat),
        network=setting.town.network,
        router=setting.router,
        build=build,
        script_start=loaded.script.start_at,
        folder=new,
    )


def moment_branch(
    settings: Settings,
    playback: Playback,
    moment: datetime,
    name: str,
    beside: Opening,
    catalogue: Catalogue,
) -> Opening:
    """A new drill without a script that begins as real work stood at `moment`; that work is only read."""
    new = _folder(settings, "branch")
    run = {
        "script": "branch",
        "variant": "standard",
        "mode": "exercise",
        "site": "",
        "seed": 1,
        "trainee": settings.operator,
        "branch_at": moment.isoformat(),
    }

    def build() -> Parts:
        return branch_of_moment(
            playback.at(moment),
            playback.told(moment),
            name=name,
            router=beside.router,
            catalogue=catalogue,
            store_url=store_url(str(DRILL_STORE), base=new),
            terms=DrillTerms(trainee=settings.operator),
            live_url=settings.store_url,
            on_open=partial(_begin, new, run, ""),
        )

    return Opening(
        mode="drill",
        station=beside.station,
        author=Author(settings.operator, settings.seat),
        network=beside.network,
        router=beside.router,
        build=build,
        script_start=moment,
        folder=new,
    )


def _choice(folder: Path, run: dict[str, Any]) -> DrillChoice:
    mode = run.get("mode", "exercise")
    return DrillChoice(
        script=str(folder / SCRIPT_FILE),
        variant=str(run.get("variant") or "standard"),
        mode="exercise" if mode == "demonstration" else mode,
        site=str(run.get("site") or ""),
        seed=run.get("seed"),
        trainee=str(run.get("trainee") or ""),
    )


def _folder(settings: Settings, name: str) -> Path:
    now = datetime.now(UTC)
    return settings.home / BRANCHES / f"{now:%Y%m%d-%H%M%S}-{now:%f}-{name}"


def _begin(folder: Path, run: dict[str, Any], script: str, parts: Parts) -> None:
    """What every drill keeps beside its store."""
    told = run | {"started": datetime.now(UTC).isoformat(timespec="seconds")}
    write_whole(folder / RUN_FILE, json.dumps(told, ensure_ascii=False, indent=1).encode())
    if script:
        write_whole(folder / SCRIPT_FILE, script.encode())
    keep_tracks(parts, folder)
