"""What lies under the marks: reach, coverage, routes, drawings, trails, heat; and which layers show."""

import logging
from base64 import b64encode
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from PySide6.QtCore import QObject, Signal

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
_HEAVIEST = 2_000.0

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
        self._heat = ""
        self._spots: tuple[HeatSpot, ...] = ()
        self._shown: frozenset[str] = frozenset(LAYERS) - {"legend"}

    def set_shapes(
        self, layer: ShapeLayer, shapes: Iterable[Shape], rows: Iterable[Row] | None = None
    ) -> None:
        """Show exactly these shapes in a layer; `rows` are theirs where a worker packed them already."""
        wanted = tuple(shapes)
        if wanted == self._shapes[layer]:
            return
        self._shapes[layer] = wanted
        self._rows[layer] = [shape_row(shape) for shape in wanted] if rows is None else list(rows)
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
    """[id, kind, role, text, number of points of each piece, lat, lon, lat, lon, …]: a shape made compact.

    Numbers travel as base64 of little-endian 32-bit integers, because a city's reach has hundreds of
    thousands of them; degrees are whole millionths, a decimetre on the ground.
    """
    pieces = [piece for piece in (shape.points, *shape.lines) if piece]
    return [
        shape.id,
        SHAPE_KINDS.index(shape.kind),
        SHAPE_ROLES.index(shape.role),
        shape.text[:LONGEST_TEXT],
        _packed([len(piece) for piece in pieces], 1.0),
        _packed(chain.from_iterable(chain.from_iterable(pieces)), _STEPS_PER_DEG),
    ]


def heat_row(spots: Iterable[HeatSpot]) -> str:
    """lat, lon, weight, …: packed as in `shape_row`, the weight in millionths and 2,000 at most."""
    numbers = ((*spot.at, min(spot.weight, _HEAVIEST)) for spot in spots)
    return _packed(chain.from_iterable(numbers), _STEPS_PER_DEG)


def _packed(numbers: Iterable[float], scale: float) -> str:
    """Base64 of the rounded numbers times `scale`."""
    import numpy as np

    whole = np.rint(np.fromiter(numbers, dtype=np.float64) * scale).astype("<i4")
    return b64encode(whole.tobytes()).decode("ascii")
