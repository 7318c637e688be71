"""The wall's shapes and layers: the shapes of the seat's map, shown as the wall's own choice says."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QAction, QScreen
from PySide6.QtWidgets import QMenu, QWidget

from commandroom.map.marks import LAYERS, SHAPE_LAYERS, ShapeLayer
from commandroom.ui.layers.choice import CHOOSABLE, INCIDENT_LAYERS, UNIT_LAYERS, LayerChoice
from commandroom.ui.map_pane import MapPane
from commandroom.ui.theme import Theme
from commandroom.ui.wall.plates import LEAST_PX
from commandroom.ui.wall.window import WallWindow
from commandroom.wording import Wording

ALWAYS = frozenset(LAYERS) - frozenset(CHOOSABLE)
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (("incidents", INCIDENT_LAYERS), ("units", UNIT_LAYERS))
SINGLE = tuple(each for each in CHOOSABLE if each not in (*INCIDENT_LAYERS, *UNIT_LAYERS))


class WallLayers(QObject):
    """Copies what is drawn under the marks, and lets a menu say what of it shows on the wall."""

    changed = Signal(object)
    """The LayerChoice of the wall."""

    def __init__(
        self, seat: MapPane, wall: WallWindow, choice: LayerChoice, wording: Callable[[], Wording]
    ) -> None:
        super().__init__(wall)
        self._seat, self._wall, self._wording = seat, wall, wording
        self.choice = choice
        seat.overlays.shapes_set.connect(self._copy)
        seat.overlays.heat_set.connect(self._copy_heat)
        wall.menu_wanted.connect(self.show_menu)
        for layer in SHAPE_LAYERS:
            self._copy(layer)
        self._copy_heat()
        self._apply()

    @Slot(QPoint)
    def show_menu(self, at: QPoint) -> QMenu:
        """The layers with their ticks; the menu stays until somebody clicks beside it."""
        say, menu = self._wording().say, QMenu(self._wall)
        menu.setStyleSheet(menu_style(self._wall.theme))
        for group, layers in GROUPS:
            self._fill(menu.addMenu(say(f"layers.row.{group}")), layers, say)
        self._fill(menu, SINGLE, say)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
        return menu

    def _fill(self, menu: QMenu, layers: tuple[str, ...], say: Callable[[str], str]) -> None:
        for layer in layers:
            act = QAction(say(f"layers.row.{layer}"), menu, checkable=True, checked=layer in self.choice.on)
            act.setData(layer)
            act.toggled.connect(self._on_toggled)
            menu.addAction(act)

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        act = self.sender()
        if isinstance(act, QAction):
            self.choice = self.choice.with_layers(frozenset({str(act.data())}), on)
            self._apply()
            self.changed.emit(self.choice)

    def _apply(self) -> None:
        self._wall.map_pane.overlays.set_shown(self.choice.on | ALWAYS)
        self._wall.marks.show_closed("incident.closed" in self.choice.on)

    @Slot(str)
    def _copy(self, layer: ShapeLayer) -> None:
        self._wall.map_pane.overlays.set_shapes(layer, self._seat.overlays.shapes(layer))

    @Slot()
    def _copy_heat(self) -> None:
        self._wall.map_pane.overlays.set_heat(self._seat.overlays.spots)


def menu_style(theme: Theme) -> str:
    """A menu to be read from afar; a layer that shows has its square filled."""
    return f"""
    QMenu {{ font-size: {LEAST_PX}px; }}
    QMenu::item {{ padding: 4px 56px 4px 60px; }}
    QMenu::indicator {{ width: 20px; height: 20px; left: 16px; border: 2px solid {theme.muted}; }}
    QMenu::indicator:checked {{ background: {theme.selection}; border-color: {theme.selection}; }}
    QMenu::right-arrow {{ width: {LEAST_PX}px; height: {LEAST_PX}px; }}
    """


def screen_beside(window: QWidget) -> QScreen | None:
    """A screen on which `window` does not stand; None where there is only one."""
    own = window.screen()
    return next((each for each in own.virtualSiblings() if each is not own), None)
