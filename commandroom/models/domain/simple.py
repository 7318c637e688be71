"""简易警情: when guards handle an incident alone, and what ends that.

A word counts wherever it stands, denied or not: police are asked once too often rather than once too seldom.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from commandroom.models.domain import events as ev
from commandroom.models.domain.commands import LogMessage, ReportIncident
from commandroom.models.domain.doctrine import Doctrine, SimpleRule
from commandroom.models.domain.entities import Incident

POLICE_INFORMED = "police_informed"
"""What the room writes down when the first order under a simple rule goes out; screens say it in words."""
ROOM = "room"
"""The channel of what the room says."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rule makes of a new incident."""

    rule: str
    """Id of the rule under which guards handle it alone; '' for none."""
    police_needed: bool | None
    """None: as the kind says."""


def judge(order: ReportIncident, rule: SimpleRule | None) -> Judged:
    """Guards alone, unless the text has a word that needs police or police were asked for."""
    if rule is None or order.police_needed is True:
        return Judged("", order.police_needed)
    if word_in(order.text, rule):
        return Judged("", True if order.police_needed is None else order.police_needed)
    return Judged(rule.id, False)


def word_in(text: str, rule: SimpleRule) -> str:
    """The first word of the rule that the text holds, whatever its case; '' for none.

    A word of Latin letters must begin one: `hit` is in `hitting` and not in `white`.
    """
    said = text.casefold()
    return next((word for word in rule.words if word.strip() and _holds(said, word.casefold())), "")


def _holds(said: str, word: str) -> bool:
    if not word[0].isascii():
        return word in said
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}", said) is not None


def rule_of(incident: Incident, doctrine: Doctrine) -> SimpleRule | None:
    """The rule that holds for the incident now; None where there is none, or it was deleted."""
    if not incident.simple_rule:
        return None
    return next((each for each in doctrine.simple if each.id == incident.simple_rule), None)


def informed(
    incident: Incident, *, is_first_order: bool, sender: str, at: datetime
) -> Iterator[ev.MessageLogged]:
    """That police were told, once: with the first order under the rule."""
    if incident.simple_rule and is_first_order:
        yield ev.MessageLogged(at, ROOM, sender, POLICE_INFORMED, incident.id)


def ended_by_word(
    incident: Incident, said: LogMessage, doctrine: Doctrine, *, at: datetime
) -> Iterator[ev.SimpleRuleEnded]:
    """The end of the rule where a message about the incident has a word that needs police."""
    rule = rule_of(incident, doctrine)
    word = "" if rule is None else word_in(said.text, rule)
    if rule is not None and word and incident.is_open:
        because = "word" if said.unit is None else "report"
        yield ev.SimpleRuleEnded(at, incident.id, rule.id, because, word)


def time_outs(
    incident: Incident, doctrine: Doctrine, *, was_attended: bool
) -> Iterator[tuple[datetime, str]]:
    """When the rule ends by itself, and which of its times that is."""
    rule = rule_of(incident, doctrine)
    if rule is None or not incident.is_open:
        return
    if rule.timeout_s is not None and not was_attended:
        yield incident.reported_at + timedelta(seconds=rule.timeout_s), "unattended"
    if rule.closed_within_s is not None:
        yield incident.reported_at + timedelta(seconds=rule.closed_within_s), "unclosed"


def ended_by_time(
    incident: Incident, doctrine: Doctrine, *, was_attended: bool, at: datetime
) -> Iterator[ev.SimpleRuleEnded]:
    """The end of the rule where its time is up; at most one."""
    passed = [detail for due, detail in time_outs(incident, doctrine, was_attended=was_attended) if due <= at]
    if passed:
        yield ev.SimpleRuleEnded(at, incident.id, incident.simple_rule, "timeout", passed[0])
