"""点名 in the rules."""

from dataclasses import replace

from PySide6.QtWidgets import QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from commandroom.models.domain.doctrine import Doctrine, RollCallRules
from commandroom.ui.rules.columns import Vocabulary
from commandroom.ui.rules.tab import RuleTab

BOUNDS = {"answer_s": (5, 3600), "misses_to_alarm": (1, 20), "per_day": (0, 48), "units_at_once": (1, 999)}


class RollTab(RuleTab):
    """Four numbers."""

    area = "roll"

    def __init__(self, words: Vocabulary, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.fields = {name: QSpinBox(self) for name in BOUNDS}
        self._labels = {name: QLabel(self) for name in BOUNDS}
        form = QFormLayout()
        form.setVerticalSpacing(10)
        for name, (low, high) in BOUNDS.items():
            self.fields[name].setRange(low, high)
            self.fields[name].setFixedWidth(140)
            self.fields[name].valueChanged.connect(self._on_changed)
            self._labels[name].setBuddy(self.fields[name])
            form.addRow(self._labels[name], self.fields[name])
        self._is_filling = False
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.addWidget(self.note)
        box.addSpacing(6)
        box.addLayout(form)
        box.addStretch(1)

    def put(self, doctrine: Doctrine) -> None:
        """Show these rules."""
        self._is_filling = True
        for name, field in self.fields.items():
            field.setValue(getattr(doctrine.roll_call, name))
        self._is_filling = False

    def take(self, doctrine: Doctrine) -> Doctrine:
        """With the numbers as set."""
        values = {name: field.value() for name, field in self.fields.items()}
        return replace(doctrine, roll_call=RollCallRules(**values))

    def apply_wording(self) -> None:
        """Another language."""
        super().apply_wording()
        say = self.words.wording.say
        for name, label in self._labels.items():
            label.setText(say(f"clocks.rules.roll.{name}"))
        self.fields["answer_s"].setSuffix(say("clocks.callup.seconds"))
        self.fields["per_day"].setSpecialValueText(say("clocks.rules.roll.by_hand"))

    def _on_changed(self) -> None:
        if not self._is_filling:
            self.edited.emit()
