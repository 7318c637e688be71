"""What crews say by radio: a word from the scene now and then, and their answer to a roll-call."""

from collections.abc import Callable
from datetime import datetime

from commandroom.drill.chance import chance, human_delay_s
from commandroom.drill.simulation import Simulation
from commandroom.models.domain.commands import AnswerRollCall, LogMessage
from commandroom.models.domain.entities import Author, RollCall
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.models.domain.rollcalls import why_not_called
from commandroom.services.authority import SYSTEM

WORD_SHARE = 0.5
"""Median time between two words from the scene, as a share of what the rules allow."""
ANSWER_S = 14.0
"""Median seconds to the answer to a roll-call."""
DEAF = 0.03
"""How often a crew does not hear a roll-call."""


class Radio:
    """All radios of the town."""

    def __init__(self, sim: Simulation, words: tuple[str, ...]) -> None:
        """`words`: what is said from a scene; one is picked by chance. Nobody speaks where there are none."""
        self._sim = sim
        self._words = words

    def begin(self) -> None:
        """Answer the roll-calls that are under way."""
        for call in self._sim.situation.roll_calls.values():
            if not call.is_over:
                self.called(call, self._sim.now)

    def reports(self, unit: UnitId, incident: IncidentId, at: datetime, still: Callable[[], bool]) -> None:
        """Speak from the scene again and again for as long as `still` says so."""
        known = self._sim.situation.incident(incident)
        limits = self._sim.situation.doctrine.limits(known.kind, known.level)
        if limits is None or limits.feedback_s is None or not self._words:
            return
        stream = chance(self._sim.seed, "word", unit, incident, at.isoformat())
        delay = human_delay_s(stream, median_s=WORD_SHARE * limits.feedback_s)
        text = stream.choice(self._words)

        def speak(_tick: int) -> None:
            if still():
                sign = self._sim.situation.unit(unit).call_sign
                self._sim.give(LogMessage(crew(unit), "radio", sign, text, incident, unit))
                self.reports(unit, incident, self._sim.now, still)

        self._sim.later(at, delay, unit, speak)

    def called(self, call: RollCall, at: datetime) -> None:
        """Everybody who hears the call answers in a while."""
        for unit in call.silent:
            stream = chance(self._sim.seed, "roll-call", call.id, unit)
            if stream.random() >= DEAF:
                delay = human_delay_s(stream, median_s=ANSWER_S)
                self._sim.later(at, delay, unit, self._answers(call, unit))

    def _answers(self, call: RollCall, unit: UnitId) -> Callable[[int], None]:
        def answer(_tick: int) -> None:
            now = self._sim.situation.roll_calls.get(call.id)
            if now is None or now.is_over or unit not in now.silent:
                return
            if why_not_called(self._sim.situation.unit(unit)) is None:
                self._sim.give(AnswerRollCall(crew(unit), call.id, unit))

        return answer


def crew(unit: UnitId) -> Author:
    """Who speaks for the unit."""
    return Author(SYSTEM, f"crew:{unit}")
