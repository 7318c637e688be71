"""A proposed team as rows of plain values: who is there, who would go, what is short."""

from collections.abc import Iterable
from dataclasses import dataclass

from commandroom.models.domain.decision import LeftOut, Shortfall
from commandroom.models.domain.doctrine import PlanNeed
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.enums import Ring
from commandroom.models.domain.ids import UnitId
from commandroom.services.situation import Situation
from commandroom.services.team.proposal import Price, TeamMember, TeamProposal
from commandroom.ui.doubts import price_words
from commandroom.ui.figures import clock_text
from commandroom.ui.panels.team.fitting import kit_words, parted_kit
from commandroom.ui.phrases import Phrases

RINGS: tuple[Ring | None, ...] = (Ring.SELF, Ring.MUTUAL, Ring.SUPPORT, None)
"""In this order the groups stand; those that stop no clock come last."""

REASONS_SAID = 2
"""So many reasons of a shortfall stand in its line; all are in the reasons window."""


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One unit of the team as a row."""

    unit: Unit
    role: str
    function: str
    ring: Ring | None
    eta_s: float
    meets: bool | None
    carries: str
    lacks: str
    price: str
    step: str
    """How far its order is; '' for one who is not sent yet."""
    is_ticked: bool
    """Whether it goes when all are sent."""
    is_added: bool
    """Whether somebody put it to the team by hand."""
    goes: bool
    """False for a video post, which watches from where it is."""

    @property
    def is_sent(self) -> bool:
        """Whether it has its order."""
        return bool(self.step)

    @property
    def may_be_sent(self) -> bool:
        """Whether an order for it is still to be given."""
        return self.goes and not self.is_sent


@dataclass(frozen=True, slots=True)
class Addition:
    """A unit put to the team by hand, and what for."""

    unit: UnitId
    need: PlanNeed | None
    eta_s: float
    ring: Ring | None
    meets: bool | None


def team_lines(
    proposal: TeamProposal,
    situation: Situation,
    phrases: Phrases,
    *,
    unticked: Iterable[str] = (),
    added: Iterable[Addition] = (),
) -> tuple[TeamLine, ...]:
    """Everybody of the team by ring; within a ring those who are sent first, then by time of arrival."""
    off = set(unticked)
    lines = [
        _member(each, proposal, situation, phrases, off) for each in (*proposal.already, *proposal.members)
    ]
    here = {line.unit.id for line in lines}
    lines += [_addition(each, proposal, situation, phrases, off) for each in added if each.unit not in here]
    return tuple(sorted(lines, key=_place))


def caution(proposal: TeamProposal, phrases: Phrases) -> str:
    """What is said with every order of this plan."""
    return proposal.caution_zh if phrases.wording.language == "zh" else proposal.caution_en


def shortfall_words(short: Shortfall, phrases: Phrases) -> str:
    """缺 1 特警: 太远 3 休整 2."""
    role = short.zh if phrases.wording.language == "zh" else short.en
    text = phrases.say("team.panel.short", n=short.missing, role=role)
    why = reasons_words(short.why[:REASONS_SAID], phrases)
    return f"{text} · {why}" if why else text


def reasons_words(why: Iterable[LeftOut], phrases: Phrases) -> str:
    """Rules with how many each left out."""
    return "，".join(f"{phrases.say(each.why_not)} {each.count}" for each in why if each.why_not)


def spoken(line: TeamLine, phrases: Phrases) -> str:
    """A row for a screen reader."""
    state = line.step or clock_text(line.eta_s)
    mark = phrases.say("team.panel.ticked" if line.is_ticked else "team.panel.unticked")
    parts = [line.unit.call_sign, line.function, state, line.carries]
    if line.lacks:
        parts.append(phrases.say("team.panel.lacks", kit=line.lacks))
    parts += [line.price, mark if line.may_be_sent else ""]
    return " ".join(part for part in parts if part)


def _member(
    each: TeamMember, proposal: TeamProposal, situation: Situation, phrases: Phrases, off: set[str]
) -> TeamLine:
    unit = situation.unit(each.unit)
    return TeamLine(
        unit=unit,
        role=each.role,
        function=each.zh if phrases.wording.language == "zh" else each.en,
        ring=each.ring,
        eta_s=each.eta_s,
        meets=each.meets_ring,
        carries=kit_words(each.carries),
        lacks=kit_words(each.lacks),
        price=_price(each.price, unit, phrases),
        step=phrases.step(unit) if unit.incident == proposal.incident else "",
        is_ticked=each.unit not in off,
        is_added=False,
        goes=each.goes,
    )


def _addition(
    each: Addition, proposal: TeamProposal, situation: Situation, phrases: Phrases, off: set[str]
) -> TeamLine:
    unit = situation.unit(each.unit)
    carries, lacks = parted_kit(unit, each.need)
    is_zh = phrases.wording.language == "zh"
    is_busy = unit.incident is not None and unit.incident != proposal.incident
    return TeamLine(
        unit=unit,
        role="" if each.need is None else each.need.role,
        function=phrases.say("team.panel.added")
        if each.need is None
        else (each.need.zh if is_zh else each.need.en),
        ring=each.ring,
        eta_s=each.eta_s,
        meets=each.meets,
        carries=kit_words(carries),
        lacks=kit_words(lacks),
        price=phrases.say("team.price.from", incident=phrases.short(unit.incident or "")) if is_busy else "",
        step=phrases.step(unit) if unit.incident == proposal.incident else "",
        is_ticked=each.unit not in off,
        is_added=True,
        goes=True,
    )


def _price(price: Price | None, unit: Unit, phrases: Phrases) -> str:
    if price is None or unit.incident != price.incident:
        return ""
    return price_words(price, phrases)


def _place(line: TeamLine) -> tuple[int, bool, float, str]:
    return RINGS.index(line.ring), not line.is_sent, line.eta_s, line.unit.id
