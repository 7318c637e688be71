"""What hinders travel, in one line above the coverage's; a click goes there."""

from commandroom.ui.layers.coverage_chip import HEIGHT, CoverageChip

GAP_PX = 6


class RoadChip(CoverageChip):
    """Like the coverage's line, one line higher."""

    def place(self) -> None:
        """Stand above the corner."""
        super().place()
        self.move(self.x(), self.y() - HEIGHT - GAP_PX)
