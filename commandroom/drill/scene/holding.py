"""Exits and points of the cordon: who covers them, and who is sent there when he is not needed elsewhere."""

from commandroom.drill.scene.stage import HOLDS_M, Stage, is_within
from commandroom.geo import LatLon
from commandroom.models.domain.ids import UnitId

WALK_MPS = 2.5


class Holding:
    """The places of a script that are to be held."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        parts = {name: place.part for name, place in stage.places.items()}
        self._watched = [name for name, part in parts.items() if part in ("exit", "cordon")]
        self._cordon = [name for name, part in parts.items() if part == "cordon"]
        self._covered: set[str] = set()
        self._sent: dict[str, UnitId] = {}
        """Who of those on scene was sent to which place of `rules.hold`."""
        self._held = 0
        self._seen: dict[UnitId, LatLon] = {}
        """Where everybody was when it was looked last: nobody moved, nothing to say."""

    @property
    def is_needed(self) -> bool:
        """Whether the script has places to look after at all."""
        return bool(self._watched or self._stage.rules.hold)

    def spare(self, units: list[UnitId], needed: int) -> list[UnitId]:
        """Those who stay near the attackers, in order of arrival; the others go to the places to hold."""
        staying = [unit for unit in units if unit not in self._sent.values()]
        for name in self._stage.rules.hold:
            holder = self._sent.get(name)
            if holder is not None and holder not in units:
                del self._sent[name]
            if name not in self._sent and len(staying) > needed and name not in self._covered:
                self._send(name, staying.pop())
        return staying

    def look(self, places: dict[UnitId, LatLon]) -> None:
        """One second: say which places have come to be covered or open; `places` of all who are on scene."""
        incident = self._stage.incident(None)
        if incident is None:
            return
        if places == self._seen:
            return
        self._seen = dict(places)
        now = {name for name in self._watched if self._is_covered(name, places)}
        for name in self._watched:
            if (name in now) != (name in self._covered):
                code = "exit_covered" if name in now else "exit_open"
                self._stage.note(code, self._stage.title(name), incident)
        self._covered = now
        held = len(now.intersection(self._cordon))
        if held != self._held:
            self._held = held
            self._stage.note("cordon", f"{held}/{len(self._cordon)}", incident)

    def _is_covered(self, name: str, places: dict[UnitId, LatLon]) -> bool:
        spot = self._stage.places[name].at
        return any(is_within(place, spot, HOLDS_M) for place in places.values())

    def _send(self, name: str, unit: UnitId) -> None:
        self._sent[name] = unit
        t = self._stage.sim.seconds(self._stage.sim.now)
        self._stage.sim.movement.step(unit, self._stage.places[name].at, t, mps=WALK_MPS)
