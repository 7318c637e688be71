"""勤务规则: a window of tabs on a draft. Nothing counts before it is saved, and nothing typed is lost."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from commandroom.models.domain.doctrine import Doctrine
from commandroom.ui.panels.text import one_line, plain_tip
from commandroom.ui.rules.columns import Vocabulary
from commandroom.ui.rules.gates import GatesTab
from commandroom.ui.rules.plans import PlansTab
from commandroom.ui.rules.roll import RollTab
from commandroom.ui.rules.speeds import SpeedsTab
from commandroom.ui.rules.tab import Fault, RuleTab
from commandroom.ui.rules.tables import LimitsTab, SimpleTab
from commandroom.ui.stylesheet import palette
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import ui_font

BUTTONS = ("shipped", "load", "store", "revert", "save", "close")


class RulesDialog(QDialog):
    """Takes rules with `put`, gives them with `save_wanted`."""

    save_wanted = Signal(object)
    """A `Doctrine` without faults."""
    shipped_wanted = Signal()
    load_wanted = Signal()
    store_wanted = Signal(object)

    def __init__(self, words: Vocabulary, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(ui_font())
        self.words = words
        self._kept: Doctrine | None = None
        """The rules of the room, which the draft began with."""
        self._is_changed = False
        self.plans, self.simple, self.gates = (
            PlansTab(words, self),
            SimpleTab(words, self),
            GatesTab(words, self),
        )
        self.limits, self.roll, self.speeds = (
            LimitsTab(words, self),
            RollTab(words, self),
            SpeedsTab(words, self),
        )
        self._build()
        self.resize(min(1240, parent.width() - 40), min(680, parent.height() - 40))
        self.apply_wording()

    @property
    def is_changed(self) -> bool:
        """Whether something was edited and not saved."""
        return self._is_changed

    @property
    def parts(self) -> tuple[RuleTab, ...]:
        """The tabs, in their order."""
        return self.plans, self.simple, self.gates, self.limits, self.roll, self.speeds

    def put(self, doctrine: Doctrine, *, is_draft: bool = False) -> None:
        """Show these rules; as a draft they are still to be saved."""
        if not is_draft:
            self._kept = doctrine
        for tab in self.parts:
            tab.put(doctrine)
        self._is_changed = is_draft and doctrine != self._kept
        self._show_state()

    def note_elsewhere(self, doctrine: Doctrine) -> None:
        """The room's rules changed: take them over, unless something here would be lost."""
        if not self._is_changed:
            self.put(doctrine)
        elif doctrine != self._kept:
            self._kept = doctrine
            self.say("clocks.rules.elsewhere", is_bad=True)

    def draft(self) -> Doctrine:
        """The rules as edited, as far as they can be read."""
        doctrine = self._kept or Doctrine()
        for tab in self.parts:
            doctrine = tab.take(doctrine)
        return doctrine

    def first_fault(self) -> tuple[RuleTab, Fault] | None:
        """The first thing that cannot be saved."""
        return next(((tab, fault) for tab in self.parts for fault in tab.faults()), None)

    def say(self, key: str, *, is_bad: bool = False, **values: object) -> None:
        """One line at the foot."""
        self.say_text(self.words.wording.say(key, **values), is_bad=is_bad)

    def say_text(self, text: str, *, is_bad: bool) -> None:
        """The same, in words already."""
        self.state.setObjectName("urgent" if is_bad else "muted")
        self.state.style().polish(self.state)
        self.state.setText(one_line(text))
        self.state.setToolTip(plain_tip(text))

    def apply_wording(self) -> None:
        """Another language, which the vocabulary has already."""
        say = self.words.wording.say
        self._heading.setText(say("ui.act.rules"))
        for at, tab in enumerate(self.parts):
            self.tabs.setTabText(at, say(f"clocks.rules.tab.{tab.area}"))
            tab.apply_wording()
        for name, button in self.buttons.items():
            button.setText(say(f"clocks.rules.{name}"))
            if self.words.wording.has(f"clocks.rules.{name}.tip"):
                button.setToolTip(say(f"clocks.rules.{name}.tip"))
        self._show_state()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.setPalette(palette(theme))
        for tab in self.parts:
            tab.apply_theme(theme)

    def _build(self) -> None:
        self._heading, self.state = QLabel(self), QLabel(self)
        self._heading.setObjectName("heading")
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for tab in self.parts:
            self.tabs.addTab(tab, "")
            tab.edited.connect(self._on_edited)
        self.buttons = {name: QPushButton(self) for name in BUTTONS}
        for button in self.buttons.values():
            button.setAutoDefault(False)
        self.buttons["shipped"].clicked.connect(self.shipped_wanted)
        self.buttons["load"].clicked.connect(self.load_wanted)
        self.buttons["store"].clicked.connect(self._on_store)
        self.buttons["revert"].clicked.connect(self._on_revert)
        self.buttons["save"].clicked.connect(self._on_save)
        self.buttons["close"].clicked.connect(self.close)
        foot = QHBoxLayout()
        for name in BUTTONS[:3]:
            foot.addWidget(self.buttons[name])
        foot.addStretch(1)
        for name in BUTTONS[3:]:
            foot.addWidget(self.buttons[name])
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 14, 18, 14)
        box.setSpacing(8)
        box.addWidget(self._heading)
        box.addWidget(self.tabs, 1)
        box.addWidget(self.state)
        box.addLayout(foot)

    def _show_state(self) -> None:
        say = self.words.wording.say
        mark = "• " if self._is_changed else ""
        self.setWindowTitle(f"{mark}{say('ui.act.rules')}")
        self.buttons["revert"].setEnabled(self._is_changed)
        self.buttons["save"].setEnabled(self._is_changed)
        found = self.first_fault()
        if found is not None:
            self.say(found[1].key, is_bad=True, **found[1].values)
        else:
            self.say("clocks.rules.unsaved" if self._is_changed else "clocks.rules.saved")

    @Slot()
    def _on_edited(self) -> None:
        self._is_changed = self.first_fault() is not None or self.draft() != self._kept
        self._show_state()

    @Slot()
    def _on_save(self) -> None:
        """Go to what is wrong, or give the rules."""
        found = self.first_fault()
        if found is None:
            self.save_wanted.emit(self.draft())
            return
        tab, fault = found
        self.tabs.setCurrentWidget(tab)
        tab.go_to(fault)
        self.say(fault.key, is_bad=True, **fault.values)

    @Slot()
    def _on_revert(self) -> None:
        if self._kept is not None:
            self.put(self._kept)

    @Slot()
    def _on_store(self) -> None:
        self.store_wanted.emit(self.draft())
