"""Branches: a new drill from a moment of an older one, or of work as it was."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from commandroom.drill.actions import read_actions
from commandroom.drill.branch import branch_of_drill, branch_of_moment
from commandroom.drill.course import DrillTerms
from commandroom.drill.ghosts import play_answer
from commandroom.drill.script import load_script
from commandroom.drill.session import DrillSetting
from commandroom.errors import Refusal
from commandroom.geo import distance_m
from commandroom.models.domain import commands as co
from commandroom.models.domain.events import IncidentReported
from commandroom.models.domain.gates import SCRIPTED
from commandroom.models.domain.ids import KindCode
from commandroom.models.opening import open_store
from commandroom.models.store.store import SqlStore
from commandroom.services.review.history import past_of_day, past_of_drill
from commandroom.settings import store_url
from tests.drill.small_town import catalogue
from tests.review.conftest import DESK, SEED, Played
from tests.review.test_playback import entries

TERMS = DrillTerms()


def branch(played: Played, setting: DrillSetting, share: float, url: str, **changed: Any) -> Any:
    until = played.start + (played.end - played.start) * share
    newest = [entry for entry in entries(played.folder) if entry.at <= until][-1]
    wanted: dict[str, Any] = {
        "seed": SEED,
        "acts": read_actions(played.folder / "actions.json"),
        "until": until,
        "head": (newest.number, newest.hash),
        "store_url": url,
        "terms": TERMS,
    }
    return branch_of_drill(load_script(played.folder / "script.yaml"), setting, **(wanted | changed))


@pytest.mark.parametrize("share", [0.1, 0.47, 0.93])
def test_a_branch_has_the_same_history_up_to_its_moment_and_then_its_own(
    played: Played, setting: DrillSetting, tmp_path: Path, share: float
) -> None:
    url = store_url("branch.db", base=tmp_path)
    before = (played.folder / "drill.db").read_bytes()
    parts = branch(played, setting, share, url)
    old = entries(played.folder)
    new = list(parts.store.entries())
    assert [each.hash for each in new] == [each.hash for each in old[: len(new)]]
    assert len(new) > 5
    parts.bus.handle(co.TakeNote(DESK, "从这里另走一路"))
    parts.director.advance_to(parts.clock.now() + timedelta(seconds=30))
    assert parts.store.verify().is_sound
    assert list(parts.store.entries())[len(new)].hash not in {each.hash for each in old}
    parts.store.close()
    assert (played.folder / "drill.db").read_bytes() == before


def test_a_history_that_does_not_come_out_the_same_is_refused(
    played: Played, setting: DrillSetting, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="differs"):
        branch(played, setting, 0.5, store_url("other.db", base=tmp_path), seed=SEED + 1)
    again = branch(played, setting, 0.5, store_url("other2.db", base=tmp_path))
    again.store.close()


def test_a_branch_from_work_begins_as_it_stood_and_goes_on(
    played: Played, setting: DrillSetting, tmp_path: Path
) -> None:
    """The played drill stands for a real journal: read from its middle, places as reported."""
    url = store_url("drill.db", base=played.folder)
    since = played.start + (played.end - played.start) / 3
    past = past_of_day(url, since, played.end, setting.router)
    moments = [since + timedelta(seconds=n) for n in range(0, 240, 3)]
    moment = max(moments, key=lambda each: len(list(past.playback.at(each).situation.active_assignments())))
    picture = past.playback.at(moment)
    under_way = {(each.unit, each.incident): each for each in picture.situation.active_assignments()}
    assert under_way, "nothing was under way: the test would prove nothing"
    parts = branch_of_moment(
        picture,
        past.playback.told(moment),
        name="街头",
        router=setting.router,
        catalogue=catalogue(),
        store_url=store_url("branch.db", base=tmp_path),
        terms=TERMS,
    )
    begun = parts.store.snapshot(now=moment)
    assert parts.clock.now() == moment
    assert {(each.unit, each.incident): each for each in begun.assignments if each.is_active} == under_way
    for unit in begun.units:
        then = picture.situation.units[unit.id]
        assert (unit.duty, unit.incident) == (then.duty, then.incident)
        assert distance_m(unit.at, then.at) < 1.0
    still_open = {each.id: each for each in picture.situation.open_incidents()}
    assert {each.id: each for each in begun.incidents if each.is_open} == still_open
    assert isinstance(parts.store, SqlStore)
    seats = {entry.seat for entry in parts.store.entries()}
    assert seats == {"branch"}
    bound, left = next(iter(under_way))
    parts.bus.handle(co.WithdrawAssignment(DESK, bound, left))
    free = next(unit for unit in begun.units if unit.id == bound)
    taken = parts.bus.handle(co.ReportIncident(DESK, KindCode("knife"), free.at, "夏市", "", ""))[0].event
    assert isinstance(taken, IncidentReported)
    incident = taken.incident
    assert incident.id not in picture.situation.incidents
    parts.bus.handle(co.AssignUnit(DESK, free.id, incident.id, confirmed=SCRIPTED))
    assert parts.director is not None
    parts.director.advance_to(moment + timedelta(seconds=120))
    names = [entry.event for entry in parts.store.entries() if entry.at > moment]
    assert "OrderAcknowledged" in names
    assert parts.store.verify().is_sound
    parts.store.close()


def test_no_branch_is_opened_on_the_live_store(played: Played, setting: DrillSetting, tmp_path: Path) -> None:
    live = store_url("live.db", base=tmp_path)
    open_store(live).close()
    with pytest.raises(Refusal):
        branch(played, setting, 0.5, live, live_url=live)
    past = past_of_drill(played.folder)
    with pytest.raises(Refusal):
        branch_of_moment(
            past.playback.at(played.start),
            (),
            name="x",
            router=setting.router,
            catalogue=catalogue(),
            store_url=live,
            terms=TERMS,
            live_url=live,
        )


def test_the_answer_is_played_beside_with_the_same_seed(played: Played, setting: DrillSetting) -> None:
    loaded = load_script(played.folder / "script.yaml")
    ghosts = play_answer(loaded, setting, seed=SEED, is_wanted=lambda: True)
    assert ghosts is not None
    assert ghosts.sheet.is_passed
    late = ghosts.playback.at(ghosts.playback.end).situation
    assert any(each.met_at for one in late.incidents.values() for each in one.rings)
    moved = [
        unit
        for unit, place in late.units.items()
        if distance_m(place.at, ghosts.playback.at(ghosts.playback.start).situation.units[unit].at) > 50
    ]
    assert moved
    assert play_answer(loaded, setting, seed=SEED, is_wanted=lambda: False) is None
