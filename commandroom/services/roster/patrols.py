"""Patrol routes in a file: one row for each way-point; the rows of one number are one route."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commandroom.geo import LatLon
from commandroom.models.domain.entities import PatrolRoute, Post
from commandroom.models.domain.ids import PatrolId, PostId
from commandroom.services.roster.cells import clean
from commandroom.services.roster.reading import Note, Origin, RowProblem
from commandroom.services.roster.rows import RosterRow
from commandroom.services.roster.sheets import SHEETS, Table
from commandroom.services.roster.vocabulary import CLOSINGS, Closing

FEWEST_POINTS = 2
MOST_POINTS = 500
"""Way-points of one route."""

DECIMALS = 9
"""Coordinates keep a tenth of a millimetre."""


@dataclass(frozen=True, slots=True)
class WayPoint:
    """One row: the place, and the post that stands there, if the row names one."""

    order: int
    at: LatLon
    post: PostId | None


class RouteBook:
    """Gathers way-points row by row and makes routes of them; a route with a bad row is left out."""

    def __init__(self) -> None:
        self._points: defaultdict[str, list[WayPoint]] = defaultdict(list)
        self._names: dict[str, str] = {}
        self._closed: dict[str, Closing] = {}
        self._orders: dict[tuple[str, int], Origin] = {}
        self._spoilt: dict[str, None] = {}

    def add(self, row: RosterRow, route: str, posts: Mapping[PostId, LatLon | None]) -> WayPoint | None:
        """The way-point of `row`; `posts` are all that may be named, None where the place is not known.

        What is wrong stands in the row's problems.
        """
        self._agree(row, route)
        order = row.order()
        if order is not None:
            first = self._orders.setdefault((route, order), row.origin)
            if first != row.origin:
                row.refuse("order", "roster.row.order_twice", order=order, first_row=first[1])
        written = row.needed("place")
        post = PostId(written) if written in posts else None
        at = (
            self._post_place(row, post, posts)
            if post is not None
            else row.point("place")
            if written
            else None
        )
        if order is None or at is None:
            return None
        return WayPoint(order, at, post)

    def keep(self, route: str, point: WayPoint) -> None:
        """The row was good."""
        self._points[route].append(point)

    def spoil(self, route: str) -> None:
        """The row was bad."""
        self._spoilt[route] = None

    def routes(self, origins: Mapping[tuple[Table, str], Origin]) -> "Routes":
        """Every whole route, in the order of the file; and why the others are none."""
        notes = tuple(
            Note("roster.warning.route_incomplete", {"id": route}) for route in self._spoilt if route
        )
        good, problems = [], []
        for route, points in self._points.items():
            if route in self._spoilt:
                continue
            why = self._fault(route, len(points))
            if why is None:
                good.append(self._route(route, points))
            else:
                title, row = origins[(Table.PATROLS, route)]
                problems.append(RowProblem(title, row, "", *why))
        return Routes(tuple(good), tuple(problems), notes)

    def _post_place(
        self, row: RosterRow, post: PostId, posts: Mapping[PostId, LatLon | None]
    ) -> LatLon | None:
        row.choice("datum")  # of no use here, yet a word nobody knows is told
        if posts[post] is None:
            row.refuse("place", "roster.row.point_without_place", id=post)
        return posts[post]

    def _agree(self, row: RosterRow, route: str) -> None:
        """Name and closing stand on the first row; later rows may repeat them, not change them."""
        name = row.text("name")
        if name and self._names.setdefault(route, name) != name:
            row.refuse("name", "roster.row.route_differs", value=name, first=self._names[route])
        closing = row.choice("closed")
        if closing is not None and self._closed.setdefault(route, closing) is not closing:
            first = CLOSINGS.word(self._closed[route])
            row.refuse("closed", "roster.row.route_differs", value=CLOSINGS.word(closing), first=first)

    def _fault(self, route: str, count: int) -> tuple[str, dict[str, object]] | None:
        if not FEWEST_POINTS <= count <= MOST_POINTS:
            return "roster.row.route_length", {"count": count, "fewest": FEWEST_POINTS, "most": MOST_POINTS}
        return None if route in self._names else ("roster.row.route_without_name", {"id": route})

    def _route(self, route: str, points: list[WayPoint]) -> PatrolRoute:
        points = sorted(points, key=lambda point: point.order)
        named = dict.fromkeys(point.post for point in points if point.post is not None)
        return PatrolRoute(
            PatrolId(route),
            self._names[route],
            tuple(point.at for point in points),
            tuple(named),
            self._closed.get(route) is Closing.CLOSED,
        )


@dataclass(frozen=True, slots=True)
class Routes:
    """What a book of way-points holds."""

    good: tuple[PatrolRoute, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[Note, ...]


def patrol_rows(routes: Iterable[PatrolRoute], posts: Sequence[Post]) -> list[list[str | float | int]]:
    """The rows of a file: a way-point that is one of the route's posts is written as its number."""
    places = {post.id: post.at for post in posts}
    fields = [column.field for column in SHEETS[Table.PATROLS].columns]
    rows: list[list[str | float | int]] = []
    for route in routes:
        post_at = {places[post]: post for post in route.posts if post in places}
        for order, point in enumerate(route.points, start=1):
            post = post_at.get(point)
            place = f"{point.lat:.{DECIMALS}f},{point.lon:.{DECIMALS}f}"
            values: dict[str, str | float | int] = {
                "id": clean(route.id),
                "name": clean(route.name),
                "order": order,
                "place": clean(post) if post is not None else place,
                "datum": "" if post is not None else "WGS-84",
                "closed": CLOSINGS.word(Closing.CLOSED if route.closed else Closing.OPEN),
            }
            rows.append([values[field] for field in fields])
    return rows
