"""What things and the program's own words are called in the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commandroom.wording import Wording


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called on screen; the mappings may be live ones."""

    call_signs: Mapping[str, str] = field(default_factory=dict)
    """By unit id."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Incident kinds by code, in the language of the screen."""

    def unit(self, unit: str) -> str:
        """The call sign, or the id of a unit nobody knows."""
        return self.call_signs.get(unit, unit)

    def kind(self, code: str) -> str:
        """The name of an incident kind, or its code."""
        return self.kinds.get(code, code)


def word(what: str, said: str, wording: Wording) -> str:
    """What the program itself wrote is said in words; what a person wrote stays."""
    key = f"panels.journal.{what}.{said}"
    return wording.say(key) if wording.has(key) else said
