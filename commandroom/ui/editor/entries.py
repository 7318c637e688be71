"""The single lines of a form: each takes a value, shows it, and says what was typed once it is complete."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from ruamel.yaml.error import YAMLError

from commandroom.drill.pieces import text_of, value_of
from commandroom.ui.editor.fields import Field
from commandroom.ui.editor.sentences import sentence
from commandroom.wording import Wording

TEXT_PX = 58


class _Text(QPlainTextEdit):
    """Several lines; done when the focus leaves."""

    done = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.done.emit()


class Entry(QWidget):
    """One field with what is wrong with it below."""

    changed = Signal(object, object)
    """Way and value; None where it was emptied."""

    def __init__(self, field: Field, names: Sequence[str], wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.field, self._wording = field, wording
        self._shown: Any = None
        self._control = self._built(names)
        self._control.setAccessibleName(label_of(field, wording))
        self._lines: dict[str, QLabel] = {}
        self._is_own = False
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        self._box.addWidget(self._control)

    @property
    def control(self) -> QWidget:
        """What is typed into."""
        return self._control

    def said(self, name: str) -> str:
        """What stands below it as `urgent` or as `muted`; empty for nothing."""
        line = self._lines.get(name)
        return line.text() if line is not None and not line.isHidden() else ""

    def show_value(self, value: Any) -> None:
        """Show it, unless it is shown already: what somebody is typing is not taken away."""
        if value == self._shown and not self._is_own:
            return
        self._shown = value
        self._put(value)
        self._say_own("")
        self._say_help()

    def complain(self, text: str) -> None:
        """What the lint says of this field; nothing where it says nothing."""
        if self._is_own and not text:
            return
        self._say("urgent", text)

    def _built(self, names: Sequence[str]) -> QWidget:
        match self.field.sort:
            case "check":
                box = QCheckBox(self)
                box.clicked.connect(self._on_done)
                return box
            case "text":
                text = _Text(self)
                text.setFixedHeight(TEXT_PX)
                text.setTabChangesFocus(True)
                text.done.connect(self._on_done)
                return text
            case "choice":
                return self._choice()
            case "name":
                return self._name(names)
        line = QLineEdit(self)
        line.editingFinished.connect(self._on_done)
        if names:
            completer = QCompleter(list(names), line)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(completer)
        if self.field.sort == "time":
            line.setPlaceholderText(self._wording.say("editor.like.time"))
        elif self.field.way == ("when",):
            line.setPlaceholderText(self._wording.say("editor.like.when"))
        return line

    def _choice(self) -> QComboBox:
        box = QComboBox(self)
        box.addItem("—", None)
        for each in self.field.choices:
            key = f"editor.choice.{each}"
            text = f"{self._wording.say(key)}  {each}" if self._wording.has(key) else each
            box.addItem(text, each)
        box.activated.connect(self._on_done)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]
        return box

    def _name(self, names: Sequence[str]) -> QComboBox:
        box = QComboBox(self)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItem("")
        box.addItems(list(names))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]
        box.activated.connect(self._on_done)
        edit = box.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(self._on_done)
        return box

    def _put(self, value: Any) -> None:
        control = self._control
        if isinstance(control, QCheckBox):
            control.setChecked(value is True)
        elif isinstance(control, QComboBox) and not control.isEditable():
            at = control.findData(value)
            if at < 0:
                control.addItem(text_of(value), value)
                at = control.count() - 1
            control.setCurrentIndex(at)
        elif isinstance(control, QComboBox):
            control.setEditText(text_of(value))
        elif isinstance(control, QPlainTextEdit):
            control.setPlainText(text_of(value))
        elif isinstance(control, QLineEdit):
            control.setText(text_of(value))
            control.setCursorPosition(0)

    def _typed(self) -> str:
        control = self._control
        if isinstance(control, QPlainTextEdit):
            return control.toPlainText().strip()
        if isinstance(control, QLineEdit):
            return control.text().strip()
        return control.currentText().strip() if isinstance(control, QComboBox) else ""

    def _value(self) -> Any:
        """Raises ValueError or YAMLError where it cannot be read."""
        control = self._control
        if isinstance(control, QCheckBox):
            return True if control.isChecked() else None
        if isinstance(control, QComboBox) and not control.isEditable():
            return control.currentData()
        text = self._typed()
        if not text:
            return None
        if self.field.sort == "number":
            number = float(text)
            return int(number) if number.is_integer() else number
        return value_of(text) if self.field.sort == "yaml" else text

    @Slot()
    def _on_done(self) -> None:
        if self._control is not None and self._typed_is_shown():
            return
        try:
            value = self._value()
        except (ValueError, YAMLError):
            self._say_own(self._wording.say("editor.cannot_read"))
            return
        self._say_own("")
        if value != self._shown:
            self._shown = value
            self._say_help()
            self.changed.emit(self.field.way, value)

    def _say_help(self) -> None:
        """A condition is said in words below what was typed."""
        if self.field.names == "moments":
            said = sentence(self._shown, self._wording) if self._shown else ""
            self._say("muted", said)

    def _typed_is_shown(self) -> bool:
        return self.field.sort not in ("check", "choice") and self._typed() == text_of(self._shown).strip()

    def _say_own(self, text: str) -> None:
        """A complaint of the field itself goes before the lint's."""
        self._is_own = bool(text)
        self._say("urgent", text)

    def _say(self, name: str, text: str) -> None:
        """A line below the field, made when it is first needed: most fields never need one."""
        if name not in self._lines and text:
            line = QLabel(self)
            line.setObjectName(name)
            line.setTextFormat(Qt.TextFormat.PlainText)
            line.setWordWrap(True)
            self._box.addWidget(line)
            self._lines[name] = line
        if name in self._lines:
            self._lines[name].setText(text)
            self._lines[name].setVisible(bool(text))


def label_of(field: Field, wording: Wording) -> str:
    """What a field is called."""
    whole, last = f"editor.field.{'.'.join(field.way)}", f"editor.field.{field.label or field.way[-1]}"
    return wording.say(whole if wording.has(whole) and not field.label else last)
