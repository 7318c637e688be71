"""Opens the demo, prints the seconds from the start of this process to a usable map, and closes.

`python -m commandroom.app.started HOME`; `bench start` compares it with a bare web view.
"""

import time

BEGUN = time.perf_counter()

import asyncio  # noqa: E402 - the clock has to start first
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from commandroom.app.desktop import Desktop  # noqa: E402
from commandroom.app.openings import demo_opening  # noqa: E402
from commandroom.app.window import run_window  # noqa: E402
from commandroom.settings import Settings  # noqa: E402


def main(home: Path) -> int:
    """Open, tell, close."""
    settings = Settings(home=home, store_url="sqlite://")
    return run_window(settings, lambda: demo_opening(settings, scale="town", seed=7), then=_tell)


async def _tell(desktop: Desktop) -> None:
    shown = desktop.windows[0]
    ready = asyncio.Event()
    shown.map_view.ready.connect(ready.set)
    await asyncio.wait_for(ready.wait(), timeout=60)
    print(time.perf_counter() - BEGUN, flush=True)
    shown.window.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
