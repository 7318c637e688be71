"""Picture tiles: laid where they belong on the WGS-84 world, deepened, and dimmed at night."""

from collections import OrderedDict
from math import floor
from threading import Lock

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from commandroom.geo import Datum
from commandroom.map.grounds.pictures import as_png, cut, decoded, dimmed
from commandroom.map.grounds.quarry import Quarry
from commandroom.map.grounds.shift import outward
from commandroom.map.marks import Theme
from commandroom.map.mercator import TILE_PX
from commandroom.map.palette import palette

DIM_AT_NIGHT = 70
"""Percent: a white street map becomes a dark grey on which white, red and amber marks stand out."""
MOST_STRETCH = 5
"""Zooms: a picture enlarged more than 32 times shows nothing any more; the painted roads say more."""
_KEPT = 64


class RasterGround:
    """Draws a `Quarry` of pictures; thread-safe."""

    def __init__(self, quarry: Quarry, *, datum: Datum, dim: int = DIM_AT_NIGHT) -> None:
        """`dim`: by how many percent the pictures are darkened at night."""
        self._quarry = quarry
        self._datum = datum
        self._dim = dim
        self._kept: OrderedDict[tuple[int, int, int], QImage] = OrderedDict()
        self._lock = Lock()

    def draw(self, theme: Theme, zoom: int, x: int, y: int, ratio: int) -> bytes | None:
        """PNG of a tile, or the quarry's own bytes where nothing is to be done; None where it has nothing.

        Raises:
            WorldFailed: a picture it needs cannot be had or read.
        """
        about = self._quarry.about
        if zoom < about.min_zoom:
            return None
        dim = self._dim if theme == "night" else 0
        if self._datum is Datum.WGS84 and zoom <= about.max_zoom:
            raw = self._quarry.raw(zoom, x, y)
            if raw is not None:
                image = decoded(raw)
                return as_png(dimmed(image, dim)) if dim else raw
        ground = palette(theme).ground
        patch = self._patch(zoom, x, y, ratio, ground)
        return None if patch is None else as_png(dimmed(patch, dim))

    def _patch(self, zoom: int, x: int, y: int, ratio: int, ground: str) -> QImage | None:
        """The tile cut out of the quarry's tiles it lies over; from the deepest zoom that has any."""
        about, side = self._quarry.about, 2.0**-zoom
        shift_x, shift_y = outward((x + 0.5) * side, (y + 0.5) * side, self._datum)
        deepest = min(zoom, about.max_zoom)
        for at in range(deepest, max(about.min_zoom, zoom - MOST_STRETCH) - 1, -1):
            many = 2.0**at
            left, top, wide = (x * side + shift_x) * many, (y * side + shift_y) * many, side * many
            first_x, first_y = floor(left + 1e-9), floor(top + 1e-9)
            last_x, last_y = floor(left + wide - 1e-9), floor(top + wide - 1e-9)
            sheet = self._sheet(at, first_x, first_y, last_x, last_y, ground)
            if sheet is not None:
                scale = sheet.width() / (last_x - first_x + 1)
                part = QRectF((left - first_x) * scale, (top - first_y) * scale, wide * scale, wide * scale)
                return cut(sheet, part, TILE_PX * ratio, ground)
        return None

    def _sheet(self, zoom: int, x0: int, y0: int, x1: int, y1: int, ground: str) -> QImage | None:
        """The quarry's tiles from (x0, y0) to (x1, y1) side by side; None where not one of them exists."""
        images = {(x, y): self._image(zoom, x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)}
        widths = [image.width() for image in images.values() if image is not None]
        if not widths:
            return None
        if len(images) == 1:
            return images[x0, y0]
        px = max(widths)
        sheet = QImage(px * (x1 - x0 + 1), px * (y1 - y0 + 1), QImage.Format.Format_RGB32)
        sheet.fill(QColor(ground))
        brush = QPainter(sheet)
        try:
            for (x, y), image in images.items():
                if image is not None:
                    brush.drawImage(QRectF((x - x0) * px, (y - y0) * px, px, px), image)
        finally:
            brush.end()
        return sheet

    def _image(self, zoom: int, x: int, y: int) -> QImage | None:
        key = zoom, x % (1 << zoom), y
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        raw = self._quarry.raw(*key)
        if raw is None:
            return None
        image = decoded(raw)
        with self._lock:
            self._kept[key] = image
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return image
