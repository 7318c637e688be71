"""Where the cards of the timeline lie: time runs downward, and a card that has no room gives way downward."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commandroom.ui.editor.rows import InjectRow, Lane

CARD_PX = 42
GAP_PX = 4
HEAD_PX = 26
TOP_PX = HEAD_PX + 10
"""Where the drill begins: its first label is not cut by the heading."""
LANES: tuple[Lane, ...] = ("timed", "waiting")


@dataclass(frozen=True, slots=True)
class Card:
    """A row with its upper edge and the height at which its time stands, in pixels of the whole picture."""

    row: InjectRow
    top: float
    mark: float | None
    """None where nobody knows when it happens."""

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + CARD_PX


class Layout:
    """All cards of one zoom."""

    def __init__(self, rows: Sequence[InjectRow], happened: Mapping[str, float], px_per_s: float) -> None:
        """`happened`: seconds at which conditional injects came in a dry run."""
        self.px_per_s = px_per_s
        self.lanes: dict[Lane, list[Card]] = {}
        self._of: dict[int, Card] = {}
        for lane in LANES:
            mine = [each for each in rows if each.lane == lane]
            self.lanes[lane] = self._stacked(mine, happened)
            self._of |= {card.row.n: card for card in self.lanes[lane]}
        self._tops = {lane: [each.top for each in cards] for lane, cards in self.lanes.items()}
        ends = [cards[-1].bottom for cards in self.lanes.values() if cards]
        self.height = max([HEAD_PX + 60, *ends]) + GAP_PX

    def y(self, at_s: float) -> float:
        """The height of a moment."""
        return TOP_PX + at_s * self.px_per_s

    def card(self, n: int) -> Card | None:
        """The card of an inject."""
        return self._of.get(n)

    def between(self, lane: Lane, top: float, bottom: float) -> list[Card]:
        """The cards of a lane that a stretch of the picture shows."""
        tops = self._tops[lane]
        return self.lanes[lane][bisect_left(tops, top - CARD_PX) : bisect_right(tops, bottom)]

    def _stacked(self, rows: Sequence[InjectRow], happened: Mapping[str, float]) -> list[Card]:
        if rows and rows[0].lane == "timed":
            marked = [(each.at_s, each) for each in rows]
        else:
            marked, last = [], 0.0
            for each in rows:
                last = happened.get(each.id, last)
                marked.append((last, each))
        free, cards = float(TOP_PX), []
        for at_s, each in sorted(marked, key=lambda pair: (pair[0], pair[1].n)):
            known = each.lane == "timed" or each.id in happened
            mark = self.y(at_s) if known else None
            top = max(free, self.y(at_s)) if known else free
            cards.append(Card(each, top, mark))
            free = top + CARD_PX + GAP_PX
        return cards
