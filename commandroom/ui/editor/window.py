"""The editor of drill scripts: time on the left, the map in the middle, a form on the right, faults below."""

from typing import cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from commandroom.ui.editor.asking import AskStrip
from commandroom.ui.editor.draft_desk import DraftDesk
from commandroom.ui.editor.file_desk import FileDesk
from commandroom.ui.editor.form import ItemForm
from commandroom.ui.editor.lint_desk import LintDesk
from commandroom.ui.editor.map_desk import EditorMap
from commandroom.ui.editor.pages import FaultList, RehearsalPage, TextPage
from commandroom.ui.editor.parts_panel import PartsPanel
from commandroom.ui.editor.reading import Desks, ScriptFile
from commandroom.ui.editor.rehearsal_desk import RehearsalDesk
from commandroom.ui.editor.showing import Showing
from commandroom.ui.errands import Errands
from commandroom.ui.map_pane import MapPane
from commandroom.ui.panels.text import ElidedLabel
from commandroom.ui.stylesheet import palette, stylesheet
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import ui_font
from commandroom.wording import Wording

BUTTONS = ("new", "open", "save", "save_as", "", "undo", "redo", "", "import", "export", "", "place", "way",
           "whole_map")  # fmt: skip
PAGES = ("faults", "text", "rehearsal")


class EditorWindow(QMainWindow):
    """One editor. `pane` is a map of its own, which whoever made it ends after `closed`."""

    closed = Signal()

    def __init__(self, *, pane: MapPane, desks: Desks, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(ui_font())
        self.wording, self.theme, self.pane = wording, theme, pane
        self.errands = Errands()
        self.desk = DraftDesk(self)
        self.lint = LintDesk(desks.reader, self.errands, self)
        self._build()
        self.map = EditorMap(pane, self)
        self.files = FileDesk(
            shelf=desks.shelf, desk=self.desk, ask=self.ask, errands=self.errands, ahead=self.lint.read_ahead,
            wording=lambda: self.wording, window=self,
        )  # fmt: skip
        self.rehearsal = RehearsalDesk(
            rehearsal=desks.rehearsal, desk=self.desk, page=self.play_page, parts=self.parts,
            errands=self.errands, wording=lambda: self.wording, parent=self,
        )  # fmt: skip
        self.showing = Showing(self, desks.kinds)
        self._connect()
        self.apply_theme(theme)
        self.apply_wording(wording)
        self.setMinimumSize(1000, 600)
        self.resize(1600, 900)

    def begin(self) -> None:
        """Open the first draft; the loop must run."""
        self.errands.start(self.files.begin())

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.theme = theme
        self.setPalette(palette(theme))
        self.setStyleSheet(stylesheet(theme))
        for part in (self.parts, self.text_page, self.play_page):
            part.apply_theme(theme)
        self.pane.set_theme(theme.name)

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self.wording, say = wording, wording.say
        for name, button in self.buttons.items():
            button.setText(say(f"editor.act.{name}"))
            button.setToolTip(say(f"editor.tip.{name}") if wording.has(f"editor.tip.{name}") else "")
        for each in (self.parts, self.form, self.play_page):
            each.apply_wording(wording)
        self.pane.set_language(wording.language)
        for n, page in enumerate(PAGES):
            self.pages.setTabText(n, say(f"editor.page.{page}"))
        self.showing.show_all()

    def show_said(self, text: str, is_good: bool) -> None:
        """One line at the foot."""
        self.said.setObjectName("muted" if is_good else "urgent")
        self.said.style().polish(self.said)
        self.said.setText(text)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is asked and nothing is lost: what is not saved waits for the next time."""
        if self.text_page.is_typing:
            self.text_page.tell()
        self.files.close()
        self.rehearsal.stop()
        self.lint.stop()
        self.errands.cancel()
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes one step back: the question, then the tool on the map."""
        if event.key() == Qt.Key.Key_Escape and (self.ask.withdraw() or self.map.put_down()):
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        self.ask = AskStrip(self)
        self.parts = PartsPanel(self.theme, self.wording, self)
        self.form = ItemForm(self.wording, self)
        self.fault_list = FaultList(self)
        self.text_page = TextPage(self.theme, self)
        self.play_page = RehearsalPage(self.theme, self.wording, self)
        self.pages = QTabWidget(self)
        for page in (self.fault_list, self.text_page, self.play_page):
            self.pages.addTab(page, "")
        self.said = ElidedLabel(self)
        self.said.setFixedHeight(26)
        self.said.setContentsMargins(12, 0, 12, 0)
        top = QSplitter(Qt.Orientation.Horizontal, self)
        for widget, share in ((self.parts, 34), (cast(QWidget, self.pane), 40), (self.form, 26)):
            top.addWidget(widget)
            top.setStretchFactor(top.indexOf(widget), share)
        top.setSizes([480, 700, 420])
        top.setChildrenCollapsible(False)
        whole = QSplitter(Qt.Orientation.Vertical, self)
        whole.addWidget(top)
        whole.addWidget(self.pages)
        whole.setSizes([690, 150])
        whole.setStretchFactor(0, 1)
        ground = QWidget(self)
        ground.setObjectName("ground")
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self.ask)
        column.addWidget(whole, 1)
        column.addWidget(self.said)
        self.setCentralWidget(ground)

    def _bar(self) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("topbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(bar)
        line.setContentsMargins(10, 6, 10, 6)
        line.setSpacing(6)
        self.name = ElidedLabel(bar)
        self.name.setFont(ui_font(16, bold=True))
        self.buttons: dict[str, QPushButton] = {}
        for name in BUTTONS:
            if not name:
                line.addSpacing(10)
                continue
            self.buttons[name] = QPushButton(bar)
            line.addWidget(self.buttons[name])
        self.verdict = QLabel(bar)
        line.addSpacing(10)
        line.addWidget(self.name, 1)
        line.addWidget(self.verdict)
        self.open_menu = QMenu(self.buttons["open"])
        self.buttons["open"].setMenu(self.open_menu)
        return bar

    def _connect(self) -> None:
        acts = {
            "new": self.files.new, "save": self.files.save, "save_as": self.files.save_as,
            "undo": self.undo, "redo": self.redo, "import": self.files.import_sheet,
            "export": self.files.export_sheet, "place": self.map.set_place, "way": self.map.draw_way,
            "whole_map": self.map.fit,
        }  # fmt: skip
        for name, act in acts.items():
            self.buttons[name].clicked.connect(act)
        keys = {
            "Ctrl+Z": self.undo, "Ctrl+Shift+Z": self.redo, "Ctrl+Y": self.redo, "Ctrl+S": self.files.save,
            "Ctrl+Shift+S": self.files.save_as, "F5": self.rehearsal.play,
        }  # fmt: skip
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self.files.said.connect(self.show_said)
        self.files.files_known.connect(self._on_files)
        self.rehearsal.said.connect(self.show_said)
        self.play_page.play_wanted.connect(lambda: self.pages.setCurrentWidget(self.play_page))

    @Slot()
    def undo(self) -> None:
        """Take the last change back, and show where it was."""
        self._commit_typing()
        self.showing.go_to_line(self.desk.draft.undo())

    @Slot()
    def redo(self) -> None:
        """Make it again."""
        self.showing.go_to_line(self.desk.draft.redo())

    def _commit_typing(self) -> None:
        if self.text_page.is_typing:
            self.text_page.tell()

    @Slot(object)
    def _on_files(self, files: list[ScriptFile]) -> None:
        self.open_menu.clear()
        for is_shipped, key in ((False, "editor.own"), (True, "editor.shipped")):
            mine = [each for each in files if each.is_shipped is is_shipped]
            if mine:
                self.open_menu.addSection(self.wording.say(key))
            for each in mine:
                title = each.title_zh if self.wording.language == "zh" else each.title_en
                act = self.open_menu.addAction(f"{title}    {each.path.name}")
                act.triggered.connect(lambda _=False, file=each: self.files.open(file))
