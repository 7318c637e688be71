"""The map of a draft: places, where opponents start and go, where incidents are; drawn and dragged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from commandroom.geo import LatLon
from commandroom.map.marks import IncidentMark, OpponentMark, Shape
from commandroom.ui.editor.map_grip import MapGrip
from commandroom.ui.map_pane import MapPane

_STEPS = ("walk_to", "run_to", "bus_to", "hide_at")
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scenery:
    """What the map shows of a draft."""

    places: Mapping[str, LatLon]
    fields: Mapping[str, Fields]
    """Of the places, by name."""
    opponents: Sequence[Fields]
    injects: Sequence[Fields]


class EditorMap(QObject):
    """Shows a scenery and says what a hand did to it."""

    place_chosen = Signal(str)
    inject_chosen = Signal(str)
    place_moved = Signal(str, object)
    place_set = Signal(object)
    """A new place, a `LatLon`."""
    way_drawn = Signal(object)
    """Points of an opponent's way, a tuple of `LatLon`."""
    tool_left = Signal()

    def __init__(self, pane: MapPane, parent: QObject) -> None:
        super().__init__(parent)
        self._pane = pane
        self._scenery = Scenery({}, {}, (), ())
        self._language = "zh"
        self._has_looked = False
        self._grip = MapGrip(pane, self)
        self._grip.grabbed.connect(self.place_chosen)
        self._grip.dragged.connect(self._on_dragged)
        self._grip.dropped.connect(self.place_moved)
        pane.tools.drawn.connect(self._on_drawn)
        pane.tools.left.connect(self.tool_left)
        pane.incident_clicked.connect(self.inject_chosen)

    def show_scenery(self, scenery: Scenery, language: str) -> None:
        """Show exactly this; the first one is looked at as a whole."""
        self._scenery, self._language = scenery, language
        self._grip.show_places(scenery.places)
        self._paint(scenery.places)
        if not self._has_looked and scenery.places:
            self._has_looked = True
            self.fit()

    def look_anew(self) -> None:
        """Another draft comes: its places are looked at as soon as they are known."""
        self._has_looked = False

    def fit(self) -> None:
        """Look at every place."""
        spots = list(self._scenery.places.values())
        if spots:
            lats, lons = [each.lat for each in spots], [each.lon for each in spots]
            rim_lat, rim_lon = (max(0.0012, 0.15 * (max(each) - min(each))) for each in (lats, lons))
            box = (min(lons) - rim_lon, min(lats) - rim_lat, max(lons) + rim_lon, max(lats) + rim_lat)
            self._pane.fit(box)

    def look_at(self, name: str) -> None:
        """Bring a place into sight."""
        at = self._scenery.places.get(name)
        if at is not None:
            self._pane.reveal(at, asked=True)

    def set_place(self) -> None:
        """The next click sets a place."""
        self._pane.tools.use("draw_point")

    def draw_way(self) -> None:
        """The next clicks draw a way."""
        self._pane.tools.use("draw_line")

    def put_down(self) -> bool:
        """Let go of the tool in hand; False where there was none."""
        return bool(self._pane.tools.escape())

    def _paint(self, places: Mapping[str, LatLon]) -> None:
        flags = [
            Shape(f"place:{name}", "point", (at,), "drawing", self._title(name))
            for name, at in places.items()
        ]
        self._pane.overlays.set_shapes("drawing", flags)
        ways = [
            Shape(
                f"way:{n}", "line", tuple(places[each] for each in stops), "suspect", str(one.get("id", ""))
            )
            for n, one in enumerate(self._scenery.opponents)
            if len(stops := [each for each in _stops(one) if each in places]) > 1
        ]
        self._pane.overlays.set_shapes("contain", ways)
        self._pane.set_opponents(
            OpponentMark(str(one.get("id", n)), places[start], str(one.get("id", "")))
            for n, one in enumerate(self._scenery.opponents)
            if (start := str(one.get("start"))) in places
        )
        self._pane.set_incidents(
            IncidentMark(str(each.get("id", "")), places[place], 2, str(each.get("id", "")), "open")
            for each in self._scenery.injects
            if (place := _place_of(each)) in places
        )

    def _title(self, name: str) -> str:
        title = self._scenery.fields.get(name, {}).get("title")
        said = title.get(self._language, name) if isinstance(title, Mapping) else name
        return str(said)

    @Slot(str, object)
    def _on_dragged(self, name: str, at: LatLon) -> None:
        """Everything that is told by that place goes with it."""
        self._paint({**self._scenery.places, name: at})

    @Slot(str, object)
    def _on_drawn(self, kind: str, points: tuple[LatLon, ...]) -> None:
        if kind == "point":
            self.place_set.emit(points[0])
        elif kind == "line":
            self.way_drawn.emit(points)


def _stops(opponent: Fields) -> list[str]:
    """The places an opponent comes through, in his plan's order."""
    stops = [str(opponent.get("start", "")), str(opponent.get("walk_to", ""))]
    plan = opponent.get("plan")
    for step in plan if isinstance(plan, list) else []:
        if isinstance(step, Mapping):
            stops += [str(step[key]) for key in _STEPS if key in step]
    return stops


def _place_of(inject: Fields) -> str:
    report = inject.get("report")
    return str(report.get("place", "")) if isinstance(report, Mapping) else ""
