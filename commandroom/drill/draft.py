"""A script that is being written: a text, changed piece by piece; every change can be taken back.

The text is the truth. A form's edit reads one part of it, changes that and puts it back, so that comments,
order and everything else an author wrote stay as they were; what is no script yet is kept as it was typed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal

from ruamel.yaml.error import YAMLError

from commandroom.drill.outline import Block, block_at, is_inline, items, sections
from commandroom.drill.pieces import changed, plain_of, written
from commandroom.errors import Refusal

ListPart = Literal["injects", "opponents", "crowds", "answer", "criteria", "variants", "roles"]
LIST_PARTS: tuple[ListPart, ...] = (
    "injects",
    "opponents",
    "crowds",
    "answer",
    "criteria",
    "variants",
    "roles",
)
PLACES = "places"
Changes = Mapping[tuple[str, ...], Any]
"""New values by their way inside a part, e.g. `("report", "text")`; None takes a field away."""


@dataclass(frozen=True, slots=True)
class _Splice:
    """Lines that stand in the place of others."""

    start: int
    old: tuple[str, ...]
    new: tuple[str, ...]


class Draft:
    """One script on the desk."""

    def __init__(self, text: str, name: str = "") -> None:
        """`name` is the file's without its folder; empty where it has none yet."""
        self.name = name
        self._lines: list[str] = text.split("\n")
        self._saved = tuple(self._lines)
        self._done: list[tuple[_Splice, ...]] = []
        self._undone: list[tuple[_Splice, ...]] = []
        self._open_step: list[_Splice] | None = None
        self._plain: dict[str, Any] = {}
        self._sections: dict[str, Block] | None = None
        self._items: dict[str, list[Block]] = {}
        self._listeners: list[Callable[[], None]] = []

    @property
    def text(self) -> str:
        """The whole script as it stands."""
        return "\n".join(self._lines)

    @property
    def is_changed(self) -> bool:
        """Whether it is other than what was saved last."""
        return tuple(self._lines) != self._saved

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is one to make again."""
        return bool(self._undone)

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after every change; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def mark_saved(self, name: str) -> None:
        """What stands here now is in a file of that name."""
        self.name, self._saved = name, tuple(self._lines)

    def mark_unsaved(self) -> None:
        """It is in no file: a copy of a shipped script, or one that was recovered."""
        self._saved = ()

    # What it holds

    def count(self, part: str) -> int:
        """How many items a list has, or places there are."""
        return len(self._blocks(part))

    def item(self, part: str, n: int) -> dict[str, Any] | None:
        """The fields of one item (of a place: without its name), to be read only; None where it cannot be."""
        blocks = self._blocks(part)
        value = self._read(blocks[n]) if 0 <= n < len(blocks) else None
        if part == PLACES and isinstance(value, dict) and len(value) == 1:
            value = next(iter(value.values()))
        elif isinstance(value, list) and len(value) == 1:
            value = value[0]
        return value if isinstance(value, dict) else None

    def items(self, part: str) -> list[dict[str, Any] | None]:
        """All of them, in their order."""
        return [self.item(part, n) for n in range(self.count(part))]

    def place_names(self) -> list[str]:
        """The places, in the script's order."""
        return [each.name for each in self._blocks(PLACES)]

    def field(self, name: str) -> Any:
        """The value of one of the script's own fields; None where it is missing or cannot be read."""
        block = self._section_map().get(name)
        value = None if block is None else self._read(block)
        return value.get(name) if isinstance(value, dict) else None

    def ids(self, part: str) -> list[str]:
        """The ids of a list's items that have one."""
        return [str(each["id"]) for each in self.items(part) if each and "id" in each]

    def free_id(self, part: str, stem: str) -> str:
        """A name that nothing in this part has: `stem`, `stem_2`, …"""
        taken = set(self.place_names() if part == PLACES else self.ids(part))
        names = (stem if n == 1 else f"{stem}_{n}" for n in count(1))
        return next(each for each in names if each not in taken)

    def line_of(self, part: str, n: int | None = None) -> int:
        """The line of a part or of one of its items, from 1; 0 where there is none."""
        if n is None:
            block = self._section_map().get(part)
            return 0 if block is None else block.start + 1
        blocks = self._blocks(part)
        return blocks[n].start + 1 if 0 <= n < len(blocks) else 0

    def spot_of(self, line: int) -> tuple[str, int | None]:
        """The part and the item that a line (from 1) belongs to; an empty part where it is none's."""
        for name, section in self._section_map().items():
            if section.lead < line <= section.end:
                return name, block_at(self._blocks(name), line - 1)
        return "", None

    def remark(self, part: str, n: int) -> str:
        """The comment right above an item, on one line."""
        block = self._blocks(part)[n]
        lines = (line.strip().lstrip("#").strip() for line in self._lines[block.lead : block.start])
        return " ".join(each for each in lines if each)

    def pieces(self) -> Iterator[str]:
        """The text of every item, for whoever reads them ahead."""
        for part in (PLACES, *LIST_PARTS):
            for block in self._blocks(part):
                yield self._text_of(block)

    def read_piece(self, text: str) -> Any:
        """The values of one of them; None where it cannot be read."""
        if text not in self._plain:
            try:
                self._plain[text] = plain_of(text)
            except (YAMLError, ValueError, TypeError):
                self._plain[text] = None
        return self._plain[text]

    def learn(self, read: Mapping[str, Any]) -> None:
        """Take over what was read elsewhere, by the text of the item."""
        self._plain |= read

    # Changes

    def add(
        self, part: ListPart, fields: Mapping[str, Any], *, at: int | None = None, remark: str = ""
    ) -> int:
        """Put a new item before the one at `at`, or at the end, with a comment above it where there is one.

        Returns:
            Its position.
        """
        with self.one_step():
            return self._add(part, fields, at, remark)

    def _add(self, part: ListPart, fields: Mapping[str, Any], at: int | None, remark: str) -> int:
        blocks = self._ready(part)
        where = len(blocks) if at is None else max(0, min(at, len(blocks)))
        section = self._section_map()[part]
        indent = blocks[0].indent if blocks else 2
        line = blocks[where].lead if where < len(blocks) else blocks[-1].end if blocks else section.start + 1
        self._splice(line, line, [*_comment(remark, indent), *written([dict(fields)], part, indent)])
        return where

    def replace_injects(self, injects: Sequence[Mapping[str, Any]], remarks: Sequence[str]) -> None:
        """Let these be the injects, in one step; `remarks` become the comments above them."""
        with self.one_step():
            blocks = self._ready("injects")
            if blocks:
                self._splice(blocks[0].lead, blocks[-1].end, ())
            for fields, remark in zip(injects, remarks, strict=True):
                self.add("injects", fields, remark=remark)

    def change(self, part: str, n: int, changes: Changes) -> None:
        """Change fields of one item.

        Raises:
            Refusal: it cannot be read, so nobody knows what would become of it.
        """
        with self.one_step():
            block = self._ready(part)[n]
            self._splice(block.start, block.end, self._changed(block, part, changes))

    def move(self, part: ListPart, n: int, to: int) -> None:
        """Let one item stand at another position, with the comment above it."""
        blocks = self._ready(part)
        if n == to or not (0 <= n < len(blocks) and 0 <= to < len(blocks)):
            return
        block, goal = blocks[n], blocks[to]
        taken = self._lines[block.lead : block.end]
        with self.one_step():
            if to > n:
                self._splice(goal.end, goal.end, taken)
                self._splice(block.lead, block.end, ())
            else:
                self._splice(block.lead, block.end, ())
                self._splice(goal.lead, goal.lead, taken)

    def remove(self, part: str, n: int) -> None:
        """Take one item away, with the comment above it."""
        with self.one_step():
            block = self._ready(part)[n]
            self._splice(block.lead, block.end, ())

    def put_place(self, name: str, fields: Mapping[str, Any]) -> None:
        """A new place, or another way to say where one is; its comment and its title stay."""
        names = self.place_names()
        if name in names:
            n = names.index(name)
            old = self.item(PLACES, n) or {}
            gone = {(key,): None for key in old if key not in fields and key in WHERE}
            self.change(PLACES, n, gone | {(key,): value for key, value in fields.items()})
            return
        with self.one_step():
            blocks = self._ready(PLACES)
            line = blocks[-1].end if blocks else self._section_map()[PLACES].start + 1
            indent = blocks[0].indent if blocks else 2
            self._splice(line, line, written({name: dict(fields)}, PLACES, indent))

    def remove_place(self, name: str) -> None:
        """Take a place away; what names it is told by the lint."""
        if name in self.place_names():
            self.remove(PLACES, self.place_names().index(name))

    def set_field(self, name: str, value: Any) -> None:
        """Change, add or (None) take away one of the script's own fields."""
        self.set_inside((name,), value)

    def set_inside(self, way: tuple[str, ...], value: Any) -> None:
        """The same for a field inside one, e.g. `("title", "zh")`."""
        block = self._section_map().get(way[0])
        if block is not None:
            self._splice(block.start, block.end, self._changed(block, "", {way: value}))
        elif value is not None:
            made: Any = value
            for key in reversed(way[1:]):
                made = {key: made}
            end = self._top_end()
            self._splice(end, end, written({way[0]: made}, "", 0))

    def type_text(self, text: str) -> None:
        """The whole text as somebody typed it, right or wrong."""
        new = text.split("\n")
        first, old_end, new_end = 0, len(self._lines), len(new)
        while first < min(old_end, new_end) and self._lines[first] == new[first]:
            first += 1
        while old_end > first and new_end > first and self._lines[old_end - 1] == new[new_end - 1]:
            old_end, new_end = old_end - 1, new_end - 1
        if first < old_end or first < new_end:
            self._splice(first, old_end, new[first:new_end])

    @contextmanager
    def one_step(self) -> Iterator[None]:
        """What is changed inside is taken back at once."""
        if self._open_step is not None:
            yield
            return
        self._open_step = []
        try:
            yield
        finally:
            step, self._open_step = tuple(self._open_step), None
            if step:
                self._remember(step)

    def undo(self) -> int:
        """Take the last change back; the line (from 1) where it was, 0 where there is none."""
        return self._travel(self._done, self._undone, is_back=True)

    def redo(self) -> int:
        """Make the change again that was taken back last."""
        return self._travel(self._undone, self._done, is_back=False)

    def _travel(
        self, source: list[tuple[_Splice, ...]], goal: list[tuple[_Splice, ...]], *, is_back: bool
    ) -> int:
        if not source:
            return 0
        step = source.pop()
        for each in reversed(step) if is_back else step:
            gone, come = (each.new, each.old) if is_back else (each.old, each.new)
            self._lines[each.start : each.start + len(gone)] = come
        goal.append(step)
        self._tell()
        return min(each.start for each in step) + 1

    def _splice(self, start: int, end: int, new: Sequence[str]) -> None:
        splice = _Splice(start, tuple(self._lines[start:end]), tuple(new))
        if splice.old == splice.new:
            return
        self._lines[start:end] = splice.new
        self._forget()
        if self._open_step is not None:
            self._open_step.append(splice)
        else:
            self._remember((splice,))

    def _remember(self, step: tuple[_Splice, ...]) -> None:
        self._done.append(step)
        self._undone.clear()
        self._tell()

    def _tell(self) -> None:
        self._forget()
        for listener in tuple(self._listeners):
            listener()

    def _forget(self) -> None:
        self._sections = None
        self._items.clear()

    def _section_map(self) -> dict[str, Block]:
        if self._sections is None:
            self._sections = sections(self._lines)
        return self._sections

    def _blocks(self, part: str) -> list[Block]:
        if part not in self._items:
            section = self._section_map().get(part)
            self._items[part] = [] if section is None else items(self._lines, section)
        return self._items[part]

    def _ready(self, part: str) -> list[Block]:
        """The blocks of a part that can be edited one by one: a part that is missing, or written on one
        line, is put line by line first."""
        section = self._section_map().get(part)
        if section is None:
            end = self._top_end()
            self._splice(end, end, [f"{part}:"])
        elif is_inline(self._lines, section):
            value = self._value(section)[part]
            body = written(value, part, 2) if value else []
            self._splice(section.start, section.end, [f"{part}:", *body])
        return self._blocks(part)

    def _top_end(self) -> int:
        """The line after the last section."""
        return max((each.end for each in self._section_map().values()), default=0)

    def _text_of(self, block: Block) -> str:
        return "\n".join(self._lines[block.start : block.end])

    def _read(self, block: Block) -> Any:
        return self.read_piece(self._text_of(block))

    def _value(self, block: Block) -> dict[str, Any]:
        value = self._read(block)
        if not isinstance(value, dict):
            raise Refusal("editor.unreadable", line=block.start + 1)
        return value

    def _changed(self, block: Block, part: str, changes: Changes) -> list[str]:
        try:
            return changed(self._text_of(block), part, changes, block.indent)
        except (YAMLError, ValueError, TypeError, KeyError) as why:
            raise Refusal("editor.unreadable", line=block.start + 1) from why


WHERE = frozenset({"name", "kind", "near", "at", "one_of", "east", "north", "toward", "metres", "on_road"})
"""Fields of a place that say where it is."""


def _comment(remark: str, indent: int) -> list[str]:
    return [f"{' ' * indent}# {line}" for line in remark.splitlines() if line.strip()]
