"""The slim bar of tools at the upper right of the map."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from commandroom.ui.actions import RoomActions
from commandroom.ui.map_icons import SIDE, map_icon
from commandroom.ui.theme import Theme

BAR: tuple[tuple[str, ...], ...] = (
    ("wall", "save_picture", "export_html", "print_map"),
    ("search",),
    ("measure_distance", "measure_area"),
    ("draw_point", "draw_line", "draw_area"),
    ("follow_unit", "lock_view"),
    ("ground", "reach", "legend", "layers"),
)
"""Acts in groups, from left to right. Where the map is narrow the left ones are left to menu and keys."""

BUTTON = 32
GAP = 7
"""Between two groups."""
RIM = 3


class MapBar(QFrame):
    """Buttons of acts that menu and keys have too; on a narrow map as many groups as there is room for."""

    def __init__(
        self, actions: RoomActions, groups: Sequence[Sequence[str]] = BAR, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("mapbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._actions = actions
        self._groups = [[self._button(name) for name in group] for group in groups]
        for button in self.buttons:
            button.setParent(self)

    @property
    def buttons(self) -> list[QToolButton]:
        """Every button, in order."""
        return [each for group in self._groups for each in group]

    def button(self, name: str) -> QToolButton:
        """The button of an act; StopIteration where there is none."""
        return next(each for each in self.buttons if each.objectName() == f"map_{name}")

    def apply_theme(self, theme: Theme) -> None:
        """Signs and plate in the theme's colours."""
        for group in self._groups:
            for button in group:
                button.defaultAction().setIcon(map_icon(button.defaultAction().objectName(), theme))
        self.setStyleSheet(
            f"#mapbar {{ background: {theme.panel}; border: 1px solid {theme.line}; border-radius: 6px; }}"
            f"QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 4px;"
            f" padding: 0; min-height: 0; }}"
            f"QToolButton:hover {{ background: {theme.raised}; border-color: {theme.muted}; }}"
            f"QToolButton:pressed {{ background: {theme.line}; }}"
            f"QToolButton:checked {{ background: {theme.line}; border-color: {theme.selection}; }}"
            f"QToolButton:focus {{ border-color: {theme.selection}; }}"
        )

    def apply_wording(self) -> None:
        """The acts have other words: say them to readers of screens too."""
        for button in self.buttons:
            button.setAccessibleName(button.defaultAction().toolTip())

    def place(self, area: QRect) -> None:
        """Stand at the upper right of `area`, with the groups that fit; hidden where none does."""
        shown = list(self._groups)
        while shown and _width(shown) > area.width():
            shown.pop(0)
        self.setVisible(bool(shown))
        for group in self._groups:
            for button in group:
                button.setVisible(group in shown)
        left = RIM
        for group in shown:
            for button in group:
                button.setGeometry(left, RIM, BUTTON, BUTTON)
                left += BUTTON
            left += GAP
        width = _width(shown)
        self.setGeometry(area.right() - width + 1, area.top(), width, BUTTON + 2 * RIM)

    def _button(self, name: str) -> QToolButton:
        action = self._actions[name]
        action.setIconVisibleInMenu(False)
        button = QToolButton()
        button.setObjectName(f"map_{name}")
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(SIDE, SIDE))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def _width(row: Sequence[Sequence[QToolButton]]) -> int:
    return sum(len(group) for group in row) * BUTTON + (len(row) - 1) * GAP + 2 * RIM
