"""What lies under the marks: reach, patrol routes, drawings, trails, heat; and which layers may show."""

import logging
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

from PySide6.QtCore import QObject, Signal

from commandroom.geo import LatLon
from commandroom.map.marks import (
    LAYERS,
    SHAPE_KINDS,
    SHAPE_LAYERS,
    SHAPE_ROLES,
    HeatSpot,
    Shape,
    ShapeLayer,
)
from commandroom.map.protocol import Said

_log = logging.getLogger(__name__)

MOST_SPOTS = 50_000
"""More past incidents than these do not make the heat any clearer."""
LONGEST_TEXT = 2_000
"""Characters of a shape's text that go to the page; it shows fewer still."""
_STEPS_PER_DEG = 1e6

Row = list[Any]


class Overlays(QObject):
    """The slow shapes of one map. A layer is replaced as a whole; the page draws it when it changes.

    `tell` carries named parts of the frame to the page; `frame()` gives all of them for a snapshot.
    """

    shape_clicked = Signal(str, str)
    """Layer and id of a drawing or a patrol route on which somebody clicked."""
    shapes_set = Signal(str)
    """The layer whose shapes are others now."""
    heat_set = Signal()

    def __init__(self, tell: Callable[..., None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tell = tell
        self._shapes: dict[ShapeLayer, tuple[Shape, ...]] = dict.fromkeys(SHAPE_LAYERS, ())
        self._rows: dict[ShapeLayer, list[Row]] = {layer: [] for layer in SHAPE_LAYERS}
        self._heat: list[int] = []
        self._spots: tuple[HeatSpot, ...] = ()
        self._shown: frozenset[str] = frozenset(LAYERS)

    def set_shapes(self, layer: ShapeLayer, shapes: Iterable[Shape]) -> None:
        """Show exactly these shapes in a layer."""
        wanted = tuple(shapes)
        if wanted == self._shapes[layer]:
            return
        self._shapes[layer] = wanted
        self._rows[layer] = [shape_row(shape) for shape in wanted]
        self._tell(**{f"shapes.{layer}": self._rows[layer]})
        self.shapes_set.emit(layer)

    def set_heat(self, spots: Iterable[HeatSpot]) -> None:
        """Show where past incidents lay; of more than `MOST_SPOTS` only the last ones given."""
        given = list(spots)
        if len(given) > MOST_SPOTS:
            _log.warning("heat of %d incidents: the last %d are shown", len(given), MOST_SPOTS)
            given = given[-MOST_SPOTS:]
        heat = heat_row(given)
        if heat != self._heat:
            self._heat, self._spots = heat, tuple(given)
            self._tell(heat=heat)
            self.heat_set.emit()

    def set_shown(self, layers: frozenset[str]) -> None:
        """Let these layers show and no others; names in `marks.LAYERS`.

        Raises:
            ValueError: a name is not a layer.
        """
        if unknown := layers - set(LAYERS):
            raise ValueError(f"no such layers: {sorted(unknown)}")
        if layers != self._shown:
            self._shown = layers
            self._tell(shown=self._shown_row())

    @property
    def shown(self) -> frozenset[str]:
        """The layers that may show."""
        return self._shown

    def shapes(self, layer: ShapeLayer) -> tuple[Shape, ...]:
        """The shapes of a layer as they were set last."""
        return self._shapes[layer]

    @property
    def spots(self) -> tuple[HeatSpot, ...]:
        """The spots of the heat as they were set last."""
        return self._spots

    def frame(self) -> dict[str, Any]:
        """Every part of the page's frame that belongs here."""
        told: dict[str, Any] = {f"shapes.{layer}": rows for layer, rows in self._rows.items()}
        return {**told, "heat": self._heat, "shown": self._shown_row()}

    def answers(self) -> dict[str, Callable[[Said], None]]:
        """Who takes which message of the page."""
        return {"shape": self._on_shape}

    def _on_shape(self, said: Said) -> None:
        """A click on a shape that is (still) shown."""
        layer, name = said.words["layer"], said.words["id"]
        if any(
            shape.id == name for each, shapes in self._shapes.items() if each == layer for shape in shapes
        ):
            self.shape_clicked.emit(layer, name)

    def _shown_row(self) -> list[str]:
        return [name for name in LAYERS if name in self._shown]


def shape_row(shape: Shape) -> Row:
    """[id, kind, role, text, points of each piece, steps]: the compact form of a shape.

    `steps` are whole millionths of a degree, lat, lon, lat, lon, …, each as the difference to the one
    before through all pieces; the first is counted from zero.
    """
    pieces = [piece for piece in (shape.points, *shape.lines) if piece]
    return [
        shape.id,
        SHAPE_KINDS.index(shape.kind),
        SHAPE_ROLES.index(shape.role),
        shape.text[:LONGEST_TEXT],
        [len(piece) for piece in pieces],
        _steps(list(chain.from_iterable(pieces))),
    ]


def heat_row(spots: Sequence[HeatSpot]) -> list[int]:
    """lat, lon, weight, …: steps as in `shape_row`, the weight in hundredths."""
    steps = _steps([spot.at for spot in spots])
    row = [0] * (3 * len(spots))
    row[0::3] = steps[0::2]
    row[1::3] = steps[1::2]
    row[2::3] = [round(100 * spot.weight) for spot in spots]
    return row


def _steps(points: Sequence[LatLon]) -> list[int]:
    """Differences from point to point in millionths of a degree, flat."""
    if not points:
        return []
    import numpy as np  # a whole city's reach has hundreds of thousands of numbers

    flat = np.fromiter(chain.from_iterable(points), dtype=np.float64, count=2 * len(points))
    whole = np.rint(flat * _STEPS_PER_DEG).astype(np.int64).reshape(-1, 2)
    whole[1:] -= whole[:-1].copy()
    steps: list[int] = whole.ravel().tolist()
    return steps
