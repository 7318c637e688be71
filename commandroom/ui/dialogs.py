"""Small windows that wait beside the work: the keys, about, the result of an incident, a score sheet."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QInputDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from commandroom import __version__
from commandroom.services.ports import ScoreSheet
from commandroom.ui.actions import ACTS
from commandroom.ui.panels.drill.score import ScoreSheetView
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import TITLE_PX, ui_font
from commandroom.wording import Wording


def _waiting(parent: QWidget, title: str) -> QDialog:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.setFont(ui_font())
    return dialog


def _finish(dialog: QDialog, box: QVBoxLayout, wording: Wording) -> QDialog:
    button = QPushButton(wording.say("ui.dialog.close"), dialog)
    button.clicked.connect(dialog.close)
    box.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
    dialog.show()
    return dialog


def show_keys(parent: QWidget, wording: Wording) -> QDialog:
    """Every key of the window, in two columns."""
    dialog = _waiting(parent, wording.say("ui.act.keys"))
    box = QVBoxLayout(dialog)
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    rows = [
        (act.shown_key or " / ".join(act.keys), wording.say(f"ui.act.{act.name}"))
        for act in ACTS
        if act.shown_key or act.keys
    ]
    rows += [
        (wording.say(f"ui.keys.{name}.key"), wording.say(f"ui.keys.{name}"))
        for name in ("esc", "arrows", "drag")
    ]
    half = (len(rows) + 1) // 2
    for at, (key, text) in enumerate(rows):
        row, column = at % half, 2 * (at // half)
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
    name = QLabel(wording.say("ui.app.name"), dialog)
    name.setFont(ui_font(TITLE_PX + 4, bold=True))
    box.addWidget(name)
    box.addWidget(QLabel(wording.say("ui.about.text", version=__version__), dialog))
    return _finish(dialog, box, wording)


def ask_result(parent: QWidget, wording: Wording, incident: str, done: Callable[[str], None]) -> QInputDialog:
    """Ask how an incident ended, without stopping anything; `done` gets the text."""
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFont(ui_font())
    dialog.setWindowTitle(wording.say("ui.result.title", incident=incident))
    dialog.setLabelText(wording.say("ui.result.label"))
    dialog.setOkButtonText(wording.say("ui.result.ok"))
    dialog.setCancelButtonText(wording.say("ui.dialog.cancel"))
    dialog.setMinimumWidth(460)
    dialog.textValueSelected.connect(done)
    dialog.open()
    return dialog


def show_score(parent: QWidget, wording: Wording, theme: Theme, sheet: ScoreSheet) -> QDialog:
    """The score sheet of a drill as it stands."""
    dialog = _waiting(parent, wording.say("ui.act.score"))
    dialog.resize(860, 520)
    box = QVBoxLayout(dialog)
    view = ScoreSheetView(wording, dialog)
    view.apply_theme(theme)
    view.show_sheet(sheet)
    box.addWidget(view, 1)
    return _finish(dialog, box, wording)
