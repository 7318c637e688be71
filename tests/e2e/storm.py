"""A storm of dispatches on one store until killed; every committed journal number is printed at once."""

import sys
from pathlib import Path

from commandroom.models.domain import commands as co
from commandroom.models.domain.enums import AssignmentStatus
from tests.conftest import OPERATOR, open_office, small_register


def main(path: Path) -> None:
    """Report, send, arrive, close, for ever."""
    office = open_office(f"sqlite:///{path}")
    office.bus.subscribe(lambda fact: print(fact.number, flush=True))
    if office.store.journal_head()[0] == 0:
        office.give(small_register())
    for open_one in office.store.snapshot(now=office.clock.now()).incidents:
        if open_one.is_open:
            office.give(co.CloseIncident(OPERATOR, open_one.id))
    while True:
        incident = office.report()
        for unit in ("U-1", "U-2", "U-3"):
            office.give(co.AssignUnit(OPERATOR, unit, incident, 60.0))
            office.clock.move_by(7)
            office.give(co.AdvanceAssignment(OPERATOR, unit, incident, AssignmentStatus.ON_SCENE))
        office.give(co.WithdrawAssignment(OPERATOR, "U-2", incident, "改派"))
        office.give(co.CloseIncident(OPERATOR, incident, "完"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
