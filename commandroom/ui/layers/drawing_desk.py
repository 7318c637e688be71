"""Drawings on the map: a text for what was just drawn, and a plate for the one that is clicked."""

from PySide6.QtCore import QObject, Signal, Slot

from commandroom.geo import LatLon
from commandroom.map.marks import Shape, ShapeRole
from commandroom.models.domain.entities import Drawing
from commandroom.models.domain.enums import DrawingKind, RoadEffect
from commandroom.models.domain.ids import DrawingId
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.console import Console
from commandroom.ui.errands import Errands
from commandroom.ui.figures import date_text, time_text
from commandroom.ui.layers.effect_choice import USUAL_FACTOR
from commandroom.ui.layers.space import MapSpace
from commandroom.ui.map_pane import MapPane
from commandroom.ui.menus import DRAWING_ACTS
from commandroom.ui.phrases import Phrases
from commandroom.ui.relay import Relay

NEW = "drawing.new"
"""Id of the shape that waits for its text."""
Meaning = tuple[RoadEffect, float]
"""What a drawing does to travel, and the share of its speed that a slow road keeps."""
HARMLESS: Meaning = (RoadEffect.NONE, 1.0)
HINDERING_ACTS: dict[str, tuple[str, Meaning]] = {
    "close_road": ("draw_line", (RoadEffect.CLOSED, 1.0)),
    "slow_road": ("draw_area", (RoadEffect.SLOW, USUAL_FACTOR)),
}
"""Acts that take up a tool whose drawing closes or slows roads."""


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
        self._meant = HARMLESS
        """What the drawing in hand will do to travel."""
        self._connect(relay)
        self.show_all()
        self._enable()

    @Slot()
    def show_all(self) -> None:
        """Every drawing, and the one that waits for its text."""
        phrases = self._console.phrases
        shapes = [drawing_shape(each, phrases) for each in self._situation.drawings.values()]
        if self._new is not None:
            kind, points = self._new
            shapes.append(Shape(NEW, kind.value, points, role_of(self._space.entry.effect.effect)))
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
        title = drawing.text or say("layers.drawing.untitled")
        self._space.plate.show_thing(title, lines, acts, (drawing.effect, drawing.factor))

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
        self._space.entry.effect.chosen.connect(self.show_all)
        self._space.plate.effect.chosen.connect(self._on_effect)
        for name in ("draw_point", "draw_line", "draw_area"):
            self._actions[name].triggered.connect(self._forget_meaning)
        for name in HINDERING_ACTS:
            self._actions[name].triggered.connect(self._on_hinder)
        self._actions["rename_drawing"].triggered.connect(self._on_rename)
        self._actions["delete_drawing"].triggered.connect(self._on_delete)
        relay.drawing_changed.connect(self._on_changed)

    @Slot(str, object)
    def _on_drawn(self, kind: str, points: tuple[LatLon, ...]) -> None:
        if self._new is not None or self._renamed is not None:
            self._on_kept(self._space.entry.field.text().strip())
        self.select(None)
        self._new = DrawingKind(kind), tuple(points)
        self._ask(points[-1], meaning=self._meant)
        self.show_all()

    def _ask(self, at: LatLon, text: str = "", meaning: Meaning = HARMLESS) -> None:
        area = self._space.area
        x, y = self._pane.view.to_screen(at)
        self._space.entry.ask(area.left() + x, area.top() + y, area, text, meaning)

    @Slot()
    def _on_hinder(self) -> None:
        """Take up the tool of an act that closes or slows roads."""
        act = self.sender()
        tool, meaning = HINDERING_ACTS["" if act is None else act.objectName()]
        if not self._actions[tool].isChecked():
            self._actions[tool].trigger()
        self._meant = meaning

    @Slot()
    def _forget_meaning(self) -> None:
        self._meant = HARMLESS

    @Slot(object, float)
    def _on_effect(self, effect: RoadEffect, factor: float) -> None:
        """The plate's drawing is to mean something else."""
        drawing = self._drawing()
        if drawing is not None:
            self._redraw(drawing, drawing.text, (effect, factor))

    def _redraw(self, drawing: Drawing, text: str, meaning: Meaning) -> None:
        if (text, meaning) != (drawing.text, (drawing.effect, drawing.factor)):
            effect, factor = meaning
            order = self._console.draw(
                drawing.kind, drawing.points, text, drawing.id, effect=effect, factor=factor
            )
            self._errands.start(order)

    @Slot(str)
    def _on_kept(self, text: str) -> None:
        new, renamed = self._new, self._situation.drawings.get(self._renamed or DrawingId(""))
        entry = self._space.entry.effect
        meaning = entry.effect, entry.factor
        self._end_entry()
        if new is not None:
            self._errands.start(self._keep(*new, text, meaning))
        elif renamed is not None:
            self._redraw(renamed, text, meaning)

    async def _keep(self, kind: DrawingKind, points: tuple[LatLon, ...], text: str, meaning: Meaning) -> None:
        """The waiting shape stays until its fact is there, so that nothing flickers."""
        await self._console.draw(kind, points, text, effect=meaning[0], factor=meaning[1])
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
            self._ask(drawing.points[-1], drawing.text, (drawing.effect, drawing.factor))

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


def drawing_shape(drawing: Drawing, phrases: Phrases) -> Shape:
    """As the map draws it: what closes or slows roads also says so in words."""
    word = hindrance_word(drawing, phrases)
    text = phrases.say("board.shape", word=word, text=drawing.text) if word and drawing.text else ""
    return Shape(
        drawing.id,
        drawing.kind.value,
        drawing.points,
        role_of(drawing.effect),
        text or word or drawing.text,
    )


def hindrance_word(drawing: Drawing, phrases: Phrases) -> str:
    """封闭, or 缓行 with how slow; '' where travel is as ever."""
    if drawing.effect is RoadEffect.NONE:
        return ""
    return phrases.say(f"board.word.{drawing.effect.value}", factor=f"{drawing.factor:g}")


def role_of(effect: RoadEffect) -> ShapeRole:
    """How the map draws such a drawing."""
    if effect is RoadEffect.CLOSED:
        return "closed"
    return "slow" if effect is RoadEffect.SLOW else "drawing"
