"""Draws the patrol routes of the register: straight at once, along the roads as soon as they are known."""

from collections.abc import Iterable

from PySide6.QtCore import QObject

from commandroom.geo import LatLon
from commandroom.map.marks import Shape
from commandroom.map.overlays import Overlays
from commandroom.models.domain.entities import PatrolRoute
from commandroom.services.patrols import stops_of
from commandroom.ui.errands import Errands
from commandroom.ui.ranker import Ranker

Legs = tuple[tuple[LatLon, ...], ...]


class PatrolDesk(QObject):
    """Keeps the patrol layer; roads are asked off the window's thread, once for each route."""

    def __init__(self, overlays: Overlays, ranker: Ranker, parent: QObject) -> None:
        super().__init__(parent)
        self._overlays = overlays
        self._ranker = ranker
        self._routes: tuple[PatrolRoute, ...] = ()
        self._legs: dict[PatrolRoute, Legs] = {}
        self._is_asking = self._is_wanted = False
        self._errands = Errands()

    def show_routes(self, routes: Iterable[PatrolRoute]) -> None:
        """Show exactly these routes; find those along the roads that are not known yet."""
        self._routes = tuple(routes)
        self._legs = {route: legs for route, legs in self._legs.items() if route in self._routes}
        self._show()
        self._ask()

    def want(self, on: bool) -> None:
        """Whether the layer shows: roads are only asked for what somebody looks at."""
        self._is_wanted = on
        self._ask()

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()

    def _ask(self) -> None:
        if self._is_wanted and not self._is_asking and self._unknown() is not None:
            self._is_asking = True
            self._errands.start(self._find())

    async def _find(self) -> None:
        try:
            while (route := self._unknown()) is not None:
                self._legs[route] = await self._ranker.patrol_legs(route)
        finally:
            self._is_asking = False
        self._show()

    def _unknown(self) -> PatrolRoute | None:
        return next((route for route in self._routes if route not in self._legs), None)

    def _show(self) -> None:
        self._overlays.set_shapes(
            "patrol", [patrol_shape(each, self._legs.get(each)) for each in self._routes]
        )


def patrol_shape(route: PatrolRoute, legs: Legs | None) -> Shape:
    """A route as its legs along the roads, or straight from way-point to way-point while they are unknown."""
    if legs:
        return Shape(route.id, "line", (), "patrol", route.name, legs)
    return Shape(route.id, "line", stops_of(route), "patrol", route.name)
