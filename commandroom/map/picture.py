"""The picture the page should be showing, and what changed since it was last told."""

from collections.abc import Iterable
from typing import Any

from commandroom.map.marks import IncidentMark, Mark, MarkKind, OpponentMark, PostMark, UnitMark
from commandroom.map.protocol import Row, moves_text, row

LAYERS: tuple[MarkKind, ...] = ("incident", "unit", "post", "opponent")


class Layer:
    """Marks of one kind by id; remembers what was put, moved and taken away since `changes()`."""

    def __init__(self) -> None:
        self._marks: dict[str, Mark] = {}
        self._put: dict[str, None] = {}
        self._moved: dict[str, None] = {}
        self._dropped: dict[str, None] = {}
        self._numbers: dict[str, int] = {}

    def replace(self, marks: Iterable[Mark]) -> bool:
        """Show exactly these marks; True if anything differs."""
        wanted = {mark.id: mark for mark in marks}
        for gone in self._marks.keys() - wanted.keys():
            self._dropped[gone] = None
            self._put.pop(gone, None)
            self._moved.pop(gone, None)
            del self._marks[gone]
        return self.patch(wanted.values())

    def patch(self, marks: Iterable[Mark]) -> bool:
        """Put these marks over what is there; True if anything differs."""
        known, put, moved = self._marks, self._put, self._moved
        for mark in marks:
            before = known.get(mark.id)
            if before == mark:
                continue
            known[mark.id] = mark
            if before is not None and _only_moved(before, mark):
                if mark.id not in put:
                    moved[mark.id] = None
                continue
            put[mark.id] = None
            moved.pop(mark.id, None)
        return bool(put or moved or self._dropped)

    def get(self, name: str) -> Mark | None:
        """The mark of this id."""
        return self._marks.get(name)

    def marks(self) -> Iterable[Mark]:
        """All marks shown."""
        return self._marks.values()

    def changes(self) -> dict[str, Any] | None:
        """Ids to drop, rows to put and places to move to since the last call; None if nothing changed."""
        told: dict[str, Any] = {}
        if self._put:
            told["put"] = [self._row(self._marks[name]) for name in self._put]
        if self._moved:
            units = [mark for name in self._moved if isinstance(mark := self._marks[name], UnitMark)]
            told["move"] = moves_text([self._numbers[unit.id] for unit in units], units)
        dropped = [name for name in self._dropped if name not in self._marks]
        if dropped:
            told["drop"] = dropped
        self._forget()
        return told or None

    def whole(self) -> list[Row]:
        """Every row; forgets what was pending."""
        self._forget()
        return [self._row(mark) for mark in self._marks.values()]

    def _forget(self) -> None:
        self._put.clear()
        self._moved.clear()
        self._dropped.clear()

    def _row(self, mark: Mark) -> Row:
        """A unit's row ends with the number its moves are told under, the same for good."""
        if not isinstance(mark, UnitMark):
            return row(mark)
        return [*row(mark), self._numbers.setdefault(mark.id, len(self._numbers))]


def _only_moved(before: Mark, after: Mark) -> bool:
    """Whether two marks of one unit differ in nothing but where it is and where it heads."""
    return (
        isinstance(before, UnitMark)
        and isinstance(after, UnitMark)
        and (before.heading_deg is None) == (after.heading_deg is None)
        and before.label == after.label
        and before.state == after.state
        and before.kind == after.kind
        and before.stale == after.stale
        and before.dimmed == after.dimmed
        and before.bound_for == after.bound_for
        and before.since == after.since
        and before.own_route == after.own_route
    )


class Picture:
    """All layers of marks."""

    def __init__(self) -> None:
        self._layers: dict[MarkKind, Layer] = {kind: Layer() for kind in LAYERS}

    def layer(self, kind: MarkKind) -> Layer:
        """The marks of a kind."""
        return self._layers[kind]

    def changes(self) -> dict[str, Any]:
        """Body of a change message; empty if nothing changed."""
        told = {kind: layer.changes() for kind, layer in self._layers.items()}
        return {kind: change for kind, change in told.items() if change is not None}

    def whole(self) -> dict[str, Any]:
        """Body of a snapshot."""
        return {kind: layer.whole() for kind, layer in self._layers.items()}

    def incidents(self) -> Iterable[IncidentMark]:
        """The incidents shown."""
        return (mark for mark in self._layers["incident"].marks() if isinstance(mark, IncidentMark))

    def units(self) -> Iterable[UnitMark]:
        """The units shown."""
        return (mark for mark in self._layers["unit"].marks() if isinstance(mark, UnitMark))

    def posts(self) -> Iterable[PostMark]:
        """The posts shown."""
        return (mark for mark in self._layers["post"].marks() if isinstance(mark, PostMark))

    def opponents(self) -> Iterable[OpponentMark]:
        """The attackers shown."""
        return (mark for mark in self._layers["opponent"].marks() if isinstance(mark, OpponentMark))


def nearest_incident(
    incidents: Iterable[IncidentMark], to_screen: Any, *, x: float, y: float, within_px: float
) -> str:
    """Id of the incident drawn nearest to pixel (x, y); '' if none lies within `within_px`.

    Closed incidents take no units and are passed over; of two equally near ones the first by id wins.
    """
    best, found = within_px, ""
    for mark in sorted(incidents, key=lambda incident: incident.id):
        if mark.state == "closed":
            continue
        mark_x, mark_y = to_screen(mark.at)
        gap = ((mark_x - x) ** 2 + (mark_y - y) ** 2) ** 0.5
        if gap < best:
            best, found = gap, mark.id
    return found
