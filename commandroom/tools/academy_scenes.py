"""Pictures of the drill academy: its windows over the museum drill, and the papers of a run."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QWidget

from commandroom.app.desktop import OpenWindow
from commandroom.app.drills import DrillChoice, drill_opening, drill_setting, find_drill
from commandroom.app.openings import Opening
from commandroom.app.run_papers import folder_of, write_papers
from commandroom.drill.course import DrillTerms
from commandroom.drill.session import open_drill
from commandroom.map.view import MapView
from commandroom.models.domain.commands import TakeNote
from commandroom.models.domain.ids import IncidentId
from commandroom.settings import Settings
from commandroom.tools import scenes
from commandroom.tools.academy_runs import INSTRUCTOR, NOTES, RUNS, SCRIPT, play_runs
from commandroom.tools.pictures import write
from commandroom.tools.staging import let_pass, ranked, select, steady, until
from commandroom.ui.editor.window import EditorWindow
from commandroom.ui.instructor.window import InstructorWindow
from commandroom.ui.map_pane import MapPane
from commandroom.ui.new_drill.dialog import NewDrillDialog
from commandroom.ui.review.window import ReviewWindow
from commandroom.wording import Wording

SIZE = (1600, 900)
TRAINEE = RUNS[-1].trainee
SCENE_ZOOM, REVIEW_ZOOM = 17, 16
PAGES = 2
PAGE_PX = QSize(1240, 1754)
"""A4 at 150 dots an inch."""
VEIL = 120
TO_THE_MIDDLE = """
const slider = document.querySelector("#run-bar input");
slider.value = String(230);
slider.dispatchEvent(new Event("input"));
document.getElementById("map_run").previousElementSibling.scrollIntoView();
"""
"""The stand-alone page at a second of the run, its map in sight."""
Window = TypeVar("Window", bound=QWidget)


def exercise(settings: Settings) -> Opening:
    """The museum drill as an exercise, with the orders of the script's own answer."""
    terms = DrillTerms(mode="exercise", trainee=TRAINEE)
    loaded, setting = find_drill(SCRIPT), drill_setting()
    return replace(
        drill_opening(settings, DrillChoice(SCRIPT, trainee=TRAINEE)),
        build=lambda: open_drill(loaded, setting, trainee="answer", terms=terms),
    )


def looking_back(settings: Settings) -> Opening:
    """The demo town in which the museum drill was played before."""
    play_runs(settings)
    return replace(scenes.town(settings), folder=settings.home / "demo")


async def take_editor(shown: OpenWindow, folder: Path) -> None:
    """The script editor with the museum script."""
    editor = await _opened(shown, "edit_script", EditorWindow)
    await until(lambda: bool(editor.open_menu.actions()))
    wanted = next(each for each in editor.open_menu.actions() if "museum" in each.text())
    wanted.trigger()
    await until(lambda: editor.desk.draft.count("injects") > 20)
    await until(lambda: editor.lint.is_current)
    await _map_there(editor.pane)
    names = [(item or {}).get("id") for item in editor.desk.draft.items("injects")]
    editor.showing.choose("injects", names.index("breakaway"))
    editor.map.fit()
    await _save(editor, folder, "editor")


async def take_exercise(shown: OpenWindow, folder: Path) -> None:
    """The drill's window while units close in."""
    incident = await _played_to(shown, minutes=3.0)
    select(shown, incident)
    shown.map_view.go_to(shown.window.situation.incident(incident).at, SCENE_ZOOM)
    await ranked(shown)
    await asyncio.sleep(1.0)
    await _save(shown.window, folder, "exercise")


async def take_instructor(shown: OpenWindow, folder: Path) -> None:
    """The instructor's window over the same drill."""
    shown.map_view.go_to(shown.map_view.view.centre, SCENE_ZOOM)
    incident = await _played_to(shown, minutes=2.2)
    for at_s, kind, text in NOTES:
        moment = shown.room.now() - timedelta(seconds=at_s / 4)
        await shown.room.give(TakeNote(INSTRUCTOR, text, kind, moment))
    select(shown, incident)
    window = await _opened(shown, "instructor", InstructorWindow)
    await _map_there(window.map_pane)
    window.injects.table.selectRow(0)
    await until(lambda: window.criteria.table.rowCount() > 0)
    await asyncio.sleep(1.0)
    await _save(window, folder, "instructor")


async def take_review(shown: OpenWindow, folder: Path) -> None:
    """The review of a finished run, with the plan's answer beside it."""
    review = await _opened(shown, "review", ReviewWindow)
    await until(lambda: bool(review.picker.drills.key))
    review.chosen.emit("drill", review.picker.drills.key)
    await until(lambda: review.shown is not None, within_s=60)
    assert review.shown is not None
    review.bar.ghosts.click()
    await until(lambda: review.head.legend.isVisible(), within_s=120)
    review.tabs.setCurrentWidget(review.comparison)
    review.go_to(review.shown.playback.start + timedelta(seconds=150))
    await until(lambda: bool(review.situation.open_incidents()))
    first = min(review.situation.open_incidents(), key=lambda each: each.reported_at)
    await _map_there(review.map_pane)
    review.queue.list.chosen.emit(str(first.id))
    review.map_pane.go_to(first.at, REVIEW_ZOOM)
    await _save(review, folder, "review-ghosts")


async def take_new_drill(shown: OpenWindow, folder: Path) -> None:
    """The start of a drill over the room it was asked for in."""
    dialog = await _opened(shown, "new_drill", NewDrillDialog)
    dialog.choose(SCRIPT)
    await steady(dialog)
    await steady(shown.window)
    picture, above = shown.window.grab(), dialog.grab()
    painter = QPainter(picture)
    painter.fillRect(shown.window.rect(), QColor(0, 0, 0, VEIL))
    painter.drawPixmap((SIZE[0] - dialog.width()) // 2, (SIZE[1] - dialog.height()) // 2, above)
    painter.end()
    write(picture, folder / "new-drill.png")


async def take_report(shown: OpenWindow, folder: Path) -> None:
    """The papers of a run: the first pages of the PDF, and the stand-alone page at work."""
    assert shown.opening.folder is not None
    home = shown.opening.folder.parent
    kept = {"pdf": home / "paper.pdf", "html": home / "paper.html"}
    write_papers(folder_of(home / "drills", "last"), kept, Wording(shown.window.wording.language))
    document = QPdfDocument()
    document.load(str(kept["pdf"]))
    for number in range(min(PAGES, document.pageCount())):
        page = QImage(PAGE_PX, QImage.Format.Format_RGB32)
        page.fill(Qt.GlobalColor.white)
        painter = QPainter(page)
        painter.drawImage(0, 0, document.render(number, PAGE_PX))
        painter.end()
        write(QPixmap.fromImage(page), folder / f"report-{number + 1}.png")
    document.close()
    await _take_page(kept["html"], folder)


async def _take_page(file: Path, folder: Path) -> None:
    """The stand-alone page, its map in the middle of the run."""
    page, loaded = QWebEngineView(), asyncio.Event()
    page.resize(*SIZE)
    page.loadFinished.connect(lambda _ok: loaded.set())
    page.load(QUrl.fromLocalFile(str(file)))
    page.show()
    await loaded.wait()
    page.page().runJavaScript(TO_THE_MIDDLE)
    await asyncio.sleep(2.0)
    await steady(page)
    write(page.grab(), folder / "report-html.png")
    page.close()
    page.deleteLater()


async def _played_to(shown: OpenWindow, *, minutes: float) -> IncidentId:
    """Let the drill go on so long; its first incident."""
    await let_pass(shown, minutes=minutes)
    return min(shown.window.situation.open_incidents(), key=lambda each: each.reported_at).id


async def _opened(shown: OpenWindow, name: str, kind: type[Window]) -> Window:
    """Open a window of the academy at the usual size."""
    shown.window.academy_wanted.emit(name)
    await until(lambda: any(isinstance(each, kind) for each in QApplication.topLevelWidgets()))
    found = next(each for each in QApplication.topLevelWidgets() if isinstance(each, kind))
    if kind is not NewDrillDialog:
        found.resize(*SIZE)
    return found


async def _map_there(pane: MapPane) -> None:
    assert isinstance(pane, MapView)
    await until(lambda: pane.view.width > 0, within_s=60)


async def _save(widget: QWidget, folder: Path, name: str) -> None:
    await steady(widget)
    write(widget.grab(), folder / f"{name}.png")
