"""Reads the folder of a drill that was played into plain values for its report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from commandroom.app.drills import SCRIPT_FILE, as_played
from commandroom.app.sessions import catalogue
from commandroom.drill.moments import inject_of
from commandroom.drill.parts import Title
from commandroom.drill.schema import Script
from commandroom.drill.scoring import facts_of, history, score
from commandroom.drill.script import LoadedScript, examine_text
from commandroom.errors import Refusal, WorldFailed
from commandroom.geo import LatLon
from commandroom.models.domain import events as ev
from commandroom.models.domain.entities import Correction, Incident, Unit
from commandroom.models.domain.enums import Duty
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.models.opening import open_store
from commandroom.reports.record import Moment, OrderTimes, Remark, RingTime, Run, RunRecord, Track
from commandroom.services.ports import Recorded, ScoreSheet
from commandroom.services.review.history import DRILL_STORE, run_of
from commandroom.services.tracks import TRACK_FILE, read_tracks
from commandroom.settings import store_url
from commandroom.ui.panels.journal.naming import Names
from commandroom.ui.panels.journal.sentences import sentence
from commandroom.wording import Wording

STANDARD = "standard"
EVERY_S = 4.0
"""Places nearer in time than this are left out of a report's tracks."""
SORTS: dict[type[ev.Event], str] = {
    ev.IncidentReported: "inject",
    ev.UnitAssigned: "order",
    ev.AssignmentWithdrawn: "order",
    ev.OrderAcknowledged: "step",
    ev.UnitSetOut: "step",
    ev.UnitArrived: "step",
    ev.UnitCleared: "step",
    ev.MessageLogged: "message",
    ev.HappeningNoted: "happening",
    ev.RingMet: "ring",
    ev.RingMissed: "ring",
}
LEFT_OUT = (ev.SessionOpened, ev.RosterImported, ev.NoteTaken, ev.CorrectionSet, ev.DutyChanged)


@dataclass(frozen=True, slots=True)
class _Journal:
    facts: list[Recorded]
    units: tuple[Unit, ...]
    head: str
    """Hash of the entry with which the drill ended; of the newest one where it never did."""


def run_folders(base: Path) -> list[Path]:
    """The folders of drills under `base`, newest first."""
    if not base.is_dir():
        return []
    return sorted((each for each in base.iterdir() if (each / DRILL_STORE).is_file()), reverse=True)


def played_script(folder: Path) -> tuple[LoadedScript, Title | None]:
    """The script of a run, in the difficulty and at the place it was played, and that difficulty's title.

    Raises:
        WorldFailed: it was not kept, or cannot be read.
    """
    run, path = run_of(folder), folder / SCRIPT_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as why:
        raise WorldFailed("report.no_script", folder=folder.name, why=str(why)) from why
    loaded, findings = examine_text(text, path.name)
    if loaded is None:
        raise WorldFailed(findings[0].key, **findings[0].said_with)
    try:
        variant = str(run.get("variant") or STANDARD)
        title = next((each.title for each in loaded.script.variants if each.id == variant), None)
        return as_played(loaded, variant, str(run.get("site") or "")), title
    except Refusal as why:
        raise WorldFailed(why.key, **why.values) from why


def read_run(folder: Path, wording: Wording) -> RunRecord:
    """Everything a report says of a run.

    Raises:
        WorldFailed: its store, its script or its places cannot be read.
    """
    told, (loaded, difficulty) = run_of(folder), played_script(folder)
    script = loaded.script
    journal = _journal(folder)
    facts, units = journal.facts, journal.units
    sheet = _scored(script, journal, told)
    start = script.start_at
    names: dict[str, str] = {unit.id: unit.call_sign for unit in units}
    kinds: dict[str, str] = {
        code: kind.zh if wording.language == "zh" else kind.en for code, kind in catalogue().kinds.items()
    }
    ended = next((each.event for each in facts if isinstance(each.event, ev.DrillEnded)), None)
    played = [each for each in facts if ended is None or each.event.at <= ended.at]
    said = {
        each.number: sentence(each, Names(names, kinds), wording) for each in facts if each.number is not None
    }
    incidents = [each.event.incident for each in played if isinstance(each.event, ev.IncidentReported)]
    used = {number for line in sheet.criteria for number in line.evidence}
    return RunRecord(
        run=_run(folder, told, script, difficulty),
        about_zh=script.about.zh if script.about else script.title.zh,
        about_en=script.about.en if script.about else script.title.en,
        start=start,
        seconds=sheet.simulated_seconds,
        ended="" if ended is None else ended.because,
        sheet=sheet,
        roles=tuple((role.title.zh, role.title.en) for role in script.roles),
        forces=tuple(Counter(unit.party.value for unit in units if unit.duty is Duty.ON).most_common()),
        incidents=tuple(_incident(each, kinds, start) for each in incidents),
        orders=tuple(_orders(played, incidents, {unit.id: unit for unit in units})),
        rings=tuple(_rings(played, incidents, names)),
        moments=tuple(_moments(played, said, start)),
        remarks=tuple(_remarks(facts, start)),
        corrections=corrections_in(facts),
        evidence=tuple((number, said.get(number, "")) for number in sorted(used)),
        journal_entries=len(facts),
        tracks=tuple(_tracks(folder, start, sheet.simulated_seconds, played, units)),
    )


def spots_of(record_facts: Sequence[Recorded]) -> list[tuple[str, LatLon]]:
    """The incidents and where they were."""
    found = (each.event for each in record_facts if isinstance(each.event, ev.IncidentReported))
    return [(event.incident.place_name or event.incident.id, event.incident.at) for event in found]


def facts_in(folder: Path) -> list[Recorded]:
    """The whole journal of a run; raises WorldFailed."""
    return _journal(folder).facts


def _scored(script: Script, journal: _Journal, told: dict[str, Any]) -> ScoreSheet:
    """The sheet, measured anew from the journal."""
    facts = journal.facts
    ended = next((each for each in facts if isinstance(each.event, ev.DrillEnded)), None)
    last = ended.event.at if ended is not None else facts[-1].event.at
    return score(
        script,
        history(facts, journal.units),
        seed=_seed(told, script),
        simulated_s=(last - script.start_at).total_seconds(),
        head=journal.head,
        is_over=ended is not None,
        variant=str(told.get("variant") or STANDARD),
        mode=str(told.get("mode") or "exercise"),
    )


def corrections_in(facts: Iterable[Recorded]) -> tuple[Correction, ...]:
    """The newest of each."""
    found = {
        each.event.correction.id: each.event.correction
        for each in facts
        if isinstance(each.event, ev.CorrectionSet)
    }
    return tuple(found.values())


def _seed(told: dict[str, Any], script: Script) -> int:
    found = told.get("seed")
    return found if isinstance(found, int) and not isinstance(found, bool) else script.seed


def _journal(folder: Path) -> _Journal:
    store = open_store(store_url(str(DRILL_STORE), base=folder), only_to_read=True)
    try:
        entries = list(store.entries())
        facts = facts_of(entries)
        last = store.last_time()
        if last is None:
            raise WorldFailed("store.not_a_room", path=store.name)
        ended = (entry.hash for entry in entries if entry.event == ev.DrillEnded.__name__)
        head = next(ended, entries[-1].hash)
        return _Journal(facts, store.snapshot(now=last, journal_lines=0).units, head)
    except ValueError as why:
        raise WorldFailed("store.broken", path=store.name, why=str(why)) from why
    finally:
        store.close()


def _run(folder: Path, told: dict[str, Any], script: Script, difficulty: Title | None) -> Run:
    started: datetime | None = None
    with suppress(ValueError):
        started = datetime.fromisoformat(str(told.get("started")))
    return Run(
        key=folder.name,
        script=script.id,
        title_zh=script.title.zh,
        title_en=script.title.en,
        variant=str(told.get("variant") or STANDARD),
        variant_zh="" if difficulty is None else difficulty.zh,
        variant_en="" if difficulty is None else difficulty.en,
        mode=str(told.get("mode") or ""),
        site=str(told.get("site") or ""),
        seed=_seed(told, script),
        trainee=str(told.get("trainee") or ""),
        started=started,
        fingerprint=str(told.get("fingerprint") or ""),
    )


def _incident(incident: Incident, kinds: dict[str, str], start: datetime) -> tuple[str, str, float]:
    what = f"{kinds.get(incident.kind, incident.kind)} · {incident.place_name}"
    return incident.id, what, (incident.reported_at - start).total_seconds()


def _orders(
    facts: Sequence[Recorded], incidents: Iterable[Incident], units: dict[UnitId, Unit]
) -> Iterator[OrderTimes]:
    """Every order; a unit sent twice to one incident stands there twice."""
    alarms = {each.id: each.reported_at for each in incidents}
    for number, fact in enumerate(facts):
        sent = fact.event
        if not isinstance(sent, ev.UnitAssigned) or sent.incident not in alarms:
            continue
        stamps: dict[type[ev.Event], float] = {}
        alarm = alarms[sent.incident]
        for later in facts[number + 1 :]:
            if (
                getattr(later.event, "unit", None) != sent.unit
                or getattr(later.event, "incident", "") != sent.incident
            ):
                continue
            if isinstance(later.event, (ev.UnitAssigned, ev.AssignmentWithdrawn)):
                break
            stamps.setdefault(type(later.event), (later.event.at - alarm).total_seconds())
        unit = units[sent.unit]
        yield OrderTimes(
            incident=sent.incident,
            unit=sent.unit,
            call_sign=unit.call_sign,
            party=unit.party.value,
            ordered_s=(sent.at - alarm).total_seconds(),
            signed_s=stamps.get(ev.OrderAcknowledged),
            set_out_s=stamps.get(ev.UnitSetOut),
            arrived_s=stamps.get(ev.UnitArrived),
            role=sent.role,
        )


def _rings(
    facts: Sequence[Recorded], incidents: Iterable[Incident], names: dict[str, str]
) -> Iterator[RingTime]:
    met = {
        (fact.event.incident, fact.event.ring): fact.event
        for fact in facts
        if isinstance(fact.event, ev.RingMet)
    }
    for incident in incidents:
        for clock in (each for each in incident.rings if each.has_owner):
            found = met.get((IncidentId(incident.id), clock.ring))
            limit = float(clock.limit_s)
            unit = "" if found is None else names.get(found.unit, found.unit)
            yield RingTime(
                incident.id, clock.ring.value, limit, None if found is None else found.seconds, unit
            )


def _moments(facts: Iterable[Recorded], said: dict[int, str], start: datetime) -> Iterator[Moment]:
    for fact in facts:
        text = said.get(fact.number or 0, "")
        if text and not isinstance(fact.event, LEFT_OUT):
            sort = SORTS.get(type(fact.event), "other")
            sort = "inject" if inject_of(fact.by) is not None else sort
            yield Moment((fact.event.at - start).total_seconds(), sort, text, fact.number or 0)


def _remarks(facts: Iterable[Recorded], start: datetime) -> Iterator[Remark]:
    for fact in facts:
        if isinstance(fact.event, ev.NoteTaken):
            at = (fact.event.moment - start).total_seconds()
            yield Remark(at, fact.event.text, fact.event.kind, fact.by.operator)


def _tracks(
    folder: Path, start: datetime, seconds: float, facts: Iterable[Recorded], units: Iterable[Unit]
) -> Iterator[Track]:
    """Of the units that were sent, and of the opposing force."""
    tracks = read_tracks(folder / TRACK_FILE)
    if tracks.is_empty:
        return
    sent = {fact.event.unit for fact in facts if isinstance(fact.event, ev.UnitAssigned)}
    for unit in units:
        if unit.id in sent:
            trail = [((at - start).total_seconds(), place) for at, place in tracks.trail(unit.id)]
            yield _track(unit.call_sign, unit.party.value, trail)
    trails: dict[str, list[tuple[float, LatLon]]] = {}
    moment = start
    while (moment - start).total_seconds() <= seconds:
        for each in tracks.opponents(moment):
            trails.setdefault(each.id, []).append(((moment - start).total_seconds(), each.at))
        moment = datetime.fromtimestamp(moment.timestamp() + EVERY_S, moment.tzinfo)
    for name, trail in trails.items():
        yield _track(name, "opponent", trail)


def _track(name: str, sort: str, trail: Sequence[tuple[float, LatLon]]) -> Track:
    kept: list[tuple[float, LatLon]] = []
    for n, (second, place) in enumerate(trail):
        if not kept or second - kept[-1][0] >= EVERY_S or n == len(trail) - 1:
            kept.append((second, place))
    return Track(name, sort, tuple(second for second, _ in kept), tuple(place for _, place in kept))
