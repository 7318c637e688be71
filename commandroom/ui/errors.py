"""What the operator sees when something of ours breaks: one calm message, and the trace in the log."""

import logging
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMessageBox, QWidget

from commandroom.ui.typeface import ui_font
from commandroom.wording import Wording

log = logging.getLogger(__name__)

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def error_hook(show: Callable[[str], None], wording: Callable[[], Wording]) -> Hook:
    """A `sys.excepthook` that logs with trace and shows one line; the room goes on working."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.critical("unhandled", exc_info=(kind, error, trace))
        show(wording().say("ui.error.ours", what=f"{kind.__name__}: {error}"))

    return hook


def show_failure(parent: QWidget | None, title: str, text: str) -> QMessageBox:
    """A message that waits beside the work; it blocks no loop and deletes itself when closed."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, text, QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setFont(ui_font())
    box.button(QMessageBox.StandardButton.Ok).setIcon(QIcon())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setModal(False)
    box.show()
    return box
