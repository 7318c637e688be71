"""The rows and totals of the many-at-once window, in words: from a worked-out case to plain texts."""

from collections.abc import Mapping
from dataclasses import dataclass

from commandroom.models.domain.doctrine import Doubt, PlanNeed
from commandroom.models.domain.entities import Incident
from commandroom.models.domain.errors import UnknownThing
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.many import Assigned, Pair
from commandroom.services.many_case import ManyCase, by_incident
from commandroom.services.situation import Situation
from commandroom.ui.doubts import DoubtWords, kit_items
from commandroom.ui.figures import clock_text, time_text
from commandroom.ui.many_gates import parted
from commandroom.ui.phrases import Phrases

Key = tuple[IncidentId, str]
"""One function of one incident."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who fills a function in one of the two ways."""

    unit: str = ""
    """Call sign; '' where nobody does."""
    eta_s: float | None = None
    is_late: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ManyRow:
    """One function of one incident."""

    key: Key
    is_first: bool
    """The row that names its incident."""
    level: int
    waited_s: float
    title: str
    role: str
    best: Choice
    by_hand: Choice
    note: str = ""
    """What is missing, and why it is not sent from here."""
    is_held: bool = False
    """A gate asks about it: it wants a look of its own."""

    @property
    def incident(self) -> IncidentId:
        """Whose function it is."""
        return self.key[0]

    @property
    def differs(self) -> bool:
        """Whether the two ways send different units."""
        return self.best.unit != self.by_hand.unit

    @property
    def can_go(self) -> bool:
        """Whether somebody can be sent without a question."""
        return bool(self.best.unit) and not self.is_held


@dataclass(frozen=True, slots=True)
class Total:
    """One way in numbers."""

    weighted_s: float
    late: int
    """Functions filled after their clock."""
    unfilled: int
    mean_eta_s: float


@dataclass(frozen=True, slots=True)
class ManyPicture:
    """Everything the window shows."""

    rows: tuple[ManyRow, ...]
    best: Total
    by_hand: Total
    saved: float
    """Share of the cost by hand that the best way saves."""
    incidents: int
    units: int
    at: str
    """The moment it was worked out for."""


def picture_of(case: ManyCase, situation: Situation, phrases: Phrases) -> ManyPicture:
    """The case in words; incidents in the order of the queue, functions as the plan lists them."""
    words = DoubtWords(situation, phrases, case.scene.now)
    best, hand = case.plan.optimal, case.plan.greedy
    chosen, by_hand = _filled(best), _filled(hand)
    why_best, why_hand = _unfilled(best, phrases), _unfilled(hand, phrases)
    held = _held(case, situation)
    rows: list[ManyRow] = []
    for key, place in case.places.items():
        incident, pair = case.looked[key[0]].question.incident, chosen.get(key)
        doubts = () if pair is None else held.get(key[0], {}).get(pair.unit, ())
        rows.append(
            ManyRow(
                key=key,
                is_first=not rows or rows[-1].incident != key[0],
                level=int(incident.level),
                waited_s=case.looked[key[0]].question.waited_s,
                title=_title(incident, phrases),
                role=_role(place.need, phrases),
                best=_choice(case, pair, why_best.get(key, "")),
                by_hand=_choice(case, by_hand.get(key), why_hand.get(key, "")),
                note=why_best.get(key, "") if pair is None else _note(case, pair, doubts, words, phrases),
                is_held=bool(doubts),
            )
        )
    return ManyPicture(
        rows=tuple(rows),
        best=_total(case, best),
        by_hand=_total(case, hand),
        saved=case.plan.saved,
        incidents=len({row.incident for row in rows}),
        units=case.free,
        at=time_text(case.scene.now),
    )


def eta_text(choice: Choice) -> str:
    """m:ss; '' for nobody."""
    return "" if choice.eta_s is None else clock_text(choice.eta_s)


def _filled(assigned: Assigned) -> dict[Key, Pair]:
    return {(each.incident, each.slot): each for each in assigned.pairs}


def _unfilled(assigned: Assigned, phrases: Phrases) -> dict[Key, str]:
    return {(each.incident, each.slot): phrases.say(each.why) for each in assigned.unfilled}


def _held(case: ManyCase, situation: Situation) -> dict[IncidentId, Mapping[UnitId, tuple[Doubt, ...]]]:
    """Whom the gates would ask about, were all of the best way sent."""
    found: dict[IncidentId, Mapping[UnitId, tuple[Doubt, ...]]] = {}
    for incident, pairs in by_incident(case.plan.optimal).items():
        try:
            found[incident] = parted(situation, incident, case.orders(pairs), case.scene.now)[1]
        except UnknownThing:
            continue
    return found


def _choice(case: ManyCase, pair: Pair | None, why_not: str) -> Choice:
    if pair is None:
        return Choice(why_not=why_not)
    return Choice(case.unit(pair.unit).call_sign, case.eta_s(pair), case.is_late(pair))


def _note(case: ManyCase, pair: Pair, doubts: tuple[Doubt, ...], words: DoubtWords, phrases: Phrases) -> str:
    unit, lacks = case.unit(pair.unit), kit_items(case.lacks(pair))
    said = [words.short(unit, each, lacks=lacks) for each in doubts]
    if said:
        return phrases.say("board.many.look", why=phrases.say("team.comma").join(said))
    return phrases.say("team.panel.lacks", kit=" ".join(lacks)) if lacks else ""


def _total(case: ManyCase, assigned: Assigned) -> Total:
    seconds = [case.eta_s(each) for each in assigned.pairs]
    return Total(
        weighted_s=assigned.cost,
        late=sum(case.is_late(each) for each in assigned.pairs),
        unfilled=len(assigned.unfilled),
        mean_eta_s=sum(seconds) / len(seconds) if seconds else 0.0,
    )


def _title(incident: Incident, phrases: Phrases) -> str:
    return f"{phrases.short(incident.id)} {phrases.kind(incident.kind)} {incident.place_name}"


def _role(need: PlanNeed, phrases: Phrases) -> str:
    return need.zh if phrases.wording.language == "zh" else need.en
