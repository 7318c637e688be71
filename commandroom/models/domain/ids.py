"""Names of things, kept apart by type."""

from typing import NewType

FirmId = NewType("FirmId", str)
PostId = NewType("PostId", str)
MemberId = NewType("MemberId", str)
UnitId = NewType("UnitId", str)
IncidentId = NewType("IncidentId", str)
DrawingId = NewType("DrawingId", str)
PatrolId = NewType("PatrolId", str)
RollCallId = NewType("RollCallId", str)
CorrectionId = NewType("CorrectionId", str)
KindCode = NewType("KindCode", str)
"""Code of an incident kind in the catalogue, e.g. `knife`."""

EXERCISES: frozenset[KindCode] = frozenset((KindCode("callup"),))
"""Kinds that stand for no real incident (拉动演练): no figure of the past counts them."""
