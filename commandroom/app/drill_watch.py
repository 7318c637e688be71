"""Follows a drill to its end: keeps its window's band true, shows its score sheet, and keeps it."""

import asyncio
import json
from dataclasses import asdict

from commandroom.app.openings import Opening
from commandroom.errors import Refusal, WorldFailed
from commandroom.models.domain.commands import EndDrill
from commandroom.models.store.store import SqlStore
from commandroom.services.ports import DrillStand, ScoreSheet, Store
from commandroom.services.room import Room
from commandroom.ui.drill_front import DrillFront
from commandroom.ui.window import RoomWindow

LOOK_S = 0.5
"""So often it is looked how the drill stands."""


class DrillWatch:
    """Watches over the drill of one window."""

    def __init__(self, room: Room, opening: Opening, window: RoomWindow) -> None:
        self._room = room
        self._opening = opening
        self._window = window
        course = room.parts.course
        assert course is not None
        self._course = course
        self.front = DrillFront(window, course.summary)

    async def follow(self) -> None:
        """Look how it stands until it is over; then show and keep its score sheet."""
        while not (stand := await self._room.read(self._ask)).ended:
            self.front.show_stand(stand)
            await asyncio.sleep(LOOK_S)
        self.front.show_stand(stand)
        sheet = await self._room.score()
        if sheet is not None:
            self._window.show_score(sheet)
            await self._keep(sheet)

    async def leave(self) -> None:
        """The window closes: the drill ends here, and its score sheet is kept as it stands."""
        stand = await self._room.read(self._ask)
        if not stand.ended:
            try:
                await self._room.give(EndDrill(self._window.console.author, "left"))
            except (Refusal, WorldFailed) as why:
                self._window.show_notice(self._window.wording.error(why))
        sheet = await self._room.score()
        if sheet is not None:
            await self._keep(sheet)

    def _ask(self, _: Store) -> DrillStand:
        return self._course.stand()

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
