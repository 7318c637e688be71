"""How a drill is played: difficulty, mode, site, seed and who is trained."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from commandroom.ui.new_drill.entries import DrillWish, ScriptEntry, VariantEntry, Words
from commandroom.ui.theme import Theme
from commandroom.wording import Wording

MODES = ("demonstration", "exercise", "examination")
USUAL = "exercise"
MOST_SEED = 2**63
_ROWS = ("variant", "mode", "site", "seed", "trainee")


class DrillForm(QWidget):
    """Fields; says what they hold when asked."""

    def __init__(
        self, posts: Sequence[str], trainee: str, wording: Wording, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._posts = frozenset(posts)
        self._wording = wording
        self._entry: ScriptEntry | None = None
        self._labels = {name: QLabel(self) for name in _ROWS}
        self.variant = QComboBox(self)
        self.variant_about = QLabel(self)
        self.modes = {name: QRadioButton(self) for name in MODES}
        self.mode_about = {name: QLabel(self) for name in MODES}
        self.site, self.seed, self.trainee = QLineEdit(self), QLineEdit(self), QLineEdit(trainee, self)
        self._group = QButtonGroup(self)
        self._build(posts)
        self.apply_wording(wording)

    def show_script(self, entry: ScriptEntry) -> None:
        """Offer what this script offers; mode, site and trainee stay as they were chosen."""
        if entry != self._entry:
            self.seed.clear()
        self._entry = entry
        self.seed.setPlaceholderText(self._wording.say("run.new.seed_own", seed=entry.seed))
        chosen = self.variant.currentData()
        self.variant.clear()
        for each in self._variants():
            self.variant.addItem(each.title.said(self._wording), each.id)
        self.variant.setCurrentIndex(max(self.variant.findData(chosen), 0))

    def wish(self, entry: ScriptEntry) -> tuple[DrillWish | None, str]:
        """What is wished, or why it cannot be."""
        say, seed = self._wording.say, self.seed.text().strip()
        if seed and not (seed.isascii() and seed.isdigit() and int(seed) < MOST_SEED):
            return None, say("run.new.bad_seed", given=seed)
        site = self.site.text().strip()
        if site and site not in self._posts:
            return None, say("run.new.bad_site", given=site)
        mode = next((name for name, button in self.modes.items() if button.isChecked()), USUAL)
        wish = DrillWish(
            script=entry.name,
            variant=str(self.variant.currentData() or "standard"),
            mode=mode,
            site=site,
            seed=int(seed) if seed else None,
            trainee=self.trainee.text().strip(),
        )
        return wish, ""

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        for label in (*self._labels.values(), *self.mode_about.values(), self.variant_about):
            label.setStyleSheet(f"color: {theme.muted};")

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        for name, label in self._labels.items():
            label.setText(wording.say(f"run.new.{name}"))
        for name in MODES:
            self.modes[name].setText(wording.say(f"run.mode.{name}"))
            self.mode_about[name].setText(wording.say(f"run.mode.{name}.about"))
        self.site.setPlaceholderText(wording.say("run.new.site_own"))
        fields = (self.variant, self.site, self.seed, self.trainee)
        for field, name in zip(fields, ("variant", "site", "seed", "trainee"), strict=True):
            field.setAccessibleName(wording.say(f"run.new.{name}"))
        if self._entry is not None:
            self.show_script(self._entry)

    def _build(self, posts: Sequence[str]) -> None:
        finder = QCompleter(sorted(posts), self)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.site.setCompleter(finder)
        self.site.setClearButtonEnabled(True)
        self.trainee.setMaxLength(60)
        self.variant.currentIndexChanged.connect(self._on_variant)
        self.variant_about.setWordWrap(True)
        modes = QGridLayout()
        modes.setHorizontalSpacing(12)
        modes.setVerticalSpacing(4)
        modes.setColumnStretch(1, 1)
        for row, name in enumerate(MODES):
            self._group.addButton(self.modes[name])
            self.mode_about[name].setWordWrap(True)
            modes.addWidget(self.modes[name], row, 0)
            modes.addWidget(self.mode_about[name], row, 1)
        self.modes[USUAL].setChecked(True)
        variant = QVBoxLayout()
        variant.setSpacing(2)
        variant.addWidget(self.variant)
        variant.addWidget(self.variant_about)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(_ROWS):
            top = Qt.AlignmentFlag.AlignTop if name in ("variant", "mode") else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(self._labels[name], row, 0, top)
        grid.addLayout(variant, 0, 1)
        grid.addLayout(modes, 1, 1)
        for row, field in ((2, self.site), (3, self.seed), (4, self.trainee)):
            grid.addWidget(field, row, 1)

    def _variants(self) -> tuple[VariantEntry, ...]:
        say = self._wording.say("run.variant.standard")
        standard = VariantEntry("standard", Words(say, say))
        return (standard, *(() if self._entry is None else self._entry.variants))

    @Slot(int)
    def _on_variant(self, _index: int) -> None:
        chosen = next((each for each in self._variants() if each.id == self.variant.currentData()), None)
        about = "" if chosen is None or chosen.about is None else chosen.about.said(self._wording)
        self.variant_about.setText(about)
        self.variant_about.setVisible(bool(about))
