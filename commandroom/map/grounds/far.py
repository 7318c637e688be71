"""A ground from a server: asked for in threads of its own, while the map goes on with what is at hand."""

from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any

from commandroom.errors import WorldFailed
from commandroom.map.grounds.crew import Crew, Errand
from commandroom.map.grounds.laid import Drawer, LaidGround
from commandroom.map.grounds.netquarry import NetQuarry
from commandroom.map.marks import Theme

Done = Callable[[bytes | None], None]
Name = tuple[Theme, int, int, int, int]


class FarGround(LaidGround):
    """`ask` never blocks and answers later; `tile` never blocks for a server and gives what is at hand."""

    def __init__(self, *, quarry: NetQuarry, kept_drawer: Drawer, **rest: Any) -> None:
        """`kept_drawer` draws from what is on the disk alone."""
        super().__init__(quarry=quarry, **rest)
        self._kept_drawer = kept_drawer
        self._crew = Crew("ground")
        self._asked: dict[Name, list[Done]] = {}
        self._asking = Lock()
        self._generation = 0
        quarry.on_well = self._on_well

    @property
    def key(self) -> str:
        return f"{super().key}-{self._generation}"

    def renew(self) -> None:
        """The next tiles are to be asked for anew by the page: better ones have come meanwhile."""
        self._generation += 1

    def ask(
        self,
        theme: Theme,
        zoom: int,
        x: int,
        y: int,
        ratio: int,
        *,
        is_wanted: Callable[[], bool],
        done: Done,
    ) -> None:
        """Get a tile; `done` hears of it in any thread, with None where there is none at the moment.

        `is_wanted` is asked when its turn has come.
        """
        name: Name = (theme, zoom, x, y, ratio)
        with self._asking:
            is_new = name not in self._asked
            self._asked.setdefault(name, []).append(done)
        if is_new:
            self._crew.send(Errand(partial(self._get, name, is_wanted), partial(self._tell, name, None)))

    def tile(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bytes | None:
        try:
            found = self._kept_drawer.draw(theme, zoom, x, y, ratio)
        except WorldFailed as why:
            self.trouble.failed(why)
            found = None
        return self._stand_in.tile(theme, zoom, x, y, ratio) if found is None else found

    def close(self) -> None:
        super().close()
        self._crew.close()

    def _get(self, name: Name, is_wanted: Callable[[], bool]) -> None:
        self._tell(name, self.own_tile(*name) if is_wanted() else None)

    def _tell(self, name: Name, tile: bytes | None) -> None:
        with self._asking:
            waiting = self._asked.pop(name, [])
        for done in waiting:
            done(tile)

    def _on_well(self) -> None:
        self.trouble.recovered("ground.")
