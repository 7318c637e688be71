"""Fonts of the room: one family list, sizes in pixels, figures of one width for clocks."""

from functools import cache

from PySide6.QtGui import QFont

from commandroom.ui.theme import FONT_FAMILIES

BODY_PX = 14
SMALL_PX = 13
"""Nothing on a screen is smaller."""
TITLE_PX = 16
CLOCK_PX = 20


@cache
def ui_font(px: int = BODY_PX, *, bold: bool = False, tabular: bool = False) -> QFont:
    """A font of the room; `tabular` keeps running figures from trembling.

    The same object for the same wish: copy it before you change it.
    """
    font = QFont()
    font.setFamilies(list(FONT_FAMILIES))
    font.setPixelSize(px)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
