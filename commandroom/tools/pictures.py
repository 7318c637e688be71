"""Writes pictures small enough for a repository."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, qRgb

MOST_BYTES = 400_000
COLOURS = 256
PALETTES = (256, 128, 64)
"""So many colours are tried, one after the other, until the file is small enough."""

Shades = npt.NDArray[np.int64]


def write(picture: QPixmap, path: Path) -> None:
    """As PNG, with a palette of its own where the file would become too large without.

    Raises:
        OSError: it cannot be written.
    """
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    _save(image, path)
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    for colours in PALETTES:
        if path.stat().st_size <= MOST_BYTES:
            break
        table = [qRgb(*map(int, shade)) for shade in palette_of(_pixels(image), colours)]
        _save(image.convertToFormat(QImage.Format.Format_Indexed8, table, flags), path)
    print(f"{path} {path.stat().st_size}", flush=True)


def palette_of(pixels: Shades, colours: int = COLOURS) -> Shades:
    """(at most `colours`, 3) red, green, blue: the commonest shade of each box of a median cut.

    `pixels`: (n, 3). The commonest and not the mean, so that flat grounds keep their exact colour.
    """
    shades, counts = np.unique(pixels, axis=0, return_counts=True)
    boxes = [np.arange(len(shades))]
    while len(boxes) < colours:
        spreads = [_spread(shades[box], counts[box]) for box in boxes]
        widest = int(np.argmax(spreads))
        if spreads[widest] <= 0:
            break
        boxes[widest : widest + 1] = _halves(boxes[widest], shades, counts)
    return np.array([shades[box[np.argmax(counts[box])]] for box in boxes])


def _spread(shades: Shades, counts: Shades) -> float:
    """How much a box would gain by being cut; rare shades count for much: symbols are small."""
    return float(np.ptp(shades, axis=0).max() * counts.sum() ** 0.2) if len(shades) > 1 else 0.0


def _halves(box: Shades, shades: Shades, counts: Shades) -> list[Shades]:
    """Cut at the weighted median of the widest of the three."""
    axis = int(np.argmax(np.ptp(shades[box], axis=0)))
    ordered = box[np.argsort(shades[box, axis], kind="stable")]
    weight = np.cumsum(np.sqrt(counts[ordered]))
    at = int(np.searchsorted(weight, weight[-1] / 2))
    at = min(max(at, 1), len(ordered) - 1)
    return [ordered[:at], ordered[at:]]


def _pixels(image: QImage) -> Shades:
    raw = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    bgr = raw[:, : image.width() * 4].reshape(-1, 4)[:, :3]
    return bgr[:, ::-1].astype(np.int64)


def _save(image: QImage, path: Path) -> None:
    if not image.save(str(path), quality=0):
        raise OSError(f"cannot write {path}")
