"""The widgets of a drill, in one place to import from."""

from commandroom.ui.panels.drill.band import DrillBand
from commandroom.ui.panels.drill.hold import HoldButton
from commandroom.ui.panels.drill.pace import PaceBar
from commandroom.ui.panels.drill.score import ScoreSheetView

__all__ = ["DrillBand", "HoldButton", "PaceBar", "ScoreSheetView"]
