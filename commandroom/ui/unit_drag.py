"""A unit on the pointer: what a drag carries is its id, nothing else."""

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QWidget

from commandroom.map.marks import UNIT_MIME
from commandroom.models.domain.entities import Unit
from commandroom.ui.phrases import Phrases
from commandroom.ui.symbols import drag_pixmap, letter_key
from commandroom.ui.theme import Theme

LIFT_PX = 26
"""A dragged unit hangs this far above the pointer, so that what lies under it stays in sight."""


def carry(source: QWidget, unit: Unit, phrases: Phrases, theme: Theme) -> None:
    """Take `unit` on the pointer until it is let go."""
    drag = QDrag(source)
    drag.setMimeData(unit_mime(unit.id))
    drag.setPixmap(drag_pixmap(unit, phrases.say(letter_key(unit.kind)), theme, source.devicePixelRatioF()))
    height = round(drag.pixmap().deviceIndependentSize().height())
    drag.setHotSpot(QPoint(20, height + LIFT_PX))
    drag.exec(Qt.DropAction.CopyAction)


def unit_mime(unit: str) -> QMimeData:
    """The parcel of a drag of `unit`."""
    parcel = QMimeData()
    parcel.setData(UNIT_MIME, unit.encode())
    return parcel


def unit_in(parcel: QMimeData) -> str:
    """The id of the unit in `parcel`; empty when it carries none."""
    if not parcel.hasFormat(UNIT_MIME):
        return ""
    try:
        return bytes(parcel.data(UNIT_MIME).data()).decode()
    except UnicodeDecodeError:
        return ""
