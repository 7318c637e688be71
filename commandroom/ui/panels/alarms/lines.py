"""The alarms in words: one line each, repeats of one cause in one line, at most six of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from commandroom.models.domain.ids import IncidentId
from commandroom.services.situation import Situation
from commandroom.ui.alarms import SOUNDS_FROM, Alarm, AlarmKey, Cause
from commandroom.ui.figures import clock_text
from commandroom.ui.overdue import FEEDBACK, overdue_words
from commandroom.ui.phrases import Phrases

MOST_LINES = 6
PROPOSES_FROM = 3
"""From this stage on the next unit is proposed."""


@dataclass(frozen=True, slots=True)
class NextUnit:
    """Whom to send besides the unit that does not come."""

    unit: str
    call_sign: str
    eta_s: float


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """What the bar or the list shows, and what its one button does."""

    key: AlarmKey
    text: str
    act: str
    """`see`, `step`, `word`, `send` or `unit`."""
    act_text: str
    level: int
    """Whose colour it has: 1 red, 2 amber."""
    is_calling: bool
    unit: str = ""
    """Whom the act is about: for `send` the next unit, else the late one."""
    step: str = ""


def alarm_lines(
    alarms: Iterable[Alarm],
    *,
    situation: Situation,
    phrases: Phrases,
    now: datetime,
    proposals: Mapping[AlarmKey, NextUnit],
) -> tuple[AlarmLine, ...]:
    """All of them, worst first; late units of one incident and step fold into the worst one's line.

    The key that sends the next unit is written on the first line that offers one.

    `proposals` by the alarm of the late unit.
    """
    folded: dict[tuple[object, ...], list[Alarm]] = {}
    for each in alarms:
        by = each.step if each.key.cause is Cause.OVERDUE else each.key.unit
        folded.setdefault((each.key.cause, each.key.incident, by), []).append(each)
    lines = [_line(group, situation, phrases, now, proposals) for group in folded.values()]
    first = next((at for at, line in enumerate(lines) if line.act == "send"), None)
    if first is not None:
        key = phrases.say("clocks.alarm.key", act=lines[first].act_text)
        lines[first] = replace(lines[first], act_text=key)
    return tuple(lines)


def _line(
    group: list[Alarm],
    situation: Situation,
    phrases: Phrases,
    now: datetime,
    proposals: Mapping[AlarmKey, NextUnit],
) -> AlarmLine:
    alarm, say = group[0], phrases.say
    unit = None if alarm.key.unit is None else situation.units.get(alarm.key.unit)
    sign = "" if unit is None else unit.call_sign
    if len(group) > 1:
        sign = say("clocks.alarm.and_others", unit=sign, n=len(group))
    values = {
        "incident": _incident(alarm.key.incident, situation, phrases),
        "short": "" if alarm.key.incident is None else phrases.short(alarm.key.incident),
        "unit": sign,
        "time": clock_text((now - alarm.since).total_seconds()),
        "late": overdue_words(phrases.wording, alarm.step, alarm.since, now) if alarm.step else "",
    }
    text = say(f"clocks.alarm.{alarm.key.cause.name.lower()}", **values)
    if alarm.count > 1:
        text = say("clocks.alarm.times", text=text, n=alarm.count)
    level = 2 if alarm.key.cause is Cause.OVERDUE and alarm.stage < SOUNDS_FROM else min(alarm.level, 2)
    if alarm.stage >= SOUNDS_FROM:
        level = 1
    act, about = "see", alarm.key.unit or ""
    after = proposals.get(alarm.key)
    if alarm.key.cause is Cause.OVERDUE:
        act = "word" if alarm.step == FEEDBACK else "step"
        if alarm.stage >= PROPOSES_FROM and after is not None and act == "step":
            act, about = "send", after.unit
            values |= {"next": after.call_sign, "eta": clock_text(after.eta_s)}
            text = say("clocks.alarm.propose", text=text, **values)
    elif alarm.key.cause is Cause.CALL:
        act = "unit"
    step = say(f"clocks.step.{alarm.step}") if alarm.step else ""
    return AlarmLine(
        key=alarm.key,
        text=text,
        act=act,
        act_text=say(f"clocks.alarm.act.{act}", step=step, **values),
        level=level,
        is_calling=alarm.is_calling,
        unit=about,
        step=alarm.step,
    )


def _incident(incident: IncidentId | None, situation: Situation, phrases: Phrases) -> str:
    found = None if incident is None else situation.incidents.get(incident)
    return "" if found is None else phrases.incident(found)
