"""Reads the text of a script as YAML: what it says, and in which line. Nothing is ever built from tags."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import ReaderError

from commandroom.drill.findings import Finding, Spot

MOST_BYTES = 1_000_000
MOST_DEPTH = 20
MOST_NODES = 10_000


@dataclass(frozen=True, slots=True)
class Read:
    """A text that is YAML."""

    tree: Any
    lines: dict[Spot, int]
    """The line of every field and list item, from 1."""


class _Refused(Exception):
    """Refused before anything was built from it."""

    def __init__(self, line: int, key: str, **values: Any) -> None:
        super().__init__(key)
        self.line, self.key, self.values = line, key, values


class _Guard(Parser):
    """Stops at what could blow up: references, tags, depth, sheer number."""

    def __init__(self, loader: Any) -> None:
        super().__init__(loader)
        self._depth = self._nodes = 0

    def get_event(self) -> Any:
        """The next event, unless it is one too many."""
        event = super().get_event()
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
            raise _Refused(line, "reference")
        if getattr(event, "tag", None) and not getattr(event, "implicit", True):
            raise _Refused(line, "tag", tag=str(event.tag))
        self._nodes += isinstance(event, NodeEvent)
        self._depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if self._depth > MOST_DEPTH:
            raise _Refused(line, "too_deep", limit=MOST_DEPTH)
        if self._nodes > MOST_NODES:
            raise _Refused(line, "too_many", limit=MOST_NODES)
        return event


def read_yaml(text: str, file: str) -> Read | Finding:
    """What the text says, or the first thing for which it cannot be read."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Parser = _Guard
    try:
        node = yaml.compose(text)
        tree = None if node is None else yaml.constructor.construct_document(node)
        return Read(tree, dict(_lines(node, ())))
    except _Refused as why:
        return Finding(file, why.line, f"drill.script.{why.key}", why.values)
    except (YAMLError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as why:
        return _not_yaml(file, text, why)


def too_much(file: str, raw: bytes) -> Finding | None:
    """Why these bytes are not even looked at, if so."""
    if len(raw) > MOST_BYTES:
        return Finding(file, 0, "drill.script.too_large", {"limit": MOST_BYTES})
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = raw[: why.start].count(b"\n") + 1
        return Finding(file, line, "drill.script.not_utf8", {})
    return None


def _not_yaml(file: str, text: str, why: Exception) -> Finding:
    line, problem = 1, str(why)
    if isinstance(why, MarkedYAMLError):
        mark = why.problem_mark or why.context_mark
        line = mark.line + 1 if mark is not None else 1
        problem = str(why.problem or why.context)
    elif isinstance(why, ReaderError):
        line = text.count("\n", 0, why.position) + 1
    told = problem.strip().splitlines()
    return Finding(file, line, "drill.script.not_yaml", {"why": told[0] if told else type(why).__name__})


def _lines(node: Node | None, spot: Spot) -> Iterable[tuple[Spot, int]]:
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
