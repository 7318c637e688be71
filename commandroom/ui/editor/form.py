"""The form of one item: built anew when another kind of item is shown, else only filled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from commandroom.ui.editor.entries import Entry, label_of
from commandroom.ui.editor.fields import Field, Way, fields_of
from commandroom.ui.editor.fields import value_at as value_in
from commandroom.ui.editor.rows import KINDS
from commandroom.ui.panels.text import ElidedLabel
from commandroom.ui.typeface import ui_font
from commandroom.wording import Wording

NARROWEST = 300


MOST_PAGES = 12
_Shape = tuple[str, tuple[Field, ...], tuple[str, ...]]
"""The part, its fields, and the names that may be picked."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A built form."""

    whole: QWidget
    title: ElidedLabel
    entries: dict[Way, Entry]
    kind: QComboBox | None


class ItemForm(QScrollArea):
    """Shows the fields of one item and says what was changed in them."""

    changed = Signal(object, object)
    """Way and value of a field."""
    kind_wanted = Signal(str)
    """Another kind of inject."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._shape: _Shape | None = None
        self._pages: dict[_Shape, _Page] = {}
        self._entries: dict[Way, Entry] = {}
        self._kind: QComboBox | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(NARROWEST)
        self._show_hint()

    def entry(self, way: Way) -> Entry | None:
        """The entry of a field."""
        return self._entries.get(way)

    def show_item(
        self,
        part: str,
        title: str,
        values: Mapping[str, Any] | None,
        names: Mapping[str, Sequence[str]],
        kind: str = "",
    ) -> None:
        """Show an item; None where it cannot be read or nothing is chosen."""
        if values is None:
            self._show_hint(title)
            return
        fields = fields_of(part, values)
        known = tuple(f"{name}:{','.join(each)}" for name, each in names.items())
        self._turn_to((part, fields, known), names)
        self._title.setText(title)
        if self._kind is not None:
            self._kind.setCurrentIndex(self._kind.findData(kind))
        for way, entry in self._entries.items():
            entry.show_value(value_in(values, way))

    def complain(self, complaints: Mapping[Way, str]) -> None:
        """What is wrong, by field; what is inside a field is said at that field."""
        for way, entry in self._entries.items():
            entry.complain(next((text for each, text in complaints.items() if each[: len(way)] == way), ""))

    def focus_on(self, way: Way) -> None:
        """Bring a field into sight and let it be typed into."""
        while way and way not in self._entries:
            way = way[:-1]
        entry = self._entries.get(way)
        if entry is not None:
            self.ensureWidgetVisible(entry)
            entry.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def apply_wording(self, wording: Wording) -> None:
        """Another language; the form is built anew when it is shown next."""
        self._wording = wording
        self._show_hint()
        for page in self._pages.values():
            page.whole.deleteLater()
        self._pages.clear()

    def _turn_to(self, shape: _Shape, names: Mapping[str, Sequence[str]]) -> None:
        """The page of that shape: one that was built before, for building takes a while, else a new one."""
        if shape == self._shape:
            return
        self.takeWidget()
        page = self._pages.pop(shape, None) or self._build(shape[0], shape[1], names)
        self._pages[shape] = page
        if len(self._pages) > MOST_PAGES:
            self._pages.pop(next(iter(self._pages))).whole.deleteLater()
        self._shape, self._title = shape, page.title
        self._entries, self._kind = page.entries, page.kind
        self.setWidget(page.whole)

    def _build(self, part: str, fields: Sequence[Field], names: Mapping[str, Sequence[str]]) -> _Page:
        inner = QWidget(self)
        inner.setObjectName("panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 10, 12, 10)
        title = ElidedLabel(inner)
        title.setFont(ui_font(16, bold=True))
        column.addWidget(title)
        lines = QFormLayout()
        lines.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        lines.setVerticalSpacing(6)
        lines.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        entries: dict[Way, Entry] = {}
        kind = self._kinds(inner) if part == "injects" else None
        if kind is not None:
            lines.addRow(self._wording.say("editor.field.type"), kind)
        for field in fields:
            entry = Entry(field, names.get(field.names, ()), self._wording, inner)
            entry.changed.connect(self.changed)
            label = QLabel(label_of(field, self._wording), inner)
            label.setBuddy(entry.control)
            label.setMinimumWidth(68)
            label.setWordWrap(True)
            lines.addRow(label, entry)
            entries[field.way] = entry
        column.addLayout(lines)
        column.addStretch(1)
        return _Page(inner, title, entries, kind)

    def _kinds(self, parent: QWidget) -> QComboBox:
        box = QComboBox(parent)
        for each in KINDS:
            box.addItem(self._wording.say(f"editor.kind.{each}"), each)
        box.activated.connect(self._on_kind)
        return box

    def _show_hint(self, text: str = "") -> None:
        self.takeWidget()
        self._shape, self._entries, self._kind = None, {}, None
        label = QLabel(text or self._wording.say("editor.choose"), self)
        label.setObjectName("muted")
        label.setWordWrap(True)
        label.setMargin(16)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(label)

    @Slot(int)
    def _on_kind(self, _at: int) -> None:
        if self._kind is not None:
            self.kind_wanted.emit(str(self._kind.currentData()))
