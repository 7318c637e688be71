"""What the planner is asked: demand, time, goal, candidates; the button that begins, and how far it is."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QWidget,
)

from commandroom.roads.modes import Mode
from commandroom.ui.planner_question import DemandChoice, Places, PlanWish, Present
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import SMALL_PX, ui_font
from commandroom.wording import Wording

DEMANDS = ("incidents30", "incidents90", "incidents365", "posts", "streets")
MODES = (Mode.FOOT, Mode.MOTORBIKE, Mode.CAR)
LIMITS_MIN = (1, 3, 5, 8)
GOALS = ("count", "share")
MOST_NEW = 300
FIRST = {"demand": "incidents90", "mode": "motorbike", "limit": "3", "goal": "count", "places": "both",
         "present": "kept"}  # fmt: skip
WIDTH = 292


class PlanForm(QFrame):
    """Plain values in, wishes out."""

    changed = Signal()
    run_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setFixedWidth(WIDTH)
        self._wording = wording
        self._kept = {"count": 3, "share": 95}
        """The number of each goal while the other one is asked."""
        self._build()
        self.apply_wording(wording)
        for field in self.fields.values():
            field.activated.connect(self.changed)
        self.fields["goal"].activated.connect(self._on_goal)
        self.number.valueChanged.connect(self._on_number)
        self.run.clicked.connect(self.run_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.show_idle()

    def wish(self) -> PlanWish:
        """What the form says."""
        demand, goal = self._value("demand"), self._value("goal")
        kind = DemandChoice.INCIDENTS if demand.startswith("incidents") else DemandChoice(demand)
        return PlanWish(
            demand=kind,
            days=int(demand.removeprefix("incidents")) if kind is DemandChoice.INCIDENTS else 0,
            mode=Mode(self._value("mode")),
            limit_s=60.0 * int(self._value("limit")),
            count=self.number.value() if goal == "count" else 0,
            share=self.number.value() / 100 if goal == "share" else 0.0,
            places=Places(self._value("places")),
            present=Present(self._value("present")),
        )

    def choose(self, **values: str | int) -> None:
        """Choose by hand or for a picture: any of the fields by name, and `number`."""
        for name, value in values.items():
            if name == "number":
                self.number.setValue(int(value))
            else:
                field = self.fields[name]
                field.setCurrentIndex(field.findData(str(value)))
                field.activated.emit(field.currentIndex())

    def show_busy(self, words: str, done: float | None, *, is_stopping: bool = False) -> None:
        """How far it is: `done` 0 … 1, None where nobody knows."""
        self.run.setEnabled(False)
        self.stop.setEnabled(not is_stopping)
        self.stop.setText(self._wording.say(f"board.planner.{'stopping' if is_stopping else 'stop'}"))
        self.bar.setRange(0, 0 if done is None else 100)
        self.bar.setValue(0 if done is None else round(100 * done))
        self.bar.setVisible(True)
        self.state.setText(words)

    def show_idle(self, words: str = "") -> None:
        """Nothing runs."""
        self.run.setEnabled(True)
        self.stop.setEnabled(False)
        self.stop.setText(self._wording.say("board.planner.stop"))
        self.bar.setRange(0, 100)
        self.bar.setVisible(False)
        self.state.setText(words)

    def apply_wording(self, wording: Wording) -> None:
        """Another language; what was chosen stays."""
        self._wording, say = wording, wording.say
        for name, label in self.labels.items():
            label.setText(say(f"board.planner.{name}"))
        for name, field in self.fields.items():
            for at in range(field.count()):
                key, values = str(field.itemData(at)), {}
                if name == "limit":
                    key, values = "minutes", {"n": key}
                field.setItemText(at, say(f"board.planner.{name}.{key}", **values))
            field.setAccessibleName(say(f"board.planner.{name}"))
        self.fields["demand"].setToolTip(say("board.planner.demand.tip"))
        self.run.setText(say("board.planner.run"))
        self.stop.setText(say("board.planner.stop"))
        self.model.setText(say("board.planner.model"))
        self._show_unit()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.bar.setStyleSheet(
            f"QProgressBar {{ background: {theme.line}; border: 0; border-radius: 4px; height: 8px; }}"
            f"QProgressBar::chunk {{ background: {theme.selection}; border-radius: 4px; }}"
        )

    def _value(self, name: str) -> str:
        return str(self.fields[name].currentData())

    def _build(self) -> None:
        choices: dict[str, tuple[str, ...]] = {
            "demand": DEMANDS, "mode": tuple(each.value for each in MODES),
            "limit": tuple(str(each) for each in LIMITS_MIN), "goal": GOALS,
            "places": tuple(each.value for each in Places), "present": tuple(each.value for each in Present),
        }  # fmt: skip
        self.fields: dict[str, QComboBox] = {}
        self.labels: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, values) in enumerate(choices.items()):
            field, label = QComboBox(self), QLabel(self)
            for value in values:
                field.addItem(value, value)
            field.setCurrentIndex(values.index(FIRST[name]))
            field.setMinimumContentsLength(8)
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            label.setBuddy(field)
            grid.addWidget(label, row + (row > 3), 0)
            grid.addWidget(field, row + (row > 3), 1)
            self.fields[name], self.labels[name] = field, label
        self.number = QSpinBox(self)
        self.number.setRange(0, MOST_NEW)
        self.number.setValue(self._kept["count"])
        self.number.lineEdit().setTextMargins(7, 0, 0, 0)
        grid.addWidget(self.number, 4, 1)
        self._build_foot(grid)

    def _build_foot(self, grid: QGridLayout) -> None:
        self.run, self.stop = QPushButton(self), QPushButton(self)
        self.run.setDefault(True)
        self.run.setMinimumHeight(34)
        self.stop.setAutoDefault(False)
        self.stop.setMinimumHeight(34)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.state, self.model = QLabel(self), QLabel(self)
        self.model.setObjectName("muted")
        self.model.setFont(ui_font(SMALL_PX))
        for label in (self.state, self.model):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        grid.setRowMinimumHeight(7, 6)
        grid.addWidget(self.run, 8, 0, 1, 2)
        grid.addWidget(self.stop, 9, 0, 1, 2)
        grid.addWidget(self.bar, 10, 0, 1, 2)
        grid.addWidget(self.state, 11, 0, 1, 2)
        grid.setRowStretch(12, 1)
        grid.addWidget(self.model, 13, 0, 1, 2)

    def _show_unit(self) -> None:
        self.number.setSuffix(self._wording.say(f"board.planner.goal.{self._value('goal')}.unit"))
        self.number.setAccessibleName(self.fields["goal"].currentText())

    @Slot()
    def _on_goal(self) -> None:
        goal = self._value("goal")
        number = self._kept[goal]
        self.number.setRange(*((0, MOST_NEW) if goal == "count" else (1, 100)))
        self.number.setValue(number)
        self._show_unit()

    @Slot(int)
    def _on_number(self, number: int) -> None:
        self._kept[self._value("goal")] = number
        self.changed.emit()
