"""The shape of a script as JSON Schema, so that an editor can complete and check while one types.

A script names it in its first line: `# yaml-language-server: $schema=drill.schema.json`.
"""

import json
from typing import Any

from commandroom.drill.schema import Script

FILE = "drill.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_CONDITION = "#/$defs/Condition"
_SENTENCES = (
    "first_unit_on_scene",
    "contact of lookout",
    "injury x3",
    "exit north_gate uncovered for 60s",
    "2 police on scene of lookout",
    "inject workers_up",
    "opponent 甲 hidden",
    "not contact for 2m",
)


def script_schema() -> dict[str, Any]:
    """The schema; what fields mean is told as their description."""
    made = Script.model_json_schema(by_alias=True)
    told: dict[str, Any] = _with_sentences(made)
    return {"$schema": DIALECT, "title": "commandroom drill script, format 2"} | told


def schema_text() -> str:
    """The schema as it is shipped in `resources/drills`."""
    return json.dumps(script_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _with_sentences(part: Any) -> Any:
    """Wherever fields of a condition may stand, a sentence may as well."""
    if isinstance(part, list):
        return [_with_sentences(each) for each in part]
    if not isinstance(part, dict):
        return part
    if part.get("$ref") == _CONDITION:
        sentence = {"type": "string", "maxLength": 200, "examples": list(_SENTENCES)}
        return {"anyOf": [sentence, {"$ref": _CONDITION}]} | {k: v for k, v in part.items() if k != "$ref"}
    return {name: _with_sentences(each) for name, each in part.items()}
