"""The look of every control, made from a theme's roles."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from commandroom.ui.panels.drill.colours import BAND_AMBER, BAND_INK
from commandroom.ui.theme import FONT_FAMILIES, Theme
from commandroom.ui.typeface import BODY_PX, ui_font

_SHEET = """
QMainWindow, QDialog, #ground {{ background: {ground}; }}
QDialog {{ background: {panel}; border: 1px solid {muted}; }}
QWidget {{ color: {text}; }}
QMenuBar, QLineEdit, QPlainTextEdit, QComboBox, QPushButton, QToolButton, QToolTip, #hitfoot,
QDialog QLabel, QMessageBox QLabel, QSpinBox, QCheckBox, QRadioButton, QTabBar, QHeaderView,
QDialog QListWidget, QDialog QTableView {{ {font} }}
#heading {{ font-size: 20px; font-weight: 600; }}
#panel {{ background: {panel}; border: 1px solid {line}; }}
#header {{ background: {raised}; border: 0; border-bottom: 1px solid {line}; }}
#topbar {{ background: {panel}; border: 0; border-bottom: 1px solid {line}; }}
#noticeline {{ background: {panel}; border: 0; border-top: 1px solid {line}; }}
#muted {{ color: {muted}; }}
#chip {{ border: 1px solid {line}; border-radius: 4px; padding: 2px 8px;
  color: {text}; background: {raised}; }}
#chipDrill {{ border-radius: 4px; padding: 2px 8px; color: {band_ink}; background: {band_amber}; }}
#urgent {{ color: {attention_1}; }}
QToolTip {{ color: {text}; background: {raised}; border: 1px solid {line}; padding: 4px; }}
QMenuBar {{ background: {panel}; color: {text}; border-bottom: 1px solid {line}; }}
QMenuBar::item {{ padding: 5px 10px; background: transparent; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {raised}; }}
QMenu {{ background: {panel}; color: {text}; border: 1px solid {line}; padding: 4px; {font} }}
QMenu::item {{ padding: 6px 28px 6px 22px; border-radius: 3px; }}
QMenu::item:selected {{ background: {raised}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 6px; }}
QPushButton, QToolButton {{ background: {raised}; color: {text}; border: 1px solid {line}; border-radius: 4px;
  padding: 4px 10px; min-height: 20px; }}
QPushButton:hover, QToolButton:hover {{ border-color: {muted}; }}
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked {{ background: {line}; }}
QPushButton:focus, QToolButton:focus {{ border: 1px solid {selection}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {muted}; }}
QPushButton:default {{ border: 1px solid {selection}; }}
QPushButton#rail {{ background: transparent; border: 1px solid {line}; padding: 8px 2px; min-width: 28px; }}
QPushButton#rail:hover {{ border-color: {muted}; }}
QPushButton#rail:focus {{ border-color: {selection}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox {{ background: {ground}; color: {text};
  border: 1px solid {line}; border-radius: 4px; padding: 4px 8px; selection-background-color: {selection};
  selection-color: {ground}; }}
QLineEdit, QPlainTextEdit {{ placeholder-text-color: {muted}; }}
QSpinBox QLineEdit {{ background: transparent; border: 0; padding: 0; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: 0; }}
QDialog QCheckBox::indicator, QDialog QRadioButton::indicator {{ width: 12px; height: 12px;
  border: 2px solid {muted}; background: {ground}; }}
QDialog QCheckBox::indicator {{ border-radius: 3px; }}
QDialog QRadioButton::indicator {{ border-radius: 8px; }}
QDialog QCheckBox::indicator:checked {{ border-color: {selection}; background: {selection}; }}
QDialog QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {selection};
  background: {panel}; }}
QLineEdit QToolButton {{ background: transparent; border: 0; padding: 0; min-height: 0; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus {{ border: 1px solid {selection}; }}
QComboBox QAbstractItemView {{ background: {panel}; color: {text}; border: 1px solid {line};
  selection-background-color: {raised}; selection-color: {text}; }}
QListView, QTableView, QTreeView {{ background: {panel}; color: {text}; border: 0; outline: 0;
  selection-background-color: {raised}; selection-color: {text}; }}
#hitbox {{ background: {panel}; border: 1px solid {selection}; border-radius: 4px; }}
#hitfoot {{ font-size: 13px; color: {muted}; background: {raised}; padding: 0 12px; }}
QSplitter::handle {{ background: {ground}; }}
QSplitter::handle:hover {{ background: {line}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {line}; border-radius: 4px; min-height: 28px; min-width: 28px;
  margin: 1px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QCheckBox, QRadioButton {{ color: {text}; spacing: 6px; }}
QHeaderView {{ background: {panel}; }}
QHeaderView::section, QTableCornerButton::section {{ background: {raised}; color: {muted}; border: 0;
  border-bottom: 1px solid {line}; border-right: 1px solid {line}; padding: 4px 6px; }}
QTableView {{ gridline-color: {line}; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {line}; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{ background: {panel}; color: {muted}; padding: 5px 12px; border: 0; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {selection}; }}
"""


def stylesheet(theme: Theme) -> str:
    """The style sheet of a window in `theme`."""
    families = ", ".join(f'"{family}"' for family in FONT_FAMILIES)
    roles = {name: getattr(theme, name) for name in theme.__dataclass_fields__}
    roles |= {"band_ink": BAND_INK, "band_amber": BAND_AMBER}
    return _SHEET.format(font=f"font-family: {families}; font-size: {BODY_PX}px;", **roles)


def palette(theme: Theme) -> QPalette:
    """The same roles for what Qt paints by itself."""
    made = QPalette()
    parts = {
        QPalette.ColorRole.Window: theme.ground,
        QPalette.ColorRole.Base: theme.panel,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Highlight: theme.selection,
        QPalette.ColorRole.HighlightedText: theme.ground,
        QPalette.ColorRole.Link: theme.selection,
    }
    for role, colour in parts.items():
        made.setColor(role, QColor(colour))
    return made


def dress(app: QApplication) -> None:
    """Give the application the style and the font that all themes share; once, before the first window."""
    app.setStyle("Fusion")
    app.setFont(ui_font())
