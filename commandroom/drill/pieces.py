"""One piece of a script's text: read as plain values, changed without losing its comments, written anew."""

from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from commandroom.drill.schema import Answer, Criterion, Crowd, Inject, Opponent, Place, Role, Script, Variant

_PARTS: dict[str, type[BaseModel]] = {
    "": Script,
    "places": Place,
    "injects": Inject,
    "opponents": Opponent,
    "crowds": Crowd,
    "answer": Answer,
    "criteria": Criterion,
    "variants": Variant,
    "roles": Role,
}
OFFSET = 2
"""Blanks before the dash of an item as it is written; read with as many, its comments keep their columns."""
_FLOW_MOST = 4
"""A mapping of so few short fields is written on one line."""


def plain_of(text: str) -> Any:
    """The values of a piece.

    Raises:
        YAMLError: it is no YAML.
        ValueError: it has references or tags, which no script may have.
    """
    return YAML(typ="safe", pure=True).load(text)


def value_of(text: str) -> Any:
    """What somebody typed into one field: `contact`, `{all: [contact]}`, `[hard]`.

    Raises:
        YAMLError: it is no YAML.
    """
    return YAML(typ="safe", pure=True).load(text)


def text_of(value: Any) -> str:
    """A value as it is typed into one field, on one line."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    sink = StringIO()
    yaml = _round()
    yaml.default_flow_style = True
    yaml.dump(_flow(value), sink)
    return sink.getvalue().removesuffix("...\n").strip()


def changed(text: str, part: str, changes: Mapping[tuple[str, ...], Any], indent: int) -> list[str]:
    """The lines of a piece after the changes; its comments and the order of its fields stay.

    Raises:
        YAMLError, ValueError, TypeError, KeyError: it cannot be read.
    """
    yaml = _round()
    is_item = text.lstrip().startswith("-")
    tree = yaml.load(_moved(text.split("\n"), (OFFSET if is_item else 0) - indent))
    target = tree
    if isinstance(tree, CommentedSeq):
        target = tree[0]
    elif part == "places":
        name = next(iter(tree))
        target = tree[name]
    if not isinstance(target, CommentedMap):
        raise ValueError("no fields")
    for way, value in changes.items():
        _set(target, way, value, _order(part))
    return _dumped(yaml, tree, indent)


def written(value: Any, part: str, indent: int) -> list[str]:
    """The lines of a new piece: a list of items, or fields by name."""
    tree = _tree(value)
    tree.fa.set_block_style()
    if isinstance(tree, CommentedSeq):
        for each in tree:
            _sort(each, _order(part))
            if part == "injects":
                each.fa.set_block_style()
    elif part == "places":
        for each in tree.values():
            each.fa.set_flow_style()
    return _dumped(_round(), tree, indent)


def _round() -> YAML:
    yaml = YAML()
    yaml.width = 4096
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=OFFSET)
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    return yaml


def _moved(lines: Sequence[str], by: int) -> str:
    if by < 0:
        return "\n".join(line[-by:] if line[:-by].isspace() or not line[:-by] else line for line in lines)
    return "\n".join(f"{' ' * by}{line}" if line.strip() else line for line in lines)


def _dumped(yaml: YAML, tree: Any, indent: int) -> list[str]:
    sink = StringIO()
    yaml.dump(tree, sink)
    lines = sink.getvalue().rstrip("\n").split("\n")
    first = len(lines[0]) - len(lines[0].lstrip(" "))
    return _moved([line[first:] if line[:first].isspace() else line for line in lines], indent).split("\n")


def _order(part: str) -> list[str]:
    return list(_PARTS[part].model_fields) if part in _PARTS else []


def _set(target: CommentedMap, way: tuple[str, ...], value: Any, order: Sequence[str]) -> None:
    key = way[0]
    if len(way) > 1:
        inner = target.get(key)
        if not isinstance(inner, CommentedMap):
            if value is None:
                return
            inner = CommentedMap()
            _put(target, key, inner, order)
        _set(inner, way[1:], value, ())
        if not inner:
            del target[key]
        return
    if value is None:
        target.pop(key, None)
    elif key in target:
        old = target[key]
        target[key] = DoubleQuotedScalarString(value) if _stays_quoted(old, value) else _tree(value)
    else:
        _put(target, key, _tree(value), order)


def _stays_quoted(old: Any, value: Any) -> bool:
    return isinstance(old, DoubleQuotedScalarString) and isinstance(value, str)


def _put(target: CommentedMap, key: str, value: Any, order: Sequence[str]) -> None:
    """A new field, before those that come after it in the language's own order."""
    keys = list(target)
    if key in order:
        later = set(order[order.index(key) + 1 :])
        place = next((n for n, each in enumerate(keys) if each in later), len(keys))
    else:
        place = len(keys)
    if place == len(keys):
        target[key] = value
    else:
        target.insert(place, key, value)


def _sort(target: CommentedMap, order: Sequence[str]) -> None:
    for key in sorted(target, key=lambda each: order.index(each) if each in order else len(order)):
        target.move_to_end(key)


def _tree(value: Any) -> Any:
    """Plain values as a tree; short mappings and lists of words on one line."""
    if isinstance(value, Mapping):
        made = CommentedMap((key, _tree(each)) for key, each in value.items())
        if len(made) <= _FLOW_MOST and all(_is_short(each) for each in value.values()):
            made.fa.set_flow_style()
        return made
    if isinstance(value, (list, tuple)):
        listed = CommentedSeq(_tree(each) for each in value)
        if all(_is_short(each) and not isinstance(each, Mapping) for each in value):
            listed.fa.set_flow_style()
        return listed
    return value


def _flow(value: Any) -> Any:
    tree = _tree(value)
    if isinstance(tree, (CommentedMap, CommentedSeq)):
        tree.fa.set_flow_style()
    return tree


def _is_short(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= 40 and "\n" not in value
    return not isinstance(value, (Mapping, list, tuple)) or len(str(value)) <= 60
