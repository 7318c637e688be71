"""Windows on rooms: opens them, and closes what was opened."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from commandroom.app.academy import Academy
from commandroom.app.datum_doubt import doubt_about
from commandroom.app.drill_watch import DrillWatch
from commandroom.app.first_view import first_view
from commandroom.app.openings import Opening
from commandroom.app.search import RoomSearch
from commandroom.app.walls import Wall, Walls
from commandroom.errors import Refusal, WorldFailed
from commandroom.map.tiles import PaintedTiles
from commandroom.map.town import subject_of
from commandroom.map.view import MapView
from commandroom.services.ports import Snapshot
from commandroom.services.recommendation import Recommendation
from commandroom.services.room import Room
from commandroom.services.roster.placing import far_from_roads
from commandroom.services.situation import Situation
from commandroom.settings import Settings, remember
from commandroom.ui.errors import show_failure
from commandroom.ui.layers.choice import LayerChoice
from commandroom.ui.layers.keeping import keep_choice, kept_choice
from commandroom.ui.theme import THEMES
from commandroom.ui.window import RoomWindow
from commandroom.wording import Wording

if TYPE_CHECKING:
    from commandroom.app.grounds import GroundDesk

log = logging.getLogger(__name__)

PICTURE_S = 3.0
"""Time passes no later than so long after the window has opened, map or no map."""


@dataclass(eq=False, slots=True)
class OpenWindow:
    """A window and what stands behind it."""

    opening: Opening
    room: Room
    map_view: MapView
    window: RoomWindow
    walls: Walls
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    drill: DrillWatch | None = None
    watch: asyncio.Task[None] | None = None
    completing: asyncio.Task[None] | None = None
    grounds: "GroundDesk | None" = None
    drawn: asyncio.Event = field(default_factory=asyncio.Event)
    """The map has shown every mark for the first time."""

    @property
    def wall(self) -> Wall | None:
        """The wall of this room, while one is open."""
        return self.walls.wall

    def maps(self) -> tuple[MapView, ...]:
        """Every map of this room, the window's own first."""
        return (self.map_view,) if self.wall is None else (self.map_view, self.wall.map_view)


class Desktop:
    """Every open window of this program."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.wording = Wording(settings.language)
        self._theme = settings.theme
        self._open: list[OpenWindow] = []
        self._errands: set[asyncio.Task[None]] = set()
        self._drills: list[dict[str, Any]] = []
        self.academy = Academy(self)

    @property
    def windows(self) -> tuple[OpenWindow, ...]:
        """Those on the screen, oldest first."""
        return tuple(self._open)

    async def open(self, prepare: Callable[[], Opening], *, map_view: MapView | None = None) -> OpenWindow:
        """Build a session off the window's thread, then show its window and let its time start.

        Args:
            map_view: one whose page is starting already; the desktop ends it with its window.

        Raises:
            Refusal, WorldFailed: it cannot be opened; nothing is left behind.
        """
        if map_view is None:
            pages = self.settings.home / "pages"
            map_view = MapView(theme=self._theme, language=self.wording.language, pages=pages)
        try:
            opening = await asyncio.to_thread(prepare)
            if opening.folder is not None:
                opening.folder.mkdir(parents=True, exist_ok=True)
            room = Room(opening.mode, opening.build)
            try:
                snapshot = await room.open()
            except BaseException:
                await room.close()
                raise
        except BaseException:
            map_view.shut()
            raise
        return self._show(opening, room, snapshot, map_view)

    def _show(self, opening: Opening, room: Room, snapshot: Snapshot, map_view: MapView) -> OpenWindow:
        """The window on an open room; the map gets its ground once every mark is set."""
        situation = Situation(snapshot)
        loop, kept = asyncio.get_running_loop(), self.settings.home / "tiles"

        def say_later(key: str) -> None:
            loop.call_soon_threadsafe(self._on_notice, key)

        tiles = PaintedTiles(subject_of(opening.network), kept, on_notice=say_later)
        kinds = room.parts.catalogue.kinds.values()
        search = RoomSearch(opening.network, situation, kinds=kinds, wording=lambda: self.wording)
        recommendation = Recommendation(opening.router)
        window = RoomWindow(
            room=room,
            situation=situation,
            map_pane=map_view,
            recommendation=recommendation,
            catalogue=room.parts.catalogue,
            search=search.everything,
            find_place=search.place,
            wording=self.wording,
            theme=THEMES[self._theme],
            author=opening.author,
            station=opening.station,
            journal=snapshot.journal,
            layers=kept_choice(self.settings.home),
        )
        shown = OpenWindow(opening, room, map_view, window, Walls(window, map_view, self.settings.home))
        self._open.append(shown)
        self._connect(shown)
        map_view.ready.connect(shown.drawn.set)
        shown.completing = self._later(self._complete(shown, recommendation, search, tiles))
        posts = [post.at for post in situation.posts.values()]
        map_view.go_to(*first_view(posts, opening.network.bbox.centre))
        map_view.lay(tiles)
        window.show()
        if far_from_roads(posts, opening.network.bbox):
            window.show_notice(self.wording.say("app.far_posts"))
        if opening.mode == "drill":
            shown.drill = DrillWatch(room, opening, window)
            shown.watch = asyncio.create_task(shown.drill.follow())
        return shown

    async def _complete(
        self, shown: OpenWindow, recommendation: Recommendation, search: RoomSearch, tiles: PaintedTiles
    ) -> None:
        """What can wait until the map is there: time, road times, painting, charts, search, the drills."""
        with suppress(TimeoutError):
            await asyncio.wait_for(shown.drawn.wait(), PICTURE_S)
        shown.room.start()
        await asyncio.to_thread(recommendation.warm_up, shown.opening.network.bbox.centre)
        await self._mind_datum(shown)
        await asyncio.to_thread(tiles.warm_up)
        await self._mind_ground(shown, tiles)
        await asyncio.to_thread(import_module, "pyqtgraph")
        shown.window.fill_charts()
        await asyncio.to_thread(search.warm_up)
        if shown.opening.mode != "drill":
            self._drills = await asyncio.to_thread(_shipped_drills)
            self._offer_drills()

    async def _mind_datum(self, shown: OpenWindow) -> None:
        """Warn where the posts on the register seem to be in another datum than the roads."""
        posts = [post.at for post in shown.window.situation.posts.values()]
        note = await asyncio.to_thread(doubt_about, posts, shown.opening.router)
        if note is not None:
            shown.window.show_notice(note.told(self.wording))

    async def _mind_ground(self, shown: OpenWindow, painted: PaintedTiles) -> None:
        """From here on the base map may be changed; the one chosen last comes back."""
        made = await asyncio.to_thread(import_module, "commandroom.app.grounds")
        shown.grounds = made.GroundDesk(self.settings, painted, shown.window, shown.maps)
        shown.grounds.restore()

    def _on_notice(self, key: str) -> None:
        """Something about this machine that whoever sits here should know."""
        for shown in self._open:
            shown.window.show_notice(self.wording.say(key))

    def _offer_drills(self) -> None:
        titles = [(each["id"], each[f"title_{self.wording.language}"]) for each in self._drills]
        for shown in self._open:
            if shown.opening.mode != "drill":
                shown.window.set_drills(titles)

    async def until_closed(self) -> None:
        """Wait for the last window to be closed."""
        while self._open:
            await self._open[0].closed.wait()
        await asyncio.gather(*self._errands, return_exceptions=True)

    def _connect(self, shown: OpenWindow) -> None:
        window = shown.window
        window.closed.connect(lambda: self._later(self._shut(shown)))
        window.leave_wanted.connect(window.close)
        window.drill_chosen.connect(self._on_drill_chosen)
        window.academy_wanted.connect(lambda name: self._later(self.academy.open(shown, name)))
        window.theme_changed.connect(self._on_theme_changed)
        window.language_changed.connect(self._on_language_changed)
        window.layers_changed.connect(self._on_layers_changed)

    def _on_theme_changed(self, name: str) -> None:
        self._theme = "day" if name == "day" else "night"
        remember(self.settings.home, theme=self._theme)

    def _on_language_changed(self, language: str) -> None:
        self.wording = Wording("en" if language == "en" else "zh")
        self._offer_drills()
        remember(self.settings.home, language=language)

    def _on_layers_changed(self, choice: LayerChoice) -> None:
        keep_choice(self.settings.home, choice)

    def _on_drill_chosen(self, script: str) -> None:
        self._later(self._open_drill(script))

    async def _open_drill(self, script: str) -> None:
        from commandroom.app.drills import DrillChoice, drill_opening

        try:
            await self.open(lambda: drill_opening(self.settings, DrillChoice(script)))
        except (Refusal, WorldFailed) as why:
            parent = self._open[0].window if self._open else None
            show_failure(parent, self.wording.say("app.failed.title"), self.wording.error(why))

    async def _shut(self, shown: OpenWindow) -> None:
        """Close what stands behind a closed window."""
        for task in (shown.watch, shown.completing):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        if shown.drill is not None:
            await shown.drill.leave()
        self.academy.close_of(shown)
        shown.walls.close()
        if shown.grounds is not None:
            shown.grounds.stop()
        shown.map_view.shut()
        await shown.room.close()
        shown.window.deleteLater()
        self._open.remove(shown)
        shown.closed.set()

    def _later(self, errand: object) -> asyncio.Task[None]:
        assert asyncio.iscoroutine(errand)
        task: asyncio.Task[None] = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)
        task.add_done_callback(_log_failure)
        return task


def _shipped_drills() -> list[dict[str, Any]]:
    """Reading scripts takes libraries that the first picture does not need."""
    from commandroom.app.drills import shipped_drills

    return shipped_drills()


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("an errand of the desktop failed", exc_info=task.exception())
