"""What the start of a drill offers and what was wished, in plain values."""

from dataclasses import dataclass
from datetime import datetime

from commandroom.wording import Wording


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str

    def said(self, wording: Wording) -> str:
        """In the language of `wording`."""
        return self.zh if wording.language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class VariantEntry:
    """One difficulty of a script."""

    id: str
    title: Words
    about: Words | None = None


@dataclass(frozen=True, slots=True)
class ScriptEntry:
    """One script on offer. With a `fault` it is listed, and cannot be started."""

    name: str
    """What a drill is opened by: the id of a shipped script, or a file."""
    title: Words
    is_own: bool = False
    about: Words | None = None
    variants: tuple[VariantEntry, ...] = ()
    start: datetime | None = None
    duration_s: float = 0.0
    injects: int = 0
    criteria: int = 0
    seed: int = 0
    roles: tuple[Words, ...] = ()
    fault: Words | None = None
    """The first thing that is wrong with it, with its line."""


@dataclass(frozen=True, slots=True)
class DrillWish:
    """What somebody wants to start."""

    script: str
    variant: str
    mode: str
    site: str
    seed: int | None
    trainee: str
