"""What pydantic found, said in the words of a script's author."""

import re
from typing import Any, get_args

from pydantic import BaseModel

from commandroom.drill.findings import Finding, Spot, field_name, guess, line_of, suggested
from commandroom.drill.schema import Part, Script


def complaint_of(error: Any, file: str, lines: dict[Spot, int]) -> Finding:
    """One pydantic error as a finding."""
    spot: Spot = tuple(step for step in error["loc"] if not _is_variant(step))
    line, name = line_of(spot, lines), field_name(spot)
    kind, context, given = error["type"], error.get("ctx", {}), error.get("input")
    if kind == "extra_forbidden":
        known = _fields_at(spot[:-1])
        guessed = guess(str(spot[-1]), known)
        key = suggested("drill.script.unknown_field", guessed)
        return Finding(file, line, key, {"field": name, "guess": guessed, "known": ", ".join(known)})
    if kind == "missing":
        return Finding(file, line, "drill.script.missing", {"field": name})
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'|(\d+)", str(context.get("expected", "")))
        known = [text or number for text, number in choices]
        guessed = guess(str(given), known)
        key = suggested("drill.script.bad_choice", guessed)
        values = {"field": name, "given": _short(given), "guess": guessed, "known": ", ".join(known)}
        return Finding(file, line, key, values)
    if kind == "value_error":
        return _own_complaint(str(context.get("error", "")), file, line, name, given)
    values = {"field": name, "given": _short(given), "why": str(error.get("msg", ""))}
    return Finding(file, line, "drill.script.bad_value", values)


def without_echo(found: list[Finding]) -> list[Finding]:
    """Leave out fields that are missing only because their name was mistyped, which is told already."""
    meant = {
        ".".join([*str(each.values["field"]).split(".")[:-1], str(each.values["guess"])])
        for each in found
        if each.key == "drill.script.unknown_field.guess"
    }
    return [each for each in found if each.key != "drill.script.missing" or each.values["field"] not in meant]


def _own_complaint(why: str, file: str, line: int, name: str, given: Any) -> Finding:
    """The complaints that `schema` itself raises, by their first word."""
    code, _, rest = why.partition(":")
    match code:
        case "duration":
            return Finding(file, line, "drill.script.bad_duration", {"field": name, "given": _short(given)})
        case "one_of":
            return Finding(file, line, "drill.script.one_of", {"field": name, "known": rest})
        case "needs":
            return Finding(file, line, "drill.script.needs", {"field": name, "needed": rest})
    return Finding(file, line, "drill.script.bad_value", {"field": name, "given": _short(given), "why": why})


def _is_variant(step: Any) -> bool:
    """Whether pydantic put the name of a type into the way, which no author wrote."""
    return isinstance(step, str) and _VARIANT.fullmatch(step) is not None


_VARIANT = re.compile(r"\[key\]|(literal|list|dict|union|nullable|function-\w+)\[.*\]|str|constrained-str")


def _short(given: Any) -> str:
    text = str(given)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _fields_at(spot: Spot) -> list[str]:
    """The fields that may stand at a place of a script."""
    model: type[BaseModel] | None = Script
    for step in spot:
        if isinstance(step, int) or model is None:
            continue
        if step in model.model_fields:
            model = _part_in(model.model_fields[step].annotation) or model
    return list(model.model_fields) if model is not None else []


def _part_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside `X | None`, `list[X]` or `dict[str, X]`."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    return next((found for each in get_args(annotation) if (found := _part_in(each)) is not None), None)
