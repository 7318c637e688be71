"""Whether a script can be played in a town: its places, its forces and its kinds of incidents."""

from collections.abc import Iterable, Iterator

from commandroom.drill.findings import Finding, guess, line_of, suggested
from commandroom.drill.places import locate_one
from commandroom.drill.script import LoadedScript
from commandroom.drill.town import Town
from commandroom.errors import Refusal


def misfits(loaded: LoadedScript, town: Town, kinds: Iterable[str]) -> list[Finding]:
    """Everything the script names and the town or the catalogue lacks, by line; nothing is opened for it."""
    found = [*_kinds(loaded, list(kinds)), *_forces(loaded, town), *_places(loaded, town)]
    return sorted(found, key=lambda each: each.line)


def check_fit(loaded: LoadedScript, town: Town, kinds: Iterable[str]) -> None:
    """Let nothing be begun that could not be played.

    Raises:
        Refusal: the first misfit, with file and line.
    """
    for found in misfits(loaded, town, kinds):
        raise Refusal(found.key, **found.said_with)


def _kinds(loaded: LoadedScript, kinds: list[str]) -> Iterator[Finding]:
    for n, inject in enumerate(loaded.script.injects):
        if inject.report is None or inject.report.kind in kinds:
            continue
        line = line_of(("injects", n, "report", "kind"), loaded.lines)
        guessed = guess(inject.report.kind, kinds)
        values = {"given": inject.report.kind, "guess": guessed}
        yield Finding(loaded.path.name, line, suggested("drill.kind.unknown", guessed), values)


def _forces(loaded: LoadedScript, town: Town) -> Iterator[Finding]:
    call_signs = [unit.call_sign for unit in town.roster.units]
    known = {unit.id for unit in town.roster.units} | set(call_signs)
    for part in ("forces", "off_duty"):
        names = getattr(loaded.script, part)
        for n, name in enumerate([] if names == "all" else names):
            if name not in known:
                guessed = guess(name, call_signs)
                line = line_of((part, n), loaded.lines)
                values = {"names": name, "guess": guessed}
                yield Finding(loaded.path.name, line, suggested("drill.forces.unknown", guessed), values)


def _places(loaded: LoadedScript, town: Town) -> Iterator[Finding]:
    """One misfit for each place; what lies near a place that is not there is not told again."""
    for name in loaded.script.places:
        try:
            locate_one(name, loaded, town.network, town.roster.posts)
        except Refusal as why:
            if why.values["place"] == name:
                values = {k: v for k, v in why.values.items() if k not in ("file", "line")}
                yield Finding(loaded.path.name, why.values["line"], why.key, values)
