"""The call-up's window: whom and where to, the running one, the firms by rank; visibly an exercise."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListView,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from commandroom.services.callup import TARGET_S, CallUpRow, FirmScore
from commandroom.ui.figures import clock_text
from commandroom.ui.panels.callup.track import FIRM_PX, NAME_PX, STEP_PX, STEPS, TrackModel, TrackPainter
from commandroom.ui.panels.rollcall.chance import MOST_SEED
from commandroom.ui.theme import NIGHT, Theme
from commandroom.ui.typeface import CLOCK_PX, SMALL_PX, ui_font
from commandroom.wording import Wording

SCORES = ("rank", "firm", "n", "median", "share")


@dataclass(frozen=True, slots=True)
class CallUpWish:
    """What the form asks for."""

    firm: str
    """'' for all firms."""
    n: int
    place: str
    """`post:<id>`, `incident`, or `point` for the one picked on the map."""
    seed: int


class CallUpDialog(QDialog):
    """Stands beside the work. Plain values in, wishes out."""

    wish_changed = Signal()
    begin_wanted = Signal()
    end_wanted = Signal()
    copy_wanted = Signal()
    pick_wanted = Signal()
    shown_changed = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(ui_font())
        self._wording, self._theme = wording, NIGHT
        self._firms: tuple[tuple[str, str], ...] = ()
        self._past: tuple[tuple[str, str], ...] = ()
        self._build()
        self.resize(900, 690)
        self.apply_wording(wording)

    @property
    def target_s(self) -> float:
        """到场 within so many seconds is in time."""
        return float(self.target.value())

    def wish(self) -> CallUpWish:
        """What the form says."""
        return CallUpWish(
            str(self.firm.currentData() or ""),
            self.number.value(),
            str(self.place.currentData() or ""),
            self.seed.value(),
        )

    def set_choices(self, firms: Sequence[tuple[str, str]], places: Sequence[tuple[str, str]]) -> None:
        """Firms and places, each by what it is and how it is called."""
        self._firms = tuple(firms)
        everybody = ("", self._wording.say("clocks.callup.all_firms"))
        _refill(self.firm, [everybody, *firms])
        _refill(self.place, places)

    def show_able(self, able: int, drawn: int, *, has_place: bool, seed: int | None = None) -> None:
        """How many could be called up."""
        if seed is not None:
            self.seed.setValue(seed)
        self.able.setText(self._wording.say("clocks.callup.able", n=able, called=drawn))
        self.begin.setEnabled(drawn > 0 and has_place)

    def show_call_up(
        self, title: str, rows: Sequence[CallUpRow], scores: Sequence[FirmScore], elapsed_s: float | None
    ) -> None:
        """The one that is looked at; `elapsed_s` while it runs."""
        say, tracks = self._wording.say, self.painter_of_tracks
        self.title.setText(title or say("clocks.callup.none"))
        self.clock.setText("" if elapsed_s is None else clock_text(elapsed_s))
        tracks.firms = dict(self._firms)
        tracks.target_s, tracks.elapsed_s = self.target_s, elapsed_s
        longest = max((each.arrived_s or 0.0 for each in rows), default=0.0)
        tracks.span_s = max(self.target_s * 1.25, longest * 1.05, min(elapsed_s or 0.0, self.target_s * 2))
        self.tracks.put(rows)
        self.list.viewport().update()
        self.end.setEnabled(elapsed_s is not None)
        self.copy.setEnabled(bool(rows))
        self._show_scores(scores)

    def show_past(self, call_ups: Sequence[tuple[str, str]], shown: str) -> None:
        """The running ones and the last day's, by id and words."""
        if tuple(call_ups) != self._past:
            self._past = tuple(call_ups)
            _refill(self.past, call_ups)
        self.past.setCurrentIndex(self.past.findData(shown))
        self.past.setEnabled(bool(call_ups))

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording, say = wording, wording.say
        self.setWindowTitle(say("ui.act.call_up"))
        self.heading.setText(say("ui.act.call_up"))
        self.stamp.setText(say("clocks.callup.stamp"))
        for part, label in self._labels.items():
            label.setText(say(f"clocks.callup.{part}"))
        for name, button in (("pick", self.pick), ("begin", self.begin), ("end", self.end),
                             ("copy", self.copy)):  # fmt: skip
            button.setText(say(f"clocks.callup.{name}"))
        self.target.setSuffix(say("clocks.callup.seconds"))
        self.seed.setToolTip(say("clocks.roll.seed.tip"))
        self.tracks.wording = wording
        self.list.setAccessibleName(say("clocks.callup.units"))
        self.table.setAccessibleName(say("clocks.callup.ranking"))
        for step, label in zip(STEPS, self._steps, strict=True):
            label.setText(say(f"clocks.step.{step}"))
        self._axis.setText(say("clocks.callup.axis"))
        self.table.setHorizontalHeaderLabels([say(f"clocks.callup.column.{each}") for each in SCORES])

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = self.painter_of_tracks.theme = theme
        self.list.viewport().update()

    def _build(self) -> None:
        self.heading, self.stamp, self.able = QLabel(self), QLabel(self), QLabel(self)
        self.heading.setObjectName("heading")
        self.stamp.setObjectName("chipDrill")
        self.able.setObjectName("muted")
        self.title, self.clock = QLabel(self), QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.clock.setStyleSheet(f"font-size: {CLOCK_PX + 4}px; font-weight: 600;")
        self.past = QComboBox(self)
        self.past.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.past.setMinimumWidth(150)
        self.past.activated.connect(self._on_past)
        self.end, self.copy = QPushButton(self), QPushButton(self)
        self.end.clicked.connect(self.end_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        for button in (self.end, self.copy):
            button.setAutoDefault(False)
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addWidget(self.stamp)
        head.addStretch(1)
        head.addWidget(self.past)
        line = QHBoxLayout()
        line.addWidget(self.title, 1)
        line.addWidget(self.clock)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.copy)
        foot.addWidget(self.end)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 14, 18, 14)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self._form())
        box.addLayout(line)
        box.addLayout(self._legend())
        box.addWidget(self._tracks(), 3)
        box.addWidget(self._ranking(), 2)
        box.addLayout(foot)

    def _form(self) -> QWidget:
        frame = QFrame(self)
        frame.setObjectName("panel")
        self.firm, self.place = QComboBox(frame), QComboBox(frame)
        self.place.setMaxVisibleItems(16)
        self.number, self.seed, self.target = QSpinBox(frame), QSpinBox(frame), QSpinBox(frame)
        self.number.setRange(1, 200)
        self.number.setValue(8)
        self.seed.setRange(0, MOST_SEED)
        self.target.setRange(30, 3600)
        self.target.setSingleStep(30)
        self.target.setValue(TARGET_S)
        self.pick, self.begin = QPushButton(frame), QPushButton(frame)
        self.pick.setAutoDefault(False)
        self.begin.setDefault(True)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("firm", self.firm), ("number", self.number), ("seed", self.seed), ("place", self.place),
            ("target", self.target),
        )  # fmt: skip
        self._labels = {part: QLabel(frame) for part, _ in fields}
        for part, field in fields:
            self._labels[part].setBuddy(field)
        grid = QGridLayout(frame)
        grid.setContentsMargins(12, 10, 12, 10)
        for at, (part, field) in enumerate(fields):
            row, column = divmod(at, 3)
            grid.addWidget(self._labels[part], row, 2 * column)
            grid.addWidget(field, row, 2 * column + 1)
        grid.addWidget(self.pick, 1, 4, 1, 2)
        grid.addWidget(self.able, 2, 0, 1, 4)
        grid.addWidget(self.begin, 2, 4, 1, 2)
        grid.setColumnStretch(1, 1)
        for changed in (self.number.valueChanged, self.seed.valueChanged, self.target.valueChanged,
                        self.firm.activated, self.place.activated):  # fmt: skip
            changed.connect(self.wish_changed)
        self.pick.clicked.connect(self.pick_wanted)
        self.begin.clicked.connect(self.begin_wanted)
        return frame

    def _legend(self) -> QHBoxLayout:
        self._steps = tuple(QLabel(self) for _ in STEPS)
        self._axis = QLabel(self)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.setContentsMargins(10 + NAME_PX + FIRM_PX, 0, 14, 0)
        for label in (*self._steps, self._axis):
            label.setObjectName("muted")
            label.setFont(ui_font(SMALL_PX))
        for label in self._steps:
            label.setFixedWidth(STEP_PX)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            label.setContentsMargins(0, 0, 10, 0)
            line.addWidget(label)
        line.addWidget(self._axis, 1, Qt.AlignmentFlag.AlignRight)
        return line

    def _tracks(self) -> QWidget:
        self.list = QListView(self)
        self.tracks = TrackModel(self._wording, self)
        self.painter_of_tracks = TrackPainter(self)
        self.list.setModel(self.tracks)
        self.list.setItemDelegate(self.painter_of_tracks)
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setMinimumHeight(120)
        return self.list

    def _ranking(self) -> QWidget:
        self.table = QTableWidget(0, len(SCORES), self)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(28)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(96)
        return self.table

    def _show_scores(self, scores: Sequence[FirmScore]) -> None:
        say, names = self._wording.say, dict(self._firms)
        self.table.setRowCount(len(scores))
        for at, each in enumerate(scores):
            firm = say("clocks.callup.no_firm") if each.firm is None else names.get(each.firm, each.firm)
            share = say("clocks.callup.share", met=each.in_time, n=each.n, percent=round(100 * each.share))
            texts = (str(at + 1), firm, str(each.n), clock_text(each.median_s), share)
            for column, text in enumerate(texts):
                self.table.setItem(at, column, QTableWidgetItem(text))

    @Slot()
    def _on_past(self) -> None:
        self.shown_changed.emit(str(self.past.currentData() or ""))


def _refill(box: QComboBox, items: Sequence[tuple[str, str]]) -> None:
    """New items; what was chosen stays so where it is still there."""
    if [(box.itemData(at), box.itemText(at)) for at in range(box.count())] == list(items):
        return
    chosen = box.currentData()
    box.clear()
    for key, text in items:
        box.addItem(text, key)
    box.setCurrentIndex(max(box.findData(chosen), 0) if items else -1)
