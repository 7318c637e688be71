"""Saves a score sheet where somebody wants it: a table that any spreadsheet opens, stamped as a drill's."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from commandroom.services.ports import ScoreSheet
from commandroom.ui.figures import clock_text
from commandroom.ui.panels.drill.score import COLUMNS, ScoreSheetView
from commandroom.ui.panels.drill.sheet import sheet_line, summary
from commandroom.wording import Wording


class ScoreSaving(QWidget):
    """Asks for a file and writes it; invisible, lives as long as the sheet's window."""

    def __init__(
        self, sheet: ScoreSheet, wording: Wording, said: Callable[[str, bool], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.hide()
        self._sheet = sheet
        self._wording = wording
        self._said = said

    def follow(self, view: ScoreSheetView) -> None:
        """Save when the view's button is pressed."""
        view.export_requested.connect(self.ask)

    @Slot()
    def ask(self) -> None:
        """Ask where to; nothing waits for the answer."""
        dialog = QFileDialog(self.window(), self._wording.say("ui.score.save"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("CSV (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"{self._sheet.script}-{self._sheet.seed}.csv")
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def save(self, path: str) -> None:
        """Write the table to `path`; says what came of it."""
        try:
            Path(path).write_text(score_table(self._sheet, self._wording), encoding="utf-8-sig", newline="")
        except OSError as why:
            self._said(self._wording.say("ui.score.not_saved", path=path, why=why.strerror or why), False)
            return
        self._said(self._wording.say("ui.score.saved", path=path), True)


def score_table(sheet: ScoreSheet, wording: Wording) -> str:
    """The sheet as comma-separated text: stamp, head, one row per criterion, sum."""
    text = StringIO()
    csv.writer(text).writerows(_rows(sheet, wording))
    return text.getvalue()


def _rows(sheet: ScoreSheet, wording: Wording) -> Iterator[tuple[str, ...]]:
    say = wording.say
    yield say("ui.score.stamp"), sheet.title_zh if wording.language == "zh" else sheet.title_en
    about = {"script": sheet.script, "seed": sheet.seed, "time": clock_text(sheet.simulated_seconds)}
    yield (say("panels.drill.about", hash=sheet.history_sha256, **about),)
    yield tuple(say(f"panels.drill.column.{each}") for each in COLUMNS)
    for result in sheet.criteria:
        line = sheet_line(result, wording)
        yield line.title, line.measured, line.limit, line.verdict, line.all_evidence
    yield (summary(sheet, wording),)
