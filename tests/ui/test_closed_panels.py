"""What a closed panel leaves behind: nothing Qt-made may be left to Python's collector.

The collector runs on any thread; a Qt object that it destroys on the store's thread ends the program.
"""

import gc
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from commandroom.ui.panels.chart.view import ShiftCharts
from commandroom.ui.panels.drill.view import DrillBand, PaceBar, ScoreSheetView
from commandroom.ui.panels.intake.view import IntakeForm
from commandroom.ui.panels.journal.view import JournalPanel
from commandroom.ui.panels.rings.view import RingPanel
from commandroom.wording import Wording

PANELS = (ShiftCharts, DrillBand, PaceBar, ScoreSheetView, IntakeForm, JournalPanel, RingPanel)


def living() -> dict[int, QObject]:
    return {
        id(each): each for each in gc.get_objects() if isinstance(each, QObject) and shiboken6.isValid(each)
    }


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.__name__)
def test_a_deleted_panel_takes_every_qt_object_with_it(qapp, panel: Callable[[Wording], QWidget]) -> None:
    gc.collect()
    before = living()
    made = panel(Wording("zh"))
    made.show()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [each for key, each in living().items() if key not in before]
    assert left == []
