"""The two ways beside each other, each in four numbers, big enough to be compared at a glance."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from commandroom.ui.figures import clock_text
from commandroom.ui.many_rows import ManyPicture, Total
from commandroom.ui.panels.look import BIG_CLOCK_PX
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import BODY_PX, SMALL_PX, TITLE_PX, ui_font
from commandroom.wording import Wording

MEASURES = ("weighted", "mean", "late_slots", "unfilled")


class TotalsPair(QWidget):
    """The best way on the left, the one by hand on the right; of each measure the better one is bright."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.best, self.by_hand = _TotalCard(self), _TotalCard(self)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.best, 1)
        box.addWidget(self.by_hand, 1)

    def show_picture(self, picture: ManyPicture, wording: Wording) -> None:
        """Both ways."""
        say = wording.say
        saved = say("board.many.saved", percent=round(100 * picture.saved)) if picture.saved > 0 else ""
        self.best.show_total(say("board.many.best"), saved, picture.best, picture.by_hand, wording)
        self.by_hand.show_total(say("board.many.hand"), "", picture.by_hand, picture.best, wording)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.best.apply_theme(theme)
        self.by_hand.apply_theme(theme)


class _TotalCard(QFrame):
    """One way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.name, self.saved = QLabel(self), QLabel(self)
        self.name.setFont(ui_font(TITLE_PX, bold=True))
        self.saved.setFont(ui_font(BODY_PX, bold=True))
        self.numbers = tuple(QLabel(self) for _ in MEASURES)
        self.captions = tuple(QLabel(self) for _ in MEASURES)
        self._is_worse = (False,) * len(MEASURES)
        self._theme: Theme | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 6, 12, 6)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.saved, 1, 0)
        for column, (number, caption) in enumerate(zip(self.numbers, self.captions, strict=True), 1):
            caption.setObjectName("muted")
            grid.addWidget(number, 0, column, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(caption, 1, column, Qt.AlignmentFlag.AlignRight)
            grid.setColumnStretch(column, 1)

    def show_total(self, name: str, saved: str, total: Total, other: Total, wording: Wording) -> None:
        """This way's numbers; those in which the other one is better are dim."""
        say = wording.say
        self.name.setText(name)
        self.saved.setText(saved)
        texts = (
            say("board.many.minutes", n=f"{total.weighted_s / 60:,.0f}"),
            clock_text(total.mean_eta_s),
            str(total.late),
            str(total.unfilled),
        )
        for measure, caption, number, text in zip(MEASURES, self.captions, self.numbers, texts, strict=True):
            caption.setText(say(f"board.many.{measure}"))
            caption.setToolTip(say(f"board.many.{measure}.tip"))
            number.setText(text)
        self._is_worse = tuple(
            mine > yours for mine, yours in zip(_values(total), _values(other), strict=True)
        )
        self.setAccessibleName(
            " ".join((name, saved, *(f"{a.text()} {b.text()}" for a, b in zip(self.captions, self.numbers,
                                                                             strict=True))))
        )  # fmt: skip
        self._colour()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self._colour()

    def _colour(self) -> None:
        if self._theme is None:
            return
        face = f"font-size: {BIG_CLOCK_PX}px; font-weight: 600;"
        for number, is_worse in zip(self.numbers, self._is_worse, strict=True):
            ink = self._theme.muted if is_worse else self._theme.text
            number.setStyleSheet(f"color: {ink}; {face}")
        for caption in self.captions:
            caption.setStyleSheet(f"font-size: {SMALL_PX}px; color: {self._theme.muted};")
        self.name.setStyleSheet(f"font-size: {TITLE_PX}px; font-weight: 600;")
        self.saved.setStyleSheet(f"color: {self._theme.free}; font-weight: 600;")


def _values(total: Total) -> tuple[float, float, int, int]:
    return total.weighted_s, total.mean_eta_s, total.late, total.unfilled
