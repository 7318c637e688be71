"""Keeps the sides of the editor in step: every one shows the draft, and what one changes the others show."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from commandroom.drill.draft import PLACES
from commandroom.drill.pieces import text_of
from commandroom.errors import Refusal, WorldFailed
from commandroom.geo import LatLon
from commandroom.ui.editor.fields import MOMENTS
from commandroom.ui.editor.map_desk import Scenery
from commandroom.ui.editor.rows import row_of

if TYPE_CHECKING:
    from commandroom.ui.editor.window import EditorWindow

LISTS = ("injects", PLACES, "opponents", "answer", "criteria")


class Showing(QObject):
    """What is chosen, and who shows it."""

    def __init__(self, window: "EditorWindow", kinds: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(window)
        self._window, self._kinds = window, [code for code, _, _ in kinds]
        self.part, self.n = "injects", -1
        self._is_showing = False
        desk, parts, chart = window.desk, window.parts, window.map
        desk.changed.connect(self._on_changed)
        desk.refused.connect(self._on_refused)
        window.files.filed.connect(self._on_filed)
        window.lint.read.connect(self._on_read)
        window.lint.failed.connect(self._on_refused)
        parts.chosen.connect(self.choose)
        parts.add_wanted.connect(self._on_add)
        parts.remove_wanted.connect(self._on_remove)
        parts.order_wanted.connect(self._on_order)
        parts.timeline.moved.connect(self._on_moved)
        window.form.changed.connect(self._on_field)
        window.form.kind_wanted.connect(self._on_kind)
        window.fault_list.line_wanted.connect(self.go_to_line)
        window.text_page.typed.connect(self._on_typed)
        window.text_page.line_chosen.connect(self._on_text_line)
        window.pages.currentChanged.connect(self._on_page)
        chart.place_chosen.connect(self._on_place_chosen)
        chart.inject_chosen.connect(self._on_inject_chosen)
        chart.place_moved.connect(self._on_place_moved)
        chart.place_set.connect(self._on_place_set)
        chart.way_drawn.connect(self._on_way_drawn)

    def show_all(self) -> None:
        """Everything anew."""
        window, desk = self._window, self._window.desk
        self._is_showing = True
        draft, parts = desk.draft, window.parts
        parts.timeline.show_rows(desk.rows(), desk.duration_s)
        parts.show_counts({part: draft.count(part) for part in LISTS}, window.wording)
        self._show_list()
        self._show_form()
        self._show_map()
        if window.pages.currentWidget() is window.text_page:
            window.text_page.show_text(draft.text)
        self._show_name()
        if window.lint.is_current:
            self._show_faults()
        self._is_showing = False

    @Slot(str, int)
    def choose(self, part: str, n: int) -> None:
        """Look at an item; of a place the map shows where it is."""
        if self._is_showing:
            return
        self.part, self.n = part, n
        self._is_showing = True
        self._window.parts.show_part(part)
        if part == "injects":
            self._window.parts.timeline.choose(n)
        self._show_list()
        self._show_form()
        if part == PLACES and 0 <= n < self._window.desk.draft.count(PLACES):
            self._window.map.look_at(self._window.desk.draft.place_names()[n])
        self._is_showing = False

    @Slot(int)
    def go_to_line(self, line: int) -> None:
        """Show the item and the field that a line belongs to."""
        if not line:
            return
        window = self._window
        part, n = window.desk.draft.spot_of(line)
        if window.pages.currentWidget() is window.text_page:
            window.text_page.go_to(line)
        if part in LISTS and n is not None:
            self.choose(part, n)
        elif part:
            self.choose(part if part in LISTS else "", -1)
        window.form.focus_on(window.lint.way_at(line))

    def _show_list(self) -> None:
        window, part = self._window, self.part
        if part == "injects" or part != window.parts.part:
            return
        window.parts.show_list(self._lines(part), self.n, window.lint.faulty(part))

    def _lines(self, part: str) -> list[str]:
        draft, language = self._window.desk.draft, self._window.wording.language
        if part == PLACES:
            names = draft.place_names()
            pairs = zip(names, draft.items(PLACES), strict=True)
            return [f"{name}    {_titled(each, language)}" for name, each in pairs]
        lines = []
        for each in draft.items(part):
            if part == "answer" and each:
                act = each.get("order") or each.get("message") or each.get("close") or ""
                lines.append(f"{text_of(each.get('when'))} +{each.get('after', '0s')}    {act}")
            else:
                lines.append(f"{(each or {}).get('id', '?')}    {_titled(each, language)}")
        return lines if part else []

    def _show_form(self) -> None:
        window, part, n = self._window, self.part, self.n
        draft, say = window.desk.draft, window.wording.say
        if not part:
            fields = ("id", "title", "about", "start", "duration", "seed", "site", "forces", "ends_when")
            values: dict[str, Any] | None = {name: draft.field(name) for name in fields}
            title = say("editor.part.script")
        else:
            is_there = 0 <= n < draft.count(part)
            values = draft.item(part, n) if is_there else None
            title = self._title(part, n, values) if is_there else ""
            if is_there and values is None:
                title = say("editor.unreadable", line=draft.line_of(part, n))
        names = window.desk.names() | {"kinds": self._kinds, "moments": list(MOMENTS)}
        kind = row_of(n, values).kind if part == "injects" and values is not None else ""
        window.form.show_item(part, title, values, names, kind)
        window.form.complain(window.lint.complaints(part, n, window.wording))

    def _title(self, part: str, n: int, values: dict[str, Any] | None) -> str:
        draft = self._window.desk.draft
        name = draft.place_names()[n] if part == PLACES else str((values or {}).get("id", n + 1))
        return f"{self._window.wording.say(f'editor.one.{part}')}  {name}"

    def _show_map(self) -> None:
        window, draft = self._window, self._window.desk.draft
        names = draft.place_names()
        known = {name: at for name, at in window.lint.places.items() if name in names}
        fields = {name: each or {} for name, each in zip(names, draft.items(PLACES), strict=True)}
        opponents = [each for each in draft.items("opponents") if each]
        injects = [each for each in draft.items("injects") if each and "report" in each]
        window.map.show_scenery(Scenery(known, fields, opponents, injects), window.wording.language)

    def _show_name(self) -> None:
        window, draft = self._window, self._window.desk.draft
        say = window.wording.say
        title = draft.field("title")
        said = title.get(window.wording.language, "") if isinstance(title, dict) else ""
        name = draft.name or say("editor.untitled")
        mark = " ●" if draft.is_changed else ""
        window.name.setText(f"{said}  {name}{mark}")
        window.setWindowTitle(say("editor.title", name=f"{said or name}{mark}"))
        window.buttons["undo"].setEnabled(draft.can_undo)
        window.buttons["redo"].setEnabled(draft.can_redo)

    @Slot()
    def _on_changed(self) -> None:
        self._window.lint.want(self._window.desk.draft)
        self.show_all()

    @Slot(bool)
    def _on_filed(self, is_other: bool) -> None:
        if is_other:
            self._window.lint.places = {}
            self._window.map.look_anew()
            self.n = -1
            self.show_all()
        self._window.lint.want(self._window.desk.draft, at_once=True)
        self._show_name()

    @Slot()
    def _on_read(self) -> None:
        """The faults are known."""
        self._is_showing = True
        self._show_faults()
        self._show_list()
        self._show_map()
        window = self._window
        window.form.complain(window.lint.complaints(self.part, self.n, window.wording))
        self._is_showing = False

    def _show_faults(self) -> None:
        window = self._window
        faults = window.lint.faults(window.wording)
        window.fault_list.show_faults(faults, window.wording.say("editor.no_faults"))
        window.pages.setTabText(0, window.wording.say("editor.page.faults.n", n=len(faults)))
        window.text_page.mark_lines(sorted({each.line for each in faults}))
        window.parts.timeline.show_faulty(window.lint.faulty("injects"))
        key = "editor.verdict.faulty" if faults else "editor.verdict.sound"
        window.verdict.setObjectName("urgent" if faults else "muted")
        window.verdict.style().polish(window.verdict)
        window.verdict.setText(window.wording.say(key, n=len(faults)))

    @Slot(object)
    def _on_refused(self, why: Refusal | WorldFailed) -> None:
        self._window.show_said(self._window.wording.error(why), False)

    @Slot(str)
    def _on_add(self, part: str) -> None:
        n = self._window.desk.add(part, self.n if part == self.part else -1)
        if n >= 0:
            self.choose(part, n)

    @Slot()
    def _on_remove(self, *_: object) -> None:
        if self.part in LISTS and 0 <= self.n < self._window.desk.draft.count(self.part):
            part, n = self.part, self.n
            self.n = -1
            self._window.desk.do(lambda: self._window.desk.draft.remove(part, n))
            self.choose(part, min(n, self._window.desk.draft.count(part) - 1))
            self._window.show_said(self._window.wording.say("editor.removed"), True)

    @Slot(str, int, int)
    def _on_order(self, part: Any, n: int, to: int) -> None:
        if part != PLACES and 0 <= to < self._window.desk.draft.count(part):
            self.n = to
            self._window.desk.do(lambda: self._window.desk.draft.move(part, n, to))
            self.choose(part, to)

    @Slot(int, float)
    def _on_moved(self, n: int, at_s: float) -> None:
        row = next((each for each in self._window.desk.rows() if each.n == n), None)
        if row is not None:
            self._window.desk.move_in_time(row, at_s)
            self._window.parts.timeline.choose(n)

    @Slot(object, object)
    def _on_field(self, way: tuple[str, ...], value: Any) -> None:
        self._window.desk.change(self.part, self.n, way, value)

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        self._window.desk.change_kind(self.n, kind)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._window.desk.draft.type_text(text)

    @Slot(int)
    def _on_text_line(self, line: int) -> None:
        part, n = self._window.desk.draft.spot_of(line)
        if part in LISTS and n is not None and (part, n) != (self.part, self.n):
            self.choose(part, n)

    @Slot(int)
    def _on_page(self, _at: int) -> None:
        window = self._window
        if window.pages.currentWidget() is window.text_page:
            window.text_page.show_text(window.desk.draft.text)
            if self.part:
                window.text_page.go_to(window.desk.draft.line_of(self.part, max(0, self.n)))

    @Slot(str)
    def _on_place_chosen(self, name: str) -> None:
        names = self._window.desk.draft.place_names()
        if name in names:
            self.choose(PLACES, names.index(name))

    @Slot(str)
    def _on_inject_chosen(self, name: str) -> None:
        rows = [each.n for each in self._window.desk.rows() if each.id == name]
        if rows:
            self.choose("injects", rows[0])

    @Slot(str, object)
    def _on_place_moved(self, name: str, at: LatLon) -> None:
        window = self._window
        window.lint.places = {**window.lint.places, name: at}
        window.desk.move_place(name, at, window.lint.places)

    @Slot(object)
    def _on_place_set(self, at: LatLon) -> None:
        name = self._window.desk.add_place(at, self._window.lint.places)
        self._window.lint.places = {**self._window.lint.places, name: at}
        self._on_place_chosen(name)

    @Slot(object)
    def _on_way_drawn(self, points: tuple[LatLon, ...]) -> None:
        n = self.n if self.part == "opponents" else -1
        made = self._window.desk.draw_way(n, points, self._window.lint.places)
        self.choose("opponents", made)


def _titled(fields: dict[str, Any] | None, language: str) -> str:
    title = (fields or {}).get("title")
    return str(title.get(language, "")) if isinstance(title, dict) else ""
