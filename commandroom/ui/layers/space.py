"""The map with what stands on it and beside it: bar of tools, plate, entry, and the layers panel."""

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtWidgets import QHBoxLayout, QWidget

from commandroom.ui.actions import RoomActions
from commandroom.ui.layers.model import LayerModel
from commandroom.ui.layers.panel import LayerPanel
from commandroom.ui.layers.plate import DrawingEntry, MapPlate
from commandroom.ui.map_bar import MapBar
from commandroom.ui.theme import Theme
from commandroom.wording import Wording

MARGIN = 10


class MapSpace(QWidget):
    """Places its parts; what they mean is known elsewhere.

    The panel takes its room from the map rather than hiding a part of it.
    """

    def __init__(
        self, map_widget: QWidget, actions: RoomActions, theme: Theme, wording: Wording, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.map = map_widget
        self.model = LayerModel(wording, self)
        self.panel = LayerPanel(self.model, theme, wording, self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(map_widget, 1)
        line.addWidget(self.panel)
        self.bar = MapBar(actions, parent=self)
        self.plate = MapPlate(self)
        self.entry = DrawingEntry(self)
        self.panel.hide()
        map_widget.installEventFilter(self)
        self.plate.installEventFilter(self)

    @property
    def area(self) -> QRect:
        """The map's own rectangle."""
        return self.map.geometry()

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the map's and the plate's size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show):
            self._place()
        return False

    def _place(self) -> None:
        area = self.area
        self.bar.place(area.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN))
        self.bar.raise_()
        spot = self.bar.geometry()
        self.plate.move(area.right() - MARGIN - self.plate.width() + 1, spot.bottom() + 8)
