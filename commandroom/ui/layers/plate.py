"""A small plate on the map: what a post or a drawing is, and what can be done with it."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from commandroom.models.domain.drawings import TEXT_LIMIT
from commandroom.models.domain.enums import RoadEffect
from commandroom.ui.layers.effect_choice import EffectChoice
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, SMALL_PX, TITLE_PX, ui_font
from commandroom.wording import Wording

WIDTH = 260
LONG_TITLE = 40
"""Characters from which on a title is written like a text."""
_BREAK = "\u200b"
"""A blank of no width, where a line may end."""


class MapPlate(QFrame):
    """Shows one thing; its buttons are acts of the window."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mapplate")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.title = _label(self, TITLE_PX, bold=True)
        self.text = _label(self, SMALL_PX)
        self.text.setObjectName("muted")
        self.title.setFixedWidth(WIDTH - 60)
        self.text.setFixedWidth(WIDTH - 24)
        self.close_button = QToolButton(self)
        self.close_button.setText("✕")
        self.close_button.setFixedSize(26, 24)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.effect = EffectChoice(self)
        self.effect.resized.connect(self._fit)
        self.effect.hide()
        self._acts = QHBoxLayout()
        self._acts.setSpacing(6)
        self._acts.addStretch(1)
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 8, 10)
        box.setSpacing(6)
        box.addLayout(head)
        box.addWidget(self.text)
        box.addWidget(self.effect)
        box.addLayout(self._acts)
        self._buttons: list[QToolButton] = []
        self.hide()

    def show_thing(
        self,
        title: str,
        lines: Iterable[str],
        acts: Iterable[QAction],
        effect: tuple[RoadEffect, float] | None = None,
    ) -> None:
        """Say what it is, in plain text, and offer `acts`; of a drawing also what it means to travel."""
        spoken = "\n".join(lines)
        is_long = len(title) > LONG_TITLE
        self.title.setFont(ui_font(BODY_PX if is_long else TITLE_PX, bold=not is_long))
        for label, text in ((self.title, title), (self.text, spoken)):
            label.setText(_breakable(text, label))
            label.setFixedHeight(label.heightForWidth(label.width()))
        wanted = list(acts)
        if [each.defaultAction() for each in self._buttons] != wanted:
            self._offer(wanted)
        self.effect.setVisible(effect is not None)
        if effect is not None:
            self.effect.set_effect(*effect)
        self.setAccessibleName(f"{title} {spoken}")
        self.show()
        self._fit()
        self.raise_()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.setStyleSheet(
            f"#mapplate {{ background: {theme.panel}; border: 1px solid {theme.line}; border-radius: 6px; }}"
            f"QToolButton {{ padding: 2px 8px; }}"
        )
        self.close_button.setStyleSheet("padding: 0; min-height: 0;")
        self.effect.apply_theme(theme)

    def apply_wording(self, wording: Wording) -> None:
        """Another language, of the button; the text is set anew by whoever set it."""
        self.close_button.setToolTip(wording.say("layers.plate.close"))
        self.close_button.setAccessibleName(wording.say("layers.plate.close"))
        self.effect.apply_wording(wording)

    def _fit(self) -> None:
        """As high as its parts are now."""
        self._box.invalidate()
        self._box.activate()
        self.setFixedHeight(self._box.minimumSize().height())

    def _offer(self, acts: list[QAction]) -> None:
        for button in self._buttons:
            self._acts.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for act in reversed(acts):
            button = QToolButton(self)
            button.setDefaultAction(act)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setFont(ui_font(SMALL_PX))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._acts.insertWidget(0, button)
            self._buttons.insert(0, button)
            button.show()


class DrawingEntry(QFrame):
    """Asks at the drawing for its text and what it means to travel; Enter keeps it, Esc discards."""

    kept = Signal(str)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mapplate")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.field = _EntryField(self)
        self.field.setMaxLength(TEXT_LIMIT)
        self.field.kept.connect(self._on_kept)
        self.field.dropped.connect(self.dropped)
        self.hint = _label(self, SMALL_PX)
        self.hint.setObjectName("muted")
        self.effect = EffectChoice(self)
        self.effect.resized.connect(self._fit)
        self._area = QRect()
        self.setFocusProxy(self.field)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 6)
        box.setSpacing(4)
        box.addWidget(self.field)
        box.addWidget(self.effect)
        box.addWidget(self.hint)
        self.hide()

    def ask(
        self,
        x: float,
        y: float,
        area: QRect,
        text: str = "",
        effect: tuple[RoadEffect, float] = (RoadEffect.NONE, 1.0),
    ) -> None:
        """Stand under the pixel (x, y) of the parent, wholly inside `area`, and take the keys."""
        self.field.setText(text)
        self.field.selectAll()
        self.effect.set_effect(*effect)
        self._area = area
        self.show()
        self.move(round(x) - WIDTH // 2, round(y) + 16)
        self._fit()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.setStyleSheet(
            f"#mapplate {{ background: {theme.panel}; border: 1px solid {theme.selection};"
            f" border-radius: 6px; }}"
        )
        self.effect.apply_theme(theme)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self.effect.apply_wording(wording)
        self.field.setPlaceholderText(wording.say("layers.drawing.entry"))
        self.field.setAccessibleName(wording.say("layers.drawing.entry"))
        self.hint.setText(wording.say("layers.drawing.hint"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc on the switches end here too."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._on_kept()
            case Qt.Key.Key_Escape:
                self.dropped.emit()
            case _:
                super().keyPressEvent(event)

    def _fit(self) -> None:
        """As high as its parts are now, and wholly in sight."""
        if self.isHidden():
            return
        self.adjustSize()
        area = self._area
        left = min(max(self.x(), area.left() + 6), area.right() - WIDTH - 5)
        top = min(max(self.y(), area.top() + 6), area.bottom() - self.height() - 5)
        self.move(left, top)

    def _on_kept(self) -> None:
        self.kept.emit(self.field.text().strip())


class _EntryField(QLineEdit):
    """Enter and Esc end here: neither may send anybody nor step back elsewhere."""

    kept = Signal()
    dropped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep or discard."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.kept.emit()
            case Qt.Key.Key_Escape:
                self.dropped.emit()
            case _:
                super().keyPressEvent(event)


def _breakable(text: str, label: QLabel) -> str:
    """`text` with places to break inside words that are wider than the plate."""
    metrics, room = label.fontMetrics(), label.width()
    words = (word for word in text.split() if metrics.horizontalAdvance(word) > room)
    for word in sorted(set(words), key=len, reverse=True):
        text = text.replace(word, _BREAK.join(word))
    return text


def _label(parent: QWidget, px: int, *, bold: bool = False) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFont(ui_font(px, bold=bold))
    return label
