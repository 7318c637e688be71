"""Why a team was proposed, as plain values: from the proposal that stands, or from a stored decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commandroom.models.domain.decision import CONTAINMENT, Decision, LeftOut, Shortfall
from commandroom.models.domain.entities import Incident
from commandroom.models.domain.enums import Ring
from commandroom.models.domain.ids import UnitId
from commandroom.services.situation import Situation
from commandroom.services.team.proposal import TeamProposal
from commandroom.ui.figures import clock_text, date_text, time_text
from commandroom.ui.panels.team.lines import reasons_words
from commandroom.ui.phrases import Phrases

KINDS_SAID = 4
"""So many kinds name a plan."""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One candidate. `eta_s` is None where no road leads."""

    rank: int
    unit: UnitId
    sign: str
    kind: str
    eta_s: float | None
    ring: str
    function: str
    why: str
    """The rule that left it out, in words; '' for members."""
    is_proposed: bool
    is_chosen: bool
    """Whether it was sent by this decision."""


@dataclass(frozen=True, slots=True)
class ReasonsPicture:
    """Everything that the window shows."""

    title: str
    inputs: tuple[tuple[str, str], ...]
    """Label and text, in the order of reading."""
    rows: tuple[ReasonRow, ...]
    shortfalls: tuple[str, ...]
    remark: str = ""
    """About those who have no row."""


class ReasonsPainter:
    """Puts a proposal or a decision in words of one language."""

    def __init__(self, situation: Situation, phrases: Phrases) -> None:
        self._situation = situation
        self._phrases = phrases

    def proposal(self, proposal: TeamProposal, incident: Incident) -> ReasonsPicture:
        """What the room would do now."""
        inputs = self._inputs(
            incident, proposal.plan, proposal.simple_rule, proposal.travel, proposal.made_at
        )
        function = self._functions(incident, proposal.plan)
        chosen = {each.unit for each in proposal.already}
        rows = tuple(
            self._row(
                rank, each.unit, each.eta_s, each.ring, function.get(each.role, each.role),
                each.why_not or each.left_out or "", bool(each.role), each.unit in chosen,
            )
            for rank, each in enumerate(proposal.ranking, 1)
        )  # fmt: skip
        title = self._phrases.say("team.reasons.now", incident=self._phrases.incident(incident))
        return ReasonsPicture(title, inputs, rows, self._short(proposal.shortfalls))

    def decision(self, decision: Decision, incident: Incident | None, explained: str = "") -> ReasonsPicture:
        """What the room knew when it sent somebody."""
        say, signs = self._phrases.say, self._signs
        inputs = self._inputs(
            incident, decision.plan, decision.simple_rule, decision.travel, decision.made_at
        )
        inputs += ((say("team.reasons.proposed"), signs(decision.proposed)),)
        inputs += ((say("team.reasons.chosen"), signs(decision.chosen)),)
        doubts = say("team.list").join(say(f"team.doubt.{each}.short") for each in decision.doubts)
        for key, text in (("doubts", doubts), ("override", explained)):
            if text:
                inputs += ((say(f"team.reasons.{key}"), text),)
        function = {} if incident is None else self._functions(incident, decision.plan)
        proposed, chosen = set(decision.proposed), set(decision.chosen)
        rows = tuple(
            self._row(
                rank, each.unit, each.eta_s, each.ring, function.get(each.role, each.role), each.why_not,
                each.unit in proposed, each.unit in chosen,
            )
            for rank, each in enumerate(decision.nearest, 1)
        )  # fmt: skip
        name = self._phrases.short(decision.incident)
        title = say("team.reasons.then", incident=name, at=self._moment(decision.made_at))
        return ReasonsPicture(
            title, inputs, rows, self._short(decision.shortfalls), self._far(decision.farther)
        )

    def name(self, decision: Decision) -> str:
        """One line by which a stored decision is chosen."""
        key = "team.reasons.choice.override" if decision.is_override else "team.reasons.choice"
        return self._phrases.say(key, at=self._moment(decision.made_at), units=self._signs(decision.chosen))

    def _row(
        self,
        rank: int,
        unit: UnitId,
        eta_s: float | None,
        ring: Ring | None,
        function: str,
        why: str,
        is_proposed: bool,
        is_chosen: bool,
    ) -> ReasonRow:
        say, who = self._phrases.say, self._situation.units.get(unit)
        reachable = eta_s is not None and eta_s != float("inf")
        return ReasonRow(
            rank=rank,
            unit=unit,
            sign=unit if who is None else who.call_sign,
            kind="" if who is None else say(f"unit_kind.{who.kind.value}"),
            eta_s=eta_s if reachable else None,
            ring="" if ring is None else say(f"team.ring.{ring.value}"),
            function=function,
            why=say(why) if why else "",
            is_proposed=is_proposed,
            is_chosen=is_chosen,
        )

    def _inputs(
        self, incident: Incident | None, plan: str, rule: str, travel: str, at: datetime
    ) -> tuple[tuple[str, str], ...]:
        say = self._phrases.say
        named = self._plan(plan)
        if rule:
            named = say("team.reasons.plan.simple", plan=named, rule=rule)
        found = [(say("team.reasons.plan"), named)]
        if incident is not None:
            found.append((say("team.reasons.facts"), self._facts(incident)))
        found.append((say("team.reasons.travel"), travel_words(travel, self._phrases)))
        return (*found, (say("team.reasons.at"), self._moment(at)))

    def _plan(self, plan: str) -> str:
        """A plan by the kinds it is for, and its id; the rules may have changed since."""
        found = next((each for each in self._situation.doctrine.plans if each.id == plan), None)
        if not plan:
            return self._phrases.say("team.reasons.plan.none")
        if plan == CONTAINMENT:
            return self._phrases.say("contain.title")
        if found is None or not found.kinds:
            return plan
        kinds = self._phrases.say("team.list").join(
            self._phrases.kind(each) for each in found.kinds[:KINDS_SAID]
        )
        return self._phrases.say("team.reasons.plan.named", kinds=kinds, plan=plan)

    def _facts(self, incident: Incident) -> str:
        say = self._phrases.say
        police = say("team.reasons.police" if incident.police_needed else "team.reasons.no_police")
        level = say("team.reasons.level", level=int(incident.level))
        parts = [self._phrases.kind(incident.kind), level, incident.place_name, police, incident.text]
        return " · ".join(part for part in parts if part)

    def _functions(self, incident: Incident, plan: str) -> dict[str, str]:
        """The functions of the plan by code, in words; the rules may have changed since."""
        is_zh = self._phrases.wording.language == "zh"
        found = next((each for each in self._situation.doctrine.plans if each.id == plan), None)
        found = found or self._situation.doctrine.plan(incident.kind, incident.level)
        needs = () if found is None else found.needs
        return {need.role: need.zh if is_zh else need.en for need in needs}

    def _short(self, shortfalls: Iterable[Shortfall]) -> tuple[str, ...]:
        is_zh, say = self._phrases.wording.language == "zh", self._phrases.say
        texts = []
        for each in shortfalls:
            text = say("team.panel.short", n=each.missing, role=each.zh if is_zh else each.en)
            why = reasons_words(each.why, self._phrases)
            texts.append(f"{text}{say('team.reasons.because', why=why)}" if why else text)
        return tuple(texts)

    def _far(self, farther: Iterable[LeftOut]) -> str:
        say = self._phrases.say
        parts = [
            f"{say(each.why_not) if each.why_not else say('team.reasons.could')} {each.count}"
            for each in farther
        ]
        return say("team.reasons.farther", who=say("team.comma").join(parts)) if parts else ""

    def _signs(self, units: Iterable[UnitId]) -> str:
        known = self._situation.units
        names = [known[each].call_sign if each in known else each for each in units]
        return self._phrases.say("team.list").join(names) or "–"

    @staticmethod
    def _moment(at: datetime) -> str:
        return f"{date_text(at)} {time_text(at)}"


def travel_words(travel: str, phrases: Phrases) -> str:
    """The travel line of a decision (`services.travel_rules.travel_line`) in words."""
    pairs = [part.partition("=")[::2] for part in travel.split() if "=" in part]
    said = [phrases.say(f"team.travel.{key}", what=value) for key, value in pairs if value]
    return " · ".join(said) or phrases.say("team.travel.as_shipped")


def as_text(picture: ReasonsPicture, phrases: Phrases) -> str:
    """The whole picture as lines of text with tabs, for a report or a message."""
    head = [picture.title, *(f"{label}\t{text}" for label, text in picture.inputs), *picture.shortfalls]
    columns = "\t".join(phrases.say(f"team.reasons.column.{name}") for name in COLUMNS)
    lines = ["\t".join(cells(row)) for row in picture.rows]
    return "\n".join([*head, "", columns, *lines, *([picture.remark] if picture.remark else [])])


COLUMNS = ("rank", "unit", "kind", "eta", "ring", "function", "why")


def cells(row: ReasonRow) -> tuple[str, ...]:
    """The row as the table shows it."""
    mark = "● " if row.is_chosen else ("○ " if row.is_proposed else "")
    return (
        str(row.rank),
        f"{mark}{row.sign}",
        row.kind,
        clock_text(row.eta_s),
        row.ring,
        row.function,
        row.why,
    )
