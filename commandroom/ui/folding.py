"""Which panels stand beside the map: what the operator wants, as far as the window has room."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from commandroom.ui.typeface import ui_font


class FoldRail(QFrame):
    """What is left of a folded side panel: one narrow button with its name and count."""

    WIDTH = 52
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setFixedWidth(self.WIDTH)
        self.button = QPushButton(self)
        self.button.setObjectName("rail")
        self.button.setFont(ui_font(14, bold=True))
        self.button.clicked.connect(self.opened)
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 6, 2, 6)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)

    def say(self, name: str, tip: str, count: str = "") -> None:
        """Name the panel; Chinese reads downwards."""
        is_wide_script = all(ord(letter) > 0x2E80 for letter in name)
        shown = "\n".join(name) if is_wide_script else name[:5]
        self.button.setText(f"{shown}\n{count}" if count else shown)
        self.button.setToolTip(tip)
        self.button.setAccessibleName(tip)


class Folding(QObject):
    """Shows and hides panels; a panel the operator wants comes back when there is room for it again."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panels: dict[str, QWidget] = {}
        self._rails: dict[str, FoldRail] = {}
        self._needs: dict[str, tuple[int, int]] = {}
        self._wanted: dict[str, bool] = {}
        self._forced: set[str] = set()
        self._size = (0, 0)

    def add(self, name: str, panel: QWidget, *, needs: tuple[int, int], rail: FoldRail | None = None) -> None:
        """A panel that is folded in windows smaller than `needs` (width, height) in pixels."""
        self._panels[name] = panel
        self._needs[name] = needs
        self._wanted[name] = True
        if rail is not None:
            self._rails[name] = rail
            rail.hide()

    def is_shown(self, name: str) -> bool:
        """Whether the panel stands there now."""
        return not self._panels[name].isHidden()

    def want(self, name: str, on: bool) -> None:
        """The operator opens or folds a panel; opening counts even where there is little room."""
        if on == self.is_shown(name):
            return
        self._wanted[name] = on
        if on:
            self._forced.add(name)
        else:
            self._forced.discard(name)
        self._show()

    @Slot(int, int)
    def fit(self, width: int, height: int) -> None:
        """The window has this size now; crossing a limit makes the operator's wish count again."""
        for name, (least_width, least_height) in self._needs.items():
            had_room = self._size[0] >= least_width and self._size[1] >= least_height
            has_room = width >= least_width and height >= least_height
            if had_room != has_room:
                self._forced.discard(name)
        self._size = (width, height)
        self._show()

    def _show(self) -> None:
        for name, panel in self._panels.items():
            least_width, least_height = self._needs[name]
            has_room = self._size[0] >= least_width and self._size[1] >= least_height
            on = self._wanted[name] and (has_room or name in self._forced)
            panel.setVisible(on)
            if name in self._rails:
                self._rails[name].setVisible(not on)
        self.changed.emit()
