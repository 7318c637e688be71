"""What a window is opened on: a live room, a demo or a drill. Each is built off the window's thread."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from commandroom.app.sessions import live_network, live_parts
from commandroom.models.domain.entities import Author
from commandroom.roads.network import RoadNetwork
from commandroom.roads.travel import RoadRouter
from commandroom.services.room import Mode, Parts
from commandroom.settings import Settings, store_url
from commandroom.wording import Wording


@dataclass(frozen=True, slots=True)
class Opening:
    """Everything a window needs before its room is open."""

    mode: Mode
    station: str
    author: Author
    network: RoadNetwork
    router: RoadRouter
    build: Callable[[], Parts]
    """Runs on the store's thread."""
    script_start: datetime | None = None
    """When a drill's script begins, in its own time."""
    folder: Path | None = None
    """Where a drill keeps its store and, at the end, its score sheet and actions."""


def live_opening(settings: Settings) -> Opening:
    """The room's own city.

    Raises:
        WorldFailed: no roads have been imported yet, or they cannot be read.
    """
    network = live_network(settings)
    return Opening(
        mode="live",
        station=settings.station or network.name,
        author=Author(settings.operator, settings.seat),
        network=network,
        router=RoadRouter(network),
        build=lambda: live_parts(settings),
    )


def demo_opening(settings: Settings, *, scale: str, seed: int) -> Opening:
    """The demo town, going on from where its store stopped."""
    from commandroom.demo.day import open_demo, plan_for
    from commandroom.demo.town import load_demo

    town = load_demo(scale)
    router = RoadRouter(town.network)
    folder = settings.home / "demo"
    own_store = store_url(f"{scale}-{seed}.db", base=folder)
    plan = plan_for(scale, seed=seed, language=settings.language)
    return Opening(
        mode="demo",
        station=station_name(settings, town.network),
        author=Author(settings.operator, settings.seat),
        network=town.network,
        router=router,
        build=lambda: open_demo(
            town, router, plan, start=datetime.now(UTC).replace(microsecond=0), store_url=own_store
        ),
    )


def station_name(settings: Settings, network: RoadNetwork) -> str:
    """The name on the top bar; the demo town's own station where nobody gave one."""
    return settings.station or Wording(settings.language).say("app.station.demo", name=network.name)
