"""出警预案: the plans at the left, whom each needs at the right."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from commandroom.models.domain.doctrine import Doctrine, ResponsePlan
from commandroom.ui.rules.choices import ChoiceField
from commandroom.ui.rules.columns import Vocabulary, need_columns, new_need
from commandroom.ui.rules.tab import Fault, RuleTab
from commandroom.ui.rules.table import Problem, RuleModel, RuleTable
from commandroom.ui.rules.texts import names_text
from commandroom.ui.theme import NIGHT, Theme

FIELDS = ("id", "kinds", "levels", "never_alone", "caution_zh", "caution_en")


@dataclass
class Draft:
    """One plan under the hand: its own rows of needs, so that a bad cell waits where it was left."""

    plan: ResponsePlan
    needs: RuleModel

    def value(self) -> ResponsePlan:
        """The plan as it can be read."""
        return replace(self.plan, needs=self.needs.values())


class PlansTab(RuleTab):
    """Edits all plans; the one on the screen is chosen in the list."""

    area = "plans"

    def __init__(self, words: Vocabulary, parent: QWidget) -> None:
        super().__init__(words, parent)
        self._drafts: list[Draft] = []
        self._theme: Theme = NIGHT
        self._build()

    def put(self, doctrine: Doctrine) -> None:
        """Show these plans."""
        for each in self._drafts:
            each.needs.deleteLater()
        self._drafts = [self._draft(each) for each in doctrine.plans]
        self._refill(0)

    def take(self, doctrine: Doctrine) -> Doctrine:
        """With the plans as edited."""
        return replace(doctrine, plans=tuple(each.value() for each in self._drafts))

    def faults(self) -> tuple[Fault, ...]:
        """Plans without a name of their own, without anybody, or with cells that cannot be read."""
        found: list[Fault] = []
        seen: set[str] = set()
        for at, draft in enumerate(self._drafts):
            name = {"plan": self._title(draft.plan)}
            if not draft.plan.id or draft.plan.id in seen:
                found.append(Fault("clocks.rules.bad.plan_id", {**name, "id": draft.plan.id}, (at,)))
            seen.add(draft.plan.id)
            found += [
                Fault(each.key, each.values, (at, each.row, each.column)) for each in draft.needs.problems()
            ]
        return tuple(found)

    def go_to(self, fault: Fault) -> None:
        """The plan, and the cell where it is one."""
        if fault.place:
            self.list.setCurrentRow(fault.place[0])
        if len(fault.place) == 3:
            self.needs.go_to(Problem(fault.place[1], fault.place[2], fault.key, fault.values))

    def apply_wording(self) -> None:
        """Another language."""
        super().apply_wording()
        say = self.words.wording.say
        for name, label in self._labels.items():
            label.setText(say(f"clocks.rules.plans.{name}"))
        for name, button in (("add", self.add), ("copy", self.copy), ("delete", self.delete)):
            button.setText(say(f"clocks.rules.row.{name}"))
        self.kinds.set_names(self.words.kind_names(), say("clocks.rules.others"))
        self.levels.set_names(self.words.level_names(), say("clocks.rules.every"))
        self.never_alone.set_names(self.words.party_names(), say("clocks.rules.nobody"))
        self.list.setAccessibleName(say("clocks.rules.plans.list"))
        self.needs.apply_wording(self.words.wording)
        for draft in self._drafts:
            draft.needs.apply(self.words.wording, self._theme)
        self._name_rows()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        for draft in self._drafts:
            draft.needs.apply(self.words.wording, theme)

    def _draft(self, plan: ResponsePlan) -> Draft:
        owner: QObject = self
        model = RuleModel(need_columns(self.words), "need", new_need, owner)
        model.apply(self.words.wording, self._theme)
        model.put(plan.needs)
        model.edited.connect(self.edited)
        return Draft(plan, model)

    def _build(self) -> None:
        self.list = QListWidget(self)
        self.list.setMinimumWidth(180)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show)
        self.add, self.copy, self.delete = (QPushButton(self) for _ in range(3))
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        for button, slot in (
            (self.add, self._on_add),
            (self.copy, self._on_copy),
            (self.delete, self._on_delete),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            row.addWidget(button)
        column.addLayout(row)
        whole = QSplitter(Qt.Orientation.Horizontal, self)
        whole.addWidget(left)
        whole.addWidget(self._form())
        whole.setStretchFactor(0, 0)
        whole.setStretchFactor(1, 1)
        whole.setChildrenCollapsible(False)
        whole.setSizes([230, 900])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.addWidget(self.note)
        box.addWidget(whole, 1)

    def _form(self) -> QWidget:
        right = QWidget(self)
        self.id, self.caution_zh, self.caution_en = (QLineEdit(right) for _ in range(3))
        self.kinds, self.levels, self.never_alone = (ChoiceField(right) for _ in range(3))
        self._labels = {name: QLabel(right) for name in FIELDS}
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        wide = {"kinds": 0, "caution_zh": 2, "caution_en": 3}
        for name, at in wide.items():
            grid.addWidget(self._labels[name], at, 0)
            grid.addWidget(getattr(self, name), at, 1, 1, 5)
        for name, at in (("id", 0), ("levels", 2), ("never_alone", 4)):
            grid.addWidget(self._labels[name], 1, at)
            grid.addWidget(getattr(self, name), 1, at + 1)
        for stretched in (1, 3, 5):
            grid.setColumnStretch(stretched, 1)
        for name in FIELDS:
            self._labels[name].setBuddy(getattr(self, name))
        for line in (self.id, self.caution_zh, self.caution_en):
            line.textEdited.connect(self._on_edited)
        for field in (self.kinds, self.levels, self.never_alone):
            field.edited.connect(self._on_edited)
        self.needs = RuleTable(right)
        box = QVBoxLayout(right)
        box.setContentsMargins(8, 0, 0, 0)
        box.addLayout(grid)
        box.addWidget(self.needs, 1)
        return right

    def _current(self) -> Draft | None:
        row = self.list.currentRow()
        return self._drafts[row] if 0 <= row < len(self._drafts) else None

    @Slot()
    def _show(self) -> None:
        draft = self._current()
        self.needs.setEnabled(draft is not None)
        if draft is None:
            return
        plan = draft.plan
        for line, text in (
            (self.id, plan.id),
            (self.caution_zh, plan.caution_zh),
            (self.caution_en, plan.caution_en),
        ):
            line.setText(text)
            line.setCursorPosition(0)
            line.setToolTip(text)
        self.kinds.set_values(plan.kinds)
        self.levels.set_values(plan.levels)
        self.never_alone.set_values(plan.never_alone)
        self.needs.show_model(draft.needs)

    @Slot()
    def _on_edited(self) -> None:
        draft = self._current()
        if draft is None:
            return
        draft.plan = replace(
            draft.plan,
            id=self.id.text().strip(),
            kinds=_of(self.kinds),
            levels=_of(self.levels),
            never_alone=_of(self.never_alone),
            caution_zh=self.caution_zh.text().strip(),
            caution_en=self.caution_en.text().strip(),
        )
        self._name_rows()
        self.edited.emit()

    @Slot()
    def _on_add(self) -> None:
        self._insert(ResponsePlan("", (), ()))

    @Slot()
    def _on_copy(self) -> None:
        draft = self._current()
        if draft is not None:
            self._insert(replace(draft.value(), id=f"{draft.plan.id}_2"))

    def _insert(self, plan: ResponsePlan) -> None:
        at = self.list.currentRow() + 1
        self._drafts.insert(at, self._draft(plan))
        self._refill(at)
        self.edited.emit()

    @Slot()
    def _on_delete(self) -> None:
        at = self.list.currentRow()
        if at >= 0:
            gone = self._drafts.pop(at)
            self._refill(min(at, len(self._drafts) - 1))
            gone.needs.deleteLater()
            self.edited.emit()

    def _refill(self, at: int) -> None:
        self.list.clear()
        for _ in self._drafts:
            QListWidgetItem(self.list)
        self._name_rows()
        self.list.setCurrentRow(at)
        self._show()

    def _name_rows(self) -> None:
        for at, draft in enumerate(self._drafts):
            item = self.list.item(at)
            if item is not None:
                item.setText(self._title(draft.plan))
                item.setToolTip(draft.plan.id)

    def _title(self, plan: ResponsePlan) -> str:
        """Its kinds and levels in words."""
        kinds = names_text(plan.kinds, self.words.kind_names()) or self.words.wording.say(
            "clocks.rules.others"
        )
        levels = names_text(plan.levels, self.words.level_names())
        return f"{kinds} · {levels}" if levels else kinds


def _of(field: ChoiceField) -> tuple[Any, ...]:
    """What is ticked; each field offers values of one type alone."""
    return field.values
