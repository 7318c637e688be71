"""The tools of the map under a real hand: over a real page a button must be hit and a key must arrive."""

import os
import shutil
from pathlib import Path

import pytest

from tests.e2e.stage import played

MISSING = [tool for tool in ("xvfb-run", "xdotool") if not shutil.which(tool)]


@pytest.mark.webengine
@pytest.mark.skipif(bool(MISSING), reason=f"needs a display and a mouse of its own; missing: {MISSING}")
def test_an_area_is_drawn_named_clicked_and_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = Path(os.environ.get("COMMANDROOM_TEST_PICTURES") or tmp_path / "pictures")
    monkeypatch.setenv("COMMANDROOM_TEST_PICTURES", str(pictures))
    seen = played("draw_play", "draw_with_the_mouse", tmp_path / "home", within_s=90, display="1600x900")
    keys = seen.pop("keys")
    assert keys == dict.fromkeys(keys, True)
    assert seen == {
        "tool": "draw_area",
        "text": "cordon",
        "kind": "area",
        "points": 3,
        "title": "cordon",
        "sent": 0,
    }
