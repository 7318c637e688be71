"""Whether the parts of a script fit together: names, variants, conditions, circles."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from commandroom.drill.conditions import MOST_DEPTH, MOST_PARTS
from commandroom.drill.deadends import never_happening
from commandroom.drill.findings import Finding, Spot, field_name, guess, line_of, suggested
from commandroom.drill.mentions import Sort, conditions, mentions, within
from commandroom.drill.schema import Script, Variant

MOST_TOLD = 50
"""So many faults of a script are told at once."""
_MOST_NAMED = 12
STANDARD = "standard"


def cross_references(script: Script, file: str, lines: dict[Spot, int]) -> list[Finding]:
    """Names that are used and not defined, or defined twice; an impossible date; what can never be."""
    if not any(each.report is not None for each in script.injects):
        return [Finding(file, line_of(("injects",), lines), "drill.script.no_alarm", {})]
    found = list(
        islice(
            (Finding(file, line_of(spot, lines), key, values) for spot, key, values in _faults(script)),
            MOST_TOLD,
        )
    )
    if not _is_a_day(script.start):
        values = {"field": "start", "given": script.start}
        found.append(Finding(file, line_of(("start",), lines), "drill.script.bad_start", values))
    return found


_Fault = tuple[Spot, str, dict[str, object]]


def _faults(script: Script) -> Iterator[_Fault]:
    yield from _unknown(script)
    yield from _all_twice(script)
    yield from _circles(script)
    yield from _deep(script)
    yield from _left_without(script, ("injects",), STANDARD, [])
    for n, variant in enumerate(script.variants):
        yield from _of_variant(script, n, variant)
        yield from _left_without(script, ("variants", n, "id"), variant.id, variant.leave_out)
    for n in never_happening(script):
        spot: Spot = ("injects", n, "when")
        yield spot, "drill.script.waits", {"field": field_name(spot), "given": script.injects[n].id}


def _is_a_day(text: str) -> bool:
    """Whether there is such a day, near enough to ours for clocks to reckon with."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 – only whether there is such a day
    except ValueError:
        return False
    return 1970 <= day.year <= 2200


def _unknown(script: Script) -> Iterator[_Fault]:
    injects = [each.id for each in script.injects]
    known: dict[Sort, list[str]] = {
        "place": list(script.places),
        "incident": [each.id for each in script.injects if each.report is not None],
        "inject": injects,
        "opponent": [each.id for each in script.opponents],
        "role": [each.id for each in script.roles],
        "variant": [STANDARD, *(each.id for each in script.variants)],
        "criterion": [each.id for each in script.criteria],
    }
    quick = {sort: set(names) for sort, names in known.items()}
    for spot, sort, name in mentions(script):
        if name in quick[sort]:
            continue
        if sort == "incident" and name in quick["inject"]:
            yield spot, "drill.script.no_report", {"field": field_name(spot), "given": name}
            continue
        guessed = guess(name, known[sort])
        told = ", ".join(known[sort][:_MOST_NAMED]) + (" …" if len(known[sort]) > _MOST_NAMED else "")
        values: dict[str, object] = {"field": field_name(spot), "given": name, "guess": guessed}
        values["known"] = told or "–"
        yield spot, suggested("drill.script.unknown_name", guessed), values


def _all_twice(script: Script) -> Iterator[_Fault]:
    for part in ("injects", "opponents", "crowds", "criteria", "roles"):
        yield from _twice(part, [each.id for each in getattr(script, part)], set())
    yield from _twice("variants", [each.id for each in script.variants], {STANDARD})


def _twice(part: str, ids: Iterable[str], taken: set[str]) -> Iterator[_Fault]:
    for n, name in enumerate(ids):
        if name in taken:
            spot = (part, n, "id")
            yield spot, "drill.script.twice", {"field": field_name(spot), "given": name}
        taken.add(name)


def _circles(script: Script) -> Iterator[_Fault]:
    """Places that are near each other in a circle."""
    for name in script.places:
        seen: set[str] = set()
        todo = _near(script, name)
        while todo:
            step = todo.pop()
            if step == name:
                spot = ("places", name, "near")
                yield spot, "drill.script.circle", {"field": field_name(spot), "given": name}
                break
            if step not in seen:
                seen.add(step)
                todo += _near(script, step)


def _near(script: Script, name: str) -> list[str]:
    place = script.places.get(name)
    if place is None:
        return []
    return [*(place.one_of or []), *([place.near] if place.near is not None else [])]


def _deep(script: Script) -> Iterator[_Fault]:
    """Conditions in which nobody finds his way any more."""
    for spot, condition in conditions(script):
        parts = [here for here, _ in within(spot, condition)]
        depth = max(sum(step in ("all", "any", "not") for step in here[len(spot) :]) for here in parts) + 1
        if depth > MOST_DEPTH or len(parts) > MOST_PARTS:
            values = {"field": field_name(spot), "depth": MOST_DEPTH, "parts": MOST_PARTS}
            yield spot, "drill.script.deep_when", values


def _of_variant(script: Script, n: int, variant: Variant) -> Iterator[_Fault]:
    here: Spot = ("variants", n)
    if variant.start is not None and not _is_a_day(variant.start):
        spot: Spot = (*here, "start")
        yield spot, "drill.script.bad_start", {"field": field_name(spot), "given": variant.start}
    timed = {each.id: each.at is not None for each in script.injects}
    for name, change in variant.injects.items():
        if change.at is not None and not timed.get(name, True):
            spot = (*here, "injects", name, "at")
            yield spot, "drill.script.not_timed", {"field": field_name(spot), "given": name}
    counted = {each.id: each.at_most is not None for each in script.criteria}
    for name, changed in variant.criteria.items():
        wrong = "within" if counted.get(name) else "at_most"
        if name in counted and getattr(changed, wrong) is not None:
            spot = (*here, "criteria", name, wrong)
            needed = "at_most" if counted[name] else "within"
            yield spot, "drill.script.needs", {"field": field_name(spot), "needed": needed}


def _left_without(script: Script, spot: Spot, name: str, leave_out: list[str]) -> Iterator[_Fault]:
    """A difficulty without any alarm, or with attackers at an incident that it has not."""
    reports = {
        each.id
        for each in script.injects
        if each.report is not None and each.id not in leave_out and (not each.only or name in each.only)
    }
    all_reports = {each.id for each in script.injects if each.report is not None}
    gone = [
        each.incident
        for each in script.opponents
        if each.incident in all_reports - reports and (not each.only or name in each.only)
    ]
    if gone or not reports:
        yield spot, "drill.script.left_without", {"variant": name, "given": gone[0] if gone else script.alarm}
