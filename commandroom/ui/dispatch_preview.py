"""What letting a unit go over an incident would bring: said from what is known at once, and completed."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

from commandroom.models.domain.doctrine import Doubt, Gate
from commandroom.models.domain.entities import Incident, Unit
from commandroom.models.domain.enums import UnitKind
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.doubts import doubts_about
from commandroom.services.situation import Situation
from commandroom.services.team.candidate import Candidate
from commandroom.services.team.proposal import Price, TeamMember
from commandroom.ui.doubts import DoubtWords, kit_items
from commandroom.ui.panels.team.fitting import need_for, parted_kit
from commandroom.ui.phrases import Phrases
from commandroom.ui.ranker import Ranker

CoverPreview = Callable[[UnitId, IncidentId], Awaitable[str]]
"""What a dispatch would uncover, in a few words; '' for nothing."""

NEVER_GOES = (
    "dispatch.why.closed",
    "dispatch.why.already_there",
    "dispatch.why.video",
    "dispatch.why.no_road",
)
"""Where these hold, no order would be taken, confirmed or not."""


class DispatchPreview:
    """Texts for a drag that hovers. Nothing here waits before the first word."""

    def __init__(self, situation: Situation, ranker: Ranker, now: Callable[[], datetime]) -> None:
        self._situation = situation
        self._ranker = ranker
        self._now = now
        self._cover: CoverPreview | None = None

    def set_cover(self, cover: CoverPreview | None) -> None:
        """Ask this too; its answer is added when it arrives."""
        self._cover = cover

    async def texts(self, unit: UnitId, incident: IncidentId, phrases: Phrases) -> AsyncIterator[str]:
        """The text as far as it is known, then again whenever more of it is."""
        who, where = self._situation.units.get(unit), self._situation.incidents.get(incident)
        if who is None or where is None:
            return
        candidate = self._ranker.known(unit, incident)
        if candidate is None:
            candidate = await self._ranker.preview(where, who)
        text = self.text(who, where, candidate, phrases)
        yield text
        if self._cover is not None and candidate.why_not not in NEVER_GOES:
            opened = await self._cover(unit, incident)
            if opened:
                yield f"{text} · {opened}"

    def text(self, unit: Unit, incident: Incident, candidate: Candidate, phrases: Phrases) -> str:
        """Time and ring, what it lacks, what speaks against it, what it costs: from what lies at hand."""
        if candidate.why_not in NEVER_GOES:
            return phrases.preview(unit, candidate)
        blocked = self._blocked(unit, incident)
        if blocked is not None:
            words = DoubtWords(self._situation, phrases, self._now()).short(unit, blocked)
            return phrases.say("team.preview.blocked", unit=unit.call_sign, why=words)
        parts = [
            phrases.preview(unit, candidate._replace(why_not=None)),
            *self._against(unit, incident, phrases),
        ]
        return " · ".join(parts)

    def _blocked(self, unit: Unit, incident: Incident) -> Doubt | None:
        gate = self._situation.doctrine.gate
        return next((each for each in self._doubts(unit, incident) if gate(each) is Gate.BLOCK), None)

    def _against(self, unit: Unit, incident: Incident, phrases: Phrases) -> list[str]:
        """Doubts that will be asked about, and the kit it lacks."""
        plan = self._situation.doctrine.plan(incident.kind, incident.level)
        member = self._member(unit.id, incident.id)
        lacks = parted_kit(unit, need_for(unit, plan))[1] if member is None else member.lacks
        words = DoubtWords(self._situation, phrases, self._now())
        price: Price | None = None if member is None else member.price
        gate = self._situation.doctrine.gate
        asked = [each for each in self._doubts(unit, incident) if gate(each) is Gate.WARN]
        said = [
            words.short(unit, each, price=price)
            for each in asked
            if each is not Doubt.MISSING_KIT or not lacks
        ]
        if lacks and unit.kind is not UnitKind.DRONE:
            said.insert(0, words.short(unit, Doubt.MISSING_KIT, lacks=kit_items(lacks)))
        return said

    def _member(self, unit: UnitId, incident: IncidentId) -> TeamMember | None:
        proposal = self._ranker.proposal
        return None if proposal is None or proposal.incident != incident else proposal.member(unit)

    def _doubts(self, unit: Unit, incident: Incident) -> tuple[Doubt, ...]:
        return doubts_about(self._situation, unit, incident, now=self._now())
