"""Whom of the opposing force the room's side sees: nobody who hides, and nobody far from everybody."""

from commandroom.drill.scene.figures import Figure
from commandroom.drill.scene.stage import Stage, is_within
from commandroom.geo import LatLon

SIGHT_M = 80.0
LOOK_EVERY = 3
"""Seconds between two looks."""


class Sight:
    """Posts, cameras and units on scene look around."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._posts = [post.at for post in stage.sim.situation.posts.values()]

    def look(self, figures: list[Figure], places: list[LatLon], tick: int) -> None:
        """Mark who is seen; `places` of everybody on scene, drones too."""
        for figure in figures:
            if figure.state == "hidden":
                figure.is_seen = False
            elif figure.state in ("contact", "subdued"):
                figure.is_seen = True
            elif tick % LOOK_EVERY == 0:
                figure.is_seen = self._sees(places, figure.here) or self._sees(self._posts, figure.here)

    @staticmethod
    def _sees(eyes: list[LatLon], spot: LatLon) -> bool:
        return any(is_within(eye, spot, SIGHT_M) for eye in eyes)
