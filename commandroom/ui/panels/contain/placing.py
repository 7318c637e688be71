"""Where the panel stands, and how the map is moved so that the ring is not under it."""

from PySide6.QtCore import QEvent, QObject, Slot

from commandroom.geo import LatLon
from commandroom.services.containment import Containment
from commandroom.ui.layers.space import MARGIN, MapSpace
from commandroom.ui.map_pane import MapPane
from commandroom.ui.panels.contain.panel import WIDTH, ContainPanel
from commandroom.ui.panels.contain.shapes import ring_box, ring_spots

CAPTION_SHARE = 0.06
"""Of the box round the ring, on each side, for what is written beside its points."""
FOOT_PX = 32
"""Of a narrow map, for what stands at its foot."""


class PanelPlace(QObject):
    """Upper left of the map; below the bar of tools where both have no room side by side."""

    def __init__(self, panel: ContainPanel, space: MapSpace, pane: MapPane) -> None:
        super().__init__(panel)
        self._panel = panel
        self._space = space
        self._pane = pane
        space.installEventFilter(self)
        space.panel_shown.connect(self.place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the map."""
        if watched is self._space and event.type() == QEvent.Type.Resize:
            self.place()
        return False

    @Slot()
    def place(self) -> None:
        """Stand where there is room."""
        area, bar = self._space.area, self._space.bar.geometry()
        left, top = area.left() + MARGIN, area.top() + MARGIN
        bottom = area.bottom() - MARGIN
        if bar.left() < left + WIDTH + MARGIN:
            top, bottom = bar.bottom() + 8, bottom - FOOT_PX
        self._panel.fit(max(bottom - top, 0))
        self._panel.move(left, top)
        if not self._panel.isHidden():
            self._panel.raise_()

    def show_whole(self, ring: Containment, place: LatLon) -> None:
        """Bring the whole ring into sight beside the panel; not where it is, nor while the view is locked."""
        if self._is_in_sight(ring, place):
            return
        west, south, east, north = ring_box(ring, place)
        wide, high = (east - west) * CAPTION_SHARE, (north - south) * CAPTION_SHARE
        west, south, east, north = west - wide, south - high, east + 2 * wide, north + high
        width, covered = self._space.area.width(), WIDTH + 2 * MARGIN
        if width > 1.5 * covered:
            west -= (east - west) * covered / (width - covered)
        self._pane.fit((west, south, east, north), automatic=True)

    def _is_in_sight(self, ring: Containment, place: LatLon) -> bool:
        view, left = self._pane.view, WIDTH + 2 * MARGIN
        at = [view.to_screen(each) for each in ring_spots(ring, place)]
        return all(left < x < view.width - MARGIN and MARGIN < y < view.height - MARGIN for x, y in at)
