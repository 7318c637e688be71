"""The live map as a widget: marks in, clicks and drops out."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget

from commandroom.geo import LatLon
from commandroom.map.bridge import Bridge
from commandroom.map.browser import MapPage, closed_profile
from commandroom.map.drops import UnitDrops
from commandroom.map.ground_layer import GroundLayer
from commandroom.map.keeper import PATIENCE_MS, PageKeeper
from commandroom.map.marks import IncidentMark, MarkKind, OpponentMark, PostMark, RouteLine, Theme, UnitMark
from commandroom.map.mercator import View
from commandroom.map.overlays import Overlays
from commandroom.map.page import kept_page
from commandroom.map.palette import palette
from commandroom.map.picture import Picture, nearest_incident
from commandroom.map.protocol import Said, route_row
from commandroom.map.scheme import RoomScheme
from commandroom.map.source import TileSource
from commandroom.map.tools import MapTools
from commandroom.map.words import page_words
from commandroom.wording import Language, Wording

_log = logging.getLogger(__name__)

EDGE = 0.06
"""What lies within this share of the width or height of the rim counts as out of sight."""
DROP_REACH_PX = 34.0
"""How near the pointer must come to an incident: a moving hand is coarser than a click."""

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


class MapView(QWebEngineView):
    """The map of the town with its units, posts and incidents.

    `register_scheme()` must have run before the QApplication. Call `shut()` before the program ends.
    """

    ready = Signal()
    """The page has drawn the picture with all its marks; also after it was lost and came back."""
    page_lost = Signal(str)
    """The page died, could not be loaded or does not answer, and is loaded again; the text says how."""
    view_changed = Signal()
    place_picked = Signal(float, float)
    incident_clicked = Signal(str)
    unit_clicked = Signal(str)
    post_clicked = Signal(str)
    ground_clicked = Signal()
    """Nothing lies where somebody clicked."""
    hovered = Signal(str, str)
    """Kind and id under the pointer; both '' over nothing."""
    menu_requested = Signal(str, str, QPoint)
    """Kind and id (both '' on bare ground) and the global position."""
    unit_over_incident = Signal(str, str)
    """A dragged unit is over this incident; incident '' over none."""
    unit_dropped = Signal(str, str)

    def __init__(
        self,
        tiles: TileSource | None = None,
        *,
        theme: Theme = "night",
        language: Language = "zh",
        centre: LatLon | None = None,
        zoom: int = 14,
        pages: Path | None = None,
        patience_ms: int = PATIENCE_MS,
        parent: QWidget | None = None,
    ) -> None:
        """A map on `tiles`, looking at `centre` (the middle of the tiles if None).

        Without tiles the page starts and waits for `lay`. `pages`: a folder that keeps the written page
        between runs; None writes it anew. `patience_ms`: a page silent for so long counts as lost.
        """
        super().__init__(parent)
        self._pages = pages
        self._theme: Theme = theme
        self._language: Language = language
        self._picture = Picture()
        self._selected: tuple[str, str] = ("", "")
        self._route: RouteLine | None = None
        self._picking = False
        self._hint = ""
        self._waiting_order: dict[str, Any] = {}
        self._is_placed = centre is not None
        self._view = View(centre or LatLon(0.0, 0.0), float(zoom), 0, 0)
        self._bridge = Bridge(self._picture, self._frame, self, held=True)
        self._bridge.said.connect(self._on_said)
        self.overlays = Overlays(self._bridge.frame_changed, self)
        self.tools = MapTools(self._bridge.frame_changed, self)
        self._drops = UnitDrops(self._incident_at, self)
        self._drops.over.connect(self._on_over)
        self._drops.dropped.connect(self.unit_dropped)
        self._scheme = RoomScheme(self._page_text)
        self.ground_layer = GroundLayer(self._scheme, self._bridge.frame_changed, self)
        self._open_page()
        self._keeper = PageKeeper(self.page(), self, patience_ms=patience_ms)
        self._keeper.lost.connect(self._on_lost)
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        if tiles is not None:
            self.lay(tiles)
        self._keeper.load()

    # What the map shows

    def lay(self, tiles: TileSource) -> None:
        """The ground is there: show it, and every mark set so far."""
        self.ground_layer.lay(tiles)
        if not self._is_placed:
            self._look_at(_middle(tiles.box), self._view.zoom)
        self._bridge.release()

    def set_units(self, units: Iterable[UnitMark]) -> None:
        """Show exactly these units."""
        self._told(self._picture.layer("unit").replace(units))

    def patch_units(self, units: Iterable[UnitMark]) -> None:
        """Put these units over the ones shown, by id; the others stay."""
        self._told(self._picture.layer("unit").patch(units))

    def set_posts(self, posts: Iterable[PostMark]) -> None:
        """Show exactly these posts."""
        self._told(self._picture.layer("post").replace(posts))

    def set_incidents(self, incidents: Iterable[IncidentMark]) -> None:
        """Show exactly these incidents."""
        self._told(self._picture.layer("incident").replace(incidents))

    def set_opponents(self, opponents: Iterable[OpponentMark]) -> None:
        """Show exactly these attackers of a drill."""
        self._told(self._picture.layer("opponent").replace(opponents))

    def set_route(self, route: RouteLine | None) -> None:
        """Draw one route, or none."""
        if route != self._route:
            self._route = route
            self._bridge.frame_changed(route=route_row(route))

    def select(self, kind: MarkKind | None, mark_id: str = "") -> None:
        """Give one mark the selection halo; None for nothing."""
        self._selected = (kind or "", mark_id if kind else "")
        self._bridge.frame_changed(selected=list(self._selected))

    # How it looks

    def set_theme(self, theme: Theme) -> None:
        """Night or day."""
        self._theme = theme
        self.page().setBackgroundColor(QColor(palette(theme).ground))
        self._bridge.frame_changed(theme=theme)

    def set_language(self, language: Language) -> None:
        """Chinese or English words on the page."""
        self._language = language
        self._bridge.frame_changed(words=page_words(language), language=language)

    def go_to(self, at: LatLon, zoom: float | None = None, *, automatic: bool = False) -> None:
        """Centre on a point. `automatic`: nobody asked for it, so a lock or a hand on the map forbids it."""
        if self.tools.may_move(automatic=automatic):
            self._look_at(at, self._view.zoom if zoom is None else zoom)
            self._order(go=[at.lat, at.lon, zoom])

    def reveal(self, at: LatLon, *, asked: bool = False) -> None:
        """Centre on a point that is out of sight or hard at the edge; else leave the view as it is.

        Never while the view is locked. For ten seconds after a hand moved the map only if `asked`: somebody
        clicked on the thing itself.
        """
        x, y = self._view.to_screen(at)
        width, height = self._view.width, self._view.height
        edge_x, edge_y = EDGE * width, EDGE * height
        is_hidden = not (edge_x <= x <= width - edge_x and edge_y <= y <= height - edge_y)
        if is_hidden and self.tools.may_reveal(asked=asked):
            self.go_to(at)

    def fit(self, box: Box, *, automatic: bool = False) -> None:
        """Show the whole of a box; `automatic` as with `go_to`."""
        if self.tools.may_move(automatic=automatic):
            self._order(fit=list(box))

    def enlarge(self, factor: float) -> None:
        """Draw names, signs and roads so many times as big: for a screen that is read from afar."""
        self.setZoomFactor(factor)

    def describe(self, told: Callable[[str], None]) -> None:
        """Ask the page what it shows; `told` gets a JSON text, '' where no page answers."""
        self.page().runJavaScript("Room.describe()", lambda text: told(text if isinstance(text, str) else ""))

    def pick_place(self, on: bool) -> None:
        """Cross-hair: the next clicks say `place_picked`."""
        self._picking = on
        self._bridge.frame_changed(pick=on)

    def press(self, key: str) -> None:
        """A key (Enter, Backspace) that the window took although it is meant for the tool in hand."""
        self._bridge.order(key=key)

    def show_hint(self, text: str | None) -> None:
        """A bubble at the incident under a dragged unit (lines parted by newline); None takes it away."""
        hint = text or ""
        if hint != self._hint:
            self._hint = hint
            self._bridge.frame_changed(hint=hint)

    @property
    def ground(self) -> TileSource | None:
        """What the map lies on; None before `lay`."""
        return self.ground_layer.tiles

    @property
    def view(self) -> View:
        """Centre, zoom and size as the page last told them."""
        return self._view

    def shut(self) -> None:
        """End the page and the tile workers; the widget stays hidden and is of no use afterwards.

        The page must go before its profile, and the widget must be hidden before the page goes: a view that
        is hidden without a page makes itself a new one.
        """
        self._bridge.page_gone()
        self._keeper.stop()
        self.ground_layer.stop()
        self._scheme.close()
        self.hide()
        page = self.page()
        profile = page.profile()
        shiboken6.delete(page)
        shiboken6.delete(profile)

    # Drag and drop from the unit list

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A drag came in."""
        self._drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """It moves over the map."""
        self._drops.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        self._drops.leave(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """It was let go."""
        self._drops.drop(event)

    def _incident_at(self, spot: QPointF) -> str:
        zoomed = self.zoomFactor()
        return nearest_incident(
            self._picture.incidents(),
            self._view.to_screen,
            x=spot.x() / zoomed,
            y=spot.y() / zoomed,
            within_px=DROP_REACH_PX,
        )

    def _on_over(self, unit: str, incident: str) -> None:
        """Light up the incident a unit hovers over and say so."""
        self._bridge.frame_changed(hot=incident)
        self.unit_over_incident.emit(unit, incident)
        if not incident:
            self.show_hint(None)

    # The page

    def _open_page(self) -> None:
        profile = closed_profile(self._scheme)
        page = MapPage(profile, self)
        profile.setParent(self)
        self._scheme.setParent(self)
        page.setBackgroundColor(QColor(palette(self._theme).ground))
        channel = QWebChannel(page)
        channel.registerObject("room", self._bridge)
        page.setWebChannel(channel)
        self.setPage(page)

    def _page_text(self) -> str:
        return kept_page(self._pages)

    def _look_at(self, centre: LatLon, zoom: float) -> None:
        self._is_placed = True
        self._view = View(centre, zoom, self._view.width, self._view.height)

    def _frame(self) -> dict[str, Any]:
        """Everything of the page's state that is not a mark."""
        return {
            "tiles": self.ground_layer.frame(),
            "tiles_note": self.ground_layer.note,
            "look": [self._view.centre.lat, self._view.centre.lon, self._view.zoom],
            "theme": self._theme,
            "language": self._language,
            "words": page_words(self._language),
            "selected": list(self._selected),
            "route": route_row(self._route),
            "pick": self._picking,
            "hot": self._drops.hot,
            "hint": self._hint,
            **self.overlays.frame(),
            **self.tools.frame(),
        }

    def _order(self, **values: Any) -> None:
        """Tell the page to go somewhere, now or as soon as it listens; the last order counts."""
        self._waiting_order = {} if self._bridge.order(**values) else values

    def _told(self, changed: bool) -> None:
        if changed:
            self._bridge.mark_changed()

    def _on_lost(self, how: str, why: str) -> None:
        """Say it; the snapshot the page asks for when it is back brings everything back."""
        self._bridge.page_gone()
        self.page_lost.emit(Wording(self._language).say(f"map.lost.{how}", why=why))

    def _on_said(self, said: Said) -> None:
        """One message of the page becomes one signal."""
        if said.view is not None:
            self._view = said.view
        answers: dict[str, Callable[[Said], None]] = {
            **self.overlays.answers(),
            **self.tools.answers(),
            "ready": self._note_answer,
            "shown": self._say_ready,
            "view": self._say_view,
            "clicked": self._say_clicked,
            "hovered": self._say_hovered,
            "menu": self._say_menu,
            "picked": self._say_picked,
            "over": self._say_over,
            "dropped": self._say_dropped,
            "trouble": self._say_trouble,
        }
        if said.kind in answers:
            answers[said.kind](said)

    def _say_view(self, said: Said) -> None:
        self.view_changed.emit()

    def _note_answer(self, said: Said) -> None:
        self._keeper.answered()

    def _say_ready(self, said: Said) -> None:
        if self._waiting_order:
            self._order(**self._waiting_order)
        self.ready.emit()
        self.view_changed.emit()

    def _say_clicked(self, said: Said) -> None:
        signal = {
            "incident": self.incident_clicked,
            "unit": self.unit_clicked,
            "post": self.post_clicked,
        }.get(said.words["mark"])
        if signal is not None:
            signal.emit(said.words["id"])
        elif not said.words["mark"]:
            self.ground_clicked.emit()

    def _say_hovered(self, said: Said) -> None:
        self.hovered.emit(said.words["mark"], said.words["id"])

    def _say_menu(self, said: Said) -> None:
        zoomed = self.zoomFactor()
        spot = self.mapToGlobal(QPoint(round(said.x * zoomed), round(said.y * zoomed)))
        self.menu_requested.emit(said.words["mark"], said.words["id"], spot)

    def _say_picked(self, said: Said) -> None:
        self.place_picked.emit(said.y, said.x)

    def _say_over(self, said: Said) -> None:
        self._drops.hover(said.words["unit"], said.words["incident"])

    def _say_dropped(self, said: Said) -> None:
        self._drops.hover(said.words["unit"], "")
        self.unit_dropped.emit(said.words["unit"], said.words["incident"])

    def _say_trouble(self, said: Said) -> None:
        _log.error("the map page: %s", said.words["text"][:2000])


def _middle(box: Box) -> LatLon:
    west, south, east, north = box
    return LatLon((south + north) / 2, (west + east) / 2)
