"""A drill from alarm to score sheet."""

import dataclasses
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from commandroom.drill.actions import Act, actions_of, read_actions, write_actions
from commandroom.drill.fit import misfits
from commandroom.drill.headless import DrillResult, run_drill
from commandroom.drill.schema import Script
from commandroom.drill.scoring import facts_of, history, score
from commandroom.drill.script import load_script
from commandroom.drill.session import DrillDirector, DrillSetting, open_drill
from commandroom.errors import Refusal, WorldFailed
from commandroom.models.domain.commands import AssignUnit, CloseIncident, LogMessage, SetDuty
from commandroom.models.domain.entities import Opponent
from commandroom.models.domain.enums import Duty
from commandroom.models.domain.events import HappeningNoted, OpponentsReported
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.models.store.journal import commands_of
from commandroom.models.store.store import SqlStore
from commandroom.services.ports import Recorded
from commandroom.wording import LANGUAGES, Wording
from tests.drill.small_town import DESK, SCRIPT, Street, script_file

ALARM, WARNED = IncidentId("JQ-20261120-0001"), IncidentId("JQ-20261120-0002")


def marks(result: DrillResult) -> dict[str, bool | None]:
    return {each.id: each.passed for each in result.criteria}


def order(at_s: float, unit: str, incident: IncidentId = ALARM) -> Act:
    return Act(at_s, AssignUnit(DESK, UnitId(unit), incident))


GOOD = [
    order(18.3, "G11"),
    order(18.9, "G12"),
    order(21.0, "J2"),
    order(22.4, "J1"),
    Act(25.0, LogMessage(DESK, "radio", "指挥室", "持盾保持距离", ALARM)),
    order(34.5, "J3", WARNED),
    order(35.5, "J4", WARNED),
]


def played(setting: DrillSetting, folder: Path, acts: list[Act] | None, **changes: int) -> DrillResult:
    return run_drill(script_file(folder), setting, actions=acts, **changes)


def codes(facts: list[Recorded]) -> list[str]:
    return [fact.event.code for fact in facts if isinstance(fact.event, HappeningNoted)]


def test_the_scripts_own_answer_passes_every_line(setting: DrillSetting, tmp_path: Path) -> None:
    result = played(setting, tmp_path, None)
    assert result.trainee == "answer"
    assert all(marks(result).values()), result.criteria
    assert all(each.evidence for each in result.criteria if each.unit == "s")


def test_the_same_seed_gives_the_same_history_and_another_a_different_one(
    setting: DrillSetting, tmp_path: Path
) -> None:
    first, second = played(setting, tmp_path, None), played(setting, tmp_path, None)
    assert first.history_sha256 == second.history_sha256
    assert dataclasses.replace(first, wall_seconds=0) == dataclasses.replace(second, wall_seconds=0)
    assert played(setting, tmp_path, None, seed=99).history_sha256 != first.history_sha256


def test_doing_nothing_fails_and_lasts_until_time_is_up(setting: DrillSetting, tmp_path: Path) -> None:
    result = played(setting, tmp_path, [])
    passed = marks(result)
    assert not any(passed[line] for line in ("order", "self", "sides", "shields", "cut", "said", "control"))
    assert result.simulated_seconds == 600
    assert all(each.measured is None for each in result.criteria if each.unit == "s")


def test_sending_guards_without_shields_first_is_noted(setting: DrillSetting, tmp_path: Path) -> None:
    result = played(setting, tmp_path, [order(18.0, "G13")])
    assert marks(result)["bare"] is False
    assert next(each for each in result.criteria if each.id == "bare").measured == 1


def test_attackers_are_held_by_shields_and_go_on_when_these_leave(
    setting: DrillSetting, tmp_path: Path
) -> None:
    acts = [order(15.0, "G11"), order(15.0, "G12"), Act(140.0, CloseIncident(DESK, ALARM, "误判"))]
    result = played(setting, tmp_path, [*acts[:2]])
    assert marks(result)["control"] is False
    parts = open_drill(load_script(script_file(tmp_path)), setting)
    facts: list[Recorded] = []
    parts.bus.subscribe(facts.append)
    director = parts.director
    assert isinstance(director, DrillDirector)
    for act in acts:
        director.advance_to(director.sim.begun_at + timedelta(seconds=act.at_s))
        parts.bus.handle(act.command)
    director.advance_to(director.sim.now + timedelta(seconds=60))
    assert "contact" in codes(facts)
    assert "subdued" not in codes(facts)
    parts.store.close()


def test_attackers_nobody_stops_come_to_where_they_want_to_go(setting: DrillSetting, tmp_path: Path) -> None:
    parts = open_drill(load_script(script_file(tmp_path)), setting)
    facts: list[Recorded] = []
    parts.bus.subscribe(facts.append)
    director = parts.director
    assert director is not None
    while not director.is_over:
        director.advance_to(parts.clock.now() + timedelta(seconds=30))
    assert codes(facts) == ["reached", "reached"]
    parts.store.close()


def test_a_quarrel_is_over_when_its_incident_is_closed(setting: DrillSetting, tmp_path: Path) -> None:
    head, rest = SCRIPT.split("opponents:")
    quiet = head + "injects:" + rest.split("injects:")[1]
    quiet = quiet.replace("flee: {opponent: A2, to: far, cut_at: warned}", "note: 无")
    path = script_file(tmp_path, quiet)
    acts = [Act(50.0, CloseIncident(DESK, ALARM, "和解")), Act(70.5, CloseIncident(DESK, WARNED, "和解"))]
    result = run_drill(path, setting, actions=acts)
    assert result.simulated_seconds == 70.5


def test_whoever_is_not_cut_off_escapes(setting: DrillSetting, tmp_path: Path) -> None:
    result = played(setting, tmp_path, GOOD[:5])
    assert marks(result)["cut"] is False
    assert marks(result)["control"] is False
    assert marks(result)["sides"] is True


def test_written_actions_replay_to_the_same_history(setting: DrillSetting, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'drill.db'}"
    loaded = load_script(script_file(tmp_path))
    parts = open_drill(loaded, setting, store_url=url)
    director = parts.director
    assert isinstance(director, DrillDirector)
    for act in GOOD:
        while director.sim.now < (moment := director.sim.begun_at + timedelta(seconds=act.at_s)):
            director.advance_to(min(moment, director.sim.now + timedelta(seconds=0.7)))
        parts.bus.handle(act.command)
    while not director.is_over:
        director.advance_to(director.sim.now + timedelta(seconds=3.21))
    sheet = director.score()
    store = parts.store
    assert isinstance(store, SqlStore)
    acts = actions_of(commands_of(store.entries()), start=director.sim.begun_at)
    parts.store.close()
    path = tmp_path / "actions.json"
    write_actions(path, acts, script=loaded.script.id, seed=loaded.script.seed)
    again = run_drill(loaded, setting, actions=read_actions(path))
    assert again.refused == ()
    assert len(acts) == len(GOOD)
    assert again.history_sha256 == sheet.history_sha256
    assert again.criteria == sheet.criteria


def test_a_pause_costs_nothing(setting: DrillSetting, tmp_path: Path) -> None:
    """A pause is time in which nobody moves the clock; only the clock is measured."""
    parts = open_drill(load_script(script_file(tmp_path)), setting, trainee="answer")
    director = parts.director
    assert isinstance(director, DrillDirector)
    director.advance_to(director.sim.begun_at + timedelta(seconds=40))
    before = director.score()
    for _ in range(5):
        director.advance_to(director.sim.now)
    assert director.score() == before
    while not director.is_over:
        director.advance_to(director.sim.now + timedelta(seconds=10))
    assert director.score().history_sha256 == played(setting, tmp_path, None).history_sha256
    parts.store.close()


def test_scoring_twice_gives_the_same_sheet_and_an_open_line_is_undecided(
    setting: DrillSetting, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'drill.db'}"
    parts = open_drill(load_script(script_file(tmp_path)), setting, trainee="answer", store_url=url)
    director = parts.director
    assert isinstance(director, DrillDirector)
    director.advance_to(director.sim.begun_at + timedelta(seconds=22))
    early = {each.id: each.passed for each in director.score().criteria}
    assert (early["order"], early["self"], early["bare"]) == (True, None, None)
    while not director.is_over:
        director.advance_to(director.sim.now + timedelta(seconds=10))
    assert director.score() == director.score()
    store = parts.store
    assert isinstance(store, SqlStore)
    again = score(
        director.script,
        history(facts_of(store.entries()), setting.town.roster.units),
        seed=director.sim.seed,
        simulated_s=director.score().simulated_seconds,
        head=store.journal_head()[1],
        is_over=True,
    )
    assert again == director.score()
    assert all(each.passed is not None for each in director.score().criteria)
    end = director.sim.now
    director.advance_to(end + timedelta(hours=1))
    assert director.sim.now == end
    parts.store.close()


def test_attackers_are_shown_where_they_are(setting: DrillSetting, tmp_path: Path) -> None:
    parts = open_drill(load_script(script_file(tmp_path)), setting, trainee="answer")
    seen: list[tuple[Opponent, ...]] = []
    parts.bus.subscribe(
        lambda fact: seen.append(fact.event.opponents) if isinstance(fact.event, OpponentsReported) else None
    )
    director = parts.director
    assert director is not None
    while not director.is_over:
        director.advance_to(parts.clock.now() + timedelta(seconds=10))
    assert len(seen[0]) == 1
    assert {each.state for each in seen[-1]} == {"subdued"}
    assert {each.state for shown in seen for each in shown} == {"active", "contact", "subdued"}
    parts.store.close()


def test_a_drill_leaves_another_store_untouched(setting: DrillSetting, tmp_path: Path) -> None:
    live = tmp_path / "live.db"
    street = Street(setting.router, url=f"sqlite:///{live}")
    street.bus.handle(SetDuty(DESK, UnitId("J0"), Duty.RESTING))
    head = street.store.journal_head()
    street.store.close()
    kept = tmp_path / "kept.db"
    shutil.copy(live, kept)
    played(setting, tmp_path, None)
    assert live.read_bytes() == kept.read_bytes()
    assert Street(setting.router, url=f"sqlite:///{live}").store.journal_head() == head


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("{kind: museum}", "{kind: musuem}", "drill.place.no_kind.guess"),
        ("{name: 渡口}", "{name: 码头口}", "drill.place.unknown"),
        ("{name: 渡口}", "{near: museum, east: 19000}", "drill.place.outside"),
        ("{name: 渡口}", "{name: 街共治站}", "drill.place.ambiguous"),
        ("kind: knife, place: museum", "kind: sword, place: museum", "drill.kind.unknown"),
        ("seed: 3", "seed: 3\nforces: [G11, 无此单元]", "drill.forces.unknown"),
    ],
)
def test_a_script_that_does_not_fit_the_town_is_refused(
    setting: DrillSetting, tmp_path: Path, old: str, new: str, key: str
) -> None:
    path = script_file(tmp_path, SCRIPT.replace(old, new, 1))
    with pytest.raises(Refusal) as why:
        run_drill(path, setting)
    assert why.value.key == key
    word = new.splitlines()[-1]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert word in lines[why.value.values["line"] - 1]
    for language in LANGUAGES:
        assert "small.yaml" in Wording(language).error(why.value)


def test_every_misfit_is_found_at_once_with_its_line(setting: DrillSetting, tmp_path: Path) -> None:
    text = SCRIPT.replace("{kind: museum}", "{kind: musuem}").replace("kind: knife", "kind: knief")
    text = text.replace("seed: 3", "seed: 3\nforces:\n  - G11\n  - G1l")
    loaded = load_script(script_file(tmp_path, text))
    found = misfits(loaded, setting.town, setting.catalogue.kinds)
    lines = text.splitlines()
    assert [lines[each.line - 1].strip().split(",")[0] for each in found] == [
        "- G1l",
        "museum: {kind: musuem}",
        "- {id: alarm",
        "- {id: warned",
    ]
    assert {each.values["guess"] for each in found} >= {"museum", "knife"}


def test_only_the_listed_forces_are_on_duty(setting: DrillSetting, tmp_path: Path) -> None:
    path = script_file(tmp_path, SCRIPT.replace("seed: 3", "seed: 3\nforces: [G11, 站1-2, J0]"))
    result = run_drill(path, setting, actions=[order(20.0, "J3"), order(20.0, "G12")])
    assert [each.split(" ")[1].split("(")[0] for each in result.refused] == [
        "dispatch.unit_not_available.off"
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "not_json"),
        ("[]", "not_actions"),
        ('{"format": 1}', "not_actions"),
        ('{"format": 1, "actions": [{"at": 1}]}', "no_action"),
        ('{"format": 1, "actions": [null]}', "no_action"),
        ('{"format": 1, "actions": [{"at": -1, "command": "SetDuty", "order": {}}]}', "bad_time"),
        ('{"format": 1, "actions": [{"at": true, "command": "SetDuty", "order": {}}]}', "bad_time"),
        ('{"format": 1, "actions": [{"at": NaN, "command": "SetDuty", "order": {}}]}', "bad_time"),
        ('{"format": 1, "actions": [{"at": 1, "command": "Xyz", "order": {}}]}', "no_command"),
        ('{"format": 1, "actions": [{"at": 1, "command": "SetDoty", "order": {}}]}', "no_command.guess"),
        ('{"format": 1, "actions": [{"at": 1, "command": "SetDuty", "order": {"un": 1}}]}', "no_field"),
        ('{"format": 1, "actions": [{"at": 1, "command": "SetDuty", "order": {}}]}', "bad"),
        ('{"format": 1, "actions": [{"at": 1, "command": "ReportIncident", "order": {"at": [1]}}]}', "bad"),
        ("[" * 100_000, "not_json"),
    ],
)
def test_a_wrong_actions_file_is_told_clearly(tmp_path: Path, text: str, key: str) -> None:
    path = tmp_path / "actions.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WorldFailed) as why:
        read_actions(path)
    assert why.value.key == f"drill.actions.{key}"
    for language in LANGUAGES:
        assert "actions.json" in Wording(language).error(why.value)


def test_a_script_has_a_first_alarm(tmp_path: Path) -> None:
    script: Script = load_script(script_file(tmp_path)).script
    assert script.alarm == "alarm"
