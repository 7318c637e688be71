"""The base map of one window: opens what was chosen, watches it, remembers it, and minds its dialog."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from commandroom.errors import WorldFailed
from commandroom.grounds import PAINTED, ROADS, GroundSpec, all_grounds, keep_grounds, kept_grounds
from commandroom.map.grounds.laid import LaidGround
from commandroom.map.grounds.opening import Surroundings, open_ground
from commandroom.map.grounds.trial import try_ground
from commandroom.map.grounds.trouble import GroundTrouble
from commandroom.map.source import TileSource
from commandroom.map.view import MapView
from commandroom.services.clocks import SystemClock
from commandroom.settings import Settings, remember
from commandroom.ui.ground_dialog import GroundDialog, GroundRow
from commandroom.ui.window import RoomWindow
from commandroom.wording import Wording

log = logging.getLogger(__name__)

Done = TypeVar("Done")
CACHE = "ground-tiles"
"""The folder for tiles of servers and of vector files; not the painter's, who clears what is not his."""


class GroundDesk(QObject):
    """Lives as long as its window."""

    _troubled = Signal(object)

    def __init__(
        self,
        settings: Settings,
        painted: TileSource,
        window: RoomWindow,
        maps: Callable[[], Iterable[MapView]],
    ) -> None:
        """`maps`: every map that shows this window's ground, the window's own first."""
        super().__init__(window)
        self._settings = settings
        self._painted = painted
        self._window = window
        self._maps = maps
        self._specs = all_grounds(settings.home, settings.grounds)
        self._current = ROADS
        self._laid: LaidGround | None = None
        self._dialog: GroundDialog | None = None
        self._errands: set[asyncio.Task[None]] = set()
        self._wish = 0
        self._troubled.connect(self._on_trouble, Qt.ConnectionType.QueuedConnection)
        window.language_changed.connect(self._on_language)
        window.actions_of_room["ground"].triggered.connect(self.open_dialog)

    @property
    def _wording(self) -> Wording:
        return self._window.wording

    def restore(self) -> None:
        """Show the ground that was chosen last; where it is gone, say so."""
        name = self._settings.ground
        if name and name != ROADS:
            self._start(self._choose(name))

    def stop(self) -> None:
        """The window closes."""
        for task in self._errands:
            task.cancel()
        if self._laid is not None:
            self._laid.close()

    @Slot()
    def open_dialog(self) -> None:
        """Show the dialog, or bring it to the front."""
        if self._dialog is None:
            dialog = self._dialog = GroundDialog(self._wording, self._window)
            dialog.chosen.connect(self._on_chosen)
            dialog.try_wanted.connect(self._on_try)
            dialog.add_wanted.connect(self._on_add)
            dialog.remove_wanted.connect(self._on_remove)
            dialog.destroyed.connect(self._on_dialog_gone)
            dialog.show()
        self._look_again()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _look_again(self) -> None:
        """What there is may have changed: files come and go."""
        self._specs = all_grounds(self._settings.home, self._settings.grounds)
        if self._dialog is not None:
            self._dialog.show_grounds([self._row(spec) for spec in self._specs], self._current)

    def _row(self, spec: GroundSpec) -> GroundRow:
        say = self._wording.say
        title = say("ground.roads") if spec is PAINTED else spec.name
        parts = [say(f"ground.kind.{spec.kind}")]
        if spec is not PAINTED:
            parts.append(say(f"ground.datum.{spec.datum.value}"))
        if spec.origin in ("settings", "folder"):
            parts.append(say(f"ground.origin.{spec.origin}"))
        return GroundRow(spec.name, title, " · ".join(parts), spec.origin == "kept")

    # Choosing

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        if name != self._current:
            self._start(self._choose(name, by_hand=True))

    async def _choose(self, name: str, *, by_hand: bool = False) -> None:
        """Open a ground off the window's thread and lay it; the newest wish wins."""
        self._wish += 1
        wish = self._wish
        spec = next((each for each in self._specs if each.name == name), None)
        if spec is None:
            self._say(self._wording.say("ground.unknown", name=name))
            return
        laid: LaidGround | None = None
        if spec.kind != "roads":
            try:
                laid = await asyncio.to_thread(open_ground, spec, self._surroundings())
            except WorldFailed as why:
                self._say(self._wording.say("ground.refused", name=name, why=self._wording.error(why)))
                return
        if wish != self._wish:
            if laid is not None:
                laid.close()
            return
        self._lay(name, laid)
        if by_hand:
            self._remember(name)

    def _lay(self, name: str, laid: LaidGround | None) -> None:
        former, self._laid, self._current = self._laid, laid, name
        for chart in self._maps():
            chart.lay(self._painted if laid is None else laid)
            chart.ground_layer.set_note("")
        if laid is not None:
            laid.listen(self._troubled.emit)
        if former is not None:
            former.close()
        self._look_again()

    def _remember(self, name: str) -> None:
        self._settings = replace(self._settings, ground=name)
        try:
            remember(self._settings.home, ground=name)
        except WorldFailed as why:
            self._say(self._wording.error(why))

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            stand_in=self._painted,
            cache=self._settings.home / CACHE,
            language=self._wording.language,
            now=SystemClock().now,
            monotonic=time.monotonic,
        )

    @Slot(object)
    def _on_trouble(self, trouble: GroundTrouble) -> None:
        """Once per cause; what is left to know stays beside the credit until it is over."""
        if self._laid is None or trouble.ground != self._laid.name:
            return
        since, say = trouble.since.astimezone().strftime("%H:%M"), self._wording.say
        if trouble.cause is None:
            self._say(say("ground.back", name=trouble.ground, since=since), "done")
        else:
            why = self._wording.error(trouble.cause)
            self._say(say("ground.trouble", name=trouble.ground, why=why, since=since))
        for chart in self._maps():
            chart.ground_layer.set_note("" if trouble.cause is None else say("ground.note", since=since))
            if trouble.cause is None:
                chart.ground_layer.renew()

    @Slot(str)
    def _on_language(self, _language: str) -> None:
        """Names on a vector ground change with the language."""
        if self._dialog is not None:
            self._dialog.apply_wording(self._wording)
            self._look_again()
        if self._laid is not None:
            self._start(self._choose(self._current))

    # Adding and removing

    @Slot(object)
    def _on_try(self, spec: GroundSpec) -> None:
        self._start(self._try(spec))

    async def _try(self, spec: GroundSpec) -> None:
        chart = next(iter(self._maps()))
        around, theme, view = self._surroundings(), self._window.theme.name, chart.view
        try:
            trial = await _aside(
                lambda: try_ground(spec, around, theme=theme, at=view.centre, zoom=round(view.zoom))
            )
        except WorldFailed as why:
            self._show_trial(self._wording.error(why), None, is_good=False)
            return
        about, say = trial.about, self._wording.say
        key = "nothing" if trial.tile is None else "good" if trial.is_here else "elsewhere"
        text = say(
            f"ground.try.{key}",
            format=say(f"ground.format.{about.format}"),
            low=about.min_zoom,
            high=about.max_zoom,
        )
        self._show_trial(text, trial.tile, is_good=trial.tile is not None)

    def _show_trial(self, text: str, tile: bytes | None, *, is_good: bool) -> None:
        if self._dialog is not None:
            self._dialog.show_trial(text, tile, is_good=is_good)

    @Slot(object)
    def _on_add(self, spec: GroundSpec) -> None:
        home = self._settings.home
        if any(each.name == spec.name for each in self._specs):
            self._show_trial(self._wording.say("ground.try.twice", name=spec.name), None, is_good=False)
            return
        if self._kept((*kept_grounds(home), spec)):
            self._say(self._wording.say("ground.added", name=spec.name), "done")
            if self._dialog is not None:
                self._dialog.clear_form()
            self._start(self._choose(spec.name, by_hand=True))

    @Slot(str)
    def _on_remove(self, name: str) -> None:
        left = tuple(spec for spec in kept_grounds(self._settings.home) if spec.name != name)
        if self._kept(left):
            self._say(self._wording.say("ground.removed", name=name), "done")
            if name == self._current:
                self._start(self._choose(ROADS, by_hand=True))

    def _kept(self, grounds: tuple[GroundSpec, ...]) -> bool:
        try:
            keep_grounds(self._settings.home, grounds)
        except WorldFailed as why:
            self._show_trial(self._wording.error(why), None, is_good=False)
            return False
        self._look_again()
        return True

    @Slot()
    def _on_dialog_gone(self) -> None:
        self._dialog = None

    def _say(self, text: str, tone: str = "failed") -> None:
        self._window.show_notice(text, tone)

    def _start(self, errand: object) -> None:
        assert asyncio.iscoroutine(errand)
        task: asyncio.Task[None] = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)
        task.add_done_callback(_log_failure)


async def _aside(do: Callable[[], Done]) -> Done:
    """`do` in a thread that keeps nothing else waiting and does not keep the program from ending."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Done] = loop.create_future()

    def settle(outcome: Done | None, why: Exception | None) -> None:
        if answer.done():
            return
        if why is not None:
            answer.set_exception(why)
        else:
            answer.set_result(outcome)  # type: ignore[arg-type]

    def work() -> None:
        try:
            outcome = do()
        except WorldFailed as why:
            loop.call_soon_threadsafe(settle, None, why)
        except Exception as why:
            log.exception("a ground could not be tried")
            loop.call_soon_threadsafe(settle, None, why)
        else:
            loop.call_soon_threadsafe(settle, outcome, None)

    threading.Thread(target=work, name="ground-trial", daemon=True).start()
    return await answer


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("an errand of the ground desk failed", exc_info=task.exception())
