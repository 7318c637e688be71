"""A drag by a real mouse from the unit list to the queue, under a display of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(
    not (shutil.which("xvfb-run") and shutil.which("xdotool")),
    reason="needs xvfb-run and xdotool for a display and a mouse of its own",
)
def test_a_real_mouse_sends_a_unit_from_the_list_to_a_card() -> None:
    done = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1400x800x24", sys.executable, "-m", "tests.ui.real_hand"],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    outcome = json.loads(done.stdout.strip().splitlines()[-1])
    assert outcome == {
        "before": None,
        "seen": "巡07 3:00 · 可赶上支援圈 · 缺 盾牌 防刺背心",
        "after": "JQ-20260501-0001",
    }
