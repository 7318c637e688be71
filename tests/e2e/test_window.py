"""The real window on the real map, from key and drop to journal; each play in a program of its own."""

from pathlib import Path

import pytest

from commandroom.app.drills import drill_setting, find_drill
from commandroom.drill.actions import read_actions
from commandroom.drill.headless import run_drill
from commandroom.models.opening import open_store
from tests.e2e.stage import played
from tests.e2e.window_play import COLUMNS

pytestmark = [pytest.mark.webengine]


def test_an_incident_is_taken_by_keys_alone_and_stands_in_queue_and_map(tmp_path: Path) -> None:
    seen = played("window_play", "take_by_keys", tmp_path)
    assert seen["offered"] == "临澜博物馆"
    assert seen["incident"] == ["knife", "临澜博物馆", "两名男子持刀"]
    assert (seen["in_queue"], seen["form_is_open"], len(seen["facts"])) == (0, False, 1)
    assert seen["red_pixels"] > 20
    assert seen["raised"] == [True, []], "Space right after the form acknowledges the alarm"


def test_enter_sends_once_a_second_order_is_refused_and_ctrl_z_takes_it_back(tmp_path: Path) -> None:
    seen = played("window_play", "send_by_enter", tmp_path)
    order = [seen["unit"], seen["incident"], "值班员"]
    assert seen["orders"] == [["UnitAssigned", *order]]
    assert seen["first"] == ["done"]
    assert seen["second"] == ["refused"]
    assert seen["after_undo"] == [["UnitAssigned", *order], ["AssignmentWithdrawn", *order]]


def test_a_drop_on_the_queue_and_one_on_the_map_send_once_each(tmp_path: Path) -> None:
    seen = played("window_play", "drop_both_ways", tmp_path)
    assert seen["orders"] == seen["wanted"]
    assert seen["card_preview"]
    assert seen["map_preview"]


def test_theme_and_language_change_at_a_key(tmp_path: Path) -> None:
    seen = played("window_play", "change_looks", tmp_path)
    assert max(seen["night"]) < 90
    assert min(seen["day"]) > 160
    for chinese, english in zip(seen["zh"], seen["en"], strict=True):
        assert chinese != english
    assert "Incidents" in seen["en"][1]


def test_a_drill_beside_the_room_keeps_a_store_of_its_own(tmp_path: Path) -> None:
    seen = played("window_play", "drill_beside", tmp_path)
    assert seen["before"] == seen["after"]
    assert len(seen["orders"]) == 1
    room, drill = seen["stores"]
    assert room != drill
    assert Path(drill).is_relative_to(tmp_path / "drills")
    assert "演练 DRILL" in seen["titles"][1]
    assert "DRILL" not in seen["titles"][0]
    assert (seen["bands"], seen["live_bands"]) == ([True, True], 0)


def test_a_drill_played_in_the_window_gives_the_same_history_without_one(tmp_path: Path) -> None:
    """Whatever its pace, its pauses and the moments of its commands were."""
    seen = played("window_play", "play_drill", tmp_path, within_s=70)
    acts = read_actions(Path(seen["folder"]) / "actions.json")
    assert len({act.at_s % 1 for act in acts}) > 3
    path = tmp_path / "again.db"
    result = run_drill(
        find_drill("museum"),
        drill_setting(),
        seed=seen["seed"],
        actions=acts,
        store_url=f"sqlite:///{path.as_posix()}",
    )
    store = open_store(f"sqlite:///{path.as_posix()}", only_to_read=True)
    lines = [[str(getattr(each, name)) for name in COLUMNS] for each in store.entries()]
    store.close()
    differing = [(mine, theirs) for mine, theirs in zip(lines, seen["lines"], strict=False) if mine != theirs]
    assert not differing[:1]
    assert len(lines) == len(seen["lines"])
    assert result.history_sha256 == seen["history"]
    assert [[each.id, each.measured, each.passed] for each in result.criteria] == seen["criteria"]
    assert not result.refused
    assert any(title == "评分表" for title in seen["score_is_shown"])


def test_a_closed_window_opens_again_as_it_was(tmp_path: Path) -> None:
    seen = played("window_play", "close_and_open", tmp_path)
    assert seen["is_sound"]
    assert seen["after"] == seen["before"]
    assert len(seen["after"]["assignments"]) >= 1
    assert any(seen["clocks"])
    open_ones = sorted(row[0] for row in seen["after"]["incidents"] if row[3])
    assert seen["marks"] == open_ones
    assert seen["cards"] >= len(open_ones)
