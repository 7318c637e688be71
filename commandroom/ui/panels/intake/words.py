"""Places and kinds of incidents as the lists of the form and of the search say them."""

from commandroom.models.domain.entities import IncidentKind
from commandroom.ui.panels.intake.entry import PlaceHit, ring_profile
from commandroom.wording import Wording


def place_words(hit: PlaceHit, wording: Wording) -> str:
    """What tells a hit from others of its name: its sort on the map in words, or its address."""
    key = f"panels.place.{hit.detail}"
    return wording.say(key) if hit.kind in ("road", "place") and wording.has(key) else hit.detail


def hit_words(hit: PlaceHit, wording: Wording) -> str:
    """The same, and what sort of answer it is."""
    key = f"panels.intake.hit.{hit.kind}"
    sort = wording.say(key) if wording.has(key) else ""
    return " · ".join(part for part in (place_words(hit, wording), sort) if part)


def kind_name(kind: IncidentKind, wording: Wording) -> str:
    """Its name in the language of the form."""
    return kind.zh if wording.language == "zh" else kind.en


def kind_words(kind: IncidentKind, wording: Wording, form: str = "") -> str:
    """Level, who may handle it, ring profile; `form` is "" or "_short"."""
    who = wording.say(f"panels.intake.{'police' if kind.police_needed else 'guards'}{form}")
    rings = wording.say(f"panels.intake.rings{form}", profile=ring_profile(kind))
    level = wording.say(
        f"panels.intake.level{form}.{int(kind.level)}" if form else f"level.{int(kind.level)}"
    )
    return " · ".join((level, who, rings))
