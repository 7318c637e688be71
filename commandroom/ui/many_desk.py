"""多警统派: works the best assignment out beside the work, and sends it when somebody holds the button."""

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from commandroom.models.domain.commands import SendTeam
from commandroom.models.domain.ids import IncidentId
from commandroom.ui.console import Notice
from commandroom.ui.errands import Errands
from commandroom.ui.many_watch import ManyWatch
from commandroom.ui.theme import Theme

if TYPE_CHECKING:
    from commandroom.services.many import Pair
    from commandroom.services.many_case import ManyCase, Scene
    from commandroom.ui.brain_table import Seat
    from commandroom.ui.many_dialog import ManyDialog
    from commandroom.ui.many_rows import Key, ManyPicture


class ManyDesk(QObject):
    """One dialog; what it shows is a moment, worked out anew when asked and never by itself."""

    LOOK_MS = 200
    """How often the window looks how far the worker is."""

    def __init__(self, seat: "Seat", theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._theme = seat, theme
        self._errands = Errands()
        self._case: ManyCase | None = None
        self._picture: ManyPicture | None = None
        self._done = (0, 0)
        self._is_stopped = False
        self.is_busy = False
        """Working it out, or sending."""
        self.dialog: ManyDialog | None = None
        self._watch = ManyWatch(seat.situation, seat.relay, self)
        self._look = QTimer(self, interval=self.LOOK_MS)
        self._look.timeout.connect(self._on_look)
        seat.actions["many"].triggered.connect(self.open)

    @Slot()
    def open(self) -> None:
        """Show the window; one that was closed shows how things stand now."""
        if self.dialog is None:
            self.dialog = self._made()
        is_new = not self.dialog.isVisible()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        if is_new:
            self.work()

    @Slot()
    def work(self) -> None:
        """Work it out for everything that is open now."""
        if not self.is_busy and self.dialog is not None:
            self.is_busy, self._is_stopped = True, False
            self._errands.start(self._work(self.dialog))

    def apply_wording(self) -> None:
        """Another language; what was worked out is said anew."""
        if self.dialog is None:
            return
        self.dialog.apply_wording(self._seat.console.phrases.wording)
        if self._case is not None and not self.is_busy:
            self._show(self._case, self.dialog, keep=True)
            self.dialog.end("")

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        if self.dialog is not None:
            self.dialog.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._is_stopped = True
        self._look.stop()
        self._watch.stop()
        self._errands.cancel()

    def _made(self) -> "ManyDialog":
        """The dialog; its modules are loaded when it is first wanted."""
        from commandroom.ui.many_dialog import ManyDialog

        dialog = ManyDialog(self._seat.console.phrases.wording, self._theme, self._seat.window)
        dialog.send_wanted.connect(self._on_send)
        dialog.again_wanted.connect(self.work)
        dialog.copy_wanted.connect(self._on_copy)
        dialog.incident_chosen.connect(self._on_incident)
        dialog.finished.connect(self._on_closed)
        self._watch.changed.connect(dialog.show_old)
        return dialog

    # Working it out

    async def _work(self, dialog: "ManyDialog") -> None:
        from commandroom.services.many_case import Stopped, work_out

        scene, said = self._scene(), ""
        self._watch.begin()
        self._done = (0, 0)
        dialog.begin(self._progress(scene))
        self._look.start()
        try:
            case = await asyncio.to_thread(
                work_out, self._seat.ranker.router, scene, self._told, lambda: self._is_stopped
            )
            self._show(case, dialog)
            said = self._seat.console.phrases.say("board.many.done") if case.places else ""
        except Stopped:
            pass  # the dialog was closed meanwhile
        finally:
            self.is_busy = False
            self._look.stop()
            dialog.end(said)
        if self._is_stopped and dialog.isVisible():
            self.work()  # … and opened again

    def _show(self, case: "ManyCase", dialog: "ManyDialog", *, keep: bool = False) -> None:
        from commandroom.ui.many_rows import picture_of

        phrases = self._seat.console.phrases
        self._case = case
        self._picture = picture_of(case, self._seat.situation, phrases)
        if case.places:
            dialog.show_picture(self._picture, keep=keep)
        else:
            dialog.show_nothing(
                phrases.say("board.many.all_filled" if case.scene.incidents else "board.many.none")
            )

    def _scene(self) -> "Scene":
        """Everything as it stands, with the speeds and closures of now in words."""
        from commandroom.services.many_case import Scene

        here = self._seat.situation
        return Scene(
            incidents=here.open_incidents(),
            units=tuple(here.units.values()),
            assignments=tuple(here.active_assignments()),
            posts=tuple(here.posts.values()),
            doctrine=here.doctrine,
            now=self._seat.room.now(),
            travel=self._seat.ranker.travel,
        )

    def _progress(self, scene: "Scene") -> str:
        return self._seat.console.phrases.say(
            "board.many.busy", incidents=len(scene.incidents), units=len(scene.units)
        )

    def _told(self, done: int, whole: int) -> None:
        """In the worker's thread: one value, looked at by the window's timer."""
        self._done = done, whole

    @Slot()
    def _on_look(self) -> None:
        done, whole = self._done
        if self.dialog is not None and whole:
            words = self._seat.console.phrases.say("board.many.busy.at", percent=round(100 * done / whole))
            self.dialog.go_on(words)

    @Slot()
    def _on_closed(self) -> None:
        """An answer that nobody waits for is not worked out; orders that were begun go on."""
        self._is_stopped = True

    # Sending it

    @Slot()
    def _on_send(self) -> None:
        dialog, case = self.dialog, self._case
        if dialog is not None and case is not None and not self.is_busy:
            wanted = dialog.table.sendable()
            if wanted:
                self.is_busy = True
                self._errands.start(self._send(dialog, case, frozenset(wanted)))

    async def _send(self, dialog: "ManyDialog", case: "ManyCase", wanted: "frozenset[Key]") -> None:
        """One order for each incident, in the order of the queue; a refusal stops no other."""
        from commandroom.services.many_case import by_incident

        say, said = self._seat.console.phrases.say, ""
        teams = {
            incident: tuple(each for each in pairs if (each.incident, each.slot) in wanted)
            for incident, pairs in by_incident(case.plan.optimal).items()
        }
        teams = {incident: team for incident, team in teams.items() if team}
        dialog.begin(say("board.many.sending", done=0, whole=len(teams)))
        units = incidents = 0
        try:
            for number, (incident, team) in enumerate(teams.items(), 1):
                results = await self._send_to(case, incident, team)
                dialog.show_results(results)
                sent = sum(is_sent for is_sent, _words in results.values())
                units, incidents = units + sent, incidents + bool(sent)
                dialog.go_on(say("board.many.sending", done=number, whole=len(teams)))
            said = say("board.many.outcome", incidents=incidents, units=units, left=len(wanted) - units)
            self._seat.console.notice.emit(Notice("done" if units else "refused", said, bool(units)))
        finally:
            self.is_busy = False
            dialog.end(said)

    async def _send_to(
        self, case: "ManyCase", incident: IncidentId, team: "tuple[Pair, ...]"
    ) -> "dict[Key, tuple[bool, str]]":
        """What came of each function of one incident. Whoever a gate asks about is left for a look."""
        from commandroom.ui.doubts import DoubtWords
        from commandroom.ui.many_gates import parted

        seat, now = self._seat, self._seat.room.now()
        console, say = seat.console, seat.console.phrases.say
        passed, held = parted(seat.situation, incident, case.orders(team), now)
        going = tuple(each for each in team if each.unit not in held)
        words, refusal = DoubtWords(seat.situation, console.phrases, now), ""
        if passed:
            order = SendTeam(console.author, incident, passed, decision=case.decision(incident, going))
            if not await console.give(order):
                refusal = console.last_refusal or say("board.many.not_confirmed")
        found: dict[Key, tuple[bool, str]] = {}
        for pair in team:
            doubts = held.get(pair.unit)
            if doubts is not None:
                short = [words.short(seat.situation.unit(pair.unit), each) for each in doubts]
                text = say("board.many.look", why=say("team.comma").join(short))
            else:
                text = say("board.many.refused", why=refusal) if refusal else say("board.many.sent")
            found[pair.incident, pair.slot] = (doubts is None and not refusal, text)
        return found

    @Slot()
    def _on_copy(self) -> None:
        if self._picture is None:
            return
        from commandroom.ui.many_text import as_text

        phrases = self._seat.console.phrases
        QGuiApplication.clipboard().setText(as_text(self._picture, phrases))
        said = phrases.say("board.many.copied", n=len(self._picture.rows))
        self._seat.console.notice.emit(Notice("done", said))

    @Slot(str)
    def _on_incident(self, incident: str) -> None:
        self._seat.console.select_incident(IncidentId(incident))
