"""The wall of a room: opened on a second screen, ended with its window."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from commandroom.map.view import MapView
from commandroom.ui.layers.choice import LayerChoice
from commandroom.ui.layers.keeping import WALL, keep_choice, kept_choice
from commandroom.ui.wall.mirror import WallLayers, screen_beside
from commandroom.ui.wall.window import WallWindow
from commandroom.ui.window import RoomWindow

Keep = Callable[[LayerChoice], None]


@dataclass(eq=False, slots=True)
class Wall:
    """An open wall."""

    window: WallWindow
    map_view: MapView
    layers: WallLayers


class _Dress(QObject):
    """Lets a wall follow the theme and the language of its seat as long as the wall lives."""

    def __init__(self, seat: RoomWindow, window: WallWindow) -> None:
        super().__init__(window)
        self._seat, self._window = seat, window
        seat.theme_changed.connect(self._on_theme)
        seat.language_changed.connect(self._on_language)

    @Slot(str)
    def _on_theme(self, _name: str) -> None:
        self._window.apply_theme(self._seat.shown_theme)

    @Slot(str)
    def _on_language(self, _language: str) -> None:
        self._window.set_phrases(self._seat.phrases)


def open_wall(seat: RoomWindow, seat_map: MapView, *, pages: Path, choice: LayerChoice, keep: Keep) -> Wall:
    """Show a wall for `seat`: full screen on another screen, or a window where there is only one.

    Args:
        pages: folder of the kept map page.
        choice: the layers of the wall; `keep` is told when they change.
    """
    theme, view = seat.shown_theme, seat_map.view
    chart = MapView(
        theme=theme.name,
        language=seat.wording.language,
        centre=view.centre,
        zoom=round(view.zoom),
        pages=pages,
    )
    window = WallWindow(
        map_pane=chart,
        situation=seat.situation,
        relay=seat.relay,
        phrases=seat.phrases,
        theme=theme,
        station=seat.station,
        mode=seat.room.mode,
        now=seat.room.now,
    )
    layers = WallLayers(seat_map, window, choice, lambda: seat.wording)
    layers.changed.connect(keep)
    _Dress(seat, window)
    if seat_map.ground is not None:
        chart.lay(seat_map.ground)
    window.show_on(screen_beside(seat))
    return Wall(window, chart, layers)


class Walls(QObject):
    """Opens the wall of one seat when it is wanted; there is never more than one."""

    def __init__(self, seat: RoomWindow, seat_map: MapView, home: Path) -> None:
        """`home` keeps the layers of the wall and the page of its map."""
        super().__init__(seat)
        self.wall: Wall | None = None
        self._seat, self._seat_map, self._home = seat, seat_map, home
        seat.wall_wanted.connect(self.open)

    @Slot()
    def open(self) -> None:
        """Open the wall, or bring it to the front."""
        if self.wall is not None:
            self.wall.window.raise_()
            self.wall.window.activateWindow()
            return
        self.wall = open_wall(
            self._seat,
            self._seat_map,
            pages=self._home / "pages",
            choice=kept_choice(self._home, WALL),
            keep=self._keep,
        )
        self.wall.window.closed.connect(self._on_closed)

    def close(self) -> None:
        """Close it with its seat."""
        if self.wall is not None:
            self.wall.window.close()

    def _keep(self, choice: LayerChoice) -> None:
        keep_choice(self._home, choice, WALL)

    @Slot()
    def _on_closed(self) -> None:
        if self.wall is not None:
            wall, self.wall = self.wall, None
            wall.map_view.shut()
            wall.window.deleteLater()
