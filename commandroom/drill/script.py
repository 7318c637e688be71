"""Reads drill scripts. Whatever is wrong with a file ends as findings with their lines, never as a crash."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode
from ruamel.yaml.reader import ReaderError

from commandroom.drill.complaints import complaint_of, without_echo
from commandroom.drill.crossrefs import cross_references
from commandroom.drill.findings import Finding, Spot
from commandroom.drill.schema import Script
from commandroom.errors import WorldFailed
from commandroom.resources import resource

MOST_BYTES = 1_000_000
MOST_DEPTH = 20
MOST_NODES = 10_000


@dataclass(frozen=True, slots=True)
class LoadedScript:
    """A script that is fit to be played."""

    script: Script
    path: Path
    fingerprint: str
    """SHA-256 of the file."""
    lines: dict[Spot, int] = field(compare=False, repr=False)
    """Where each field stands, from 1; for complaints that come up later."""
    text: str = field(default="", compare=False, repr=False)
    """The file as it was read."""
    variant: str = "standard"
    """The difficulty; `standard` is the script as it stands."""


def load_script(path: Path) -> LoadedScript:
    """Read a script.

    Raises:
        WorldFailed: `drill.script.…` with file, line and field of the first thing that is wrong.
    """
    loaded, findings = examine(path)
    if loaded is None:
        first = findings[0]
        values = first.values | {"more": len(findings) - 1, "file": path.name, "line": first.line}
        raise WorldFailed(first.key, **values)
    return loaded


def examine(path: Path) -> tuple[LoadedScript | None, list[Finding]]:
    """The script, or everything that is wrong with it, by line."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as why:
        reason = getattr(why, "strerror", None) or str(why)
        return None, [Finding(path.name, 0, "drill.script.unreadable", {"why": reason})]
    found = _too_much(path.name, raw)
    return _read(path, raw) if found is None else (None, [found])


def examine_text(text: str, name: str) -> tuple[LoadedScript | None, list[Finding]]:
    """The same for a script that is still being written; `name` stands for the file in what is told."""
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError as why:
        line = text.count("\n", 0, why.start) + 1
        return None, [Finding(name, line, "drill.script.not_utf8", {})]
    found = _too_much(name, raw)
    return _read(Path(name), raw) if found is None else (None, [found])


def _read(path: Path, raw: bytes) -> tuple[LoadedScript | None, list[Finding]]:
    text = raw.decode("utf-8-sig")
    try:
        found = _bomb(path.name, text)
        if found is not None:
            return None, [found]
        yaml = _yaml()
        node = yaml.compose(text)
        tree = None if node is None else yaml.constructor.construct_document(node)
        lines = dict(_lines(node, ()))
    except (YAMLError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as why:
        return None, [_not_yaml(path.name, text, why)]
    return _validated(path, raw, tree, lines)


def find_script(name: str) -> Path:
    """The file of a script: a path that ends in `.yaml`, or the id of a shipped one.

    Raises:
        WorldFailed: there is neither.
    """
    if Path(name).suffix in (".yaml", ".yml"):
        return Path(name)
    for path in shipped():
        if path.stem == name or ((loaded := examine(path)[0]) is not None and loaded.script.id == name):
            return path
    raise WorldFailed("drill.script.unknown", name=name)


def list_scripts() -> list[LoadedScript]:
    """The shipped scripts that are fit to be played, by file name."""
    found = (examine(path)[0] for path in shipped())
    return [loaded for loaded in found if loaded is not None]


def shipped() -> list[Path]:
    """The files in `resources/drills`."""
    return sorted(resource("drills").glob("*.yaml"))


def _yaml() -> YAML:
    return YAML(typ="safe", pure=True)


def _too_much(file: str, raw: bytes) -> Finding | None:
    if len(raw) > MOST_BYTES:
        return Finding(file, 0, "drill.script.too_large", {"limit": MOST_BYTES})
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = raw[: why.start].count(b"\n") + 1
        return Finding(file, line, "drill.script.not_utf8", {})
    return None


def _bomb(file: str, text: str) -> Finding | None:
    """Refuse what could blow up before anything is built from it: references, depth, sheer number."""
    depth = nodes = 0
    for event in _yaml().parse(text):
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
            return Finding(file, line, "drill.script.reference", {})
        if getattr(event, "tag", None) and not getattr(event, "implicit", True):
            return Finding(file, line, "drill.script.tag", {"tag": str(event.tag)})
        nodes += isinstance(event, NodeEvent)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > MOST_DEPTH:
            return Finding(file, line, "drill.script.too_deep", {"limit": MOST_DEPTH})
        if nodes > MOST_NODES:
            return Finding(file, line, "drill.script.too_many", {"limit": MOST_NODES})
    return None


def _not_yaml(file: str, text: str, why: Exception) -> Finding:
    line, problem = 1, str(why)
    if isinstance(why, MarkedYAMLError):
        mark = why.problem_mark or why.context_mark
        line = mark.line + 1 if mark is not None else 1
        problem = str(why.problem or why.context)
    elif isinstance(why, ReaderError):
        line = text.count("\n", 0, why.position) + 1
    return Finding(
        file,
        line,
        "drill.script.not_yaml",
        {"why": problem.strip().splitlines()[0] if problem.strip() else ""},
    )


def _lines(node: Node | None, spot: Spot) -> Iterable[tuple[Spot, int]]:
    """The line of every field and list item, from 1."""
    if node is None:
        return
    yield spot, node.start_mark.line + 1
    if isinstance(node, MappingNode):
        for key, value in node.value:
            here = (*spot, str(key.value))
            yield from _lines(value, here)
            yield here, key.start_mark.line + 1
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*spot, index))


def _validated(
    path: Path, raw: bytes, tree: Any, lines: dict[Spot, int]
) -> tuple[LoadedScript | None, list[Finding]]:
    if not isinstance(tree, dict):
        return None, [Finding(path.name, 1, "drill.script.not_a_script", {})]
    try:
        script = Script.model_validate(tree)
    except ValidationError as why:
        found = [complaint_of(error, path.name, lines) for error in why.errors(include_url=False)]
        return None, sorted(without_echo(found), key=lambda each: each.line)
    findings = cross_references(script, path.name, lines)
    if findings:
        return None, sorted(findings, key=lambda each: each.line)
    return LoadedScript(script, path, sha256(raw).hexdigest(), lines, raw.decode("utf-8-sig")), []
