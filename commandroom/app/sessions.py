"""Builds live rooms, demos and drills out of their parts. No Qt: headless runs use this too."""

from pathlib import Path

from commandroom import __version__
from commandroom.errors import WorldFailed
from commandroom.models.domain.commands import OpenSession
from commandroom.models.domain.entities import Author
from commandroom.models.opening import open_store
from commandroom.models.store.store import SqlStore
from commandroom.resources import resource
from commandroom.roads.network import RoadNetwork
from commandroom.roads.roadfile import load_roads
from commandroom.services.authority import SeatAuthority
from commandroom.services.bus import Bus, Desk
from commandroom.services.catalogue import KindCatalogue, read_catalogue
from commandroom.services.clocks import SystemClock
from commandroom.services.handlers import HANDLERS
from commandroom.services.ports import Clock
from commandroom.services.room import Parts
from commandroom.settings import Settings

PROGRAM = f"commandroom {__version__}"
_ROAD_FILE = Path("roads") / "current.roads"


def road_file(settings: Settings) -> Path:
    """Where the room's compiled roads lie."""
    return settings.home / _ROAD_FILE


def live_network(settings: Settings) -> RoadNetwork:
    """The roads of the room's own city.

    Raises:
        WorldFailed: no roads have been imported, or the file is broken.
    """
    path = road_file(settings)
    if not path.exists():
        raise WorldFailed("app.no_roads", path=str(path))
    return load_roads(path)


def catalogue() -> KindCatalogue:
    """The shipped kinds of incidents."""
    return read_catalogue(resource("catalogue", "incident_kinds.json"))


def bus_on(store: SqlStore, clock: Clock, kinds: KindCatalogue) -> Bus:
    """The one bus of a session."""
    return Bus(store=store, desk=Desk(clock, kinds), authority=SeatAuthority(), handlers=HANDLERS)


def live_parts(settings: Settings) -> Parts:
    """A live room on the store of `settings`."""
    store = open_store(settings.store_url)
    clock = SystemClock(not_before=store.last_time())
    kinds = catalogue()
    bus = bus_on(store, clock, kinds)
    bus.handle(OpenSession(Author(settings.operator, settings.seat), "live", PROGRAM))
    return Parts(bus, store, clock, kinds)
