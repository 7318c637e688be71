"""Takes the present picture out of the room: as an image or PDF, on paper, or as one HTML file."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from commandroom.models.domain.ids import IncidentId
from commandroom.services.room import Mode
from commandroom.services.situation import Situation
from commandroom.ui.errands import Errands
from commandroom.ui.figures import clock_text, date_text, time_text
from commandroom.ui.map_pane import MapPane
from commandroom.ui.panels.text import one_line
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import ThemeName
from commandroom.ui.wall.reading import urgent_first

if TYPE_CHECKING:
    from commandroom.map.export import Heading
    from commandroom.ui.map_sheet import SheetHead

PATIENCE_MS = 8_000
"""A page that has not described itself by then is lost."""
LONGEST_PLACE = 200
"""Characters of a place in the table."""
Said = Callable[[str, bool], None]


class Exporting(QObject):
    """Asks where to, writes, and says what came of it; nothing waits for it."""

    def __init__(
        self,
        *,
        pane: MapPane,
        situation: Situation,
        phrases: Callable[[], Phrases],
        station: str,
        operator: str,
        mode: Mode,
        theme: Callable[[], ThemeName],
        now: Callable[[], datetime],
        said: Said,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._pane, self._situation, self._phrases, self._window = pane, situation, phrases, window
        self._station, self._operator, self._mode = station, operator, mode
        self._theme, self._now, self._said = theme, now, said
        self._errands = Errands()

    def stop(self) -> None:
        """Write no more, as the window closes."""
        self._errands.cancel()

    @Slot()
    def ask_picture(self) -> None:
        """Ask for a file: an image, or a PDF page."""
        self._ask("export.picture", ("PNG (*.png)", "PDF (*.pdf)"), "png", self.save_picture)

    @Slot()
    def ask_html(self) -> None:
        """Ask for a file for the page."""
        self._ask("export.html", ("HTML (*.html)",), "html", self.save_html)

    @Slot()
    def ask_printer(self) -> None:
        """Ask for a printer; where there is none, say so and what can be done instead."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if not QPrinterInfo.availablePrinterNames():
            self._tell("export.no_printer", False)
            return
        from commandroom.ui.map_sheet import compose, page_for, print_sheet

        image = compose(self._chart(), self._head())
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(page_for(image))
        printer.setDocName(self._head().title)
        dialog = QPrintDialog(printer, self._window)
        dialog.setWindowTitle(self._phrases().say("export.print"))

        def finish() -> None:
            is_done = print_sheet(printer, image)
            self._tell("export.printed" if is_done else "export.not_printed", is_done)

        dialog.accepted.connect(finish)
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    @Slot(str)
    def save_picture(self, path: str) -> None:
        """Write the sheet to `path`: PDF where it ends so, else an image of the kind that its name says."""
        from commandroom.ui.map_sheet import compose, image_of, pdf_of

        head = self._head()
        image, suffix = compose(self._chart(), head), Path(path).suffix
        content = pdf_of(image, head.title) if suffix.lower() == ".pdf" else image_of(image, suffix)
        self._errands.start(self._keep(Path(path), content))

    @Slot(str)
    def save_html(self, path: str) -> None:
        """Write the page to `path`; it takes some seconds, beside the work."""
        self._tell("export.working", True)
        self._errands.start(self._write_html(Path(path)))

    async def _write_html(self, path: Path) -> None:
        from commandroom.map.export import export_html

        picture, tiles = await self._described(), self._pane.ground
        if picture is None or tiles is None:
            self._tell("export.no_map", False)
            return
        write = partial(export_html, picture, tiles, self._pane.view, self._theme(), self._heading())
        await self._keep(path, (await asyncio.to_thread(write)).encode())

    async def _keep(self, path: Path, content: bytes) -> None:
        """Put a whole file on the disk, or none, and say which."""
        from commandroom.wholefile import write_whole

        try:
            await asyncio.to_thread(write_whole, path, content)
        except OSError as why:
            self._tell("export.not_saved", False, path=str(path), why=why.strerror or str(why))
            return
        self._tell("export.saved", True, path=str(path))

    async def _described(self) -> dict[str, Any] | None:
        """What the page shows, in its own words; None where no page answers."""
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def take(text: str) -> None:
            if not answer.done():
                answer.set_result(text)

        QTimer.singleShot(PATIENCE_MS, self, lambda: take(""))
        self._pane.describe(take)
        text = await answer
        return cast("dict[str, Any]", json.loads(text)) if text else None

    def _chart(self) -> QPixmap:
        return cast(QWidget, self._pane).grab()

    def _head(self) -> "SheetHead":
        from commandroom.ui.map_sheet import SheetHead

        return SheetHead(self._title(), tuple(self._lines()), self._stamp())

    def _heading(self) -> "Heading":
        from commandroom.map.export import Heading

        phrases = self._phrases()
        return Heading(
            title=self._title(),
            stamp=self._stamp(),
            lines=tuple(self._lines()),
            columns=tuple(
                phrases.say(f"export.column.{each}") for each in ("level", "kind", "place", "since", "units")
            ),
            rows=tuple(self._row(each.id) for each in urgent_first(self._situation)),
            legend=phrases.say("export.legend"),
            language=phrases.wording.language,
        )

    def _row(self, incident_id: IncidentId) -> tuple[str, ...]:
        """One open incident: no caller and no text, only what the room needs to know where to go."""
        incident, phrases = self._situation.incident(incident_id), self._phrases()
        signs = [
            self._situation.units[each.unit].call_sign
            for each in self._situation.assignments(incident_id)
            if each.is_active and each.unit in self._situation.units
        ]
        since = clock_text((self._now() - incident.reported_at).total_seconds())
        return (
            str(incident.level.value),
            one_line(phrases.kind(incident.kind)),
            one_line(incident.place_name[:LONGEST_PLACE]),
            since,
            "\n".join(one_line(each) for each in signs) or phrases.say("wall.nobody"),
        )

    def _title(self) -> str:
        return self._phrases().say("export.title", station=self._station)

    def _lines(self) -> list[str]:
        say, now, centre = self._phrases().say, self._now(), self._pane.view.centre
        return [
            say("export.when", date=date_text(now), time=time_text(now), operator=self._operator),
            say("export.where", lat=f"{centre.lat:.5f}", lon=f"{centre.lon:.5f}"),
        ]

    def _stamp(self) -> str:
        return "" if self._mode == "live" else self._phrases().say(f"export.stamp.{self._mode}")

    def _ask(self, key: str, filters: tuple[str, ...], suffix: str, done: Callable[[str], None]) -> None:
        dialog = QFileDialog(self._window, self._phrases().say(key))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(filters))
        dialog.setDefaultSuffix(suffix)
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(chosen.rstrip(")").rpartition(".")[2])
        )
        now = self._now()
        dialog.selectFile(f"map-{date_text(now)}-{time_text(now).replace(':', '')}.{suffix}")
        dialog.fileSelected.connect(done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell(self, key: str, is_good: bool, **values: object) -> None:
        self._said(self._phrases().say(key, **values), is_good)
