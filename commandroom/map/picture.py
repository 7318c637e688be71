"""The picture the page should be showing, and what changed since it was last told."""

from collections.abc import Iterable
from typing import Any

from commandroom.map.marks import IncidentMark, Mark, MarkKind, OpponentMark, PostMark, UnitMark
from commandroom.map.protocol import Row, row

LAYERS: tuple[MarkKind, ...] = ("incident", "unit", "post", "opponent")


class Layer:
    """Marks of one kind by id; remembers what was put, moved and taken away since `changes()`."""

    def __init__(self) -> None:
        self._marks: dict[str, Mark] = {}
        self._put: dict[str, None] = {}
        self._dropped: dict[str, None] = {}

    def replace(self, marks: Iterable[Mark]) -> bool:
        """Show exactly these marks; True if anything differs."""
        wanted = {mark.id: mark for mark in marks}
        for gone in self._marks.keys() - wanted.keys():
            self._dropped[gone] = None
            self._put.pop(gone, None)
        for name, mark in wanted.items():
            if self._marks.get(name) != mark:
                self._put[name] = None
                self._dropped.pop(name, None)
        self._marks = wanted
        return bool(self._put or self._dropped)

    def patch(self, marks: Iterable[Mark]) -> bool:
        """Put these marks over what is there; True if anything differs."""
        for mark in marks:
            if self._marks.get(mark.id) != mark:
                self._marks[mark.id] = mark
                self._put[mark.id] = None
                self._dropped.pop(mark.id, None)
        return bool(self._put or self._dropped)

    def get(self, name: str) -> Mark | None:
        """The mark of this id."""
        return self._marks.get(name)

    def marks(self) -> Iterable[Mark]:
        """All marks shown."""
        return self._marks.values()

    def changes(self) -> dict[str, list[Any]] | None:
        """Rows to put and ids to drop since the last call; None if nothing changed."""
        if not self._put and not self._dropped:
            return None
        told: dict[str, list[Any]] = {}
        if self._put:
            told["put"] = [row(self._marks[name]) for name in self._put]
        if self._dropped:
            told["drop"] = list(self._dropped)
        self._put.clear()
        self._dropped.clear()
        return told

    def whole(self) -> list[Row]:
        """Every row; forgets what was pending."""
        self._put.clear()
        self._dropped.clear()
        return [row(mark) for mark in self._marks.values()]


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
