"""A drag with a real mouse in the whole window, on a virtual display."""

import os
import shutil
from pathlib import Path

import pytest

from tests.e2e.stage import played

MISSING = [tool for tool in ("xvfb-run", "xdotool") if not shutil.which(tool)]


@pytest.mark.webengine
@pytest.mark.skipif(bool(MISSING), reason=f"needs a display and a mouse of its own; missing: {MISSING}")
def test_a_unit_is_dragged_to_the_queue_and_to_the_map(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = Path(os.environ.get("COMMANDROOM_TEST_PICTURES") or tmp_path / "pictures")
    monkeypatch.setenv("COMMANDROOM_TEST_PICTURES", str(pictures))
    seen = played("mouse_play", "drag_with_the_mouse", tmp_path / "home", within_s=90, display="1600x900")
    for onto in ("queue", "map"):
        assert seen[onto]["orders"] == seen[onto]["wanted"]
        assert seen[onto]["preview"]
        assert seen[onto]["refusal"] == ""
    assert seen["again"]["orders"] == []
    assert seen["again"]["refusal"]
    assert len(seen["undone"]) == 1
    taken = {each.stem for each in pictures.glob("*.png")}
    assert taken >= {
        f"{onto}-{step}" for onto in ("queue", "map") for step in ("1-before", "2-hover", "3-after")
    }


@pytest.mark.webengine
@pytest.mark.skipif(bool(MISSING), reason=f"needs a display and a mouse of its own; missing: {MISSING}")
def test_a_page_killed_in_the_middle_of_a_drag_comes_back_and_nothing_was_ordered(tmp_path: Path) -> None:
    seen = played("mouse_play", "lose_the_page", tmp_path / "home", within_s=90, display="1600x900")
    listed, carried = seen["from_list"], seen["from_map"]
    assert listed["untouched"]
    assert all(listed["previews"])
    assert listed["orders"] == listed["wanted"]
    assert carried["untouched"]
    assert carried["units"][0] == carried["units"][1] > 0
    print(f"back after {listed['back_s']:.2f} s and {carried['back_s']:.2f} s")
