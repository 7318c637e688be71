"""A report on paper: pages of A4 through Qt, which finds a font for every sign, and charts as pictures."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtSvg import QSvgRenderer

from commandroom.reports.blocks import Chart, Report, Section
from commandroom.reports.charts import svg
from commandroom.reports.page import block_html
from commandroom.ui.typeface import ui_font

DPI = 150
MARGIN_MM = 16.0
SHARP = 2.4
"""Pixels of a chart's picture for one of its own units."""
STYLE = """
h1{font-size:19pt} h2{font-size:13pt;color:#1d2733} p,li{font-size:9.5pt;color:#1d2733}
td,th{font-size:8pt;color:#1d2733} .quiet{color:#5c6b7a;font-size:8pt} .stamp{color:#8a5a00;font-weight:bold}
"""


def png_of(chart: Chart) -> bytes:
    """A chart as a PNG."""
    image = _image(chart)
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(kept.data())


def pdf_of(report: Report) -> bytes:
    """The whole document."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setPageLayout(_layout())
    writer.setTitle(report.title)
    writer.setCreator("Command Room")
    _print(report, writer)
    buffer.close()
    return bytes(kept.data())


def _layout() -> QPageLayout:
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Portrait,
        margins,
        QPageLayout.Unit.Millimeter,
    )


def _print(report: Report, writer: QPdfWriter) -> None:
    """Page by page: the text between a head that says it was a drill and a foot with the page's number."""
    whole = QRectF(0, 0, writer.width(), writer.height())
    band = DPI * 0.3
    page = QSizeF(whole.width(), whole.height() - 2 * band)
    document = _document(report, writer, page)
    painter = QPainter(writer)
    try:
        pages = document.pageCount()
        for number in range(pages):
            if number:
                writer.newPage()
            _edges(painter, report, whole, f"{number + 1} / {pages}")
            painter.save()
            painter.translate(0, band - number * page.height())
            area = QRectF(0, number * page.height(), page.width(), page.height())
            painter.setClipRect(area)
            document.drawContents(painter, area)
            painter.restore()
    finally:
        painter.end()


def _document(report: Report, writer: QPdfWriter, page: QSizeF) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    font = QFont(ui_font())
    font.setPointSizeF(9.5)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(STYLE)
    charts: list[Chart] = []
    wide = int(page.width() * 96 / DPI * 0.97)

    def chart_as(chart: Chart) -> str:
        charts.append(chart)
        return f'<p><img src="chart:{len(charts)}" width="{wide}"></p>'

    html = _html(report, chart_as)
    for number, chart in enumerate(charts, start=1):
        name = QUrl(f"chart:{number}")
        document.addResource(QTextDocument.ResourceType.ImageResource.value, name, _image(chart))
    document.setHtml(html)
    document.setPageSize(page)
    return document


def _html(report: Report, chart_as: object) -> str:
    from html import escape

    head = [f'<p class="stamp">{escape(report.stamp)}</p>', f"<h1>{escape(report.title)}</h1>"]
    head += [f"<p>{escape(line)}</p>" for line in report.lines]
    parts = [
        *head,
        *(_section(each, chart_as) for each in report.sections),
        f'<p class="quiet">{escape(report.foot)}</p>',
    ]
    return "".join(parts)


def _section(section: Section, chart_as: object) -> str:
    from html import escape

    blocks = "".join(block_html(block, chart_as) for block in section.blocks)  # type: ignore[arg-type]
    table = '<table border="1" cellspacing="0" cellpadding="3" width="100%" style="border-color:#9aa8b6">'
    blocks = blocks.replace("<table>", table).replace("<th>", '<th bgcolor="#e3e9ef">')
    blocks = blocks.replace('<tr class="bad">', '<tr bgcolor="#fdf1ef">').replace('<tr class="good">', "<tr>")
    return f"<h2>{escape(section.title)}</h2>{blocks}"


def _edges(painter: QPainter, report: Report, page: QRectF, number: str) -> None:
    font = QFont(ui_font())
    font.setPointSizeF(7.5)
    painter.setFont(font)
    painter.setPen(QColor("#5c6b7a"))
    painter.drawText(page, 0x0021, f"{report.stamp}   {report.title}")
    painter.drawText(page, 0x0044, number)


def _image(chart: Chart) -> QImage:
    drawing = QSvgRenderer(QByteArray(svg(chart).encode()))
    size = drawing.defaultSize() * SHARP
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter)
    painter.end()
    return image
