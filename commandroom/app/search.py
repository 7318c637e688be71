"""Search everything in one box: what has a name, a number or a place in one room and its city."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from threading import Lock

from commandroom.app.register_search import RegisterSearch
from commandroom.geo import Datum, LatLon, distance_m, to_wgs84
from commandroom.geo.datum import from_wgs84, in_china_box
from commandroom.geo.typed import TypedPoint, typed_point
from commandroom.models.domain.entities import IncidentKind
from commandroom.roads.crossing_words import crossing_words
from commandroom.roads.crossings import CrossingIndex
from commandroom.roads.highlight import matched
from commandroom.roads.network import RoadNetwork
from commandroom.roads.search import Hit, PlaceIndex
from commandroom.services.situation import Situation
from commandroom.ui.search.answer import Answer, AnswerKind, Question, grouped
from commandroom.wording import Wording

LIMIT = 12
_LISTED = 20
"""So many of one kind are looked for."""
_GO_TO = re.compile(r"^\s*(?:go\s*to\b|goto\b|前往|转到|定位到?|去|到)\s*[:：]?\s*(?=\S)", re.IGNORECASE)
_MAP_KINDS: dict[str, AnswerKind] = {"place": "place", "road": "road"}


class RoomSearch:
    """Answers in a worker thread while the situation moves on in the window's."""

    def __init__(
        self,
        network: RoadNetwork,
        situation: Situation,
        *,
        kinds: Iterable[IncidentKind] = (),
        wording: Callable[[], Wording] | None = None,
    ) -> None:
        """`wording`: the language of the moment; Chinese without it."""
        chinese = Wording("zh")
        self._wording = wording or (lambda: chinese)
        self._middle = network.bbox.centre
        self._names = PlaceIndex(network)
        self._crossings = CrossingIndex(network)
        self._register = RegisterSearch(situation, tuple(kinds))
        self._lock = Lock()

    def warm_up(self) -> None:
        """Build the indexes now; for a worker thread."""
        with self._lock:
            self._register.refresh()
        self._names.warm_up()
        self._crossings.warm_up()

    def place(self, text: str) -> list[Hit]:
        """Where an incident may be: coordinates, crossings, posts, places and roads."""
        asked = _bare(text)
        with self._lock:
            posts = self._register.posts(asked, self._middle)
        answers = [*self._coordinates(asked), *self._crossed(asked, self._middle), *posts]
        answers.sort(key=lambda each: each.rank)
        located = [
            Hit(each.kind, each.name, each.at, each.detail, each.id, each.rank)
            for each in answers
            if each.at is not None
        ]
        found = [*located, *self._names.search(asked, LIMIT)]
        found.sort(key=lambda hit: hit.rank)
        return found[:LIMIT]

    def everything(self, question: Question) -> tuple[Answer, ...]:
        """What fits, the best group first."""
        text, near = question.text, question.near or self._middle
        asked = _bare(text)
        with self._lock:
            self._register.refresh()
            answers = self._register.search(text, near, self._wording().language)
        answers += self._coordinates(asked)
        answers += self._crossed(asked, near)
        answers += self._on_map(text, near) or (self._on_map(asked, near) if asked != text else [])
        return tuple(_shown(each, asked, near) for each in grouped(answers))

    def _on_map(self, text: str, near: LatLon) -> list[Answer]:
        hits = self._names.search(text, 2 * _LISTED)
        hits.sort(key=lambda hit: (hit.rank, len(hit.name), distance_m(hit.at, near)))
        return [
            Answer(_MAP_KINDS[hit.kind], hit.id, hit.name, hit.at, hit.detail, rank=hit.rank) for hit in hits
        ]

    def _crossed(self, text: str, near: LatLon) -> list[Answer]:
        say, found = self._wording().say, []
        for each in self._crossings.search(text, _LISTED, near=near):
            name = say("search.crossing", first=each.first, second=each.second)
            own = f"crossing:{each.first}/{each.second}@{each.at.lat:.5f},{each.at.lon:.5f}"
            found.append(Answer("crossing", own, name, each.at, rank=each.rank))
        return found

    def _coordinates(self, text: str) -> list[Answer]:
        """The point that was typed; where no datum was named, the other two readings of it as well."""
        point = typed_point(text)
        if point is None:
            return []
        read = [point]
        if not point.is_said and in_china_box(point.at):
            others = (Datum.GCJ02, Datum.BD09)
            read += [TypedPoint(to_wgs84(point.at, each), each, is_said=True) for each in others]
        say = self._wording().say
        answers = []
        for each in read:
            as_typed = from_wgs84(each.at, each.datum)
            name = f"{as_typed.lat:.6f}, {as_typed.lon:.6f}"
            detail = say(f"search.datum.{each.datum.value}")
            answers.append(Answer("coordinate", f"{each.datum}:{name}", name, each.at, detail))
        return answers


def _bare(text: str) -> str:
    """`text` without the words for going there."""
    return _GO_TO.sub("", text)


def _shown(answer: Answer, asked: str, near: LatLon) -> Answer:
    """`answer` with its distance, and with what was typed marked in its name."""
    away_m = None if answer.at is None else distance_m(answer.at, near)
    return replace(answer, away_m=away_m, marked=_marked(answer, asked))


def _marked(answer: Answer, asked: str) -> tuple[tuple[int, int], ...]:
    if answer.kind == "coordinate":
        return ()
    if answer.kind != "crossing":
        return matched(answer.name, asked)
    for words in crossing_words(asked):
        first = matched(answer.name, words.first)
        second = matched(answer.name, words.second)
        if first and (second or not words.second):
            return tuple(sorted({*first, *second}))
    return ()
