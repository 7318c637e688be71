"""Remarks and bookmarks about a drill that is over, kept in the drill's own store."""

from datetime import datetime
from pathlib import Path

from commandroom.models.domain.commands import TakeNote
from commandroom.models.domain.entities import Author
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
    store = open_store(store_url(str(DRILL_STORE), base=folder))
    try:
        last = store.last_time() or moment
        desk = Desk(SimulatedClock(last), KindCatalogue(()))
        bus = Bus(store=store, desk=desk, authority=SeatAuthority(), handlers=HANDLERS)
        return bus.handle(TakeNote(by, text, kind, moment))
    finally:
        store.close()
