"""A team sent with real keys and a real mouse, under a display of its own."""

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
def test_a_team_goes_by_keys_and_by_its_button_and_a_busy_unit_only_when_confirmed() -> None:
    done = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1400x800x24", sys.executable, "-m", "tests.ui.real_team"],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    outcome = json.loads(done.stdout.strip().splitlines()[-1])
    assert outcome == {
        "by_key": True,
        "undone": True,
        "by_button": True,
        "asked": True,
        "stays": "JQ-20260501-0001",
        "moved": True,
    }
