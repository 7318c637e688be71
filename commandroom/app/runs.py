"""Opens the library of past drills beside a room: reads runs, keeps remarks and actions, writes documents."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from commandroom.app.run_papers import Shelf, drills_of, shelf_of, write_papers
from commandroom.errors import Refusal, WorldFailed
from commandroom.models.domain.entities import Correction
from commandroom.reports.blocks import clock
from commandroom.reports.record import RunRecord
from commandroom.reports.report import local
from commandroom.services.review.notes import keep_correction, keep_note
from commandroom.ui.errands import Errands
from commandroom.ui.runs.trend import TrendPoint
from commandroom.ui.runs.window import COLUMNS, RunRow, RunShown, RunsWindow

if TYPE_CHECKING:
    from commandroom.app.desktop import Desktop, OpenWindow


async def open_beside(desktop: "Desktop", shown: "OpenWindow") -> QWidget | None:
    """The window, at the newest run."""
    seat = shown.window
    window = RunsWindow(seat.theme, seat.wording, seat)
    library = Library(desktop, shown, window)
    window.show()
    await library.read()
    return window


class Library(QObject):
    """What stands behind one window; lives as long as it."""

    def __init__(self, desktop: "Desktop", shown: "OpenWindow", window: RunsWindow) -> None:
        super().__init__(window)
        self._base = drills_of(desktop.settings)
        self._seat, self._window = shown.window, window
        self._author = shown.opening.author
        self._errands = Errands()
        self._shelf = Shelf((), ())
        self._chosen: RunRecord | None = None
        window.run_chosen.connect(self._on_chosen)
        window.paper_wanted.connect(self._on_paper)
        window.remark_made.connect(self._on_remark)
        window.correction_set.connect(self._on_correction)
        window.finished.connect(self._on_finished)
        shown.window.theme_changed.connect(self._on_theme)
        shown.window.language_changed.connect(self._on_language)

    async def read(self) -> None:
        """Read every run anew and show the one that was lit."""
        wording = self._seat.wording
        self._window.say(wording.say("report.window.reading"))
        self._shelf = await asyncio.to_thread(shelf_of, self._base, wording)
        self._window.say("")
        self._window.show_rows(self._rows())
        if self._chosen is not None:
            self._show(self._chosen.run.key)

    def _rows(self) -> list[RunRow]:
        wording = self._seat.wording
        rows = [RunRow(each.run.key, self._cells(each)) for each in self._shelf.runs]
        blank = ("",) * (len(COLUMNS) - 2)
        rows += [
            RunRow(key, (key, wording.error(why), *blank), wording.error(why))
            for key, why in self._shelf.broken
        ]
        return sorted(rows, key=lambda row: row.key, reverse=True)

    def _cells(self, record: RunRecord) -> tuple[str, ...]:
        run, sheet, say = record.run, record.sheet, self._seat.wording.say
        is_zh = self._seat.wording.language == "zh"
        judged = sum(line.passed is not None for line in sheet.criteria)
        variant = (run.variant_zh if is_zh else run.variant_en) or say("report.standard")
        cover = sheet.coverage
        return (
            "–" if run.started is None else local(run.started)[5:],
            run.title_zh if is_zh else run.title_en,
            variant,
            say(f"report.mode.{run.mode}"),
            run.trainee or "–",
            f"{sheet.passed}/{judged}",
            "–" if cover is None else f"{cover.evaluated}/{cover.total}",
        )

    def _show(self, key: str) -> None:
        record = next((each for each in self._shelf.runs if each.run.key == key), None)
        self._chosen = record
        if record is None:
            broken = dict(self._shelf.broken).get(key)
            self._window.show_run(None)
            self._window.say("" if broken is None else self._seat.wording.error(broken))
            return
        self._window.say("")
        is_zh = self._seat.wording.language == "zh"
        same = [*self._shelf.earlier(record), record]
        self._window.show_run(
            RunShown(
                key=key,
                title=record.run.title_zh if is_zh else record.run.title_en,
                sheet=record.sheet,
                remarks=tuple(
                    f"{clock(each.at_s)}  {each.text}（{each.by}）"
                    for each in record.remarks
                    if each.kind == "remark"
                ),
                corrections=record.corrections,
                trend=tuple(
                    TrendPoint(
                        "–" if each.run.started is None else local(each.run.started)[5:],
                        each.run.trainee,
                        each.sheet.passed,
                        sum(line.passed is not None for line in each.sheet.criteria),
                    )
                    for each in same
                ),
            )
        )

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        self._show(key)

    @Slot(str)
    def _on_remark(self, text: str) -> None:
        record = self._chosen
        if record is not None:
            moment = record.start + timedelta(seconds=record.seconds)
            folder = self._base / record.run.key
            self._errands.start(self._keep(lambda: keep_note(folder, self._author, text, "remark", moment)))

    @Slot(object)
    def _on_correction(self, correction: Correction) -> None:
        record = self._chosen
        if record is not None:
            folder = self._base / record.run.key
            self._errands.start(self._keep(lambda: keep_correction(folder, self._author, correction)))

    async def _keep(self, write: object) -> None:
        """Write into the run's own journal, then show it anew."""
        wording = self._seat.wording
        assert callable(write)
        try:
            await asyncio.to_thread(write)
        except (Refusal, WorldFailed) as why:
            self._window.say(wording.error(why))
            return
        await self.read()
        self._window.say(wording.say("report.window.saved"))

    @Slot(str)
    def _on_paper(self, kind: str) -> None:
        record = self._chosen
        if record is None:
            return
        dialog = QFileDialog(self._window, self._seat.wording.say("report.window.save"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{kind.upper()} (*.{kind})")
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(f"{record.run.key}.{kind}")
        dialog.fileSelected.connect(lambda path: self._errands.start(self.write(kind, Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def write(self, kind: str, path: Path) -> None:
        """Write the chosen run's report; what came of it is said."""
        record, wording = self._chosen, self._seat.wording
        if record is None:
            return
        self._window.say(wording.say("report.window.writing"))
        folder = self._base / record.run.key
        try:
            await asyncio.to_thread(write_papers, folder, {kind: path}, wording)
        except (Refusal, WorldFailed) as why:
            self._window.say(wording.error(why))
            return
        self._window.say(wording.say("report.cli.written", path=str(path)))

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        self._errands.cancel()

    @Slot(str)
    def _on_theme(self, _name: str) -> None:
        self._window.apply_theme(self._seat.theme)

    @Slot(str)
    def _on_language(self, _language: str) -> None:
        self._window.apply_wording(self._seat.wording)
        self._errands.start(self.read())
