"""Incidents that come up by themselves: at a believable pace, of kinds that fit the hour, where they fit."""

from dataclasses import dataclass

import numpy as np

from commandroom.demo.texts import ROAD, IncidentText, IncidentTexts
from commandroom.drill.chance import chance
from commandroom.drill.simulation import Simulation
from commandroom.geo import LatLon, moved
from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.entities import Author
from commandroom.models.domain.rules import CHINA
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import RawPlace
from commandroom.services.authority import SYSTEM
from commandroom.services.ports import Recorded
from commandroom.wording import Language

CALLER = Author(SYSTEM, "demo")
WHO = "~incidents"
QUIET, BUSY = 0.8, 1.33
"""The pace never falls below or rises above these shares of the mean, whatever the hour."""
FIRST_AFTER_S = 8.0
"""A visitor should not look at an empty room for long."""
AROUND_M = 15.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How much happens."""

    mean_gap_s: float
    """Mean seconds between two incidents."""
    most_open: int
    """With so many open, nothing new comes up."""


PACES = {"town": Pace(150.0, 12), "city": Pace(75.0, 30)}


class IncidentSource:
    """Reports incidents, one Poisson stream for the whole town."""

    def __init__(
        self,
        sim: Simulation,
        *,
        texts: IncidentTexts,
        network: RoadNetwork,
        pace: Pace,
        language: Language = "zh",
    ) -> None:
        self._sim = sim
        self._texts = texts
        self._pace = pace
        self._language: Language = language
        self._rng = chance(sim.seed, "incidents", sim.begun_at.isoformat())
        self._places: dict[str, list[RawPlace]] = {}
        for place in network.places:
            self._places.setdefault(place.kind, []).append(place)
        self._network = network
        has_name = network.way_name[network.seg_way] != 0
        self._named = np.flatnonzero(has_name if has_name.any() else np.ones_like(has_name))

    def begin(self) -> None:
        """Let the first one come soon."""
        self._sim.later(self._sim.begun_at, self._rng.uniform(0.5, 1.5) * FIRST_AFTER_S, WHO, self._happen)

    def on_fact(self, _fact: Recorded) -> None:
        """What happens in town does not depend on what the room does, but for how much it can bear."""

    def _happen(self, tick: int) -> None:
        moment = self._sim.moment(tick)
        hour = moment.astimezone(CHINA).hour
        gap = self._rng.expovariate(self._busyness(hour) / self._pace.mean_gap_s)
        self._sim.later(moment, gap, WHO, self._happen)
        said = self._texts.draw(self._rng, hour=hour)
        name, at = self._where(said)
        if len(self._sim.situation.open_incidents()) >= self._pace.most_open:
            return
        self._sim.give(self._report(said, name, at))

    def _busyness(self, hour: int) -> float:
        return min(max(self._texts.rate(hour), QUIET), BUSY)

    def _report(self, said: IncidentText, name: str, at: LatLon) -> ReportIncident:
        is_zh = self._language == "zh"
        return ReportIncident(
            by=CALLER,
            kind=said.kind,
            at=at,
            place_name=name,
            text=said.text.zh if is_zh else said.text.en,
            caller=said.caller.zh if is_zh else said.caller.en,
        )

    def _where(self, said: IncidentText) -> tuple[str, LatLon]:
        """Name and point; on a road where the town has no such place."""
        places = self._places.get(said.place_kind, [])
        if said.place_kind == ROAD or not places:
            return self._on_a_road()
        place = self._rng.choice(places)
        east, north = self._rng.uniform(-AROUND_M, AROUND_M), self._rng.uniform(-AROUND_M, AROUND_M)
        return place.name, _rounded(moved(place.at, east_m=east, north_m=north))

    def _on_a_road(self) -> tuple[str, LatLon]:
        network = self._network
        segment = int(self._named[self._rng.randrange(len(self._named))])
        a, b = network.node(int(network.seg_from[segment])), network.node(int(network.seg_to[segment]))
        share = self._rng.random()
        at = LatLon(a.lat + (b.lat - a.lat) * share, a.lon + (b.lon - a.lon) * share)
        return network.name_of_segment(segment), _rounded(at)


def _rounded(place: LatLon) -> LatLon:
    return LatLon(round(place.lat, 6), round(place.lon, 6))
