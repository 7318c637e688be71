"""One unit as an answer to one incident."""

from typing import NamedTuple

from commandroom.models.domain.enums import Ring
from commandroom.models.domain.ids import UnitId


class Candidate(NamedTuple):
    """A named tuple, because a thousand are made for every ranking."""

    unit: UnitId
    eta_s: float
    """Road travel time in seconds for the unit's own mode; infinite where no road leads.

    A video post takes no time to what it sees and never gets to anything else.
    """
    ring: Ring | None
    """The clock its arrival would stop; None for a drone, which brings no people."""
    meets_ring: bool | None
    """Whether it would come in time; None when that clock no longer runs."""
    why_not: str | None
    """Wording key of the reason it cannot go; None when it may."""
    rank: int = 0
    """Place in the ranking, from 1; 0 where nobody was ranked."""
    role: str = ""
    """The function it is proposed for; '' for none."""
    left_out: str = ""
    """Wording key of the one rule that kept it out of the team; '' for a member, or where none was made."""

    @property
    def may_go(self) -> bool:
        """Whether an order would be accepted."""
        return self.why_not is None
