"""The present map as a sheet of paper: a heading, the picture, and what session it was."""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPixmap,
)
from PySide6.QtPrintSupport import QPrinter

from commandroom.ui.panels.drill.colours import BAND_AMBER, BAND_INK
from commandroom.ui.typeface import ui_font

INK, PAPER, MUTED = "#17202a", "#ffffff", "#5c6b7a"
HEAD_PX, LINE_PX, MARGIN_PX = 40, 26, 16
TITLE_PX, TEXT_PX = 22, 15
MARGIN_MM = 10.0
PDF_DPI = 150


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What is written above the map."""

    title: str
    lines: tuple[str, ...]
    """Station and operator, time, centre of the picture."""
    stamp: str = ""
    """Says that it was a drill or a demo; '' for live work."""


def compose(chart: QPixmap, head: SheetHead) -> QImage:
    """The sheet as a picture, as wide as the map and as sharp."""
    ratio = chart.devicePixelRatio()
    size = chart.deviceIndependentSize()
    high = _head_height(head)
    whole = QSizeF(size.width(), size.height() + high)
    image = QImage((whole * ratio).toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(PAPER))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _write_head(painter, QRectF(0, 0, whole.width(), high), head)
        painter.drawPixmap(QRectF(0, high, size.width(), size.height()), chart, QRectF(chart.rect()))
    finally:
        painter.end()
    return image


def pdf_of(image: QImage, title: str) -> bytes:
    """One A4 page, upright or across as the picture is, as a PDF file."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setResolution(PDF_DPI)
    writer.setPageLayout(page_for(image))
    painter = QPainter(writer)
    place(painter, QRectF(0, 0, writer.width(), writer.height()), image)
    painter.end()
    return bytes(buffer.data().data())


def image_of(image: QImage, suffix: str) -> bytes:
    """The picture as a file of the kind that `suffix` names, PNG where there is no such kind."""
    known = {bytes(each.data()).decode() for each in QImageWriter.supportedImageFormats()}
    kind = suffix.lower().lstrip(".")
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, kind if kind in known else "png")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def print_sheet(printer: QPrinter, image: QImage) -> bool:
    """Print the picture on one page, as large as the paper allows; False where the printer refuses."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    place(painter, QRectF(printer.pageRect(QPrinter.Unit.DevicePixel)).translated(0, 0), image)
    return painter.end()


def page_for(image: QImage) -> QPageLayout:
    """A4 with the long side where the picture has it."""
    is_wide = image.width() >= image.height()
    way = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), way, margins, QPageLayout.Unit.Millimeter)


def place(painter: QPainter, page: QRectF, image: QImage) -> None:
    """Draw the picture at the head of the page, whole and undistorted."""
    scale = min(page.width() / image.width(), page.height() / image.height())
    wide, high = image.width() * scale, image.height() * scale
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(
        QRectF((page.width() - wide) / 2, 0, wide, high), image, QRectF(0, 0, image.width(), image.height())
    )


def _head_height(head: SheetHead) -> float:
    return (HEAD_PX if head.stamp else 0) + HEAD_PX + LINE_PX * len(head.lines) + MARGIN_PX


def _write_head(painter: QPainter, box: QRectF, head: SheetHead) -> None:
    top = 0.0
    if head.stamp:
        band = QRectF(0, 0, box.width(), HEAD_PX)
        painter.fillRect(band, QColor(BAND_AMBER))
        painter.setFont(ui_font(TITLE_PX, bold=True))
        painter.setPen(QColor(BAND_INK))
        painter.drawText(band, Qt.AlignmentFlag.AlignCenter, head.stamp)
        top = HEAD_PX
    inner = box.adjusted(MARGIN_PX, 0, -MARGIN_PX, 0)
    _line(painter, QRectF(inner.left(), top, inner.width(), HEAD_PX), head.title, TITLE_PX, INK, bold=True)
    for number, text in enumerate(head.lines):
        line = QRectF(inner.left(), top + HEAD_PX + number * LINE_PX, inner.width(), LINE_PX)
        _line(painter, line, text, TEXT_PX, MUTED)


def _line(painter: QPainter, box: QRectF, text: str, px: int, colour: str, *, bold: bool = False) -> None:
    font = ui_font(px, bold=bold, tabular=True)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
