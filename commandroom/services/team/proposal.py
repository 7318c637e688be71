"""The team the room proposes for one incident, and the record that is stored when it is sent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from commandroom.models.domain.decision import Considered, Decision, LeftOut, Shortfall, UnitOrder
from commandroom.models.domain.doctrine import Doubt
from commandroom.models.domain.entities import Kit
from commandroom.models.domain.enums import Level, Ring
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.team.candidate import Candidate

RECORDED_AT_LEAST = 20
"""So many of the nearest are written down by name, however few were chosen."""

SLOWER = "team.why.slower"
"""The reason of those who could have gone."""


@dataclass(frozen=True, slots=True)
class Price:
    """What another incident loses when a unit is taken from it."""

    incident: IncidentId
    level: Level
    leaves_alone: bool
    """Nobody else is bound to it."""
    next_eta_s: float | None
    """Seconds until the nearest free unit could stand in; None where nobody could."""


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One unit of the team and what it is there for."""

    unit: UnitId
    role: str
    zh: str
    en: str
    ring: Ring | None
    """The clock its arrival stops."""
    eta_s: float
    """Seconds by road; 0 when it is there already."""
    meets_ring: bool | None
    carries: tuple[Kit, ...] = ()
    """What the plan asks for and it has at hand: its own, and its post's while it stands there."""
    lacks: tuple[Kit, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    """What the gates will ask about when it is ordered."""
    price: Price | None = None
    """Set when it must be taken from another incident."""
    goes: bool = True
    """False for a video post: it watches from where it is and gets no order."""


@dataclass(frozen=True, slots=True)
class TeamProposal:
    """Whom the room would send, why, and everybody else in order."""

    incident: IncidentId
    plan: str
    """Id of the response plan; '' where none fits."""
    simple_rule: str
    """Id of the rule under which guards handle it alone; '' for none."""
    members: tuple[TeamMember, ...]
    """In the order of the plan."""
    already: tuple[TeamMember, ...]
    """Units bound to the incident; `role` is '' where the plan asks for none such."""
    shortfalls: tuple[Shortfall, ...]
    ranking: tuple[Candidate, ...]
    """Everybody: those who may go first, nearest first; ties by id."""
    caution_zh: str
    caution_en: str
    travel: str
    made_at: datetime
    is_whole: bool = True
    """False for a first look: the team is the same, but units beyond it have no time yet. Ask again."""

    @property
    def orders(self) -> tuple[UnitOrder, ...]:
        """One order for each member who goes, for `SendTeam`."""
        return tuple(self.order(each.unit) for each in self.members if each.goes)

    def member(self, unit: UnitId) -> TeamMember | None:
        """The member, or None for somebody not proposed."""
        return next((each for each in self.members if each.unit == unit), None)

    def order(self, unit: UnitId) -> UnitOrder:
        """The order for a unit, proposed or not."""
        found = self.member(unit)
        if found is not None:
            return UnitOrder(unit, _seconds(found.eta_s), found.role)
        ranked = next((each for each in self.ranking if each.unit == unit), None)
        return UnitOrder(unit, None if ranked is None else _seconds(ranked.eta_s))

    def decision(self, chosen: Iterable[UnitId], doubts: Iterable[Doubt] = ()) -> Decision:
        """What to store with the order that sends `chosen`, whoever was proposed."""
        sent = tuple(chosen)
        near, far = self._parted(set(sent))
        rules = Counter(_rule(each) for each in far)
        return Decision(
            incident=self.incident,
            made_at=self.made_at,
            plan=self.plan,
            simple_rule=self.simple_rule,
            travel=self.travel,
            nearest=tuple(
                Considered(each.unit, _seconds(each.eta_s), each.role, each.ring, _rule(each))
                for each in near
            ),
            farther=tuple(LeftOut(rule, count) for rule, count in _commonest(rules)),
            proposed=tuple(each.unit for each in self.members if each.goes),
            chosen=sent,
            shortfalls=self.shortfalls,
            doubts=tuple(each.value for each in doubts),
        )

    def _parted(self, chosen: set[UnitId]) -> tuple[list[Candidate], list[Candidate]]:
        """By travel time: everybody up to the farthest chosen, at least twenty; and the others."""
        by_time = sorted(self.ranking, key=lambda each: (each.eta_s, each.unit))
        last = max((place for place, each in enumerate(by_time, 1) if each.unit in chosen), default=0)
        cut = max(last, RECORDED_AT_LEAST)
        return by_time[:cut], by_time[cut:]


def _rule(candidate: Candidate) -> str:
    """The rule that left it out; '' for those who could have gone."""
    if candidate.why_not is not None:
        return candidate.why_not
    return "" if candidate.left_out == SLOWER else candidate.left_out


def _commonest(rules: Counter[str]) -> list[tuple[str, int]]:
    return sorted(rules.items(), key=lambda each: (-each[1], each[0]))


def _seconds(eta_s: float) -> float | None:
    return round(eta_s, 1) if isfinite(eta_s) else None
