"""Patrol routes of the demo: rings of posts round the places that matter, on foot and by car."""

from dataclasses import dataclass
from math import cos, radians, sin

from commandroom.demo.town.build import Scale
from commandroom.geo import LatLon, distance_m, moved
from commandroom.models.domain.entities import PatrolRoute, Post
from commandroom.models.domain.ids import PatrolId

POST_WORDS = ("共治站", "联动点")
"""What the name of a post ends with."""


@dataclass(frozen=True, slots=True)
class Beat:
    """A sort of route: how wide its ring is, and how many of it a demo has."""

    word: str
    radius_m: float
    corners: int
    count: dict[Scale, int]


BEATS = (
    Beat("步巡线", 320.0, 5, {"town": 3, "city": 5}),
    Beat("车巡线", 1_300.0, 7, {"town": 2, "city": 3}),
)
FEWEST_POSTS = 4


def patrol_routes(posts: tuple[Post, ...], *, scale: Scale) -> tuple[PatrolRoute, ...]:
    """Rings round the first posts of the list, for those are the ones that matter most; no two of a sort
    round neighbours."""
    routes: list[PatrolRoute] = []
    for beat in BEATS:
        middles: list[LatLon] = []
        for post in posts:
            if len(middles) == beat.count[scale]:
                break
            if any(distance_m(post.at, other) < 2 * beat.radius_m for other in middles):
                continue
            ring = _ring(post, posts, beat)
            if len(ring) >= FEWEST_POSTS:
                middles.append(post.at)
                routes.append(_route(len(routes) + 1, post, ring, beat))
    return tuple(routes)


def _ring(middle: Post, posts: tuple[Post, ...], beat: Beat) -> list[Post]:
    """The posts nearest to the corners of a ring round `middle`, where one stands near enough."""
    ring: dict[str, Post] = {}
    others = [post for post in posts if post.id != middle.id]
    for corner in range(beat.corners):
        angle = radians(360.0 * corner / beat.corners)
        wanted = moved(middle.at, east_m=sin(angle) * beat.radius_m, north_m=cos(angle) * beat.radius_m)
        found = min(others, key=lambda post: (distance_m(post.at, wanted), post.id))
        if distance_m(found.at, wanted) < 0.6 * beat.radius_m:
            ring[found.id] = found
    return list(ring.values())


def _route(number: int, middle: Post, ring: list[Post], beat: Beat) -> PatrolRoute:
    place = middle.name
    for word in POST_WORDS:
        place = place.removesuffix(word)
    return PatrolRoute(
        id=PatrolId(f"R-{number:02d}"),
        name=f"{place}{beat.word}",
        points=tuple(post.at for post in ring),
        posts=tuple(post.id for post in ring),
        closed=True,
    )
