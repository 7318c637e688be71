"""Scores a drill from its journal, and from nothing else: the same facts give the same sheet, always.

Times count from the alarm of the incident a criterion speaks of (or from the inject it names), in the
drill's own time: a pause is not in the journal and so costs nobody anything. What comes after the drill's end
in the journal (remarks, corrective actions) is not looked at. Nothing is ever averaged: a line is passed or
failed, and what could not be judged, because what it speaks of never happened, is missing from the coverage
instead of vanishing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from commandroom.drill.measures import COUNTS, MEASURES, Found, Scope
from commandroom.drill.moments import inject_of
from commandroom.drill.parts import Title
from commandroom.drill.schema import Measured as Asked
from commandroom.drill.schema import Script
from commandroom.models.domain import events as ev
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.models.store.journal import Entry
from commandroom.services.ports import Coverage, CriterionResult, Recorded, ScoreSheet


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet: a criterion of the script, or what an inject expects."""

    id: str
    title: Title
    asked: Asked
    phase: str = ""
    since: str = ""
    role: str = ""
    is_expectation: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """The facts of one drill with what is needed to read them."""

    facts: Sequence[Recorded]
    units: Mapping[UnitId, Unit]
    alarms: Mapping[str, ev.IncidentReported]
    """The alarm of each inject that reported an incident."""
    happened: Mapping[str, datetime]
    """When each inject first happened."""
    about: Mapping[IncidentId, Sequence[Recorded]]
    """The facts that name an incident."""


def history(facts: Iterable[Recorded], units: Iterable[Unit]) -> History:
    """Put the facts up to the drill's end in order for measuring."""
    scored = list(takewhile(lambda fact: not isinstance(fact.event, ev.DrillEnded), facts))
    alarms: dict[str, ev.IncidentReported] = {}
    happened: dict[str, datetime] = {}
    about: defaultdict[IncidentId, list[Recorded]] = defaultdict(list)
    for fact in scored:
        inject = inject_of(fact.by)
        if inject is not None:
            happened.setdefault(inject, fact.event.at)
            if isinstance(fact.event, ev.IncidentReported):
                alarms.setdefault(inject, fact.event)
        incident = getattr(fact.event, "incident", None)
        if isinstance(incident, str):
            about[IncidentId(incident)].append(fact)
    return History(scored, {unit.id: unit for unit in units}, alarms, happened, about)


def facts_of(entries: Iterable[Entry]) -> list[Recorded]:
    """The facts of a stored journal, to score a drill again that was played before.

    Raises:
        ValueError: an entry tells of something this program does not know.
    """
    return [Recorded(entry.number, entry.author, entry.fact()) for entry in entries]


def lines_of(script: Script) -> tuple[Line, ...]:
    """Every line of a script's sheet: its criteria, then what its injects expect, in their order."""
    criteria = [
        Line(each.id, each.title, each, each.phase or "", each.since or "", each.role or "")
        for each in script.criteria
    ]
    expected = [
        Line(f"{inject.id}.{n}", each.title, each, inject.phase or "", inject.id, is_expectation=True)
        for inject in script.injects
        for n, each in enumerate(inject.expect, start=1)
    ]
    return (*criteria, *expected)


def score(
    script: Script,
    past: History,
    *,
    seed: int,
    simulated_s: float,
    head: str,
    is_over: bool,
    variant: str = "standard",
    mode: str = "exercise",
) -> ScoreSheet:
    """The sheet so far; a line that is still open has `passed` None until the drill is over, and one that
    cannot be judged keeps it."""
    lines = lines_of(script)
    results = tuple(_judged(each, script, past, simulated_s=simulated_s, is_over=is_over) for each in lines)
    return ScoreSheet(
        script=script.id,
        title_zh=script.title.zh,
        title_en=script.title.en,
        seed=seed,
        simulated_seconds=simulated_s,
        history_sha256=head,
        criteria=results,
        variant=variant,
        mode=mode,
        coverage=_coverage(script, lines, results),
    )


def _coverage(script: Script, lines: Sequence[Line], results: Sequence[CriterionResult]) -> Coverage:
    """An inject is looked at by the lines that are measured from it or at its incident."""
    looked_at = {each.since or each.asked.of or script.alarm for each in lines}
    return Coverage(
        evaluated=sum(each.passed is not None for each in results),
        total=len(results),
        injects_with=sum(each.id in looked_at for each in script.injects),
        injects_total=len(script.injects),
    )


def _judged(
    line: Line, script: Script, past: History, *, simulated_s: float, is_over: bool
) -> CriterionResult:
    asked = line.asked
    alarm = past.alarms.get(asked.of or script.alarm)
    start = past.happened.get(line.since) if line.since else None if alarm is None else alarm.at
    is_count = asked.measure in COUNTS
    limit = float(asked.at_most or 0) if is_count else asked.within or 0.0
    found, passed = Found(None), None
    if alarm is not None and start is not None:
        about = past.about[alarm.incident.id]
        found = MEASURES[asked.measure](Scope(asked, start, alarm.incident.id, about, past.facts, past.units))
        waited_s = simulated_s - (start - script.start_at).total_seconds()
        passed = _verdict(found, limit, waited_s, is_count=is_count, is_over=is_over)
    return CriterionResult(
        id=line.id,
        title_zh=line.title.zh,
        title_en=line.title.en,
        measured=found.value,
        unit="count" if is_count else "s",
        limit=limit,
        passed=passed,
        evidence=found.evidence,
        phase=line.phase,
        role=line.role,
        since=line.since,
        is_expectation=line.is_expectation,
    )


def _verdict(found: Found, limit: float, waited_s: float, *, is_count: bool, is_over: bool) -> bool | None:
    """None while it can still be either."""
    if is_count:
        return False if (found.value or 0.0) > limit else True if is_over else None
    if found.value is not None:
        return found.value <= limit
    return False if is_over or waited_s > limit else None
