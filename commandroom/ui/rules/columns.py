"""Which fields each table of the rules has, and how they are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from commandroom.models.domain.doctrine import ModeSpeeds, PlanNeed, SimpleRule, StepLimits, TimeBand
from commandroom.models.domain.doctrine_check import BAND_RANGE, COUNT_RANGE, FACTOR_RANGE, KMH_RANGE
from commandroom.models.domain.enums import Level, Party, Ring, UnitKind
from commandroom.ui.rules import texts
from commandroom.ui.rules.table import Column, Names
from commandroom.wording import Wording

CLASSES = 8
"""Classes of road, lowest first."""


@dataclass
class Vocabulary:
    """The names of what can be chosen, in the language of the moment; `kinds` come from the catalogue."""

    wording: Wording
    kinds: Mapping[str, str]

    def kind_names(self) -> Names:
        """Incident kinds by code."""
        return {code: name for code, name in self.kinds.items()}  # noqa: C416 - the key's type widens

    def level_names(self) -> Names:
        """Levels."""
        return {each: self.wording.say(f"level.{int(each)}") for each in Level}

    def party_names(self) -> Names:
        """Parties."""
        return {each: self.wording.say(f"party.{each.value}") for each in Party}

    def unit_names(self) -> Names:
        """Kinds of units."""
        return {each: self.wording.say(f"unit_kind.{each.value}") for each in UnitKind}

    def ring_names(self) -> Names:
        """Rings."""
        return {each: self.wording.say(f"ring.{each.value}") for each in Ring}

    def mode(self, mode: str) -> str:
        """How somebody moves."""
        return self.wording.say(f"clocks.rules.mode.{mode}")


def need_columns(words: Vocabulary) -> tuple[Column, ...]:
    """Of a `PlanNeed`."""
    return (
        _line("zh", 126),
        _whole("count", 48, *COUNT_RANGE),
        Column("ring", names=words.ring_names, is_one=True, width=64, empty="clocks.rules.any"),
        Column("parties", names=words.party_names, width=100, empty="clocks.rules.any"),
        Column("kinds", names=words.unit_names, width=120, empty="clocks.rules.any"),
        Column("kit", texts.kit_text, texts.read_kit, width=150),
        _whole("crew", 48, *COUNT_RANGE),
        _seconds("within_s", 64),
        Column("is_required", is_tick=True, width=48),
        _line("en", 150),
        _line("role", 84),
    )


def new_need() -> PlanNeed:
    """An empty row; its names are still to be given."""
    return PlanNeed("", "", "")


def simple_columns(words: Vocabulary) -> tuple[Column, ...]:
    """Of a `SimpleRule`."""
    return (
        Column("kinds", names=words.kind_names, width=190),
        Column("levels", names=words.level_names, width=90),
        _seconds("timeout_s", 92),
        _seconds("closed_within_s", 92),
        _seconds("post_within_s", 92),
        Column("words", texts.words_text, texts.read_words, width=260),
        _line("id", 130),
    )


def new_simple() -> SimpleRule:
    """An empty rule."""
    return SimpleRule("", ())


def limit_columns(words: Vocabulary) -> tuple[Column, ...]:
    """Of `StepLimits`."""
    some = partial(Column, write=texts.seconds_text, read=texts.read_some_seconds, width=120)
    return (
        _line("id", 110),
        Column("kinds", names=words.kind_names, width=260, empty="clocks.rules.every"),
        Column("levels", names=words.level_names, width=110, empty="clocks.rules.every"),
        _seconds("acknowledge_s", 84),
        _seconds("set_out_s", 84),
        Column("arrive_factor", texts.number_text, _number(*FACTOR_RANGE), width=96),
        some("arrive_least_s"),
        _seconds("feedback_s", 84),
        some("sound_after_s"),
        some("propose_after_s"),
    )


def new_limits() -> StepLimits:
    """Limits as the program has them."""
    return StepLimits("")


def speed_columns(words: Vocabulary) -> tuple[Column, ...]:
    """Of `ModeSpeeds`: one column for each class of road."""
    speed = partial(Column, write=texts.number_text, read=_number(*KMH_RANGE), width=118)
    return (
        Column("mode", words.mode, lambda text: text, width=120, is_fixed=True),
        *(speed(f"kmh.{place}") for place in range(CLASSES)),
    )


def new_speeds() -> ModeSpeeds:
    """Never asked for: the modes are fixed."""
    return ModeSpeeds("car", (30.0,) * CLASSES)


def band_columns(words: Vocabulary) -> tuple[Column, ...]:
    """Of a `TimeBand`."""
    return (
        Column("from_hour", texts.hour_text, texts.read_hour, width=90),
        Column("to_hour", texts.hour_text, texts.read_hour, width=90),
        Column("factor", texts.number_text, _number(*BAND_RANGE), width=90),
    )


def new_band() -> TimeBand:
    """A morning's rush."""
    return TimeBand(7.0, 9.0, 0.8)


def _line(field: str, width: int) -> Column:
    return Column(field, str, texts.read_line, width=width)


def _whole(field: str, width: int, low: int, high: int) -> Column:
    return Column(field, str, lambda text: texts.read_whole(text, low, high), width=width)


def _seconds(field: str, width: int) -> Column:
    """Seconds that may be never."""
    return Column(field, texts.seconds_text, texts.read_seconds, width=width, empty="clocks.rules.never")


def _number(low: float, high: float) -> Callable[[str], float]:
    return lambda text: texts.read_number(text, low, high)
