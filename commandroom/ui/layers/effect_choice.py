"""What a drawing means to whoever travels through it: nothing, closed, or slower."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from commandroom.models.domain.enums import RoadEffect
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import SMALL_PX, ui_font
from commandroom.wording import Wording

FACTORS = (0.2, 0.5, 0.7)
USUAL_FACTOR = 0.5
GAP = 4


class EffectChoice(QWidget):
    """Two rows of switches; the second, how slow, only where it is slow."""

    chosen = Signal(object, float)
    """A `RoadEffect` and the share of its speed that a slow road keeps (1 where it is not slow)."""
    resized = Signal()
    """The second row came or went."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.effects = {effect: _switch(self) for effect in RoadEffect}
        self.factors = {factor: _switch(self) for factor in FACTORS}
        self._kinds, self._shares = QButtonGroup(self), QButtonGroup(self)
        self._roads = QLabel(self)
        self._speed = QLabel(self)
        self._slow = QWidget(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GAP)
        for group, row, label, buttons in (
            (self._kinds, QWidget(self), self._roads, self.effects.values()),
            (self._shares, self._slow, self._speed, self.factors.values()),
        ):
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(GAP)
            label.setFont(ui_font(SMALL_PX))
            label.setObjectName("muted")
            line.addWidget(label)
            for button in buttons:
                group.addButton(button)
                line.addWidget(button)
            line.addStretch(1)
            box.addWidget(row)
        self._kinds.buttonClicked.connect(self._on_chosen)
        self._shares.buttonClicked.connect(self._on_chosen)
        self.set_effect(RoadEffect.NONE, 1.0)

    @property
    def effect(self) -> RoadEffect:
        """What is chosen."""
        return next(effect for effect, button in self.effects.items() if button.isChecked())

    @property
    def factor(self) -> float:
        """The share of its speed that a road keeps; 1 where it is not slow."""
        if self.effect is not RoadEffect.SLOW:
            return 1.0
        return next(factor for factor, button in self.factors.items() if button.isChecked())

    def set_effect(self, effect: RoadEffect, factor: float) -> None:
        """Show this one; a factor between those offered shows as the nearest. Tells nobody."""
        kept = factor if effect is RoadEffect.SLOW else USUAL_FACTOR
        near = min(FACTORS, key=lambda each: abs(each - kept))
        self.effects[effect].setChecked(True)
        self.factors[near].setChecked(True)
        self._show_factors()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.setStyleSheet(
            "QToolButton { padding: 2px 7px; min-height: 18px; }"
            f"QToolButton:checked {{ background: {theme.line}; border-color: {theme.selection}; }}"
        )

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._roads.setText(wording.say("board.effect.roads"))
        self._speed.setText(wording.say("board.effect.speed"))
        for effect, button in self.effects.items():
            button.setText(wording.say(f"board.effect.{effect.value or 'none'}"))
            button.setToolTip(wording.say(f"board.effect.{effect.value or 'none'}.tip"))
        for factor, button in self.factors.items():
            button.setText(f"×{factor:g}")
            button.setToolTip(wording.say("board.effect.factor.tip", percent=round(100 * factor)))

    @Slot()
    def _on_chosen(self) -> None:
        self._show_factors()
        self.chosen.emit(self.effect, self.factor)

    def _show_factors(self) -> None:
        is_slow = self.effect is RoadEffect.SLOW
        if is_slow is self._slow.isHidden():
            self._slow.setVisible(is_slow)
            self.resized.emit()


def _switch(parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setCheckable(True)
    button.setFont(ui_font(SMALL_PX))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
