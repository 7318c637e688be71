"""Brings the editor's drafts to the console, and files of rules in and out."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMainWindow

from commandroom.errors import WorldFailed
from commandroom.models.domain import events as ev
from commandroom.models.domain.codec import encode
from commandroom.models.domain.commands import SetDoctrine
from commandroom.models.domain.doctrine import Doctrine, SimpleRule
from commandroom.services.callup import CALL_UP_KIND
from commandroom.services.doctrine import read_doctrine, shipped_doctrine
from commandroom.services.ports import Catalogue, Recorded
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.console import Console, Notice
from commandroom.ui.errands import Errands
from commandroom.ui.figures import clock_text
from commandroom.ui.relay import Relay
from commandroom.ui.theme import NIGHT, Theme
from commandroom.wholefile import write_whole

if TYPE_CHECKING:
    from commandroom.services.team.dry_run import DryRow
    from commandroom.ui.rules.dialog import RulesDialog
    from commandroom.ui.rules.tables import TriedCase

LEARNED_FROM = timedelta(days=60)
"""Trips of so long a past are looked at."""
TRIED_FROM = timedelta(days=7)
MOST_CASES = 500


class RulesDesk(QObject):
    """One dialog, kept with its draft while the window lives."""

    def __init__(
        self,
        *,
        window: QMainWindow,
        room: Room,
        situation: Situation,
        catalogue: Catalogue,
        console: Console,
        relay: Relay,
        actions: RoomActions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._room, self._situation = window, room, situation
        self._catalogue, self._console = catalogue, console
        self._theme: Theme = NIGHT
        self._errands = Errands()
        self.dialog: RulesDialog | None = None
        actions["rules"].triggered.connect(self.open)
        relay.journal_line.connect(self._on_fact)

    @Slot()
    def open(self) -> None:
        """Show the editor with the draft it had, or the room's rules."""
        if self.dialog is None:
            self.dialog = self._made()
            self.dialog.put(self._situation.doctrine)
        self._errands.start(self._learn())
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def apply_wording(self) -> None:
        """Another language."""
        if self.dialog is not None:
            self._name_things(self.dialog)
            self.dialog.apply_wording()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        if self.dialog is not None:
            self.dialog.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()

    def store(self, path: str, doctrine: Doctrine) -> None:
        """Write rules as a file that `load` and another room can read."""
        text = json.dumps(encode(doctrine), ensure_ascii=False, indent=1)
        try:
            write_whole(Path(path), text.encode())
        except OSError as why:
            self._say("clocks.rules.not_stored", is_bad=True, path=path, why=why.strerror or str(why))
            return
        self._say("clocks.rules.stored", path=path)

    def load(self, path: str) -> None:
        """Take the rules of a file as a draft; nothing changes before it is saved."""
        try:
            doctrine = read_doctrine(Path(path))
        except WorldFailed as why:
            if self.dialog is not None:
                self.dialog.say_text(self._console.phrases.wording.error(why), is_bad=True)
            return
        if self.dialog is not None:
            self.dialog.put(doctrine, is_draft=True)

    def _name_things(self, dialog: "RulesDialog") -> None:
        dialog.words.wording, dialog.words.kinds = self._console.phrases.wording, self._kinds()

    def _kinds(self) -> dict[str, str]:
        """Every kind that rules may name, as it is called now."""
        phrases = self._console.phrases
        return {code: phrases.kind(code) for code in (*self._catalogue.kinds, CALL_UP_KIND)}

    def _made(self) -> "RulesDialog":
        """The dialog; its modules are loaded when it is first wanted, not when the window opens."""
        from commandroom.ui.rules.columns import Vocabulary
        from commandroom.ui.rules.dialog import RulesDialog

        dialog = RulesDialog(Vocabulary(self._console.phrases.wording, self._kinds()), self._window)
        dialog.apply_theme(self._theme)
        dialog.save_wanted.connect(self._on_save)
        dialog.simple.try_wanted.connect(self._on_try)
        dialog.shipped_wanted.connect(self._on_shipped)
        dialog.load_wanted.connect(self._ask_load)
        dialog.store_wanted.connect(self._ask_store)
        return dialog

    def _say(self, key: str, *, is_bad: bool = False, **values: object) -> None:
        if self.dialog is not None:
            self.dialog.say(key, is_bad=is_bad, **values)

    @Slot(object)
    def _on_save(self, doctrine: Doctrine) -> None:
        self._errands.start(self._save(doctrine))

    async def _save(self, doctrine: Doctrine) -> None:
        console = self._console
        facts = await console.give(SetDoctrine(console.author, doctrine))
        if facts:
            console.notice.emit(Notice("done", console.phrases.say("clocks.rules.done"), can_undo=True))
            if self.dialog is not None:
                self.dialog.put(doctrine)
        elif self.dialog is not None and console.last_refusal:
            self.dialog.say_text(console.last_refusal, is_bad=True)

    @Slot(object)
    def _on_try(self, simple: tuple[SimpleRule, ...]) -> None:
        self._errands.start(self._try(simple))

    async def _try(self, simple: tuple[SimpleRule, ...]) -> None:
        """The edited rules on the incidents of the last days; worked out off the window's thread."""
        now = self._room.now()
        facts = await self._room.past_facts(now - TRIED_FROM, now)
        doctrine = replace(self._situation.doctrine, simple=simple)
        rows = await asyncio.to_thread(_tried, doctrine, [each.event for each in facts], now)
        if self.dialog is not None:
            cases = [self._case(each) for each in rows if each.simple_rule or each.ended_because]
            self.dialog.simple.show_cases(cases[:MOST_CASES])

    def _case(self, row: "DryRow") -> "TriedCase":
        """One line of the dry run in words."""
        from commandroom.ui.rules.tables import TriedCase

        phrases = self._console.phrases
        outcome = phrases.say("clocks.rules.simple.case.kept")
        if row.ended_because:
            detail = f"clocks.rules.simple.why.{row.ended_detail}"
            why = phrases.say(detail) if phrases.wording.has(detail) else row.ended_detail
            after = "" if row.ended_after_s is None else clock_text(row.ended_after_s)
            reason = phrases.say(f"clocks.rules.simple.because.{row.ended_because}", why=why, after=after)
            outcome = phrases.say("clocks.rules.simple.case.ended", why=reason)
        return TriedCase(
            phrases.short(row.incident),
            row.reported_at,
            phrases.kind(row.kind),
            phrases.say(f"level.{int(row.level)}"),
            outcome,
            bool(row.ended_because),
        )

    async def _learn(self) -> None:
        """What the room's own trips say; read on the store's thread."""
        from commandroom.services.travel_rules import learned_factors

        trips = await self._room.trips(self._room.now() - LEARNED_FROM)
        if self.dialog is not None:
            self.dialog.speeds.show_learned(learned_factors(trips))

    @Slot()
    def _on_shipped(self) -> None:
        if self.dialog is not None:
            self.dialog.put(shipped_doctrine(), is_draft=True)

    @Slot()
    def _ask_load(self) -> None:
        chooser = self._chooser("clocks.rules.load")
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self.load)
        chooser.open()

    @Slot(object)
    def _ask_store(self, doctrine: Doctrine) -> None:
        chooser = self._chooser("clocks.rules.store")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("json")
        chooser.selectFile("doctrine.json")
        chooser.fileSelected.connect(lambda path: self.store(path, doctrine))
        chooser.open()

    def _chooser(self, key: str) -> QFileDialog:
        chooser = QFileDialog(self.dialog or self._window, self._console.phrases.say(key))
        chooser.setNameFilter("JSON (*.json)")
        chooser.finished.connect(chooser.deleteLater)
        return chooser

    @Slot(object)
    def _on_fact(self, fact: Recorded) -> None:
        if isinstance(fact.event, ev.DoctrineSet) and self.dialog is not None:
            self.dialog.note_elsewhere(fact.event.doctrine)


def _tried(doctrine: Doctrine, events: Sequence[ev.Event], now: datetime) -> "tuple[DryRow, ...]":
    from commandroom.services.team.dry_run import dry_run, pasts_of

    return dry_run(doctrine, pasts_of(events), now=now)
