"""From the question to the proposal."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from commandroom.models.domain.doctrine import Doubt, Gate, PlanNeed
from commandroom.models.domain.entities import Assignment, Unit
from commandroom.models.domain.enums import UnitKind
from commandroom.models.domain.gates import doubts
from commandroom.models.domain.ids import UnitId
from commandroom.services.team.candidate import Candidate
from commandroom.services.team.choose import filled, serving
from commandroom.services.team.crowd import (
    BUSY,
    BUSY_KEPT,
    BUSY_SCENE,
    BUSY_URGENT,
    FREE,
    RINGS,
    Crowd,
    crowd_of,
    is_stale,
)
from commandroom.services.team.fit import Fits, carried, is_alone_there
from commandroom.services.team.proposal import Price, TeamMember, TeamProposal
from commandroom.services.team.question import Question
from commandroom.services.team.reasons import Filling, left_out, shortfalls
from commandroom.services.team.slots import Slot, Wanted, wanted

_BOUND = frozenset((BUSY_URGENT, BUSY_SCENE, BUSY_KEPT))


def propose(question: Question, *, travel: str = "") -> TeamProposal:
    """Who should go now, beside those who are bound already; nobody where the incident is closed."""
    asked, crowd = wanted(question), crowd_of(question)
    fits = Fits(question, crowd)
    bound = question.bound.get(question.incident.id, ())
    if question.incident.is_open:
        there = serving(question, fits, asked.slots, bound)
        open_slots = tuple(slot for row, slot in enumerate(asked.slots) if row not in there)
        filling = Filling(open_slots, filled(question, crowd, fits, open_slots))
    else:
        there, filling = {}, Filling((), {})
    members = _members(question, crowd, filling)
    return TeamProposal(
        incident=question.incident.id,
        plan=asked.plan.id,
        simple_rule="" if asked.rule is None else asked.rule.id,
        members=_doubted(question, asked, _priced(question, members)),
        already=_already(question, crowd, asked, there, bound),
        shortfalls=shortfalls(question, crowd, fits, filling),
        ranking=_ranking(question, crowd, fits, filling),
        caution_zh=asked.plan.caution_zh,
        caution_en=asked.plan.caution_en,
        travel=travel,
        made_at=question.now,
        is_whole=not isfinite(question.looked_s),
    )


def suffices(question: Question, proposal: TeamProposal) -> bool:
    """Whether a first look gave the team that a look at everybody would give.

    It does where the needs that ask for people so far away are filled, and by no makeshift: one without the
    kit, with an old position, or taken from elsewhere. Who is farther would come later.
    """
    asked = Counter(slot.need.role for slot in wanted(question).slots if _looks_far(slot, question.looked_s))
    there = Counter(each.role for each in (*proposal.members, *proposal.already))
    if any(there[role] < count for role, count in asked.items()):
        return False
    members = [each for each in proposal.members if each.role in asked]
    units = [question.units[question.place_of[each.unit]] for each in members]
    return not any(each.lacks or each.price for each in members) and not any(
        is_stale(question, unit) for unit in units
    )


def _looks_far(slot: Slot, looked_s: float) -> bool:
    """Whether somebody beyond the look might fill it."""
    if slot.is_watch:
        return False
    return slot.need.within_s is None or slot.need.within_s > looked_s


def meets(question: Question, crowd: Crowd, place: int) -> bool | None:
    """Whether the unit would stop its own clock in time; None when that no longer runs."""
    code = int(crowd.ring[place])
    clock = None if code < 0 else question.incident.ring(RINGS[code])
    if clock is None or not clock.is_running:
        return None
    return not clock.is_missed and question.waited_s + float(question.eta_s[place]) <= clock.limit_s


def _members(question: Question, crowd: Crowd, filling: Filling) -> tuple[TeamMember, ...]:
    """In the order of the plan; of one need the nearest first."""
    order = {id(slot.need): row for row, slot in reversed(tuple(enumerate(filling.slots)))}
    chosen = [(order[id(filling.slots[row].need)], place) for row, place in filling.by_slot.items()]
    chosen.sort(key=lambda each: (each[0], float(question.eta_s[each[1]]), question.units[each[1]].id))
    return tuple(_member(question, crowd, place, filling.slots[row].need) for row, place in chosen)


def _member(question: Question, crowd: Crowd, place: int, need: PlanNeed | None) -> TeamMember:
    unit, code = question.units[place], int(crowd.ring[place])
    carries, lacks = ((), ()) if need is None else carried(question, unit, need)
    return TeamMember(
        unit=unit.id,
        role="" if need is None else need.role,
        zh="" if need is None else need.zh,
        en="" if need is None else need.en,
        ring=None if code < 0 else RINGS[code],
        eta_s=float(question.eta_s[place]),
        meets_ring=meets(question, crowd, place),
        carries=carries,
        lacks=lacks,
        goes=unit.kind is not UnitKind.VIDEO,
    )


def _already(
    question: Question,
    crowd: Crowd,
    asked: Wanted,
    there: dict[int, int],
    bound: Sequence[Assignment],
) -> tuple[TeamMember, ...]:
    """Those bound to the incident, with the need each serves; on scene they are 0 s away."""
    slot_of: dict[int, Slot] = {place: asked.slots[row] for row, place in there.items()}
    found = []
    for each in bound:
        place = question.place_of.get(each.unit)
        if place is None:
            continue
        slot = slot_of.get(place)
        member = _member(question, crowd, place, None if slot is None else slot.need)
        found.append(replace(member, eta_s=0.0) if each.unit in question.on_scene else member)
    return tuple(found)


def _priced(question: Question, members: tuple[TeamMember, ...]) -> tuple[TeamMember, ...]:
    """The members, with what is lost for those taken from elsewhere."""
    team = {each.unit for each in members}
    priced = []
    for member in members:
        unit = question.units[question.place_of[member.unit]]
        priced.append(
            member if unit.incident is None else replace(member, price=_price(question, unit, team))
        )
    return tuple(priced)


def _doubted(question: Question, asked: Wanted, members: tuple[TeamMember, ...]) -> tuple[TeamMember, ...]:
    """The members, with what the gates will ask about; the kit of a post at which one stands is its own."""
    here = question.incident.id
    mates = [unit for unit in question.units if unit.incident == here]
    mates += [question.units[question.place_of[each.unit]] for each in members if each.goes]
    return tuple(
        replace(each, doubts=_doubts(question, asked, each, mates)) if each.goes else each for each in members
    )


def _doubts(question: Question, asked: Wanted, member: TeamMember, mates: list[Unit]) -> tuple[Doubt, ...]:
    unit = question.units[question.place_of[member.unit]]
    found = doubts(
        unit,
        question.incident,
        plan=asked.plan,
        mates=mates,
        now=question.now,
        post=None if unit.home_post is None else question.posts.get(unit.home_post),
    )
    return tuple(each for each in found if question.doctrine.gate(each) is not Gate.NONE)


def _price(question: Question, unit: Unit, team: set[UnitId]) -> Price | None:
    other = None if unit.incident is None else question.incidents.get(unit.incident)
    if other is None:
        return None
    free = tuple(
        each
        for each in question.units
        if each.is_free
        and each.crew > 0
        and each.id not in team
        and each.party is unit.party
        and each.kind not in (UnitKind.DRONE, UnitKind.VIDEO)
    )
    return Price(other.id, other.level, is_alone_there(question, unit), question.next_eta(other, free))


def _ranking(question: Question, crowd: Crowd, fits: Fits, filling: Filling) -> tuple[Candidate, ...]:
    """Everybody: those who may go first, nearest first."""
    reasons, state = left_out(question, crowd, fits, filling), crowd.state
    role_of = {place: filling.slots[row].need.role for row, place in filling.by_slot.items()}
    taken = {place for place in role_of if state[place] == BUSY_KEPT}
    order = crowd.order.tolist()
    may_go = [place for place in order if state[place] == FREE or place in taken]
    cannot = [place for place in order if state[place] != FREE and place not in taken]
    everyone = may_go + cannot
    eta_s, rings = question.eta_s[everyone].tolist(), crowd.ring[everyone].tolist()
    limits, clocks = _limits(question), (*RINGS, None)
    why_not = [None] * len(may_go) + [BUSY if state[place] in _BOUND else state[place] for place in cannot]
    columns = (
        [question.units[place].id for place in everyone],
        eta_s,
        [clocks[code] for code in rings],
        [
            None if limits[code] is None else eta <= limits[code]
            for code, eta in zip(rings, eta_s, strict=True)
        ],
        why_not,
        range(1, len(everyone) + 1),
        [role_of.get(place, "") for place in everyone],
        [reasons[place] for place in everyone],
    )
    return tuple(map(Candidate._make, zip(*columns, strict=True)))


def _limits(question: Question) -> tuple[float | None, ...]:
    """By ring code (the last is for none): seconds in which a running clock is met; -1 when missed."""
    found: list[float | None] = []
    for ring in RINGS:
        clock = question.incident.ring(ring)
        if clock is None or not clock.is_running:
            found.append(None)
        else:
            found.append(-1.0 if clock.is_missed else clock.limit_s - question.waited_s)
    return (*found, None)
