"""The response rings: big clocks of the selected incident, or the clocks of the whole town."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from commandroom.models.domain.entities import Assignment, Incident
from commandroom.ui.panels.look import dress
from commandroom.ui.panels.rings.faces import ring_face, town_faces
from commandroom.ui.panels.rings.state import TownRings, read_ring
from commandroom.ui.panels.rings.steps import StepModel, StepPainter, step_row
from commandroom.ui.panels.rings.tiles import ClockTile, Face
from commandroom.ui.panels.text import ElidedLabel, short_number
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording

SIDE_BY_SIDE_PX = 1000
"""From this width the units stand beside the clocks instead of below."""


class RingPanel(QWidget):
    """Shows one incident with `show_incident`, the town with `show_town`; `tick` moves only the clocks."""

    incident_activated = Signal(str)
    """Somebody wants to see the incident whose clock is next to be missed."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._wording = wording
        self._theme: Theme = NIGHT
        self._incident: Incident | None = None
        self._call_signs: Mapping[str, str] = {}
        self._kind_name = ""
        self._town = TownRings(0, 0, 0)
        self._now: datetime | None = None
        self._build()
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        dress(self, theme)
        for tile in self._tiles:
            tile.apply_theme(theme)
        self._painter.theme = theme
        self._list.viewport().update()

    def apply_wording(self, wording: Wording) -> None:
        """Speak this language."""
        self._wording = wording
        self._painter.wording = wording
        self._steps.apply_wording(wording)
        self.setAccessibleName(wording.say("panels.rings.name"))
        self._list.setAccessibleName(wording.say("panels.rings.units"))
        self._go.setText(wording.say("panels.rings.go"))
        self._show_words()

    def show_incident(
        self,
        incident: Incident | None,
        assignments: Sequence[Assignment] = (),
        call_signs: Mapping[str, str] | None = None,
        kind_name: str = "",
        now: datetime | None = None,
        overdue_since: Mapping[str, datetime] | None = None,
    ) -> None:
        """Show `incident` with its units, or the town for None; by unit id its name and delay."""
        self._incident = incident
        self._call_signs = call_signs or {}
        self._kind_name = kind_name
        self._now = self._painter.now = now or self._now
        since = overdue_since or {}
        rows = [step_row(each, self._call_signs, since.get(each.unit)) for each in assignments]
        self._steps.put(rows if incident else [])
        self._show_words()

    def show_town(self, summary: TownRings, now: datetime) -> None:
        """Keep what the town's clocks say; shown while no incident is selected."""
        self._town = summary
        self._now = now
        if self._incident is None:
            self._show_words()

    def tick(self, now: datetime) -> None:
        """Move the clocks to `now`; nothing else is painted anew."""
        self._now = self._painter.now = now
        self._show_clocks()
        if any(row.overdue for row in self._steps.rows):
            self._list.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the units beside the clocks when there is width for it."""
        super().resizeEvent(event)
        wide = event.size().width() >= SIDE_BY_SIDE_PX
        self._body.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )

    def _build(self) -> None:
        self._number, self._head = QLabel(), ElidedLabel()
        self._number.setObjectName("title")
        self._number.setTextFormat(Qt.TextFormat.PlainText)
        self._go = QPushButton()
        self._go.setObjectName("small")
        self._go.clicked.connect(self._on_go)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._number)
        top.addWidget(self._head, 1)
        top.addWidget(self._go)
        self._tiles = (ClockTile(), ClockTile(), ClockTile())
        clocks = QHBoxLayout()
        clocks.setSpacing(6)
        for tile in self._tiles:
            clocks.addWidget(tile, 1, Qt.AlignmentFlag.AlignTop)
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._body.setSpacing(8)
        self._body.addLayout(clocks, 2)
        self._body.addLayout(self._build_units(), 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 5, 8, 5)
        whole.setSpacing(5)
        whole.addLayout(top)
        whole.addLayout(self._body, 1)

    def _build_units(self) -> QStackedLayout:
        self._steps = StepModel(self._wording, self)
        self._painter = StepPainter(self._wording, self)
        self._list = QListView()
        self._list.setModel(self._steps)
        self._list.setItemDelegate(self._painter)
        self._list.setUniformItemSizes(True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMinimumHeight(24)
        self._nobody = QLabel()
        self._nobody.setObjectName("muted")
        self._nobody.setWordWrap(True)
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._units = QStackedLayout()
        self._units.addWidget(self._list)
        self._units.addWidget(self._nobody)
        return self._units

    def _show_words(self) -> None:
        say, incident = self._wording.say, self._incident
        self._number.setText(say("panels.rings.town") if incident is None else short_number(incident.id))
        self._number.setToolTip("" if incident is None else str(incident.id))
        if incident is None:
            self._head.setText(say("panels.rings.open", n=self._town.incidents))
            self._nobody.setText(say("panels.rings.select_one"))
        else:
            parts = (say(f"level.{int(incident.level)}"), self._kind_name, incident.place_name)
            self._head.setText("  ".join(part for part in parts if part))
            self._nobody.setText(say("panels.rings.no_units"))
        self._go.setVisible(incident is None and self._town.next_incident is not None)
        self._units.setCurrentWidget(self._list if self._steps.rowCount() else self._nobody)
        self._show_clocks()

    def _show_clocks(self) -> None:
        if self._incident is None:
            faces: tuple[Face, ...] = town_faces(self._town, self._now, self._wording)
        elif self._now is None:
            return
        else:
            faces = tuple(
                ring_face(read_ring(self._incident, clock, self._now), self._call_signs, self._wording)
                for clock in self._incident.rings
            )
        for tile, face in zip(self._tiles, faces, strict=False):
            tile.put(face)

    def _on_go(self) -> None:
        if self._town.next_incident is not None:
            self.incident_activated.emit(str(self._town.next_incident))
