"""Opens the review beside a room: reads pasts, keeps notes, plays the plan's answer, opens branches."""

import asyncio
import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from commandroom.app.branching import drill_branch, moment_branch
from commandroom.errors import Refusal, WorldFailed
from commandroom.map.view import MapView
from commandroom.models.domain.entities import Author
from commandroom.models.domain.rules import CHINA
from commandroom.models.store.store import SqlStore
from commandroom.services.ports import CriterionResult, Recorded
from commandroom.services.review.history import (
    Past,
    PastDrill,
    PastTitle,
    days_of,
    past_drills,
    past_of_day,
    past_of_drill,
    past_of_incident,
    real_incidents,
)
from commandroom.services.review.notes import keep_note
from commandroom.ui.errands import Errands
from commandroom.ui.figures import clock_text, time_text
from commandroom.ui.review.picker import Choosable
from commandroom.ui.review.shown import Shown
from commandroom.ui.review.window import ReviewWindow

if TYPE_CHECKING:
    from commandroom.app.desktop import Desktop, OpenWindow

DRILLS = "drills"


async def open_beside(desktop: "Desktop", shown: "OpenWindow") -> QWidget | None:
    """The review, at the list of what there is to look back at."""
    seat, view = shown.window, shown.map_view.view
    chart = MapView(
        theme=seat.theme.name,
        language=seat.wording.language,
        centre=view.centre,
        zoom=round(view.zoom),
        pages=desktop.settings.home / "pages",
    )
    window = ReviewWindow(
        map_pane=chart, catalogue=shown.room.parts.catalogue, theme=seat.theme, wording=seat.wording
    )
    reviewing = Reviewing(desktop, shown, window, chart)
    if seat.map_pane.ground is not None:
        chart.lay(seat.map_pane.ground)
    window.show()
    await reviewing.offer()
    return window


class Reviewing(QObject):
    """What stands behind one review; lives as long as its window."""

    def __init__(self, desktop: "Desktop", shown: "OpenWindow", window: ReviewWindow, chart: MapView) -> None:
        super().__init__(window)
        self._desktop, self._owner, self._window, self._chart = desktop, shown, window, chart
        self._seat = shown.window
        self._errands = Errands()
        self._past: Past | None = None
        self._asked: tuple[str, str] | None = None
        self._left = Event()
        """Set when nobody waits for ghosts any more."""
        self._home = desktop.settings.home / DRILLS
        window.chosen.connect(self._on_chosen)
        window.note_wanted.connect(self._on_note)
        window.ghosts_wanted.connect(self._on_ghosts)
        window.branch_wanted.connect(self._on_branch)
        window.bar.another_wanted.connect(self._on_another)
        window.closed.connect(self._on_closed)
        self._seat.theme_changed.connect(self._on_theme)
        self._seat.language_changed.connect(self._on_language)

    async def offer(self) -> None:
        """List what there is."""
        drills = await asyncio.to_thread(past_drills, self._home)
        url, days = self._url(), None
        incidents: tuple[PastTitle, ...] = ()
        if url:
            try:
                incidents = await asyncio.to_thread(real_incidents, url)
                days = await asyncio.to_thread(days_of, url)
            except WorldFailed as why:
                self._window.say(self._seat.wording.error(why))
        self._window.picker.offer(
            [self._drill_line(each) for each in drills],
            [self._incident_line(each) for each in incidents],
            None if days is None else (_day(days[0]), _day(days[1])),
        )

    async def open(self, kind: str, key: str, *, at: datetime | None = None) -> None:
        """Read a past and show it; what cannot be read is said."""
        window, wording = self._window, self._seat.wording
        window.say(wording.say("review.reading"))
        self._left.set()
        try:
            past = await asyncio.to_thread(self._read, kind, key)
            done = await asyncio.to_thread(_results_of, past.folder)
            if kind == "drill":
                await self._lay_drill_town()
        except (Refusal, WorldFailed) as why:
            window.say(wording.error(why))
            return
        self._past, self._asked = past, (kind, key)
        window.say("")
        window.show_past(Shown(past.playback, self._title(kind, key), past.kind == "drill", done), at=at)

    def _read(self, kind: str, key: str) -> Past:
        router = self._owner.opening.router
        if kind == "drill":
            return past_of_drill(Path(key))
        if kind == "incident":
            return past_of_incident(self._url(), key, router)
        begin = datetime.combine(date.fromisoformat(key), time(), CHINA)
        return past_of_day(self._url(), begin, begin + timedelta(days=1), router)

    def _url(self) -> str:
        """Where the room keeps its journal; '' where that is nowhere another reader could look."""
        store = self._owner.room.parts.store
        return store.address if isinstance(store, SqlStore) else ""

    async def _lay_drill_town(self) -> None:
        """The ground of the town in which drills are played, where the room's own is another."""
        from commandroom.app.drills import drill_setting
        from commandroom.map.tiles import PaintedTiles
        from commandroom.map.town import subject_of

        setting = await asyncio.to_thread(drill_setting)
        if setting.town.network.bbox == self._owner.opening.network.bbox:
            return
        tiles = PaintedTiles(subject_of(setting.town.network), self._desktop.settings.home / "tiles")
        await asyncio.to_thread(tiles.warm_up)
        self._chart.lay(tiles)
        self._chart.go_to(setting.town.network.bbox.centre, 14)

    # What the window wishes

    @Slot(str, str)
    def _on_chosen(self, kind: str, key: str) -> None:
        self._errands.start(self.open(kind, key))

    @Slot()
    def _on_another(self) -> None:
        self._errands.start(self.offer())

    @Slot(str, str, object)
    def _on_note(self, text: str, kind: str, moment: datetime) -> None:
        self._errands.start(self._keep(text, kind, moment))

    async def _keep(self, text: str, kind: str, moment: datetime) -> None:
        past = self._past
        if past is None or past.folder is None:
            return
        author = Author(self._desktop.settings.operator, "复盘")
        try:
            facts: tuple[Recorded, ...] = await asyncio.to_thread(
                keep_note, past.folder, author, text, kind, moment
            )
        except WorldFailed as why:
            is_held = why.key == "store.locked"
            wording = self._seat.wording
            self._window.say(wording.say("review.note.running") if is_held else wording.error(why))
            return
        except Refusal as why:
            self._window.say(self._seat.wording.error(why))
            return
        for fact in facts:
            self._window.add_note(fact)

    @Slot(bool)
    def _on_ghosts(self, on: bool) -> None:
        self._left.set()
        if on:
            self._errands.start(self._play_ghosts())
        else:
            self._window.show_ghosts(None, None, "")

    async def _play_ghosts(self) -> None:
        from commandroom.drill.ghosts import play_answer

        past, wording = self._past, self._seat.wording
        if past is None or past.folder is None:
            return
        left = self._left = Event()
        self._window.say(wording.say("review.ghosts.playing"))
        try:
            loaded, setting, seed, _ = await asyncio.to_thread(_script_of, past.folder)
            ghosts = await asyncio.to_thread(
                lambda: play_answer(loaded, setting, seed=seed, is_wanted=lambda: not left.is_set())
            )
        except (Refusal, WorldFailed) as why:
            self._window.say(wording.error(why))
            return
        if ghosts is not None and not left.is_set():
            self._window.say("")
            about = wording.say("review.comparison.about")
            self._window.show_ghosts(ghosts.playback, ghosts.sheet.criteria, about)

    @Slot(object)
    def _on_branch(self, moment: datetime) -> None:
        self._errands.start(self._branch(moment))

    async def _branch(self, moment: datetime) -> None:
        past, wording, settings = self._past, self._seat.wording, self._desktop.settings
        if past is None:
            return
        self._window.say(wording.say("review.branch.opening"))
        title = self._window.shown.title if self._window.shown is not None else ""
        name = wording.say("review.branch.title", title=title, time=time_text(moment))
        try:
            if past.folder is not None:
                folder = past.folder
                await self._desktop.open(lambda: drill_branch(settings, folder, moment))
            else:
                playback, owner = past.playback, self._owner
                await self._desktop.open(
                    lambda: moment_branch(
                        settings, playback, moment, name, owner.opening, owner.room.parts.catalogue
                    )
                )
        except (Refusal, WorldFailed) as why:
            self._window.say(wording.error(why))
            return
        self._window.say("")

    # How it looks

    @Slot(str)
    def _on_theme(self, _name: str) -> None:
        self._window.apply_theme(self._seat.theme)

    @Slot(str)
    def _on_language(self, _language: str) -> None:
        self._window.apply_wording(self._seat.wording)
        if self._asked is not None:
            self._window.set_title(self._title(*self._asked))

    @Slot()
    def _on_closed(self) -> None:
        self._left.set()
        self._errands.cancel()
        self._chart.shut()

    def _title(self, kind: str, key: str) -> str:
        if kind != "drill":
            return key
        found = next((each for each in past_drills(self._home) if each.folder == Path(key)), None)
        return Path(key).name if found is None else _drill_title(found, self._seat.wording.language)

    def _drill_line(self, drill: PastDrill) -> Choosable:
        language = self._seat.wording.language
        parts = [_drill_title(drill, language), drill.variant, drill.trainee, _local(drill)]
        if drill.mode:
            parts.insert(1, self._seat.wording.say(f"run.mode.{drill.mode}"))
        return Choosable(str(drill.folder), "  ·  ".join(each for each in parts if each), drill.folder.name)

    def _incident_line(self, each: PastTitle) -> Choosable:
        phrases = self._seat.phrases
        begun = each.reported_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
        took = (
            "" if each.closed_at is None else clock_text((each.closed_at - each.reported_at).total_seconds())
        )
        kind = next((code for code in self._owner.room.parts.catalogue.kinds if code == each.kind), None)
        named = each.kind if kind is None else phrases.kind(kind)
        parts = (begun, each.id, named, each.place_name, took)
        return Choosable(each.id, "  ·  ".join(part for part in parts if part))


def _drill_title(drill: PastDrill, language: str) -> str:
    """The title of the script as it was played; its id where none is kept."""
    from commandroom.app.drills import SCRIPT_FILE
    from commandroom.drill.script import load_script

    try:
        title = load_script(drill.folder / SCRIPT_FILE).script.title
    except (WorldFailed, Refusal):
        return drill.script
    return title.zh if language == "zh" else title.en


def _local(drill: PastDrill) -> str:
    try:
        return datetime.fromisoformat(drill.started).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return drill.started


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()


def _results_of(folder: Path | None) -> tuple[CriterionResult, ...]:
    """What was measured of a drill, as it was kept; none where it was not."""
    if folder is None:
        return ()
    try:
        told = json.loads((folder / "score.json").read_text(encoding="utf-8"))
        return tuple(_result(each) for each in told["criteria"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _result(plain: dict[str, Any]) -> CriterionResult:
    known = {name: value for name, value in plain.items() if name in CriterionResult.__dataclass_fields__}
    return CriterionResult(**known | {"evidence": tuple(plain.get("evidence", ()))})


def _script_of(folder: Path) -> Any:
    from commandroom.app.branching import script_of

    return script_of(folder)
