"""开始演练: a list of scripts on the left, what the chosen one is about and how it is played on the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from commandroom.models.domain.rules import CHINA
from commandroom.ui.figures import clock_text
from commandroom.ui.new_drill.entries import ScriptEntry
from commandroom.ui.new_drill.form import DrillForm
from commandroom.ui.stylesheet import palette, stylesheet
from commandroom.ui.theme import Theme
from commandroom.ui.typeface import TITLE_PX, ui_font
from commandroom.wording import Wording

SIZE = (980, 640)
LIST_PX = 330
_ENTRY = Qt.ItemDataRole.UserRole


class NewDrillDialog(QDialog):
    """Shows; says what was wished. Whoever opened it answers with `show_fault` or closes it."""

    start_wanted = Signal(object)
    """A DrillWish."""

    def __init__(
        self,
        scripts: Sequence[ScriptEntry],
        *,
        posts: Sequence[str],
        trainee: str,
        theme: Theme,
        wording: Wording,
        parent: QWidget | None = None,
    ) -> None:
        """`posts`: names of those to which a script may be put; `trainee`: who it is unless changed."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(ui_font())
        self._scripts = tuple(scripts)
        self._theme = theme
        self._wording = wording
        self.list = QListWidget(self)
        self.title, self.about, self.facts, self.fault = (QLabel(self) for _ in range(4))
        self.form = DrillForm(posts, trainee, wording, self)
        self.start, self.cancel = QPushButton(self), QPushButton(self)
        self._build()
        self.resize(*SIZE)
        self.apply_theme(theme)
        self.apply_wording(wording)
        if self.list.count():
            self._choose_first()
        self.list.setFocus()

    @property
    def chosen(self) -> ScriptEntry | None:
        """The script that is lit."""
        item = self.list.currentItem()
        found = None if item is None else item.data(_ENTRY)
        return found if isinstance(found, ScriptEntry) else None

    def choose(self, name: str) -> None:
        """Light the script of that name."""
        for row in range(self.list.count()):
            entry = self.list.item(row).data(_ENTRY)
            if isinstance(entry, ScriptEntry) and entry.name == name:
                self.list.setCurrentRow(row)

    def show_busy(self, is_busy: bool) -> None:
        """While the drill is being opened nothing can be started twice."""
        entry = self.chosen
        self.start.setEnabled(not is_busy and entry is not None and entry.fault is None)

    def show_fault(self, text: str) -> None:
        """Why it could not be started."""
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        self.show_busy(False)

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.setPalette(palette(theme))
        self.setStyleSheet(stylesheet(theme))
        self.facts.setStyleSheet(f"color: {theme.muted};")
        self.fault.setStyleSheet("font-weight: 600;")
        rows = f"QListWidget::item {{ padding: 5px 8px; border-bottom: 1px solid {theme.line}; }}"
        bar = f"border-left: 3px solid {theme.selection};"
        lit = f"QListWidget::item:selected {{ background: {theme.line}; color: {theme.text}; {bar} }}"
        self.list.setStyleSheet(f"QListWidget {{ border: 1px solid {theme.line}; }} {rows} {lit}")
        self.form.apply_theme(theme)
        self._fill_list()

    def apply_wording(self, wording: Wording) -> None:
        """Another language."""
        self._wording = wording
        self.setWindowTitle(wording.say("run.new.title"))
        self.list.setAccessibleName(wording.say("run.new.scripts"))
        self.start.setText(wording.say("run.new.start"))
        self.cancel.setText(wording.say("ui.dialog.cancel"))
        self.form.apply_wording(wording)
        self._fill_list()

    def _build(self) -> None:
        self.title.setFont(ui_font(TITLE_PX + 4, bold=True))
        for label in (self.title, self.about, self.facts, self.fault):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.list.setFixedWidth(LIST_PX)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(1)
        self.list.currentRowChanged.connect(self._on_row)
        self.list.itemActivated.connect(self._on_start)
        self.fault.hide()
        self.start.setDefault(True)
        self.start.clicked.connect(self._on_start)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.close)
        inner = QWidget(self)
        told = QVBoxLayout(inner)
        told.setContentsMargins(0, 0, 8, 0)
        told.setSpacing(8)
        for part in (self.title, self.facts, self.about, self.form):
            told.addWidget(part)
        told.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        foot = QHBoxLayout()
        foot.addWidget(self.fault, 1)
        foot.addStretch(0)
        foot.addWidget(self.cancel)
        foot.addWidget(self.start)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(area, 1)
        right.addLayout(foot)
        box = QHBoxLayout(self)
        box.setContentsMargins(14, 14, 14, 14)
        box.setSpacing(16)
        box.addWidget(self.list)
        box.addLayout(right, 1)

    def _fill_list(self) -> None:
        """Shipped ones first, then the room's own; what was lit stays so."""
        lit = self.chosen
        self.list.clear()
        for is_own, heading in ((False, "run.new.shipped"), (True, "run.new.own")):
            fitting = [each for each in self._scripts if each.is_own is is_own]
            if not fitting and not is_own:
                continue
            head = QListWidgetItem(self._wording.say(heading), self.list)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setForeground(QColor(self._theme.muted))
            for entry in fitting:
                self._put(entry)
            if not fitting:
                none = QListWidgetItem(self._wording.say("run.new.own_none"), self.list)
                none.setFlags(Qt.ItemFlag.NoItemFlags)
                none.setForeground(QColor(self._theme.muted))
        if lit is not None:
            self.choose(lit.name)

    def _put(self, entry: ScriptEntry) -> None:
        title, say = entry.title.said(self._wording), self._wording.say
        if entry.fault is not None:
            text = f"✗ {title}\n{entry.fault.said(self._wording)}"
        else:
            length = clock_text(entry.duration_s)
            text = f"{title}\n{say('run.new.row', length=length, injects=entry.injects)}"
        item = QListWidgetItem(text, self.list)
        item.setData(_ENTRY, entry)
        if entry.fault is not None:
            item.setForeground(QColor(self._theme.muted))

    def _choose_first(self) -> None:
        for row in range(self.list.count()):
            if isinstance(self.list.item(row).data(_ENTRY), ScriptEntry):
                self.list.setCurrentRow(row)
                return

    @Slot(int)
    def _on_row(self, _row: int) -> None:
        entry, wording = self.chosen, self._wording
        self.show_fault("" if entry is None or entry.fault is None else entry.fault.said(wording))
        if entry is None:
            return
        self.title.setText(entry.title.said(wording))
        self.about.setText("" if entry.about is None else entry.about.said(wording))
        self.about.setVisible(entry.about is not None)
        self.facts.setText(self._facts(entry))
        self.form.setVisible(entry.fault is None)
        self.form.show_script(entry)

    def _facts(self, entry: ScriptEntry) -> str:
        if entry.start is None:
            return entry.name
        say = self._wording.say
        said = say(
            "run.new.facts",
            start=entry.start.astimezone(CHINA).strftime("%Y-%m-%d %H:%M"),
            length=clock_text(entry.duration_s),
            injects=entry.injects,
            criteria=entry.criteria,
        )
        roles = say("team.list").join(each.said(self._wording) for each in entry.roles)
        return f"{said}\n{say('run.new.roles', roles=roles)}" if roles else said

    @Slot()
    def _on_start(self) -> None:
        entry = self.chosen
        if entry is None or entry.fault is not None or not self.start.isEnabled():
            return
        wish, fault = self.form.wish(entry)
        self.show_fault(fault)
        if wish is not None:
            self.show_busy(True)
            self.start_wanted.emit(wish)
