"""Finds what the room itself keeps: posts, units, members, incidents, patrol routes and drawings.

Names are indexed; where a thing is and how it stands is read from the Situation at the moment of the answer.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from heapq import nsmallest
from typing import TypeVar

from commandroom.geo import LatLon, distance_m
from commandroom.models.domain.entities import Incident, IncidentKind, Member
from commandroom.models.domain.ids import DrawingId, IncidentId, MemberId, PatrolId, PostId, UnitId
from commandroom.roads.gazetteer import Named
from commandroom.roads.living import LivingNames
from commandroom.roads.pinyin import folded
from commandroom.services.situation import Situation
from commandroom.ui.figures import minute_text
from commandroom.ui.panels.text import short_number
from commandroom.ui.search.answer import Answer
from commandroom.wording import Language, Wording

LISTED = 20
"""So many of one kind are looked for."""
_IN_TEXT = 11
"""The rank of an incident whose report holds what was typed: behind every name."""
_NOWHERE = LatLon(0.0, 0.0)
_BY_ADDRESS = 8
"""The best rank of a post that is only found by its address."""
_ONLY_NAMES = ("posts", "addresses", "units", "members", "patrols", "drawings", "incidents")


class RegisterSearch:
    """One thread at a time; the Situation may change meanwhile."""

    def __init__(self, situation: Situation, kinds: tuple[IncidentKind, ...]) -> None:
        self._situation = situation
        self._kinds = {kind.code: kind for kind in kinds}
        self._words = (Wording("zh"), Wording("en"))
        self._names = {group: LivingNames() for group in _ONLY_NAMES}
        self._stamps: dict[str, list[str]] = {}
        self._texts: dict[str, str] = {}
        self._seen: int | None = None

    def refresh(self) -> None:
        """Take up what was reported, imported or drawn since the last question."""
        if self._seen == self._situation.journal_number:
            return
        self._seen = self._situation.journal_number
        sources: dict[str, Callable[[], Iterator[Named]]] = {
            "posts": self._named_posts,
            "addresses": self._named_addresses,
            "units": self._named_units,
            "members": self._named_members,
            "patrols": self._named_patrols,
            "drawings": self._named_drawings,
            "incidents": self._named_incidents,
        }
        for group, source in sources.items():
            stamp = self._stamp(group)
            if self._stamps.get(group) != stamp:
                self._stamps[group] = stamp
                self._names[group].update(source())
        incidents = list(self._situation.incidents.values())
        self._texts = {each.id: self._texts.get(each.id) or folded(each.text) for each in incidents}

    def _stamp(self, group: str) -> list[str]:
        """All texts of a group: while they are the same, nothing of it need be indexed again."""
        now = self._situation
        match group:
            case "posts" | "addresses":
                posts = list(now.posts.values())
                return [*(each.id for each in posts), *(f"{each.name}\n{each.address}" for each in posts)]
            case "units":
                units = list(now.units.values())
                return [*(each.id for each in units), *(f"{each.call_sign}\n{each.kind}" for each in units)]
            case "members":
                members = list(now.members.values())
                return [*(each.id for each in members), *(each.name for each in members)]
            case "patrols":
                return [f"{each.id}\n{each.name}" for each in list(now.patrols.values())]
            case "drawings":
                return [f"{each.id}\n{each.text}" for each in list(now.drawings.values())]
        return [f"{each.id}\n{each.kind}\n{each.place_name}" for each in list(now.incidents.values())]

    def search(self, text: str, near: LatLon, language: Language = "zh") -> list[Answer]:
        """Whatever of the room fits `text`; each kind with its best first, equals by distance from `near`."""
        if not folded(text):
            return []
        return [
            *self._incidents(text, language),
            *self._units(text, near),
            *self.posts(text, near),
            *self._members(text),
            *self._shapes(text),
        ]

    def posts(self, text: str, near: LatLon) -> list[Answer]:
        """Posts by name and address."""
        self.refresh()
        posts = self._situation.posts
        ranks = self._names["posts"].search(text, LISTED)
        for own, rank in self._names["addresses"].search(text, LISTED).items():
            ranks.setdefault(own, max(rank, _BY_ADDRESS))
        known = [(rank, posts.get(PostId(own))) for own, rank in ranks.items()]
        best = _best([(rank, each.name, each.at, each) for rank, each in known if each is not None], near)
        return [
            Answer("post", post.id, post.name, post.at, post.address, rank=rank) for rank, _, _, post in best
        ]

    def _incidents(self, text: str, language: Language) -> list[Answer]:
        ranks = self._names["incidents"].search(text, LISTED)
        needle = folded(text)
        if len(needle) > 1:
            for own, report in self._texts.items():
                if needle in report:
                    ranks.setdefault(own, _IN_TEXT)
        known = [(rank, self._situation.incidents.get(IncidentId(own))) for own, rank in ranks.items()]
        here = [(rank, each) for rank, each in known if each is not None]
        here.sort(key=lambda pair: (not pair[1].is_open, pair[0], -_seconds(pair[1].reported_at)))
        return [self._incident(each, rank, language) for rank, each in here[:LISTED]]

    def _incident(self, incident: Incident, rank: int, language: Language) -> Answer:
        name = f"{short_number(incident.id)} {incident.place_name}".strip()
        kind = self._kinds.get(incident.kind)
        words = incident.kind if kind is None else kind.zh if language == "zh" else kind.en
        detail = f"{words} · {minute_text(incident.reported_at)}"
        sign = str(incident.level.value)
        return Answer(
            "incident", incident.id, name, incident.at, detail, sign=sign, rank=rank, is_open=incident.is_open
        )

    def _units(self, text: str, near: LatLon) -> Iterator[Answer]:
        units = self._situation.units
        ranks = self._names["units"].search(text, LISTED)
        known = [(rank, units.get(UnitId(own))) for own, rank in ranks.items()]
        found = [(rank, each.call_sign, each.at, each) for rank, each in known if each is not None]
        for rank, name, at, unit in _best(found, near):
            state = "busy" if unit.incident is not None else "free" if unit.is_free else "off"
            sign = f"{unit.kind.value}.{state}"
            yield Answer("unit", unit.id, name, at, unit.incident or "", sign=sign, rank=rank)

    def _members(self, text: str) -> Iterator[Answer]:
        members = self._situation.members
        ranks = self._names["members"].search(text, LISTED)
        known = [(rank, members.get(MemberId(own))) for own, rank in ranks.items()]
        found = [(rank, each.name, None, each) for rank, each in known if each is not None]
        for rank, name, _, member in _best(found, None):
            at, belongs = self._where(member)
            yield Answer("member", member.id, name, at, belongs, sign=member.role.value, rank=rank)

    def _where(self, member: Member) -> tuple[LatLon | None, str]:
        """Where a member is to be found, and the name of the unit or post; None without either."""
        unit = None if member.unit is None else self._situation.units.get(member.unit)
        if unit is not None:
            return unit.at, unit.call_sign
        post = None if member.post is None else self._situation.posts.get(member.post)
        return (None, "") if post is None else (post.at, post.name)

    def _shapes(self, text: str) -> Iterator[Answer]:
        for own, rank in self._names["patrols"].search(text, LISTED).items():
            patrol = self._situation.patrols.get(PatrolId(own))
            if patrol is not None and patrol.points:
                yield Answer("patrol", own, patrol.name, _mean(patrol.points), rank=rank)
        for own, rank in self._names["drawings"].search(text, LISTED).items():
            drawing = self._situation.drawings.get(DrawingId(own))
            if drawing is not None and drawing.points:
                at, sign = _mean(drawing.points), drawing.kind.value
                yield Answer("drawing", own, drawing.text, at, drawing.drawn_by, sign=sign, rank=rank)

    def _named_posts(self) -> Iterator[Named]:
        for post in list(self._situation.posts.values()):
            yield Named("post", post.name, _NOWHERE, "", post.id)

    def _named_addresses(self) -> Iterator[Named]:
        for post in list(self._situation.posts.values()):
            if post.address:
                yield Named("post", post.address, _NOWHERE, "", post.id)

    def _named_units(self) -> Iterator[Named]:
        kinds = {
            kind: tuple(dict.fromkeys(words.say(f"unit_kind.{kind}") for words in self._words))
            for kind in {unit.kind for unit in list(self._situation.units.values())}
        }
        for unit in list(self._situation.units.values()):
            yield Named("unit", unit.call_sign, _NOWHERE, "", unit.id, kinds[unit.kind])

    def _named_members(self) -> Iterator[Named]:
        for member in list(self._situation.members.values()):
            yield Named("member", member.name, _NOWHERE, "", member.id)

    def _named_incidents(self) -> Iterator[Named]:
        for each in list(self._situation.incidents.values()):
            kind = self._kinds.get(each.kind)
            words = (each.kind,) if kind is None else (kind.zh, kind.en)
            aliases = tuple(filter(None, (short_number(each.id), each.place_name, *words)))
            yield Named("incident", each.id, _NOWHERE, "", each.id, aliases)

    def _named_patrols(self) -> Iterator[Named]:
        for patrol in list(self._situation.patrols.values()):
            yield Named("patrol", patrol.name, _NOWHERE, "", patrol.id)

    def _named_drawings(self) -> Iterator[Named]:
        for drawing in list(self._situation.drawings.values()):
            if drawing.text:
                yield Named("drawing", drawing.text, _NOWHERE, "", drawing.id)


Thing = TypeVar("Thing")
Fit = tuple[int, str, LatLon | None, Thing]
"""Rank, name, place and what it is."""


def _best(found: Sequence[Fit[Thing]], near: LatLon | None) -> list[Fit[Thing]]:
    """The best fits first, equals by length of name and distance."""

    def order(fit: Fit[Thing]) -> tuple[int, int, float]:
        rank, name, at, _ = fit
        return rank, len(name), 0.0 if near is None or at is None else distance_m(at, near)

    return nsmallest(LISTED, found, key=order)


def _mean(points: tuple[LatLon, ...]) -> LatLon:
    count = len(points)
    return LatLon(sum(each.lat for each in points) / count, sum(each.lon for each in points) / count)


def _seconds(at: datetime) -> float:
    return at.timestamp()
