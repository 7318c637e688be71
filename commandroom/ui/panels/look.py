"""How every panel looks: one type face, tabular figures, plain surfaces by role."""

from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QWidget

from commandroom.ui.theme import FONT_FAMILIES, Theme
from commandroom.ui.typeface import BODY_PX, CLOCK_PX, SMALL_PX, ui_font

BIG_CLOCK_PX = 24
_FAMILIES = ", ".join(f'"{family}"' for family in FONT_FAMILIES)


def lettering(px: int = BODY_PX, *, bold: bool = False) -> QFont:
    """The room's face at `px` pixels, figures all of one width."""
    return ui_font(px, bold=bold, tabular=True)


def tint(colour: str, alpha: int = 255) -> QColor:
    """A role's `#rrggbb` with `alpha` 0 … 255."""
    shade = QColor(colour)
    shade.setAlpha(alpha)
    return shade


def dress(widget: QWidget, theme: Theme) -> None:
    """Give a panel and all in it the faces and surfaces of `theme`."""
    widget.setStyleSheet(panel_style(theme))
    widget.ensurePolished()  # else a second theme before the first show is not taken up by Qt's rule cache


def panel_style(theme: Theme) -> str:
    """The style sheet of a panel; name a widget `panel`, `muted`, `title`, `clock` … to give it that part."""
    return f"""
    QWidget {{ color: {theme.text}; font-family: {_FAMILIES}; font-size: {BODY_PX}px; }}
    QWidget#panel {{ background: {theme.panel}; }}
    QLabel {{ background: transparent; }}
    QLabel#muted {{ color: {theme.muted}; font-size: {SMALL_PX}px; }}
    QLabel#title {{ font-weight: 600; }}
    QLabel#clock, QLabel#sheet {{ font-size: {CLOCK_PX}px; font-weight: 600; }}
    QLabel#fault {{ font-weight: 600; font-size: {SMALL_PX}px; }}
    QLineEdit, QPlainTextEdit {{
        background: {theme.raised}; border: 1px solid {theme.line}; border-radius: 3px; padding: 3px 6px;
        selection-background-color: {theme.selection}; selection-color: {theme.panel};
        placeholder-text-color: {theme.muted};
    }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border: 1px solid {theme.selection}; }}
    QPushButton, QToolButton {{
        background: {theme.raised}; border: 1px solid {theme.line}; border-radius: 3px; padding: 3px 10px;
    }}
    QPushButton#small, QToolButton#small {{ padding: 0 8px; min-height: 18px; font-size: {SMALL_PX}px; }}
    QPushButton:hover, QToolButton:hover {{ border-color: {theme.muted}; }}
    QPushButton:pressed, QToolButton:pressed {{ background: {theme.line}; }}
    QPushButton:focus, QToolButton:focus {{ border: 1px solid {theme.selection}; }}
    QPushButton:checked, QToolButton:checked {{
        border: 1px solid {theme.selection}; background: {theme.line}; font-weight: 600;
    }}
    QPushButton:disabled, QToolButton:disabled {{ color: {theme.muted}; }}
    QListView, QTableView {{
        background: {theme.panel}; border: none; outline: none; gridline-color: {theme.line};
        selection-background-color: {theme.line}; selection-color: {theme.text};
    }}
    QTableWidget::item {{ padding: 0 6px; }}
    QListView#popup {{ background: {theme.raised}; border: 1px solid {theme.selection}; }}
    QHeaderView::section {{
        background: {theme.panel}; color: {theme.muted}; border: none;
        border-bottom: 1px solid {theme.line}; padding: 4px 8px; font-size: {SMALL_PX}px;
    }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {theme.line}; border-radius: 4px; min-height: 24px; min-width: 24px; }}
    QScrollBar::handle:hover {{ background: {theme.off}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """
