"""What stands in the list of answers: headings of groups, answers and notes, each one line."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from commandroom.ui.panels.rows import Index, PlainRows
from commandroom.ui.search.answer import Answer

MOST_CHARACTERS = 160
"""No line is longer; the rest would never be seen."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a heading, a note, or an answer in words."""

    text: str
    answer: Answer | None = None
    detail: str = ""
    is_heading: bool = False
    is_faint: bool = False
    """Cannot be done now, or is over."""


def flat(text: str) -> str:
    """`text` on one line, every character in its place: what cannot be printed is a blank."""
    return "".join(sign if sign.isprintable() else " " for sign in text[:MOST_CHARACTERS])


def with_headings(rows: Iterable[Row], headings: dict[str, str]) -> list[Row]:
    """`rows` with the heading of its kind before each group."""
    shown: list[Row] = []
    last = ""
    for row in rows:
        kind = "" if row.answer is None else row.answer.kind
        if kind and kind != last:
            shown.append(Row(headings[kind], is_heading=True))
        last = kind
        shown.append(row)
    return shown


class RowModel(PlainRows[Row]):
    """The lines that are shown; only answers can be chosen."""

    def words(self, row: Row) -> str:
        """The words of a line for a screen reader."""
        return f"{row.text}  {row.detail}".strip()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings and notes cannot be chosen."""
        if not index.isValid() or self.rows[index.row()].answer is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def next_answer(self, row: int, step: int) -> int:
        """The answer before or behind line `row`, going round at the ends; -1 where there is none."""
        count = len(self.rows)
        for distance in range(1, count + 1):
            place = (row + step * distance) % count
            if self.rows[place].answer is not None:
                return place
        return -1

    def next_group(self, row: int, step: int) -> int:
        """The first answer of the group before or behind that of line `row`, going round; -1 without one."""
        firsts = [
            place
            for place, each in enumerate(self.rows)
            if each.answer is not None and (place == 0 or self.rows[place - 1].answer is None)
        ]
        if not firsts:
            return -1
        own = max((at for at, first in enumerate(firsts) if first <= row), default=0)
        return firsts[(own + step) % len(firsts)]
