"""The plate beside the map on which a ring is asked for, judged and ordered. Never modal."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from commandroom.ui.panels.contain.entries import Entries
from commandroom.ui.panels.contain.picture import ContainPicture
from commandroom.ui.panels.contain.rows import ROW_HEIGHT, PointList
from commandroom.ui.panels.text import ClampedLabel, ElidedLabel, plain_tip
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, CLOCK_PX, SMALL_PX, TITLE_PX, ui_font
from commandroom.wording import Wording

WIDTH = 304
MOST_ROWS, LEAST_ROWS = 10, 2
TIGHT_PX = 470
"""In less height than this the assumption is only in the tip of the verdict."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ContainPanel(QFrame):
    """Shows a picture; its gestures are signals."""

    closed = Signal()
    order_wanted = Signal()
    point_meant = Signal(object)
    """A PointLine."""

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("containpanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._theme = theme
        self._picture = ContainPicture()
        self._room_px = 0
        self.title = ElidedLabel(self)
        self.close_button = QToolButton(self)
        self.entries = Entries(self)
        self.verdict = QLabel(self)
        self.detail = ClampedLabel(self)
        self.list = PointList(theme, wording, self)
        self.after = ElidedLabel(self)
        self.assumed = ClampedLabel(self)
        self.order = QPushButton(self)
        self._build()
        self.close_button.clicked.connect(self.closed)
        self.order.clicked.connect(self._on_order)
        self.list.meant.connect(self.point_meant)
        self.setFocusProxy(next(iter(self.entries.flights.values())))
        self.apply_wording(wording)
        self.apply_theme(theme)
        self.hide()

    @property
    def picture(self) -> ContainPicture:
        """What it says."""
        return self._picture

    def show_picture(self, picture: ContainPicture, *, title: str, assumed: str) -> None:
        """Say this."""
        self._picture = picture
        self.title.setText(title)
        self.verdict.setText(picture.verdict)
        self.detail.setText(picture.detail)
        self.detail.setVisible(bool(picture.detail))
        self.assumed.setText(assumed)
        self.list.points.show_lines(picture.lines)
        self.order.setText(picture.order)
        self.order.setVisible(bool(picture.order))
        self._tint()
        self.fit()

    def show_later(self, text: str) -> None:
        """Say what it would take a minute later; '' for nothing."""
        if text != self.after.text() or self.after.isHidden() is bool(text):
            self.after.setText(text)
            self.after.setVisible(bool(text))
            self.fit()

    def enter(self) -> None:
        """Take the keys."""
        chosen = next((each for each in self.entries.flights.values() if each.isChecked()), None)
        (chosen or self).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fit(self, room_px: int | None = None) -> None:
        """As high as its points need, and no higher than `room_px` (or what was said last)."""
        self._room_px = self._room_px if room_px is None else room_px
        is_tight = 0 < self._room_px < TIGHT_PX
        self.assumed.setVisible(not is_tight)
        self.verdict.setToolTip(plain_tip(self.assumed.text()))
        for label in (self.detail, self.assumed):
            label.most_lines = 1 if is_tight else 2
            label.setFixedHeight(label.height_in(WIDTH - 24))
        rows = self.list.points.rowCount()
        self.list.setVisible(rows > 0)
        self.list.setFixedHeight(0)
        self._box.activate()
        around = self._box.minimumSize().height()
        least = min(rows, LEAST_ROWS) * ROW_HEIGHT
        high = min(rows, MOST_ROWS) * ROW_HEIGHT
        if self._room_px:
            high = max(min(high, self._room_px - around), least)
        self.list.setFixedHeight(high)
        self._box.activate()
        self.setFixedHeight(self._box.minimumSize().height())

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.setStyleSheet(
            f"#containpanel {{ background: {theme.panel}; border: 1px solid {theme.line};"
            f" border-radius: 6px; }}"
            f"#containpanel QPushButton:checked {{ background: {theme.selection}; color: {theme.ground};"
            f" border-color: {theme.selection}; }}"
            f"#containpanel QPushButton#give {{ background: {theme.free}; color: {theme.ground};"
            f" border: 2px solid {theme.free}; font-weight: 600; min-height: 26px; }}"
            f"#containpanel QPushButton#give:focus {{ border-color: {theme.text}; }}"
            f"#containpanel QPushButton#give:disabled {{ background: {theme.raised}; color: {theme.muted};"
            f" border-color: {theme.line}; }}"
        )
        self.close_button.setStyleSheet("padding: 0; min-height: 0;")
        self.list.apply_theme(theme)
        self._tint()

    def apply_wording(self, wording: Wording) -> None:
        """Another language; the picture is shown anew by whoever made it."""
        self.entries.apply_wording(wording)
        self.list.points.wording = wording
        self.list.setAccessibleName(wording.say("contain.list"))
        self.close_button.setToolTip(wording.say("contain.close"))
        self.close_button.setAccessibleName(wording.say("contain.close"))
        self.order.setToolTip(wording.say("contain.order.tip"))
        self.setAccessibleName(wording.say("contain.title"))

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter is meant for the ring while the panel has the keys, not for the team."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_order(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keys and sends nobody else; Esc closes."""
        if _is_order(event):
            self._on_order()
        elif event.key() in _ENTER:
            button = self.focusWidget()
            if isinstance(button, (QPushButton, QToolButton)):
                button.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _on_order(self) -> None:
        if self.order.isEnabled() and self._picture.order:
            self.order_wanted.emit()

    def _build(self) -> None:
        self.title.setFont(ui_font(TITLE_PX, bold=True))
        self.verdict.setFont(ui_font(CLOCK_PX, bold=True, tabular=True))
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.detail, self.assumed):
            label.setFont(ui_font(SMALL_PX))
            label.setObjectName("muted")
        self.after.setFont(ui_font(BODY_PX))
        self.close_button.setText("✕")
        self.close_button.setFixedSize(26, 24)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.order.setObjectName("give")
        self.order.setFont(ui_font(TITLE_PX, bold=True))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 10, 10)
        box.setSpacing(6)
        box.addLayout(head)
        for part in (
            self.entries,
            self.verdict,
            self.detail,
            self.list,
            self.after,
            self.order,
            self.assumed,
        ):
            box.addWidget(part)
        self.after.hide()

    def _tint(self) -> None:
        theme = self._theme
        tone = {"good": theme.free, "bad": theme.attention_1, "quiet": theme.muted}[self._picture.tone]
        self.verdict.setStyleSheet(f"color: {tone};")


def _is_order(event: QKeyEvent) -> bool:
    return event.key() in _ENTER and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
