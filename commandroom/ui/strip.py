"""A strip that slides in above the line at the foot of the window and moves nothing else."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, Qt, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QWidget


class Strip(QFrame):
    """As wide as its parent, as high as it needs to be; lies over what is there."""

    SLIDES_MS = 120

    def __init__(self, host: QWidget, foot: QWidget) -> None:
        """Lie in `host`, just above `foot`, which lies somewhere in it."""
        super().__init__(host)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._host = host
        self._foot = foot
        self._slide = QPropertyAnimation(self, b"pos", self)
        self._slide.setDuration(self.SLIDES_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        host.installEventFilter(self)
        foot.installEventFilter(self)
        self.hide()

    def slide_in(self) -> None:
        """Come up from the foot."""
        is_new = self.isHidden()
        self.show()
        self.raise_()
        self.place()
        if is_new:
            goal = self.pos()
            self._slide.setStartValue(goal + QPoint(0, self.height() // 2))
            self._slide.setEndValue(goal)
            self._slide.start()

    @Slot()
    def place(self) -> None:
        """Take the width there is and the height needed."""
        self._slide.stop()
        width = self._host.width()
        self.setFixedWidth(width)
        layout = self.layout()
        if layout is not None:
            layout.activate()
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        top = self._foot.mapTo(self._host, QPoint(0, 0)).y()
        self.setGeometry(0, top - height, width, height)

    def is_somebody_typing(self) -> bool:
        """Whether a field of the window has the focus: then it keeps it."""
        return isinstance(self.window().focusWidget(), (QLineEdit, QPlainTextEdit))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay where the foot is; take no event away."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and not self.isHidden():
            self.place()
        return False
