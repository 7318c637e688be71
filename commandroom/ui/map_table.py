"""Everything of the window that is done on the map itself: layers, tools, drawings, posts."""

from PySide6.QtCore import QObject, Slot

from commandroom.models.domain.ids import DrawingId, PostId
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.console import Console
from commandroom.ui.frame import RoomFrame
from commandroom.ui.layer_desk import LayerDesk
from commandroom.ui.layers.choice import LayerChoice
from commandroom.ui.layers.drawing_desk import DrawingDesk
from commandroom.ui.layers.post_desk import PostDesk
from commandroom.ui.layers.tool_desk import ToolDesk
from commandroom.ui.map_pane import MapPane
from commandroom.ui.mark_desk import MarkDesk
from commandroom.ui.menus import DRAWING_ACTS, POST_ACTS, RoomMenus
from commandroom.ui.relay import Relay
from commandroom.ui.search.answer import Answer


class MapTable(QObject):
    """Builds the desks round the map and lets one plate speak for them."""

    def __init__(
        self,
        *,
        pane: MapPane,
        frame: RoomFrame,
        actions: RoomActions,
        menus: RoomMenus,
        room: Room,
        situation: Situation,
        console: Console,
        relay: Relay,
        marks: MarkDesk,
        choice: LayerChoice,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._space = frame.map_space
        self._console = console
        self._pane = pane
        self._actions = actions
        self.layers = LayerDesk(
            pane=pane, space=self._space, actions=actions, room=room, situation=situation, console=console,
            relay=relay, marks=marks, choice=choice, parent=self,
        )  # fmt: skip
        self.tools = ToolDesk(pane=pane, actions=actions, situation=situation, console=console, parent=self)
        self.drawings = DrawingDesk(
            pane=pane, space=self._space, actions=actions, situation=situation, console=console, relay=relay,
            parent=self,
        )  # fmt: skip
        self.posts = PostDesk(
            pane=pane, space=self._space, actions=actions, menus=menus, situation=situation, console=console,
            parent=self,
        )  # fmt: skip
        self._connect(frame, relay)

    def step_back(self) -> bool:
        """Esc: text, tool, plate; False where none of them is there."""
        if self.drawings.step_back() or self.tools.step_back():
            return True
        if self.drawings.drawing is None and self.posts.post is None:
            return False
        self._on_plate_closed()
        return True

    def finish(self) -> bool:
        """Enter: end the shape in hand; False where none is, and only then may it send anybody."""
        return self.tools.finish()

    def apply_wording(self) -> None:
        """Another language; the console's phrases are the new ones already."""
        say = self._console.phrases.say
        for name in (*POST_ACTS, *DRAWING_ACTS):
            self._actions[name].setIconText(say(f"layers.act.{name}"))
        self._space.apply_wording(self._console.phrases.wording)
        self.layers.apply_wording()
        self.drawings.show_all()
        self._show_plate()

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self.layers.stop()
        self.drawings.stop()

    def _connect(self, frame: RoomFrame, relay: Relay) -> None:
        self.drawings.selected.connect(self._on_drawing)
        self.posts.selected.connect(self._on_post)
        self._space.plate.closed.connect(self._on_plate_closed)
        self._pane.ground_clicked.connect(self._on_plate_closed)
        self._pane.ready.connect(self._on_ready)
        self._console.incident_selected.connect(self._on_other)
        self._console.unit_selected.connect(self._on_other)
        frame.top.search.chosen.connect(self._on_found)
        relay.unit_changed.connect(self._show_plate)

    def take_register(self) -> None:
        """The register was imported anew: routes, counts and the plate follow it."""
        self.layers.show_patrols()
        self.layers.count()
        self._show_plate()

    @Slot()
    def _on_ready(self) -> None:
        self.layers.count()

    @Slot(object)
    def _on_found(self, answer: Answer) -> None:
        """The search led to a post or a drawing."""
        if answer.kind == "post":
            self.posts.select(PostId(answer.id))
        elif answer.kind == "drawing":
            self.drawings.select(DrawingId(answer.id))

    @Slot(str)
    def _on_drawing(self, drawing: str) -> None:
        if drawing:
            self.posts.let_go()
        self._show_plate()

    @Slot(str)
    def _on_post(self, post: str) -> None:
        if post:
            self.drawings.select(None)
        self.layers.show_reach_of(PostId(post) if post else None)
        self._show_plate()

    @Slot(str)
    def _on_other(self, thing: str) -> None:
        """A unit or an incident was chosen: the plate makes way."""
        if thing:
            self.drawings.select(None)
            self.posts.select(None)

    @Slot()
    def _on_plate_closed(self) -> None:
        self.drawings.select(None)
        self.posts.let_go()

    @Slot()
    def _show_plate(self) -> None:
        if self.posts.post is not None:
            self.posts.show_plate()
        elif self.drawings.drawing is not None:
            self.drawings.show_plate()
        else:
            self._space.plate.hide()
