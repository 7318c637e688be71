"""Refuses rules that no room could work by, and says where they are wrong."""

from collections.abc import Collection, Iterator, Sequence
from math import isfinite
from typing import TypeVar

from commandroom.models.domain.doctrine import (
    Doctrine,
    PlanNeed,
    ResponsePlan,
    RollCallRules,
    SimpleRule,
    SpeedRules,
    StepLimits,
)
from commandroom.models.domain.errors import BadDoctrine
from commandroom.models.domain.ids import KindCode

T = TypeVar("T")

MOST_RULES = 200
"""Plans, simple rules or sets of limits."""
MOST_NEEDS = 20
MOST_WORDS = 200
TEXT_LIMIT = 200
CAUTION_LIMIT = 1_000
COUNT_RANGE = (1, 50)
SECONDS_RANGE = (1, 86_400)
DELAY_RANGE = (0, 3_600)
FACTOR_RANGE = (0.5, 10.0)
BAND_RANGE = (0.05, 2.0)
KMH_RANGE = (0.5, 200.0)
CLASSES = 32
"""More classes of road than any file has."""
MODES = ("foot", "dog", "motorbike", "car")


def check_doctrine(doctrine: Doctrine, kinds: Collection[KindCode]) -> None:
    """Refuse the first thing that cannot be right.

    Raises:
        BadDoctrine: with its path, e.g. `plans[2].needs[0].count`.
    """
    _check_ids("plans", [each.id for each in doctrine.plans])
    _check_ids("simple", [each.id for each in doctrine.simple])
    _check_ids("clocks", [each.id for each in doctrine.clocks])
    for place, plan in _numbered("plans", doctrine.plans):
        _check_kinds(place, plan.kinds, kinds)
        _check_plan(place, plan)
    for place, rule in _numbered("simple", doctrine.simple):
        _check_kinds(place, rule.kinds, kinds)
        _check_simple(place, rule)
    for place, limits in _numbered("clocks", doctrine.clocks):
        _check_kinds(place, limits.kinds, kinds)
        _check_limits(place, limits)
    doubts = [each.doubt.value for each in doctrine.gates]
    _check_twice("gates", "doubt", doubts)
    _check_roll_call(doctrine.roll_call)
    _check_speeds(doctrine.speeds)


def _check_plan(place: str, plan: ResponsePlan) -> None:
    if len(plan.needs) > MOST_NEEDS:
        raise BadDoctrine("too_many", f"{place}.needs", limit=MOST_NEEDS, count=len(plan.needs))
    _check_text(f"{place}.caution_zh", plan.caution_zh, CAUTION_LIMIT)
    _check_text(f"{place}.caution_en", plan.caution_en, CAUTION_LIMIT)
    for at, need in _numbered(f"{place}.needs", plan.needs):
        _check_need(at, need)


def _check_need(place: str, need: PlanNeed) -> None:
    for name, text in (("role", need.role), ("zh", need.zh), ("en", need.en)):
        _check_text(f"{place}.{name}", text)
        if not text.strip():
            raise BadDoctrine("empty", f"{place}.{name}")
    _check_range(f"{place}.count", need.count, COUNT_RANGE)
    _check_range(f"{place}.crew", need.crew, COUNT_RANGE)
    _check_range(f"{place}.within_s", need.within_s, SECONDS_RANGE)
    if len(need.kit) > MOST_NEEDS:
        raise BadDoctrine("too_many", f"{place}.kit", limit=MOST_NEEDS, count=len(need.kit))
    for at, kit in _numbered(f"{place}.kit", need.kit):
        _check_text(f"{at}.item", kit.item)
        if not kit.item.strip():
            raise BadDoctrine("empty", f"{at}.item")
        _check_range(f"{at}.count", kit.count, COUNT_RANGE)


def _check_simple(place: str, rule: SimpleRule) -> None:
    if not rule.kinds:
        raise BadDoctrine("empty", f"{place}.kinds")
    if len(rule.words) > MOST_WORDS:
        raise BadDoctrine("too_many", f"{place}.words", limit=MOST_WORDS, count=len(rule.words))
    for at, word in _numbered(f"{place}.words", rule.words):
        _check_text(at, word)
        if not word.strip():
            raise BadDoctrine("empty", at)
    for name in ("timeout_s", "closed_within_s", "post_within_s"):
        _check_range(f"{place}.{name}", getattr(rule, name), SECONDS_RANGE)


def _check_limits(place: str, limits: StepLimits) -> None:
    for name in ("acknowledge_s", "set_out_s", "feedback_s", "arrive_least_s"):
        _check_range(f"{place}.{name}", getattr(limits, name), SECONDS_RANGE)
    for name in ("sound_after_s", "propose_after_s"):
        _check_range(f"{place}.{name}", getattr(limits, name), DELAY_RANGE)
    _check_range(f"{place}.arrive_factor", limits.arrive_factor, FACTOR_RANGE)


def _check_roll_call(rules: RollCallRules) -> None:
    _check_range("roll_call.answer_s", rules.answer_s, (5, 3_600))
    _check_range("roll_call.misses_to_alarm", rules.misses_to_alarm, COUNT_RANGE)
    _check_range("roll_call.per_day", rules.per_day, (0, 96))
    _check_range("roll_call.units_at_once", rules.units_at_once, (1, 500))


def _check_speeds(rules: SpeedRules) -> None:
    _check_twice("speeds.speeds", "mode", [each.mode for each in rules.speeds])
    for place, mode in _numbered("speeds.speeds", rules.speeds):
        if mode.mode not in MODES:
            raise BadDoctrine("mode", f"{place}.mode", mode=mode.mode, known=", ".join(MODES))
        if len(mode.kmh) > CLASSES:
            raise BadDoctrine("too_many", f"{place}.kmh", limit=CLASSES, count=len(mode.kmh))
        for at, kmh in _numbered(f"{place}.kmh", mode.kmh):
            _check_range(at, kmh, KMH_RANGE)
    if len(rules.bands) > CLASSES:
        raise BadDoctrine("too_many", "speeds.bands", limit=CLASSES, count=len(rules.bands))
    for place, band in _numbered("speeds.bands", rules.bands):
        _check_range(f"{place}.from_hour", band.from_hour, (0, 24))
        _check_range(f"{place}.to_hour", band.to_hour, (0, 24))
        _check_range(f"{place}.factor", band.factor, BAND_RANGE)


def _check_ids(place: str, ids: Sequence[str]) -> None:
    if len(ids) > MOST_RULES:
        raise BadDoctrine("too_many", place, limit=MOST_RULES, count=len(ids))
    for at, each in _numbered(place, ids):
        _check_text(f"{at}.id", each)
        if not each.strip():
            raise BadDoctrine("empty", f"{at}.id")
    _check_twice(place, "id", ids)


def _check_twice(place: str, field: str, values: Sequence[str]) -> None:
    seen: set[str] = set()
    for at, each in _numbered(place, values):
        if each in seen:
            raise BadDoctrine("twice", f"{at}.{field}", id=each)
        seen.add(each)


def _check_kinds(place: str, named: Sequence[KindCode], known: Collection[KindCode]) -> None:
    for at, each in _numbered(f"{place}.kinds", named):
        if each not in known:
            raise BadDoctrine("kind", at, kind=each)


def _check_text(place: str, text: str, limit: int = TEXT_LIMIT) -> None:
    if len(text) > limit:
        raise BadDoctrine("text", place, limit=limit, length=len(text))
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text):
        raise BadDoctrine("unreadable", place)


def _check_range(place: str, value: float | None, bounds: tuple[float, float]) -> None:
    if value is not None and not (isfinite(value) and bounds[0] <= value <= bounds[1]):
        raise BadDoctrine("range", place, value=value, least=bounds[0], most=bounds[1])


def _numbered(place: str, things: Sequence[T]) -> Iterator[tuple[str, T]]:
    return ((f"{place}[{number}]", each) for number, each in enumerate(things))
