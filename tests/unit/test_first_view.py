"""The first look at the map."""

from commandroom.app.first_view import FARTHEST, NEAREST, first_view
from commandroom.geo import LatLon, distance_m, moved

MIDDLE = LatLon(30.2, 115.6)


def grid(step_m: float) -> list[LatLon]:
    return [
        moved(MIDDLE, east_m=east * step_m, north_m=north * step_m)
        for east in range(-5, 6)
        for north in range(-5, 6)
    ]


def test_a_town_is_looked_at_from_nearer_than_a_prefecture() -> None:
    zooms = [first_view(grid(step), MIDDLE)[1] for step in (100, 600, 1200, 8000)]
    assert zooms[0] == NEAREST
    assert zooms[-1] == FARTHEST
    assert zooms == sorted(zooms, reverse=True)
    assert zooms[1] == 14


def test_a_few_posts_far_out_move_nothing() -> None:
    far = [moved(MIDDLE, east_m=80_000, north_m=60_000)] * 3
    centre, zoom = first_view([*grid(600), *far], LatLon(0, 0))
    assert distance_m(centre, MIDDLE) < 700
    assert zoom == 14


def test_without_posts_the_town_s_own_middle_is_shown() -> None:
    assert first_view([], MIDDLE)[0] == MIDDLE
