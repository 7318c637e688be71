"""Remarks and bookmarks about a drill that is over, kept in the drill's own store."""

from datetime import datetime
from pathlib import Path

from commandroom.errors import WorldFailed
from commandroom.models.domain.commands import Command, SetCorrection, TakeNote
from commandroom.models.domain.entities import Author, Correction
from commandroom.models.opening import open_store
from commandroom.services.authority import SeatAuthority
from commandroom.services.bus import Bus, Desk
from commandroom.services.catalogue import KindCatalogue
from commandroom.services.clocks import SimulatedClock
from commandroom.services.handlers import HANDLERS
from commandroom.services.ports import Recorded
from commandroom.services.review.history import DRILL_STORE
from commandroom.settings import store_url


def keep_note(folder: Path, by: Author, text: str, kind: str, moment: datetime) -> tuple[Recorded, ...]:
    """Add a note to the journal of the drill in `folder`, after everything that stands there.

    Raises:
        WorldFailed: its store cannot be written; `store.locked` while the drill goes on.
        Refusal: the text is empty or too long.
    """
    return _given(folder, TakeNote(by, text, kind, moment), moment)


def keep_correction(folder: Path, by: Author, correction: Correction) -> tuple[Recorded, ...]:
    """Agree a corrective action, or change one; raises as `keep_note`."""
    return _given(folder, SetCorrection(by, correction), None)


def _given(folder: Path, command: Command, moment: datetime | None) -> tuple[Recorded, ...]:
    """In a bus of its own, at the last moment of the drill's own time."""
    store = open_store(store_url(str(DRILL_STORE), base=folder))
    try:
        last = store.last_time() or moment
        if last is None:
            raise WorldFailed("store.not_a_room", path=store.name)
        desk = Desk(SimulatedClock(last), KindCatalogue(()))
        bus = Bus(store=store, desk=desk, authority=SeatAuthority(), handlers=HANDLERS)
        return bus.handle(command)
    finally:
        store.close()
