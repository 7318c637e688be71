"""Decoding, cutting and dimming of picture tiles; in worker threads, with QImage alone."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from commandroom.errors import WorldFailed
from commandroom.map.grounds.unpack import kind_of

_LARGEST_PX = 1024
_FORMATS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"RIFF": "webp"}


def decoded(raw: bytes) -> QImage:
    """The picture of a tile.

    Raises:
        WorldFailed: it is none, not whole, not square or too large (`ground.broken_tile`).
    """
    if kind_of(raw) != "picture":
        raise WorldFailed("ground.no_picture")
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    form = next(name for start, name in _FORMATS.items() if raw.startswith(start))
    reader = QImageReader(buffer, QByteArray(form.encode()))
    size = reader.size()
    if not (0 < size.width() == size.height() <= _LARGEST_PX):
        raise WorldFailed("ground.broken_tile", why=f"{size.width()} x {size.height()}")
    image = reader.read()
    if image.isNull():
        raise WorldFailed("ground.broken_tile", why=reader.errorString())
    return image


def cut(image: QImage, part: QRectF, side: int, ground: str) -> QImage:
    """The part of a picture as a square of `side` pixels, over the colour of the bare ground."""
    made = QImage(side, side, QImage.Format.Format_RGB32)
    made.fill(QColor(ground))
    brush = QPainter(made)
    try:
        brush.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        brush.drawImage(QRectF(0, 0, side, side), image, part)
    finally:
        brush.end()
    return made


def dimmed(image: QImage, percent: int) -> QImage:
    """The picture darker by so many percent, a little cooler, so that it lies behind the marks."""
    if percent <= 0:
        return image
    made = image.convertToFormat(QImage.Format.Format_RGB32)
    left = 255 * (100 - min(percent, 95)) // 100
    brush = QPainter(made)
    try:
        brush.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        brush.fillRect(made.rect(), QColor(left * 88 // 100, left * 94 // 100, left))
    finally:
        brush.end()
    return made


def as_png(image: QImage) -> bytes:
    """PNG bytes, packed fast rather than small: they only cross from one process to another."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 90)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
