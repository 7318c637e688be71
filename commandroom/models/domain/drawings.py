"""What may be drawn on the map, and which fact follows."""

import unicodedata
from datetime import datetime

from commandroom.models.domain import events as ev
from commandroom.models.domain import rules
from commandroom.models.domain.commands import PutDrawing
from commandroom.models.domain.entities import Drawing
from commandroom.models.domain.enums import DrawingKind, RoadEffect
from commandroom.models.domain.errors import BadDrawing
from commandroom.models.domain.ids import DrawingId

TEXT_LIMIT = 200
"""Characters of a drawing's text, counted without those nobody sees; a longer one is refused."""

FEWEST_POINTS = {DrawingKind.POINT: 1, DrawingKind.LINE: 2, DrawingKind.AREA: 3}
"""Different ones: a line from a place to the same place is none."""
MOST_POINTS = {DrawingKind.POINT: 1, DrawingKind.LINE: 500, DrawingKind.AREA: 500}

_UNSEEN = ("Cc", "Cf", "Cs")
"""Control, bidirectional and zero-width characters, and halves of characters."""
_JOINER = "\u200d"
"""The one character of `Cf` that is kept: it holds the parts of an emoji together."""


def put_drawing(
    order: PutDrawing, *, drawing: DrawingId, before: Drawing | None, at: datetime
) -> ev.DrawingPut:
    """Draw `drawing` as ordered, in place of `before` where there is one.

    Raises:
        BadDrawing: too few or too many points, too long a text, or a factor that slows nothing down.
        BadInput: a point is none of the earth, or the text cannot be kept.
    """
    _check_points(order)
    text = _checked_text(order.text)
    effect = RoadEffect(order.effect)
    drawn = Drawing(
        drawing, order.kind, order.points, text, order.by.operator, at, effect, _checked_factor(order)
    )
    return ev.DrawingPut(at=at, drawing=drawn, before=before)


def seen(text: str) -> str:
    """`text` on one line, without the characters that nobody sees or that turn the others round."""
    shown = (each for each in text if each == _JOINER or each.isspace() or not _is_unseen(each))
    return " ".join("".join(shown).split())


def _checked_text(text: str) -> str:
    """The order itself is journalled, so what it hides must not be endless either."""
    shown = seen(text) if len(text) <= rules.TEXT_LIMIT else text
    if len(shown) > TEXT_LIMIT:
        raise BadDrawing("text_too_long", limit=TEXT_LIMIT, length=len(shown))
    rules.check_text(text)
    return shown


def _checked_factor(order: PutDrawing) -> float:
    """How many times as fast one gets through it; 1 where it slows nobody down."""
    if order.effect is not RoadEffect.SLOW:
        return 1.0
    if not 0.0 < order.factor < 1.0:
        raise BadDrawing("factor", factor=order.factor)
    return order.factor


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN


def _check_points(order: PutDrawing) -> None:
    most, fewest = MOST_POINTS[order.kind], FEWEST_POINTS[order.kind]
    if len(order.points) > most:
        raise BadDrawing("points_many", kind=f"drawing.{order.kind}", most=most, count=len(order.points))
    for point in order.points:
        rules.check_place(point)
    if len(set(order.points)) < fewest:
        raise BadDrawing("points_few", kind=f"drawing.{order.kind}", fewest=fewest, count=len(order.points))
