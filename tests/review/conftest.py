"""Drills that were played and lie in a folder, as the review finds them."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from commandroom.drill.actions import actions_of, write_actions
from commandroom.drill.script import load_script
from commandroom.drill.session import DrillDirector, DrillSetting, open_drill
from commandroom.errors import Refusal
from commandroom.models.domain import commands as co
from commandroom.models.domain.entities import Author
from commandroom.models.domain.enums import Duty
from commandroom.models.domain.events import OpponentsReported, PositionsReported
from commandroom.models.domain.gates import SCRIPTED
from commandroom.models.store.journal import commands_of
from commandroom.models.store.store import SqlStore
from commandroom.roads.travel import RoadRouter
from commandroom.services.ports import Recorded
from commandroom.services.room import Parts
from commandroom.services.tracks import TRACK_FILE, track_file
from commandroom.settings import store_url
from tests.drill.small_town import catalogue, script_file, small_town

DESK = Author("值班员", "席1")
SEED = 7


@dataclass
class Played:
    """A drill that is over, and what was told while it ran."""

    folder: Path
    start: datetime
    end: datetime
    moves: list[Recorded]
    """Every passing fact, in order."""


@pytest.fixture(scope="session")
def setting() -> DrillSetting:
    """The small town; read-only."""
    place = small_town()
    return DrillSetting(place, RoadRouter(place.network), catalogue())


@pytest.fixture(scope="session")
def played(setting: DrillSetting, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A drill in which somebody did much: ordered, withdrew, cleared, closed, opened again, took notes."""
    folder = tmp_path_factory.mktemp("drills") / "20261120-200000-street"
    folder.mkdir()
    loaded = load_script(script_file(folder))
    parts = open_drill(loaded, setting, seed=SEED, store_url=store_url("drill.db", base=folder))
    start = parts.clock.now()
    units = parts.store.snapshot(now=start).units
    moves: list[Recorded] = []
    parts.bus.subscribe(track_file(folder / TRACK_FILE, start, units).hear)
    parts.bus.subscribe(
        lambda fact: (
            moves.append(fact) if isinstance(fact.event, PositionsReported | OpponentsReported) else None
        )
    )
    _play(parts)
    end = parts.clock.now()
    assert isinstance(parts.store, SqlStore)
    acts = actions_of(commands_of(parts.store.entries()), start=start)
    write_actions(folder / "actions.json", acts, script=loaded.script.id, seed=SEED)
    run = {"script": loaded.script.id, "variant": "standard", "mode": "exercise", "site": "", "seed": SEED}
    (folder / "run.json").write_text(json.dumps(run))
    (folder / "script.yaml").write_bytes(loaded.path.read_bytes())
    parts.store.close()
    return Played(folder, start, end, moves)


def _play(parts: Parts) -> None:
    """Ten minutes of a desk that knows no rest."""
    director, dice = parts.director, random.Random(3)
    assert isinstance(director, DrillDirector)
    for _ in range(150):
        director.advance_to(parts.clock.now() + timedelta(seconds=dice.choice((1, 2, 3, 7))))
        if director.is_over:
            return
        for command in _one_act(director, dice):
            try:
                parts.bus.handle(command)
            except Refusal:
                continue


def _one_act(director: DrillDirector, dice: random.Random) -> Iterator[co.Command]:
    room = director.sim.situation
    unit = dice.choice(list(room.units.values()))
    incident = dice.choice(list(room.incidents)) if room.incidents else None
    match dice.randrange(9):
        case 0 | 1 | 2 if incident:
            yield co.AssignUnit(DESK, unit.id, incident, confirmed=SCRIPTED)
        case 3 if unit.incident:
            yield co.WithdrawAssignment(DESK, unit.id, unit.incident, "够了")
        case 4:
            yield co.SetDuty(DESK, unit.id, dice.choice((Duty.ON, Duty.RESTING, Duty.ON)))
        case 5 if incident and not room.has_units(incident):
            yield co.CloseIncident(DESK, incident, "处置完毕")
        case 6 if incident:
            yield co.ReopenIncident(DESK, incident)
        case 7:
            yield co.TakeNote(DESK, "注意东侧", "bookmark")
        case 8 if incident:
            yield co.LogMessage(DESK, "radio", unit.call_sign, "到了", incident, unit.id)
