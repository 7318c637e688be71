"""A post that was clicked: what it is, how far it reaches, where it lies."""

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from commandroom.models.domain.entities import Post
from commandroom.models.domain.ids import PostId
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.console import Console
from commandroom.ui.hands import Hands
from commandroom.ui.layers.space import MapSpace
from commandroom.ui.map_pane import MapPane
from commandroom.ui.menus import POST_ACTS, RoomMenus


class PostDesk(QObject):
    """Selects a post beside the incident; the plate speaks of it."""

    selected = Signal(str)
    """Id of the post; '' for none."""

    def __init__(
        self,
        *,
        pane: MapPane,
        space: MapSpace,
        actions: RoomActions,
        menus: RoomMenus,
        situation: Situation,
        console: Console,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.post: PostId | None = None
        self._pane = pane
        self._space = space
        self._actions = actions
        self._menus = menus
        self._situation = situation
        self._console = console
        pane.post_clicked.connect(self._on_clicked)
        pane.menu_requested.connect(self._on_menu)
        actions["locate_post"].triggered.connect(self._on_locate)
        self._enable()

    def select(self, post: PostId | None) -> None:
        """Let the plate and the reach layer speak of this post."""
        known = post if post in self._situation.posts else None
        if known == self.post:
            return
        self.post = known
        self._enable()
        if known is not None:
            self._pane.select("post", known)
        self.selected.emit(known or "")

    def let_go(self) -> None:
        """No post; the halo goes back to the selected unit or incident."""
        if self.post is None:
            return
        self.select(None)
        if self._console.unit is not None:
            self._pane.select("unit", self._console.unit)
        elif self._console.incident is not None:
            self._pane.select("incident", self._console.incident)
        else:
            self._pane.select(None)

    def show_plate(self) -> None:
        """Name, place, people and kit of the post."""
        post = self._post()
        if post is None:
            return
        say = self._console.phrases.say
        units = [each for each in self._situation.units.values() if each.home_post == post.id]
        crew = sum(each.crew for each in units)
        people = say("layers.post.crew", n=crew) if crew else say("layers.post.no_crew")
        signs = " ".join(each.call_sign for each in units)
        kit = " ".join(f"{each.item}×{each.count}" for each in post.equipment)
        lines = [post.address, f"{people}  {signs}".strip(),
                 say("layers.post.kit", kit=kit) if kit else say("layers.post.no_kit")]  # fmt: skip
        acts = [self._actions[name] for name in POST_ACTS]
        self._space.plate.show_thing(post.name, [each for each in lines if each], acts)

    @Slot(str)
    def _on_clicked(self, post: str) -> None:
        self.select(PostId(post))

    @Slot(str, str, QPoint)
    def _on_menu(self, kind: str, mark: str, at: QPoint) -> None:
        if kind == "post":
            self.select(PostId(mark))
            self._menus.popup(POST_ACTS, at)

    @Slot()
    def _on_locate(self) -> None:
        post = self._post()
        if post is not None:
            self._pane.go_to(post.at, Hands.GO_TO_ZOOM)

    def _post(self) -> Post | None:
        return self._situation.posts.get(self.post or PostId(""))

    def _enable(self) -> None:
        self._actions["locate_post"].setEnabled(self.post is not None)
