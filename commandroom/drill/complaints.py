"""What pydantic found, said in the words of a script's author."""

import re
from typing import Any, get_args

from pydantic import BaseModel

from commandroom.drill.findings import Finding, Spot, field_name, guess, line_of, suggested
from commandroom.drill.parts import Part
from commandroom.drill.schema import Script


def complaint_of(error: Any, file: str, lines: dict[Spot, int]) -> Finding:
    """One pydantic error as a finding."""
    spot: Spot = tuple(step for step in error["loc"] if not _is_variant(step))
    line, name = line_of(spot, lines), field_name(spot)
    kind, context, given = error["type"], error.get("ctx", {}), error.get("input")
    if spot in _WHOLE_FIELDS and kind not in ("missing", "extra_forbidden"):
        return Finding(file, line, _WHOLE_FIELDS[spot], {"field": name, "given": _short(given)})
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
    values["limit"] = next((f"{context[each]:g}" for each in _LIMITS if each in context), "")
    return Finding(file, line, _KEYS.get(kind, "drill.script.bad_value"), values)


_WHOLE_FIELDS: dict[Spot, str] = {
    ("start",): "drill.script.bad_start",
    ("forces",): "drill.script.bad_forces",
}
"""Fields of which one sentence says all, whatever is wrong with them."""
_LIMITS = ("ge", "gt", "le", "lt", "min_length", "max_length")
_KEYS = {
    "greater_than_equal": "drill.script.at_least",
    "greater_than": "drill.script.more_than",
    "less_than_equal": "drill.script.at_most",
    "string_too_short": "drill.script.too_short",
    "too_short": "drill.script.too_short",
    "string_too_long": "drill.script.too_long",
    "too_long": "drill.script.too_full",
    "string_type": "drill.script.wants_text",
    "int_type": "drill.script.wants_whole",
    "int_from_float": "drill.script.wants_whole",
    "float_type": "drill.script.wants_number",
    "finite_number": "drill.script.wants_number",
    "list_type": "drill.script.wants_list",
    "dict_type": "drill.script.wants_fields",
    "model_type": "drill.script.wants_fields",
    "string_pattern_mismatch": "drill.script.bad_name",
}
"""What pydantic says in English only, by its own names."""


def without_echo(found: list[Finding]) -> list[Finding]:
    """Leave out fields that are missing only because their name was mistyped, which is told already, and
    what is said twice of one field because it may be of two sorts."""
    firsts = {(each.line, str(each.values["field"])): each for each in reversed(found)}
    found = [each for each in found if each is firsts[each.line, str(each.values["field"])]]
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
        case "sentence":
            guessed, _, part = rest.partition(":")
            key = suggested("drill.script.bad_sentence", guessed)
            values = {"field": name, "given": _short(given), "guess": guessed, "part": part}
            return Finding(file, line, key, values)
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
