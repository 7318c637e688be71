"""How the facts of a drill change the room, written down a second time, from the journal's own text.

It shares nothing with the fold of the product: it reads the stored JSON and knows names of facts only.
"""

import json
from typing import Any

STEPS = {
    "OrderAcknowledged": ("acknowledged", "acknowledged_at"),
    "UnitSetOut": ("en_route", "en_route_at"),
    "UnitArrived": ("on_scene", "on_scene_at"),
    "UnitCleared": ("cleared", "cleared_at"),
    "AssignmentWithdrawn": ("withdrawn", "withdrawn_at"),
}
STAMPS = ("ordered_at", "acknowledged_at", "en_route_at", "on_scene_at", "cleared_at", "withdrawn_at")


class PlainRoom:
    """Units, incidents and orders as dictionaries."""

    def __init__(self, units: list[str]) -> None:
        self.duty = dict.fromkeys(units, "on")
        self.bound: dict[str, str | None] = dict.fromkeys(units)
        self.status: dict[str, str] = {}
        self.orders: dict[tuple[str, str], dict[str, Any]] = {}
        self.rings: dict[tuple[str, str], tuple[str | None, bool]] = {}

    def tell(self, name: str, body: str) -> None:
        """One entry of the journal."""
        fact = json.loads(body)
        if name == "IncidentReported":
            new = fact["incident"]
            self.status[new["id"]] = "open"
            for clock in new["rings"]:
                self.rings[new["id"], clock["ring"]] = (None, False)
        elif name == "UnitAssigned":
            blank: dict[str, Any] = dict.fromkeys(STAMPS)
            self.orders[fact["unit"], fact["incident"]] = blank | {"at": "ordered", "ordered_at": fact["at"]}
            self.bound[fact["unit"]] = fact["incident"]
        elif name in STEPS:
            status, stamp = STEPS[name]
            self.orders[fact["unit"], fact["incident"]] |= {"at": status, stamp: fact["at"]}
            if name in ("UnitCleared", "AssignmentWithdrawn"):
                self.bound[fact["unit"]] = None
        elif name == "RingMet":
            self.rings[fact["incident"], fact["ring"]] = (fact["unit"], fact["is_late"])
        elif name == "RingMissed":
            met_by, _ = self.rings[fact["incident"], fact["ring"]]
            self.rings[fact["incident"], fact["ring"]] = (met_by, True)
        elif name == "IncidentClosed":
            self.status[fact["incident"]] = "closed"
        elif name == "IncidentReopened":
            self.status[fact["incident"]] = "open"
        elif name == "DutyChanged":
            self.duty[fact["unit"]] = fact["duty"]
