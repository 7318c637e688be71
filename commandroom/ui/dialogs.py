"""Small windows that wait beside the work: the keys, about, the result of an incident, a score sheet."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from commandroom import __version__
from commandroom.services.ports import ScoreSheet
from commandroom.ui.actions import ACTS
from commandroom.ui.panels.drill.score import ScoreSheetView
from commandroom.ui.score_saving import ScoreSaving
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import ui_font
from commandroom.wording import Wording

MOST_KEYS = 21
"""Keys one below the other: more do not fit a screen of 768 pixels."""


def _waiting(parent: QWidget, title: str) -> QDialog:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.setFont(ui_font())
    return dialog


def _head(dialog: QDialog, box: QVBoxLayout, text: str) -> None:
    box.setContentsMargins(18, 14, 18, 14)
    box.setSpacing(10)
    name = QLabel(text, dialog)
    name.setTextFormat(Qt.TextFormat.PlainText)
    name.setObjectName("heading")
    box.addWidget(name)


def _finish(dialog: QDialog, box: QVBoxLayout, wording: Wording) -> QDialog:
    button = QPushButton(wording.say("ui.dialog.close"), dialog)
    button.clicked.connect(dialog.close)
    box.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
    dialog.show()
    return dialog


def show_keys(parent: QWidget, wording: Wording) -> QDialog:
    """Every key of the window, in as many columns as a small screen needs."""
    dialog = _waiting(parent, wording.say("ui.act.keys"))
    box = QVBoxLayout(dialog)
    _head(dialog, box, wording.say("ui.act.keys"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(1)
    rows = [
        (act.shown_key or " / ".join(act.keys), wording.say(f"ui.act.{act.name}"))
        for act in ACTS
        if act.shown_key or act.keys
    ]
    rows += [
        (wording.say(f"ui.keys.{name}.key"), wording.say(f"ui.keys.{name}"))
        for name in ("esc", "arrows", "drag")
    ]
    columns = -(-len(rows) // MOST_KEYS)
    height = -(-len(rows) // columns)
    for at, (key, text) in enumerate(rows):
        row, column = at % height, 2 * (at // height)
        name = QLabel(key, dialog)
        name.setObjectName("chip")
        grid.addWidget(name, row, column, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(QLabel(text, dialog), row, column + 1)
    box.addLayout(grid)
    return _finish(dialog, box, wording)


def show_about(parent: QWidget, wording: Wording) -> QDialog:
    """What this is."""
    dialog = _waiting(parent, wording.say("ui.act.about"))
    box = QVBoxLayout(dialog)
    _head(dialog, box, wording.say("ui.app.name"))
    box.addWidget(QLabel(wording.say("ui.about.text", version=__version__), dialog))
    return _finish(dialog, box, wording)


def ask_result(parent: QWidget, wording: Wording, incident: str, done: Callable[[str], None]) -> QDialog:
    """Ask how an incident ended, without stopping anything; `done` gets the text."""
    return _ask_line(parent, wording, "result", wording.say("ui.result.title", incident=incident), done)


def _ask_line(
    parent: QWidget, wording: Wording, area: str, title: str, done: Callable[[str], None]
) -> QDialog:
    """Ask for one line of text; `area` is where its words stand."""
    dialog = _waiting(parent, title)
    dialog.setMinimumWidth(460)
    box = QVBoxLayout(dialog)
    _head(dialog, box, title)
    label = QLabel(wording.say(f"ui.{area}.label"), dialog)
    field = QLineEdit(dialog)
    field.setAccessibleName(label.text())
    label.setBuddy(field)
    box.addWidget(label)
    box.addWidget(field)
    give_up = QPushButton(wording.say("ui.dialog.cancel"), dialog)
    finish = QPushButton(wording.say(f"ui.{area}.ok"), dialog)
    give_up.setAutoDefault(False)
    finish.setDefault(True)
    give_up.clicked.connect(dialog.reject)
    finish.clicked.connect(dialog.accept)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(give_up)
    row.addWidget(finish)
    box.addLayout(row)
    dialog.accepted.connect(lambda: done(field.text().strip()))
    dialog.open()
    field.setFocus()
    return dialog


def show_score(
    parent: QWidget, wording: Wording, theme: Theme, sheet: ScoreSheet, said: Callable[[str, bool], None]
) -> QDialog:
    """The score sheet of a drill as it stands; `said` gets a line when it was saved, and whether it was."""
    dialog = _waiting(parent, wording.say("ui.act.score"))
    dialog.resize(min(940, parent.width() - 80), min(220 + 34 * len(sheet.criteria), parent.height() - 120))
    box = QVBoxLayout(dialog)
    view = ScoreSheetView(wording, dialog)
    view.apply_theme(theme)
    view.show_sheet(sheet)
    box.addWidget(view, 1)
    ScoreSaving(sheet, wording, said, dialog).follow(view)
    _finish(dialog, box, wording)
    dialog.raise_()
    dialog.activateWindow()
    return dialog
