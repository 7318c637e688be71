"""Opens a room, prints the seconds from the start of this process to a usable map, and closes.

`python -m commandroom.app.started HOME [town|city|live]`; `bench start` compares it with a bare web view.
Usable: the window is shown, every unit is drawn on the map (the page is asked how many), and the room is
open and takes orders.
"""

import time

BEGUN = time.perf_counter()

import asyncio  # noqa: E402 - the clock has to start first
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import TYPE_CHECKING  # noqa: E402

from commandroom.app.window import open_demo_window, open_live_window  # noqa: E402
from commandroom.settings import Settings, store_url  # noqa: E402

if TYPE_CHECKING:
    from commandroom.app.desktop import Desktop

PATIENCE_S = 60.0


def main(home: Path, room: str) -> int:
    """Open, tell, close."""
    if room == "live":
        store = store_url("room.db", base=home)
        return open_live_window(Settings(home=home, store_url=store), then=_tell)
    settings = Settings(home=home, store_url="sqlite://")
    return open_demo_window(settings, scale=room, seed=7, then=_tell)


async def _tell(desktop: "Desktop") -> None:
    shown = desktop.windows[0]
    ready = asyncio.Event()
    shown.map_view.ready.connect(ready.set)
    await asyncio.wait_for(ready.wait(), PATIENCE_S)
    seconds = time.perf_counter() - BEGUN
    drawn: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    shown.map_view.page().runJavaScript("Room.picture.units.count", drawn.set_result)
    units = len(shown.window.situation.units)
    if await asyncio.wait_for(drawn, PATIENCE_S) != units:
        print(f"{units} units are not all on the map", file=sys.stderr)
    else:
        print(seconds, flush=True)
    shown.window.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "town"))
