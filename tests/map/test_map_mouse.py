"""A drag with a real mouse, on a virtual display."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.webengine
@pytest.mark.skipif(
    not (shutil.which("xvfb-run") and shutil.which("xdotool")),
    reason="needs xvfb-run and xdotool for a display and a mouse of its own",
)
def test_a_unit_dragged_from_a_list_onto_the_map_is_dropped_once() -> None:
    room = {**os.environ, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": f"{HERE.parents[1]}{os.pathsep}{HERE}"}
    done = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1100x800x24", sys.executable, str(HERE / "real_mouse.py")],
        env=room,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("[")]
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(lines[-1])
    assert said == [["over", "u7", "i1"], ["over", "u7", ""], ["dropped", "u7", "i1"]]
