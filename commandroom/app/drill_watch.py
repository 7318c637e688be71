"""Follows a drill to its end: shows its score sheet, and keeps it beside the drill's store."""

import asyncio
import json
from dataclasses import asdict

from commandroom.app.openings import Opening
from commandroom.models.store.store import SqlStore
from commandroom.services.ports import ScoreSheet, Store
from commandroom.services.room import Room
from commandroom.ui.window import RoomWindow

LOOK_S = 1.0
"""So often it is looked whether the drill is over."""


class DrillWatch:
    """Watches over the drill of one window."""

    def __init__(self, room: Room, opening: Opening, window: RoomWindow) -> None:
        self._room = room
        self._opening = opening
        self._window = window

    async def follow(self) -> None:
        """Look each second whether the drill is over; then show and keep its score sheet."""
        director = self._room.parts.director
        assert director is not None

        def is_over(_: Store) -> bool:
            return director.is_over

        while not await self._room.read(is_over):
            await asyncio.sleep(LOOK_S)
        sheet = await self._room.score()
        if sheet is not None:
            self._window.show_score(sheet)
            await self._keep(sheet)

    async def keep_score(self) -> None:
        """Keep the score sheet as it stands, as the window closes."""
        sheet = await self._room.score()
        if sheet is not None:
            await self._keep(sheet)

    async def _keep(self, sheet: ScoreSheet) -> None:
        """Write score sheet and actions beside the drill's store."""
        folder, start = self._opening.folder, self._opening.script_start
        if folder is None or start is None:
            return

        from commandroom.app.drills import save_actions

        def write(store: Store) -> None:
            assert isinstance(store, SqlStore)
            text = json.dumps(asdict(sheet), ensure_ascii=False, indent=1)
            (folder / "score.json").write_text(text, encoding="utf-8")
            save_actions(store, folder / "actions.json", sheet=sheet, start=start)

        try:
            await self._room.read(write)
        except OSError as why:
            self._window.show_notice(str(why))
            return
        self._window.show_notice(self._window.wording.say("app.drill.saved", path=str(folder)), "done")
