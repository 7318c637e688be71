"""Whether the names inside a script fit together."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from commandroom.drill.findings import Finding, Spot, field_name, guess, line_of, suggested
from commandroom.drill.schema import Script

Mention = tuple[Spot, str | None]


def cross_references(script: Script, file: str, lines: dict[Spot, int]) -> list[Finding]:
    """Names that are used and not defined, or defined twice; an impossible date; no alarm."""
    reports = [each.id for each in script.injects if each.report is not None]
    if not reports:
        return [Finding(file, line_of(("injects",), lines), "drill.script.no_alarm", {})]
    found = [
        *_unknown(_places(script), list(script.places), file, lines),
        *_unknown(_incidents(script), reports, file, lines),
        *_unknown(_opponents(script), [each.id for each in script.opponents], file, lines),
        *_twice("injects", [each.id for each in script.injects], file, lines),
        *_twice("opponents", [each.id for each in script.opponents], file, lines),
        *_twice("criteria", [each.id for each in script.criteria], file, lines),
        *_circles(script, file, lines),
        *_waits(script, file, lines),
    ]
    if not _is_a_day(script.start):
        values = {"field": "start", "given": script.start}
        found.append(Finding(file, line_of(("start",), lines), "drill.script.bad_start", values))
    return found


def _is_a_day(text: str) -> bool:
    """Whether there is such a day, near enough to ours for clocks to reckon with."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 – only whether there is such a day
    except ValueError:
        return False
    return 1970 <= day.year <= 2200


def _places(script: Script) -> Iterator[Mention]:
    for name, place in script.places.items():
        yield ("places", name, "near"), place.near
    for n, opponent in enumerate(script.opponents):
        yield ("opponents", n, "start"), opponent.start
        yield ("opponents", n, "walk_to"), opponent.walk_to
    for n, inject in enumerate(script.injects):
        yield ("injects", n, "report", "place"), inject.report.place if inject.report else None
        yield ("injects", n, "flee", "to"), inject.flee.to if inject.flee else None


def _incidents(script: Script) -> Iterator[Mention]:
    for n, opponent in enumerate(script.opponents):
        yield ("opponents", n, "incident"), opponent.incident
    for n, inject in enumerate(script.injects):
        yield ("injects", n, "of"), inject.of
        yield ("injects", n, "flee", "cut_at"), inject.flee.cut_at if inject.flee else None
        yield ("injects", n, "message", "about"), inject.message.about if inject.message else None
    for n, answer in enumerate(script.answer):
        yield ("answer", n, "of"), answer.of
    for n, criterion in enumerate(script.criteria):
        yield ("criteria", n, "of"), criterion.of


def _opponents(script: Script) -> Iterator[Mention]:
    for n, inject in enumerate(script.injects):
        yield ("injects", n, "flee", "opponent"), inject.flee.opponent if inject.flee else None


def _unknown(
    mentions: Iterable[Mention], known: list[str], file: str, lines: dict[Spot, int]
) -> Iterator[Finding]:
    for spot, name in mentions:
        if name is not None and name not in known:
            guessed = guess(name, known)
            values = {"field": field_name(spot), "given": name, "guess": guessed, "known": ", ".join(known)}
            yield Finding(file, line_of(spot, lines), suggested("drill.script.unknown_name", guessed), values)


def _twice(part: str, ids: list[str], file: str, lines: dict[Spot, int]) -> Iterator[Finding]:
    for n, name in enumerate(ids):
        if name in ids[:n]:
            spot = (part, n, "id")
            yield Finding(
                file, line_of(spot, lines), "drill.script.twice", {"field": field_name(spot), "given": name}
            )


def _circles(script: Script, file: str, lines: dict[Spot, int]) -> Iterator[Finding]:
    """Places that are near each other in a circle."""
    for name in script.places:
        seen, step = {name}, script.places[name].near
        while step is not None and step in script.places and step not in seen:
            seen.add(step)
            step = script.places[step].near
        if step in seen:
            spot = ("places", name, "near")
            values = {"field": field_name(spot), "given": name}
            yield Finding(file, line_of(spot, lines), "drill.script.circle", values)


def _waits(script: Script, file: str, lines: dict[Spot, int]) -> Iterator[Finding]:
    """Reports that wait for something to happen at an incident that waits for themselves."""
    waits_for = {
        each.id: each.of or script.alarm
        for each in script.injects
        if each.report is not None and each.when is not None
    }
    for n, inject in enumerate(script.injects):
        seen: set[str] = set()
        step = waits_for.get(inject.id)
        while step is not None and step not in seen and step != inject.id:
            seen.add(step)
            step = waits_for.get(step)
        if step == inject.id:
            spot = ("injects", n, "when")
            values = {"field": field_name(spot), "given": inject.id}
            yield Finding(file, line_of(spot, lines), "drill.script.waits", values)
