"""The script's own answer, played with the same seed in memory, to stand beside what a trainee did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from commandroom.drill.script import LoadedScript
from commandroom.drill.session import DrillDirector, DrillSetting, open_drill
from commandroom.models.opening import MEMORY
from commandroom.services.ports import Recorded, ScoreSheet
from commandroom.services.review.playback import Playback
from commandroom.services.tracks import TrackWriter, tracks_of

STEP = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Ghosts:
    """How the script's answer went."""

    playback: Playback
    sheet: ScoreSheet


def play_answer(
    loaded: LoadedScript, setting: DrillSetting, *, seed: int, is_wanted: Callable[[], bool]
) -> Ghosts | None:
    """Play the answer to its end; None where nobody wants it any more. For a worker.

    Raises:
        Refusal: the script does not fit the town.
    """
    parts = open_drill(loaded, setting, seed=seed, trainee="answer", store_url=MEMORY)
    director = parts.director
    assert isinstance(director, DrillDirector)
    facts: list[Recorded] = []
    rows: list[bytes] = []
    begin = parts.store.snapshot(now=parts.clock.now(), journal_lines=0)
    writer = TrackWriter(rows.append, parts.clock.now(), begin.units)
    parts.bus.subscribe(writer.hear)
    parts.bus.subscribe(lambda fact: facts.append(fact) if fact.number is not None else None)
    try:
        while not director.is_over:
            if not is_wanted():
                return None
            director.advance_to(director.sim.now + STEP)
        sheet, end = director.score(), parts.clock.now()
    finally:
        parts.store.close()
    start = director.sim.begun_at
    return Ghosts(Playback(begin, facts, tracks_of(b"".join(rows)), start=start, end=end), sheet)
