"""Every act of the window by name: text, key and tip come from one table."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from commandroom.wording import Wording


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `shown_key` is a key that the window handles itself where no field wants it (Enter, Space)."""

    name: str
    keys: tuple[str, ...] = ()
    shown_key: str = ""
    is_switch: bool = False


ACTS: tuple[Act, ...] = (
    Act("intake", ("F2", "N")),
    Act("dispatch", shown_key="Enter"),
    Act("accept_team", ("Ctrl+Return", "Ctrl+Enter")),
    Act("open_reasons", ("Ctrl+I",)),
    Act("contain", ("Ctrl+Shift+C",)),
    Act("many", ("Ctrl+Shift+Return",)),
    Act("acknowledge_alarm", shown_key="Space"),
    Act("silence", ("Ctrl+M",)),
    Act("close", ("Ctrl+E",)),
    Act("close_with_result", ("Ctrl+Shift+E",)),
    Act("reopen"),
    Act("tell", ("F4",)),
    Act("feedback"),
    Act("send_next", ("Alt+Return",)),
    Act("roll_call", ("Ctrl+Shift+R",)),
    Act("call_up"),
    Act("rules", ("Ctrl+Shift+O",)),
    Act("locate_incident", ("Ctrl+G",)),
    Act("undo", ("Ctrl+Z",)),
    Act("quit", ("Ctrl+Q",)),
    Act("send_unit"),
    Act("acknowledged", ("F6",)),
    Act("en_route", ("F7",)),
    Act("on_scene", ("F8",)),
    Act("cleared", ("F9",)),
    Act("withdraw", ("Ctrl+R",)),
    Act("duty_on"),
    Act("duty_resting"),
    Act("duty_off"),
    Act("locate_unit", ("Ctrl+Shift+G",)),
    Act("search", ("Ctrl+K",)),
    Act("theme", ("Ctrl+T",)),
    Act("language", ("Ctrl+L",)),
    Act("show_queue", ("Ctrl+1",), is_switch=True),
    Act("show_units", ("Ctrl+2",), is_switch=True),
    Act("show_bottom", ("Ctrl+3",), is_switch=True),
    Act("show_chart", ("Ctrl+4",), is_switch=True),
    Act("full_screen", ("F11",), is_switch=True),
    Act("layers", ("Ctrl+5",), is_switch=True),
    Act("legend", ("Ctrl+6",), is_switch=True),
    Act("measure_distance", ("Ctrl+D",), is_switch=True),
    Act("measure_area", ("Ctrl+Shift+D",), is_switch=True),
    Act("draw_point", ("Ctrl+Shift+P",), is_switch=True),
    Act("draw_line", ("Ctrl+Shift+L",), is_switch=True),
    Act("draw_area", ("Ctrl+Shift+A",), is_switch=True),
    Act("close_road"),
    Act("slow_road"),
    Act("rename_drawing", ("F3",)),
    Act("delete_drawing", ("Ctrl+Del",)),
    Act("follow_unit", ("Ctrl+Shift+F",), is_switch=True),
    Act("lock_view", ("Ctrl+Shift+V",), is_switch=True),
    Act("reach", ("F5",), is_switch=True),
    Act("coverage", ("Ctrl+7",), is_switch=True),
    Act("coverage_figures"),
    Act("planner"),
    Act("locate_post"),
    Act("ground", ("Ctrl+B",)),
    Act("wall", ("Ctrl+Shift+W",)),
    Act("save_picture", ("Ctrl+S",)),
    Act("export_html", ("Ctrl+Shift+H",)),
    Act("print_map", ("Ctrl+P",)),
    Act("new_drill", ("Ctrl+Shift+N",)),
    Act("instructor", ("Ctrl+Shift+I",)),
    Act("edit_script"),
    Act("review", ("Ctrl+Shift+B",)),
    Act("runs"),
    Act("score", ("Ctrl+Shift+S",)),
    Act("leave"),
    Act("keys", ("F1",)),
    Act("about"),
)

ACADEMY = ("new_drill", "instructor", "edit_script", "review", "runs")
"""Acts that open a window of the drill academy."""


class RoomActions(QObject):
    """The acts as QActions; whoever owns the window connects them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._by_name: dict[str, QAction] = {}
        for act in ACTS:
            action = QAction(self)
            action.setObjectName(act.name)
            action.setCheckable(act.is_switch)
            action.setShortcuts([QKeySequence(key) for key in act.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self._by_name[act.name] = action

    def __getitem__(self, name: str) -> QAction:
        """The act of that name."""
        return self._by_name[name]

    def all(self) -> Iterable[QAction]:
        """Every act, for the window that must hear their keys."""
        return self._by_name.values()

    def apply_wording(self, wording: Wording) -> None:
        """Another language; a key without a shortcut of its own is written behind the text."""
        for act in ACTS:
            action = self._by_name[act.name]
            text = wording.say(f"ui.act.{act.name}")
            action.setText(f"{text}\t{act.shown_key}" if act.shown_key else text)
            keys = act.shown_key or " / ".join(act.keys)
            action.setToolTip(f"{text} ({keys})" if keys else text)
