"""The tabs that are one table: 简易警情 and 时限."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from commandroom.models.domain.doctrine import Doctrine, SimpleRule
from commandroom.ui.figures import date_text, minute_text
from commandroom.ui.rules.columns import Vocabulary, limit_columns, new_limits, new_simple, simple_columns
from commandroom.ui.rules.tab import Fault, RuleTab
from commandroom.ui.rules.table import Column, Problem, RuleModel, RuleTable
from commandroom.ui.theme import Theme


class TableTab(RuleTab):
    """One field of the rules that is a row of values with an id each."""

    field = ""

    def __init__(
        self, words: Vocabulary, columns: Sequence[Column], blank: Callable[[], Any], parent: QWidget
    ) -> None:
        super().__init__(words, parent)
        self.table = RuleTable(self)
        self.model = RuleModel(columns, self.area, blank, self)
        self.model.edited.connect(self.edited)
        self.table.show_model(self.model)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 8, 0, 0)
        self.box.addWidget(self.note)
        self.box.addWidget(self.table, 1)

    def put(self, doctrine: Doctrine) -> None:
        """Show these rules."""
        self.model.put(getattr(doctrine, self.field))

    def take(self, doctrine: Doctrine) -> Doctrine:
        """With this part as edited."""
        changes: dict[str, Any] = {self.field: self.model.values()}
        return replace(doctrine, **changes)

    def faults(self) -> tuple[Fault, ...]:
        """Cells that cannot be read, and ids that stand twice."""
        found = [Fault(each.key, each.values, (each.row, each.column)) for each in self.model.problems()]
        ids = [each.id for each in self.model.values()]
        place = next(at for at, column in enumerate(self.model.columns) if column.field == "id")
        for at, name in enumerate(ids):
            if name and name in ids[:at]:
                found.append(Fault("clocks.rules.bad.twice", {"id": name}, (at, place)))
        return tuple(found)

    def go_to(self, fault: Fault) -> None:
        """The cell."""
        self.table.go_to(Problem(fault.place[0], fault.place[1], fault.key, fault.values))

    def apply_wording(self) -> None:
        """Another language."""
        super().apply_wording()
        self.table.apply_wording(self.words.wording)
        self.model.apply(self.words.wording, self.model.theme)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.model.apply(self.words.wording, theme)


class LimitsTab(TableTab):
    """时限."""

    area, field = "limits", "clocks"

    def __init__(self, words: Vocabulary, parent: QWidget) -> None:
        super().__init__(words, limit_columns(words), new_limits, parent)


@dataclass(frozen=True, slots=True)
class TriedCase:
    """A past incident, and what the rules would have done with it."""

    number: str
    reported_at: datetime
    kind: str
    place: str
    outcome: str
    """In words."""
    is_ended: bool
    """The rule would have called the police."""


class SimpleTab(TableTab):
    """简易警情, with a dry run on past incidents."""

    area, field = "simple", "simple"
    try_wanted = Signal(object)
    """The rules as edited, a tuple of `SimpleRule`."""

    def __init__(self, words: Vocabulary, parent: QWidget) -> None:
        super().__init__(words, simple_columns(words), new_simple, parent)
        self.trial = QPushButton(self)
        self.trial.setAutoDefault(False)
        self.trial.clicked.connect(self._on_try)
        self.result = QLabel(self)
        self.result.setObjectName("muted")
        self.cases = QTableWidget(0, 4, self)
        self.cases.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.cases.setShowGrid(False)
        self.cases.setTabKeyNavigation(False)
        self.cases.verticalHeader().hide()
        self.cases.verticalHeader().setDefaultSectionSize(26)
        header = self.cases.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        row = QHBoxLayout()
        row.addWidget(self.trial)
        row.addWidget(self.result, 1)
        self.box.addLayout(row)
        self.box.addWidget(self.cases, 1)
        self.cases.hide()

    def faults(self) -> tuple[Fault, ...]:
        """A rule for no kind does nothing: that is a mistake."""
        empty = [
            Fault("clocks.rules.bad.no_kinds", {}, (at, 0))
            for at, each in enumerate(self.model.values())
            if isinstance(each, SimpleRule) and not each.kinds
        ]
        return (*super().faults(), *empty)

    def show_cases(self, cases: Sequence[TriedCase]) -> None:
        """What a dry run found."""
        self.cases.setVisible(bool(cases))
        self.cases.setRowCount(len(cases))
        for row, each in enumerate(cases):
            when = f"{date_text(each.reported_at)} {minute_text(each.reported_at)}"
            texts = (each.number, when, f"{each.kind}  {each.place}", each.outcome)
            for column, text in enumerate(texts):
                self.cases.setItem(row, column, QTableWidgetItem(text))
        ended = sum(each.is_ended for each in cases)
        self.result.setText(self.words.wording.say("clocks.rules.simple.tried", n=len(cases), ended=ended))

    def apply_wording(self) -> None:
        """Another language."""
        super().apply_wording()
        say = self.words.wording.say
        self.trial.setText(say("clocks.rules.simple.try"))
        self.cases.setHorizontalHeaderLabels(
            [say(f"clocks.rules.simple.case.{each}") for each in ("number", "when", "what", "outcome")]
        )

    def _on_try(self) -> None:
        self.try_wanted.emit(self.model.values())
