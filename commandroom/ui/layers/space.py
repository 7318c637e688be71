"""The map with what stands on it and beside it: bar of tools, plate, entry, and the layers panel."""

from PySide6.QtCore import QEvent, QObject, QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from commandroom.ui.actions import RoomActions
from commandroom.ui.layers.model import LayerModel
from commandroom.ui.layers.panel import WIDTH, LayerPanel
from commandroom.ui.layers.plate import DrawingEntry, MapPlate
from commandroom.ui.map_bar import MapBar
from commandroom.ui.theme import Theme
from commandroom.wording import Wording

MARGIN = 10
LEAST_MAP = 320
"""The panel stands beside the map while so much of it is left, else it folds; opened then it lies over it."""


class MapSpace(QWidget):
    """Places its parts; what they mean is known elsewhere."""

    panel_shown = Signal(bool)
    """The panel came or went, by hand or for want of room."""

    def __init__(
        self, map_widget: QWidget, actions: RoomActions, theme: Theme, wording: Wording, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.map = map_widget
        map_widget.setParent(self)
        self.model = LayerModel(wording, self)
        self.panel = LayerPanel(self.model, theme, wording, self)
        self.bar = MapBar(actions, parent=self)
        self.plate = MapPlate(self)
        self.entry = DrawingEntry(self)
        self.panel.hide()
        self._is_wanted = False
        self._is_forced = False
        """Opened by hand although there is little room."""
        self.plate.installEventFilter(self)

    @property
    def area(self) -> QRect:
        """The part of the map that is in sight."""
        left = self.width() - (0 if self.panel.isHidden() else WIDTH)
        return QRect(0, 0, max(left, 0), self.height())

    def open_panel(self, on: bool, *, by_hand: bool = False) -> None:
        """Let the panel stand there where there is room; `by_hand` counts even where there is little."""
        self._is_wanted = on
        self._is_forced = on and (by_hand or self._is_forced)
        self._place()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        for part in (self.panel, self.bar, self.plate, self.entry):
            part.apply_theme(theme)

    def apply_wording(self, wording: Wording) -> None:
        """Another language; the acts have theirs already."""
        self.model.apply_wording(wording)
        self.bar.apply_wording()
        for part in (self.panel, self.plate, self.entry):
            part.apply_wording(wording)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place."""
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the plate's size."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Resize):
            self._place()
        return False

    def _place(self) -> None:
        width, height = self.width(), self.height()
        has_room = width - WIDTH >= LEAST_MAP
        self._is_forced = self._is_forced and not has_room
        is_shown = self._is_wanted and (has_room or self._is_forced)
        if is_shown is self.panel.isHidden():
            self.panel.setVisible(is_shown)
            self.panel_shown.emit(is_shown)
        area = self.area
        self.map.setGeometry(0, 0, area.width() if has_room else width, height)
        self.panel.setGeometry(width - WIDTH, 0, WIDTH, height)
        self.panel.raise_()
        self.bar.place(area.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN))
        self.bar.raise_()
        top = self.bar.geometry().bottom() + 8
        self.plate.move(max(area.right() - MARGIN - self.plate.width() + 1, 0), top)
