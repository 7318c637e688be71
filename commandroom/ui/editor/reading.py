"""What the editor learns of a script off its own thread, and whom it asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from commandroom.drill.findings import Finding
from commandroom.geo import LatLon
from commandroom.services.ports import CriterionResult


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one text."""

    findings: tuple[Finding, ...]
    """Everything that is wrong with it, by line."""
    places: Mapping[str, LatLon]
    """Where its places lie in the town; those that lie nowhere are missing."""
    pieces: Mapping[str, Any]
    """Values of items by their text, which `Draft.learn` takes."""


class ScriptReader(Protocol):
    """Reads texts in a process of its own, so that no window waits."""

    async def read(self, text: str, name: str) -> Reading:
        """Raises WorldFailed: the process cannot be started."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How a dry run stands."""

    elapsed_s: float
    duration_s: float
    happened: Mapping[str, float]
    """Seconds from the start at which an inject happened."""
    criteria: tuple[CriterionResult, ...] = ()
    is_over: bool = False


Told = Callable[[Rehearsed], None]


class Rehearsal(Protocol):
    """Plays a draft's own answer beside the editor."""

    async def play(self, text: str, name: str, told: Told) -> Rehearsed:
        """Play to the end at ×64, telling `told` on the way.

        Raises:
            Refusal, WorldFailed: it cannot be played.
        """

    def stop(self) -> None:
        """Play no further."""


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """One script that can be opened."""

    path: Path
    title_zh: str
    title_en: str
    is_shipped: bool


class ScriptShelf(Protocol):
    """The files of the editor. All of it blocks: ask off the window's thread."""

    def files(self) -> list[ScriptFile]:
        """One's own scripts, then the shipped ones."""

    def template(self) -> str:
        """The text of a new script."""

    def save(self, name: str, text: str) -> Path:
        """Write one's own script whole.

        Raises:
            WorldFailed: the disk refuses; Refusal: that is no name for a file.
        """

    def keep_unsaved(self, name: str, text: str) -> None:
        """Keep what is not saved yet, for after a crash."""

    def forget_unsaved(self) -> None: ...

    def unsaved(self) -> tuple[str, str] | None:
        """Name and text of what was not saved when the program ended last."""


@dataclass(frozen=True, slots=True)
class Desks:
    """Whom the editor asks."""

    reader: ScriptReader
    rehearsal: Rehearsal
    shelf: ScriptShelf
    kinds: tuple[tuple[str, str, str], ...] = field(default=())
    """Kinds of incidents: code, Chinese, English."""
