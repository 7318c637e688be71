"""闸口: what happens when an order meets a doubt."""

from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from commandroom.models.domain.doctrine import Doctrine, Doubt, Gate, GateRule
from commandroom.ui.rules.columns import Vocabulary
from commandroom.ui.rules.tab import RuleTab
from commandroom.ui.typeface import SMALL_PX, ui_font


class GatesTab(RuleTab):
    """A row for each doubt, with three answers."""

    area = "gates"

    def __init__(self, words: Vocabulary, parent: QWidget) -> None:
        super().__init__(words, parent)
        self._groups: dict[Doubt, dict[Gate, QRadioButton]] = {}
        self._names: dict[Doubt, QLabel] = {}
        self._tips: dict[Doubt, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        for row, doubt in enumerate(Doubt):
            name, tip = QLabel(self), QLabel(self)
            name.setStyleSheet("font-weight: 600;")
            tip.setObjectName("muted")
            tip.setFont(ui_font(SMALL_PX))
            self._names[doubt], self._tips[doubt] = name, tip
            grid.addWidget(name, row, 0)
            grid.addWidget(tip, row, 1 + len(Gate))
            group = QButtonGroup(self)
            self._groups[doubt] = {}
            for place, gate in enumerate(Gate):
                button = QRadioButton(self)
                group.addButton(button)
                self._groups[doubt][gate] = button
                grid.addWidget(button, row, 1 + place)
                button.clicked.connect(self.edited)
        grid.setColumnStretch(1 + len(Gate), 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.addWidget(self.note)
        box.addSpacing(6)
        box.addLayout(grid)
        box.addStretch(1)

    def put(self, doctrine: Doctrine) -> None:
        """Show these gates."""
        for doubt, buttons in self._groups.items():
            buttons[doctrine.gate(doubt)].setChecked(True)

    def take(self, doctrine: Doctrine) -> Doctrine:
        """With the gates as chosen."""
        return replace(doctrine, gates=tuple(GateRule(doubt, self.chosen(doubt)) for doubt in Doubt))

    def chosen(self, doubt: Doubt) -> Gate:
        """The answer to a doubt."""
        return next(gate for gate, button in self._groups[doubt].items() if button.isChecked())

    def choose(self, doubt: Doubt, gate: Gate) -> None:
        """As a click on that answer."""
        self._groups[doubt][gate].click()

    def apply_wording(self) -> None:
        """Another language."""
        super().apply_wording()
        say = self.words.wording.say
        for doubt, buttons in self._groups.items():
            self._names[doubt].setText(say(f"clocks.rules.doubt.{doubt.value}"))
            self._tips[doubt].setText(say(f"clocks.rules.doubt.{doubt.value}.tip"))
            for gate, button in buttons.items():
                button.setText(say(f"clocks.rules.gate.{gate.value}"))
                button.setAccessibleName(f"{self._names[doubt].text()} {button.text()}")
