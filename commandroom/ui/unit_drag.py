"""What a dragged unit carries: its id, nothing else."""

from PySide6.QtCore import QMimeData

from commandroom.map.marks import UNIT_MIME


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
