"""Search everything in one box: places, roads, posts, units, members and incidents of one room."""

from dataclasses import dataclass
from threading import Lock

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Member
from commandroom.models.domain.ids import UnitId
from commandroom.roads.network import RoadNetwork
from commandroom.roads.search import Hit, Named, PlaceIndex
from commandroom.services.situation import Situation
from commandroom.ui.figures import time_text

LIMIT = 12


@dataclass(frozen=True, slots=True)
class Found:
    """One answer."""

    kind: str
    id: str
    name: str
    detail: str
    at: LatLon


class RoomSearch:
    """Answers in a worker thread while the situation moves on in the window's."""

    def __init__(self, network: RoadNetwork, situation: Situation) -> None:
        self._network = network
        self._situation = situation
        self._lock = Lock()
        self._indexes: tuple[PlaceIndex, PlaceIndex] | None = None

    def warm_up(self) -> None:
        """Build the indexes now; for a worker thread."""
        self._built()

    def _built(self) -> tuple[PlaceIndex, PlaceIndex]:
        """The index of places and that of people, built on the first question."""
        with self._lock:
            if self._indexes is None:
                places = PlaceIndex(self._network, _named_posts(self._situation))
                places.warm_up()
                middle = self._network.bbox.centre
                self._indexes = places, PlaceIndex(None, _named_people(self._situation, middle))
            return self._indexes

    def place(self, text: str) -> list[Hit]:
        """Where an incident may be: posts, places and roads."""
        return self._built()[0].search(text, LIMIT)

    def everything(self, text: str) -> list[Found]:
        """Incidents and units first where they match, then places, posts and roads, then members."""
        people = [self._found(hit) for hit in self._built()[1].search(text, LIMIT)]
        units = [each for each in people if each.kind == "unit"]
        members = [each for each in people if each.kind == "member"]
        places = [Found(hit.kind, hit.id, hit.name, hit.detail, hit.at) for hit in self.place(text)]
        return [*self._incidents(text)[:4], *units[:4], *places, *members][:LIMIT]

    def _incidents(self, text: str) -> list[Found]:
        wanted = text.strip().lower()
        if not wanted:
            return []
        known = list(self._situation.incidents.values())
        known.sort(key=lambda each: each.reported_at, reverse=True)
        return [
            Found("incident", each.id, each.id, f"{time_text(each.reported_at)} {each.place_name}", each.at)
            for each in known
            if any(wanted in field.lower() for field in (each.id, each.place_name, each.text))
        ]

    def _found(self, hit: Hit) -> Found:
        at = self._situation.unit(UnitId(hit.id)).at if hit.kind == "unit" else hit.at
        return Found(hit.kind, hit.id, hit.name, hit.detail, at)


def _named_posts(situation: Situation) -> list[Named]:
    posts = list(situation.posts.values())
    return [Named("post", post.name, post.at, post.address, post.id) for post in posts]


def _named_people(situation: Situation, middle: LatLon) -> list[Named]:
    units = [Named("unit", unit.call_sign, unit.at, "", unit.id) for unit in list(situation.units.values())]
    members = [
        Named("member", member.name, _where(member, situation, middle), "", member.id)
        for member in list(situation.members.values())
    ]
    return [*units, *members]


def _where(member: Member, situation: Situation, otherwise: LatLon) -> LatLon:
    """The post a member belongs to, their unit's place, or `otherwise`."""
    if member.post is not None and member.post in situation.posts:
        return situation.posts[member.post].at
    if member.unit is not None and member.unit in situation.units:
        return situation.unit(member.unit).at
    return otherwise
