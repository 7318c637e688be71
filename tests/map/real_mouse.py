"""A list beside a map, and a real mouse that drags from one to the other. Run under a display of its own.

Prints one JSON line: what the map said, in order.
"""

import json
from collections.abc import Iterator

from map_town import CENTRE, off, small_tiles
from PySide6.QtCore import QMimeData, QPoint, QProcess, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from commandroom.map.marks import UNIT_MIME, IncidentMark
from commandroom.map.scheme import register_scheme
from commandroom.map.view import MapView

STEP_MS = 60
INCIDENT = IncidentMark("i1", off(-100, 0), 1, "持刀", "open", ("running",))


class UnitList(QListWidget):
    def mimeData(self, items: list[QListWidgetItem]) -> QMimeData:  # type: ignore[override]
        parcel = QMimeData()
        parcel.setData(UNIT_MIME, items[0].text().encode())
        return parcel


class Hand:
    """Moves the pointer of the display step by step through xdotool."""

    def __init__(self, view: MapView, units: UnitList, app: QApplication) -> None:
        self._view, self._units, self._app = view, units, app
        self._steps = self._way()
        self.said: list[list[str]] = []
        view.unit_over_incident.connect(lambda *args: self.said.append(["over", *args]))
        view.unit_dropped.connect(lambda *args: self.said.append(["dropped", *args]))

    def step(self) -> None:
        order = next(self._steps, None)
        if order is None:
            print(json.dumps(self.said), flush=True)
            self._view.shut()
            self._app.quit()
            return
        QProcess.startDetached("xdotool", order)
        QTimer.singleShot(STEP_MS, self.step)

    def _way(self) -> Iterator[list[str]]:
        item = self._units.visualItemRect(self._units.item(0)).center()
        start = self._units.viewport().mapToGlobal(item)
        x, y = self._view.view.to_screen(INCIDENT.at)
        goal = self._view.mapToGlobal(QPoint(round(x), round(y)))
        yield _to(start)
        yield ["mousedown", "1"]
        for part in range(1, 16):
            yield _to(start + (goal - start) * (part / 15))
        for _ in range(5):
            yield _to(goal)
        yield ["mouseup", "1"]
        for _ in range(5):
            yield _to(goal)


def _to(point: QPoint) -> list[str]:
    return ["mousemove", str(point.x()), str(point.y())]


def main() -> None:
    register_scheme()
    app = QApplication([])
    window = QWidget()
    units = UnitList()
    units.setDragEnabled(True)
    units.addItem("u7")
    units.setFixedWidth(200)
    view = MapView(small_tiles(), centre=CENTRE, zoom=16)
    view.set_incidents([INCIDENT])
    row = QHBoxLayout(window)
    row.addWidget(view, 1)
    row.addWidget(units)
    window.resize(1000, 700)
    window.move(0, 0)
    hand = Hand(view, units, app)
    view.ready.connect(lambda: QTimer.singleShot(800, hand.step))
    QTimer.singleShot(40000, app.quit)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
