"""Drawings on the map: a text for what was just drawn, and a plate for the one that is clicked."""

from PySide6.QtCore import QObject, Signal, Slot

from commandroom.geo import LatLon
from commandroom.map.marks import Shape
from commandroom.models.domain.entities import Drawing
from commandroom.models.domain.enums import DrawingKind
from commandroom.models.domain.ids import DrawingId
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.console import Console
from commandroom.ui.errands import Errands
from commandroom.ui.figures import date_text, time_text
from commandroom.ui.layers.space import MapSpace
from commandroom.ui.map_pane import MapPane
from commandroom.ui.menus import DRAWING_ACTS
from commandroom.ui.relay import Relay

NEW = "drawing.new"
"""Id of the shape that waits for its text."""


class DrawingDesk(QObject):
    """From a finished gesture to a command; from a click to text, author and acts."""

    selected = Signal(str)
    """Id of the drawing the plate speaks of; '' for none."""

    def __init__(
        self,
        *,
        pane: MapPane,
        space: MapSpace,
        actions: RoomActions,
        situation: Situation,
        console: Console,
        relay: Relay,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.drawing: DrawingId | None = None
        self._pane = pane
        self._space = space
        self._actions = actions
        self._situation = situation
        self._console = console
        self._errands = Errands()
        self._new: tuple[DrawingKind, tuple[LatLon, ...]] | None = None
        self._renamed: DrawingId | None = None
        self._connect(relay)
        self.show_all()
        self._enable()

    @Slot()
    def show_all(self) -> None:
        """Every drawing, and the one that waits for its text."""
        shapes = [drawing_shape(each) for each in self._situation.drawings.values()]
        if self._new is not None:
            kind, points = self._new
            shapes.append(Shape(NEW, kind.value, points, "drawing"))
        self._pane.overlays.set_shapes("drawing", shapes)

    def select(self, drawing: DrawingId | None) -> None:
        """Let the plate speak of this drawing."""
        known = drawing if drawing in self._situation.drawings else None
        if known != self.drawing:
            self.drawing = known
            self._enable()
            self.selected.emit(known or "")

    def show_plate(self) -> None:
        """Text, kind, author and time of the selected drawing."""
        drawing = self._drawing()
        if drawing is None:
            return
        say = self._console.phrases.say
        when = f"{date_text(drawing.drawn_at)} {time_text(drawing.drawn_at)}"
        kind = say("layers.drawing.kind", kind=say(f"drawing.{drawing.kind.value}"))
        lines = (kind, say("layers.drawing.by", who=drawing.drawn_by, when=when))
        acts = [self._actions[name] for name in DRAWING_ACTS]
        self._space.plate.show_thing(drawing.text or say("layers.drawing.untitled"), lines, acts)

    def step_back(self) -> bool:
        """Esc: discard the text that is asked for; False where none is."""
        if self._new is None and self._renamed is None:
            return False
        self._on_dropped()
        return True

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()

    def _connect(self, relay: Relay) -> None:
        self._pane.tools.drawn.connect(self._on_drawn)
        self._pane.overlays.shape_clicked.connect(self._on_clicked)
        self._space.entry.kept.connect(self._on_kept)
        self._space.entry.dropped.connect(self._on_dropped)
        self._actions["rename_drawing"].triggered.connect(self._on_rename)
        self._actions["delete_drawing"].triggered.connect(self._on_delete)
        relay.drawing_changed.connect(self._on_changed)

    @Slot(str, object)
    def _on_drawn(self, kind: str, points: tuple[LatLon, ...]) -> None:
        if self._new is not None or self._renamed is not None:
            self._on_kept(self._space.entry.field.text().strip())
        self.select(None)
        self._new = DrawingKind(kind), tuple(points)
        self.show_all()
        self._ask(points[-1])

    def _ask(self, at: LatLon, text: str = "") -> None:
        area = self._space.area
        x, y = self._pane.view.to_screen(at)
        self._space.entry.ask(area.left() + x, area.top() + y, area, text)

    @Slot(str)
    def _on_kept(self, text: str) -> None:
        new, renamed = self._new, self._situation.drawings.get(self._renamed or DrawingId(""))
        self._end_entry()
        if new is not None:
            self._errands.start(self._keep(*new, text))
        elif renamed is not None and text != renamed.text:
            self._errands.start(self._console.draw(renamed.kind, renamed.points, text, renamed.id))

    async def _keep(self, kind: DrawingKind, points: tuple[LatLon, ...], text: str) -> None:
        """The waiting shape stays until its fact is there, so that nothing flickers."""
        await self._console.draw(kind, points, text)
        self.show_all()

    @Slot()
    def _on_dropped(self) -> None:
        self._end_entry()
        self.show_all()

    def _end_entry(self) -> None:
        self._new = self._renamed = None
        self._space.entry.hide()
        self._space.map.setFocus()

    @Slot(str, str)
    def _on_clicked(self, layer: str, shape: str) -> None:
        if layer == "drawing" and shape != NEW:
            self.select(DrawingId(shape))

    @Slot()
    def _on_rename(self) -> None:
        drawing = self._drawing()
        if drawing is not None and self._new is None:
            self._renamed = drawing.id
            self._ask(drawing.points[-1], drawing.text)

    @Slot()
    def _on_delete(self) -> None:
        drawing = self._drawing()
        if drawing is not None:
            self._errands.start(self._console.remove_drawing(drawing))

    @Slot(str)
    def _on_changed(self, drawing: str) -> None:
        self.show_all()
        if drawing == self.drawing:
            if drawing in self._situation.drawings:
                self.show_plate()
            else:
                self.select(None)

    def _drawing(self) -> Drawing | None:
        return self._situation.drawings.get(self.drawing or DrawingId(""))

    def _enable(self) -> None:
        for name in DRAWING_ACTS:
            self._actions[name].setEnabled(self.drawing is not None)


def drawing_shape(drawing: Drawing) -> Shape:
    """As the map draws it."""
    return Shape(drawing.id, drawing.kind.value, drawing.points, "drawing", drawing.text)
