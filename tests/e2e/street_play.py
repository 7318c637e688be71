"""The room on an imported city: a street typed into the form, in Chinese and by its initials."""

import sys
from typing import Any

from PySide6.QtCore import Qt

from commandroom.app.desktop import Desktop, OpenWindow
from commandroom.app.openings import live_opening
from tests.e2e.stage import Play, map_shown, perform, press, type_in, until


async def _type_a_street(desktop: Desktop) -> dict[str, Any]:
    shown = desktop.windows[0]
    await map_shown(shown)
    return {typed: await _taken(shown, typed) for typed in ("南京", "njxl")}


async def _taken(shown: OpenWindow, typed: str) -> dict[str, Any]:
    """Take an incident at the first place that is offered for `typed`, and wait for its ranking."""
    window = shown.window
    window.console.select_incident(None)
    await press(Qt.Key.Key_F2)
    await until(lambda: window.frame.intake.isVisible(), "F2 opens no form")
    form = window.frame.intake._fields
    await type_in(typed)
    await until(lambda: form.place.candidates.isVisible(), f"nothing is offered for {typed}")
    await press(Qt.Key.Key_Return)
    await type_in("cdsr")
    await until(lambda: form.kind.candidates.isVisible(), "no kinds are offered")
    await press(Qt.Key.Key_Return)
    await press(Qt.Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    await until(lambda: window.console.incident, "nothing was taken")
    await until(lambda: window.ranker.ranking, "nothing is ranked")
    incident = window.situation.incident(window.console.incident)  # type: ignore[arg-type]
    model = window.frame.units.model
    return {
        "place": incident.place_name,
        "at": list(incident.at),
        "first": [[each.unit, each.eta_s] for each in window.ranker.ranking if each.may_go][:10],
        "rows": sorted(model.row_of(each.unit) for each in window.ranker.ranking[:10]),
    }


if __name__ == "__main__":
    sys.exit(perform({"type_a_street": Play(live_opening, _type_a_street)}))
