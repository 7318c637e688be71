"""Paint one base-map tile from a `Painting`; safe to call from several worker threads at once."""

from collections.abc import Sequence

from PySide6.QtGui import QColor, QImage, QPainter

from commandroom.map import drawingstyle as style
from commandroom.map.labels import Labels, PlacedLabel
from commandroom.map.lettering import draw_label
from commandroom.map.marks import Theme
from commandroom.map.mercator import TILE_PX
from commandroom.map.painting import Painting
from commandroom.map.palette import palette
from commandroom.map.pngfile import png
from commandroom.map.sheet import Sheet

_UNDER_ROADS = ("river", "stream")
_OVER_ROADS = ("siding", "rail", "tram", "metro")


def paint_tile(
    painting: Painting, labels: Labels, *, theme: Theme, zoom: int, x: int, y: int, ratio: int
) -> bytes:
    """PNG of tile (zoom, x, y), 256 px times `ratio` wide."""
    return png(
        tile_image(painting, labels.touching(zoom, x, y), theme=theme, zoom=zoom, x=x, y=y, ratio=ratio)
    )


def tile_image(
    painting: Painting, labels: Sequence[PlacedLabel], *, theme: Theme, zoom: int, x: int, y: int, ratio: int
) -> QImage:
    """The picture of tile (zoom, x, y) with the labels that fall on it."""
    side = TILE_PX * ratio
    image = QImage(side, side, QImage.Format.Format_RGB32)
    colours = palette(theme)
    image.fill(QColor(colours.ground))
    brush = QPainter(image)
    try:
        brush.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = Sheet(brush, colours, zoom, x, y, ratio)
        _draw(sheet, painting, zoom)
        left, top = float(x * TILE_PX), float(y * TILE_PX)
        for label in labels:
            draw_label(brush, label, colours, ratio=ratio, left=left, top=top)
    finally:
        brush.end()
    return image


def _draw(sheet: Sheet, painting: Painting, zoom: int) -> None:
    """Everything but the letters, from the ground up."""
    for kind in style.AREA_ORDER:
        if kind in painting.areas and zoom >= style.AREA_FROM_ZOOM[kind]:
            sheet.fill(painting.areas[kind], kind)
    for kind in _UNDER_ROADS:
        if kind in painting.lines:
            sheet.draw_line(painting.lines[kind], kind)
    for kind in _OVER_ROADS:
        if kind in painting.sunken and kind != "metro":
            sheet.draw_line(painting.sunken[kind], kind, is_sunken=True)
    sheet.draw_roads(painting.tunnels, is_sunken=True)
    sheet.draw_roads(painting.roads)
    for deck in painting.decks:
        sheet.draw_roads(deck, is_deck=True)
    for kind in _OVER_ROADS:
        if kind in painting.lines:
            sheet.draw_line(painting.lines[kind], kind)
    if "metro" in painting.sunken:
        sheet.draw_line(painting.sunken["metro"], "metro", is_sunken=True)
    if zoom >= style.ARROWS_FROM_ZOOM:
        sheet.draw_arrows(painting.oneways)
    if zoom >= style.STATIONS_FROM_ZOOM:
        sheet.draw_stations(painting.stations)
