"""Nothing moves under the hand: tells a list when its order must stay as it is."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget


class HandHold(QObject):
    """Held while the pointer was lately on the widget, while a menu is open or a drag is under way."""

    released = Signal()
    """The order may move again."""
    changed = Signal(bool)

    RESTS_AFTER_MS = 4000
    """A pointer that was left lying on the list lets go after this long."""

    def __init__(self, widget: QWidget) -> None:
        """Watch `widget` (the viewport of a list)."""
        super().__init__(widget)
        self._grips: set[str] = set()
        self._rest = QTimer(self, singleShot=True, interval=self.RESTS_AFTER_MS)
        self._rest.timeout.connect(self._on_rest)
        widget.setMouseTracking(True)
        widget.installEventFilter(self)

    @property
    def is_held(self) -> bool:
        """Whether rows must stay where they are."""
        return bool(self._grips)

    def grip(self, why: str) -> None:
        """Hold for a reason of its own (`menu`, `drag`)."""
        was_held = self.is_held
        self._grips.add(why)
        if not was_held:
            self.changed.emit(True)

    def let_go(self, why: str) -> None:
        """That reason is over."""
        if why not in self._grips:
            return
        self._grips.discard(why)
        if not self._grips:
            self.changed.emit(False)
            self.released.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer; take no event away."""
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            self.grip("pointer")
            self._rest.start()
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.Hide):
            self._rest.stop()
            self.let_go("pointer")
        return False

    @Slot()
    def _on_rest(self) -> None:
        self.let_go("pointer")
