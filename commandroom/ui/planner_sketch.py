"""A small map of a plan: roads, demand by shape and colour, stations; painted in a thread."""

import asyncio
from dataclasses import dataclass
from math import cos, radians

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from commandroom.geo import LatLon
from commandroom.roads.network import Floats
from commandroom.services.planner.sites import Flags, Site
from commandroom.ui.errands import Errands
from commandroom.ui.planner_answer import PlanAnswer
from commandroom.ui.planner_words import numbered
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import ui_font

MARGIN_PX = 14.0
SETTLE_MS = 60
"""A picture is painted once the size rests so long."""
MOST_ROADS = 14_000
"""Of more segments in sight the smaller classes are left out."""
DOTS_PX = ((60, 4.0), (400, 3.2), (2_000, 2.2), (8_000, 1.6))
LEAST_DOT_PX = 1.3
CROWD_PX = 2.0
"""Dots smaller than this are a crowd."""
MANY_STATIONS, MOST_PRESENT = 60, 300
NUMBERED = 40
"""So many new stations have their number on the map."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where places stand in the picture: the same before and after."""

    lat: float
    lon: float
    """Of the middle."""
    scale: float
    """Pixels for a degree of latitude."""
    width: int
    height: int

    def pixels(self, lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
        """(n,) x and (n,) y."""
        x = (lon - self.lon) * cos(radians(self.lat)) * self.scale + self.width / 2
        return x, (self.lat - lat) * self.scale + self.height / 2

    def pixel(self, at: LatLon) -> QPointF:
        """One place."""
        x = (at.lon - self.lon) * cos(radians(self.lat)) * self.scale + self.width / 2
        return QPointF(x, (self.lat - at.lat) * self.scale + self.height / 2)


def frame_of(answer: PlanAnswer, width: int, height: int) -> Frame:
    """All of the demand and of the stations, as large as it can be."""
    sites = [*answer.present, *(each.site for each in answer.chosen)]
    spots = np.array([each.at for each in sites], dtype=np.float64).reshape(-1, 2)
    points = np.vstack((answer.demand.points, spots))
    (south, west), (north, east) = points.min(axis=0), points.max(axis=0)
    lat, lon = (south + north) / 2, (west + east) / 2
    high, wide = max(north - south, 1e-3), max((east - west) * cos(radians(lat)), 1e-3)
    scale = min((width - 2 * MARGIN_PX) / wide, (height - 2 * MARGIN_PX) / high)
    return Frame(float(lat), float(lon), float(max(scale, 1.0)), width, height)


def paint(answer: PlanAnswer, *, is_after: bool, size: QSize, ratio: float, theme: Theme) -> QImage:
    """The picture at `size` points and `ratio` pixels a point; for a thread."""
    image = QImage(size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.ground))
    frame = frame_of(answer, size.width(), size.height())
    painter = QPainter(image)
    _roads(painter, answer, frame, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    reached = answer.is_reached_after if is_after else answer.is_reached_before
    _demand(painter, answer, reached, frame, theme)
    _stations(painter, answer, frame, theme, is_after=is_after)
    painter.end()
    return image


def _roads(painter: QPainter, answer: PlanAnswer, frame: Frame, theme: Theme) -> None:
    network = answer.network
    x, y = frame.pixels(network.node_lat, network.node_lon)
    inside = (x > -20) & (x < frame.width + 20) & (y > -20) & (y < frame.height + 20)
    seen = np.flatnonzero(inside[network.seg_from] | inside[network.seg_to])
    for least in range(int(network.seg_class.max(initial=0))):
        if len(seen) <= MOST_ROADS:
            break
        seen = seen[network.seg_class[seen] > least]
    tail, head = network.seg_from[seen], network.seg_to[seen]
    ends = np.column_stack((x[tail], y[tail], x[head], y[head]))
    great = network.seg_class[seen] >= 4
    for is_great, width in ((False, 1.0), (True, 1.8)):
        painter.setPen(QPen(QColor(theme.line), width))
        painter.drawLines([QLineF(*each) for each in ends[great == is_great].tolist()])


def _demand(painter: QPainter, answer: PlanAnswer, reached: Flags, frame: Frame, theme: Theme) -> None:
    """Reached: a filled disc. Not reached: a cross, faint where there are thousands."""
    weight = answer.demand.weight
    x, y = frame.pixels(answer.demand.points[:, 0], answer.demand.points[:, 1])
    size = next((px for most, px in DOTS_PX if len(weight) <= most), LEAST_DOT_PX)
    is_few = len(weight) <= DOTS_PX[1][0]
    heavy = np.sqrt(weight / weight.min()).clip(1.0, 1.8) if is_few else np.ones(len(weight))
    missed = ~reached
    arms: list[QLineF] = []
    for px, py, more in zip(x[missed].tolist(), y[missed].tolist(), heavy[missed].tolist(), strict=True):
        arm = max(size * more * 0.9, 1.2)
        arms += [
            QLineF(px - arm, py - arm, px + arm, py + arm),
            QLineF(px - arm, py + arm, px + arm, py - arm),
        ]
    painter.setPen(QPen(QColor(theme.text), 1.6) if size > CROWD_PX else QPen(QColor(theme.muted), 0.8))
    painter.drawLines(arms)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.free))
    for px, py, more in zip(x[reached].tolist(), y[reached].tolist(), heavy[reached].tolist(), strict=True):
        painter.drawEllipse(QPointF(px, py), size * more, size * more)


def _stations(painter: QPainter, answer: PlanAnswer, frame: Frame, theme: Theme, *, is_after: bool) -> None:
    gone = {each.id for each in answer.given_up}
    is_crowd = len(answer.demand.weight) > DOTS_PX[2][0] or len(answer.present) > MOST_PRESENT
    radius = 2.4 if is_crowd else 3.4 if len(answer.present) > MANY_STATIONS else 5.0
    for site in answer.present:
        if is_after and site.id in gone:
            gone_station(painter, frame.pixel(site.at), radius, theme)
        else:
            present_station(painter, frame.pixel(site.at), radius, theme)
    if not is_after:
        return
    numbers = numbered(answer)
    for each in reversed(answer.chosen):  # those that add most lie on top
        if each.site.id in numbers:
            number = numbers[each.site.id] if len(numbers) <= NUMBERED else ""
            new_station(painter, frame.pixel(each.site.at), number, theme)


def present_station(painter: QPainter, at: QPointF, radius: float, theme: Theme) -> None:
    painter.setPen(QPen(QColor(theme.ground), radius * 0.9 + 1.6))
    painter.setBrush(QColor(theme.panel))
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QPen(QColor(theme.text), max(radius * 0.4, 1.6)))
    painter.drawEllipse(at, radius, radius)


def gone_station(painter: QPainter, at: QPointF, radius: float, theme: Theme) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.muted), 1.2, Qt.PenStyle.DotLine))
    painter.drawRect(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius))


def new_station(painter: QPainter, at: QPointF, number: str, theme: Theme) -> None:
    """A house with its number, as on the live map; smaller without."""
    half = 9.0 if number else 5.5
    corners = ((0, -1.35), (1, -0.35), (1, 1), (-1, 1), (-1, -0.35))
    house = QPolygonF([QPointF(at.x() + x * half, at.y() + y * half) for x, y in corners])
    painter.setPen(QPen(QColor(theme.ground), 4.0))
    painter.setBrush(QColor(theme.selection))
    painter.drawPolygon(house)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(house)
    if number:
        painter.setFont(ui_font(13, bold=True, tabular=True))
        painter.setPen(QColor(theme.ground))
        box = QRectF(at.x() - 12, at.y() - 9, 24, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)


class PlanSketch(QWidget):
    """Shows the picture of one side of an answer; another is painted when size, theme or answer change."""

    def __init__(self, theme: Theme, parent: QWidget, *, is_after: bool) -> None:
        super().__init__(parent)
        self._theme, self._is_after = theme, is_after
        self._answer: PlanAnswer | None = None
        self._marked: Site | None = None
        self._errands = Errands()
        self._is_painting = False
        self.picture: QImage | None = None
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._begin)
        self.setMinimumSize(220, 150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_answer(self, answer: PlanAnswer | None) -> None:
        """Another answer; None for none."""
        self._answer, self._marked = answer, None
        if answer is None:
            self.picture = None
            self.update()
        else:
            self._settle.start()

    def mark(self, site: Site | None) -> None:
        """Put a ring round one station."""
        self._marked = site
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()
        self._settle.start()

    def stop(self) -> None:
        """Paint no more."""
        self._settle.stop()
        self._errands.cancel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint anew once the size rests."""
        super().resizeEvent(event)
        self._settle.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, and the ring."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.ground))
        if self.picture is not None:
            painter.drawImage(QRectF(self.rect()), self.picture)
            if self._marked is not None and self._answer is not None:
                at = frame_of(self._answer, self.width(), self.height()).pixel(self._marked.at)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                for colour, width in ((self._theme.ground, 5.0), (self._theme.selection, 2.4)):
                    painter.setPen(QPen(QColor(colour), width))
                    painter.drawEllipse(at, 15.0, 15.0)
        painter.setPen(QColor(self._theme.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    @Slot()
    def _begin(self) -> None:
        if self._answer is None:
            return
        if self._is_painting:
            self._settle.start()
            return
        self._is_painting = True
        self._errands.start(self._paint(self._answer))

    async def _paint(self, answer: PlanAnswer) -> None:
        try:
            painted = await asyncio.to_thread(
                paint, answer, is_after=self._is_after, size=self.size(),
                ratio=self.devicePixelRatioF(), theme=self._theme,
            )  # fmt: skip
        finally:
            self._is_painting = False
        if answer is self._answer:
            self.picture = painted
            self.update()
