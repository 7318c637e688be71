"""Difficulties of a script: each is a script of its own, made from what the author wrote once."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from commandroom.drill.findings import Spot, guess, suggested
from commandroom.drill.schema import Inject, Script, Variant
from commandroom.drill.script import LoadedScript
from commandroom.errors import Refusal

STANDARD = "standard"
_LISTS = ("opponents", "injects", "answer", "criteria")
"""Parts of a script of which a difficulty may leave some out."""


def variant_ids(script: Script) -> tuple[str, ...]:
    """Every difficulty, the script as it stands first."""
    return (STANDARD, *(each.id for each in script.variants))


def as_variant(loaded: LoadedScript, name: str) -> LoadedScript:
    """The script as it is played in one difficulty: no `variants`, no `only`, the lines where they were.

    Raises:
        Refusal: there is no such difficulty.
    """
    script = loaded.script
    known = variant_ids(script)
    if loaded.variant == name and not script.variants and not _is_open(script):
        return loaded
    if name not in known:
        guessed = guess(name, known)
        key = suggested("drill.variant.unknown", guessed)
        raise Refusal(key, variant=name, guess=guessed, known=", ".join(known))
    chosen = next((each for each in script.variants if each.id == name), None)
    kept = {part: _kept(getattr(script, part), name, chosen) for part in _LISTS}
    changes: dict[str, Any] = {
        part: [_changed(getattr(script, part)[n], chosen) for n in places] for part, places in kept.items()
    }
    changes |= {"variants": [], **(_of_the_whole(script, chosen) if chosen is not None else {})}
    lines = dict(_moved(loaded.lines, kept))
    return replace(loaded, script=script.model_copy(update=changes), variant=name, lines=lines)


def in_language(loaded: LoadedScript, language: str) -> LoadedScript:
    """The script whose reports and messages are in English where it has them in English (`text_en`).

    What the script's own answer says stays: the words that criteria listen for are those of its author.
    """
    if language != "en":
        return loaded
    injects = [_in_english(each) for each in loaded.script.injects]
    return replace(loaded, script=loaded.script.model_copy(update={"injects": injects}))


def _in_english(inject: Inject) -> Inject:
    update: dict[str, Any] = {}
    for name in ("report", "message"):
        told = getattr(inject, name)
        if told is not None and told.text_en is not None:
            update[name] = told.model_copy(update={"text": told.text_en})
    return inject.model_copy(update=update) if update else inject


def _is_open(script: Script) -> bool:
    """Whether it still says of something in which difficulties it is."""
    return any(each.only for part in _LISTS for each in getattr(script, part))


def _kept(parts: list[Any], name: str, chosen: Variant | None) -> list[int]:
    """The places in the list of what this difficulty has."""
    left_out = chosen.leave_out if chosen is not None else []
    return [
        n
        for n, each in enumerate(parts)
        if (not each.only or name in each.only) and not (isinstance(each, Inject) and each.id in left_out)
    ]


def _changed(part: Any, chosen: Variant | None) -> Any:
    """One inject, attacker, step of the answer or criterion as the difficulty has it."""
    update: dict[str, Any] = {"only": []} if part.only else {}
    if chosen is not None and isinstance(part, Inject) and part.id in chosen.injects:
        update |= _of_inject(part, chosen)
    elif chosen is not None and hasattr(part, "id"):
        of = chosen.opponents if hasattr(part, "weapon") else chosen.criteria
        change: Any = of.get(part.id)
        given = {} if change is None else {name: getattr(change, name) for name in change.model_fields_set}
        update |= {name: value for name, value in given.items() if value is not None}
    return part.model_copy(update=update) if update else part


def _of_inject(inject: Inject, chosen: Variant) -> dict[str, Any]:
    change = chosen.injects[inject.id]
    update: dict[str, Any] = {}
    if change.at is not None and inject.at is not None:
        update["at"] = change.at
    if change.after is not None:
        update["after"] = change.after
    if change.text is not None:
        for name in ("report", "message"):
            told = getattr(inject, name)
            if told is not None:
                update[name] = told.model_copy(update={"text": change.text, "text_en": None})
        if inject.note is not None and not update.keys() & {"report", "message"}:
            update["note"] = change.text
    return update


def _of_the_whole(script: Script, chosen: Variant) -> dict[str, Any]:
    given = {
        name: getattr(chosen, name)
        for name in ("start", "duration", "forces", "rules")
        if getattr(chosen, name) is not None
    }
    return given | {"off_duty": [*script.off_duty, *chosen.off_duty]}


def _moved(lines: dict[Spot, int], kept: dict[str, list[int]]) -> Iterable[tuple[Spot, int]]:
    """The lines by the new places in the lists."""
    places = {part: {old: new for new, old in enumerate(kept[part])} for part in kept}
    for spot, line in lines.items():
        if len(spot) > 1 and spot[0] in places and isinstance(spot[1], int):
            new = places[str(spot[0])].get(spot[1])
            if new is not None:
                yield (spot[0], new, *spot[2:]), line
        else:
            yield spot, line
