"""The wall and the exports of the whole program."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.e2e.stage import played

MISSING = [tool for tool in ("xvfb-run", "xdotool") if not shutil.which(tool)]


def two_screens(folder: Path) -> str:
    """The platform without a display, with a second screen to the right of the first."""
    screens = [
        {"name": name, "x": left, "y": 0, "width": wide, "height": high, "logicalDpi": 96, "dpr": 1}
        for name, left, wide, high in (("desk", 0, 1600, 900), ("wall", 1600, 1920, 1080))
    ]
    file = folder / "screens.json"
    file.write_text(json.dumps({"screens": screens}))
    return f"offscreen:configfile={file}"


@pytest.mark.webengine
def test_the_wall_takes_the_second_screen_and_lives_and_dies_beside_the_seat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", two_screens(tmp_path))
    seen = played("wall_play", "on_two_screens", tmp_path / "home", within_s=90)
    assert seen == {
        "screen": "wall",
        "seat_screen": "desk",
        "full": True,
        "marks": True,
        "incidents": True,
        "plates": True,
        "same": True,
        "dress": ["day", "Wall", "day"],
        "lost": [2, 1, 0, True],
        "again": True,
    }


@pytest.mark.webengine
def test_png_pdf_and_html_come_out_of_the_real_room(tmp_path: Path) -> None:
    seen = played("wall_play", "export_everything", tmp_path, within_s=90)
    assert seen == {
        "said": ["done", "done", "done"],
        "files": ["a.png", "b.pdf", "c.html"],
        "stamp": "演示 DEMO",
        "rows": True,
        "marks": True,
        "callers": [True, []],
    }


@pytest.mark.webengine
@pytest.mark.skipif(bool(MISSING), reason=f"needs a display and a mouse of its own; missing: {MISSING}")
def test_the_wall_under_a_real_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = Path(os.environ.get("COMMANDROOM_TEST_PICTURES") or tmp_path / "pictures")
    monkeypatch.setenv("COMMANDROOM_TEST_PICTURES", str(pictures))
    seen = played("wall_play", "with_a_mouse", tmp_path / "home", within_s=90, display="1920x1080")
    assert seen == {"off": True, "seat": [True, True]}
