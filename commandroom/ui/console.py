"""The operator's hands: the only place of the window that builds commands.

Drag, key, menu and button all come here, so that each act is the same command however it was made.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from commandroom.errors import Refusal, WorldFailed
from commandroom.geo import LatLon
from commandroom.models.domain import commands as co
from commandroom.models.domain.decision import Decision, UnitOrder
from commandroom.models.domain.entities import Author, Drawing
from commandroom.models.domain.enums import AssignmentStatus, DrawingKind, Duty, RoadEffect
from commandroom.models.domain.errors import NeedsConfirmation
from commandroom.models.domain.events import IncidentReported
from commandroom.models.domain.ids import DrawingId, IncidentId, UnitId
from commandroom.services.ports import Recorded
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.services.team.candidate import Candidate
from commandroom.services.team.proposal import TeamProposal
from commandroom.services.undo import UndoStack
from commandroom.ui.dispatch_preview import CoverPreview, DispatchPreview
from commandroom.ui.gate_questions import GateQuestions, confirmed, sent_by
from commandroom.ui.order_forms import OrderForms
from commandroom.ui.phrases import Phrases
from commandroom.ui.ranker import Ranker

Tone = Literal["done", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for the operator; `can_undo` offers to take the act back."""

    tone: Tone
    text: str
    can_undo: bool = False


class Console(QObject):
    """Turns intentions into commands and answers into notices; holds the selection of the seat."""

    notice = Signal(object)
    """A Notice."""
    incident_selected = Signal(str)
    """Empty for the whole town."""
    unit_selected = Signal(str)
    store_state = Signal(bool, object)
    """Whether the store keeps what it is given, and since when."""
    override_given = Signal(str)
    """Somebody else than proposed was sent to this incident, for the first time: ask why."""

    def __init__(
        self,
        *,
        room: Room,
        situation: Situation,
        ranker: Ranker,
        author: Author,
        phrases: Phrases,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.author = author
        self.ranker = ranker
        self.phrases = phrases
        self.incident: IncidentId | None = None
        self.unit: UnitId | None = None
        self._room = room
        self._situation = situation
        self.gates = GateQuestions(situation, ranker, room.now, self)
        self.incident_selected.connect(self.gates.on_incident_selected)
        self.forms = OrderForms(situation, ranker)
        self._preview = DispatchPreview(situation, ranker, room.now)
        self._asked_why: set[IncidentId] = set()
        self._undo = UndoStack()
        self._barrier = ""
        self._awaited: IncidentId | None = None
        self._store_is_well: bool | None = None
        self.last_refusal = ""
        """Why the newest command was not done; empty when it was."""

    def select_incident(self, incident: IncidentId | None) -> None:
        """Let the window speak of `incident`; None for the whole town."""
        if incident == self.incident or (incident is not None and incident not in self._situation.incidents):
            return
        self.incident = incident
        self.ranker.look_at(incident)
        self.incident_selected.emit(incident or "")

    def select_when_known(self, incident: IncidentId) -> None:
        """Select an incident of our own whose fact may still be on its way from the store's thread."""
        if incident in self._situation.incidents:
            self.select_incident(incident)
        else:
            self._awaited = incident

    @Slot(str)
    def on_incident_changed(self, incident: str) -> None:
        """A fact about `incident` is folded in."""
        if incident == self._awaited:
            self._awaited = None
            self.select_incident(IncidentId(incident))

    def select_unit(self, unit: UnitId | None) -> None:
        """Mark one unit."""
        if unit != self.unit:
            self.unit = unit
            self.unit_selected.emit(unit or "")

    def proposed(self) -> Candidate | None:
        """The unit to send next to the selected incident: the first of the team that is not sent, or None."""
        incident = None if self.incident is None else self._situation.incidents.get(self.incident)
        proposal = self.ranker.proposal
        if incident is None or not incident.is_open or proposal is None or proposal.incident != incident.id:
            return None
        for member in proposal.members:
            if member.goes and self._situation.unit(member.unit).incident != incident.id:
                return self.ranker.by_unit.get(member.unit)
        return None

    async def take_incident(self, order: co.ReportIncident) -> IncidentId | None:
        """接警; selects the new incident. None when it was refused."""
        facts = await self.give(order)
        for fact in facts:
            if isinstance(fact.event, IncidentReported):
                incident = fact.event.incident
                self._done("ui.done.taken", incident=self.phrases.incident(incident))
                return incident.id
        return None

    async def assign(self, unit: UnitId, incident: IncidentId) -> bool:
        """派警. A second order of a unit that is there already is refused and changes nothing."""
        order = await self.forms.single(self.author, unit, incident)
        facts = await self.give(order)
        if facts:
            self._done("ui.done.assigned", True, unit=self._sign(unit), incident=self.phrases.short(incident))
            self._ask_why(order.decision)
        return bool(facts)

    async def send_team(self, proposal: TeamProposal, orders: Iterable[UnitOrder]) -> bool:
        """派出编组: all of them, or none."""
        order = self.forms.team(self.author, proposal, orders)
        facts = await self.give(order)
        if facts:
            short, n = self.phrases.short(proposal.incident), len(order.orders)
            self._done("team.done.sent", True, n=n, units=self._signs(order), incident=short)
            self._ask_why(order.decision)
        return bool(facts)

    async def explain(self, incident: IncidentId, reason: str) -> bool:
        """改派理由: written beside the decision it belongs to."""
        facts = await self.give(co.ExplainOverride(self.author, incident, reason), remember=False)
        if facts:
            self._done("team.done.explained", incident=self.phrases.short(incident), reason=reason)
        return bool(facts)

    async def withdraw(self, unit: UnitId, incident: IncidentId) -> bool:
        """撤回."""
        facts = await self.give(co.WithdrawAssignment(self.author, unit, incident))
        if facts:
            self._done(
                "ui.done.withdrawn", True, unit=self._sign(unit), incident=self.phrases.short(incident)
            )
        return bool(facts)

    async def advance(self, unit: UnitId, incident: IncidentId, to: AssignmentStatus) -> bool:
        """签收, 出动, 到场, 处置完毕 on the crew's behalf; cannot be taken back."""
        facts = await self.give(co.AdvanceAssignment(self.author, unit, incident, to))
        if facts:
            step = self.phrases.say(f"status.{to.value}")
            self._barrier = f"{self._sign(unit)} {step}"
            self._done("ui.done.advanced", unit=self._sign(unit), step=step)
        return bool(facts)

    async def close(self, incident: IncidentId, result: str = "") -> bool:
        """办结; the units on it are cleared."""
        facts = await self.give(co.CloseIncident(self.author, incident, result))
        if facts:
            self._undo.remember(facts[-1:])
            self._done("ui.done.closed", True, incident=self.phrases.short(incident))
        return bool(facts)

    async def reopen(self, incident: IncidentId) -> bool:
        """The opposite of closing."""
        facts = await self.give(co.ReopenIncident(self.author, incident))
        if facts:
            self._done("ui.done.reopened", True, incident=self.phrases.short(incident))
        return bool(facts)

    async def tell(self, text: str) -> bool:
        """通报: what the room says to its units goes into the journal; it cannot be unsaid."""
        facts = await self.give(co.LogMessage(self.author, "room", self.author.operator, text, self.incident))
        if facts:
            self._barrier = self.phrases.say("command.LogMessage")
            self._done("ui.done.told")
        return bool(facts)

    async def draw(
        self,
        kind: DrawingKind,
        points: tuple[LatLon, ...],
        text: str,
        drawing: DrawingId | None = None,
        *,
        effect: RoadEffect = RoadEffect.NONE,
        factor: float = 1.0,
    ) -> bool:
        """标绘: something new, or `drawing` with another text or another effect on travel."""
        facts = await self.give(co.PutDrawing(self.author, kind, points, text, drawing, effect, factor))
        if facts:
            key = "ui.done.drawn" if drawing is None else "ui.done.redrawn"
            if effect is not RoadEffect.NONE:
                key = f"board.done.{effect.value}"
            kind_word = self.phrases.say(f"drawing.{kind.value}")
            self._done(key, True, kind=kind_word, text=self._title(text), factor=f"{factor:g}")
        return bool(facts)

    async def remove_drawing(self, drawing: Drawing) -> bool:
        """Take it off the map."""
        facts = await self.give(co.RemoveDrawing(self.author, drawing.id))
        if facts:
            self._done("ui.done.drawing_removed", True, text=self._title(drawing.text))
        return bool(facts)

    async def set_duty(self, unit: UnitId, duty: Duty) -> bool:
        """休整, 上勤, 下勤."""
        facts = await self.give(co.SetDuty(self.author, unit, duty))
        if facts:
            word = self.phrases.say(f"duty.{duty.value}")
            self._done("ui.done.duty", True, unit=self._sign(unit), duty=word)
        return bool(facts)

    async def undo(self) -> bool:
        """Ctrl+Z: give the opposite command of the newest reversible act of this seat."""
        if self._barrier:
            act, self._barrier = self._barrier, ""
            self._say("refused", "ui.undo.cannot", act=act)
            return False
        command = self._undo.take(self.author)
        if command is None:
            self._say("refused", "ui.undo.nothing")
            return False
        facts = await self.give(command, remember=False)
        if facts:
            self._say("done", "ui.undo.done", act=self.phrases.say(f"command.{type(command).__name__}"))
        return bool(facts)

    async def preview(self, unit: UnitId, incident: IncidentId) -> str:
        """What sending this unit would bring, as far as is known at once; empty where either is unknown."""
        async for text in self.previews(unit, incident):
            return text
        return ""

    def previews(self, unit: UnitId, incident: IncidentId) -> AsyncIterator[str]:
        """The same, and again whenever more of it is known."""
        return self._preview.texts(unit, incident, self.phrases)

    def set_cover_preview(self, cover: CoverPreview | None) -> None:
        """Let a preview also say what the dispatch would uncover; it is added when it arrives."""
        self._preview.set_cover(cover)

    async def give(self, command: co.Command, *, remember: bool = True) -> tuple[Recorded, ...]:
        """The facts of `command`; none when it was refused or could not be kept, which is then said.

        Where a gate warns, the operator is asked in words, and the command given again once it is confirmed.
        """
        if not isinstance(command, co.HoldClocks):
            self.gates.drop()
        try:
            facts = await self._give_through_gates(command)
        except Refusal as no:
            self.last_refusal = self.phrases.wording.error(no)
            self.notice.emit(Notice("refused", self.last_refusal))
            return ()
        except WorldFailed as why:
            self._note_store(False)
            self.last_refusal = self.phrases.wording.error(why)
            self.notice.emit(Notice("failed", self.last_refusal))
            return ()
        self.last_refusal = ""
        self._note_store(True)
        if facts and remember:
            if not isinstance(command, (co.AdvanceAssignment, co.CloseIncident, co.LogMessage)):
                self._undo.remember(facts)
            self._barrier = ""
        return facts

    async def _give_through_gates(self, command: co.Command) -> tuple[Recorded, ...]:
        while True:
            try:
                return await self._room.give(command)
            except NeedsConfirmation as no:
                if not isinstance(command, (co.AssignUnit, co.SendTeam)):
                    raise
                if not await self.gates.ask(command, no.doubts, self.phrases):
                    self._say("refused", "team.confirm.not_sent", units=self._signs(command))
                    return ()
                command = confirmed(command, no.doubts)

    def _ask_why(self, decision: Decision | None) -> None:
        if self.ranker.is_mute:  # the question would tell what was proposed
            return
        if decision is not None and decision.is_override and decision.incident not in self._asked_why:
            self._asked_why.add(decision.incident)
            self.override_given.emit(decision.incident)

    def _signs(self, order: co.AssignUnit | co.SendTeam) -> str:
        return self.phrases.say("team.list").join(self._sign(each) for each in sent_by(order))

    def _sign(self, unit: UnitId) -> str:
        found = self._situation.units.get(unit)
        return unit if found is None else found.call_sign

    def _title(self, text: str) -> str:
        return text or self.phrases.say("layers.drawing.untitled")

    def _done(self, key: str, can_undo: bool = False, **values: object) -> None:
        self.notice.emit(Notice("done", self.phrases.say(key, **values), can_undo))

    def _say(self, tone: Tone, key: str, **values: object) -> None:
        self.notice.emit(Notice(tone, self.phrases.say(key, **values)))

    def _note_store(self, is_well: bool) -> None:
        if is_well is not self._store_is_well:
            self._store_is_well = is_well
            since: datetime = self._room.now()
            self.store_state.emit(is_well, since)

    @Slot()
    def clear_selection(self) -> None:
        """Esc: back to the whole town, the unit first."""
        if self.unit is not None:
            self.select_unit(None)
        else:
            self.select_incident(None)
