"""车速: how fast units move by class of road and time of day, and what their own trips taught."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from commandroom.models.domain.doctrine import Doctrine, ModeSpeeds, SpeedRules
from commandroom.models.domain.enums import UnitKind
from commandroom.roads.modes import SPEEDS_KMH
from commandroom.ui.rules.columns import Vocabulary, band_columns, new_band, new_speeds, speed_columns
from commandroom.ui.rules.tab import Fault, RuleTab
from commandroom.ui.rules.table import Problem, RuleModel, RuleTable
from commandroom.ui.rules.texts import number_text
from commandroom.ui.theme import NIGHT, Theme

PROGRAM = tuple(ModeSpeeds(mode.value, speeds) for mode, speeds in SPEEDS_KMH.items())
"""What the program has where the rules say nothing."""


class SpeedsTab(RuleTab):
    """Two tables, two ticks, and the ratios learned."""

    area = "speeds"

    def __init__(self, words: Vocabulary, parent: QWidget) -> None:
        super().__init__(words, parent)
        self._theme: Theme = NIGHT
        self._learned: Mapping[UnitKind, tuple[float, int]] | None = None
        self.speeds, self.bands = RuleTable(self, can_grow=False), RuleTable(self)
        self.speed_rows = RuleModel(speed_columns(words), "speed", new_speeds, self)
        self.band_rows = RuleModel(band_columns(words), "band", new_band, self)
        for table, model in ((self.speeds, self.speed_rows), (self.bands, self.band_rows)):
            table.show_model(model)
            model.edited.connect(self.edited)
        self.speeds.setFixedHeight(30 + 4 * 28 + 8)
        self.oneway, self.is_learned = QCheckBox(self), QCheckBox(self)
        self.oneway.clicked.connect(self.edited)
        self.is_learned.clicked.connect(self.edited)
        self.ratios = QLabel(self)
        self.ratios.setWordWrap(True)
        self._heads = {name: QLabel(self) for name in ("speed", "band", "more")}
        self._place()

    def put(self, doctrine: Doctrine) -> None:
        """Show these rules."""
        rules = doctrine.speeds
        kept = {each.mode: each for each in rules.speeds}
        self.speed_rows.put([kept.get(each.mode, each) for each in PROGRAM])
        self.band_rows.put(rules.bands)
        self.oneway.setChecked(rules.police_ignore_oneway)
        self.is_learned.setChecked(rules.learned)

    def take(self, doctrine: Doctrine) -> Doctrine:
        """With the speeds as edited; none where all are the program's."""
        rows = self.speed_rows.values()
        rules = SpeedRules(
            () if rows == PROGRAM else rows,
            self.band_rows.values(),
            self.oneway.isChecked(),
            self.is_learned.isChecked(),
        )
        return replace(doctrine, speeds=rules)

    def faults(self) -> tuple[Fault, ...]:
        """Cells of both tables that cannot be read."""
        found = []
        for table, model in enumerate((self.speed_rows, self.band_rows)):
            found += [
                Fault(each.key, each.values, (table, each.row, each.column)) for each in model.problems()
            ]
        return tuple(found)

    def go_to(self, fault: Fault) -> None:
        """The cell."""
        table = (self.speeds, self.bands)[fault.place[0]]
        table.go_to(Problem(fault.place[1], fault.place[2], fault.key, fault.values))

    def show_learned(self, learned: Mapping[UnitKind, tuple[float, int]] | None) -> None:
        """Median of real over foreseen time, and from how many trips; None while it is being read."""
        self._learned = learned
        self._say_learned()

    def apply_wording(self) -> None:
        """Another language."""
        super().apply_wording()
        say = self.words.wording.say
        for name, label in self._heads.items():
            label.setText(say(f"clocks.rules.speeds.{name}"))
        self.oneway.setText(say("clocks.rules.speeds.oneway"))
        self.is_learned.setText(say("clocks.rules.speeds.learned"))
        for table, model in ((self.speeds, self.speed_rows), (self.bands, self.band_rows)):
            table.apply_wording(self.words.wording)
            model.apply(self.words.wording, self._theme)
        self._say_learned()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        for model in (self.speed_rows, self.band_rows):
            model.apply(self.words.wording, theme)

    def _place(self) -> None:
        right = QVBoxLayout()
        right.addWidget(self._heads["more"])
        right.addWidget(self.oneway)
        right.addWidget(self.is_learned)
        right.addWidget(self.ratios)
        right.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self._heads["band"])
        left.addWidget(self.bands, 1)
        low = QHBoxLayout()
        low.addLayout(left, 1)
        low.addSpacing(18)
        low.addLayout(right, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.addWidget(self.note)
        box.addWidget(self._heads["speed"])
        box.addWidget(self.speeds)
        box.addSpacing(8)
        box.addLayout(low, 1)

    def _say_learned(self) -> None:
        say = self.words.wording.say
        if not self._learned:
            self.ratios.setText(say("clocks.rules.speeds.none_learned"))
            return
        names = self.words.unit_names()
        lines = [
            say("clocks.rules.speeds.ratio", kind=names[kind], ratio=number_text(round(ratio, 2)), n=n)
            for kind, (ratio, n) in self._learned.items()
        ]
        self.ratios.setText("\n".join(lines))
