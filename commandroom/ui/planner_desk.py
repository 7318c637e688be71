"""布点规划: asks the planner beside the work, shows what it found, and puts it on the map when told to."""

import asyncio
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from commandroom.errors import Refusal
from commandroom.services.planner.plan import Stage, Terms
from commandroom.services.planner.sites import Site
from commandroom.ui.console import Notice, Tone
from commandroom.ui.errands import Errands
from commandroom.ui.hands import Hands
from commandroom.ui.theme import Theme

if TYPE_CHECKING:
    from commandroom.ui.brain_table import Seat
    from commandroom.ui.planner_answer import PlanAnswer, PlanNews
    from commandroom.ui.planner_dialog import PlanDialog
    from commandroom.ui.planner_question import PlanWish

TIME_LIMIT_S = 60.0
"""For the exact solver; the best so far is always there before."""


class PlannerDesk(QObject):
    """One question at a time; the dialog and all that computes are loaded when they are first wanted."""

    _told = Signal(object, object)
    """The wish to stop of the run that tells, and its PlanNews; from the thread that works."""

    def __init__(self, seat: "Seat", theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._theme = seat, theme
        self._errands = Errands()
        self._stop_wish: Event | None = None
        """Of the run; None while nothing runs."""
        self._news: PlanNews | None = None
        self._wish: PlanWish | None = None
        self._begun_s = 0.0
        self._why: Refusal | None = None
        self._is_on_map = False
        self.time_limit_s = TIME_LIMIT_S
        self.answer: PlanAnswer | None = None
        self.dialog: PlanDialog | None = None
        self._tick = QTimer(self, interval=500)
        self._tick.timeout.connect(self._show_state)
        self._told.connect(self._on_told)
        seat.actions["planner"].triggered.connect(self.open)

    @property
    def is_running(self) -> bool:
        """Whether a plan is being worked out."""
        return self._stop_wish is not None

    @Slot()
    def open(self) -> None:
        """Show the dialog, or bring it to the front."""
        if self.dialog is None:
            self.dialog = self._made()
            self._show_state()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    @Slot()
    def run(self) -> None:
        """计算."""
        if self.dialog is None or self.is_running:
            return
        self._why, self._news = None, None
        self._wish, self._stop_wish = self.dialog.form.wish(), Event()
        self._begun_s = asyncio.get_running_loop().time()
        self._tick.start()
        self._show_state()
        self._errands.start(self._run(self._wish, self._stop_wish))

    @Slot()
    def cancel(self) -> None:
        """取消: the best so far is shown, where there is any."""
        if self._stop_wish is not None:
            self._stop_wish.set()
            self._show_state()

    def apply_wording(self) -> None:
        """Another language."""
        if self.dialog is not None:
            self.dialog.apply_wording(self._seat.console.phrases.wording)
            self.dialog.show_answer(self.answer, is_earlier=self._is_earlier())
            self._show_state()
        if self._is_on_map:
            self._lay()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        if self.dialog is not None:
            self.dialog.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self.cancel()
        self._tick.stop()
        self._errands.cancel()
        if self.dialog is not None:
            self.dialog.stop()

    def _made(self) -> "PlanDialog":
        from commandroom.ui.planner_dialog import PlanDialog

        dialog = PlanDialog(self._theme, self._seat.console.phrases.wording, self._seat.window)
        dialog.form.run_wanted.connect(self.run)
        dialog.form.stop_wanted.connect(self.cancel)
        dialog.form.changed.connect(self._on_changed)
        dialog.finished.connect(self.cancel)
        dialog.show_wanted.connect(self.show_on_map)
        dialog.export_wanted.connect(self._on_export)
        dialog.copy_wanted.connect(self._on_copy)
        dialog.site_wanted.connect(self._on_site)
        return dialog

    async def _run(self, wish: "PlanWish", stop_wish: Event) -> None:
        try:
            found = await self._found(wish, stop_wish)
        except Refusal as no:
            self._why = no
        else:
            if found is None:
                self._why = Refusal("board.planner.stopped")
            else:
                self._show_answer(found)
        finally:
            stop_wish.set()
            self._stop_wish = None
            self._tick.stop()
            self._show_state()

    async def _found(self, wish: "PlanWish", stop_wish: Event) -> "PlanAnswer | None":
        """Ask the store for the past, then work in a thread."""
        from commandroom.ui.planner_answer import answer
        from commandroom.ui.planner_question import PlanGround

        seat, now = self._seat, self._seat.room.now()
        past = await seat.room.past_incidents(now - timedelta(days=wish.days), now) if wish.days else ()
        ground = PlanGround(seat.ranker.router, tuple(seat.situation.posts.values()), past)
        terms = Terms(time_limit_s=self.time_limit_s, is_cancelled=stop_wish.is_set)
        return await asyncio.to_thread(
            answer, wish, ground, terms, lambda news: self._told.emit(stop_wish, news)
        )

    def _show_answer(self, found: "PlanAnswer") -> None:
        self.answer = found
        if self.dialog is not None:
            self.dialog.show_answer(found)
        if self._is_on_map:
            self._lay()

    @Slot(object, object)
    def _on_told(self, run: Event, news: "PlanNews") -> None:
        if run is self._stop_wish:
            self._news = news
            self._show_state()

    @Slot()
    def _on_changed(self) -> None:
        if self.dialog is not None and self.answer is not None:
            self.dialog.show_answer(self.answer, is_earlier=self._is_earlier())

    def _is_earlier(self) -> bool:
        is_shown = self.dialog is not None and self.answer is not None
        return is_shown and self.dialog.form.wish() != self.answer.wish  # type: ignore[union-attr]

    @Slot()
    def _show_state(self) -> None:
        """How far it is, or why there is no answer."""
        if self.dialog is None:
            return
        wording, form = self._seat.console.phrases.wording, self.dialog.form
        self.dialog.show_trouble("" if self._why is None else wording.error(self._why))
        if self._stop_wish is None or self._wish is None:
            form.show_idle()
            return
        from commandroom.ui.planner_words import news_words

        news = self._news
        is_stopping = self._stop_wish.is_set()
        if news is None:
            form.show_busy(wording.say("planner.stage.times"), None, is_stopping=is_stopping)
            return
        seconds = asyncio.get_running_loop().time() - self._begun_s
        words = news_words(
            news, wording, of_share=self._wish.share > 0, limit_s=self.time_limit_s, seconds=seconds
        )
        done = news.done if news.stage is Stage.TIMES else min(seconds / self.time_limit_s, 1.0)
        form.show_busy(words, done, is_stopping=is_stopping)

    @Slot(bool)
    def show_on_map(self, on: bool) -> None:
        """Put the plan on the live map, or take it off."""
        if self.answer is None:
            return
        self._is_on_map = on
        if on:
            self._lay()
            layers = self._seat.layers
            layers.choose(layers.choice.with_layers(frozenset({"plan"}), True))
            new = sum(1 for each in self.answer.chosen if not each.is_present)
            self._say("done", "board.planner.done.shown", n=new)
        else:
            self._seat.pane.overlays.set_shapes("plan", ())
            self._seat.frame.map_space.model.set_note("plan", "")
            self._say("done", "board.planner.done.hidden")
        if self.dialog is not None:
            self.dialog.show_on_map(on)

    def _lay(self) -> None:
        from commandroom.ui.planner_shapes import plan_shapes

        if self.answer is not None:
            shapes = plan_shapes(self.answer, self._seat.console.phrases.wording)
            self._seat.pane.overlays.set_shapes("plan", shapes)
            self._seat.frame.map_space.model.set_note("plan", str(len(shapes)))

    @Slot(object)
    def _on_site(self, site: Site) -> None:
        """Look at a station on the live map, where it then is."""
        self.show_on_map(True)
        self._seat.pane.go_to(site.at, Hands.GO_TO_ZOOM)

    @Slot()
    def _on_copy(self) -> None:
        from commandroom.ui.planner_words import as_text

        if self.answer is not None:
            QGuiApplication.clipboard().setText(as_text(self.answer, self._seat.console.phrases.wording))
            rows = len(self.answer.chosen) + len(self.answer.given_up)
            self._say("done", "board.planner.done.copied", n=rows)

    @Slot()
    def _on_export(self) -> None:
        """Ask for a file; nothing waits for it."""
        if self.dialog is None or self.answer is None:
            return
        say = self._seat.console.phrases.say
        chooser = QFileDialog(self.dialog, say("board.planner.export"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilter("CSV (*.csv)")
        chooser.setDefaultSuffix("csv")
        chooser.selectFile(say("board.planner.title"))
        chooser.fileSelected.connect(self.save)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot(str)
    def save(self, path: str) -> None:
        """Write the table to `path`."""
        from commandroom.ui.planner_words import as_csv

        if self.answer is not None:
            text = as_csv(self.answer, self._seat.console.phrases.wording)
            self._errands.start(self._keep(Path(path), text))

    async def _keep(self, path: Path, text: str) -> None:
        from commandroom.wholefile import write_whole

        try:
            await asyncio.to_thread(write_whole, path, text.encode("utf-8-sig"))
        except OSError as why:
            self._say("failed", "board.planner.not_saved", path=str(path), why=why.strerror or str(why))
            return
        self._say("done", "board.planner.done.saved", path=str(path))

    def _say(self, tone: Tone, key: str, **values: object) -> None:
        console = self._seat.console
        console.notice.emit(Notice(tone, console.phrases.say(key, **values)))
