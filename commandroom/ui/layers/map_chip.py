"""One line in the corner of the map: the coverage, or what hinders travel; a click says more."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize
from PySide6.QtWidgets import QPushButton

from commandroom.ui.layers.space import MARGIN, MapSpace
from commandroom.ui.panels.text import plain_tip
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, ui_font

HEIGHT, GAP_PX = 30, 6
LEFT_FREE_PX = 300
"""So much of the map's lower edge stays with the scale and the credit at the left."""


class MapChip(QPushButton):
    """One line at the lower right of the map, cut where there is no room for it."""

    def __init__(self, space: MapSpace, *, line: int = 0) -> None:
        """`line`: how many lines stand below it."""
        super().__init__(space)
        self.setObjectName("mapchip")
        self.setFont(ui_font(BODY_PX, tabular=True))
        self._space = space
        self._line = line
        self._words = ""
        self._more: tuple[str, ...] = ()
        space.installEventFilter(self)
        space.map.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """Everything it says, cut or not."""
        return self._lines()[0]

    def say(self, words: str, more: tuple[str, ...] = ()) -> None:
        """Show this line and the first of `more` that there is room for; `words` '' hides all."""
        if (words, more) != (self._words, self._more):
            self._words, self._more = words, more
            self.setVisible(bool(words))
            self.place()

    def set_hint(self, hint: str) -> None:
        """What a click does, for the tip and for readers of screens."""
        self.setToolTip(plain_tip(f"{self.words}\n{hint}"))
        self.setAccessibleName(f"{self.words} {hint}")

    def apply_theme(self, theme: Theme) -> None:
        """Other colours: as calm as the scale."""
        self.setStyleSheet(
            f"#mapchip {{ background: {theme.panel}; color: {theme.text};"
            f" border: 1px solid {theme.line}; border-radius: 4px; padding: 2px 10px; min-height: 0; }}"
            f"#mapchip:hover {{ border-color: {theme.muted}; }}"
            f"#mapchip:focus {{ border-color: {theme.selection}; }}"
        )
        self.place()

    def place(self) -> None:
        """Stand in the corner, no wider than there is room."""
        area: QRect = self._space.area
        room = max(area.width() - 2 * MARGIN - LEFT_FREE_PX, 0)
        metrics, frame = self.fontMetrics(), 24
        lines = self._lines()
        text = next((each for each in lines if metrics.horizontalAdvance(each) + frame <= room), lines[-1])
        width = min(metrics.horizontalAdvance(text) + frame, room)
        self.setText(text)
        top = area.bottom() - 8 - HEIGHT + 1 - self._line * (HEIGHT + GAP_PX)
        self.setGeometry(area.right() - MARGIN - width + 1, top, width, HEIGHT)
        self.raise_()

    def _lines(self) -> tuple[str, ...]:
        """What it may say, the longest first."""
        return (*(f"{self._words} · {each}" for each in self._more), self._words)

    def sizeHint(self) -> QSize:
        """As wide as its line."""
        return QSize(self.fontMetrics().horizontalAdvance(self.words) + 24, HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the map."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.place()
        return False
