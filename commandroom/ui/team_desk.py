"""建议编组: keeps the team panel true, and turns its gestures into orders."""

from PySide6.QtCore import QObject, Slot

from commandroom.models.domain.entities import Incident
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.situation import Situation
from commandroom.services.team.proposal import TeamProposal
from commandroom.ui.actions import RoomActions
from commandroom.ui.console import Console, Notice
from commandroom.ui.errands import Errands
from commandroom.ui.hands import Hands
from commandroom.ui.panels.team.fitting import need_for
from commandroom.ui.panels.team.lines import Addition, caution, shortfall_words, team_lines
from commandroom.ui.panels.team.panel import TeamPanel, TeamPicture
from commandroom.ui.ranker import Ranker
from commandroom.ui.relay import Relay
from commandroom.ui.theme import Theme


class TeamDesk(QObject):
    """What was ticked off or added stays so while the selected incident stays selected."""

    def __init__(
        self,
        *,
        panel: TeamPanel,
        console: Console,
        situation: Situation,
        ranker: Ranker,
        relay: Relay,
        actions: RoomActions,
        hands: Hands,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._console = console
        self._situation = situation
        self._ranker = ranker
        self._actions = actions
        self._hands = hands
        self._errands = Errands()
        self._unticked: set[str] = set()
        self._added: list[UnitId] = []
        self._connect(relay)
        self.show()

    def apply_wording(self) -> None:
        """Another language."""
        self._panel.set_phrases(self._console.phrases)
        self.show()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._panel.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()

    @Slot()
    def show(self) -> None:
        """Bring the panel up to the newest proposal; rows under the hand stay where they are."""
        self._show(even_if_held=False)

    @Slot()
    def accept(self) -> None:
        """Ctrl+Enter: send everybody who is ticked, all or none."""
        proposal, units = self._proposal(), self._panel.ready()
        if proposal is None or not units:
            key = "ui.need.incident" if self._console.incident is None else "team.need.member"
            self._console.notice.emit(Notice("refused", self._console.phrases.say(key)))
            return
        orders = [self._console.forms.order(proposal, unit) for unit in units]
        self._errands.start(self._console.send_team(proposal, orders))

    def _connect(self, relay: Relay) -> None:
        panel, rows = self._panel, self._panel.list
        panel.accept_wanted.connect(self.accept)
        panel.reasons_wanted.connect(self._actions["open_reasons"].trigger)
        self._actions["accept_team"].triggered.connect(self.accept)
        rows.ticked.connect(self._on_ticked)
        rows.added.connect(self._on_added)
        rows.meant.connect(self._hands.send)
        rows.hold.released.connect(self.show)
        self._ranker.ranked.connect(self.show)
        self._console.incident_selected.connect(self._on_selected)
        relay.assignment_changed.connect(self._on_assignment)
        relay.incident_changed.connect(self._on_incident)

    def _proposal(self) -> TeamProposal | None:
        proposal = self._ranker.proposal
        return proposal if proposal is not None and proposal.incident == self._console.incident else None

    def _incident(self) -> Incident | None:
        found = self._situation.incidents.get(self._console.incident or IncidentId(""))
        return found if found is not None and found.is_open else None

    def _show(self, *, even_if_held: bool) -> None:
        proposal, incident = self._proposal(), self._incident()
        if proposal is None or incident is None:
            self._panel.show_picture(None)
        else:
            self._panel.show_picture(self._picture(proposal, incident), even_if_held=even_if_held)
        self._actions["accept_team"].setEnabled(bool(self._panel.ready()) and incident is not None)
        self._actions["open_reasons"].setEnabled(self._console.incident is not None)

    def _picture(self, proposal: TeamProposal, incident: Incident) -> TeamPicture:
        phrases = self._console.phrases
        added = [self._addition(proposal, incident, unit) for unit in self._added]
        lines = team_lines(
            proposal,
            self._situation,
            phrases,
            unticked=self._unticked,
            added=[each for each in added if each],
        )
        waits = any(line.may_be_sent for line in lines)
        return TeamPicture(
            title=phrases.say(
                "team.panel.title", kind=phrases.kind(incident.kind), level=int(incident.level)
            ),
            short_title=phrases.say(
                "team.panel.short_title", kind=phrases.kind(incident.kind), level=int(incident.level)
            ),
            caution=caution(proposal, phrases),
            lines=lines,
            shortfalls=tuple(shortfall_words(each, phrases) for each in proposal.shortfalls),
            is_complete=not waits and not proposal.shortfalls and any(line.is_sent for line in lines),
        )

    def _addition(self, proposal: TeamProposal, incident: Incident, unit: UnitId) -> Addition | None:
        candidate, who = self._ranker.by_unit.get(unit), self._situation.units.get(unit)
        if candidate is None or who is None:
            return None
        plan = self._situation.doctrine.plan(incident.kind, incident.level)
        open_roles = [each.role for each in proposal.shortfalls]
        open_roles += [each.role for each in proposal.members if each.unit in self._unticked]
        need = need_for(who, plan, open_roles)
        return Addition(unit, need, candidate.eta_s, candidate.ring, candidate.meets_ring)

    @Slot(str)
    def _on_selected(self, _incident: str) -> None:
        self._unticked, self._added = set(), []
        self._show(even_if_held=True)

    @Slot(str)
    def _on_ticked(self, unit: str) -> None:
        self._unticked ^= {unit}
        self.show()

    @Slot(str)
    def _on_added(self, unit: str) -> None:
        phrases, who = self._console.phrases, self._situation.units.get(UnitId(unit))
        if who is None:
            return
        if self._panel.model.row_of(unit) >= 0:
            self._unticked.discard(unit)
            text = phrases.say("team.added.again", unit=who.call_sign)
            self._console.notice.emit(Notice("refused", text))
        else:
            self._added.append(UnitId(unit))
        self._show(even_if_held=True)

    @Slot(str, str)
    def _on_assignment(self, _unit: str, incident: str) -> None:
        self._on_incident(incident)

    @Slot(str)
    def _on_incident(self, incident: str) -> None:
        if incident == self._console.incident:
            self.show()
