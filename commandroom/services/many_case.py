"""From open incidents and free units to the question `many.assign_many` answers, and back to orders."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

import numpy as np
import numpy.typing as npt

from commandroom.models.domain.decision import Considered, Decision, LeftOut, Shortfall, UnitOrder
from commandroom.models.domain.doctrine import Doctrine, PlanNeed
from commandroom.models.domain.entities import Assignment, Incident, Kit, Post, Unit
from commandroom.models.domain.enums import UnitKind
from commandroom.models.domain.ids import IncidentId, PostId, UnitId
from commandroom.roads.travel import RoadRouter
from commandroom.services.many import (
    FARTHEST_S,
    Assigned,
    Flags,
    Floats,
    ManyPlan,
    Need,
    Pair,
    assign_many,
)
from commandroom.services.team.choose import serving
from commandroom.services.team.crowd import RINGS, Crowd, crowd_of
from commandroom.services.team.fit import LACKS_S, Fits, carried
from commandroom.services.team.proposal import RECORDED_AT_LEAST
from commandroom.services.team.question import Question
from commandroom.services.team.slots import Slot, wanted
from commandroom.services.team.whereabouts import MODE_OF

USUAL_LIMIT_S = 480.0
"""For a function that no clock asks for at an incident without clocks."""
GOALS_AT_ONCE = 10
Places = npt.NDArray[np.intp]
Told = Callable[[int, int], None]
"""So many incidents of so many are looked at."""


class Stopped(Exception):
    """The answer is no longer wanted."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything as it stands; taken in the window, worked on in another thread."""

    incidents: tuple[Incident, ...]
    """Open ones."""
    units: tuple[Unit, ...]
    assignments: tuple[Assignment, ...]
    """Active ones."""
    posts: tuple[Post, ...]
    doctrine: Doctrine
    now: datetime
    travel: str = ""
    """By which speeds and closures, for the record."""


@dataclass(frozen=True, slots=True)
class Place:
    """One function of one incident that nobody fills yet."""

    incident: IncidentId
    slot: str
    need: PlanNeed


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """One incident with everybody's times, as the team sees it."""

    question: Question
    crowd: Crowd
    plan: str
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class ManyCase:
    """The question, its answer, and what is needed to say and order it."""

    scene: Scene
    places: dict[tuple[IncidentId, str], Place]
    """By incident and slot, in the order of the queue."""
    plan: ManyPlan
    looked: dict[IncidentId, Looked]
    free: int
    """Units that could be sent."""

    def place(self, incident: IncidentId, slot: str) -> Place:
        """The function behind a pair; KeyError where there is none."""
        return self.places[incident, slot]

    def unit(self, unit: UnitId) -> Unit:
        """As it was when the question was asked."""
        question = next(iter(self.looked.values())).question
        return question.units[question.place_of[unit]]

    def eta_s(self, pair: Pair) -> float:
        """Travel seconds, without the price of missing kit."""
        question = self.looked[pair.incident].question
        return float(question.eta_s[question.place_of[pair.unit]])

    def is_late(self, pair: Pair) -> bool:
        """Whether it arrives after the clock of its function."""
        question, need = self.looked[pair.incident].question, self.place(pair.incident, pair.slot).need
        return question.waited_s + self.eta_s(pair) > limit_of(question.incident, need)

    def lacks(self, pair: Pair) -> tuple[Kit, ...]:
        """What the plan asks for and the unit does not have at hand."""
        question, need = self.looked[pair.incident].question, self.place(pair.incident, pair.slot).need
        return carried(question, self.unit(pair.unit), need)[1]

    def orders(self, pairs: Sequence[Pair]) -> tuple[UnitOrder, ...]:
        """One for each pair."""
        return tuple(
            UnitOrder(each.unit, round(self.eta_s(each), 1), self.place(each.incident, each.slot).need.role)
            for each in pairs
        )

    def decision(self, incident: IncidentId, pairs: Sequence[Pair]) -> Decision:
        """What to store with the orders of one incident: proposed is what the best assignment gives it."""
        looked, chosen = self.looked[incident], tuple(each.unit for each in pairs)
        near, far = _parted(looked, set(chosen))
        roles = {each.unit: self.place(incident, each.slot).need.role for each in pairs}
        why_far = Counter(looked.crowd.state[place] for place in far)
        return Decision(
            incident=incident,
            made_at=self.scene.now,
            plan=looked.plan,
            simple_rule=looked.rule,
            travel=self.scene.travel,
            nearest=tuple(self._considered(looked, place, roles) for place in near),
            farther=tuple(LeftOut(why, count) for why, count in sorted(why_far.items())),
            proposed=tuple(each.unit for each in self.plan.optimal.pairs if each.incident == incident),
            chosen=chosen,
            shortfalls=self._shortfalls(incident),
        )

    def _considered(self, looked: Looked, place: int, roles: dict[UnitId, str]) -> Considered:
        unit, eta_s = looked.question.units[place], float(looked.question.eta_s[place])
        code = int(looked.crowd.ring[place])
        return Considered(
            unit.id,
            round(eta_s, 1) if isfinite(eta_s) else None,
            roles.get(unit.id, ""),
            None if code < 0 else RINGS[code],
            looked.crowd.state[place],
        )

    def _shortfalls(self, incident: IncidentId) -> tuple[Shortfall, ...]:
        found = []
        for each in self.plan.optimal.unfilled:
            if each.incident == incident:
                need = self.place(incident, each.slot).need
                found.append(Shortfall(need.role, need.zh, need.en, 1, (LeftOut(each.why, 1),)))
        return tuple(found)


def work_out(router: RoadRouter, scene: Scene, told: Told, is_stopped: Callable[[], bool]) -> ManyCase:
    """The best and the greedy filling of everything the plans still require; for a worker thread.

    Only free units are sent: nobody is taken from elsewhere. A unit without the kit a function asks for
    counts as `LACKS_S` later, as in a team.

    Raises:
        Stopped: `is_stopped` said so.
    """
    seconds = _times(router, scene, told, is_stopped)
    posts = {each.id: each for each in scene.posts}
    free = np.flatnonzero([_can_go(each) for each in scene.units])
    units = [scene.units[place].id for place in free]
    places: dict[tuple[IncidentId, str], Place] = {}
    kits: dict[tuple[Kit, ...], Flags] = {}
    needs: list[Need] = []
    rows: list[Floats] = []
    able: list[Flags] = []
    looked: dict[IncidentId, Looked] = {}
    for number, incident in enumerate(scene.incidents):
        if is_stopped():
            raise Stopped
        question = _question(scene, posts, incident, seconds[:, number])
        crowd = crowd_of(question)
        fits, asked = Fits(question, crowd), wanted(question)
        looked[incident.id] = Looked(
            question, crowd, asked.plan.id, "" if asked.rule is None else asked.rule.id
        )
        there = serving(question, fits, asked.slots, question.bound.get(incident.id, ()))
        for row, slot in enumerate(asked.slots):
            if row in there or slot.is_watch or not slot.need.is_required:
                continue
            place = Place(incident.id, f"{slot.need.role}-{row}", slot.need)
            places[place.incident, place.slot] = place
            needs.append(_need(question, place))
            fit = fits.of(slot)
            rows.append(np.where(fit.near[free], _priced(question, slot, free, kits), np.inf))
            able.append((fit.crew & crowd.is_free)[free])
        told(len(scene.incidents) + number + 1, 2 * len(scene.incidents))
    shape = (len(needs), len(units))
    plan = assign_many(
        needs, units, np.array(rows).reshape(shape), np.array(able, dtype=np.bool_).reshape(shape)
    )
    return ManyCase(scene, places, plan, looked, len(units))


def limit_of(incident: Incident, need: PlanNeed) -> float:
    """Seconds from the alarm by which the function's unit should be there."""
    clock = None if need.ring is None else incident.ring(need.ring)
    if clock is not None:
        return float(clock.limit_s)
    return float(max((each.limit_s for each in incident.rings), default=USUAL_LIMIT_S))


def by_incident(assigned: Assigned) -> dict[IncidentId, tuple[Pair, ...]]:
    """The pairs of each incident, in the order of the queue."""
    found: dict[IncidentId, list[Pair]] = defaultdict(list)
    for pair in assigned.pairs:
        found[pair.incident].append(pair)
    return {incident: tuple(pairs) for incident, pairs in found.items()}


def _can_go(unit: Unit) -> bool:
    return unit.is_free and unit.crew > 0 and unit.kind is not UnitKind.VIDEO


def _times(router: RoadRouter, scene: Scene, told: Told, is_stopped: Callable[[], bool]) -> Floats:
    """(units, incidents) seconds of each unit in its own mode; a video post goes nowhere."""
    found = np.full((len(scene.units), len(scene.incidents)), np.inf)
    groups: dict[object, list[int]] = defaultdict(list)
    for number, unit in enumerate(scene.units):
        if unit.kind is not UnitKind.VIDEO:
            groups[MODE_OF[unit.kind]].append(number)
    goals = np.array([each.at for each in scene.incidents], dtype=np.float64).reshape(-1, 2)
    for begin in range(0, len(goals), GOALS_AT_ONCE):
        if is_stopped():
            raise Stopped
        columns = slice(begin, min(begin + GOALS_AT_ONCE, len(goals)))
        for group in groups.values():
            mode = MODE_OF[scene.units[group[0]].kind]
            origins = np.array([scene.units[number].at for number in group], dtype=np.float64)
            found[group, columns] = router.times(origins, goals[columns], mode, limit_s=FARTHEST_S)
        told(columns.stop, 2 * len(goals))
    return found


def _question(scene: Scene, posts: dict[PostId, Post], incident: Incident, eta_s: Floats) -> Question:
    return Question(
        incident=incident,
        units=scene.units,
        eta_s=eta_s,
        posts=posts,
        assignments=scene.assignments,
        incidents={incident.id: incident},
        doctrine=scene.doctrine,
        now=scene.now,
        next_eta=_nobody,
        looked_s=FARTHEST_S,
    )


def _nobody(_incident: Incident, _units: tuple[Unit, ...]) -> float | None:
    """Nobody is taken from elsewhere, so nobody has to stand in."""
    return None


def _need(question: Question, place: Place) -> Need:
    return Need(
        place.incident,
        place.slot,
        question.incident.level,
        max(question.waited_s, 0.0),
        limit_of(question.incident, place.need),
    )


def _priced(question: Question, slot: Slot, free: Places, kits: dict[tuple[Kit, ...], Flags]) -> Floats:
    """(free units,) seconds, with the price of missing kit; `kits` keeps who lacks what."""
    asked = slot.need.kit
    if asked and asked not in kits:
        lacks = [bool(carried(question, question.units[place], slot.need)[1]) for place in free]
        kits[asked] = np.array(lacks, dtype=np.bool_)
    seconds = np.array(question.eta_s[free])
    return seconds + LACKS_S * kits[asked] if asked else seconds


def _parted(looked: Looked, chosen: set[UnitId]) -> tuple[list[int], list[int]]:
    """Places by travel time: up to the farthest chosen, at least so many; and the others."""
    order = looked.crowd.order.tolist()
    units = looked.question.units
    last = max((at for at, place in enumerate(order, 1) if units[place].id in chosen), default=0)
    cut = max(last, RECORDED_AT_LEAST)
    return order[:cut], order[cut:]
