"""Choosing the base map, adding one, trying it first. Plain values in, plain values out; never waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from commandroom.geo import Datum
from commandroom.grounds import FILE_KINDS, GroundKind, GroundSpec
from commandroom.ui.typeface import ui_font
from commandroom.wording import Wording

_SAMPLE_PX = 192
_NAME = Qt.ItemDataRole.UserRole
_WMTS_SIGNS = ("{tilematrix}", "service=wmts", "layer=", "/wmts")


@dataclass(frozen=True, slots=True)
class GroundRow:
    """One line of the list: the name that chooses it, what is shown, and whether it may be taken away."""

    name: str
    title: str
    detail: str
    is_removable: bool


class GroundDialog(QDialog):
    """Stands beside the work; a click on a map changes it at once."""

    chosen = Signal(str)
    try_wanted = Signal(object)
    """A `GroundSpec` to try."""
    add_wanted = Signal(object)
    remove_wanted = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(ui_font())
        self._wording = wording
        self._rows: dict[str, GroundRow] = {}
        self._build()
        self.apply_wording(wording)
        self.resize(860, 540)

    def _build(self) -> None:
        self._title, self._choose = QLabel(self), QLabel(self)
        self._title.setObjectName("heading")
        self._choose.setObjectName("muted")
        self.list = QListWidget(self)
        self.list.setFont(ui_font(14))
        self.list.setSpacing(3)
        self.list.itemClicked.connect(self._on_item)
        self.list.itemActivated.connect(self._on_item)
        self.list.currentItemChanged.connect(self._show_removable)
        self.remove = QPushButton(self)
        self.remove.clicked.connect(self._on_remove)
        self._close = QPushButton(self)
        self._close.clicked.connect(self.close)
        for button in (self.remove, self._close):
            button.setAutoDefault(False)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._choose, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        foot = QHBoxLayout()
        foot.addWidget(self.remove)
        foot.addStretch(1)
        foot.addWidget(self._close)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 14, 18, 14)
        box.setSpacing(10)
        box.addLayout(head)
        box.addWidget(self.list, 1)
        box.addWidget(self._adding())
        box.addLayout(foot)

    def _adding(self) -> QWidget:
        """The form below the list."""
        frame = QFrame(self)
        frame.setObjectName("panel")
        self._add_title = QLabel(frame)
        self.source, self.name = QLineEdit(frame), QLineEdit(frame)
        self.source.textChanged.connect(self._suggest_name)
        self.file = QPushButton(frame)
        self.file.clicked.connect(self._on_file)
        self.datum = QComboBox(frame)
        for datum in Datum:
            self.datum.addItem("", datum)
        self.trial, self.add = QPushButton(frame), QPushButton(frame)
        self.trial.clicked.connect(self._on_try)
        self.add.clicked.connect(self._on_add)
        for button in (self.file, self.trial, self.add):
            button.setAutoDefault(False)
        self.sample = QLabel(frame)
        self.sample.setFixedSize(_SAMPLE_PX, _SAMPLE_PX)
        self.sample.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sample.setObjectName("chip")
        self.answer = QLabel(frame)
        self.answer.setTextFormat(Qt.TextFormat.PlainText)
        self.answer.setWordWrap(True)
        self.answer.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._labels = {part: QLabel(frame) for part in ("source", "name", "datum")}
        for part, field in (("source", self.source), ("name", self.name), ("datum", self.datum)):
            self._labels[part].setBuddy(field)
        grid = QGridLayout(frame)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setVerticalSpacing(8)
        grid.addWidget(self._add_title, 0, 0, 1, 3)
        grid.addWidget(self._labels["source"], 1, 0)
        grid.addWidget(self.source, 1, 1)
        grid.addWidget(self.file, 1, 2)
        grid.addWidget(self._labels["name"], 2, 0)
        grid.addWidget(self.name, 2, 1, 1, 2)
        grid.addWidget(self._labels["datum"], 3, 0)
        grid.addWidget(self.datum, 3, 1, 1, 2)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.trial)
        acts.addWidget(self.add)
        acts.addStretch(1)
        grid.addLayout(acts, 4, 1, 1, 2)
        grid.addWidget(self.answer, 5, 0, 1, 3)
        grid.addWidget(self.sample, 0, 3, 6, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(5, 1)
        return frame

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        say = wording.say
        self.setWindowTitle(say("ground.dialog.title"))
        self._title.setText(say("ground.dialog.title"))
        self._choose.setText(say("ground.dialog.choose"))
        self._add_title.setText(say("ground.dialog.add"))
        for part, label in self._labels.items():
            label.setText(say(f"ground.dialog.{part}"))
        self.source.setPlaceholderText(say("ground.dialog.source.tip"))
        self.source.setToolTip(say("ground.dialog.offline"))
        for button, part in ((self.file, "file"), (self.trial, "try"), (self.add, "ok"),
                             (self.remove, "remove"), (self._close, "close")):  # fmt: skip
            button.setText(say(f"ground.dialog.{part}"))
        for at, datum in enumerate(Datum):
            self.datum.setItemText(at, say(f"ground.datum.{datum.value}"))
        self.answer.setText(say("ground.dialog.offline"))

    def show_grounds(self, rows: Sequence[GroundRow], current: str) -> None:
        """What there is to choose, and which one the map shows."""
        self._rows = {row.name: row for row in rows}
        self.list.clear()
        for row in rows:
            mark = "● " if row.name == current else "○ "
            item = QListWidgetItem(f"{mark}{row.title}   {row.detail}", self.list)
            item.setData(_NAME, row.name)
            if row.name == current:
                self.list.setCurrentItem(item)

    def show_trial(self, text: str, tile: bytes | None, *, is_good: bool) -> None:
        """What came of a try."""
        self.answer.setObjectName("" if is_good else "urgent")
        self.answer.style().polish(self.answer)
        self.answer.setText(text)
        picture = QPixmap()
        if tile is not None and picture.loadFromData(tile):
            side = Qt.AspectRatioMode.KeepAspectRatio
            smooth = Qt.TransformationMode.SmoothTransformation
            self.sample.setPixmap(picture.scaled(_SAMPLE_PX - 20, _SAMPLE_PX - 20, side, smooth))
        else:
            self.sample.clear()
        self.trial.setEnabled(True)

    def clear_form(self) -> None:
        """What was typed has been added."""
        self.source.clear()
        self.name.clear()
        self.datum.setCurrentIndex(0)
        self.show_trial("", None, is_good=True)

    def spec(self) -> GroundSpec | None:
        """What the form says; None, with a line that says why, where it says too little."""
        source = self.source.text().strip()
        if not source:
            self.show_trial(self._wording.say("ground.try.source"), None, is_good=False)
            return None
        name = self.name.text().strip()
        if not name:
            self.show_trial(self._wording.say("ground.try.name"), None, is_good=False)
            return None
        kind = kind_of_source(source)
        is_file = kind in ("mbtiles", "pmtiles")
        return GroundSpec(
            name,
            kind,
            Path(source).expanduser().absolute() if is_file else None,
            "" if is_file else source,
            Datum(self.datum.currentData()),
        )

    @Slot()
    def _on_item(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(_NAME)))

    @Slot()
    def _on_remove(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.remove_wanted.emit(str(item.data(_NAME)))

    @Slot()
    def _show_removable(self) -> None:
        item = self.list.currentItem()
        row = None if item is None else self._rows.get(str(item.data(_NAME)))
        self.remove.setEnabled(row is not None and row.is_removable)

    @Slot()
    def _on_try(self) -> None:
        spec = self.spec()
        if spec is not None:
            self.show_trial(self._wording.say("ground.dialog.trying"), None, is_good=True)
            self.trial.setEnabled(False)
            self.try_wanted.emit(spec)

    @Slot()
    def _on_add(self) -> None:
        spec = self.spec()
        if spec is not None:
            self.add_wanted.emit(spec)

    @Slot()
    def _on_file(self) -> None:
        patterns = " ".join(f"*{ending}" for ending in FILE_KINDS)
        chooser = QFileDialog(self, self._wording.say("ground.dialog.file"))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setNameFilter(f"{self._wording.say('ground.dialog.files')} ({patterns})")
        chooser.fileSelected.connect(self.source.setText)
        chooser.open()

    @Slot(str)
    def _suggest_name(self, source: str) -> None:
        """A file's own name, until something else is typed."""
        if Path(source).suffix.lower() in FILE_KINDS and not self.name.isModified():
            self.name.setText(Path(source).stem)


def kind_of_source(source: str) -> GroundKind:
    """What was typed or chosen: a file by its ending, an address by what it asks for."""
    is_address = source.lower().startswith(("http://", "https://"))
    kind = FILE_KINDS.get(Path(source).suffix.lower())
    if kind is not None and not is_address:
        return kind
    return "wmts" if any(sign in source.lower() for sign in _WMTS_SIGNS) else "xyz"
