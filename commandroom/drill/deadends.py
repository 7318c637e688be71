"""What of a script can never come to pass, whatever anybody does."""

from collections.abc import Callable, Iterable, Iterator

from commandroom.drill.conditions import Condition
from commandroom.drill.findings import Finding, Spot, field_name, guess, line_of, suggested
from commandroom.drill.mentions import in_condition
from commandroom.drill.schema import Inject, Measured, Script

CODES = (
    "contact",
    "contact_lost",
    "sides",
    "escape_cut",
    "subdued",
    "controlled",
    "reached",
    "escaped",
    "unshielded_contact",
    "gave_up",
    "hidden",
    "found",
    "split",
    "bus",
    "injury",
    "evacuating",
    "evacuated",
    "exit_covered",
    "exit_open",
    "cordon",
)
"""Codes of happenings that a drill's world knows."""


def never_happening(script: Script) -> list[int]:
    """The places in the list of injects that wait in a circle: each for what only follows from itself."""
    names = {each.id for each in script.injects}
    can: set[str] = set()
    waiting: dict[str, list[Inject]] = {}
    todo: list[str] = []

    def look(inject: Inject) -> None:
        if inject.id not in can and _can(inject, script.alarm, can, names):
            can.add(inject.id)
            todo.append(inject.id)

    for inject in script.injects:
        for name in _waits_for(inject, script.alarm):
            waiting.setdefault(name, []).append(inject)
    for inject in script.injects:
        look(inject)
    while todo:
        for inject in waiting.get(todo.pop(), ()):
            look(inject)
    return [n for n, each in enumerate(script.injects) if each.id not in can]


def _waits_for(inject: Inject, alarm: str) -> set[str]:
    if inject.when is None:
        return set()
    spoken = {each.name for each in in_condition((), inject.when) if each.sort in ("incident", "inject")}
    return spoken | {inject.since or "", inject.of or "", alarm}


def _can(inject: Inject, alarm: str, can: set[str], names: set[str]) -> bool:
    if inject.when is None:
        return True
    if inject.since is not None and inject.since in names and inject.since not in can:
        return False
    return _can_hold(inject.when, inject.of or alarm, lambda name: name in can or name not in names)


def _can_hold(asked: Condition, of: str, can: Callable[[str], bool]) -> bool:
    of = asked.of or of
    if asked.all is not None:
        return all(_can_hold(each, of, can) for each in asked.all)
    if asked.any is not None:
        return any(_can_hold(each, of, can) for each in asked.any)
    if asked.inject is not None:
        return can(asked.inject)
    if asked.moment is not None or asked.units:
        return can(of)
    return True


def remarks(script: Script, file: str, lines: dict[Spot, int]) -> list[Finding]:
    """What can be played, but hardly is what the author meant: lint tells it, nothing is refused for it."""
    found = [*_uncalled(script), *_late(script), *_unmeasured(script)]
    told = [Finding(file, line_of(spot, lines), key, values) for spot, key, values in found]
    return sorted(told, key=lambda each: each.line)


_Remark = tuple[Spot, str, dict[str, object]]


def _uncalled(script: Script) -> Iterator[_Remark]:
    called = {each.otherwise for each in script.injects}
    for n, inject in enumerate(script.injects):
        if inject.called and inject.id not in called:
            yield ("injects", n, "called"), "drill.remark.uncalled", {"given": inject.id}


def _late(script: Script) -> Iterator[_Remark]:
    for n, inject in enumerate(script.injects):
        if inject.at is not None and inject.at >= script.duration:
            yield ("injects", n, "at"), "drill.remark.late", {"given": inject.id}


def _unmeasured(script: Script) -> Iterator[_Remark]:
    asked: list[tuple[Spot, Measured]] = [
        (("criteria", n), criterion) for n, criterion in enumerate(script.criteria)
    ]
    for n, inject in enumerate(script.injects):
        asked += [(("injects", n, "expect", m), each) for m, each in enumerate(inject.expect)]
    codes = {*CODES, *(each.id for each in script.injects if each.note is not None)}
    for spot, each in asked:
        if each.code is not None and each.code not in codes:
            guessed = guess(each.code, codes)
            where = (*spot, "code")
            values: dict[str, object] = {"field": field_name(where), "given": each.code, "guess": guessed}
            yield where, suggested("drill.remark.code", guessed), values
        lacking = next(_lacking(script, each), "")
        if lacking:
            values = {"field": field_name(spot), "measure": each.measure, "lacking": lacking}
            yield (*spot, "measure"), "drill.remark.unmeasured", values
        if each.within is not None and each.within > script.duration:
            where = (*spot, "within")
            yield where, "drill.remark.too_long", {"field": field_name(where)}


def _lacking(script: Script, asked: Measured) -> Iterator[str]:
    """What the script would need for a measure to be of any use, as the field to be written."""
    parts = [place.part for place in script.places.values()]
    of = asked.of or script.alarm
    if asked.measure == "exits_covered" and parts.count("exit") < asked.count:
        yield "places … part: exit"
    if asked.measure == "cordon" and "cordon" not in parts:
        yield "places … part: cordon"
    if asked.measure == "evacuated" and not script.crowds:
        yield "crowds"
    if asked.measure in ("controlled", "sides_closed") and not script.opponents:
        yield "opponents"
    if asked.measure == "escape_cut" and of not in set(_cuts(script)):
        yield f"cut_at: {of}"


def _cuts(script: Script) -> Iterable[str]:
    """The injects at whose incidents somebody can be stopped on his way."""
    for inject in script.injects:
        if inject.flee is not None:
            yield inject.flee.cut_at
    plans = [each.plan for each in script.opponents]
    plans += [each.plan or [] for variant in script.variants for each in variant.opponents.values()]
    for step in (step for plan in plans for step in plan):
        if step.cut_at is not None:
            yield step.cut_at
