"""What the window asks of the map in its middle, so that a plain widget can stand in for it."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from commandroom.geo import LatLon
from commandroom.map.marks import IncidentMark, MarkKind, OpponentMark, PostMark, RouteLine, UnitMark
from commandroom.map.marks import Theme as MapTheme
from commandroom.map.mercator import View
from commandroom.map.source import TileSource
from commandroom.wording import Language


class MapPane(Protocol):
    """A widget with these methods and signals; `commandroom.map.view.MapView` is the real one."""

    ready: Any
    place_picked: Any
    incident_clicked: Any
    unit_clicked: Any
    post_clicked: Any
    ground_clicked: Any
    hovered: Any
    unit_over_incident: Any
    unit_dropped: Any
    menu_requested: Any
    page_lost: Any
    overlays: Any
    """`commandroom.map.overlays.Overlays`: shapes under the marks, and which layers may show."""
    tools: Any
    """`commandroom.map.tools.MapTools`: measuring, drawing, following, holding the view."""

    @property
    def view(self) -> View:
        """Centre, zoom and size as the page last told them."""

    @property
    def ground(self) -> TileSource | None:
        """What the map lies on, if it lies on anything yet."""

    def setFocus(self) -> None: ...

    def set_units(self, units: Iterable[UnitMark]) -> None: ...

    def patch_units(self, units: Iterable[UnitMark]) -> None: ...

    def set_posts(self, posts: Iterable[PostMark]) -> None: ...

    def set_incidents(self, incidents: Iterable[IncidentMark]) -> None: ...

    def set_opponents(self, opponents: Iterable[OpponentMark]) -> None: ...

    def set_route(self, route: RouteLine | None) -> None: ...

    def select(self, kind: MarkKind | None, mark_id: str = "") -> None: ...

    def set_theme(self, theme: MapTheme) -> None: ...

    def set_language(self, language: Language) -> None: ...

    def go_to(self, at: LatLon, zoom: float | None = None, *, automatic: bool = False) -> None: ...

    def reveal(self, at: LatLon, *, asked: bool = False) -> None: ...

    def fit(self, box: tuple[float, float, float, float], *, automatic: bool = False) -> None: ...

    def pick_place(self, on: bool) -> None: ...

    def press(self, key: str) -> None: ...

    def show_hint(self, text: str | None) -> None: ...

    def enlarge(self, factor: float) -> None: ...

    def describe(self, told: Callable[[str], None]) -> None: ...
