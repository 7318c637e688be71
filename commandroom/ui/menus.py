"""The menu bar and the menus of one unit or one incident. They act on ids, never on rows."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from commandroom.ui.actions import RoomActions
from commandroom.wording import Wording

_BAR: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "incident",
        ("intake", "dispatch", "accept_team", "open_reasons", "many", "contain", "", "acknowledge_alarm",
         "silence", "", "close", "close_with_result", "reopen", "tell", "locate_incident", "", "undo", "",
         "quit"),
    ),
    (
        "dispatch",
        ("send_unit", "", "acknowledged", "en_route", "on_scene", "cleared", "feedback", "withdraw",
         "send_next", "", "duty_on", "duty_resting", "duty_off", "", "roll_call", "call_up", "rules", "",
         "locate_unit"),
    ),
    (
        "view",
        ("search", "", "theme", "language", "", "show_queue", "show_units", "show_bottom", "show_chart", "",
         "full_screen"),
    ),
    (
        "map",
        ("layers", "ground", "reach", "coverage", "coverage_figures", "legend", "", "measure_distance",
         "measure_area", "", "draw_point", "draw_line", "draw_area", "close_road",
         "slow_road", "rename_drawing", "delete_drawing", "", "follow_unit", "lock_view", "search", "",
         "locate_post", "planner", "", "wall", "save_picture", "export_html", "print_map"),
    ),
    ("drill", ("new_drill", "", "instructor", "score", "leave", "", "review", "runs", "edit_script")),
    ("help", ("keys", "about")),
)  # fmt: skip

UNIT_ACTS = ("send_unit", "", "acknowledged", "en_route", "on_scene", "cleared", "feedback",
             "withdraw", "", "duty_on", "duty_resting", "duty_off", "", "locate_unit")  # fmt: skip
INCIDENT_ACTS = ("dispatch", "accept_team", "open_reasons", "contain", "tell", "acknowledge_alarm", "",
                 "close", "close_with_result", "reopen", "", "locate_incident")  # fmt: skip
POST_ACTS = ("reach", "locate_post")
DRAWING_ACTS = ("rename_drawing", "delete_drawing")


class RoomMenus(QObject):
    """Builds the menus; `drill_chosen` names a drill of the list."""

    drill_chosen = Signal(str)

    def __init__(self, actions: RoomActions, bar: QMenuBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._actions = actions
        self._menus: dict[str, QMenu] = {}
        self._drills: list[QAction] = []
        for name, acts in _BAR:
            menu = bar.addMenu("")
            self._menus[name] = menu
            fill(menu, actions, acts)
            menu.setToolTipsVisible(True)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        for name, menu in self._menus.items():
            menu.setTitle(wording.say(f"ui.menu.{name}"))

    def popup(self, acts: tuple[str, ...], at: QPoint, closed: Callable[[], None] | None = None) -> QMenu:
        """Show a menu of these acts; `closed` is called when it goes. Returns at once."""
        menu = QMenu(self._window)
        fill(menu, self._actions, acts)
        if closed is not None:
            menu.aboutToHide.connect(closed)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
        return menu

    def set_drills(self, drills: Sequence[tuple[str, str]]) -> None:
        """Offer these drills, by id and title, instead of those before."""
        menu = self._menus["drill"]
        for old in self._drills:
            menu.removeAction(old)
            old.deleteLater()
        first = menu.actions()[0]
        self._drills = [QAction(title, menu) for _, title in drills]
        for action, (drill, _) in zip(self._drills, drills, strict=True):
            action.setData(drill)
            action.triggered.connect(self._on_drill)
        menu.insertActions(first, self._drills)

    def _on_drill(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.drill_chosen.emit(str(action.data()))


def fill(menu: QMenu, actions: RoomActions, names: Iterable[str]) -> None:
    """Put acts into a menu; an empty name is a line between groups."""
    for name in names:
        if name:
            menu.addAction(actions[name])
        else:
            menu.addSeparator()
