"""The longest time the editor kept its window waiting: 500 injects opened, dragged, typed and checked."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from bench.figure import Figure

INJECTS = 500


def figures() -> Iterator[Figure]:
    """Each in a process of its own, without a map page."""
    environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
    command = [sys.executable, "-m", "bench.editorstage", str(INJECTS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True, env=environment)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    for name in ("loading", "scrolling", "dragging", "typing", "checking", "zooming"):
        longest, worked = found[name]
        how = f"{INJECTS} injects, 1600x900, the checker at work; of it the window's own work {worked} ms"
        yield Figure(f"editor_{name}", longest, "ms longest stall", "", None, how)
    yield Figure("editor_checked", found["checked"], "s", "", None, "from a change to its findings")
