"""接警: an incident taken by keyboard alone, in seconds."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from commandroom.geo import LatLon
from commandroom.models.domain.entities import IncidentKind
from commandroom.models.domain.enums import Level
from commandroom.models.domain.rules import TEXT_LIMIT
from commandroom.ui.panels.intake.choices import Choice
from commandroom.ui.panels.intake.entry import Draft, IntakeEntry, PlaceHit, Search
from commandroom.ui.panels.intake.fields import ENTER, LEVEL_KEYS, is_form_key
from commandroom.ui.panels.intake.kinds import KindIndex
from commandroom.ui.panels.intake.layout import IntakeFields
from commandroom.ui.panels.intake.places import PlaceQuestions
from commandroom.ui.panels.intake.words import hit_words, kind_name, kind_words
from commandroom.ui.panels.look import dress
from commandroom.ui.panels.text import one_line
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wording import Wording

COUNT_FROM = TEXT_LIMIT - 500
"""From this length the form counts the characters."""


class IntakeForm(QWidget):
    """`begin` opens it empty; `submitted` brings an `IntakeEntry`; then call `saved` or `refused`."""

    submitted = Signal(object)
    cancelled = Signal()
    pick_place_requested = Signal()
    """The next click on the map is the place: answer with `set_place`."""
    pick_cancelled = Signal()
    """No click is awaited any longer."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(360, 330)
        self._wording = wording
        self._kinds = KindIndex(())
        self._places = PlaceQuestions(self)
        self._draft = Draft()
        self._at: LatLon | None = None
        self._kind: IncidentKind | None = None
        self._is_picking = False
        self._is_saving = self._submits_later = self._lacks_place = False
        self._fields = IntakeFields(self, self._ask_place, self._ask_kind)
        self.setFocusProxy(self._fields.place)
        self._connect()
        self.apply_theme(NIGHT)
        self.apply_wording(wording)

    def apply_theme(self, theme: Theme) -> None:
        """Use these colours."""
        dress(self, theme)
        self._fields.place.candidates.apply_theme(theme)
        self._fields.kind.candidates.apply_theme(theme)

    def apply_wording(self, wording: Wording) -> None:
        """Speak this language."""
        self._wording = wording
        self.setAccessibleName(wording.say("panels.intake.name"))
        self._fields.apply_wording(wording)
        if self._kind is not None:
            self._fields.kind.put(kind_name(self._kind, self._wording))
        self._show_place_note()
        self._show_kind_note()
        self._show_text_note()
        self._show_draft()

    def begin(self, kinds: Iterable[IncidentKind], search: Search) -> None:
        """Empty the form for a new incident, offer what was left of the last one, focus the place."""
        self._kinds = KindIndex(kinds)
        self._places.search = search
        left = self._as_draft()
        if not (self._is_saving or left.is_empty):
            self._draft = left
        self._is_saving = False
        self._fill(Draft())
        self._show_draft()
        self._fields.place.setFocus()

    @property
    def has_place(self) -> bool:
        """Whether the incident's place is known."""
        return self._at is not None

    def set_place(self, name: str, at: LatLon) -> None:
        """The map was clicked; without a `name` what was typed stays the name."""
        self._is_picking = self._submits_later = False
        self._at = at
        typed = self._fields.place.text().strip()
        self._fields.place.put(name or typed or self._wording.say("panels.intake.picked"))
        self._show_place_note()
        self._fields.kind.setFocus()

    def saved(self) -> None:
        """The incident was recorded: forget it."""
        self._is_saving = False
        self._draft = Draft()
        self._fill(Draft())

    def refused(self, why: str) -> None:
        """The incident was not recorded: say why and keep every field."""
        self._is_saving = False
        self._fields.save.setEnabled(True)
        self._fault(self._fields.refusal, self._wording.say("panels.intake.fault.refused", why=why))

    def submit(self) -> None:
        """Give the entry out if it is whole; otherwise say what is missing and go there.

        Where Enter still waits for its place, once that is known.
        """
        if self._is_saving:
            return
        for field in (self._fields.place, self._fields.kind):
            if field.hasFocus():
                field.take_shown()
        if self._fields.place.is_awaited:
            self._submits_later = True
            return
        entry = self._checked()
        if entry is None:
            return
        self._is_saving = True
        self._fields.save.setEnabled(False)
        self._calm(self._fields.refusal, self._wording.say("panels.intake.saving"))
        self.submitted.emit(entry)

    def cancel(self) -> None:
        """Leave without asking; what was filled in is offered next time."""
        self._leave_picking()
        self._submits_later = False
        left = self._as_draft()
        self._draft = left if not left.is_empty else self._draft
        self.cancelled.emit()

    def restore_draft(self) -> None:
        """Take up what was left last time."""
        draft, self._draft = self._draft, Draft()
        self._fill(draft)
        self._show_draft()
        self._fields.place.setFocus()

    def request_pick(self) -> None:
        """Ask for a click on the map."""
        self._is_picking = True
        self._calm(self._fields.place_note, self._wording.say("panels.intake.picking"))
        self.pick_place_requested.emit()

    def stop(self) -> None:
        """Ask no more, as the window closes."""
        self._places.stop()

    def event(self, event: QEvent) -> bool:
        """Keep the form's own keys from becoming shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no field used: Ctrl+Enter, Esc, F2, Ctrl+R, Alt+1 … 3, Enter on a button."""
        key, with_control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in ENTER and with_control:
            self.submit()
        elif key in ENTER:
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self._step_back()
        elif key == Qt.Key.Key_F2:
            self.request_pick()
        elif key == Qt.Key.Key_R and with_control and not self._draft.is_empty:
            self.restore_draft()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and Qt.Key(key) in LEVEL_KEYS:
            self._fields.light_level(LEVEL_KEYS[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        fields = self._fields
        fields.place.chosen.connect(self._on_place_chosen)
        fields.place.edited.connect(self._on_place_edited)
        fields.place.nothing_found.connect(self._on_no_place)
        fields.place.awaited.connect(self._on_place_awaited)
        fields.place.gave_up.connect(self._on_place_late)
        self._places.answered.connect(self._on_places)
        fields.place.passed_on.connect(fields.kind.setFocus)
        fields.kind.chosen.connect(self._on_kind_chosen)
        fields.kind.edited.connect(self._on_kind_edited)
        fields.kind.nothing_found.connect(self._on_no_kind)
        fields.kind.passed_on.connect(fields.text.setFocus)
        fields.text.passed_on.connect(fields.caller.setFocus)
        fields.text.textChanged.connect(self._show_text_note)
        fields.caller.passed_on.connect(fields.save.setFocus)
        fields.pick.clicked.connect(self.request_pick)
        fields.save.clicked.connect(self.submit)
        fields.cancel.clicked.connect(self.cancel)
        fields.restore.clicked.connect(self.restore_draft)

    def _ask_place(self, text: str) -> None:
        if text.strip():
            self._places.ask(text)
        else:
            self._on_places(text, ())

    def _on_places(self, text: str, hits: Iterable[PlaceHit]) -> None:
        choices = [Choice(hit, hit.name, hit_words(hit, self._wording)) for hit in hits]
        self._fields.place.answer(text, choices)

    def _ask_kind(self, text: str) -> None:
        chosen = self._kind is not None and text == kind_name(self._kind, self._wording)
        choices = [
            Choice(kind, kind_name(kind, self._wording), kind_words(kind, self._wording, "_short"))
            for kind in self._kinds.find("" if chosen else text)
        ]
        self._fields.kind.answer(text, choices)

    def _on_place_chosen(self, hit: PlaceHit) -> None:
        self._leave_picking()
        self._at = hit.at
        self._show_place_note()
        self._submit_if_due()

    def _on_place_edited(self) -> None:
        self._at = None
        self._submits_later = False
        self._show_place_note()

    def _on_place_awaited(self) -> None:
        self._calm(self._fields.place_note, self._wording.say("panels.intake.searching"))

    def _on_no_place(self, text: str) -> None:
        if not self._lacks_place:
            self._calm(self._fields.place_note, self._wording.say("panels.intake.nothing_found", text=text))
        self._submit_if_due()

    def _on_place_late(self) -> None:
        self._fault(self._fields.place_note, self._wording.say("panels.intake.fault.late"))
        self._submit_if_due()

    def _submit_if_due(self) -> None:
        if self._submits_later:
            self._submits_later = False
            self.submit()

    def _on_kind_chosen(self, kind: IncidentKind) -> None:
        self._kind = kind
        self._fields.light_level(kind.level)
        self._show_kind_note()

    def _on_kind_edited(self) -> None:
        self._kind = None
        self._show_kind_note()

    def _on_no_kind(self, text: str) -> None:
        self._calm(self._fields.kind_note, self._wording.say("panels.intake.no_kind_found", text=text))

    def _enter(self) -> None:
        if self._fields.save.hasFocus():
            self.submit()
        elif self._fields.cancel.hasFocus():
            self.cancel()
        else:
            self._fields.text.setFocus()

    def _step_back(self) -> None:
        if self._is_picking:
            self._leave_picking()
            self._show_place_note()
        else:
            self.cancel()

    def _leave_picking(self) -> None:
        if self._is_picking:
            self._is_picking = False
            self.pick_cancelled.emit()

    def _level(self) -> Level | None:
        """The level that is lit, where it is not the kind's own."""
        lit = self._fields.lit_level
        return None if self._kind is not None and lit == self._kind.level else lit

    def _checked(self) -> IntakeEntry | None:
        """The entry, or None after saying what is wrong beside the first wrong field."""
        fields, say = self._fields, self._wording.say
        text = fields.text.toPlainText().strip()
        first_wrong: QWidget | None = None
        if len(text) > TEXT_LIMIT:
            first_wrong = fields.text
        if self._kind is None:
            self._fault(fields.kind_note, say("panels.intake.fault.kind"))
            first_wrong = fields.kind
        if self._at is None:
            self._lacks_place = True
            fields.place.offer()
            self._fault(fields.place_note, say("panels.intake.fault.place"))
            first_wrong = fields.place
        if first_wrong is not None or self._kind is None or self._at is None:
            (first_wrong or fields.place).setFocus()
            return None
        place = fields.place.text().strip()
        caller = fields.caller.text().strip()
        return IntakeEntry(self._kind.code, self._at, place, text, caller, self._level())

    def _as_draft(self) -> Draft:
        fields = self._fields
        return Draft(
            place_text=fields.place.text().strip(),
            at=self._at,
            kind=self._kind,
            level=self._level(),
            text=fields.text.toPlainText(),
            caller=fields.caller.text(),
        )

    def _fill(self, draft: Draft) -> None:
        fields = self._fields
        self._leave_picking()
        self._submits_later = False
        self._at, self._kind = draft.at, draft.kind
        fields.place.put(draft.place_text)
        fields.kind.put("" if draft.kind is None else kind_name(draft.kind, self._wording))
        fields.text.setPlainText(draft.text)
        fields.caller.setText(draft.caller)
        fields.light_level(draft.level if draft.level or draft.kind is None else draft.kind.level)
        self._calm(fields.refusal, "")
        fields.save.setEnabled(True)
        self._show_place_note()
        self._show_kind_note()

    def _show_place_note(self) -> None:
        at = self._at
        self._lacks_place = False
        key = "panels.intake.located"
        said = "" if at is None else self._wording.say(key, lat=f"{at.lat:.5f}", lon=f"{at.lon:.5f}")
        self._calm(self._fields.place_note, said)

    def _show_kind_note(self) -> None:
        kind = self._kind
        said = "" if kind is None else kind_words(kind, self._wording)
        self._calm(self._fields.kind_note, said)

    def _show_text_note(self) -> None:
        length = len(self._fields.text.toPlainText().strip())
        if length > TEXT_LIMIT:
            said = self._wording.say("panels.intake.fault.text", n=length, limit=TEXT_LIMIT)
            self._fault(self._fields.text_note, said)
        else:
            said = self._wording.say("panels.intake.count", n=length, limit=TEXT_LIMIT)
            self._calm(self._fields.text_note, said if length >= COUNT_FROM else "")

    def _show_draft(self) -> None:
        draft = self._draft
        name = "" if draft.kind is None else kind_name(draft.kind, self._wording)
        what = " ".join(part for part in (draft.place_text, name, one_line(draft.text)[:20]) if part)
        there = not draft.is_empty
        said = self._wording.say("panels.intake.draft", what=what) if there else ""
        self._fields.draft_note.setText(said)
        self._fields.restore.setVisible(there)

    def _fault(self, label: QLabel, text: str) -> None:
        self._say(label, text, part="fault")

    def _calm(self, label: QLabel, text: str) -> None:
        self._say(label, text, part="muted")

    def _say(self, label: QLabel, text: str, *, part: str) -> None:
        label.setText(text)
        if label is self._fields.refusal:
            label.setVisible(bool(text))
        if label.objectName() != part:
            label.setObjectName(part)
            label.style().unpolish(label)
            label.style().polish(label)


def _is_own(event: QKeyEvent) -> bool:
    return is_form_key(event) or event.key() in ENTER or event.key() == Qt.Key.Key_Escape
