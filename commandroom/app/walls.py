"""The wall of a room: opened on a second screen, ended with its window."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from commandroom.map.view import MapView
from commandroom.ui.layers.choice import LayerChoice
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
    seat.theme_changed.connect(lambda _name: window.apply_theme(seat.shown_theme))
    seat.language_changed.connect(lambda _language: window.set_phrases(seat.phrases))
    if seat_map.ground is not None:
        chart.lay(seat_map.ground)
    window.show_on(screen_beside(seat))
    return Wall(window, chart, layers)
