"""Plays a draft for the editor in a worker thread, in a store in memory, at sixty-four times its own time."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

from commandroom.drill.script import LoadedScript, examine_text
from commandroom.drill.session import DrillDirector, DrillSetting, open_drill
from commandroom.errors import WorldFailed
from commandroom.services.room import Parts

if TYPE_CHECKING:
    from commandroom.ui.editor.reading import Rehearsed, Told

PACE = 64.0
STEP_S = 8.0
"""Simulated seconds from one look to the next: eight looks in a second."""
SCORE_EVERY = 4
"""Looks from one score sheet to the next."""


class DraftRehearsal:
    """See `ui.editor.reading.Rehearsal`."""

    def __init__(self, setting: Callable[[], DrillSetting]) -> None:
        """`setting` is asked in the worker, once for each run."""
        self._setting = setting
        self._stopped = Event()

    async def play(self, text: str, name: str, told: "Told") -> "Rehearsed":
        """Play the script's own answer to the end.

        Raises:
            WorldFailed: the text is no script.
            Refusal: it does not fit the town.
        """
        self._stopped.clear()
        return await asyncio.to_thread(self._play, text, name, told)

    def stop(self) -> None:
        """Play no further."""
        self._stopped.set()

    def _play(self, text: str, name: str, told: "Told") -> "Rehearsed":
        loaded, findings = examine_text(text, name)
        if loaded is None:
            first = findings[0]
            raise WorldFailed(first.key, **first.said_with)
        parts = open_drill(loaded, self._setting(), trainee="answer", beat_s=10.0)
        try:
            return self._run(parts, loaded, told)
        finally:
            parts.store.close()

    def _run(self, parts: Parts, loaded: LoadedScript, told: "Told") -> "Rehearsed":
        director = parts.director
        assert isinstance(director, DrillDirector)
        looks = 0
        while not director.is_over and not self._stopped.is_set():
            director.advance_to(director.sim.now + timedelta(seconds=STEP_S))
            told(self._stand(director, loaded, is_scored=looks % SCORE_EVERY == 0))
            looks += 1
            self._stopped.wait(STEP_S / PACE)
        return self._stand(director, loaded, is_scored=True, is_over=True)

    def _stand(
        self, director: DrillDirector, loaded: LoadedScript, *, is_scored: bool, is_over: bool = False
    ) -> "Rehearsed":
        from commandroom.ui.editor.reading import Rehearsed

        sheet = director.score() if is_scored else None
        if sheet is not None:
            self._criteria = sheet.criteria
        happened = {
            each.id: each.due_s
            for each in director.course.coming()
            if each.state == "done" and each.due_s is not None
        }
        elapsed = director.sim.seconds(director.sim.now)
        return Rehearsed(elapsed, loaded.script.duration, happened, self._criteria, is_over)
