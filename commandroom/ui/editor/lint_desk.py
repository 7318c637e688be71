"""Reads the draft off the window's thread a moment after each change; the newest text wins."""

import re
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from commandroom.drill.draft import Draft
from commandroom.drill.findings import Finding
from commandroom.errors import WorldFailed
from commandroom.geo import LatLon
from commandroom.ui.editor.pages import Fault
from commandroom.ui.editor.reading import Reading, ScriptReader
from commandroom.ui.errands import Errands
from commandroom.wording import Wording

REST_MS = 250
_STEP = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")


class LintDesk(QObject):
    """What is known of the text at hand."""

    read = Signal()
    failed = Signal(object)

    def __init__(self, reader: ScriptReader, errands: Errands, parent: QObject) -> None:
        super().__init__(parent)
        self._reader, self._errands = reader, errands
        self._draft = Draft("")
        self._is_reading = self._is_wanted = False
        self.findings: tuple[Finding, ...] = ()
        self.places: dict[str, LatLon] = {}
        self.is_current = False
        """Whether the findings speak of the text as it stands."""
        self._later = QTimer(self, interval=REST_MS, singleShot=True)
        self._later.timeout.connect(self._begin)

    def want(self, draft: Draft, *, at_once: bool = False) -> None:
        """The text is another one."""
        self._draft, self.is_current = draft, False
        if at_once:
            self._later.stop()
            self._begin()
        else:
            self._later.start()

    async def read_ahead(self, draft: Draft) -> None:
        """Have the items of a draft read before it is shown; without a reader it reads them itself."""
        try:
            reading = await self._reader.read(draft.text, draft.name or "draft.yaml")
        except WorldFailed as why:
            self.failed.emit(why)
            return
        draft.learn(reading.pieces)

    def stop(self) -> None:
        """Read no more."""
        self._later.stop()
        self._reader.close()

    def faults(self, wording: Wording) -> list[Fault]:
        """The findings in words."""
        return [Fault(each.line, wording.say(each.key, **each.said_with)) for each in self.findings]

    def faulty(self, part: str) -> frozenset[int]:
        """Which items of a part have something wrong."""
        spots = (self._draft.spot_of(each.line) for each in self.findings if each.line)
        return frozenset(n for name, n in spots if name == part and n is not None)

    def complaints(self, part: str, n: int, wording: Wording) -> Mapping[tuple[str, ...], str]:
        """What is wrong with one item, by the way to the field."""
        found: dict[tuple[str, ...], str] = {}
        for each in self.findings:
            name, at = self._draft.spot_of(each.line) if each.line else ("", None)
            is_mine = (name, at) == (part, n) if part else at is None and name != ""
            if is_mine:
                found.setdefault(way_of(each), wording.say(each.key, **each.said_with))
        return found

    def way_at(self, line: int) -> tuple[str, ...]:
        """The way to the field that is wrong in a line."""
        return next((way_of(each) for each in self.findings if each.line == line), ())

    @Slot()
    def _begin(self) -> None:
        if self._is_reading:
            self._is_wanted = True
            return
        self._is_reading, self._is_wanted = True, False
        self._errands.start(self._read(self._draft, self._draft.text))

    async def _read(self, draft: Draft, text: str) -> None:
        try:
            reading = await self._reader.read(text, draft.name or "draft.yaml")
        except WorldFailed as why:
            self.failed.emit(why)
            return
        finally:
            self._is_reading = False
        self._take(draft, text, reading)
        if self._is_wanted:
            self._begin()

    def _take(self, draft: Draft, text: str, reading: Reading) -> None:
        draft.learn(reading.pieces)
        if draft is not self._draft:
            return
        self.findings, self.places = reading.findings, dict(reading.places)
        self.is_current = draft.text == text
        self.read.emit()


def way_of(finding: Finding) -> tuple[str, ...]:
    """The way inside its item: `injects[2].report.kind` is at `report`, `kind`."""
    steps = [match[1] for match in _STEP.finditer(str(finding.values.get("field", "")))]
    if steps and steps[0] in ("injects", "opponents", "answer", "criteria", "crowds", "variants", "roles"):
        return tuple(steps[1:])
    return tuple(steps[2:] if steps and steps[0] == "places" else steps)
