"""The dry run beside the editor: starts it, shows it on the timeline, ends it."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from commandroom.errors import Refusal, WorldFailed
from commandroom.ui.editor.draft_desk import DraftDesk
from commandroom.ui.editor.pages import RehearsalPage
from commandroom.ui.editor.parts_panel import PartsPanel
from commandroom.ui.editor.reading import Rehearsal, Rehearsed
from commandroom.ui.errands import Errands
from commandroom.wording import Wording


class RehearsalDesk(QObject):
    """One dry run at a time."""

    said = Signal(str, bool)

    def __init__(
        self,
        *,
        rehearsal: Rehearsal,
        desk: DraftDesk,
        page: RehearsalPage,
        parts: PartsPanel,
        errands: Errands,
        wording: Callable[[], Wording],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._rehearsal, self._desk, self._page, self._parts = rehearsal, desk, page, parts
        self._errands, self._wording = errands, wording
        self._is_playing = self._is_stopped = False
        page.play_wanted.connect(self.play)
        page.stop_wanted.connect(self.stop)

    @Slot()
    def play(self) -> None:
        """Play the draft as it stands."""
        if not self._is_playing:
            self._is_playing, self._is_stopped = True, False
            self._page.show_course(Rehearsed(0.0, self._desk.duration_s, {}))
            self._errands.start(self._play(self._desk.draft.text, self._desk.draft.name or "draft.yaml"))

    @Slot()
    def stop(self) -> None:
        """Play no further."""
        self._is_stopped = True
        self._rehearsal.stop()

    async def _play(self, text: str, name: str) -> None:
        loop = asyncio.get_running_loop()

        def told(stand: Rehearsed) -> None:
            loop.call_soon_threadsafe(self._show, stand)

        if self._is_stopped:
            self._is_playing = False
            self._page.show_end(self._wording().say("editor.rehearsal.stopped"))
            return
        try:
            self._show(await self._rehearsal.play(text, name, told))
        except (Refusal, WorldFailed) as why:
            self._page.show_end(self._wording().error(why))
        finally:
            self._is_playing = False
        if self._is_stopped:
            self._page.show_end(self._wording().say("editor.rehearsal.stopped"))

    def _show(self, stand: Rehearsed) -> None:
        if self._is_stopped:
            return
        self._page.show_course(stand)
        now_s = -1.0 if stand.is_over else stand.elapsed_s
        self._parts.timeline.show_happened(stand.happened, now_s)
