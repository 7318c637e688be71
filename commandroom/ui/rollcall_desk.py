"""点名 by hand and by chance: the dialog's wishes become commands, the facts its rows."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QMainWindow

from commandroom.map.mercator import View
from commandroom.models.domain import events as ev
from commandroom.models.domain.commands import AnswerRollCall, CallRoll
from commandroom.models.domain.entities import RollCall, Unit
from commandroom.models.domain.ids import FirmId, RollCallId, UnitId
from commandroom.services.ports import Recorded
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.console import Console, Notice
from commandroom.ui.errands import Errands
from commandroom.ui.map_pane import MapPane
from commandroom.ui.panels.rollcall.chance import MOST_SEED, Box, Who, among, draw, is_due
from commandroom.ui.panels.rollcall.rows import roll_rows
from commandroom.ui.relay import Relay
from commandroom.ui.theme import NIGHT, Theme

if TYPE_CHECKING:
    from commandroom.ui.panels.rollcall.view import PastCall, RollCallDialog

BY_CHANCE = "random roll-call"
"""The cause written beside the operator where the room called by itself."""


class RollCallDesk(QObject):
    """One dialog, opened and closed as wanted; chance goes on without it."""

    TICK_MS = 1000

    def __init__(
        self,
        *,
        window: QMainWindow,
        room: Room,
        situation: Situation,
        console: Console,
        relay: Relay,
        pane: MapPane,
        actions: RoomActions,
        seed: int,
        parent: QObject,
    ) -> None:
        """`seed` decides when the calls of chance come, and whom they ask."""
        super().__init__(parent)
        self._window, self._room, self._situation = window, room, situation
        self._console, self._pane, self._seed = console, pane, seed
        self._theme: Theme = NIGHT
        self._errands = Errands()
        self._shown: RollCallId | None = None
        self._looked_at = room.now()
        self.dialog: RollCallDialog | None = None
        self._tick = QTimer(self, interval=self.TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start()
        actions["roll_call"].triggered.connect(self.open)
        relay.journal_line.connect(self._on_fact)
        console.unit_selected.connect(self._show_able)

    @Slot()
    def open(self) -> None:
        """Show the dialog, or bring it to the front."""
        if self.dialog is None:
            self.dialog = self._made()
            self._draw_anew()
        self._show_able()
        self._show()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def apply_wording(self) -> None:
        """Another language."""
        if self.dialog is not None:
            self.dialog.apply_wording(self._console.phrases.wording)
            self._show_able()
            self._show()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        if self.dialog is not None:
            self.dialog.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._tick.stop()
        self._errands.cancel()

    def _made(self) -> "RollCallDialog":
        """The dialog; its modules are loaded when it is first wanted."""
        from commandroom.ui.panels.rollcall.view import RollCallDialog

        dialog = RollCallDialog(self._console.phrases.wording, self._window)
        dialog.apply_theme(self._theme)
        dialog.wish_changed.connect(self._show_able)
        dialog.call_wanted.connect(self._on_call)
        dialog.answer_wanted.connect(self._on_answer)
        dialog.shown_call_changed.connect(self._on_shown)
        return dialog

    def _drawn(self) -> tuple[tuple[Unit, ...], tuple[UnitId, ...]]:
        """Who could be called as the form says, and who would be."""
        assert self.dialog is not None
        wish = self.dialog.wish()
        units = among(
            self._situation.units.values(),
            wish.who,
            firm=FirmId(wish.firm) if wish.firm else None,
            box=box_of(self._pane.view),
            chosen=self._console.unit or "",
        )
        return units, draw(units, wish.n, wish.seed)

    @Slot()
    def _show_able(self, _unit: str = "", *, seed: int | None = None) -> None:
        if self.dialog is None:
            return
        names = sorted((firm.name, firm.id) for firm in self._situation.firms.values())
        self.dialog.set_firms([(firm, name) for name, firm in names])
        able, drawn = self._drawn()
        self.dialog.show_able(len(able), len(drawn), seed)

    def _draw_anew(self) -> None:
        """Another seed, from the room's time: written on the form, and free to be changed there."""
        self._show_able(seed=int(self._room.now().timestamp()) % MOST_SEED)

    def _show(self) -> None:
        if self.dialog is None:
            return
        calls = sorted(self._situation.roll_calls.values(), key=lambda each: each.called_at, reverse=True)
        shown = self._situation.roll_calls.get(self._shown or RollCallId(""))
        if shown is None and calls:
            shown, self._shown = calls[0], calls[0].id
        self.dialog.show_past([_past(each) for each in calls], shown.id if shown else "")
        now = self._room.now()
        if shown is None:
            self.dialog.show_call((), None, None, now, is_over=True)
            return
        firms: dict[str, str] = {each.id: each.name for each in self._situation.firms.values()}
        rows = roll_rows(shown, self._situation.units, firms, now)
        self.dialog.show_call(rows, shown.called_at, shown.due_at, now, is_over=shown.is_over)

    @Slot()
    def _on_call(self) -> None:
        _, drawn = self._drawn()
        if drawn:
            self._errands.start(self._call(drawn))

    async def _call(self, units: tuple[UnitId, ...], *, by_chance: bool = False) -> None:
        author = self._console.author
        author = replace(author, cause=BY_CHANCE) if by_chance else author
        facts = await self._console.give(CallRoll(author, units), remember=False)
        if facts:
            key = "clocks.roll.called_by_chance" if by_chance else "clocks.roll.called"
            text = self._console.phrases.say(key, n=len(units), seed=self._seed)
            self._console.notice.emit(Notice("done", text))
            self._draw_anew()

    @Slot(str)
    def _on_answer(self, unit: str) -> None:
        call = self._situation.roll_calls.get(self._shown or RollCallId(""))
        if call is not None and not call.is_over:
            order = AnswerRollCall(self._console.author, call.id, UnitId(unit), on_behalf=True)
            self._errands.start(self._console.give(order, remember=False))

    @Slot(str)
    def _on_shown(self, call: str) -> None:
        self._shown = RollCallId(call)
        self._show()

    @Slot(object)
    def _on_fact(self, fact: Recorded) -> None:
        match fact.event:
            case ev.RollCalled(call=call):
                self._shown = call.id
                self._show()
                if self.dialog is not None and self.dialog.isVisible():
                    self.dialog.list.setFocus()
            case ev.RollCallAnswered() | ev.RollCallMissed() | ev.RollCallEnded():
                self._show()

    @Slot()
    def _on_tick(self) -> None:
        """Let the countdown run, and call by chance where the rules say so."""
        now, before = self._room.now(), self._looked_at
        self._looked_at = now
        if self.dialog is not None and self.dialog.isVisible():
            self._show()
        rules = self._situation.doctrine.roll_call
        if rules.per_day > 0 and is_due(before, now, rules.per_day, self._seed):
            units = among(self._situation.units.values(), Who.FREE)
            drawn = draw(units, rules.units_at_once, self._seed + int(now.timestamp()))
            if drawn:
                self._errands.start(self._call(drawn, by_chance=True))


def box_of(view: View) -> Box:
    """What the map shows."""
    return view.to_place(0, view.height), view.to_place(view.width, 0)


def _past(call: RollCall) -> "PastCall":
    from commandroom.ui.panels.rollcall.view import PastCall

    return PastCall(call.id, call.called_at, len(call.units), len(call.answers), call.is_over)
