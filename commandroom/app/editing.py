"""Opens the editor of drill scripts beside a room."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from commandroom.app.rehearsal import DraftRehearsal
from commandroom.app.script_reader import ReaderProcess
from commandroom.drill.script_files import ScriptFolder, titles_of
from commandroom.drill.session import DrillSetting
from commandroom.map.view import MapView
from commandroom.ui.editor.reading import Desks, ScriptFile
from commandroom.ui.editor.window import EditorWindow

if TYPE_CHECKING:
    from commandroom.app.desktop import Desktop, OpenWindow

ZOOM = 15


class Shelf(ScriptFolder):
    """The folder of scripts with their titles; see `ui.editor.reading.ScriptShelf`."""

    def files(self) -> list[ScriptFile]:
        """One's own scripts, then the shipped ones."""
        own = [(path, False) for path in self.own()]
        return [
            ScriptFile(path, *titles_of(path), is_shipped)
            for path, is_shipped in [*own, *((path, True) for path in self.shipped())]
        ]


class _Dress(QObject):
    """Lets the editor follow the theme and the language of its room."""

    def __init__(self, shown: "OpenWindow", editor: EditorWindow) -> None:
        super().__init__(editor)
        self._room, self._editor = shown.window, editor
        self._room.theme_changed.connect(self._on_theme)
        self._room.language_changed.connect(self._on_language)

    @Slot(str)
    def _on_theme(self, _name: str) -> None:
        self._editor.apply_theme(self._room.shown_theme)

    @Slot(str)
    def _on_language(self, _language: str) -> None:
        self._editor.apply_wording(self._room.wording)


async def open_beside(desktop: "Desktop", shown: "OpenWindow") -> QWidget | None:
    """The editor's window, with a map of its own on the ground of the demo town."""
    room = shown.window
    setting = await asyncio.to_thread(_setting)
    town = setting().town
    chart = MapView(
        theme=room.shown_theme.name,
        language=room.wording.language,
        centre=town.network.bbox.centre,
        zoom=ZOOM,
        pages=desktop.settings.home / "pages",
    )
    desks = editor_desks(desktop.settings.home, setting)
    editor = EditorWindow(pane=chart, desks=desks, theme=room.shown_theme, wording=room.wording)
    _Dress(shown, editor)
    editor.closed.connect(chart.shut)
    chart.lay(_ground(shown, setting(), desktop.settings.home))
    editor.show()
    editor.begin()
    return editor


def editor_desks(home: Path, setting: Callable[[], DrillSetting]) -> Desks:
    """Whom an editor asks."""
    kinds = tuple((kind.code, kind.zh, kind.en) for kind in setting().catalogue.kinds.values())
    return Desks(ReaderProcess(), DraftRehearsal(setting), Shelf(home / "scripts"), kinds)


def _setting() -> Callable[[], DrillSetting]:
    from commandroom.app.drills import drill_setting

    made = drill_setting()
    return lambda: made


def _ground(shown: "OpenWindow", setting: DrillSetting, home: Path):  # type: ignore[no-untyped-def]
    """The room's own ground where it shows the demo town, else the town painted anew."""
    from commandroom.map.tiles import PaintedTiles
    from commandroom.map.town import subject_of

    if shown.map_view.ground is not None and shown.opening.network.name == setting.town.network.name:
        return shown.map_view.ground
    return PaintedTiles(subject_of(setting.town.network), home / "tiles")
